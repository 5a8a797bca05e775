"""Money: every baht with its cause, what has arrived, what is not right, and the statement to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import devices
from blueprints.destination_forms import DestinationForm
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.youth import bp, money_pages, money_words, statement_sheets
from blueprints.youth.forms import AskForm, DisputeForm, NameForm
from marketplace.earnings import destinations, queries, receipts, wages
from marketplace.earnings import policy as earning_policy
from marketplace.earnings.statement import statement_for
from marketplace.enquiries import queries as asked
from marketplace.enquiries import service as enquiries
from marketplace.enrolments import milestone_access
from marketplace.i18n import dates, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.people import policy
from marketplace.people import queries as people
from marketplace.people import youth as young
from marketplace.recoveries import queries as recoveries
from models.vocabulary import ActingSide, EarningState, EnquiryKind, StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.earning import Earning, EmployerPayment


@bp.get("/money")
@guard(policy.is_young)
def show_money() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    months = queries.months_of(youth.id)
    told = statement_for(youth.id, money_pages.month_shown(request.args.get("month", ""), months))
    points = milestone_access.of_youth(youth.id)
    missed = milestone_access.ended_of(youth.id)
    account = queries.payout_account(youth.id)
    told_of = asked.about_earnings(youth.id) | asked.about_wages(youth.id)
    page = money_pages.money(told, account, youth, points, missed, told_of, months, recoveries.of_youth(youth.id))
    return render("youth/money.html", page=page)


@bp.get("/statement")
@guard(policy.is_young)
def show_statement() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    told = statement_for(youth.id, money_pages.month_of(request.args.get("month", "")))
    earlier = statement_sheets.earlier(youth.id, StatementKind.MONTH, told.first)
    return render(
        "youth/statement.html",
        page=money_pages.statement(told, youth),
        sheet=statement_sheets.look(told.first),
        earlier=earlier,
    )


@bp.post("/money/rounds/<earnings>/confirm")
@guard(receipts.can_confirm_round, earnings=receipts.received_in)
@commits
def confirm_round(earnings: Sequence[Earning]) -> ResponseReturnValue:
    receipts.confirm_round(earnings, by=actor())
    devices.leave(ActingSide.LEARNER, *(earning.enrolment_id for earning in earnings))
    tell(t("Noted: it has arrived."), "money")
    return redirect(url_for("youth.show_money", month=f"{earnings[0].earned_on:%Y-%m}"), 303)


@bp.post("/money/wages/<wage>/confirm")
@guard(earning_policy.can_confirm_wage, wage=queries.one_wage)
@commits
def confirm_wage(wage: EmployerPayment) -> ResponseReturnValue:
    wages.confirm_received(wage, by=actor())
    devices.leave(ActingSide.LEARNER, wage.enrolment_id)
    tell(t("Noted: it has arrived."), "money")
    return redirect(url_for("youth.show_money", month=f"{wage.work_from:%Y-%m}"), 303)


@bp.get("/money/wages/<wage>/dispute")
@guard(earning_policy.can_confirm_wage, wage=queries.one_wage)
def show_dispute(wage: EmployerPayment) -> ResponseReturnValue:
    return _dispute(wage, DisputeForm())


@bp.post("/money/wages/<wage>/dispute")
@guard(earning_policy.can_confirm_wage, wage=queries.one_wage)
@commits
def dispute_wage(wage: EmployerPayment) -> ResponseReturnValue:
    form = DisputeForm.posted()
    if not form.validate():
        return _dispute(wage, form), 422
    enquiry = wages.dispute(wage, by=actor(), note=form.note.data or "")
    known = t("Your office knows, and speaks with the employer. You read here what it found out.")
    tell(money_words.kept(enquiry, known))
    return redirect(url_for("youth.show_money", month=f"{wage.work_from:%Y-%m}"), 303)


@bp.get("/money/<earning>/ask")
@guard(earning_policy.can_confirm, earning=queries.own_earning)
def show_ask(earning: Earning) -> ResponseReturnValue:
    return _ask(earning, AskForm(was_sent=_was_sent(earning)))


@bp.post("/money/<earning>/ask")
@guard(earning_policy.can_confirm, earning=queries.own_earning)
@commits
def ask_about(earning: Earning) -> ResponseReturnValue:
    form = AskForm.posted(was_sent=_was_sent(earning))
    if not form.validate():
        return _ask(earning, form), 422
    enquiry = enquiries.ask(earning, EnquiryKind(form.kind.data), note=form.note.data or "", by=actor())
    told = t("Your office has been told. It answers by {day}.", day=dates.long_date(enquiry.due_on or clock.today()))
    tell(money_words.kept(enquiry, told))
    return redirect(url_for("youth.show_money", month=f"{earning.earned_on:%Y-%m}"), 303)


@bp.get("/money/account")
@guard(policy.is_young)
def show_destination() -> ResponseReturnValue:
    return render("youth/destination.html", form=DestinationForm(), back=url_for("youth.show_money"))


@bp.post("/money/account")
@guard(policy.is_young)
@commits
def choose_destination() -> ResponseReturnValue:
    form = DestinationForm.posted()
    try:
        if form.validate():
            youth = people.own_youth(actor())
            destinations.choose(youth, form.draft(), by=actor())
            tell(t("Kept. The next money goes there."))
            return redirect(url_for("youth.show_money" if young.legal_name(youth) else "youth.show_name"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("youth/destination.html", form=form, back=url_for("youth.show_money")), 422


@bp.get("/name")
@guard(policy.is_young)
def show_name() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    kept = {fact: young.read(youth, fact) for fact in ("first_name", "last_name")}
    return render("youth/name.html", form=NameForm(data=kept), back=url_for("youth.show_money"))


@bp.post("/name")
@guard(policy.is_young)
@commits
def put_name() -> ResponseReturnValue:
    form = NameForm.posted()
    try:
        if form.validate():
            first, last = form.first_name.data or "", form.last_name.data or ""
            young.put_legal_name(people.own_youth(actor()), first, last, by=actor())
            tell(t("Kept. The bank and your papers use this name."))
            return redirect(url_for("youth.show_money"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("youth/name.html", form=form, back=url_for("youth.show_money")), 422


def _was_sent(earning: Earning) -> bool:
    return earning.state in (EarningState.SENT, EarningState.PAID)


def _ask(earning: Earning, form: AskForm) -> str:
    back = url_for("youth.show_money", month=f"{earning.earned_on:%Y-%m}")
    return render("youth/ask.html", form=form, what=money_pages.sum_of(earning), back=back)


def _dispute(wage: EmployerPayment, form: DisputeForm) -> str:
    return render("youth/dispute.html", form=form, back=url_for("youth.show_money", month=f"{wage.work_from:%Y-%m}"))
