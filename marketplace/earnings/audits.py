"""What an auditor looks at: payments by reference, and the chain behind each. Nobody is named here.

The chain is told in parts for a page; whether each part holds is said by `proof`, which asks the books.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, Verdict
from marketplace.earnings import proof
from marketplace.kernel.errors import NotFound
from marketplace.ledger.posting import lines_of
from models.account import Account
from models.earning import Earning, Fund
from models.history import Move
from models.ledger import LedgerEntry
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import LineOutcome, Role

PAGE = 50


@dataclass(frozen=True, slots=True)
class Search:
    """What the list is narrowed to: a reference or its beginning, and how the line ended."""

    words: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """One earning in one line of a batch."""

    earning_ref: str
    amount_satang: int
    earning_state: str
    outcome: str
    bank_ref: str
    settled_on: date | None
    batch_ref: str
    batch_number: int
    fund_th: str
    fund_en: str


@dataclass(frozen=True, slots=True)
class Paid:
    """How an earning travelled once: line, batch, three people by reference, and the bank's word."""

    line_ref: str
    batch_ref: str
    batch_number: int
    outcome: str
    bank_ref: str
    settled_on: date | None
    people: tuple[str, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry of the books about an earning."""

    seq: int
    kind: str
    at: datetime
    amount_satang: int
    undoes_seq: int | None
    hash: str
    follows: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """The chain of one earning from the payment back to the fund."""

    earning: Earning
    payments: tuple[Paid, ...]
    received_at: datetime | None
    evidence_holds: bool
    verifier_ref: str
    verifier_holds: bool
    entries: tuple[Entered, ...]
    state_holds: bool
    holds: bool


def can_see_proofs(actor: Actor) -> Verdict:
    """Auditors, each for their own areas."""
    return Verdict.when(actor.has(Role.AUDITOR))


def can_see_proof(actor: Actor, earning: Earning) -> Verdict:
    """An auditor of the area of its fund."""
    return Verdict.when(actor.scope(Role.AUDITOR).covers(earning.fund.area_code, earning.fund.office_key))


def can_see_books(actor: Actor) -> Verdict:
    """Auditors and stewards; only counts and references are shown."""
    return Verdict.when(actor.has(Role.AUDITOR, Role.STEWARD))


def one(actor: Actor, ref: str) -> Earning:
    """An earning of a fund of the auditor's areas."""
    wanted = select(Earning).join(Fund, Fund.id == Earning.fund_id).options(joinedload(Earning.fund))
    found = db.scalars(wanted.where(Earning.ref == ref, _audited(actor))).one_or_none()
    if found is None:
        raise NotFound
    return found


def payments(actor: Actor, search: Search, *, page: int = 1) -> tuple[Sequence[Payment], int]:
    """A page of payments of the auditor's areas, the newest first, and how many there are in all."""
    columns = select(
        Earning.ref,
        Earning.amount_satang,
        Earning.state,
        PayoutLine.outcome,
        func.coalesce(PayoutLine.bank_ref, ""),
        PayoutLine.settled_on,
        PayoutBatch.ref,
        PayoutBatch.number,
        Fund.name_th,
        Fund.name_en,
    )
    total = db.scalar(_narrowed(actor, search, select(func.count(Earning.id)))) or 0
    rows = _narrowed(actor, search, columns).order_by(PayoutLine.id.desc(), Earning.id.desc())
    found = db.execute(rows.limit(PAGE).offset((page - 1) * PAGE))
    return [Payment(*row) for row in found], total


def trace(earning: Earning) -> Trace:
    """The chain of an earning in parts, each with what `proof` says of it."""
    proved = proof.prove(earning.ref)

    def said(name: str) -> Iterator[bool]:
        return (step.holds for step in proved.steps if step.name.startswith(name))

    verifier = db.get(Account, earning.verified_by_id) if earning.verified_by_id else None
    received = select(Move.at).where(
        Move.subject_type == "earning", Move.subject_id == earning.id, Move.verb == "confirm"
    )
    return Trace(
        earning=earning,
        payments=tuple(_paid(earning, said("payment"))),
        received_at=db.scalars(received).first(),
        evidence_holds=all(said("evidence")),
        verifier_ref=verifier.ref if verifier else "",
        verifier_holds=all(said("verifier")),
        entries=tuple(_entered(earning, said("ledger"))),
        state_holds=all(said("state")),
        holds=proved.holds,
    )


def _paid(earning: Earning, holds: Iterator[bool]) -> Iterator[Paid]:
    wanted = (
        select(PayoutLine)
        .join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
        .where(PayoutItem.earning_id == earning.id)
        .options(joinedload(PayoutLine.batch))
        .order_by(PayoutLine.id)
    )
    for line in db.scalars(wanted):
        batch = line.batch
        three = (batch.prepared_by_id, batch.approved_by_id, batch.authorised_by_id)
        found = db.execute(select(Account.id, Account.ref).where(Account.id.in_([one for one in three if one])))
        refs: dict[int, str] = {account_id: ref for account_id, ref in found}  # noqa: C416
        people = tuple(refs.get(one or 0, "") for one in three)
        bank_ref, outcome = line.bank_ref or "", line.outcome
        yield Paid(line.ref, batch.ref, batch.number, outcome, bank_ref, line.settled_on, people, next(holds, False))


def _entered(earning: Earning, holds: Iterator[bool]) -> Iterator[Entered]:
    about = LedgerEntry.cause_type == "earning", LedgerEntry.cause_ref == earning.ref
    found = db.scalars(select(LedgerEntry).where(*about).order_by(LedgerEntry.id)).all()
    numbers: dict[int, int] = {entry.id: entry.seq for entry in found}
    for entry in found:
        yield Entered(
            seq=entry.seq,
            kind=entry.kind,
            at=entry.at,
            amount_satang=sum(satang for _, satang in lines_of(entry.id) if satang > 0),
            undoes_seq=numbers.get(entry.reverses_id or 0),
            hash=bytes(entry.hash).hex(),
            follows=bytes(entry.prev_hash).hex(),
            holds=next(holds, False),
        )


def _narrowed(actor: Actor, search: Search, wanted: Select) -> Select:  # type: ignore[type-arg]
    found = (
        wanted.select_from(PayoutItem)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .join(Earning, Earning.id == PayoutItem.earning_id)
        .join(Fund, Fund.id == PayoutBatch.fund_id)
        .where(_audited(actor))
    )
    if search.outcome in tuple(LineOutcome):
        found = found.where(PayoutLine.outcome == search.outcome)
    if search.words:
        columns = (Earning.ref, PayoutLine.ref, PayoutLine.bank_ref, PayoutBatch.ref, Earning.evidence_ref)
        found = found.where(or_(*(column.startswith(search.words, autoescape=True) for column in columns)))
    return found


def _audited(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(Role.AUDITOR).condition(Fund.area_code, Fund.office_key)
