"""A plan turned into applications: one line a transaction, each once, each with the checks of any other application."""

from sqlalchemy import select, update

from marketplace.access import Actor
from marketplace.access.sessions import load_actor
from marketplace.audit.moves import advance
from marketplace.enrolments import applications
from marketplace.enrolments import policy as enrolling
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, NotFound
from marketplace.matching.workbench import checks
from marketplace.matching.workbench.states import ALLOCATION
from marketplace.notices.words import pack
from marketplace.offers import queries as offers
from models.account import Account
from models.allocation import AllocationLine, AllocationRun
from models.history import Move
from models.offer import Opportunity
from models.session import db, reading, transactional, unit_of_work
from models.vocabulary import AllocationOutcome, AllocationState
from models.youth import Youth

NOTE = t("From the placement of a whole list")
NOT_YOURS = t("You may not apply for this person any more.")
GONE = t("It is no longer there.")


def apply_all(key: int) -> str:
    """Apply for every placed line that is still open, then close the run; returns what was done."""
    with unit_of_work(), reading():
        by = _asker(key)
        wanted = select(AllocationLine.id).where(
            AllocationLine.run_id == key,
            AllocationLine.outcome == AllocationOutcome.OPEN,
            AllocationLine.opportunity_id.is_not(None),
        )
        waiting = list(db.scalars(wanted.order_by(AllocationLine.id)))
    for done, line in enumerate(waiting, start=1):
        try:
            _apply(line, by)
        except DomainError as refusal:
            _skip(line, refusal.message if isinstance(refusal.message, Text) else GONE)
        _told(key, done * 100 // len(waiting))
    _finish(key, by)
    return "applied"


def _asker(key: int) -> Actor:
    """Whoever asked for it, with what they may do today."""
    wanted = select(Move.actor_id).where(
        Move.subject_type == AllocationRun.__tablename__, Move.subject_id == key, Move.verb == "apply"
    )
    account = db.scalar(wanted.order_by(Move.id.desc()).limit(1))
    return load_actor(db.get_one(Account, account))


@transactional
def _apply(line_id: int, by: Actor) -> None:
    line = db.get_one(AllocationLine, line_id, with_for_update=True)
    if line.outcome != AllocationOutcome.OPEN or line.opportunity_id is None:
        return
    youth = db.get_one(Youth, line.youth_id)
    if not enrolling.can_apply_on_behalf(by, youth):
        raise NotFound(NOT_YOURS)
    held = applications.live_request(youth.id, line.opportunity_id)
    if held is not None and held.holds_seat:
        line.outcome, line.enrolment_id = AllocationOutcome.APPLIED, held.id
        return
    ref = db.scalars(select(Opportunity.ref).where(Opportunity.id == line.opportunity_id)).one()
    detail = offers.one(ref)
    # What was proposed may be days old: somebody may have got a seat elsewhere, or lead another life by now.
    if detail.is_open and (unfit := checks.misfit(youth, detail.shown)) is not None:
        raise Conflict(unfit)
    made = applications.apply(detail.opportunity, youth, by=by, note=str(NOTE))
    line.outcome, line.enrolment_id = AllocationOutcome.APPLIED, made.id


@transactional
def _skip(line_id: int, why: Text) -> None:
    db.execute(
        update(AllocationLine)
        .where(AllocationLine.id == line_id, AllocationLine.outcome == AllocationOutcome.OPEN)
        .values(outcome=AllocationOutcome.SKIPPED, outcome_note=pack(why))
        .execution_options(synchronize_session=False)
    )


@transactional
def _told(key: int, percent: int) -> None:
    db.execute(
        update(AllocationRun)
        .where(AllocationRun.id == key)
        .values(percent=percent, seen_at=clock.now())
        .execution_options(synchronize_session=False)
    )


@transactional
def _finish(key: int, by: Actor) -> None:
    run = db.get_one(AllocationRun, key)
    if run.state == AllocationState.APPLYING:
        advance(ALLOCATION, run, "finish", by=by, percent=100, ended_at=clock.now())
