"""Earnings that wait for the office's word: due, on hold or not due; many at once where nothing is flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, earning_pages
from blueprints.office.money_forms import EarningForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.audit import standing
from marketplace.corrections import service as corrections
from marketplace.earnings import coming_back, decisions, flags, hands, policy, queries, sayings
from marketplace.earnings.states import EARNING
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.ledger import NotEnough

if TYPE_CHECKING:
    from models.earning import Earning, Fund

MOST = 1000


@bp.post("/funds/<fund>/earnings")
@guard(policy.can_manage_fund, fund=queries.one_fund)
@commits
def approve_earnings(fund: Fund) -> ResponseReturnValue:
    chosen = set(request.form.getlist("pick"))
    waiting = [one for one in queries.waiting_for(actor(), fund, limit=MOST) if one.ref in chosen]
    done = decisions.approve_all(flags.plain(actor(), waiting), by=actor())
    if not done:
        raise Conflict(t("None of these waits any more without something to look at. Reload the page."))
    tell(t("Approved for payment: {count}", count=done), "money")
    if left := len(chosen) - done:
        tell(t("Left as they were: {count}. Look at each of them.", count=left), "danger")
    return redirect(url_for("office.show_fund", fund=fund.ref), 303)


@bp.get("/earnings/<earning>")
@guard(hands.can_see_earning, earning=queries.one_earning)
def show_earning(earning: Earning) -> ResponseReturnValue:
    return _page(earning, EarningForm(data={"version": str(earning.version)}))


@bp.post("/earnings/<earning>")
@guard(policy.can_decide, earning=queries.one_earning)
@commits
def decide_earning(earning: Earning) -> ResponseReturnValue:
    form = EarningForm.posted()
    standing.must_be_seen(EARNING, earning, form.seen_version(), by=actor())
    if not form.validate():
        return _page(earning, form), 422
    try:
        _decide(earning, form)
    except (Invalid, NotEnough) as refusal:
        form.take(refusal)
        return _page(earning, form), 422
    by_two = form.decision.data == "reverse"
    tell(t("Proposed. An approver of the office decides.") if by_two else t("Kept."))
    return redirect(url_for("office.show_fund", fund=earning.fund.ref), 303)


def _decide(earning: Earning, form: EarningForm) -> None:
    note = form.note.data or ""
    match form.decision.data:
        case "approve":
            decisions.approve(earning, by=actor(), note=note)
        case "hold":
            reason = sayings.checked(sayings.HOLD, form.hold_reason.data or "", note, field="hold_reason")
            decisions.hold(earning, by=actor(), reason=reason, note=note)
        case "resume":
            decisions.resume(earning, by=actor(), note=note)
        case "reject":
            reason = sayings.checked(sayings.REJECT, form.reject_reason.data or "", note, field="reject_reason")
            decisions.reject(earning, by=actor(), reason=reason, note=note)
        case "retry":
            decisions.retry(earning, by=actor(), note=note)
        case "deliver":
            decisions.deliver(earning, by=actor(), note=note)
        case "reverse":
            told = form.back_ref.data or ""
            day, satang = form.back_on.data, form.back_amount.data
            coming_back.propose(earning, by=actor(), on=day, bank_ref=told, note=note, satang=satang)
        case "again":
            corrections.pay_again(earning, by=actor())
        case _:
            raise Invalid(t("Choose one of the decisions."))


def _page(earning: Earning, form: EarningForm) -> str:
    return render("office/earning.html", page=earning_pages.one(actor(), earning), form=form)
