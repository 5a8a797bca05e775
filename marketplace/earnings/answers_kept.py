"""What the audit trail kept when money came to be owed and when the bank answered, held against how it reads now."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select

from marketplace.earnings import prints
from marketplace.ledger.verify import Finding
from models.earning import Earning
from models.history import AuditEvent
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import LineOutcome

ANSWER = "payout.line_{outcome}"
OWED = "earning.accrue"


def print_of(line: Any) -> str:
    """The fingerprint of a line as the bank answered it: the sum, where it went, its reference, its day, by whom."""
    told = (
        line.ref, line.amount_satang, line.method or "", line.bank, line.account_end, line.outcome,
        line.bank_ref or "", line.settled_on or "", line.settled_by_id or "", line.reason,
    )  # fmt: skip
    return prints.of_words("\x1f".join(str(one) for one in told))


def line_stands(line: PayoutLine) -> bool:
    """Whether a line that has ended is as the trail kept it, by whom it names."""
    about = (AuditEvent.subject_type == "payout_batch", AuditEvent.subject_id == line.batch_id)
    actions = [ANSWER.format(outcome=one.value) for one in LineOutcome if one != LineOutcome.PENDING]
    told = db.scalars(select(AuditEvent).where(*about, AuditEvent.action.in_(actions)).order_by(AuditEvent.id))
    kept = [one for one in told if one.details.get("line") == line.ref]
    if line.outcome == LineOutcome.PENDING:
        return not kept
    # The last counts: what was kept wrongly is put right by two people.
    return bool(kept) and _same(line, kept[-1])


def kind_stands(earning: Earning) -> bool:
    """Whether an earning is of the kind it came to be owed as, and for what it then said."""
    about = (AuditEvent.subject_type == "earning", AuditEvent.subject_id == earning.id, AuditEvent.action == OWED)
    found = db.scalars(select(AuditEvent.details).where(*about))
    return all(_is_owed(details, earning.kind, earning.cause) for details in found)


def unlike() -> Finding:
    """M6: each line of a batch is as the bank answered it, and each earning of the kind it came to be owed as.

    Years of batches are held against the trail one batch at a time.
    """
    broken, looked_at = list[str](), 0
    for lines, kept in _by_batch():
        looked_at += len(lines)
        for line in lines:
            told = kept.pop(line.ref, None)
            if (line.outcome == LineOutcome.PENDING) != (told is None) or (told is not None and not _same(line, told)):
                broken.append(f"line {line.ref}")
        broken += [f"line {ref} is missing" for ref in kept]
    of_kinds = (
        select(Earning.ref, Earning.kind, Earning.cause, AuditEvent.details)
        .join(AuditEvent, (AuditEvent.subject_type == "earning") & (AuditEvent.subject_id == Earning.id))
        .where(AuditEvent.action == OWED)
    )
    for ref, kind, cause, details in _streamed(of_kinds):
        looked_at += 1
        if not _is_owed(details, kind, cause):
            broken.append(f"kind {ref}")
    return Finding("M6 payments", "payments are as the bank answered them", looked_at, tuple(broken))


def _by_batch() -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """The lines of each batch beside what the trail kept of their answers, by their references."""
    actions = [ANSWER.format(outcome=one.value) for one in LineOutcome if one != LineOutcome.PENDING]
    told = (
        select(AuditEvent.subject_id, AuditEvent.action, AuditEvent.actor_id, AuditEvent.details)
        .where(AuditEvent.action.in_(actions), AuditEvent.subject_type == "payout_batch")
        .order_by(AuditEvent.subject_id, AuditEvent.id)
    )
    columns = (
        PayoutLine.batch_id, PayoutLine.ref, PayoutLine.amount_satang, PayoutLine.method, PayoutLine.bank,
        PayoutLine.account_end, PayoutLine.outcome, PayoutLine.bank_ref, PayoutLine.settled_on,
        PayoutLine.settled_by_id, PayoutLine.reason,
    )  # fmt: skip
    lines = groupby(_streamed(select(*columns).order_by(PayoutLine.batch_id, PayoutLine.id)), itemgetter(0))
    answers = groupby(_streamed(told), itemgetter(0))
    here, there = next(lines, None), next(answers, None)
    while here is not None or there is not None:
        batch = min(one[0] for one in (here, there) if one is not None)
        mine, kept = list[Any](), dict[str, Any]()
        if here is not None and here[0] == batch:
            mine = list(here[1])
            here = next(lines, None)
        if there is not None and there[0] == batch:
            kept = {str(one.details["line"]): one for one in there[1] if "line" in one.details}
            there = next(answers, None)
        yield mine, kept


def _is_owed(details: Mapping[str, Any], kind: str, cause: str) -> bool:
    """Acts from before the kind, and those from before the words were kept, tell of none."""
    if details.get("kind", kind) != kind:
        return False
    return "cause" not in details or bool(details["cause"] == prints.of_words(cause))


def _streamed(wanted: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(db.execute(wanted, execution_options={"yield_per": 2000}))


def _same(line: Any, kept: Any) -> bool:
    """An answer from before its fingerprint was kept tells only its outcome and by whom."""
    by = kept.actor_id == line.settled_by_id and kept.action == ANSWER.format(outcome=line.outcome)
    return bool(by and kept.details.get("print", print_of(line)) == print_of(line))
