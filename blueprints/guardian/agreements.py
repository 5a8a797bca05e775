"""A guardian reads and signs the agreement of a young person in their care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import agreement_parts
from blueprints.agreement_forms import AgreeForm
from blueprints.guard import commits, guard
from blueprints.guardian import bp
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.agreements import policy, queries, signing
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from models.vocabulary import Party

if TYPE_CHECKING:
    from models.agreement import Agreement


@bp.get("/guardian/agreements/<agreement>")
@guard(policy.can_see_as_guardian, agreement=queries.one)
def show_agreement(agreement: Agreement) -> ResponseReturnValue:
    return _page(agreement, AgreeForm())


@bp.get("/guardian/agreements/<agreement>/pdf")
@guard(policy.can_see_as_guardian, agreement=queries.one)
def download_agreement(agreement: Agreement) -> ResponseReturnValue:
    return Response(agreement_parts.as_pdf(agreement), mimetype="application/pdf")


@bp.post("/guardian/agreements/<agreement>/sign")
@guard(policy.can_see_as_guardian, agreement=queries.one)
@commits
def sign_agreement(agreement: Agreement) -> ResponseReturnValue:
    form = AgreeForm.posted()
    try:
        if form.validate():
            signing.sign(agreement, Party.GUARDIAN, text_hash=form.text_hash.data or "", by=actor())
            tell(t("Signed. Thank you."))
            return redirect(url_for("guardian.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(agreement, form, 422)


def _page(agreement: Agreement, form: AgreeForm, status: int = 200) -> ResponseReturnValue:
    page = agreement_parts.view(
        agreement,
        pdf_href=url_for("guardian.download_agreement", agreement=agreement.ref),
        sign_href=lambda _party: url_for("guardian.sign_agreement", agreement=agreement.ref),
        parties=[Party.GUARDIAN],
    )
    return render("guardian/agreement.html", page=page, form=form), status
