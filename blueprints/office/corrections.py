"""Money to put right: what has to come back and what was paid short or too much, each by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, correction_pages, earning_pages
from blueprints.office.correction_forms import AgreeForm, CorrectionForm, WriteOffForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.audit import standing
from marketplace.corrections import policy as correcting
from marketplace.corrections import queries as corrections
from marketplace.corrections import service
from marketplace.earnings import queries as money
from marketplace.earnings.states import EARNING
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.recoveries import policy, queries
from marketplace.recoveries import service as recovering
from marketplace.recoveries.states import RECOVERY
from models.vocabulary import CorrectionKind

if TYPE_CHECKING:
    from models.correction import Correction
    from models.earning import Earning
    from models.recovery import Recovery


@bp.get("/corrections")
@guard(policy.can_see_recoveries)
def show_corrections() -> ResponseReturnValue:
    return render("office/corrections.html", page=correction_pages.listed(actor()))


@bp.get("/earnings/<earning>/correction")
@guard(correcting.can_propose, earning=money.one_earning)
def show_correction(earning: Earning) -> ResponseReturnValue:
    return _form(earning, CorrectionForm(data={"version": str(earning.version)}))


@bp.post("/earnings/<earning>/correction")
@guard(correcting.can_propose, earning=money.one_earning)
@commits
def propose_correction(earning: Earning) -> ResponseReturnValue:
    form = CorrectionForm.posted()
    standing.must_be_seen(EARNING, earning, form.seen_version(), by=actor())
    try:
        if form.validate():
            kind, satang = CorrectionKind(form.kind.data), form.amount.data or 0
            service.propose(earning, kind, satang, form.reason.data or "", by=actor())
            tell(t("Proposed. An approver of the office decides."))
            return redirect(url_for("office.show_earning", earning=earning.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _form(earning, form), 422


@bp.post("/corrections/<correction>")
@guard(correcting.can_agree, correction=corrections.one)
@commits
def decide_correction(correction: Correction) -> ResponseReturnValue:
    form = AgreeForm.posted()
    if not form.validate():
        raise Invalid(t("Choose one of the decisions."), field="decision")
    if form.decision.data == "agree":
        service.agree(correction, by=actor())
        tell(t("Corrected. The book says why and by whom."), "money")
    else:
        service.decline(correction, by=actor())
        tell(t("Not agreed. Nothing was written."))
    return redirect(url_for("office.show_earning", earning=correction.earning.ref), 303)


@bp.get("/recoveries/<recovery>")
@guard(policy.can_see_recovery, recovery=queries.one)
def show_recovery(recovery: Recovery) -> ResponseReturnValue:
    return _recovery(recovery, WriteOffForm(data={"version": str(recovery.version)}))


@bp.post("/recoveries/<recovery>")
@guard(policy.can_propose, recovery=queries.one)
@commits
def propose_write_off(recovery: Recovery) -> ResponseReturnValue:
    form = WriteOffForm.posted()
    standing.must_be_seen(RECOVERY, recovery, form.seen_version(), by=actor())
    try:
        if form.validate():
            recovering.propose(recovery, form.reason.data or "", by=actor())
            tell(t("Proposed. An approver of the office decides."))
            return redirect(url_for("office.show_recovery", recovery=recovery.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _recovery(recovery, form), 422


@bp.post("/recoveries/<recovery>/agree")
@guard(policy.can_agree, recovery=queries.one)
@commits
def agree_write_off(recovery: Recovery) -> ResponseReturnValue:
    form = AgreeForm.posted()
    if not form.validate():
        raise Invalid(t("Choose one of the decisions."), field="decision")
    if form.decision.data == "agree":
        recovering.agree(recovery, by=actor())
        tell(t("Written off. It stays in the list of what has ended."))
    else:
        recovering.send_back(recovery, by=actor())
        tell(t("Not agreed. It has to come back as before."))
    return redirect(url_for("office.show_recovery", recovery=recovery.ref), 303)


def _form(earning: Earning, form: CorrectionForm) -> str:
    return render("office/correction.html", page=earning_pages.one(actor(), earning), form=form, ref=earning.ref)


def _recovery(recovery: Recovery, form: WriteOffForm) -> str:
    return render("office/recovery.html", page=correction_pages.one(actor(), recovery), form=form)
