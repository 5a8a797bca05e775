"""How much of what is planned somebody attended: shown wherever a completion is claimed, verified or looked at."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from marketplace.agreements import days
from marketplace.enrolments import rules
from marketplace.enrolments.hours_attended import CAME
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from models.enrolment import Attendance, Enrolment
from models.offer import Session
from models.session import db
from models.vocabulary import SlotKind


@dataclass(frozen=True, slots=True)
class Progress:
    """Sessions attended of those planned, and how many of these have been held; cancelled ones count nowhere."""

    attended: int
    planned: int
    held: int

    @property
    def is_short(self) -> bool:
        """Whether less was attended than a completion usually asks."""
        return self.attended * 100 < least_share() * self.planned

    @property
    def text(self) -> Text:
        """The three numbers in words."""
        return t(
            "Came to {attended} of {planned} planned sessions ({held} held so far)",
            attended=self.attended,
            planned=self.planned,
            held=self.held,
        )

    @property
    def flag(self) -> Text | None:
        """What a person is asked to look at, when there is anything."""
        if not self.is_short:
            return None
        return t(
            "Came to {attended} of {planned} sessions, fewer than {least} in a hundred",
            attended=self.attended,
            planned=self.planned,
            least=least_share(),
        )


def least_share() -> int:
    """Of a hundred planned sessions, how many a completion usually asks."""
    return rules.number("completion_share")


def of(enrolment: Enrolment) -> Progress:
    """How far one learner has come."""
    return of_many([enrolment])[enrolment.id]


def of_many(enrolments: Sequence[Enrolment]) -> dict[int, Progress]:
    """How far many learners have come, by enrolment, in two queries."""
    planned = _planned({one.opportunity_id for one in enrolments})
    attended, worked = _attended({one.id for one in enrolments}), _worked(enrolments)
    return {
        one.id: Progress(attended.get(one.id, 0) + worked.get(one.id, 0), *planned.get(one.opportunity_id, (0, 0)))
        for one in enrolments
    }


def _planned(opportunity_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    over = func.sum(case((Session.ends_at <= clock.now(), 1), else_=0))
    wanted = (
        select(Session.opportunity_id, func.count(), over)
        .where(Session.opportunity_id.in_(opportunity_ids), Session.cancelled.is_(False))
        .group_by(Session.opportunity_id)
    )
    return {key: (number, int(held)) for key, number, held in db.execute(wanted)}


def _worked(enrolments: Sequence[Enrolment]) -> dict[int, int]:
    """Planned sessions of work that the log tells of; a day worked in place of a planned one counts as one of them."""
    logs = days.counting([one.id for one in enrolments])
    if not logs:
        return {}
    at_work: dict[int, list[date]] = defaultdict(list)
    wanted = select(Session.opportunity_id, Session.held_on).where(
        Session.opportunity_id.in_({one.opportunity_id for one in enrolments}),
        Session.kind == SlotKind.WORK,
        Session.cancelled.is_(False),
    )
    for opportunity_id, held_on in db.execute(wanted):
        at_work[opportunity_id].append(held_on)
    found: dict[int, int] = {}
    for one in enrolments:
        log, planned = logs.get(one.id, {}), at_work[one.opportunity_id]
        extra = len(log.keys() - set(planned))
        found[one.id] = min(sum(day in log for day in planned) + extra, len(planned))
    return found


def _attended(enrolment_ids: Collection[int]) -> dict[int, int]:
    wanted = (
        select(Attendance.enrolment_id, func.count())
        .join(Session, Session.id == Attendance.session_id)
        .where(
            Attendance.enrolment_id.in_(enrolment_ids),
            Attendance.status.in_(CAME),
            Session.cancelled.is_(False),
            Session.ends_at <= clock.now(),
        )
        .group_by(Attendance.enrolment_id)
    )
    return {key: number for key, number in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy
