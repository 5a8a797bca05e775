"""Funds of an office: what is in them, their budget, their book, and what waits for a yes or a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, fund_pages
from blueprints.office.money_forms import BatchForm, BudgetForm, FundForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.earnings import bookings, budgets, hands, payouts, policy, queries, waiting
from marketplace.i18n import t
from marketplace.kernel import ids
from marketplace.kernel.errors import Invalid
from models.vocabulary import FundLevel

if TYPE_CHECKING:
    from models.earning import Fund


@bp.get("/funds")
@guard(policy.can_see_funds)
def show_funds() -> ResponseReturnValue:
    return render("office/funds.html", page=fund_pages.funds(actor()))


@bp.get("/funds/new")
@guard(policy.can_open_fund)
def show_new_fund() -> ResponseReturnValue:
    asked = {"posting": request.args.get("posting", ""), "parent": request.args.get("parent", "")}
    form = FundForm(choices=fund_pages.choices(actor()), **asked)
    if form.posting.data:
        form.level.data = FundLevel.OPPORTUNITY
    return render("office/fund_form.html", form=form)


@bp.post("/funds/new")
@guard(policy.can_open_fund)
@commits
def open_fund() -> ResponseReturnValue:
    form = FundForm.posted(choices=fund_pages.choices(actor()))
    if not form.validate():
        return render("office/fund_form.html", form=form), 422
    try:
        fund = budgets.open_with_budget(
            form.draft(),
            form.budget.data,
            office_key=form.place.data,
            key=_key(),
            by=actor(),
            reach=form.reach(),
            above=form.parent.data or "",
        )
    except Invalid as refusal:
        form.take(refusal)
        return render("office/fund_form.html", form=form), 422
    tell(t("The fund is open."))
    return redirect(url_for("office.show_fund", fund=fund.ref), 303)


@bp.get("/funds/<fund>")
@guard(policy.can_see_fund, fund=queries.one_fund)
def show_fund(fund: Fund) -> ResponseReturnValue:
    return _page(fund, fund_pages.batch_form(fund))


@bp.post("/funds/<fund>/batches")
@guard(policy.can_manage_fund, fund=queries.one_fund)
@commits
def prepare_payout(fund: Fund) -> ResponseReturnValue:
    form = BatchForm.posted()
    if not form.validate():
        return _page(fund, form), 422
    try:
        batch = payouts.prepare(fund, until=form.until.data, pay_on=form.pay_on.data, by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _page(fund, form), 422
    tell(t("The batch is prepared. Look through its lines, then close the list."))
    left = waiting.left(waiting.due(fund, form.until.data))
    if left.unnamed:
        tell(t("Left out, because the name on the ID card is not known: {count}", count=len(left.unnamed)), "danger")
    if left.without:
        who = " · ".join(hands.payee(youth) for youth in left.without)
        tell(t("Left out, because no account is known for them: {count} ({who})", count=len(left.without), who=who),
             "danger")  # fmt: skip
    if left.held:
        count = len(left.held)
        tell(t("Left out, because where the money goes was changed less than a day ago: {count}", count=count))
    return redirect(url_for("office.show_payout", batch=batch.ref), 303)


@bp.get("/funds/<fund>/budget")
@guard(policy.can_manage_fund, fund=queries.one_fund)
def show_budget(fund: Fund) -> ResponseReturnValue:
    return render("office/fund_budget.html", page=fund_pages.budget(fund), form=BudgetForm())


@bp.post("/funds/<fund>/budget")
@guard(policy.can_manage_fund, fund=queries.one_fund)
@commits
def change_budget(fund: Fund) -> ResponseReturnValue:
    form = BudgetForm.posted()
    if not form.validate():
        return render("office/fund_budget.html", page=fund_pages.budget(fund), form=form), 422
    up, note = form.way.data == "up", form.note.data or ""
    try:
        budgets.change(fund, up=up, satang=form.amount.data, note=note, key=_key(), by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return render("office/fund_budget.html", page=fund_pages.budget(fund), form=form), 422
    tell(t("The budget is changed, and the book says why."), "money")
    return redirect(url_for("office.show_fund", fund=fund.ref), 303)


@bp.get("/funds/<fund>/book")
@guard(policy.can_see_fund, fund=queries.one_fund)
def show_book(fund: Fund) -> ResponseReturnValue:
    page = asked_page()
    return render("office/fund_book.html", page=fund_pages.book(fund, page))


@bp.get("/funds/<fund>/book.csv")
@guard(policy.can_see_fund, fund=queries.one_fund)
def export_book(fund: Fund) -> ResponseReturnValue:
    answer = Response(bookings.as_csv(bookings.all_bookings(fund)), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"okat-{fund.ref}.csv")
    return answer


def _page(fund: Fund, form: BatchForm) -> str:
    return render("office/fund.html", page=fund_pages.fund(actor(), fund), form=form)


def _key() -> str:
    """What makes a grant or a cut count once: the key of the form that was pressed."""
    return request.form.get("once", "")[:40] or ids.token()
