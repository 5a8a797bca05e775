"""Checks of what is owed and paid, and that it agrees with the books; beside those of the books themselves."""

from collections.abc import Callable

from sqlalchemy import text

from marketplace.earnings import answers_kept, verify_claims, verify_evidence, verify_lines
from marketplace.ledger import verify as books
from marketplace.ledger.verify import Finding
from models.session import db


def invariants() -> list[Finding]:
    """Every invariant of money by name, those of the books first."""
    return [*books.check(), *(one() for one in CHECKS)]


def sources() -> Finding:
    """I4: a source earns once of each kind."""
    broken = _broken(
        "SELECT source_type, source_id, kind FROM earning GROUP BY source_type, source_id, kind HAVING count(*) > 1"
    )
    return Finding("I4 sources", "a source earns once", _count("earning"), broken)


def promises() -> Finding:
    """I7: what is reserved in a fund's book is what its open promises have left."""
    broken = _broken(
        """SELECT a.code, a.balance_satang FROM ledger_account a LEFT JOIN (
             SELECT fund_id, sum(amount_satang - used_satang) AS promised FROM fund_reserve
             WHERE closed_at IS NULL GROUP BY fund_id
           ) r ON r.fund_id = a.owner_id
           WHERE a.role = 'reserved' AND a.balance_satang <> coalesce(r.promised, 0)"""
    )
    return Finding("I7 promises", "reserved money has its enrolments", _count("fund_reserve"), broken)


def ceilings() -> Finding:
    """I6: what a fund and its parts have paid, owe and have promised, less what came back, stays under its ceiling."""
    broken = _broken(
        f"""WITH RECURSIVE family(top, part) AS (
             SELECT id, id FROM fund WHERE most_in_all_satang IS NOT NULL
             UNION SELECT family.top, f.id FROM fund f JOIN family ON f.parent_id = family.part
           )
           SELECT f.ref, f.most_in_all_satang, sum(g.satang) FROM family
           JOIN fund f ON f.id = family.top
           JOIN (
             SELECT fund_id, amount_satang AS satang FROM earning
             WHERE accrue_entry_id IS NOT NULL AND state NOT IN ('rejected', 'cancelled', 'reversed')
             UNION ALL
             SELECT e.fund_id, -k.amount_satang FROM correction k JOIN earning e ON e.id = k.earning_id
             WHERE {verify_lines.PART.format("k")} AND e.state NOT IN ('rejected', 'cancelled', 'reversed')
             UNION ALL
             SELECT fund_id, amount_satang - used_satang FROM fund_reserve WHERE closed_at IS NULL
           ) g ON g.fund_id = family.part
           GROUP BY f.ref, f.most_in_all_satang HAVING sum(g.satang) > f.most_in_all_satang"""  # noqa: S608  names are ours
    )
    return Finding("I6 ceilings", "a fund and its parts stay under its ceiling", _count("fund"), broken)


def debts() -> Finding:
    """I7: what the books owe each youth is the sum of their earnings not yet sent."""
    broken = _broken(
        """SELECT a.code, a.balance_satang FROM ledger_account a
           JOIN ledger_book b ON b.id = a.book_id JOIN fund f ON f.ref = b.code
           LEFT JOIN (
             SELECT youth_id, fund_id, sum(amount_satang) AS owed FROM earning
             WHERE state IN ('accrued', 'approved', 'in_batch', 'held', 'failed') AND accrue_entry_id IS NOT NULL
             GROUP BY youth_id, fund_id
           ) e ON e.youth_id = a.owner_id AND e.fund_id = f.id
           WHERE a.role = 'payable' AND a.balance_satang <> coalesce(e.owed, 0)"""
    )
    return Finding("I7 debts", "what is owed has its earnings", _count("earning"), broken)


def on_the_way() -> Finding:
    """I7: what is on its way through the bank is the sum of earnings sent."""
    broken = _broken(
        """SELECT a.code, a.balance_satang FROM ledger_account a LEFT JOIN (
             SELECT fund_id, sum(amount_satang) AS sent FROM earning WHERE state = 'sent' GROUP BY fund_id
           ) e ON e.fund_id = a.owner_id
           WHERE a.role = 'transit' AND a.balance_satang <> coalesce(e.sent, 0)"""
    )
    return Finding("I7 on the way", "money in transit has its earnings", _count("fund"), broken)


def balances() -> Finding:
    """I11: what a statement leaves unexplained has its difference, and is adjusted exactly, by an entry that stands.

    Of each fund the newest statement written is held against its book once more, posting by posting.
    """
    broken = _broken(
        """SELECT 'no difference', b.ref FROM bank_balance b LEFT JOIN difference d ON d.id = b.difference_id
           WHERE b.remainder_satang <> 0 AND (d.id IS NULL OR d.kind <> 'bank_balance' OR d.fund_id <> b.fund_id
             OR d.found_satang - d.expected_satang <> b.remainder_satang)
           UNION ALL
           SELECT 'no statement', d.ref FROM difference d WHERE d.kind = 'bank_balance'
             AND NOT EXISTS (SELECT 1 FROM bank_balance b WHERE b.difference_id = d.id)
           UNION ALL
           SELECT 'not exactly', d.ref FROM difference d WHERE d.kind = 'bank_balance' AND d.state = 'adjusted'
             AND d.adjust_satang <> d.found_satang - d.expected_satang
           UNION ALL
           SELECT 'no entry', d.ref FROM difference d LEFT JOIN ledger_entry n ON n.key = 'adjust:' || d.ref
           WHERE d.kind = 'bank_balance' AND d.state = 'adjusted' AND (NOT EXISTS (
             SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id AND a.role = 'cash'
             WHERE p.entry_id = n.id AND p.amount_satang = d.adjust_satang AND a.owner_id = d.fund_id)
             OR EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = n.id))
           UNION ALL
           SELECT 'book', b.ref FROM bank_balance b
           WHERE b.id IN (SELECT max(id) FROM bank_balance GROUP BY fund_id) AND b.book_satang <> coalesce((
             SELECT sum(p.amount_satang) FROM ledger_account a JOIN ledger_posting p ON p.account_id = a.id
             JOIN ledger_entry n ON n.id = p.entry_id
             WHERE a.owner_type = 'fund' AND a.owner_id = b.fund_id AND a.role = 'cash' AND n.at < b.ends_at), 0)"""
    )
    promise = "a statement and its book agree or differ in the open"
    return Finding("I11 balances", promise, _count("bank_balance"), broken)


def service() -> Finding:
    """I11: where the payment service last said it holds another sum than the books, a difference stands for it."""
    broken = _broken(
        """SELECT 'service', s.held_satang, s.booked_satang FROM service_balance s
           LEFT JOIN difference d ON d.id = s.difference_id
           WHERE s.id = (SELECT max(id) FROM service_balance) AND s.held_satang <> s.booked_satang
             AND (d.id IS NULL OR d.kind <> 'balance'
                  OR d.found_satang - d.expected_satang <> s.held_satang - s.booked_satang)"""
    )
    promise = "the payment service holds what the books say"
    return Finding("I11 service", promise, _count("service_balance"), broken)


def suspense() -> Finding:
    """I11: what is in suspense is what two people took up less what two people passed on, each with its entries."""
    ours = f"d.fund_id IS NULL AND d.state = 'adjusted' AND NOT {_OF_PAYOUT}"
    broken = _broken(
        f"""SELECT 'balance', CAST(a.held AS varchar(40)), t.taken - t.passed FROM
             (SELECT coalesce(sum(balance_satang), 0) AS held FROM ledger_account WHERE role = 'suspense') a,
             (SELECT coalesce((SELECT sum(d.adjust_satang) FROM difference d WHERE {ours}), 0) AS taken,
                     coalesce((SELECT sum(amount_satang) FROM suspense_exit
                               WHERE state = 'done' AND against_id IS NULL), 0) AS passed) t
           WHERE a.held <> t.taken - t.passed
           UNION ALL
           SELECT 'more than came', d.ref, sum(x.amount_satang) FROM (
             SELECT difference_id, amount_satang FROM suspense_exit WHERE state = 'done' UNION ALL
             SELECT against_id, -amount_satang FROM suspense_exit WHERE state = 'done' AND against_id IS NOT NULL) x
           JOIN difference d ON d.id = x.difference_id
           GROUP BY d.id, d.ref, d.adjust_satang, d.state, d.fund_id
           HAVING d.state <> 'adjusted' OR d.fund_id IS NOT NULL OR abs(sum(x.amount_satang)) > abs(d.adjust_satang)
             OR sum(x.amount_satang) * d.adjust_satang < 0
           UNION ALL
           SELECT 'one person', x.ref, 0 FROM suspense_exit x WHERE x.state = 'done'
             AND (x.proposed_by_id IS NULL OR x.decided_by_id IS NULL OR x.proposed_by_id = x.decided_by_id)
           UNION ALL
           SELECT 'no entry', d.ref, d.adjust_satang FROM difference d WHERE d.fund_id IS NULL AND d.state = 'adjusted'
             AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.key = 'adjust:' || d.ref)
           UNION ALL
           SELECT 'no entry', x.ref, x.amount_satang FROM suspense_exit x LEFT JOIN fund f ON f.id = x.fund_id
           WHERE (x.state = 'done') <> EXISTS (SELECT 1 FROM ledger_entry e WHERE e.key = 'settle:' || x.ref)
             OR (x.fund_id IS NOT NULL AND (x.state = 'done') <> EXISTS (
               SELECT 1 FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id
               JOIN ledger_account a ON a.id = p.account_id AND a.role = x.place
               WHERE e.key = 'settle:' || x.ref || ':' || f.ref AND p.amount_satang = x.amount_satang))
           UNION ALL
           SELECT 'no entry', x.ref, -x.amount_satang FROM suspense_exit x JOIN difference o ON o.id = x.against_id
           WHERE (x.state = 'done') <> EXISTS (
             SELECT 1 FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id
             JOIN ledger_account a ON a.id = p.account_id AND a.role = 'suspense'
             WHERE e.key = 'settle:' || x.ref || ':' || o.ref AND p.amount_satang = -x.amount_satang)"""  # noqa: S608
    )
    promise = "what is in suspense has its differences"
    return Finding("I11 suspense", promise, _count("suspense_exit") + _count("difference"), broken)


def history() -> Finding:
    """I14: every earning and batch is where its history says, and every one has its line in the audit trail."""
    rules = (
        "s.version - 1 <> (SELECT count(*) FROM move m WHERE m.subject_type = '{0}' AND m.subject_id = s.id)",
        "s.version > 1 AND s.state <> (SELECT m.to_state FROM move m WHERE m.subject_type = '{0}'"
        " AND m.subject_id = s.id ORDER BY m.id DESC LIMIT 1)",
        "NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.subject_type = '{0}' AND a.subject_id = s.id)",
    )
    parts = [
        f"SELECT '{subject}', s.ref FROM {subject} s WHERE {rule.format(subject)}"  # noqa: S608  names are ours
        for subject in ("earning", "payout_batch")
        for rule in rules
    ]
    count = _count("earning") + _count("payout_batch")
    return Finding("I14 history", "states follow from history and audit", count, _broken(" UNION ALL ".join(parts)))


def two_people() -> Finding:
    """P3: what two people have to say of a difference with the bank was said by two, also that the bank is wrong."""
    broken = _broken(
        """SELECT 'same', d.ref FROM difference d WHERE d.state = 'adjusted'
             AND (d.proposed_by_id IS NULL OR d.decided_by_id IS NULL OR d.proposed_by_id = d.decided_by_id)
           UNION ALL
           SELECT 'same', d.ref FROM difference d WHERE d.state = 'explained' AND d.proposed_by_id IS NOT NULL
             AND (d.decided_by_id IS NULL OR d.proposed_by_id = d.decided_by_id)
           UNION ALL
           SELECT 'one', d.ref FROM difference d JOIN payout_line l ON l.ref = d.about
           WHERE d.kind = 'bank_line' AND d.state IN ('matched', 'explained') AND d.proposed_by_id IS NULL
             AND d.found_satang > 0 AND d.detail NOT LIKE 'back:%' AND l.outcome <> 'paid' AND NOT EXISTS (
               SELECT 1 FROM difference x WHERE x.kind = 'bank_line' AND x.about = l.ref AND x.state = 'adjusted'
               AND x.detail LIKE 'answer:%')
           UNION ALL
           SELECT 'one', d.ref FROM difference d JOIN payout_line l ON l.ref = d.about
           WHERE d.kind = 'bank_line' AND d.state = 'explained' AND d.proposed_by_id IS NULL AND l.outcome = 'paid'
             AND d.found_satang > d.expected_satang AND d.expected_satang <> l.amount_satang
             AND d.detail NOT LIKE 'answer:%' AND d.detail NOT LIKE 'back:%'
           UNION ALL
           SELECT 'one', d.ref FROM difference d WHERE d.kind = 'bank_balance' AND d.state IN ('matched', 'explained')
             AND d.found_satang < d.expected_satang AND d.proposed_by_id IS NULL
           UNION ALL
           SELECT 'trail', d.ref FROM difference d WHERE d.state IN ('adjusted', 'explained')
             AND d.proposed_by_id IS NOT NULL AND (
               coalesce(d.proposed_by_id, 0) <> coalesce((SELECT m.actor_id FROM move m
                 WHERE m.subject_type = 'difference' AND m.subject_id = d.id AND m.verb = 'propose'
                 ORDER BY m.id DESC LIMIT 1), 0)
               OR coalesce(d.decided_by_id, 0) <> coalesce((SELECT m.actor_id FROM move m
                 WHERE m.subject_type = 'difference' AND m.subject_id = d.id AND m.verb IN ('agree', 'agree_words')
                 ORDER BY m.id DESC LIMIT 1), 0))"""
    )
    return Finding("P3 two people", "a difference has its two people", _count("difference"), broken)


def three_people() -> Finding:
    """Who prepared, approved and authorised a batch are three people, and those the audit trail tells of."""
    signed = " UNION ALL ".join(
        f"""SELECT '{verb}', b.ref FROM payout_batch b WHERE (b.{verb}d_by_id IS NOT NULL OR b.state IN ({states}))
          AND coalesce(b.{verb}d_by_id, 0) <> coalesce((SELECT m.actor_id FROM move m
            WHERE m.subject_type = 'payout_batch' AND m.subject_id = b.id AND m.verb = '{verb}'
            ORDER BY m.id DESC LIMIT 1), 0)"""  # noqa: S608  names are ours
        for verb, states in SIGNED.items()
    )
    broken = _broken(
        f"""SELECT 'same', ref FROM payout_batch
           WHERE approved_by_id = prepared_by_id OR authorised_by_id = prepared_by_id
           OR authorised_by_id = approved_by_id OR released_by_id = prepared_by_id OR released_by_id = approved_by_id
           OR (state IN ('released', 'reconciled', 'closed')
               AND (approved_by_id IS NULL OR authorised_by_id IS NULL))
           UNION ALL
           SELECT 'prepare', b.ref FROM payout_batch b WHERE NOT EXISTS (
             SELECT 1 FROM audit_event a WHERE a.subject_type = 'payout_batch' AND a.subject_id = b.id
             AND a.action = 'payout.prepare' AND a.actor_id = b.prepared_by_id)
           UNION ALL {signed}"""  # noqa: S608  names are ours
    )
    return Finding("P3 three people", "a payout has its three people", _count("payout_batch"), broken)


def _count(table: str) -> int:
    return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  names are ours


def _broken(query: str) -> tuple[str, ...]:
    return tuple(" ".join(str(value) for value in row) for row in db.execute(text(query)))


SIGNED = {
    "approve": "'approved', 'authorised', 'released', 'reconciled', 'closed'",
    "authorise": "'authorised', 'released', 'reconciled', 'closed'",
    "release": "'released', 'reconciled', 'closed'",
}
"""In which states of a batch somebody has taken each step."""

_OF_PAYOUT = "(d.kind = 'not_booked' AND (d.detail = '' OR d.detail LIKE 'payout %'))"
"""What the service paid to the bank of money that is no gift's: it goes from place to place, not into suspense."""

CHECKS: tuple[Callable[[], Finding], ...] = (
    sources, promises, ceilings, debts, on_the_way, verify_lines.lines, verify_lines.bank, verify_lines.adjusted,
    verify_claims.claims, balances, service, suspense, history, two_people, three_people,
    *verify_evidence.CHECKS,
    answers_kept.unlike,
)  # fmt: skip
