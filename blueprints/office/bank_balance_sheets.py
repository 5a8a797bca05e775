"""Finished values for one comparison of bank and book: a sheet that is signed, and the same as rows of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import difference_pages
from blueprints.office.money_parts import Item, Money
from blueprints.parts import Fact
from marketplace.areas.offices import office_names
from marketplace.earnings import bank_differences, hands
from marketplace.i18n import Text, dates, pick, t
from marketplace.ledger import exports
from marketplace.payments import bank_balances
from marketplace.payments.remainders import signed
from models.vocabulary import BalanceItem as What
from models.vocabulary import DifferenceState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.bank_balance import BankBalance, BankBalanceFile

NAMES: Mapping[str, Text] = {
    What.PAID: t("Paid by the bank by then, kept here later"),
    What.UNANSWERED: t("On the statement as paid, without an answer here yet"),
    What.RECEIVED: t("A transfer that came by then, recorded later"),
    What.BACK: t("Came back by then, booked later"),
    What.RIGHT: t("Kept as paid and never paid, put right later"),
    What.ADJUSTED: t("Adjusted by two people later"),
    What.OPEN: t("A difference with the bank that was open"),
    What.NOT_YET: t("In the book, not on the statement yet"),
    What.ALREADY: t("On the statement already, in the book later"),
}
BY_BANK, BY_BOOK = t("Balance by the bank's statement"), t("Balance by the book")
ADD, DEDUCT = t("Add"), t("Deduct")
SO = t("So the book should say")
LEFT = t("Unexplained: bank less book")
FILE_HEADS = (t("Line"), t("About"), t("Reference"), t("Day"), t("Baht"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One comparison as it is signed."""

    title: str
    back_href: str
    office: str
    ref: str
    issued: str
    day: Text
    verdict: Text
    kind: str
    rows: tuple[Money, ...]
    totals: tuple[Money, ...]
    facts: tuple[Fact, ...]
    files: tuple[Item, ...]
    replaced: Text | None
    replaced_href: str
    writer: str
    checker: str
    csv_href: str
    xlsx_href: str


def sheet(compared: BankBalance) -> Sheet:
    """From the bank's balance, line by line, to what the book should say, beside what it says."""
    fund, last = compared.fund, bank_balances.is_replaced(compared)
    people = hands.names_of({compared.written_by_id, *_decided(compared)})
    return Sheet(
        title=pick(fund.name_th, fund.name_en),
        back_href=url_for("office.show_fund_balances", fund=fund.ref),
        office=office_names([fund.office_key])[fund.office_key],
        ref=compared.ref,
        issued=dates.date_time(compared.written_at),
        day=t("At the end of {day}", day=dates.long_date(compared.day, weekday=False)),
        verdict=_verdict(compared),
        kind="stop" if compared.remainder_satang else "done",
        rows=(Money(BY_BANK, signed(compared.bank_satang)), *_rows(compared)),
        totals=(
            Money(SO, signed(compared.bank_satang - compared.explained_satang)),
            Money(BY_BOOK, signed(compared.book_satang)),
            Money(LEFT, signed(compared.remainder_satang)),
        ),
        facts=_facts(compared, people),
        files=tuple(_file(one) for one in bank_balances.files_of(compared)),
        replaced=t("A correction of this day was written later. This sheet stays as it was.") if last else None,
        replaced_href=url_for("office.show_bank_balance", compared=last.ref) if last else "",
        writer=_writer(compared, people),
        checker=" · ".join(people[by] for by in _decided(compared) if by in people),
        csv_href=url_for("office.export_bank_balance", compared=compared.ref, kind="csv"),
        xlsx_href=url_for("office.export_bank_balance", compared=compared.ref, kind="xlsx"),
    )


def file_rows(compared: BankBalance) -> list[Sequence[exports.Cell]]:
    """The sheet as cells, its sums as numbers."""
    day, numbers = f"{compared.day:%Y-%m-%d}", _numbers(compared)
    made: list[Sequence[exports.Cell]] = [
        (str(BY_BANK), "", compared.statement_ref, day, exports.in_baht(compared.bank_satang))
    ]
    for one in compared.items:
        satang = -_satang(one)
        line = str(ADD if satang > 0 else DEDUCT)
        about = " · ".join(str(part) for part in (NAMES[str(one["kind"])], *_more(one, numbers)))
        made.append((line, about, str(one["ref"]), str(one["on"]), exports.in_baht(satang)))
    last = ((SO, compared.bank_satang - compared.explained_satang), (BY_BOOK, compared.book_satang),
            (LEFT, compared.remainder_satang))  # fmt: skip
    made += [(str(label), "", "", day, exports.in_baht(satang)) for label, satang in last]
    return made


def _rows(compared: BankBalance) -> tuple[Money, ...]:
    """What explains the gap, seen from the bank's balance: what the book has not yet is deducted, and so on."""
    numbers = _numbers(compared)
    made = []
    for one in compared.items:
        satang, day = -_satang(one), dates.short_date(date.fromisoformat(str(one["on"])), year=True)
        label = t("{way}: {what}", way=ADD if satang > 0 else DEDUCT, what=NAMES[str(one["kind"])])
        href = _href(compared, str(one["kind"]), str(one["ref"]))
        made.append(Money(label, signed(satang), (*_more(one, numbers), day), href))
    return tuple(made)


def _more(one: Mapping[str, object], numbers: Mapping[str, int]) -> tuple[Text | str, ...]:
    """Which batch and how many of its lines, which entry, or the reference."""
    ref = str(one["ref"])
    if one["kind"] in (What.NOT_YET, What.ALREADY):
        return (t("No. {number} of the book", number=ref),)
    if one["kind"] in (What.PAID, What.UNANSWERED):
        return (t("Batch {number}, lines: {count}", number=numbers.get(ref, 0), count=str(one["count"])),)
    return (ref,)


def _href(compared: BankBalance, kind: str, ref: str) -> str:
    if kind in (What.PAID, What.UNANSWERED):
        return url_for("office.show_payout", batch=ref)
    if kind == What.RECEIVED:
        return url_for("office.show_gift", gift=ref)
    if kind == What.RIGHT:
        return url_for("office.show_line", line=ref)
    if kind in (What.NOT_YET, What.ALREADY):
        return url_for("office.show_book", fund=compared.fund.ref)
    return url_for("office.show_difference", difference=ref)


def _verdict(compared: BankBalance) -> Text:
    if compared.difference is None:
        return t("Bank and book agree")
    state = difference_pages.STATES[compared.difference.state]
    return t("{sum} baht are unexplained. {state}", sum=signed(compared.remainder_satang), state=state)


def _facts(compared: BankBalance, people: Mapping[int, str]) -> tuple[Fact, ...]:
    facts = [
        Fact(t("Bank statement"), compared.statement_ref or t("See the files")),
        Fact(t("At the payment service, not in this account, baht"), signed(compared.service_satang)),
        Fact(t("Written by"), lines=(_writer(compared, people), dates.date_time(compared.written_at))),
    ]
    if (one := compared.difference) is not None:
        said = [difference_pages.STATES[one.state], *([one.answer] if one.answer else [])]
        if one.decided_at is not None:
            said.append(dates.date_time(one.decided_at))
        href = url_for("office.show_difference", difference=one.ref)
        facts.append(Fact(t("What became of it"), lines=tuple(said), href=href, link=t("Open the difference")))
    return tuple(facts)


def _file(one: BankBalanceFile) -> Item:
    note = t("{size} kB, added {when}", size=max(1, one.size // 1024), when=dates.date_time(one.added_at))
    return Item(href=url_for("office.show_statement_page", statement_page=one.ref), title=one.given_name, note=note)


def _decided(compared: BankBalance) -> tuple[int, ...]:
    """Who agreed to what was made of the remainder, where that took two."""
    one = compared.difference
    is_by_two = one is not None and one.state in (DifferenceState.ADJUSTED, DifferenceState.EXPLAINED)
    return (one.decided_by_id,) if is_by_two and one is not None and one.decided_by_id and one.proposed_by_id else ()


def _writer(compared: BankBalance, people: Mapping[int, str]) -> str:
    return people.get(compared.written_by_id or 0, "–")


def _numbers(compared: BankBalance) -> Mapping[str, int]:
    return bank_differences.batches_of({str(one["ref"]) for one in compared.items})


def _satang(one: Mapping[str, object]) -> int:
    satang = one["satang"]
    return satang if isinstance(satang, int) else 0
