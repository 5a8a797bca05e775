"""Opportunities of one organisation by file: chosen, looked at row by row, handed to the office."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import importing
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.pages import render
from blueprints.provider import bp, posting_pages
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.i18n import pick, t
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import Setting
from marketplace.kernel.errors import Conflict
from marketplace.offers import policy, shelf

KIND = "opportunities"


@bp.get("/import")
@guard(policy.can_supply)
def show_import() -> ResponseReturnValue:
    return _choose(importing.UploadForm())


@bp.get("/import/template")
@guard(policy.can_supply)
def download_template() -> ResponseReturnValue:
    return importing.template(KIND)


@bp.post("/import")
@limited(limits.UPLOAD)
@guard(policy.can_supply)
@commits
@takes_files
def upload_import() -> ResponseReturnValue:
    form = importing.UploadForm.posted()
    try:
        name = importing.take()
    except BadFile as refusal:
        form.take(refusal)
        return _choose(form), 422
    organisation = request.form.get("organisation", "")[:40]
    return redirect(url_for("provider.preview_import", file=name, organisation=organisation or None), 303)


@bp.get("/import/preview")
@guard(policy.can_supply)
def preview_import() -> ResponseReturnValue:
    form = importing.UploadForm()
    try:
        page = importing.preview(KIND, t("Look before you bring it in"), importing.waiting(), _setting())
    except Conflict:
        return redirect(url_for("provider.show_import"), 303)
    except BadFile as refusal:
        form.form_errors.append(str(refusal.at(str(t("File")))))
        return _choose(form), 422
    organisation = request.args.get("organisation", "")[:40]
    return render("provider/import_preview.html", page=page, form=importing.ConfirmForm(), organisation=organisation)


@bp.get("/import/verdicts.csv")
@guard(policy.can_supply)
def download_verdicts() -> ResponseReturnValue:
    try:
        return importing.table(KIND, importing.waiting(), _setting())
    except (Conflict, BadFile):
        return redirect(url_for("provider.show_import"), 303)


@bp.post("/import/keep")
@guard(policy.can_supply)
@commits
def keep_import() -> ResponseReturnValue:
    report = importing.keep(KIND, importing.waiting(), _setting())
    tell(importing.said(report))
    return redirect(url_for("provider.show_postings"), 303)


def _setting() -> Setting:
    """Whose postings these are: the organisation that was chosen, of the actor's own."""
    mine = shelf.organisations_of(actor())
    chosen = posting_pages.chosen_organisation(mine, request.values.get("organisation", "")[:40])
    return Setting(by=actor(), organisation=chosen)


def _choose(form: importing.UploadForm) -> str:
    mine = tuple((one.ref, pick(one.name_th, one.name_en)) for one in shelf.organisations_of(actor()))
    return render("provider/import.html", form=form, organisations=mine)
