"""Points promised to an enrolment: opened with its approval, said to be reached, verified once, and ended.

A point earns its sum exactly once. Whoever says that it is reached never verifies it. What is promised stays
reserved until every point is verified or has ended, also after the completion.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import delete, select

from marketplace.access import Actor
from marketplace.audit.moves import advance
from marketplace.audit.standing import where
from marketplace.earnings import accruals, funds
from marketplace.enrolments import milestone_files, stay_telling
from marketplace.files.checking import CheckedFile
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.kernel.staying import day_reached
from marketplace.kernel.workflow import Workflow
from marketplace.offers import promises
from models.earning import Earning
from models.enrolment import Enrolment
from models.milestone import Milestone, StayBreak
from models.offer import Opportunity
from models.session import db
from models.vocabulary import BreakState, CountsFrom, EarningKind, EarningSource, EnrolmentState
from models.vocabulary import MilestoneKind as K
from models.vocabulary import MilestoneState as S

WORDS: dict[str, Text] = {
    S.WAITING: t("Not reached yet"),
    S.SAID: t("Said to be reached, the office looks at it"),
    S.VERIFIED: t("Reached"),
    S.ENDED: t("Ended without it"),
}
NEXT: dict[str, Text] = {
    S.WAITING: t("Whoever is there says next that it is reached."),
    S.SAID: t("An officer decides it next."),
    S.VERIFIED: t("Nothing is left to decide."),
    S.ENDED: t("Nothing is left to decide."),
}
MILESTONE = Workflow(
    "milestone",
    {
        (S.WAITING, "say"): S.SAID,
        (S.SAID, "send_back"): S.WAITING,
        (S.SAID, "verify"): S.VERIFIED,
        (S.WAITING, "end"): S.ENDED,
        (S.SAID, "end"): S.ENDED,
    },
    words=WORDS,
    nexts=NEXT,
)
OPEN = (S.WAITING, S.SAID)
EARNS = {K.STEP: EarningKind.REGULAR, K.STAY: EarningKind.RETENTION, K.THING: EarningKind.IN_KIND}
BEGUN = (EnrolmentState.IN_LEARNING, EnrolmentState.ON_BREAK, EnrolmentState.COMPLETED)


def open_for(enrolment: Enrolment, opportunity: Opportunity) -> None:
    """Promise every point of the posting to an approved enrolment, as the posting says them now."""
    if opportunity.fund_id is None:
        return
    db.add_all(
        Milestone(
            ref=ids.new_ref("M"),
            enrolment_id=enrolment.id,
            fund_id=opportunity.fund_id,
            number=number,
            kind=one.kind,
            title=one.title,
            days=one.days,
            counts_from=opportunity.stays_from,
            amount_satang=one.satang,
            created_at=clock.now(),
        )
        for number, one in enumerate(promises.of(opportunity.id), 1)
    )
    db.flush()


def forget(enrolment: Enrolment) -> None:
    """Take back the promise of an approval that is undone within its ten minutes."""
    db.execute(delete(Milestone).where(Milestone.enrolment_id == enrolment.id, Milestone.state == S.WAITING))


def begin(enrolment: Enrolment, day: date, what: CountsFrom) -> None:
    """Count the days of staying from this day, where they are counted from `what`; said again nothing changes."""
    for one in of(enrolment.id):
        if one.kind == K.STAY and one.counts_from == what and one.begins_on is None:
            one.begins_on = day
            _date(one)
    db.flush()


def say(
    milestone: Milestone,
    *,
    by: Actor,
    said_as: str,
    proof: str,
    still_there: bool = True,
    files: Sequence[CheckedFile] = (),
    folder: Path | None = None,
) -> None:
    """Say that a point is reached, or that somebody is no longer there; not before its day.

    Raises Invalid without words or a file that show it, Conflict when it is too early.
    """
    if not proof.strip() and not (files and still_there):
        raise Invalid(t("Say by what it can be seen: a paper, a list, or who saw it. A photo is enough too."),
                      field="proof")  # fmt: skip
    _must_be_begun(milestone)
    if still_there:
        _must_be_due(milestone)
    advance(
        MILESTONE,
        milestone,
        "say",
        by=by,
        note=proof.strip()[:300],
        still_there=still_there,
        said_as=said_as,
        said_by_id=by.account_id,
        said_at=clock.now(),
        proof=proof.strip()[:300],
    )
    if files and folder is not None:
        milestone_files.attach(milestone, files, folder, by=by)
    stay_telling.said(milestone)


def verify(milestone: Milestone, *, by: Actor, note: str = "") -> Earning:
    """Find that a point is reached: it earns its sum, once."""
    if not milestone.still_there:
        raise Conflict(t("It was said that they are no longer there. Send it back, or end it with a reason."))
    _must_be_due(milestone)
    advance(MILESTONE, milestone, "verify", by=by, note=note, decided_by_id=by.account_id, decided_at=clock.now())
    enrolment = milestone.enrolment
    earning = accruals.accrue(
        enrolment_id=enrolment.id,
        youth_id=enrolment.youth_id,
        fund_id=milestone.fund_id,
        kind=EARNS[K(milestone.kind)],
        amount_satang=milestone.amount_satang,
        source_type=EarningSource.MILESTONE,
        source_id=milestone.id,
        cause=str(milestone.days) if milestone.days is not None else milestone.title,
        evidence_ref=milestone.ref,
        earned_on=milestone.due_on or clock.today(),
        by=by,
    )
    settle(enrolment, by=by)
    stay_telling.verified(milestone)
    return earning


def send_back(milestone: Milestone, *, by: Actor, note: str) -> None:
    """Ask whoever said it for more; nothing is lost."""
    if not note.strip():
        raise Invalid(t("Say what is missing."), field="note")
    advance(MILESTONE, milestone, "send_back", by=by, note=note, still_there=True, told=min(milestone.told, 1))
    stay_telling.sent_back(milestone)


def end(milestone: Milestone, *, by: Actor, note: str) -> None:
    """Say that a point will not be reached; later days of staying end with an earlier one."""
    if not note.strip():
        raise Invalid(t("Give the reason."), field="note")
    if milestone.state not in OPEN:
        # Later ones may still be open, and nobody is told of an end twice.
        raise IllegalMove(where(MILESTONE, milestone, by=by))
    later = [one for one in of(milestone.enrolment_id) if one.state in OPEN and _ends_with(one, milestone)]
    for one in later:
        _end(one, by, reason="not_reached", note=note)
    settle(milestone.enrolment, by=by)
    stay_telling.ended(milestone)


def end_all(enrolment: Enrolment, *, by: Actor, reason: str) -> int:
    """End every point that is still open, because the enrolment is over or its completion was not true."""
    found = [one for one in of(enrolment.id) if one.state in OPEN]
    for one in found:
        _end(one, by, reason=reason[:40])
    return len(found)


def settle(enrolment: Enrolment, *, by: Actor) -> None:
    """After a completion, free what is no longer needed for the points that are open."""
    if enrolment.state == EnrolmentState.COMPLETED:
        funds.release_reserve(enrolment, by=by, keep=open_satang(enrolment.id))


def open_satang(enrolment_id: int) -> int:
    """What the open points of an enrolment may still cost its fund."""
    return sum(one.amount_satang for one in of(enrolment_id) if one.state in OPEN and one.kind != K.THING)


def count_anew(enrolment_id: int) -> None:
    """Date every open day of staying again, after a break was kept or taken back."""
    for one in of(enrolment_id):
        if one.state in OPEN:
            _date(one)
    db.flush()


def breaks_of(enrolment_id: int) -> Sequence[StayBreak]:
    """The breaks that count, in order."""
    wanted = select(StayBreak).where(StayBreak.enrolment_id == enrolment_id, StayBreak.state == BreakState.KEPT)
    return db.scalars(wanted.order_by(StayBreak.from_on, StayBreak.id)).all()


def of(enrolment_id: int) -> Sequence[Milestone]:
    """Every point promised to an enrolment in order, as the database has it now."""
    wanted = select(Milestone).where(Milestone.enrolment_id == enrolment_id).order_by(Milestone.number)
    return db.scalars(wanted).all()


def is_early(milestone: Milestone) -> bool:
    """Whether the day of a point has not come."""
    return milestone.kind == K.STAY and (milestone.due_on is None or milestone.due_on > clock.today())


def _end(one: Milestone, by: Actor, *, reason: str, note: str = "") -> None:
    now = clock.now()
    advance(MILESTONE, one, "end", by=by, reason=reason, note=note, decided_by_id=by.account_id, decided_at=now)


def _must_be_begun(milestone: Milestone) -> None:
    if milestone.enrolment.state not in BEGUN:
        raise Conflict(t("They have not begun yet."))


def _must_be_due(milestone: Milestone) -> None:
    if not is_early(milestone):
        return
    if milestone.due_on is None:
        raise Conflict(t("The days are not counted yet: they begin with the first day or the completion."))
    raise Conflict(t("Not before {day}.", day=dates.long_date(milestone.due_on, weekday=False)))


def _ends_with(one: Milestone, ended: Milestone) -> bool:
    same = one.id == ended.id
    return same or (one.kind == ended.kind == K.STAY and (one.days or 0) > (ended.days or 0))


def _date(one: Milestone) -> None:
    if one.begins_on is None or one.days is None:
        return
    spans = [(away.from_on, away.to_on) for away in breaks_of(one.enrolment_id)]
    due = day_reached(one.begins_on, one.days, spans)
    if due != one.due_on:
        # Whoever was told of another day is told of this one.
        one.due_on, one.told = due, 0
