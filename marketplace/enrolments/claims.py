"""Completion claims: a provider says a learner finished and shows proof; it counts once an officer verified it."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import accruals, prints
from marketplace.enrolments import claim_telling, claimed_hours, milestone_access, milestones, progress
from marketplace.enrolments.claim_states import CLAIM, OPEN, PROVED, WAITING
from marketplace.enrolments.states import ENROLMENT
from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.i18n import Text, t, use
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound, refuse_at
from marketplace.mentoring import matches
from marketplace.offers.policy import REVIEWERS, SUPPLIERS
from marketplace.resources import bundles
from models.enrolment import Claim, Enrolment, Evidence
from models.history import AuditEvent
from models.milestone import MilestoneProof
from models.offer import Opportunity
from models.session import db
from models.vocabulary import ClaimState as S
from models.vocabulary import CountsFrom, EnrolmentState
from models.youth import Youth

ALREADY_CLAIMED = t("A claim for this learner is already with the office.")


def can_claim(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Staff of the organisation, for somebody who is learning there."""
    if enrolment.opportunity.organisation_id not in actor.organisation_ids(*SUPPLIERS):
        return Verdict.hidden()
    if enrolment.state != EnrolmentState.IN_LEARNING:
        return Verdict.no(
            t("A completion can be claimed for somebody who has been learning here and has not finished yet.")
        )
    return Verdict.yes()


def can_add(actor: Actor, claim: Claim) -> Verdict:
    """Staff of the organisation, after more proof was asked for."""
    if claim.enrolment.opportunity.organisation_id not in actor.organisation_ids(*SUPPLIERS):
        return Verdict.hidden()
    return (
        Verdict.yes()
        if claim.state == S.MORE_EVIDENCE_NEEDED
        else Verdict.no(t("This claim is not waiting for more proof."))
    )


def can_see(actor: Actor, claim: Claim) -> Verdict:
    """The organisation, the youth it is about, and officers of the place."""
    enrolment = claim.enrolment
    own = enrolment.opportunity.organisation_id in actor.organisation_ids(*SUPPLIERS)
    about_me = actor.youth_id is not None and enrolment.youth_id == actor.youth_id
    return Verdict.when(own or about_me or actor.scope(*REVIEWERS).covers(enrolment.area_code, claim.office_key))


def can_see_as_office(actor: Actor, claim: Claim) -> Verdict:
    """Officers of the place."""
    return Verdict.when(actor.scope(*REVIEWERS).covers(claim.enrolment.area_code, claim.office_key))


def can_decide(actor: Actor, claim: Claim) -> Verdict:
    """An officer of the place who did not claim it and does not belong to the organisation."""
    enrolment = claim.enrolment
    if not actor.scope(*REVIEWERS).covers(enrolment.area_code, claim.office_key):
        return Verdict.hidden()
    if claim.claimed_by_id == actor.account_id or enrolment.opportunity.organisation_id in actor.organisation_ids():
        return Verdict.no(t("You cannot verify what you or your organisation claimed. A colleague has to do it."))
    if enrolment.youth_id == actor.youth_id or enrolment.youth_id in actor.ward_ids:
        return Verdict.no(t("You cannot decide about yourself or your family. A colleague has to do it."))
    return Verdict.yes()


def make(
    enrolment: Enrolment,
    *,
    hours: int,
    note: str,
    files: Sequence[CheckedFile],
    folder: Path,
    by: Actor,
    short_reason: str = "",
) -> Claim:
    """Claim that a learner completed; hours may not pass what attendance shows.

    Whoever came to few of the planned sessions needs a reason, which is read with the note. Raises Invalid for hours
    above attendance, without any proof or without that reason, Conflict when a claim is open already.
    """
    has_proof = bool(note.strip() or files)
    refuse_at(lacking(enrolment, hours=hours, has_proof=has_proof, short_reason=short_reason))
    done = progress.of(enrolment)
    _not_twice(enrolment)
    claim = Claim(
        ref=ids.new_ref("C"),
        enrolment_id=enrolment.id,
        office_key=enrolment.office_key,
        state=S.CLAIMED,
        hours=hours,
        note=_with_reason(note, done, short_reason) if done.is_short else note.strip(),
        claimed_by_id=by.account_id,
        due_at=claim_telling.due(enrolment),
        created_at=clock.now(),
    )
    db.add(claim)
    db.flush()
    _attach(claim, files, folder, by)
    _print(claim, files, by)
    record(by, "claim.make", claim, hours=hours, files=len(files), **_counted(done))
    claim_telling.made(claim)
    return claim


def lacking(enrolment: Enrolment, *, hours: int | None, has_proof: bool, short_reason: str) -> dict[str, object]:
    """All that stands against a claim, by its field; of hours that could not be read it says nothing."""
    found: dict[str, object] = {}
    if hours is not None and (why := claimed_hours.too_many(enrolment, hours)) is not None:
        found["hours"] = why
    if not has_proof:
        found["note"] = t("Add a note or a file that shows what was learned.")
    if not short_reason.strip() and progress.of(enrolment).is_short:
        found["short_reason"] = t("Say why it is finished though so few sessions were attended.")
    return found


def add_evidence(
    claim: Claim,
    *,
    note: str,
    files: Sequence[CheckedFile],
    folder: Path,
    by: Actor,
    hours: int | None = None,
) -> None:
    """Answer with more proof and send the claim back; `hours` say anew what is claimed, the same without them.

    Raises Invalid for an answer without proof and for hours above what attendance shows today.
    """
    if not note.strip() and not files:
        raise Invalid(t("Add a note or a file."), field="note")
    claimed = claim.hours if hours is None else hours
    claimed_hours.must_be_attended(claim.enrolment, claimed)
    _attach(claim, files, folder, by)
    joined = f"{claim.note}\n\n{note.strip()}".strip()
    advance(CLAIM, claim, "resubmit", by=by, note=note, hours=claimed, due_at=claim_telling.due(claim.enrolment))
    claim.note = joined
    _print(claim, files, by)
    claim_telling.added(claim)


def verify(claim: Claim, *, by: Actor, note: str = "", seen_short: bool = False) -> None:
    """Say the completion is true: the enrolment completes and what completion earns is owed.

    Where few of the planned sessions were attended, raises Invalid unless that was seen and a reason is written;
    Conflict where attendance shows less than is claimed.
    """
    claimed_hours.must_still_hold(claim)
    done = progress.of(claim.enrolment)
    wrong: dict[str, object] = {}
    if done.is_short and not seen_short:
        wrong["seen_short"] = t("Tick that you have seen how few sessions were attended.")
    if done.is_short and not note.strip():
        wrong["note"] = t("Write why it is verified though so few sessions were attended.")
    refuse_at(wrong)
    _begin(claim, by)
    record(by, "claim.weigh", claim, **_counted(done))
    advance(CLAIM, claim, "verify", by=by, note=note, verified_by_id=by.account_id, due_at=None)
    enrolment = claim.enrolment
    advance(ENROLMENT, enrolment, "complete", by=by, note=claim.ref)
    bundles.finish(enrolment.id, by=by)
    matches.close_for(enrolment.id, by=by)
    milestones.begin(enrolment, clock.today(), CountsFrom.COMPLETION)
    keep = milestones.open_satang(enrolment.id)
    accruals.accrue_completion(enrolment.opportunity, enrolment, claim, by=by, keep=keep)
    claim_telling.verified(claim)


def ask_for_evidence(claim: Claim, *, by: Actor, note: str) -> None:
    """Send it back with what is missing; the note is mandatory."""
    _needs(note)
    _begin(claim, by)
    advance(CLAIM, claim, "ask_for_evidence", by=by, note=note, reason_note=note, due_at=None)
    claim_telling.more_asked(claim)


def reject(claim: Claim, *, by: Actor, note: str) -> None:
    """Refuse it with the reason; the learner stays enrolled."""
    _needs(note)
    _begin(claim, by)
    advance(CLAIM, claim, "reject", by=by, note=note, reason_note=note, due_at=None)
    claim_telling.refused(claim)


def one(actor: Actor, ref: str) -> Claim:
    """A claim with all that a decision needs; raises NotFound."""
    found = db.scalars(_whole().where(Claim.ref == ref)).first()
    if found is None or not can_see(actor, found):
        raise NotFound
    return found


def waiting_for(actor: Actor, *, page: int = 1, size: int = 20) -> tuple[Sequence[Claim], int]:
    """Claims an officer has to answer, oldest due first, with how many there are."""
    scope = actor.scope(*REVIEWERS).condition(Enrolment.area_code, Claim.office_key)
    base = select(Claim.id).join(Enrolment, Enrolment.id == Claim.enrolment_id).where(scope, Claim.state.in_(WAITING))
    total = db.scalar(select(func.count()).select_from(base.subquery())) or 0
    page_ids = base.order_by(Claim.due_at, Claim.id).limit(size).offset((max(page, 1) - 1) * size)
    return db.scalars(_whole().where(Claim.id.in_(page_ids)).order_by(Claim.due_at, Claim.id)).all(), total


def of_organisations(organisation_ids: Sequence[int], *, page: int = 1, size: int = 20) -> tuple[Sequence[Claim], int]:
    """A page of the claims of some organisations, newest first, with how many there are."""
    ours = (
        select(Claim.id)
        .join(Enrolment, Enrolment.id == Claim.enrolment_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(Opportunity.organisation_id.in_(organisation_ids))
    )
    total = db.scalar(select(func.count()).select_from(ours.subquery())) or 0
    page_ids = ours.order_by(Claim.id.desc()).limit(size).offset((max(page, 1) - 1) * size)
    return db.scalars(_whole().where(Claim.id.in_(page_ids)).order_by(Claim.id.desc())).all(), total


def file_of(actor: Actor, ref: str) -> Evidence | MilestoneProof:
    """One proof file for somebody who may see its claim or its point; raises NotFound."""
    if (shown := milestone_access.file_of(actor, ref)) is not None:
        return shown
    whole = (
        select(Evidence)
        .where(Evidence.ref == ref)
        .options(joinedload(Evidence.claim).joinedload(Claim.enrolment).joinedload(Enrolment.opportunity))
    )
    found = db.scalars(whole).first()
    if found is None or not can_see(actor, found.claim):
        raise NotFound
    return found


def _whole() -> Select[Claim]:
    return select(Claim).options(
        joinedload(Claim.enrolment).joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation),
        joinedload(Claim.enrolment).joinedload(Enrolment.youth).selectinload(Youth.guardians),
        selectinload(Claim.evidence),
    )


def _with_reason(note: str, done: progress.Progress, reason: str) -> str:
    """The note with the reason beneath it, in Thai whatever its writer reads, for the office and the learner."""
    with use("th"):
        return f"{note.strip()}\n\n{_because(done, reason.strip())}".strip()


def _because(done: progress.Progress, reason: str) -> Text:
    return t("{progress}. Finished all the same because: {reason}", progress=done.text, reason=reason)


def paragraphs_of(claim: Claim) -> tuple[Text | str, ...]:
    """The words handed in, each apart: the note, how often they had come by then, why it was claimed all the same."""
    done = _counted_then(claim)
    note, kept, reason = claim.note.partition(_kept(done)) if done is not None else (claim.note, "", "")
    if done is None or not kept:
        return (note,) if note else ()
    because = t("Finished all the same because: {reason}", reason=reason.strip())
    return (*filter(None, (note.strip(),)), done.text, because)


def _counted_then(claim: Claim) -> progress.Progress | None:
    """What was counted when it was claimed, where that was too little."""
    about = (AuditEvent.subject_type == Claim.__tablename__, AuditEvent.subject_id == claim.id)
    made = db.scalar(select(AuditEvent.details).where(*about, AuditEvent.action == "claim.make"))
    if not made or not made.get("short"):
        return None
    return progress.Progress(*(int(str(made[name])) for name in ("attended", "planned", "held")))


def _kept(done: progress.Progress) -> str:
    """The sentence as it stands in the note."""
    with use("th"):
        return str(_because(done, "")).strip()


def _counted(done: progress.Progress) -> dict[str, object]:
    return {"attended": done.attended, "planned": done.planned, "held": done.held, "short": done.is_short}


def _begin(claim: Claim, by: Actor) -> None:
    if claim.state == S.CLAIMED:
        advance(CLAIM, claim, "start_review", by=by)


def _needs(note: str) -> None:
    if not note.strip():
        raise Invalid(t("Give the reason."), field="note")


def latest(enrolment_id: int) -> Claim | None:
    """The newest claim for a learner, if there is one."""
    return db.scalars(
        select(Claim).where(Claim.enrolment_id == enrolment_id).order_by(Claim.id.desc()).limit(1)
    ).first()


def standing_claim(enrolment: Enrolment) -> str:
    """The reference of the claim that stands for a learner, beside which no other is made; or nothing."""
    live = select(Claim.ref).where(Claim.enrolment_id == enrolment.id, Claim.state.in_((*OPEN, *PROVED)))
    return db.scalar(live) or ""


def _not_twice(enrolment: Enrolment) -> None:
    if standing_claim(enrolment):
        raise Conflict(ALREADY_CLAIMED)


def _attach(claim: Claim, files: Sequence[CheckedFile], folder: Path, by: Actor) -> None:
    checking.must_not_be_too_many(files)
    for checked in files:
        db.add(
            Evidence(
                ref=ids.new_ref("F"),
                claim_id=claim.id,
                **checking.kept(checked, folder, by.account_id),
            )
        )
    db.flush()


def _print(claim: Claim, files: Sequence[CheckedFile], by: Actor) -> None:
    """Keep the fingerprints of what was handed in, which every proof of its money is held against."""
    shown = [checked.sha256 for checked in files]
    record(by, "claim.shown", claim, words=prints.of_words(claim.note), sha256=shown)
