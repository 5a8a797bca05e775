"""Finished values for auditors: payments, the chain of one, and the invariants of the books. References, no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.paging import PageLink, page_links
from marketplace.earnings import audits, sayings
from marketplace.earnings.audits import Search
from marketplace.earnings.statement import what_of
from marketplace.enrolments import verify
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel.money import baht
from models.vocabulary import LineOutcome

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.earnings.audits import Entered, Paid, Payment
    from marketplace.ledger.verify import Finding
    from models.earning import Earning

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that leads somewhere."""

    text: object
    href: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class ProofsPage:
    """A page of payments."""

    total: int
    words: str
    outcomes: tuple[Option, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    pages: tuple[PageLink, ...]
    is_filtered: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: what it is, what shows it, and whether it holds."""

    title: Text
    lines: tuple[object, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class ProofPage:
    """The chain of one earning."""

    ref: str
    amount: Text
    state: Text
    verdict: Text
    holds: bool
    links: tuple[Link, ...]
    entries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Invariant:
    """One promise of the books and how it stands."""

    name: str
    promise: Text
    looked_at: str
    verdict: Text
    holds: bool
    breaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BooksPage:
    """Every invariant with what was looked at."""

    verdict: Text
    holds: bool
    invariants: tuple[Invariant, ...]


_PROMISES: dict[str, Text] = {
    "I1 balanced": t("Every entry sums to zero"),
    "I2 whole satang": t("No sum is zero or a fraction of a satang"),
    "I3 append-only": t("What is written cannot be changed or removed"),
    "I4 keys": t("No act is written twice"),
    "I5 reversals": t("What is undone is undone once, by its mirror"),
    "I6 floors": t("No account is below what it may be"),
    "I12 replayed": t("Every balance is what its entries come to"),
    "I13 chained": t("Numbers have no gap and each hash follows from the one before"),
    "I13 anchored": t("The books of each day end in the hash kept for it"),
    "A1 rules": t("Every entry goes between the accounts its rule names"),
    "S10 youth only receive": t("Young people only receive; none pays anybody"),
    "I4 sources": t("Nothing is earned twice for the same thing"),
    "I6 ceilings": t("A fund and its parts stay under its ceiling"),
    "I7 promises": t("Promised money has its enrolments"),
    "I7 debts": t("What is owed has its earnings"),
    "I7 on the way": t("Money on its way has its earnings"),
    "I8 payout lines": t("Each line of a batch ends once, and its sums agree"),
    "I11 bank": t("What left the account is what was paid"),
    "I14 history": t("Every state follows from its history and the audit trail"),
    "P3 three people": t("Three different people stand behind each payout"),
    "I9 seats": t("No seat is given out twice, and each one taken is somebody's"),
    "I10 completions": t("Whoever completed has a verified claim"),
    "I10 hours": t("No claim is for more hours than were attended"),
    "I14 decisions": t("Every request is where its history says, and the audit trail agrees"),
    "M7 milestones": t("Each milestone earns once, and only when somebody has confirmed it"),
    "I15 told": t("What people were told of is there"),
}


def proofs(actor: Actor, search: Search, page: int) -> ProofsPage:
    """Payments of the auditor's areas, the newest first."""
    found, total = audits.payments(actor, search, page=page)
    asked = {name: text for name, text in (("q", search.words), ("outcome", search.outcome)) if text}
    heads = (t("Earning"), t("Bank's reference"), t("On which day"), t("Batch"), t("Fund"), t("How it ended"))
    every = Option("", t("Every end"), not search.outcome)
    return ProofsPage(
        total=total,
        words=search.words,
        outcomes=(every, *(Option(str(one), sayings.OUTCOME[one], search.outcome == one) for one in LineOutcome)),
        columns=(*(Column(head) for head in heads), Column(t("Baht"), num=True)),
        rows=tuple(_row(one) for one in found),
        pages=page_links("steward.show_proofs", page, total, audits.PAGE, **asked),
        is_filtered=bool(asked),
    )


def proof(earning: Earning) -> ProofPage:
    """Payment, evidence, verifier and fund, and the entries of the books under them."""
    traced = audits.trace(earning)
    links = [_payment(paid) for paid in traced.payments] or [
        Link(t("Payment"), (t("Not in a batch yet"),), holds=True),
    ]
    if traced.received_at is not None:
        links.insert(0, Link(t("Received"), (t("The young person said so"), dates.date_time(traced.received_at)), True))
    what = what_of(earning)
    verified = (traced.verifier_ref or t("By the rule of the opportunity"), dates.date_time(earning.verified_at))
    fund = (pick(earning.fund.name_th, earning.fund.name_en), earning.fund.ref, earning.fund.source)
    links += [
        Link(
            t("Evidence"),
            (what, earning.evidence_ref or t("None named"), dates.long_date(earning.earned_on)),
            traced.evidence_holds,
        ),
        Link(t("Verified by"), verified, traced.verifier_holds),
        Link(t("Fund"), fund, holds=True),
        Link(t("State and books agree"), (sayings.EARNING[earning.state],), traced.state_holds),
    ]
    return ProofPage(
        ref=earning.ref,
        amount=t("{sum} baht", sum=baht(earning.amount_satang)),
        state=sayings.EARNING[earning.state],
        verdict=t("Every link holds")
        if traced.holds
        else t("A link is broken. Do not trust this payment; tell the steward."),
        holds=traced.holds,
        links=tuple(links),
        entries=tuple(_entry(entry) for entry in traced.entries),
    )


def books() -> BooksPage:
    """The books checked now, each promise by its name."""
    found = verify.invariants()
    broken = sum(1 for one in found if one.breaches)
    return BooksPage(
        verdict=t("Promises broken: {count}", count=broken) if broken else t("Every promise holds"),
        holds=not broken,
        invariants=tuple(_invariant(one) for one in found),
    )


def _row(one: Payment) -> tuple[object, ...]:
    return (
        Cell(one.earning_ref, url_for("steward.show_proof", earning=one.earning_ref)),
        one.bank_ref or "–",
        dates.short_date(one.settled_on, year=True) if one.settled_on else "–",
        t("{number}, {ref}", number=one.batch_number, ref=one.batch_ref),
        pick(one.fund_th, one.fund_en),
        sayings.OUTCOME[one.outcome],
        baht(one.amount_satang),
    )


def _payment(paid: Paid) -> Link:
    nobody = t("nobody yet")
    preparer, approver, authoriser = (person or nobody for person in paid.people)
    lines = [
        sayings.OUTCOME[paid.outcome],
        t("Line {line} of batch {number}, {ref}", line=paid.line_ref, number=paid.batch_number, ref=paid.batch_ref),
        t(
            "Prepared by {preparer}, approved by {approver}, authorised by {authoriser}",
            preparer=preparer,
            approver=approver,
            authoriser=authoriser,
        ),
    ]
    if paid.bank_ref:
        lines.insert(1, t("Bank's reference {ref}", ref=paid.bank_ref))
    if paid.settled_on is not None:
        lines.insert(1, t("on {day}", day=dates.long_date(paid.settled_on)))
    return Link(t("Payment"), tuple(lines), paid.holds)


def _entry(entry: Entered) -> Link:
    lines = [
        t("{sum} baht, {when}", sum=baht(entry.amount_satang), when=dates.date_time(entry.at)),
        t("Hash {hash}", hash=entry.hash),
        t("Follows {hash}", hash=entry.follows),
    ]
    if entry.undoes_seq is not None:
        lines.insert(1, t("Undoes entry {number}", number=entry.undoes_seq))
    title = t("No. {number}: {what}", number=entry.seq, what=sayings.ENTRY[entry.kind])
    return Link(title, tuple(lines), entry.holds)


def _invariant(one: Finding) -> Invariant:
    count = len(one.breaches)
    return Invariant(
        # The code alone: the promise beside it says in the reader's words what the rest says in English.
        name=one.name.partition(" ")[0],
        promise=_PROMISES.get(one.name) or Text(one.promise),
        looked_at=f"{one.looked_at:,}",
        verdict=t("Broken: {count}", count=count) if count else t("Holds"),
        holds=not count,
        breaches=one.breaches[:SHOWN],
    )
