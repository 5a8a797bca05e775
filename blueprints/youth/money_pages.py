"""Finished values for a month of money, its printed statement, and where the next money goes."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import milestone_parts as parts
from blueprints.youth.money_waits import by_when, planned
from blueprints.youth.money_words import NONE_ASKED, Block, fund_blocks, wage_blocks
from marketplace.areas import offices
from marketplace.earnings import on_behalf, refusals, sayings
from marketplace.earnings.accruals import CORRECTED
from marketplace.earnings.destinations import BANKS
from marketplace.earnings.statement import what_of
from marketplace.i18n import Text, current_locale, dates, pick, t
from marketplace.i18n.sums import baht_words
from marketplace.kernel import clock
from marketplace.kernel.money import baht, exact
from marketplace.people import youth as young
from marketplace.recoveries.service import NOT_DUE, PAID_TWICE
from models.vocabulary import MilestoneState, PayMethod

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.earnings.statement import Group, Payment, Statement, StatementLine
    from models.earning import Earning
    from models.enquiry import Enquiry
    from models.milestone import Milestone
    from models.payout import PayoutAccount
    from models.recovery import Recovery
    from models.youth import Youth

EARLIEST = date(2020, 1, 1)
NO_MONTHS: Mapping[date, bool] = {}


def month_of(text: str) -> tuple[date, date]:
    """First and last day of `2026-11`; this month for anything else."""
    today = clock.today()
    try:
        first = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        first = today.replace(day=1)
    if not EARLIEST <= first <= today:
        first = today.replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def month_shown(text: str, months: Mapping[date, bool]) -> tuple[date, date]:
    """The month that was asked for; without one the newest with money, so that the 1st of a month hides nothing."""
    newest = max((first for first in months if first <= clock.today()), default=None)
    return month_of(text or (f"{newest:%Y-%m}" if newest else ""))


@dataclass(frozen=True)
class Coming:
    """Money somebody can still reach, and where to say that it is reached."""

    text: Text
    href: str = ""
    away: str = ""


@dataclass(frozen=True)
class MoneyPage:
    """One month of money."""

    title: str
    wages: tuple[Block, ...]
    fund: tuple[Block, ...]
    in_kind: tuple[str, ...]
    coming: tuple[Coming, ...]
    missed: tuple[Text, ...]
    before_href: str
    before_label: str
    after_href: str
    after_label: str
    waiting: tuple[tuple[str, str], ...]
    due_back: tuple[Text, ...]
    statement_href: str
    year_href: str
    pay_to: Text
    pay_to_href: str
    held: Text | None
    entered: Text | None
    refused: tuple[Text, ...]
    name: str
    name_href: str
    is_empty: bool


def money(
    told: Statement,
    account: PayoutAccount | None,
    youth: Youth,
    points: Sequence[Milestone] = (),
    missed: Sequence[tuple[Milestone, str]] = (),
    asked: Mapping[str, Enquiry] = NONE_ASKED,
    months: Mapping[date, bool] = NO_MONTHS,
    claims: Sequence[Recovery] = (),
) -> MoneyPage:
    """Every sum of the month by who pays it, the other months that wait for a word, and what has to come back."""
    before, after = told.first - timedelta(days=1), told.last + timedelta(days=1)
    return MoneyPage(
        title=dates.month_year(told.first),
        wages=wage_blocks(told.employer.lines, asked),
        fund=fund_blocks(told.fund.lines, _held_until(account), asked, by_when(youth)),
        in_kind=tuple(f"{line.what} · {line.of} · {dates.short_date(line.on)}" for line in told.in_kind),
        coming=tuple(_coming(one) for one in points),
        missed=tuple(t("{what}. Why: {reason}", what=parts.title_of(one), reason=why) for one, why in missed),
        before_href=url_for("youth.show_money", month=f"{before:%Y-%m}"),
        before_label=dates.month_year(before),
        after_href=url_for("youth.show_money", month=f"{after:%Y-%m}") if after <= clock.today() else "",
        after_label=dates.month_year(after),
        waiting=tuple(
            (dates.month_year(first), url_for("youth.show_money", month=f"{first:%Y-%m}"))
            for first, waits in months.items()
            if waits and first != told.first
        ),
        due_back=tuple(_due_back(one) for one in claims if one.reason in _TOLD_AT_ONCE),
        statement_href=url_for("youth.show_statement", month=f"{told.first:%Y-%m}"),
        year_href=url_for("youth.show_year", year=told.first.year),
        pay_to=_pay_to(account),
        pay_to_href=url_for("youth.show_destination"),
        held=_held(account),
        entered=_entered(account),
        refused=_refused(youth),
        name=young.legal_name(youth),
        name_href=url_for("youth.show_name"),
        is_empty=not (told.employer.lines or told.fund.lines or told.in_kind),
    )


_TOLD_AT_ONCE = (PAID_TWICE, NOT_DUE, CORRECTED)
"""Why money has to come back without a doubt about anybody; what a second look finds is spoken of with them first."""


def _due_back(claim: Recovery) -> Text:
    return t(
        "{sum} baht have to come back. {why}: {what}. Your office talks with you about how; ask it before"
        " you send anything to anybody.",
        sum=baht(claim.amount_satang),
        what=sum_of(claim.earning),
        why=sayings.reason(claim.reason),
    )


def _refused(youth: Youth) -> tuple[Text, ...]:
    """That the bank refused this account and what to do, until it is changed or money arrives in it."""
    refusal = refusals.standing({youth.id}).get(youth.id)
    if refusal is None:
        return ()
    todo = t("Hold the number, the bank and your name against your bank book. Change here what is wrong; if all of it"
             " is right, ask your bank, then tell your office.")  # fmt: skip
    return refusal.words, todo


def sum_of(earning: Earning) -> Text:
    """One sum as its owner knows it."""
    offer = earning.enrolment.opportunity
    return t(
        "{what} {day}, {title}: {sum} baht",
        what=what_of(earning),
        day=dates.short_date(earning.earned_on),
        title=pick(offer.title_th, offer.title_en),
        sum=baht(earning.amount_satang),
    )


def _coming(one: Milestone) -> Coming:
    what, sum_, title = parts.title_of(one), parts.amount_of(one), parts.opportunity_of(one)
    if one.state == MilestoneState.SAID:
        return Coming(t("{what}, {sum}, {title}: said, your office looks at it", what=what, sum=sum_, title=title))
    if one.due_on is None:
        return Coming(t("{what}: {sum}, {title}", what=what, sum=sum_, title=title))
    if one.due_on <= clock.today():
        told = t("{what}, {sum}, {title}: say that you are still there", what=what, sum=sum_, title=title)
        return Coming(told, url_for("youth.show_milestone", milestone=one.ref))
    day = dates.long_date(one.due_on, weekday=False)
    away = url_for("youth.show_breaks", application=one.enrolment.ref)
    return Coming(t("If you are still there on {day}: {sum}, {title}", day=day, sum=sum_, title=title), away=away)


@dataclass(frozen=True)
class LedgerRow:
    """One printed sum with the chain behind it."""

    title: str
    chain: tuple[object, ...]
    amount: str


@dataclass(frozen=True)
class LedgerTotal:
    """One printed total."""

    label: Text
    amount: str
    words: str = ""
    grand: bool = False


@dataclass(frozen=True)
class Sheet:
    """One payer's part of the statement."""

    rows: tuple[LedgerRow, ...]
    totals: tuple[LedgerTotal, ...]


@dataclass(frozen=True)
class StatementPage:
    """The printed statement."""

    office: str
    issued: Text
    name: str
    period: str
    wages: Sheet
    fund: Sheet
    is_empty: bool


def statement(told: Statement, youth: Youth) -> StatementPage:
    """A month on one sheet; without the name on the ID card the place for it stays empty."""
    return StatementPage(
        office=offices.office_name(youth.office_key) if youth.office_key else "",
        issued=t("Issued on {day}", day=dates.long_date(clock.today(), weekday=False)),
        name=young.legal_name(youth),
        period=dates.date_range(told.first, min(told.last, clock.today())),
        wages=_sheet(told.employer, [_wage_row(line) for line in told.employer.lines], t("Total from employers")),
        fund=_sheet(told.fund, _fund_rows(told.fund.lines), t("Total from the fund")),
        is_empty=not (told.employer.lines or told.fund.lines),
    )


def _sheet(group: Group, rows: list[LedgerRow], grand: Text) -> Sheet:
    parts = ((t("Paid so far"), group.paid_satang), (t("Still to come"), group.to_come_satang))
    words = baht_words(group.total_satang) if current_locale() == "th" else ""
    totals = (
        *(LedgerTotal(label, exact(satang)) for label, satang in parts if satang),
        LedgerTotal(grand, exact(group.total_satang), words, grand=True),
    )
    return Sheet(tuple(rows), totals)


def _wage_row(line: StatementLine) -> LedgerRow:
    worked = t("{count} days × {amount} baht", count=line.days, amount=baht(line.rate_satang))
    return LedgerRow(
        f"{dates.short_date(line.on)} · {line.of} · {worked}",
        tuple(
            filter(
                None,
                (
                    t("time sheet {ref}", ref=_short(line.evidence_ref)),
                    _verified(line),
                    line.source,
                    _paid(line.payment),
                    t("proof {ref}", ref=line.payment.ref) if line.payment and line.payment.ref else None,
                    _received(line),
                ),
            )
        ),
        exact(line.amount_satang),
    )


def _fund_rows(lines: Sequence[StatementLine]) -> list[LedgerRow]:
    """What one day brought stands on one row: the allowance and the travel money of the same session."""
    days: dict[tuple[object, ...], list[StatementLine]] = {}
    for line in lines:
        sent = line.payment.ref if line.payment else ""
        days.setdefault((line.evidence_ref or line.ref, line.on, sent, line.state), []).append(line)
    return [_fund_row(some) for some in days.values()]


def _fund_row(lines: list[StatementLine]) -> LedgerRow:
    first = lines[0]
    parts = [f"{line.what} {baht(line.amount_satang)}" if len(lines) > 1 else str(line.what) for line in lines]
    chain = (
        t("evidence {ref}", ref=_short(first.evidence_ref)) if first.evidence_ref else None,
        _verified(first),
        first.source,
        _paid(first.payment),
        _received(first),
    )
    return LedgerRow(
        f"{dates.short_date(first.on)} · {' · '.join(parts)} · {first.of}",
        tuple(filter(None, chain)),
        exact(sum(line.amount_satang for line in lines)),
    )


def _verified(line: StatementLine) -> Text:
    day = dates.short_date(clock.bangkok(line.verified_at).date())
    return t("{name} verified it {day}", name=line.verified_by or t("The office"), day=day)


def _paid(payment: Payment | None) -> Text | None:
    if payment is None or payment.on is None:
        return None
    day = dates.short_date(payment.on)
    if payment.number is None:
        return t("paid directly {day}", day=day) if payment.done else t("to be paid directly {day}", day=day)
    if payment.done and payment.short_satang > 0:
        short = baht(payment.short_satang)
        return t(
            "paid {day}, round {number}, {short} baht less than asked", day=day, number=payment.number, short=short
        )
    if payment.done:
        return t("paid {day}, round {number}", day=day, number=payment.number)
    return planned(payment) or t("to be paid {day}, round {number}", day=day, number=payment.number)


def _received(line: StatementLine) -> Text | None:
    if line.received_at is None:
        return None
    return t("you confirmed it {day}", day=dates.short_date(clock.bangkok(line.received_at).date()))


def _short(ref: str) -> str:
    return "-".join(ref.split("-")[:3])


def _held_until(account: PayoutAccount | None) -> datetime | None:
    held = account is not None and account.held_until is not None and account.held_until > clock.now()
    return account.held_until if account is not None and held else None


def _held(account: PayoutAccount | None) -> Text | None:
    """Why no money goes there yet, and until when."""
    until = _held_until(account)
    if until is None:
        return None
    when = dates.date_time(until)
    if account is not None and account.entered_by_id is not None:
        return t("This was changed less than a day ago. No money is sent there before {when}, so that nobody else can"
                 " take it. If it is not yours, tell your office now.", when=when)  # fmt: skip
    return t("You changed this less than a day ago. No money is sent there before {when}, so that nobody else can take"
             " it. If it was not you, tell your office now.", when=when)  # fmt: skip


def _entered(account: PayoutAccount | None) -> Text | None:
    """Who wrote it down while there was no login, and what they were shown."""
    told = on_behalf.told_of(account)
    if told is None:
        return None
    day = dates.long_date(clock.bangkok(told.at).date(), weekday=False)
    return t("{name} wrote this down with you on {day}. Shown then: {proof}. If it is not yours, change it now and tell"
             " your office. If it is, write it once more, then it stands as your own word.",
             name=told.by, day=day, proof=told.proof)  # fmt: skip


def _pay_to(account: PayoutAccount | None) -> Text:
    if account is None:
        return t("We do not know yet where to send your money.")
    if account.method == PayMethod.PROMPTPAY:
        return t("PromptPay ending in {end}", end=account.account_end)
    return t("{bank}, account ending in {end}", bank=BANKS.get(account.bank, account.bank), end=account.account_end)
