"""Finished values for accountants: accounts and rules in words, each with its example, and the trial balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from marketplace.earnings import sayings
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel.money import baht
from marketplace.ledger import anchors, stops
from marketplace.ledger.accounts import SUSPENSE
from marketplace.ledger.reports import TrialRow
from marketplace.ledger.rules import ORDER, RULES, Leg
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind as K

ACCOUNTS: dict[R, tuple[Text, Text, Text]] = {
    R.CASH: (t("At hand"), t("Asset"), t("What stands in the fund's bank account")),
    R.CLEARING: (
        t("At the payment service"), t("Asset"),
        t("Gifts the payment service still holds; below zero when it took back more than it held"),
    ),
    R.SHORTFALL: (
        t("Missing"), t("Asset"),
        t("What the fund has still to find, because a gift was taken back after it was promised or spent"),
    ),
    R.PAYABLE: (t("Owed"), t("Liability"), t("What young people have earned, one account for each of them")),
    R.TRANSIT: (t("On its way"), t("Liability"), t("What was sent to the bank and not yet answered")),
    R.SUSPENSE: (
        t("Suspense"), t("Liability"),
        t("Money that came and belongs to no fund yet, in a book of its own; below zero when it went"),
    ),
    R.AVAILABLE: (t("Still free"), t("Fund balance"), t("What can still be promised")),
    R.RESERVED: (t("Promised"), t("Fund balance"), t("What is set aside for approved enrolments")),
}  # fmt: skip
EVENTS: dict[K, Text] = {
    K.GRANT: t("An office puts money into a fund"),
    K.DONATION: t("A gift arrives: at the payment service, or by transfer in the fund's account (then At hand)"),
    K.FEE: t("The payment service keeps its fee"),
    K.ARRIVE: t("The payment service pays out to the fund's account"),
    K.REFUND: t("A gift, or part of it, is sent back"),
    K.DISPUTE: t("A giver's bank takes a payment back, with a fee, after part of it was spent"),
    K.RESTORE: t("A dispute is won, or a refund cannot be sent: the fund has it again"),
    K.CUT: t("An office takes free money out of a fund"),
    K.ALLOT: t("A wider fund passes money on; the narrower fund's book has the mirror of it"),
    K.ADJUST: t("Two people adjust the book after a difference"),
    K.SUSPEND: t("Two people take up money that came, or went, at the payment service and that is no fund's yet"),
    K.SETTLE: t("Two people pass it on to a fund, whose book has the mirror of it, or it went back to whoever paid"),
    K.RESERVE: t("An enrolment is approved"),
    K.RELEASE: t("An enrolment ends with some of its promise left"),
    K.ACCRUE: t("A day was attended or a course completed; what was not promised comes from free money"),
    K.SEND: t("A batch is released to the bank"),
    K.PAY: t("The bank has paid"),
    K.REVERSAL: t("An entry is undone by its mirror; here a payment the bank refused"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class RulePart:
    """One kind of event and its worked example."""

    name: Text
    event: Text
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class ChartPage:
    """The chart of accounts and the rules."""

    columns: tuple[Column, ...]
    accounts: tuple[tuple[object, ...], ...]
    rule_columns: tuple[Column, ...]
    rules: tuple[RulePart, ...]
    anchor: Text | None
    stopped: Text | None


@dataclass(frozen=True, slots=True)
class TrialPage:
    """The trial balance at the end of a day."""

    day: str
    typed: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    holds: bool
    csv_href: str
    xlsx_href: str
    journal_csv_href: str
    journal_xlsx_href: str
    errors: tuple[object, ...] = ()


def chart() -> ChartPage:
    """Every kind of account and every rule, as the books are held against them each night."""
    newest = anchors.anchors(1)
    stop = stops.standing()
    return ChartPage(
        columns=(Column(t("Account of the book")), Column(t("Kind")), Column(t("What it holds"))),
        accounts=tuple(ACCOUNTS[role] for role in ORDER),
        rule_columns=(Column(t("Account of the book")), Column(t("Debit"), num=True), Column(t("Credit"), num=True)),
        rules=tuple(_rule(kind) for kind in RULES),
        anchor=t(
            "Anchor of {day}: {hash}", day=dates.long_date(newest[0].day, weekday=False), hash=_grouped(newest[0].hash)
        )
        if newest
        else None,
        stopped=t("Money is stopped since {when}: {names}", when=dates.date_time(stop.at), names=stop.names)
        if stop
        else None,
    )


def trial(day: date, found: Sequence[TrialRow]) -> TrialPage:
    """Debits without a sign, credits with a minus; each row and the last column come to zero."""
    totals = tuple(sum(one.sums[place] for one in found) for place in range(len(ORDER)))
    first, last = day.replace(day=1).isoformat(), day.isoformat()
    rows = [(_named(one), *(baht(satang) for satang in one.sums), _zero(one.sums)) for one in found]
    return TrialPage(
        day=dates.long_date(day, weekday=False),
        typed=f"{day.day}/{day.month}/{day.year + 543}",
        caption=t("Sums at the end of the day in baht: debits plain, credits with a minus"),
        columns=(
            Column(t("Fund")),
            *(Column(ACCOUNTS[role][0], num=True) for role in ORDER),
            Column(t("Sum"), num=True),
        ),
        rows=(*rows, (t("All funds"), *(baht(satang) for satang in totals), _zero(totals))),
        holds=all(one.adds_up for one in found),
        csv_href=url_for("steward.export_trial_balance", kind="csv", day=last),
        xlsx_href=url_for("steward.export_trial_balance", kind="xlsx", day=last),
        journal_csv_href=url_for("steward.export_journal", kind="csv", first=first, last=last),
        journal_xlsx_href=url_for("steward.export_journal", kind="xlsx", first=first, last=last),
    )


def refused(typed: str, why: object) -> TrialPage:
    """The question again, with what was typed and why it is no day of the books."""
    return TrialPage("", typed[:40], t("Trial balance"), (), (), holds=False, csv_href="", xlsx_href="",
                     journal_csv_href="", journal_xlsx_href="", errors=(why,))  # fmt: skip


def _named(one: TrialRow) -> object:
    return t("Suspense") if one.fund_ref == SUSPENSE else pick(one.name_th, one.name_en)


def _rule(kind: K) -> RulePart:
    return RulePart(sayings.ENTRY[kind], EVENTS[kind], tuple(_leg(leg) for leg in RULES[kind].example))


def _leg(leg: Leg) -> tuple[object, ...]:
    name, sum_ = ACCOUNTS[leg.role][0], baht(abs(leg.satang))
    return (name, sum_, "") if leg.satang > 0 else (name, "", sum_)


def _grouped(fingerprint: bytes) -> str:
    """A fingerprint in groups that can be read out and that fit any screen."""
    digits = fingerprint.hex()
    return " ".join(digits[place : place + 8] for place in range(0, len(digits), 8))


def _zero(sums: Sequence[int]) -> str:
    return baht(sum(sums))
