"""Money as it is told to whom it belongs: every sum with its cause, who confirmed it, and where it is now.

What an employer pays directly and what a fund pays are two groups that are never added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import answering
from blueprints.youth.money_waits import Said, late, not_as_asked, planned
from marketplace.enquiries import sayings
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from models.vocabulary import EarningState as E
from models.vocabulary import EmployerPaymentState as W
from models.vocabulary import EnquiryState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from marketplace.earnings.statement import StatementLine
    from models.enquiry import Enquiry


_UNANSWERED = t(
    "Your question is kept. The office of this money has nobody here yet, so nobody can say when it is answered;"
    " whoever runs Okat has been told to find somebody."
)


@dataclass(frozen=True)
class Row:
    """One sum with its cause."""

    label: object
    notes: tuple[object, ...]
    amount: str


@dataclass(frozen=True)
class Total:
    """What a block comes to."""

    label: Text
    amount: Text
    notes: tuple[object, ...] = ()


@dataclass(frozen=True)
class Block:
    """Sums that travel together: their state in a sentence and what can be said about them."""

    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    title: Text
    text: Text
    kind: str
    confirm_href: str = ""
    dispute_href: str = ""
    ask_href: str = ""
    ask_words: Text | str = ""
    ask_note: Text | str = ""
    account_href: str = ""
    asked: tuple[object, ...] = ()


NONE_ASKED: Mapping[str, Enquiry] = {}
_EARNING: dict[str, Said] = {
    E.ACCRUED: Said(t("Written down"), t("Your office looks at it before the next payment round.")),
    E.APPROVED: Said(t("Approved, waits for the next round"), t("It goes out with the next payment round.")),
    E.IN_BATCH: Said(t("In a payment round"), t("Three people check the round before the money leaves.")),
    E.SENT: Said(t("On its way to your account"), t("Banks need up to two working days.")),
    E.PAID: Said(t("Sent to your account"), t("Look at your account. Has it arrived?"), "draft"),
    E.CONFIRMED: Said(t("Arrived"), t("You confirmed it."), "done"),
    E.HELD: Said(t("Held back for now"), t("Nothing is lost. Your office looks into it; you can ask why."), "draft"),
    E.FAILED: Said(
        t("The bank could not pay it"),
        t("Check the account that you chose, or talk to your office. Then it is sent again."),
        "stop",
    ),
    E.REJECTED: Said(t("Not due"), t("It is not paid. Ask your office when you think it should be.")),
    E.REVERSED: Said(t("Came back to the fund"), t("The money went back. Ask your office when that is not right.")),
}
_WAGE: dict[str, Said] = {
    W.DUE: Said(t("Waits for the employer"), t("They send a proof of payment, then you say whether it arrived.")),
    W.PAID: Said(t("The employer says it is paid"), t("Has it arrived, and is it all?"), "draft"),
    W.CONFIRMED: Said(t("Arrived"), t("You confirmed it."), "done"),
    W.DISPUTED: Said(t("You said it is not right"), t("Your office speaks with the employer."), "stop"),
}


def fund_blocks(
    lines: Iterable[StatementLine],
    held_until: datetime | None = None,
    asked: Mapping[str, Enquiry] = NONE_ASKED,
    answered: Text | str = "",
) -> tuple[Block, ...]:
    """What comes from the fund, by state and payment round; nothing goes out before `held_until`.

    `answered` says by when whoever asks about it today is answered.
    """
    ordered = sorted(lines, key=lambda line: (_round(line), line.state, line.on))
    grouped = groupby(ordered, key=lambda line: (_round(line), line.state))
    return tuple(_fund_block(list(some), held_until, asked, answered) for _, some in grouped)


def wage_blocks(lines: Iterable[StatementLine], asked: Mapping[str, Enquiry] = NONE_ASKED) -> tuple[Block, ...]:
    """What employers pay directly, week by week."""
    return tuple(_wage_block(line, asked.get(line.ref)) for line in lines)


def _round(line: StatementLine) -> str:
    return line.payment.ref if line.payment else ""


def _fund_block(
    lines: list[StatementLine], held_until: datetime | None, asked: Mapping[str, Enquiry], answered: Text | str
) -> Block:
    first = lines[0]
    satang = sum(line.amount_satang for line in lines)
    waits = late(first)
    told = waits or not_as_asked(first, satang) or _EARNING[first.state]
    paid = first.state == E.PAID and first.payment is not None
    # A round is asked about as one; whichever of its sums was asked about last speaks for it.
    questions = sorted((asked[line.ref] for line in lines if line.ref in asked), key=lambda one: one.asked_at)
    enquiry = questions[-1] if questions else None
    about = next((line for line in lines if enquiry is not None and asked.get(line.ref) is enquiry), first)
    return Block(
        rows=tuple(
            Row(f"{line.what} {dates.short_date(line.on)}", _notes(line), baht(line.amount_satang)) for line in lines
        ),
        totals=(Total(_when_paid(first), _sum(satang)),),
        title=told.title,
        text=t(
            "You changed your account. It goes out with the first round after {when}.", when=dates.date_time(held_until)
        )
        if held_until is not None and first.state == E.APPROVED
        else told.text,
        kind=told.kind,
        confirm_href=url_for("youth.confirm_round", earnings=first.payment.ref) if paid and first.payment else "",
        ask_href=url_for("youth.show_ask", earning=about.ref) if _may_ask(first, enquiry) else "",
        ask_words=_ask_words(first, enquiry),
        ask_note=answered if waits is not None and _may_ask(first, enquiry) else "",
        account_href=url_for("youth.show_destination") if first.state == E.FAILED else "",
        asked=_asked(enquiry),
    )


def _wage_block(line: StatementLine, enquiry: Enquiry | None = None) -> Block:
    said, paid = _WAGE[line.state], line.state == W.PAID
    return Block(
        rows=(
            Row(
                t("{what}, {title}", what=line.what, title=line.of),
                (t("{count} days × {amount} baht", count=line.days, amount=baht(line.rate_satang)), _confirmed(line)),
                baht(line.amount_satang),
            ),
        ),
        totals=(Total(_when_paid_by(line), _sum(line.amount_satang)),),
        title=said.title,
        text=said.text,
        kind=said.kind,
        confirm_href=url_for("youth.confirm_wage", wage=line.ref) if line.state in (W.PAID, W.DISPUTED) else "",
        dispute_href=url_for("youth.show_dispute", wage=line.ref) if paid or _is_answered(line, enquiry) else "",
        asked=_asked(enquiry),
    )


def said(line: StatementLine) -> Said:
    """Where a sum is now, whoever pays it."""
    return _WAGE[line.state] if line.began else late(line) or _EARNING[line.state]


def _may_ask(line: StatementLine, enquiry: Enquiry | None) -> bool:
    return line.state != E.CONFIRMED and (enquiry is None or enquiry.state != EnquiryState.OPEN)


def _ask_words(line: StatementLine, enquiry: Enquiry | None) -> Text:
    if enquiry is not None and enquiry.state == EnquiryState.ANSWERED:
        return t("It is still not right")
    return t("It has not come") if line.state == E.PAID else t("Ask about this")


def _is_answered(line: StatementLine, enquiry: Enquiry | None) -> bool:
    return line.state == W.DISPUTED and enquiry is not None and enquiry.state != EnquiryState.OPEN


def kept(enquiry: Enquiry, told: Text) -> Text:
    """What a young person reads once they have asked: what they are told, or that nobody is there to answer yet."""
    return _UNANSWERED if answering.has_no_decider(enquiry.office_key, enquiry.area_code) else told


def _asked(enquiry: Enquiry | None) -> tuple[object, ...]:
    """What was asked and what the office said, as the person who asked reads it."""
    if enquiry is None:
        return ()
    day = dates.short_date(clock.bangkok(enquiry.asked_at).date())
    asked = t("You asked on {day}: {kind}", day=day, kind=sayings.KIND[enquiry.kind])
    if enquiry.due_on is not None and answering.has_no_decider(enquiry.office_key, enquiry.area_code):
        return asked, _UNANSWERED
    if enquiry.due_on is not None:
        waits = t("Your office answers by {day}.", day=dates.long_date(enquiry.due_on))
        late = t(
            "Your office owes you an answer since {day}; it has been reminded.", day=dates.long_date(enquiry.due_on)
        )
        return asked, late if enquiry.due_on < clock.today() else waits
    if enquiry.answer:
        return asked, t("Your office says: {answer}", answer=enquiry.answer)
    return (asked,)


def _notes(line: StatementLine) -> tuple[object, ...]:
    notes = (line.of, _confirmed(line))
    return (*notes, t("Why: {reason}", reason=line.why)) if line.why else notes


def _confirmed(line: StatementLine) -> Text:
    day = dates.short_date(clock.bangkok(line.verified_at).date())
    return t("{name} confirmed it on {day}", name=line.verified_by or t("The office"), day=day)


def _when_paid(line: StatementLine) -> Text:
    sent = line.payment
    if sent is None or sent.on is None:
        return t("From {fund}", fund=line.source)
    day = dates.short_date(sent.on)
    if sent.done:
        return t("Paid on {day}, round {number}", day=day, number=sent.number or "–")
    return planned(sent) or t("Into your account {day}, round {number}", day=day, number=sent.number or "–")


def _when_paid_by(line: StatementLine) -> Text:
    sent = line.payment
    day = dates.short_date(sent.on) if sent and sent.on else "–"
    if sent is not None and sent.done:
        return t("{employer} paid on {day}", employer=line.source, day=day)
    return t("{employer} pays on {day}", employer=line.source, day=day)


def _sum(satang: int) -> Text:
    return t("{sum} baht", sum=baht(satang))
