"""Finished values for bank balances: which book was compared when, and what is written for a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import exporting
from blueprints.office import difference_pages
from blueprints.office.money_parts import Column, Item
from blueprints.parts import Fact
from marketplace.areas.offices import office_names
from marketplace.earnings import hands, sayings
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel.money import baht
from marketplace.ledger import exports
from marketplace.payments import bank_balances, bank_gap, entry_abouts, policy
from marketplace.payments.remainders import signed
from models.vocabulary import BalanceItem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from blueprints.exporting import Export
    from blueprints.office.bank_balance_forms import BalanceForm
    from marketplace.access import Actor
    from marketplace.payments.bank_gap import Choice
    from models.bank_balance import BankBalance
    from models.earning import Fund

BATCH = "batch:"
"""What a tick begins with that means every line of a batch."""
HEADS = (t("At the end of"), t("Bank, baht"), t("Book, baht"), t("Added or deducted, baht"), t("Unexplained, baht"),
         t("State"), t("Written by"))  # fmt: skip
AGREES = t("Agrees")
CORRECTED = t("Corrected since")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that leads somewhere."""

    text: object
    href: str


@dataclass(frozen=True, slots=True)
class BalancesPage:
    """Every book with the day it was last compared."""

    late: Text | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FundBalancesPage:
    """The comparisons of one book."""

    title: str
    write_href: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    export: Export


@dataclass(frozen=True, slots=True)
class WritePage:
    """What stands around the form for the balance of a day."""

    title: str
    back_href: str
    action: str
    typed: str
    day: str
    is_written: bool
    """Whether the day is compared already, so that only a correction is written."""
    facts: tuple[Fact, ...]
    errors: tuple[object, ...] = ()


def head(actor: Actor) -> Text | None:
    """One line for the head of a queue, or nothing when the last month is compared or there is time for it."""
    return _late(len(bank_balances.lacking(actor)))


def _late(count: int) -> Text | None:
    if not count:
        return None
    month = dates.month_year(bank_balances.month_end())
    return t("Bank balances of {month} not compared yet: {count}", month=month, count=count)


def listed(actor: Actor) -> BalancesPage:
    """The reader's funds with what their last comparison said."""
    funds = bank_balances.funds_of(actor)
    last = bank_balances.last_of(funds)
    lacks, missing = len(bank_balances.lacking(actor)), bank_balances.missing(funds)
    offices = office_names({one.office_key for one in funds})
    items = [_item(one, last.get(one.id), offices[one.office_key], is_missing=one.id in missing) for one in funds]
    return BalancesPage(late=_late(lacks), items=tuple(sorted(items, key=lambda one: one.due_kind != "late")))


def of_fund(actor: Actor, fund: Fund) -> FundBalancesPage:
    """Every comparison of a book, the newest day first."""
    may = bool(policy.can_write_balance(actor, fund))
    found = bank_balances.of_fund(fund)
    links = [url_for("office.show_bank_balance", compared=one.ref) for one in found]
    return FundBalancesPage(
        title=pick(fund.name_th, fund.name_en),
        write_href=url_for("office.show_bank_balance_form", fund=fund.ref) if may else "",
        caption=t("Bank and book of this fund, the newest day first"),
        columns=tuple(Column(label, num=0 < place < 5) for place, label in enumerate(HEADS)),
        rows=tuple((Cell(row[0], href), *row[1:]) for href, row in zip(links, rows(found), strict=True)),
        export=exporting.links("office.export_bank_balances", fund=fund.ref),
    )


def rows(found: Sequence[BankBalance]) -> list[tuple[object, ...]]:
    """Comparisons of one book as rows of texts, in the order of the heads."""
    return [
        (dates.short_date(day, year=True), *(signed(satang) for satang in sums), state, who)
        for day, sums, state, who in _told(found)
    ]


def file_rows(found: Sequence[BankBalance]) -> list[Sequence[exports.Cell]]:
    """The same as cells of a file: days a spreadsheet sorts, and sums as numbers."""
    return [
        (day.isoformat(), *(exports.in_baht(satang) for satang in sums), str(state), who)
        for day, sums, state, who in _told(found)
    ]


def _told(found: Sequence[BankBalance]) -> list[tuple[date, tuple[int, ...], Text, str]]:
    """Day, sums, state and writer of each; what explains the gap as it is added to the bank's balance or deducted."""
    people = hands.names_of({one.written_by_id for one in found})
    seen: set[date] = set()
    made: list[tuple[date, tuple[int, ...], Text, str]] = []
    for one in found:
        sums = (one.bank_satang, one.book_satang, -one.explained_satang, one.remainder_satang)
        who = people.get(one.written_by_id or 0, "–")
        state = CORRECTED if one.day in seen else state_of(one)
        made.append((one.day, sums, state, who))
        seen.add(one.day)
    return made


def state_of(compared: BankBalance) -> Text:
    """Whether it agrees, and how far what is unexplained has come."""
    return AGREES if compared.difference is None else difference_pages.STATES[compared.difference.state]


def write(fund: Fund, day: date, typed: str = "", errors: Sequence[object] = ()) -> WritePage:
    """What the book says at the end of the day that was asked for; of no day where it can't be one."""
    gap = None if errors else bank_gap.at(fund, day)
    facts = () if gap is None else (
        Fact(t("The book says, baht"), signed(gap.book)),
        *((Fact(t("Besides at the payment service, not in this account, baht"), signed(gap.service)),)
          if gap.service else ()),
    )  # fmt: skip
    return WritePage(
        title=pick(fund.name_th, fund.name_en),
        back_href=url_for("office.show_fund_balances", fund=fund.ref),
        action=url_for("office.show_bank_balance_form", fund=fund.ref),
        is_written=bank_balances.is_written(fund, day),
        typed=typed or f"{day.day}/{day.month}/{dates.year_shown(day)}",
        day=dates.long_date(day, weekday=False),
        facts=facts,
        errors=tuple(errors),
    )


def offered(fund: Fund, day: date, form: BalanceForm) -> BalanceForm:
    """The form with what may be read off the statement of that day; lines of one batch together, too."""
    choices = bank_gap.choices(fund, day)
    batches: dict[str, list[Choice]] = defaultdict(list)
    for one in choices:
        if one.kind == BalanceItem.UNANSWERED:
            batches[one.ref].append(one)
    paid: list[tuple[str, Text]] = []
    for ref, found in batches.items():
        whole, number = baht(sum(one.satang for one in found)), found[0].number
        if len(found) > 1:
            all_ = t("Batch {number}, all {count} lines: {sum} baht", number=number, count=len(found), sum=whole)
            paid.append((f"{BATCH}{ref}", all_))
        paid += [(one.value, _line(one)) for one in found]
    about = entry_abouts.of(fund, [one.number for one in choices if one.entry])
    not_yet, already = (
        [(one.value, _entry(one, about.get(one.number, ""))) for one in choices if one.kind == kind]
        for kind in (BalanceItem.NOT_YET, BalanceItem.ALREADY)
    )
    return form.offer(paid, not_yet, already)


def ticked(fund: Fund, day: date, form: BalanceForm) -> tuple[str, ...]:
    """What was read off the statement, a batch as its lines."""
    said: Collection[str] = [*(form.paid.data or ()), *(form.not_yet.data or ()), *(form.already.data or ())]
    every = bank_gap.choices(fund, day) if said else ()
    whole = {one.value for one in every if f"{BATCH}{one.ref}" in said}
    return tuple(sorted(whole | {value for value in said if not value.startswith(BATCH)}))


def _line(one: Choice) -> Text:
    line = one.value.removeprefix(bank_gap.LINE)
    return t("Batch {number}, {line}: {sum} baht", number=one.number, line=line, sum=baht(one.satang))


def _entry(one: Choice, about: str) -> Text:
    what, day = sayings.ENTRY[one.entry], dates.short_date(one.on, year=True)
    if about:
        return t("No. {number}, {day}, {what}, {about}: {sum} baht", number=one.number, day=day, what=what, about=about,
                 sum=signed(one.satang))  # fmt: skip
    return t("No. {number}, {day}, {what}: {sum} baht", number=one.number, day=day, what=what, sum=signed(one.satang))


def _item(fund: Fund, last: BankBalance | None, office: str, *, is_missing: bool) -> Item:
    month = dates.month_year(bank_balances.month_end())
    return Item(
        href=url_for("office.show_fund_balances", fund=fund.ref),
        title=pick(fund.name_th, fund.name_en),
        note=_last(last),
        also=(office,),
        due=t("{month} is missing", month=month) if is_missing else "",
        due_kind="late" if is_missing and bank_balances.is_late() else "soon",
    )


def _last(last: BankBalance | None) -> Text:
    if last is None:
        return t("Never compared yet")
    day = dates.short_date(last.day, year=True)
    if not last.remainder_satang:
        return t("Compared at the end of {day}: agrees", day=day)
    sum_ = signed(last.remainder_satang)
    return t("Compared at the end of {day}: {sum} baht unexplained. {state}", day=day, sum=sum_, state=state_of(last))
