"""Finished values for funds: where their money is, what waits, and their book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import fund_words
from blueprints.office import batch_checks, batch_pages, earning_pages, fund_parts
from blueprints.office.money_forms import BatchForm, FundChoices
from blueprints.office.money_parts import Action, Column, Item, Money, Table
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact
from marketplace.earnings import (
    bookings,
    budgets,
    flags,
    hands,
    levels,
    pace,
    payouts,
    policy,
    queries,
    refusals,
    sayings,
)
from marketplace.earnings import funds as books
from marketplace.earnings import waiting as dues
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from models.vocabulary import EarningState

if TYPE_CHECKING:
    from blueprints.office.earning_pages import Row
    from marketplace.access import Actor
    from marketplace.earnings.bookings import Booking
    from models.earning import Fund

SHOWN = 50


@dataclass(frozen=True, slots=True)
class FundLine:
    """One fund in the list."""

    href: str
    title: str
    line: Text
    part_of: Text | None
    free: Text
    lines: tuple[Text, ...]
    waits: Text | None


@dataclass(frozen=True, slots=True)
class FundsPage:
    """The funds of the reader's areas."""

    lines: tuple[FundLine, ...]
    new_href: str


@dataclass(frozen=True, slots=True)
class FundPage:
    """One fund: its money and its work."""

    ref: str
    title: str
    line: Text
    money: tuple[Money, ...]
    at_hand: tuple[Money, ...]
    facts: tuple[Fact, ...]
    runs_dry: Text | None
    links: tuple[Action, ...]
    can_decide: bool
    waiting: tuple[Row, ...]
    waiting_title: Text
    more: Text | None
    columns: tuple[Column, ...]
    can_pick: bool
    stuck: tuple[Row, ...]
    can_prepare: bool
    due: Text
    has_due: bool
    waits_a_day: tuple[Text, ...]
    batches: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """What stands around the form that changes a budget."""

    title: str
    line: Text
    back_href: str


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of a fund's book."""

    title: str
    line: Text
    table: Table
    pages: tuple[PageLink, ...]
    csv_href: str
    back_href: str


def funds(actor: Actor) -> FundsPage:
    """Every fund of the reader's areas with what is free and what waits."""
    found = queries.funds_of(actor)
    told = fund_words.told(found)
    above: dict[int | None, Fund] = {one.id: one for one in found}
    may_open = bool(policy.can_open_fund(actor)) and bool(budgets.places_of(actor))
    return FundsPage(
        lines=tuple(_line(one, told[one.id], above.get(one.parent_id)) for one in found),
        new_href=url_for("office.show_new_fund") if may_open else "",
    )


def choices(actor: Actor) -> FundChoices:
    """What somebody may choose for a fund they open: offices, programmes, postings and funds above it."""
    return FundChoices(
        places=[(place.office_key, place.name) for place in budgets.places_of(actor)],
        programmes=[(one.slug, pick(one.name_th, one.name_en)) for one in levels.programmes_for(actor)],
        postings=[(one.ref, pick(one.title_th, one.title_en)) for one in levels.postings_for(actor)],
        above=[(one.ref, pick(one.name_th, one.name_en)) for one in levels.above_for(actor)],
    )


def batch_form(fund: Fund) -> BatchForm:
    """Everything up to today, paid as soon as it can be, unless said otherwise; a fund that is over ends before."""
    return BatchForm(until=min(clock.today(), fund.ends_on), pay_on=payouts.first_day())


def fund(actor: Actor, one: Fund) -> FundPage:
    """One fund with what waits for a yes, what is stuck and what can be paid."""
    sheet, states = books.sheet(one), queries.sums_by_state(one)
    named, may = hands.sees_names(actor, one), bool(policy.can_manage_fund(actor, one))
    waiting = queries.waiting_for(actor, one, limit=SHOWN)
    easy, asking = {earning.ref for earning in flags.plain(actor, waiting)}, refusals.asking(waiting)
    count, waiting_sum = states.get(EarningState.ACCRUED, (0, 0))
    due_count, due_sum = states.get(EarningState.APPROVED, (0, 0))
    ready = dues.due(one, clock.today()) if due_count else ()
    budget, going = bookings.budgets([one.id])[one.id], pace.pace_of(one)
    return FundPage(
        ref=one.ref,
        title=pick(one.name_th, one.name_en),
        line=_years(one, fund_words.one_told(one)),
        money=(
            Money(t("Still free"), baht(sheet.available), (t("Can still be promised"),)),
            Money(t("Promised"), baht(sheet.reserved), (t("Set aside for enrolments, not yet earned"),)),
            Money(t("Owed"), baht(sheet.owed), (t("Earned by young people, not yet sent"),)),
            Money(t("On its way"), baht(sheet.on_its_way), (t("Sent to the bank, no answer yet"),)),
        ),
        at_hand=_at_hand(sheet),
        facts=(
            Fact(t("Where the money comes from"), one.source),
            Fact(t("Budget so far"), t("{sum} baht", sum=baht(budget))),
            Fact(t("Paid out so far"), t("{sum} baht", sum=baht(budget - sheet.cash - sheet.at_service))),
            *_pace(going),
            *fund_parts.facts(actor, one, may),
        ),
        runs_dry=t("The money runs dry soon. Put more in, or approve fewer enrolments.") if going.is_short else None,
        links=_links(one, may),
        can_decide=may,
        waiting=tuple(earning_pages.row(actor, earning, named, earning.ref in easy, asking) for earning in waiting),
        waiting_title=t("Waits for your yes: {count}, {sum} baht", count=count, sum=baht(waiting_sum))
        if may
        else t("Waiting for the office's yes: {count}, {sum} baht", count=count, sum=baht(waiting_sum)),
        more=t("The {shown} oldest are shown; the next follow when these are decided.", shown=SHOWN)
        if count > len(waiting) and waiting
        else None,
        columns=(Column(t("Baht"), num=True),),
        can_pick=may and bool(easy),
        stuck=tuple(earning_pages.row(actor, earning, named, False) for earning in queries.stuck_for(actor, one)),
        can_prepare=may,
        due=t("Approved and ready to be paid: {count}, {sum} baht", count=due_count, sum=baht(due_sum)),
        has_due=bool(ready),
        waits_a_day=tuple(batch_checks.waits_a_day(ready, named)),
        batches=tuple(map(batch_pages.item, queries.batches_of(actor, one, limit=10))),
    )


def budget(one: Fund) -> BudgetPage:
    """The fund whose budget is changed, and how much of it is free."""
    free = books.sheet(one).available
    return BudgetPage(
        title=pick(one.name_th, one.name_en),
        line=t("Free now: {sum} baht. Only what is free can be taken out.", sum=baht(free)),
        back_href=url_for("office.show_fund", fund=one.ref),
    )


def book(one: Fund, page: int) -> BookPage:
    """The entries of a fund, the newest first."""
    total = bookings.count(one)
    found = bookings.bookings_of(one, page=page)
    places = (t("Still free"), t("Promised"), t("Owed"), t("On its way"), t("At hand"), t("At the payment service"))
    heads = (t("Entry"), t("On which day"), t("About"), t("Baht"), *places)
    return BookPage(
        title=pick(one.name_th, one.name_en),
        line=t("Entries: {count}, numbered without a gap, each tied to the one before it.", count=total),
        table=Table(
            t("Entries of the book, newest first; the sums stand as they were after each entry"),
            tuple(Column(head, place > 2) for place, head in enumerate(heads)),
            tuple(_booked(entry) for entry in found),
        ),
        pages=page_links("office.show_book", page, total, bookings.PAGE, fund=one.ref),
        csv_href=url_for("office.export_book", fund=one.ref),
        back_href=url_for("office.show_fund", fund=one.ref),
    )


def _line(one: Fund, told: Text, above: Fund | None) -> FundLine:
    sheet, states = books.sheet(one), queries.sums_by_state(one)
    waiting = states.get(EarningState.ACCRUED, (0, 0))[0]
    stuck = sum(states.get(state, (0, 0))[0] for state in (EarningState.HELD, EarningState.FAILED))
    return FundLine(
        href=url_for("office.show_fund", fund=one.ref),
        title=pick(one.name_th, one.name_en),
        line=_years(one, told),
        part_of=t("A part of {fund}", fund=pick(above.name_th, above.name_en)) if above is not None else None,
        free=t("{sum} baht", sum=baht(sheet.available)),
        lines=(
            t("free of {sum} at hand", sum=baht(sheet.cash)),
            t(
                "promised {promised}, owed {owed}, on its way {way}",
                promised=baht(sheet.reserved),
                owed=baht(sheet.owed),
                way=baht(sheet.on_its_way),
            ),
        ),
        waits=t("Waiting for a yes: {waiting}, stuck: {stuck}", waiting=waiting, stuck=stuck)
        if waiting or stuck
        else None,
    )


def _years(one: Fund, told: Text) -> Text:
    return t("{office}, {days}", office=told, days=dates.date_range(one.starts_on, one.ends_on))


def _links(one: Fund, may: bool) -> tuple[Action, ...]:
    links = [
        Action(t("Statement of the fund"), url_for("office.show_book", fund=one.ref)),
        Action(t("Gifts"), url_for("office.show_gifts", fund=one.ref)),
        Action(t("Bank balances"), url_for("office.show_fund_balances", fund=one.ref)),
    ]
    if may:
        links.append(Action(t("Change the budget"), url_for("office.show_budget", fund=one.ref)))
        links.append(Action(t("Open a part of it"), url_for("office.show_new_fund", parent=one.ref)))
    return tuple(links)


def _pace(going: pace.Pace) -> tuple[Fact, ...]:
    """How fast the fund is used; nothing where nothing was earned lately."""
    if going.lasts_until is None:
        return ()
    until = dates.long_date(going.lasts_until, weekday=False)
    return (
        Fact(t("Earned in the last four weeks"), t("{sum} baht", sum=baht(going.earned_satang))),
        Fact(t("At this pace it lasts until"), until),
    )


def _at_hand(sheet: books.FundSheet) -> tuple[Money, ...]:
    """The totals under a fund's money; the two of gifts only where there is something in them."""
    lines = [Money(t("At hand, baht"), baht(sheet.cash))]
    if sheet.at_service:
        lines.append(Money(t("Of gifts, still at the payment service"), baht(sheet.at_service)))
    if sheet.missing:
        lines.append(Money(t("Missing: taken back from the fund after it was promised or spent"), baht(sheet.missing)))
    return tuple(lines)


def _booked(entry: Booking) -> tuple[object, ...]:
    note = f" · {entry.note}" if entry.note and entry.kind in ("grant", "cut") else ""
    what = t("No. {number}: {what}", number=entry.seq, what=sayings.ENTRY[entry.kind])
    sums = (baht(satang) for satang in (entry.amount_satang, *entry.after))
    return what, dates.short_date(entry.at, year=True), entry.about + note, *sums
