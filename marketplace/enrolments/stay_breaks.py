"""Breaks that put off days of staying: asked for by whoever stays, written down by the organisation or the office.

Only a break that is kept counts. Whoever asked for it, somebody else keeps it or says no with a reason.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.enrolments import milestones, stay_telling
from marketplace.enrolments.milestones import BEGUN, OPEN
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.kernel.workflow import Workflow
from models.enrolment import Enrolment
from models.milestone import Milestone, StayBreak
from models.session import db
from models.vocabulary import BreakState as S
from models.vocabulary import MilestoneKind, MilestoneState

WORDS: dict[str, Text] = {
    S.ASKED: t("Asked for, waits for an answer"),
    S.KEPT: t("Written down"),
    S.REFUSED: t("Not written down"),
    S.REMOVED: t("Taken back"),
}
NEXT: dict[str, Text] = {
    S.ASKED: t("The organisation or an officer answers next."),
    S.KEPT: t("It counts. It can be taken back."),
    S.REFUSED: t("Nothing is left to decide."),
    S.REMOVED: t("Nothing is left to decide."),
}
BREAK = Workflow(
    "stay_break",
    {
        (S.ASKED, "agree"): S.KEPT,
        (S.ASKED, "refuse"): S.REFUSED,
        (S.ASKED, "take_back"): S.REMOVED,
        (S.KEPT, "take_back"): S.REMOVED,
    },
    words=WORDS,
    nexts=NEXT,
)
STANDING = (S.ASKED, S.KEPT)
MOST_BREAK = timedelta(days=366)
MOST_ASKED = 3


def add(enrolment: Enrolment, first: date, last: date, *, reason: str, by: Actor) -> StayBreak:
    """Write down days of a break, which put off every day of staying that is still open."""
    made = _make(enrolment, first, last, reason, S.KEPT, by)
    milestones.count_anew(enrolment.id)
    record(by, "stay.break", made, days=(last - first).days + 1)
    stay_telling.break_kept(made)
    return made


def ask(enrolment: Enrolment, first: date, last: date, *, reason: str, by: Actor) -> StayBreak:
    """Ask for days of a break to be written down; nothing is put off until somebody agrees."""
    if not is_staying(enrolment):
        raise Conflict(t("No money for staying is open here, so no break is needed."))
    asked = select(StayBreak.id).where(StayBreak.enrolment_id == enrolment.id, StayBreak.state == S.ASKED)
    if len(db.scalars(asked).all()) >= MOST_ASKED:
        raise Conflict(t("{count} breaks wait for their answer already.", count=MOST_ASKED))
    made = _make(enrolment, first, last, reason, S.ASKED, by)
    record(by, "stay.break_asked", made, days=(last - first).days + 1)
    stay_telling.break_asked(made)
    return made


def agree(away: StayBreak, *, by: Actor) -> None:
    """Keep a break that was asked for: it counts from now on."""
    advance(BREAK, away, "agree", by=by, decided_by_id=by.account_id)
    milestones.count_anew(away.enrolment_id)
    stay_telling.break_kept(away)


def refuse(away: StayBreak, *, by: Actor, answer: str) -> None:
    """Say no to a break that was asked for; whoever asked reads why."""
    if not answer.strip():
        raise Invalid(t("Give the reason."), field="answer")
    answer = answer.strip()[:200]
    advance(BREAK, away, "refuse", by=by, note=answer, answer=answer, decided_by_id=by.account_id)
    stay_telling.break_refused(away)


def take_back(away: StayBreak, *, by: Actor) -> None:
    """Take back a break that was asked for or written down wrongly; days of staying come back to where they were."""
    advance(BREAK, away, "take_back", by=by, removed_at=clock.now())
    milestones.count_anew(away.enrolment_id)


def of(enrolment_id: int) -> Sequence[StayBreak]:
    """Every break that counts, waits or was refused, in order of its days."""
    wanted = select(StayBreak).where(StayBreak.enrolment_id == enrolment_id, StayBreak.state != S.REMOVED)
    return db.scalars(wanted.order_by(StayBreak.from_on, StayBreak.id)).all()


def counted_over(enrolment: Enrolment, first: date) -> Sequence[Milestone]:
    """Days of staying that were confirmed and that a break from this day would have put off."""
    settled = (MilestoneKind.STAY, MilestoneState.VERIFIED)
    points = milestones.of(enrolment.id)
    return [one for one in points if (one.kind, one.state) == settled and (one.due_on or first) >= first]


def is_staying(enrolment: Enrolment) -> bool:
    """Whether a break would put anything off: somebody has begun, and a day of staying is open."""
    points = milestones.of(enrolment.id)
    return enrolment.state in BEGUN and any(one.kind == MilestoneKind.STAY and one.state in OPEN for one in points)


def _make(enrolment: Enrolment, first: date, last: date, reason: str, state: S, by: Actor) -> StayBreak:
    _check(enrolment, first, last, reason)
    made = StayBreak(
        ref=ids.new_ref("BR"),
        enrolment_id=enrolment.id,
        from_on=first,
        to_on=last,
        reason=reason.strip()[:200],
        state=state,
        recorded_by_id=by.account_id,
        recorded_at=clock.now(),
    )
    db.add(made)
    db.flush()
    return made


def _check(enrolment: Enrolment, first: date, last: date, reason: str) -> None:
    if enrolment.state not in BEGUN:
        raise Conflict(t("They have not begun yet."))
    if not reason.strip():
        raise Invalid(t("Give the reason."), field="reason")
    if last < first:
        raise Invalid(t("The last day cannot be before the first."), field="to_on")
    if last - first > MOST_BREAK:
        raise Invalid(t("A break is a year at most."), field="to_on")
    if abs(first - clock.today()) > 2 * MOST_BREAK:
        raise Invalid(t("Check the year."), field="from_on")
    standing = [one for one in of(enrolment.id) if one.state in STANDING]
    if any((one.from_on, one.to_on) == (first, last) for one in standing):
        raise Conflict(t("This break is written down or asked for already."))
