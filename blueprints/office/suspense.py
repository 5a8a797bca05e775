"""Money that belongs to no fund yet: what of it is left, and its ways out, each by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.deciding import pressed
from blueprints.guard import commits, guard
from blueprints.office import bp, differences, suspense_pages
from blueprints.office.suspense_forms import ExitForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.payments import policy, suspense

if TYPE_CHECKING:
    from models.gift import Difference, SuspenseExit


@bp.get("/suspense")
@guard(policy.can_see_suspense)
def show_suspense() -> ResponseReturnValue:
    return render("office/suspense.html", page=suspense_pages.listed())


@bp.post("/suspense/from/<suspended>")
@guard(policy.can_pass_on, suspended=suspense.one_difference)
@commits
def propose_exit(suspended: Difference) -> ResponseReturnValue:
    form = ExitForm.posted().offer(suspense_pages.funds(), suspense_pages.others(suspended))
    try:
        if form.validate():
            went = (suspended.adjust_satang or 0) < 0
            suspense.propose(suspended, form.draft(went=went), by=actor())
            tell(t("Proposed. Another steward decides."))
            return redirect(url_for("office.show_difference", difference=suspended.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return differences.page_of(suspended, exit_form=form), 422


@bp.post("/suspense/<leaving>")
@guard(policy.can_decide_exit, leaving=suspense.one)
@commits
def decide_exit(leaving: SuspenseExit) -> ResponseReturnValue:
    try:
        decision = pressed("agree", "decline")
    except Invalid as refusal:
        whose = suspense.one_difference(actor(), leaving.difference.ref)
        form = differences.blank_exit(whose)
        form.take(refusal)
        return differences.page_of(whose, exit_form=form), 422
    if decision == "agree":
        suspense.agree(leaving, by=actor())
        tell(t("It has left suspense. The books say why and by whom."), "money")
    else:
        suspense.decline(leaving, by=actor())
        tell(t("Not agreed. It stays in suspense."))
    return redirect(url_for("office.show_difference", difference=leaving.difference.ref), 303)
