"""Checks of seats, completions and what people were told, beside those of money; each counts what it looked at.

The names are those of the safety plan: seats (I9), completions (I10, as far as enrolments know of them), history of
enrolments and claims (I14) and that nothing anybody was told of is gone (I15). Like the checks of the books they read
the tables as they are.
"""

from collections.abc import Callable, Collection

from sqlalchemy import text

from marketplace.earnings import verify as money
from marketplace.enrolments.claim_states import PROVED, WAITING
from marketplace.enrolments.hours_attended import CAME
from marketplace.ledger.verify import Finding
from marketplace.statements import verify as sheets
from models.session import db
from models.vocabulary import EnrolmentState

HOLDING = (
    EnrolmentState.OFFERED,
    EnrolmentState.PROVIDER_ACCEPTED,
    EnrolmentState.OFFICER_REVIEW,
    EnrolmentState.SECOND_REVIEW,
    EnrolmentState.RETURNED,
    EnrolmentState.APPROVED,
    EnrolmentState.ENROLLED,
    EnrolmentState.IN_LEARNING,
    EnrolmentState.ON_BREAK,
)
"""From the first answer to the last session a seat is held; an end that was learned to keeps it or not."""

FREE = (
    EnrolmentState.DRAFT,
    EnrolmentState.AWAITING_GUARDIAN,
    EnrolmentState.SUBMITTED,
    EnrolmentState.PROVIDER_REVIEW,
    EnrolmentState.WAITLISTED,
    EnrolmentState.DECLINED,
    EnrolmentState.REFUSED,
    EnrolmentState.WITHDRAWN,
    EnrolmentState.CANCELLED,
)
TOLD_OF = ("enrolment", "claim", "earning", "payout_batch", "opportunity")


def invariants() -> list[Finding]:
    """Every invariant by name: books, money, sheets that were given out, then seats and people."""
    return [*money.invariants(), *(one() for one in (*sheets.CHECKS, *CHECKS))]


def seats() -> Finding:
    """I9: no opportunity gives out more seats than it has, and each seat taken is held by one request."""
    broken = _broken(
        f"""SELECT 'seats', o.ref, o.seats_taken, o.seats, coalesce(h.held, 0) FROM opportunity o LEFT JOIN (
              SELECT opportunity_id, count(*) AS held FROM enrolment WHERE holds_seat GROUP BY opportunity_id
            ) h ON h.opportunity_id = o.id
            WHERE o.seats_taken > o.seats OR o.seats_taken <> coalesce(h.held, 0)
            UNION ALL
            SELECT 'without a seat', ref, 0, 0, 0 FROM enrolment
            WHERE state IN ({_listed(HOLDING)}) AND NOT holds_seat
            UNION ALL
            SELECT 'with a seat', ref, 0, 0, 0 FROM enrolment WHERE state IN ({_listed(FREE)}) AND holds_seat"""  # noqa: S608  words of ours
    )
    return Finding("I9 seats", "seats taken are held, and are no more than there are", _count("opportunity"), broken)


def completions() -> Finding:
    """I10: whoever completed has one proved claim, and a proved claim is of somebody who completed."""
    broken = _broken(
        f"""SELECT 'completed', e.ref FROM enrolment e LEFT JOIN (
              SELECT enrolment_id, count(*) AS claims FROM claim WHERE state IN ({_listed(PROVED)})
              GROUP BY enrolment_id
            ) c ON c.enrolment_id = e.id
            WHERE e.state = 'completed' AND coalesce(c.claims, 0) <> 1
            UNION ALL
            SELECT 'proved', c.ref FROM claim c JOIN enrolment e ON e.id = c.enrolment_id
            WHERE c.state IN ({_listed(PROVED)}) AND e.state <> 'completed'"""  # noqa: S608  words of ours
    )
    return Finding("I10 completions", "a completion has its verified claim", _count("claim"), broken)


def hours() -> Finding:
    """I10: no completion is claimed or proved for more hours than were attended; days of a log that wait count too."""
    broken = _broken(
        f"""SELECT 'more than attended', c.ref, c.hours, coalesce(r.minutes, 0) + coalesce(l.minutes, 0) FROM claim c
            LEFT JOIN (
              SELECT a.enrolment_id, sum(coalesce(a.minutes, {_minutes()})) AS minutes FROM attendance a
              JOIN session s ON s.id = a.session_id WHERE a.status IN ({_listed(sorted(CAME))}) GROUP BY a.enrolment_id
            ) r ON r.enrolment_id = c.enrolment_id
            LEFT JOIN (
              SELECT g.enrolment_id, sum(d.end_minute - d.start_minute - d.rest_minutes) AS minutes FROM work_day d
              JOIN agreement g ON g.id = d.agreement_id GROUP BY g.enrolment_id
            ) l ON l.enrolment_id = c.enrolment_id
            WHERE c.state IN ({_listed((*WAITING, *PROVED))})
              AND c.hours * 60 > coalesce(r.minutes, 0) + coalesce(l.minutes, 0)"""  # noqa: S608  words of ours
    )
    return Finding("I10 hours", "no claim is for more hours than were attended", _count("claim"), broken)


def history() -> Finding:
    """I14: every enrolment and claim is where its history says, and the last move has its line of audit."""
    rules = (
        "s.version - 1 <> (SELECT count(*) FROM move m WHERE m.subject_type = '{0}' AND m.subject_id = s.id)",
        "s.version > 1 AND s.state <> (SELECT m.to_state FROM move m WHERE m.subject_type = '{0}'"
        " AND m.subject_id = s.id ORDER BY m.id DESC LIMIT 1)",
        "s.version > 1 AND NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.subject_type = '{0}'"
        " AND a.subject_id = s.id)",
    )
    parts = [
        f"SELECT '{subject}', s.ref FROM {subject} s WHERE {rule.format(subject)}"  # noqa: S608  names are ours
        for subject in ("enrolment", "claim")
        for rule in rules
    ]
    count = _count("enrolment") + _count("claim")
    return Finding("I14 decisions", "requests follow from history and audit", count, _broken(" UNION ALL ".join(parts)))


def points() -> Finding:
    """M7: a point that was reached earned its sum once and not before its day; two people stand behind it."""
    broken = _broken(
        """SELECT 'without its money', m.ref FROM milestone m WHERE m.state = 'verified' AND NOT EXISTS (
             SELECT 1 FROM earning e WHERE e.source_type = 'milestone' AND e.source_id = m.id
             AND e.enrolment_id = m.enrolment_id AND e.amount_satang = m.amount_satang)
           UNION ALL
           SELECT 'money without it', e.ref FROM earning e WHERE e.source_type = 'milestone' AND NOT EXISTS (
             SELECT 1 FROM milestone m WHERE m.id = e.source_id AND m.state = 'verified')
           UNION ALL
           SELECT 'another kind', e.ref FROM earning e JOIN milestone m ON m.id = e.source_id
           WHERE e.source_type = 'milestone' AND e.kind <> CASE m.kind
             WHEN 'stay' THEN 'retention' WHEN 'thing' THEN 'in_kind' ELSE 'regular' END
           UNION ALL
           SELECT 'before its day', m.ref FROM milestone m
           WHERE m.state = 'verified' AND m.kind = 'stay' AND (m.due_on IS NULL OR m.due_on < m.begins_on)
           UNION ALL
           SELECT 'one person', m.ref FROM milestone m WHERE m.state = 'verified' AND m.said_by_id = m.decided_by_id"""
    )
    return Finding("M7 milestones", "a point reached earns once", _count("milestone"), broken)


def told() -> Finding:
    """I15: what somebody was told of is there."""
    parts = [
        f"SELECT n.id, n.subject_type FROM notice n WHERE n.subject_type = '{table}'"  # noqa: S608  names are ours
        f" AND NOT EXISTS (SELECT 1 FROM {table} s WHERE s.id = n.subject_id)"
        for table in TOLD_OF
    ]
    broken = _broken(" UNION ALL ".join(parts))
    return Finding("I15 told", "what people were told of is there", _count("notice"), broken)


def _minutes() -> str:
    """How long a session lasts, in the words of the database."""
    if db.get_bind().dialect.name == "sqlite":
        return "CAST(round((julianday(s.ends_at) - julianday(s.starts_at)) * 1440) AS INTEGER)"
    return "CAST(extract(epoch FROM s.ends_at - s.starts_at) / 60 AS INTEGER)"


def _listed(words: Collection[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _count(table: str) -> int:
    return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  names are ours


def _broken(query: str) -> tuple[str, ...]:
    return tuple(" ".join(str(value) for value in row) for row in db.execute(text(query)))


CHECKS: tuple[Callable[[], Finding], ...] = (seats, completions, hours, points, history, told)
