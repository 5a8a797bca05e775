"""How long somebody was there: sessions they came to by the roll, and days that count in the log of a placement.

Of a session that is not over nobody has attended an hour, whatever its roll says already.
"""

from sqlalchemy import select

from marketplace.agreements import days
from marketplace.kernel import clock
from models.enrolment import Attendance, Enrolment
from models.offer import Session
from models.session import db
from models.vocabulary import AttendanceStatus

CAME = frozenset({AttendanceStatus.HERE, AttendanceStatus.LATE})


def minutes(enrolment: Enrolment) -> int:
    """Minutes of the sessions this learner came to and of the days that count in the log: the most of a claim."""
    return _on_rolls(enrolment) + sum(days.counting([enrolment.id]).get(enrolment.id, {}).values())


def minutes_written(enrolment: Enrolment) -> int:
    """The same with the days of the log that wait to be confirmed or settled: nothing is said against them for good."""
    return _on_rolls(enrolment) + days.written_minutes(enrolment.id)


def _on_rolls(enrolment: Enrolment) -> int:
    came = (
        select(Session.starts_at, Session.ends_at, Attendance.minutes)
        .join(Attendance, Attendance.session_id == Session.id)
        .where(Attendance.enrolment_id == enrolment.id, Attendance.status.in_(CAME), Session.ends_at <= clock.now())
    )
    return sum(
        int((end - start).total_seconds()) // 60 if minutes is None else minutes
        for start, end, minutes in db.execute(came)
    )
