"""Finished values for auditors: payments, the chain of one, and the invariants of the books. References, no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.paging import PageLink, page_links
from marketplace.earnings import audits, proof_steps, sayings
from marketplace.earnings import proof as chain
from marketplace.earnings.audits import Search
from marketplace.enrolments import verify
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel.money import baht
from models.vocabulary import LineOutcome

if TYPE_CHECKING:
    from pathlib import Path

    from marketplace.access import Actor
    from marketplace.earnings.audits import Payment
    from marketplace.earnings.proof_steps import Step
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

    title: object
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


_TITLES: dict[str, Text] = {
    proof_steps.PAYMENT: t("Payment"),
    proof_steps.BATCH: t("Batch"),
    proof_steps.RECEIPT: t("Received"),
    proof_steps.EARNING: t("Earning"),
    proof_steps.CLAIM: t("Completion claimed"),
    proof_steps.ATTENDANCE: t("Attendance"),
    proof_steps.MILESTONE: t("Milestone"),
    proof_steps.CORRECTION: t("Correction"),
    proof_steps.HASH: t("Fingerprint of the evidence"),
    proof_steps.VERIFIER: t("Verified by"),
    proof_steps.FUND: t("Fund"),
    proof_steps.DONATION: t("Where the money came from"),
}
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
    "I11 adjusted": t("What was adjusted by a payout line belongs to a line that is paid, once"),
    "I11 claims": t("What the bank paid once more has to come back, all of it"),
    "I11 service": t("The payment service holds what the books say, or the gap stands among the differences"),
    "I11 balances": t("What a bank's statement leaves unexplained stands as a difference, and is adjusted exactly"),
    "I11 suspense": t("What is in suspense is what two people took up and nobody passed on yet"),
    "I14 history": t("Every state follows from its history and the audit trail"),
    "P3 two people": t("What two people have to say of a difference with the bank was said by two"),
    "P3 three people": t("Three different people stand behind each payout"),
    "I9 seats": t("No seat is given out twice, and each one taken is somebody's"),
    "I10 completions": t("Whoever completed has a verified claim"),
    "I10 hours": t("No claim is for more hours than were attended"),
    "I14 decisions": t("Every request is where its history says, and the audit trail agrees"),
    "M7 milestones": t("Each milestone earns once, and only when somebody has confirmed it"),
    "M6 evidence": t("What was earned has its evidence, and it is the evidence named"),
    "M6 payments": t("Payments are as the bank answered them, and sums of the kind they came to be owed as"),
    "M6 prints": t("Rolls, claims and files are as they were when they were handed in"),
    "M6 statements": t("Statements that were given out say what their codes are made of"),
    "M6 verifiers": t("Whoever verified an earning is who the audit trail says"),
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


def proof(earning: Earning, folder: Path) -> ProofPage:
    """The chain as `ledger prove` tells it, and the entries of the books under it."""
    found = chain.prove(earning.ref, folder)
    links = [(step.name, _link(step)) for step in found.steps]
    return ProofPage(
        ref=earning.ref,
        amount=t("{sum} baht", sum=baht(earning.amount_satang)),
        state=sayings.EARNING[earning.state],
        verdict=t("Every link holds")
        if found.holds
        else t("A link is broken. Do not trust this payment; tell the steward."),
        holds=found.holds,
        links=tuple(link for name, link in links if name != proof_steps.LEDGER),
        entries=tuple(link for name, link in links if name == proof_steps.LEDGER),
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


def _link(step: Step) -> Link:
    """A step of the chain with why it does not hold, before what shows it; an entry is headed by its number."""
    lines = tuple(line for line in step.lines if str(line))
    if step.name == proof_steps.LEDGER:
        return Link(lines[0], (*step.broken, *lines[1:]), step.holds)
    return Link(_TITLES[step.name], (*step.broken, *lines), step.holds)


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
