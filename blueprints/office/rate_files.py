"""An area's own rates for help by file: chosen, looked at row by row, set when confirmed."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import importing
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.importing import Column, UploadForm
from blueprints.office import bp, rate_file_parts
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.i18n import t
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import Setting
from marketplace.kernel.errors import Conflict
from marketplace.resources import rates

KIND = "rates"


@bp.get("/help-rates/import")
@guard(rates.can_set_any)
def show_rate_file() -> ResponseReturnValue:
    return _choose(UploadForm())


@bp.get("/help-rates/import/template")
@guard(rates.can_set_any)
def download_rate_template() -> ResponseReturnValue:
    return importing.template(KIND)


@bp.post("/help-rates/import")
@limited(limits.UPLOAD)
@guard(rates.can_set_any)
@commits
@takes_files
def upload_rate_file() -> ResponseReturnValue:
    form = UploadForm.posted()
    try:
        name = importing.take()
    except BadFile as refusal:
        form.take(refusal)
        return _choose(form), 422
    return redirect(url_for("office.preview_rate_file", file=name), 303)


@bp.get("/help-rates/import/preview")
@guard(rates.can_set_any)
def preview_rate_file() -> ResponseReturnValue:
    form = UploadForm()
    try:
        shown = rate_file_parts.shown(rates.areas_of(actor()))
        page = importing.preview(KIND, t("Look before you set them"), importing.waiting(), Setting(by=actor()), shown)
    except Conflict:
        return redirect(url_for("office.show_rate_file"), 303)
    except BadFile as refusal:
        form.form_errors.append(str(refusal.at(str(t("File")))))
        return _choose(form), 422
    return render(
        "office/import_preview.html",
        page=page,
        form=importing.ConfirmForm(),
        again_href=url_for("office.show_rate_file"),
        keep_href=url_for("office.keep_rate_file"),
        verdicts_href=url_for("office.download_rate_verdicts", file=page.file),
    )


@bp.get("/help-rates/import/verdicts.csv")
@guard(rates.can_set_any)
def download_rate_verdicts() -> ResponseReturnValue:
    try:
        return importing.table(KIND, importing.waiting(), Setting(by=actor()))
    except (Conflict, BadFile):
        return redirect(url_for("office.show_rate_file"), 303)


@bp.post("/help-rates/import/keep")
@guard(rates.can_set_any)
@commits
def keep_rate_file() -> ResponseReturnValue:
    report = importing.keep(KIND, importing.waiting(), Setting(by=actor()))
    tell(importing.said(report))
    return redirect(url_for("office.show_help_rates"), 303)


def _choose(form: UploadForm) -> str:
    columns = (Column(t("Column")), Column(t("Word")), Column(t("What it means")))
    known = rate_file_parts.vocabulary(rates.areas_of(actor()))
    return render("office/help_rate_file.html", form=form, columns=columns, known=known)
