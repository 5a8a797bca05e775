"""When somebody would begin, in words: never a day gone by, never one before the answers are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.enrolments import awaiting, beginning, undoing
from marketplace.i18n import Text, t
from marketplace.i18n.dates import long_date
from marketplace.offers import coming
from marketplace.offers.coming import NOBODY_NEW, TOO_LATE

if TYPE_CHECKING:
    from datetime import date

    from models.enrolment import Enrolment
    from models.offer import Opportunity


def for_asker(one: Opportunity, waits: int, today: date) -> Text | str:
    """For somebody who asks today and waits so many working days for every answer."""
    span = coming.for_wait(one, waits)
    return _joining(span.opens, span.first, today, is_over=span.last <= today)


def of(enrolment: Enrolment, today: date) -> Text | str:
    """For somebody who has asked; of a placement that still waits for its agreement, what it waits for."""
    begins = beginning.as_told(enrolment)
    told = beginning.is_decided(enrolment) and not undoing.is_untold(enrolment)
    waits = awaiting.awaited(enrolment) if told and enrolment.state in awaiting.NOT_BEGUN else None
    if waits is not None:
        return waits
    if begins is not None and (begins <= today or told):
        return long_date(begins)
    is_over = begins is None and beginning.is_over(enrolment)
    return _joining(beginning.opens(enrolment.opportunity), begins, today, is_over=is_over)


def _joining(opens: date, begins: date | None, today: date, *, is_over: bool) -> Text | str:
    if begins == opens:
        return long_date(begins)
    if begins is None:
        return NOBODY_NEW if is_over else TOO_LATE
    if opens <= today:
        return t(
            "Already running: you would begin with the next session, {day}, or sooner if the answers come sooner",
            day=long_date(begins),
        )
    return t(
        "{day}, the first session after the answers are due, or sooner if they come sooner; it starts on {first}",
        day=long_date(begins),
        first=long_date(opens),
    )
