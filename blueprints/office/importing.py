"""Young people of the area by file: chosen, looked at row by row, registered without accounts."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import importing
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.office import bp
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.i18n import t
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import Setting
from marketplace.kernel.errors import Conflict
from marketplace.people import policy

KIND = "youth"


@bp.get("/import")
@guard(policy.can_register_youth)
def show_import() -> ResponseReturnValue:
    return render("office/import.html", form=importing.UploadForm())


@bp.get("/import/template")
@guard(policy.can_register_youth)
def download_template() -> ResponseReturnValue:
    return importing.template(KIND)


@bp.post("/import")
@limited(limits.UPLOAD)
@guard(policy.can_register_youth)
@commits
@takes_files
def upload_import() -> ResponseReturnValue:
    form = importing.UploadForm.posted()
    try:
        name = importing.take()
    except BadFile as refusal:
        form.take(refusal)
        return render("office/import.html", form=form), 422
    return redirect(url_for("office.preview_import", file=name), 303)


@bp.get("/import/preview")
@guard(policy.can_register_youth)
def preview_import() -> ResponseReturnValue:
    form = importing.UploadForm()
    try:
        page = importing.preview(KIND, t("Look before you bring it in"), importing.waiting(), Setting(by=actor()))
    except Conflict:
        return redirect(url_for("office.show_import"), 303)
    except BadFile as refusal:
        form.form_errors.append(str(refusal.at(str(t("File")))))
        return render("office/import.html", form=form), 422
    return render(
        "office/import_preview.html",
        page=page,
        form=importing.ConfirmForm(),
        again_href=url_for("office.show_import"),
        keep_href=url_for("office.keep_import"),
        verdicts_href=url_for("office.download_verdicts", file=page.file),
    )


@bp.get("/import/verdicts.csv")
@guard(policy.can_register_youth)
def download_verdicts() -> ResponseReturnValue:
    try:
        return importing.table(KIND, importing.waiting(), Setting(by=actor()))
    except (Conflict, BadFile):
        return redirect(url_for("office.show_import"), 303)


@bp.post("/import/keep")
@guard(policy.can_register_youth)
@commits
def keep_import() -> ResponseReturnValue:
    report = importing.keep(KIND, importing.waiting(), Setting(by=actor()))
    tell(importing.said(report))
    return redirect(url_for("office.show_youth_list"), 303)
