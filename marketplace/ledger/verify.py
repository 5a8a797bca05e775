"""Checks of the books by name, each counting what it looked at and what is broken; none stops at the first breach.

The names are those of the safety plan: balance (I1), whole satang (I2), append-only (I3), keys (I4), reversals (I5),
floors (I6), balances replayed from postings (I12), numbering and hash chain (I13), and that no entry lets a youth pay
anyone but the fund (S10). They read the tables as they are and believe no trigger. What the one walk through the books
has seen to hold is not read again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from marketplace.ledger import anchors, walk
from marketplace.ledger.chain import content_hash, link, stamp
from marketplace.ledger.rules import allows
from marketplace.ledger.walk import Walk
from models.ledger import GENESIS
from models.session import db


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant: how many things were looked at, and which are broken."""

    name: str
    promise: str
    looked_at: int
    breaches: tuple[str, ...] = ()


TRIGGERS = {
    "sqlite": frozenset(
        (
            "ledger_posting_before", "ledger_posting_after", "ledger_entry_before", "ledger_entry_mirrors",
            "ledger_entry_after", "ledger_entry_not_updated", "ledger_entry_not_deleted",
            "ledger_posting_not_updated", "ledger_posting_not_deleted", "ledger_account_opens",
            "ledger_account_balance", "ledger_account_not_deleted", "ledger_book_opens",
            "ledger_book_follows", "ledger_book_not_deleted", "payout_line_ends_once", "payout_line_added",
            "payout_line_removed", "payout_item_added", "payout_item_kept", "payout_item_removed",
            "service_event_told_once", "service_event_kept", "service_event_stays", "difference_kept",
            "difference_stays", "ledger_anchor_kept", "ledger_anchor_stays", "gift_document_kept",
            "gift_document_stays", "suspense_exit_kept", "suspense_exit_stays", "bank_balance_kept",
            "bank_balance_stays", "bank_balance_file_kept", "bank_balance_file_stays",
        )
    ),
    "postgresql": frozenset(
        (
            "ledger_entry_chains", "ledger_entry_judged", "ledger_posting_moves", "ledger_entry_append_only",
            "ledger_posting_append_only", "ledger_account_opens", "ledger_account_stays", "ledger_account_balance",
            "ledger_account_not_deleted", "ledger_book_opens", "ledger_book_follows",
            "ledger_book_not_deleted", "payout_line_guard", "payout_item_guard", "service_event_kept",
            "service_event_stays", "difference_kept", "difference_stays", "ledger_anchor_kept", "gift_document_kept",
            "gift_document_stays", "suspense_exit_kept", "suspense_exit_stays", "bank_balance_kept",
            "bank_balance_stays", "bank_balance_file_kept", "bank_balance_file_stays",
        )
    ),
}  # fmt: skip


def check() -> list[Finding]:
    """Every check of the books, in order of name."""
    walked = walk.through()
    return [
        balanced(walked), whole(walked), append_only(), keys(walked), reversals(), floors(), replayed(walked),
        chained(walked), anchored(), ruled(walked), youth_only_receive(walked),
    ]  # fmt: skip


def _count(table: str) -> int:
    return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  names are ours


def _broken(query: str) -> tuple[str, ...]:
    return tuple(" ".join(str(value) for value in row) for row in db.execute(text(query)))


def balanced(walked: Walk) -> Finding:
    """I1: the lines of every entry sum to zero, are as many as it says, and lie in its book."""
    return Finding("I1 balanced", "every entry sums to zero", walked.entries, tuple(walked.unbalanced))


def whole(walked: Walk) -> Finding:
    """I2: every amount is whole satang and not zero."""
    name, promise = "I2 whole satang", "no amount is zero or a fraction"
    if walked.is_plain:
        return Finding(name, promise, walked.lines)
    kind = " OR typeof(amount_satang) <> 'integer'" if _is_sqlite() else ""
    broken = _broken(f"SELECT entry_id, line_no FROM ledger_posting WHERE amount_satang = 0{kind}")  # noqa: S608
    return Finding(name, promise, _count("ledger_posting"), broken)


def append_only() -> Finding:
    """I3: the triggers that refuse changes are there and awake."""
    kind = "sqlite" if _is_sqlite() else "postgresql"
    there = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    }
    missing = TRIGGERS[kind] - set(db.execute(text(there[kind])).scalars())
    return Finding("I3 append-only", "the triggers are in place", len(TRIGGERS[kind]), tuple(sorted(missing)))


def keys(walked: Walk) -> Finding:
    """I4: a key names one entry."""
    name, promise = "I4 keys", "a key is used once"
    if walked.has_keys_once:
        return Finding(name, promise, walked.entries)
    broken = _broken("SELECT key FROM ledger_entry GROUP BY key HAVING count(*) > 1")
    return Finding(name, promise, _count("ledger_entry"), broken)


def reversals() -> Finding:
    """I5: an entry is reversed at most once, by its mirror, and no reversal is reversed."""
    broken = _broken(
        """SELECT 'reversed twice', reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL
           GROUP BY reverses_id HAVING count(*) > 1
           UNION ALL
           SELECT 'reversal of a reversal', r.id FROM ledger_entry r JOIN ledger_entry e ON e.id = r.reverses_id
           WHERE e.reverses_id IS NOT NULL
           UNION ALL
           SELECT DISTINCT 'not a mirror', r.id FROM ledger_entry r
           JOIN ledger_posting p ON p.entry_id IN (r.id, r.reverses_id)
           WHERE r.reverses_id IS NOT NULL GROUP BY r.id, p.account_id HAVING sum(p.amount_satang) <> 0"""
    )
    count = int(db.execute(text("SELECT count(*) FROM ledger_entry WHERE reverses_id IS NOT NULL")).scalar_one())
    return Finding("I5 reversals", "a reversal mirrors its entry, once", count, broken)


def floors() -> Finding:
    """I6: no account is below its floor, and what a youth is owed has a floor of zero."""
    broken = _broken(
        """SELECT code, balance_satang FROM ledger_account WHERE balance_satang < floor_satang
           OR (floor_satang IS NULL AND role <> 'clearing' AND owner_type <> 'platform')
           OR (owner_type = 'youth' AND floor_satang <> 0)"""
    )
    return Finding("I6 floors", "no account is below its floor", _count("ledger_account"), broken)


def replayed(walked: Walk | None = None) -> Finding:
    """I12: every stored balance is what its postings come to."""
    name, promise = "I12 replayed", "balances are what postings come to"
    if walked is not None and walked.is_replayed:
        return Finding(name, promise, _count("ledger_account"))
    broken = _broken(
        """SELECT a.code, a.balance_satang FROM ledger_account a LEFT JOIN (
             SELECT account_id, sum(amount_satang) AS total, max(entry_id) AS newest
             FROM ledger_posting GROUP BY account_id
           ) p ON p.account_id = a.id
           WHERE a.balance_satang <> a.side * coalesce(p.total, 0)
              OR coalesce(a.last_entry_id, 0) <> coalesce(p.newest, 0)"""
    )
    return Finding(name, promise, _count("ledger_account"), broken)


def youth_only_receive(walked: Walk) -> Finding:
    """S10: an entry that touches what a youth is owed touches one youth, and otherwise the fund alone."""
    return Finding("S10 youth only receive", "a youth deals with the fund alone", walked.entries, tuple(walked.mixed))


def chained(walked: Walk) -> Finding:
    """I13: in every book entries are numbered without a gap, and each hash follows from all before it."""
    promise = "numbers have no gap and hashes follow"
    return Finding("I13 chained", promise, walked.entries, tuple(walked.unchained))


def anchored() -> Finding:
    """I13: the books still come to what each day's anchor says, and each anchor follows from the one before."""
    count, broken = anchors.broken()
    return Finding("I13 anchored", "daily anchors hold", count, broken)


def ruled(walked: Walk) -> Finding:
    """Every line of an entry is on an account its kind of event may touch, debit or credit as the rules say."""
    broken = tuple(
        f"entry {first}: {kind} {role}"
        for (kind, role, is_debit), first in walked.sides.items()
        if not allows(kind, role, 1 if is_debit else -1)
    )
    return Finding("A1 rules", "every entry follows the rules", walked.lines, broken)


def holds(entry_id: int) -> bool:
    """Whether one entry says what its hash says, and follows the one before it in its book."""
    rows = list(_entries("WHERE e.id = :id", id=entry_id))
    if not rows:
        return False
    head = rows[0][:_LINE]
    before = text("SELECT hash FROM ledger_entry WHERE book_id = :book AND seq = :seq")
    previous = db.execute(before, {"book": head[0], "seq": head[1] - 1}).scalar() if head[1] > 1 else GENESIS
    if previous is None or bytes(previous) != bytes(head[11]) or sum(row[_LINE + 1] or 0 for row in rows) != 0:
        return False
    said = [(row[_LINE], row[_LINE + 1]) for row in rows]
    stamped = stamp(_content(head, said), walk.instant(head[10]), head[9])
    return bytes(head[12]) == link(bytes(previous), head[1], stamped)


_LINE = 15


def _entries(where: str, **values: int) -> Iterator[Row[Any]]:
    query = text(
        f"""SELECT {walk.HEAD}, a.code, p.amount_satang FROM ledger_entry e
            LEFT JOIN ledger_posting p ON p.entry_id = e.id
            LEFT JOIN ledger_account a ON a.id = p.account_id {where} ORDER BY p.line_no"""  # noqa: S608  ours
    )
    return iter(db.execute(query, values))


def _content(head: Sequence[Any], said: Sequence[tuple[Any, Any]]) -> bytes:
    kind, key, reverses_id, cause_type, cause_ref, note = head[3:9]
    content = content_hash(kind, key, reverses_id, (cause_type, cause_ref), note, said)
    # The stored fingerprint is what replays are held against: it must be the true one too.
    return content if content == bytes(head[13]) else b""


def _is_sqlite() -> bool:
    return db.connection().dialect.name == "sqlite"
