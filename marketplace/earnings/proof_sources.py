"""What an earning was earned by: a row of a roll, a verified completion or a point reached, each with its evidence.

A link that is missing never counts as holding: no row, no fingerprint or no verifier is a broken chain.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from marketplace.earnings import grounds, prints
from marketplace.earnings.proof_steps import (
    ATTENDANCE,
    CLAIM,
    CORRECTION,
    EARNING,
    HASH,
    MILESTONE,
    VERIFIER,
    Step,
    kept_prints,
    last_acted,
    last_moved,
    refs,
    step,
)
from marketplace.earnings.states import CAME, GONE, OWED_BY, PROVED_CLAIMS
from marketplace.i18n import Text, dates, t, words
from marketplace.kernel import clock
from marketplace.offers import stipends
from models.correction import Correction
from models.earning import Earning
from models.enrolment import Attendance, Claim, Enrolment, Evidence
from models.history import AuditEvent
from models.milestone import Milestone, MilestoneProof
from models.offer import Session
from models.session import db
from models.vocabulary import (
    AttendanceStatus,
    ClaimState,
    CorrectionKind,
    CorrectionState,
    CountsFrom,
    EarningSource,
    EarningState,
    MilestoneKind,
    MilestoneState,
)
from models.youth import Youth

NO_ROW = t("The row of the roll is missing.")
NOT_HERE = t("They are not marked as present.")
OF_ANOTHER = t("It belongs to somebody else.")
OTHER_REF = t("The earning names other evidence.")
NO_CLAIM = t("The claim is missing.")
NOT_TRUE = t("The completion was found not to be true. What was paid for it has to come back.")
NOT_VERIFIED = t("The completion does not stand as verified.")
NO_POINT = t("The milestone is missing.")
NOT_REACHED = t("The milestone is not verified for this sum.")
ONE_PERSON = t("Whoever said it also verified it.")
TOO_EARLY = t("It was verified before its day.")
CHANGED = t("It is not what was handed in: the fingerprint differs from the one kept then.")
UNKNOWN = t("Nothing is known of what it was earned by.")
GONE_FILES = t("A file that was handed in is missing.")
CHANGED_FILE = t("The kept file is missing or is no longer the one that was handed in.")
NOT_AGREED = t("The correction was not agreed to for this sum.")
NOT_BACK = t("It was paid again although the first payment did not come back.")
OTHER_HOURS = t("It was paid for other hours than were attended.")
NO_VERIFIER = t("Nobody is named who verified it.")
OWN_VERIFIER = t("The young person verified it.")
OTHER_VERIFIER = t("The audit trail names another verifier.")
OTHER_DECIDER = t("Whoever decided the evidence is another.")


def source(earning: Earning, folder: Path | None, *, gone: bool | None = None) -> list[Step]:
    """What it was earned by, the fingerprints of its evidence, and who verified it.

    `gone` says of a correction whether its own sum is owed no more: what it corrected may be while it stands.
    """
    gone = earning.state in GONE if gone is None else gone
    if earning.source_type in (EarningSource.ATTENDANCE, EarningSource.TRAVEL):
        return _row(earning, gone)
    if earning.source_type == EarningSource.CLAIM:
        claim = db.get(Claim, earning.source_id)
        if claim is None:
            return [step(CLAIM, [earning.evidence_ref], (False, NO_CLAIM)), _verifier(earning, None)]
        return [*_claim(claim, earning, folder, gone), _verifier(earning, _decided(claim))]
    if earning.source_type == EarningSource.MILESTONE:
        return _point(earning, folder, gone)
    if earning.source_type == EarningSource.ADJUSTMENT:
        return _correction(earning, folder, gone)
    return [step(EARNING, [earning.evidence_ref], (False, UNKNOWN)), _verifier(earning, None)]


def _correction(earning: Earning, folder: Path | None, gone: bool) -> list[Step]:
    """The correction a sum comes from with its two people, and what the sum that was corrected was earned by."""
    kept = db.get(Correction, earning.source_id)
    if kept is None:
        return [step(CORRECTION, [earning.evidence_ref], (False, UNKNOWN)), _verifier(earning, None)]
    first = db.get_one(Earning, kept.earning_id)
    again = kept.kind == CorrectionKind.AGAIN
    whole = (earning.enrolment_id, earning.fund_id) == (first.enrolment_id, first.fund_id) and _is_theirs(earning)
    told = step(
        CORRECTION,
        [kept.ref, first.ref, *refs(kept.proposed_by_id, kept.decided_by_id)],
        (kept.state == CorrectionState.DONE and kept.amount_satang == earning.amount_satang, NOT_AGREED),
        (again or (kept.decided_by_id or 0) != (kept.proposed_by_id or 0), ONE_PERSON),
        (not again or first.state == EarningState.REVERSED, NOT_BACK),
        (whole, OF_ANOTHER),
        (kept.ref == earning.evidence_ref, OTHER_REF),
    )
    return [told, *source(first, folder, gone=gone), _verifier(earning, _anew(earning) or kept.decided_by_id)]


def _anew(earning: Earning) -> int | None:
    """Who marked anew that they came, where the sum is owed once more since then."""
    first = grounds.first_of(earning)
    again = last_acted("earning", earning.id, *OWED_BY[1:])
    if again is None or first.source_type not in grounds.ROLLED:
        return None
    session_id = db.scalar(select(Attendance.session_id).where(Attendance.id == first.source_id)) or 0
    return again.actor_id if any(actor_id == again.actor_id for _, actor_id in _rolls(session_id)) else None


def _row(earning: Earning, gone: bool) -> list[Step]:
    wanted = (
        select(Attendance, Session, Enrolment.ref)
        .join(Session, Session.id == Attendance.session_id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Attendance.id == earning.source_id)
    )
    found = db.execute(wanted).first()
    told: list[object] = [earning.evidence_ref, dates.long_date(earning.earned_on)]
    if found is None:
        return [step(ATTENDANCE, told, (False, NO_ROW)), _verifier(earning, None)]
    row, session, enrolment_ref = found
    kept = [(str(rows.get(str(row.id), "")), actor_id) for rows, actor_id in _rolls(session.id)]
    newest = next((one for one, _ in kept if one), "")
    own = prints.of_row(session.ref, enrolment_ref, row.status, row.marked_by_id, row.note, row.minutes)
    here = step(
        ATTENDANCE,
        [session.ref, words.word(AttendanceStatus, row.status), dates.long_date(session.held_on)],
        (gone or row.status in CAME, NOT_HERE),
        (row.enrolment_id == earning.enrolment_id and _is_theirs(earning), OF_ANOTHER),
        ((session.ref, session.held_on) == (earning.evidence_ref, earning.earned_on), OTHER_REF),
        (gone or earning.minutes in (None, stipends.attended(session, row.minutes)), OTHER_HOURS),
    )
    markers = {actor_id for one, actor_id in kept if one}
    decider = earning.verified_by_id if earning.verified_by_id in markers else row.marked_by_id
    return [here, step(HASH, [_hash(own)], (own == newest, CHANGED)), _verifier(earning, decider)]


def _claim(claim: Claim, earning: Earning, folder: Path | None, gone: bool) -> list[Step]:
    revoked = claim.state == ClaimState.REVOKED
    stands = claim.state in PROVED_CLAIMS
    named = earning.source_type != EarningSource.CLAIM or claim.ref == earning.evidence_ref
    told = step(
        CLAIM,
        [claim.ref, words.word(ClaimState, claim.state)],
        (gone or not revoked, NOT_TRUE),
        (gone or revoked or stands, NOT_VERIFIED),
        (claim.enrolment_id == earning.enrolment_id and _is_theirs(earning), OF_ANOTHER),
        (named, OTHER_REF),
        (claim.claimed_by_id is None or claim.claimed_by_id != claim.verified_by_id, ONE_PERSON),
    )
    shown = last_acted("claim", claim.id, *prints.SHOWN)
    own, kept = prints.of_words(claim.note), shown.details.get("words") if shown else None
    files = db.scalars(select(Evidence).where(Evidence.claim_id == claim.id).order_by(Evidence.id)).all()
    handed_in = kept_prints("claim", claim.id, *prints.SHOWN)
    return [told, step(HASH, [_hash(own)], (own == kept, CHANGED)), *_files(files, handed_in, folder)]


def _point(earning: Earning, folder: Path | None, gone: bool) -> list[Step]:
    point = db.get(Milestone, earning.source_id)
    if point is None:
        return [step(MILESTONE, [earning.evidence_ref], (False, NO_POINT)), _verifier(earning, None)]
    facts = (point.enrolment_id, point.amount_satang, point.state)
    due = point.due_on is None or point.decided_at is None or point.due_on <= clock.bangkok(point.decided_at).date()
    told = step(
        MILESTONE,
        [point.ref, dates.long_date(point.due_on) if point.due_on else ""],
        (facts == (earning.enrolment_id, earning.amount_satang, MilestoneState.VERIFIED), NOT_REACHED),
        (_is_theirs(earning), OF_ANOTHER),
        (point.ref == earning.evidence_ref, OTHER_REF),
        (point.said_by_id is None or point.said_by_id != point.decided_by_id, ONE_PERSON),
        (due, TOO_EARLY),
    )
    said = last_moved("milestone", point.id, "say")
    files = db.scalars(select(MilestoneProof).where(MilestoneProof.milestone_id == point.id)).all()
    own = prints.of_words(point.proof)
    hashes = [step(HASH, [_hash(own)], (said is not None and prints.of_words(said.note) == own, CHANGED))]
    if files and not point.proof:
        hashes = []
    hashes += _files(files, kept_prints("milestone", point.id, *prints.FILES), folder)
    decided = last_moved("milestone", point.id, "verify")
    decider = point.decided_by_id if decided and decided.actor_id == point.decided_by_id else None
    return [told, *_completion_behind(point, earning, folder, gone), *hashes, _verifier(earning, decider)]


def _completion_behind(point: Milestone, earning: Earning, folder: Path | None, gone: bool) -> list[Step]:
    """Days of staying that are counted from a completion are worth nothing when it was not true."""
    if point.kind != MilestoneKind.STAY or point.counts_from != CountsFrom.COMPLETION:
        return []
    wanted = select(Claim).where(Claim.enrolment_id == point.enrolment_id).order_by(Claim.id.desc())
    found = db.scalars(wanted).all()
    claim = next((one for one in found if one.state in PROVED_CLAIMS), next(iter(found), None))
    return [] if claim is None else _claim(claim, earning, folder, gone)


def _files(
    files: Sequence[Evidence] | Sequence[MilestoneProof], handed_in: list[str], folder: Path | None
) -> list[Step]:
    """Each file as it lies there now against its row, and the rows against what was kept when they were handed in."""
    told = []
    for file in files:
        lies = prints.of_file(folder, file.stored_name)
        asked = ((lies == file.sha256, CHANGED_FILE), (file.sha256 in handed_in, CHANGED))
        told.append(step(HASH, [file.ref, _hash(file.sha256)], *asked))
    if Counter(handed_in) - Counter(file.sha256 for file in files):
        told.append(Step(HASH, (), (GONE_FILES,)))
    return told


def _verifier(earning: Earning, decider: int | None) -> Step:
    """Who verified it: a person, another than the young person, whom the evidence and the audit trail name too."""
    owed = last_acted("earning", earning.id, *OWED_BY)
    youth = db.get(Youth, earning.youth_id)
    own, named = youth.account_id if youth else None, earning.verified_by_id
    return step(
        VERIFIER,
        [*refs(named), dates.date_time(earning.verified_at)],
        (named is not None, NO_VERIFIER),
        (named is None or named != own, OWN_VERIFIER),
        (owed is not None and owed.actor_id == named, OTHER_VERIFIER),
        (decider == named, OTHER_DECIDER),
    )


def _decided(claim: Claim) -> int | None:
    """Who verified a claim, where the claim and its history agree."""
    moved = last_moved("claim", claim.id, "verify") or last_moved("claim", claim.id, "overturn")
    return claim.verified_by_id if moved is not None and moved.actor_id == claim.verified_by_id else None


def _rolls(session_id: int) -> list[tuple[dict[str, str], int | None]]:
    """The fingerprints kept each time the roll of a meeting was, with whose act it was, newest first."""
    about = (AuditEvent.subject_type == "session", AuditEvent.subject_id == session_id)
    wanted = select(AuditEvent.details, AuditEvent.actor_id).where(*about, AuditEvent.action.in_(prints.MARKED))
    told = db.execute(wanted.order_by(AuditEvent.id.desc())).all()
    return [(rows, actor_id) for details, actor_id in told if isinstance(rows := details.get("rows"), dict)]


def _is_theirs(earning: Earning) -> bool:
    """Whether it is owed to whom its enrolment is of."""
    return db.scalar(select(Enrolment.youth_id).where(Enrolment.id == earning.enrolment_id)) == earning.youth_id


def _hash(found: str) -> Text:
    return t("sha256 {hash}", hash=found)
