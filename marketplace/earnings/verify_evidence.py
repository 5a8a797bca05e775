"""Checks of what earnings rest on: their evidence is there, is what was handed in, and was verified by who it says."""

from collections import Counter
from collections.abc import Callable

from sqlalchemy import Select, select, text

from marketplace.earnings import prints
from marketplace.earnings.states import CAME, GONE, OWED_BY, PROVED_CLAIMS
from marketplace.ledger.verify import Finding
from marketplace.payments import documents
from models.enrolment import Attendance, Claim, Enrolment, Evidence
from models.gift import GiftDocument
from models.history import AuditEvent
from models.milestone import MilestoneProof
from models.offer import Session
from models.session import db

_GONE = ", ".join(f"'{state}'" for state in GONE)
_CAME = ", ".join(f"'{status}'" for status in CAME)
_PROVED = ", ".join(f"'{state}'" for state in PROVED_CLAIMS)
_LIVE = f"e.state NOT IN ({_GONE})"
_OWED = ", ".join(f"'{act}'" for act in OWED_BY)
_ROLLED = "e.source_type IN ('attendance', 'travel')"


def evidence() -> Finding:
    """M6: what stands as earned has its row of a roll, claim or point, named by the earning and of the same youth.

    A claim that was revoked after the money left is no breach where that money is among what has to come back, however
    it was corrected; no proof of it holds. The same is asked of corrections of a session at which nobody was marked
    as present.
    """
    broken = _broken(
        f"""SELECT 'no row', e.ref FROM earning e WHERE {_LIVE} AND {_ROLLED} AND NOT EXISTS (
             SELECT 1 FROM attendance a JOIN session s ON s.id = a.session_id WHERE a.id = e.source_id
             AND a.status IN ({_CAME}) AND a.enrolment_id = e.enrolment_id AND s.ref = e.evidence_ref
             AND s.held_on = e.earned_on)
           UNION ALL
           SELECT 'no claim', e.ref FROM earning e WHERE {_LIVE} AND e.source_type = 'claim' AND NOT EXISTS (
             SELECT 1 FROM claim c WHERE c.id = e.source_id AND c.enrolment_id = e.enrolment_id
             AND c.ref = e.evidence_ref AND (c.state IN ({_PROVED})
               OR (c.state = 'revoked' AND e.state IN ('in_batch', 'sent', 'paid', 'confirmed'))))
           UNION ALL
           SELECT 'no point', e.ref FROM earning e WHERE {_LIVE} AND e.source_type = 'milestone' AND NOT EXISTS (
             SELECT 1 FROM milestone m WHERE m.id = e.source_id AND m.enrolment_id = e.enrolment_id
             AND m.ref = e.evidence_ref)
           UNION ALL
           SELECT 'no correction', e.ref FROM earning e WHERE {_LIVE} AND e.source_type = 'adjustment' AND NOT EXISTS (
             SELECT 1 FROM correction k JOIN earning o ON o.id = k.earning_id WHERE k.id = e.source_id
             AND k.state = 'done' AND k.amount_satang = e.amount_satang AND k.ref = e.evidence_ref
             AND o.enrolment_id = e.enrolment_id AND (k.kind = 'more' OR o.state = 'reversed'))
           UNION ALL
           SELECT 'another youth', e.ref FROM earning e JOIN enrolment n ON n.id = e.enrolment_id
           WHERE n.youth_id <> e.youth_id"""  # noqa: S608  names are ours
    )
    false = _broken(
        f"""WITH RECURSIVE found_false(id) AS (
             SELECT e.id FROM claim c JOIN earning e ON e.source_type = 'claim' AND e.source_id = c.id
             WHERE c.state = 'revoked'
             UNION ALL
             SELECT e.id FROM earning e WHERE {_ROLLED} AND NOT EXISTS (
               SELECT 1 FROM attendance a WHERE a.id = e.source_id AND a.status IN ({_CAME}))
             UNION ALL
             SELECT e.id FROM found_false f JOIN correction k ON k.earning_id = f.id
             JOIN earning e ON e.source_type = 'adjustment' AND e.source_id = k.id)
           SELECT 'found false', e.ref FROM found_false f JOIN earning e ON e.id = f.id
           WHERE {_LIVE} AND NOT ({_ROLLED}) AND NOT EXISTS (
             SELECT 1 FROM recovery v WHERE v.earning_id = e.id AND v.state NOT IN ('kept', 'not_sent'))"""  # noqa: S608  names are ours
    )
    return Finding("M6 evidence", "what was earned has its evidence", _count("earning"), broken + false)


def verifiers() -> Finding:
    """M6: who verified an earning is a person, not the young person, and who the act and its evidence name."""
    broken = _broken(
        f"""SELECT 'nobody', e.ref FROM earning e WHERE {_LIVE} AND e.verified_by_id IS NULL
           UNION ALL
           SELECT 'themselves', e.ref FROM earning e JOIN youth y ON y.id = e.youth_id
           WHERE y.account_id = e.verified_by_id
           UNION ALL
           SELECT 'another', e.ref FROM earning e WHERE coalesce(e.verified_by_id, 0) <> coalesce((
             SELECT a.actor_id FROM audit_event a WHERE a.subject_type = 'earning' AND a.subject_id = e.id
             AND a.action IN ({_OWED}) ORDER BY a.id DESC LIMIT 1), 0)
           UNION ALL
           SELECT 'no mark', e.ref FROM earning e JOIN attendance r ON r.id = e.source_id
           WHERE {_LIVE} AND {_ROLLED} AND r.marked_by_id <> e.verified_by_id AND NOT EXISTS (
             SELECT 1 FROM audit_event a WHERE a.subject_type = 'session' AND a.subject_id = r.session_id
             AND a.action = 'attendance.mark' AND a.actor_id = e.verified_by_id)
           UNION ALL
           SELECT 'claim', e.ref FROM earning e JOIN claim c ON c.id = e.source_id
           WHERE {_LIVE} AND e.source_type = 'claim' AND coalesce(c.verified_by_id, 0) <> coalesce(e.verified_by_id, 0)
           UNION ALL
           SELECT 'point', e.ref FROM earning e JOIN milestone m ON m.id = e.source_id
           WHERE {_LIVE} AND e.source_type = 'milestone'
           AND coalesce(m.decided_by_id, 0) <> coalesce(e.verified_by_id, 0)"""  # noqa: S608  names are ours
    )
    return Finding("M6 verifiers", "who verified is who the trail says", _count("earning"), broken)


def fingerprints() -> Finding:
    """M6: rolls, claims and rows of files are what the audit trail kept of them when they were handed in."""
    broken = [*_rolls(), *_claims(), *_files()]
    looked_at = sum(_count(table) for table in ("attendance", "claim", "evidence", "milestone_proof", "gift_document"))
    return Finding("M6 prints", "evidence is as it was handed in", looked_at, tuple(broken))


def _rolls() -> list[str]:
    kept: dict[str, str] = {}
    for rows in _kept(prints.MARKED, "rows"):
        kept |= rows[1] if isinstance(rows[1], dict) else {}
    wanted = (
        select(
            Attendance.id,
            Session.ref,
            Enrolment.ref,
            Attendance.status,
            Attendance.marked_by_id,
            Attendance.note,
            Attendance.minutes,
        )
        .join(Session, Session.id == Attendance.session_id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
    )
    there = {
        str(row_id): prints.of_row(session, enrolment, status, by, note, minutes)
        for row_id, session, enrolment, status, by, note, minutes in db.execute(wanted)
    }
    return [f"roll {row_id}" for row_id in kept.keys() | there.keys() if kept.get(row_id) != there.get(row_id)]


def _claims() -> list[str]:
    kept = dict(_kept(prints.SHOWN, "words"))
    wanted = select(Claim.id, Claim.ref, Claim.note)
    return [f"claim {ref}" for key, ref, note in db.execute(wanted) if kept.get(key) != prints.of_words(note)]


def _files() -> list[str]:
    of_claims = _handed_in(prints.SHOWN), Counter(_pairs(select(Evidence.claim_id, Evidence.sha256)))
    of_points = (
        _handed_in(prints.FILES),
        Counter(_pairs(select(MilestoneProof.milestone_id, MilestoneProof.sha256))),
    )
    of_gifts = _handed_in((documents.ADDED,)), Counter(_pairs(select(GiftDocument.gift_id, GiftDocument.sha256)))
    return [
        f"file of {subject} {key}: {digest[:16]}"
        for subject, (kept, there) in (("claim", of_claims), ("milestone", of_points), ("gift", of_gifts))
        for key, digest in (kept - there) + (there - kept)
    ]


def _handed_in(actions: tuple[str, ...]) -> Counter[tuple[int, str]]:
    told = _kept(actions, "sha256")
    return Counter((key or 0, str(one)) for key, shown in told if isinstance(shown, list) for one in shown)


def _pairs(wanted: Select[int, str]) -> list[tuple[int, str]]:
    return [(key, digest) for key, digest in db.execute(wanted)]


def _kept(actions: tuple[str, ...], name: str) -> list[tuple[int | None, object]]:
    """What the audit trail kept under a name by some acts, with the key of each subject, oldest first."""
    wanted = select(AuditEvent.subject_id, AuditEvent.details).where(AuditEvent.action.in_(actions))
    found = db.execute(wanted.order_by(AuditEvent.id), execution_options={"yield_per": 2000})
    return [(key, details[name]) for key, details in found if name in details]


def _count(table: str) -> int:
    return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  names are ours


def _broken(query: str) -> tuple[str, ...]:
    return tuple(" ".join(str(value) for value in row) for row in db.execute(text(query)))


CHECKS: tuple[Callable[[], Finding], ...] = (evidence, verifiers, fingerprints)
