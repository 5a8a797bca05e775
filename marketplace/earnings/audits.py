"""What an auditor looks at: payments by reference. Nobody is named here; the chain behind each is told by `proof`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, Verdict
from marketplace.kernel.errors import NotFound
from models.earning import Earning, Fund
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
