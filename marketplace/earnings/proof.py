"""The chain behind one earning: payment, evidence, verifier, fund, gift, each step held against the books."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from marketplace.earnings import origins
from marketplace.earnings.states import GONE
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import baht
from marketplace.ledger.verify import holds
from models.account import Account
from models.earning import Earning, Fund
from models.enrolment import Claim, Evidence
from models.history import AuditEvent, Move
from models.ledger import LedgerEntry
from models.milestone import Milestone, MilestoneProof
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningKind, EarningSource, EarningState, EntryKind, LineOutcome, MilestoneState

_WAY: tuple[str, ...] = (EntryKind.ACCRUE, EntryKind.SEND, EntryKind.PAY)
_FAR = {EarningState.SENT: 2, EarningState.PAID: 3, EarningState.CONFIRMED: 3}
"""How many of these entries stand in each state; one in all others that are owed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is claimed, what shows it, and whether it holds."""

    name: str
    shown_by: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """The chain of one earning, from the payment back to the fund."""

    earning_ref: str
    state: str
    steps: tuple[Step, ...]

    @property
    def holds(self) -> bool:
        """Whether no step is broken."""
        return all(step.holds for step in self.steps)


def prove(earning_ref: str) -> Proof:
    """Follow an earning through payment, evidence, verifier and fund; raises NotFound."""
    earning = db.scalars(select(Earning).where(Earning.ref == earning_ref)).one_or_none()
    if earning is None:
        raise NotFound
    entries = db.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.cause_type == "earning", LedgerEntry.cause_ref == earning.ref)
        .order_by(LedgerEntry.id)
    ).all()
    steps = (
        *_payments(earning),
        *_receipt(earning),
        Step(
            "evidence",
            f"{earning.source_type} {earning.evidence_ref} of {earning.earned_on}",
            bool(earning.evidence_ref),
        ),
        *_evidence(earning),
        _verifier(earning),
        *(_entry(entry) for entry in entries),
        _owed(earning, entries),
        _fund(earning),
        *_donations(earning),
    )
    return Proof(earning.ref, earning.state, steps)


def _payments(earning: Earning) -> list[Step]:
    approver, authoriser, preparer = aliased(Account), aliased(Account), aliased(Account)
    wanted = (
        select(PayoutLine, PayoutBatch, preparer.ref, approver.ref, authoriser.ref)
        .join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .join(preparer, preparer.id == PayoutBatch.prepared_by_id)
        .outerjoin(approver, approver.id == PayoutBatch.approved_by_id)
        .outerjoin(authoriser, authoriser.id == PayoutBatch.authorised_by_id)
        .where(PayoutItem.earning_id == earning.id)
        .order_by(PayoutLine.id)
    )
    steps = []
    for line, batch, *people in db.execute(wanted):
        three = len({person for person in people if person}) == len(people)
        paid = line.outcome == LineOutcome.PAID
        told = f"line {line.ref} {line.outcome} {line.bank_ref or line.reason}".rstrip()
        by = ", ".join(person or "nobody yet" for person in people)
        steps.append(Step("payment", f"{told}; batch {batch.number} {batch.ref} by {by}", three or not paid))
    if not steps:
        received = earning.state in (EarningState.PAID, EarningState.CONFIRMED)
        in_kind = earning.kind == EarningKind.IN_KIND
        steps.append(Step("payment", "given in kind" if in_kind else "not in a batch yet", in_kind or not received))
    return steps


def _receipt(earning: Earning) -> list[Step]:
    wanted = select(Move.at).where(
        Move.subject_type == "earning", Move.subject_id == earning.id, Move.verb == "confirm"
    )
    at = db.scalars(wanted).first()
    return [] if at is None else [Step("receipt", f"confirmed by the youth {clock.bangkok(at):%Y-%m-%d %H:%M}")]


def _evidence(earning: Earning) -> list[Step]:
    """The claim behind a completion with the fingerprint of each of its files; the point that was reached."""
    if earning.source_type == EarningSource.MILESTONE:
        return [_point(earning), *_shown(earning)]
    if earning.source_type != EarningSource.CLAIM:
        return []
    claim = db.get(Claim, earning.source_id)
    if claim is None:
        return [Step("claim", "none", holds=False)]
    files = db.scalars(select(Evidence).where(Evidence.claim_id == claim.id).order_by(Evidence.id)).all()
    hashes = [Step("evidence hash", f"{file.ref} sha256 {file.sha256}", len(file.sha256) == 64) for file in files]
    return [Step("claim", f"{claim.ref} {claim.state}", claim.enrolment_id == earning.enrolment_id), *hashes]


def _shown(earning: Earning) -> list[Step]:
    """The fingerprint of each file that shows a point, as the audit trail kept it when it was shown."""
    wanted = select(MilestoneProof).where(MilestoneProof.milestone_id == earning.source_id)
    files = db.scalars(wanted.order_by(MilestoneProof.id)).all()
    if not files:
        return []
    about = (AuditEvent.subject_type == "milestone", AuditEvent.subject_id == earning.source_id)
    told = db.scalars(select(AuditEvent.details).where(*about, AuditEvent.action == "milestone.files")).all()
    kept = {one for details in told if isinstance(shown := details.get("sha256"), list) for one in shown}
    return [Step("evidence hash", f"{file.ref} sha256 {file.sha256}", file.sha256 in kept) for file in files]


def _point(earning: Earning) -> Step:
    """Two people stand behind a point that was reached: who said it, and who verified it."""
    point = db.get(Milestone, earning.source_id)
    if point is None:
        return Step("evidence", "no milestone", holds=False)
    facts = (point.enrolment_id, point.amount_satang, point.state)
    same = facts == (earning.enrolment_id, earning.amount_satang, MilestoneState.VERIFIED)
    two = point.said_by_id is None or point.said_by_id != point.decided_by_id
    due = point.due_on is None or point.decided_at is None or point.due_on <= clock.bangkok(point.decided_at).date()
    return Step("evidence", f"milestone {point.ref} {point.kind} {point.state}: {point.proof}", same and two and due)


def _donations(earning: Earning) -> list[Step]:
    """The grants and gifts the money came from, oldest first; together they are the whole sum."""
    if earning.accrue_entry_id is None or earning.state in GONE:
        return []
    found = origins.origins_of(earning.accrue_entry_id, earning.amount_satang)
    book_id = db.get_one(LedgerEntry, earning.accrue_entry_id).book_id
    whole = sum(one.satang for one in found) == earning.amount_satang or origins.is_short(book_id)
    told = [Step("donation", f"{one.kind} no. {one.seq} {one.cause}: {baht(one.satang)} baht", whole) for one in found]
    return told or [Step("donation", "no money came in before", whole)]


def _verifier(earning: Earning) -> Step:
    account = db.get(Account, earning.verified_by_id) if earning.verified_by_id else None
    told = account.ref if account else "the worker"
    return Step("verifier", f"{told} {clock.bangkok(earning.verified_at):%Y-%m-%d %H:%M}")


def _entry(entry: LedgerEntry) -> Step:
    undoes = f" of entry {entry.reverses_id}" if entry.reverses_id else ""
    return Step(f"ledger {entry.kind}", f"no. {entry.seq}{undoes} {bytes(entry.hash).hex()[:16]}", holds(entry.id))


def _owed(earning: Earning, entries: Sequence[LedgerEntry]) -> Step:
    """The entries that stand must say of this earning what its state says."""
    undone = {entry.reverses_id for entry in entries}
    standing = {entry.kind for entry in entries if entry.id not in undone and entry.kind in _WAY}
    if earning.state in GONE or earning.accrue_entry_id is None:
        expected = set[str]()
    else:
        expected = set(_WAY[: _FAR.get(EarningState(earning.state), 1)])
    return Step("state", f"{earning.state}, {baht(earning.amount_satang)} baht", standing == expected)


def _fund(earning: Earning) -> Step:
    fund = db.get_one(Fund, earning.fund_id)
    return Step("fund", f"{fund.ref} {fund.name_en or fund.name_th}; {fund.source}")
