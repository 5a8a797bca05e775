"""Postings again: one copy, or a series that goes on by month or as soon as each has ended, all of them new drafts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, islice, takewhile
from typing import Final

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t, thai
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.offers import postings, twins
from marketplace.offers.bounds import FARTHEST_YEARS
from marketplace.offers.drafts import PostingDraft
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db

MOST: Final = 6
NOTICE: Final = timedelta(days=7)
"""A repeat begins next week at the earliest, so that somebody can still apply."""
_WEEK: Final = 7
_NUMBERED: Final = re.compile(r"((?:รุ่น|ครั้ง|กลุ่ม)(?:ที่)?\s*)(\d{1,4})(?!\d)")


class Rhythm(StrEnum):
    """When each of a series begins."""

    MONTH = "month"
    AFTER = "after"


def copy(opportunity: Opportunity, *, by: Actor) -> Opportunity:
    """A new draft like an old posting, moved to begin next week at the earliest; applications are not copied."""
    source = postings.draft_of(opportunity)
    weeks = _weeks(max(timedelta(0), clock.today() + NOTICE - source.starts_on).days)
    return _again(opportunity, source, weeks, 0, by=by)


def series(opportunity: Opportunity, *, rhythm: Rhythm, many: int, by: Actor) -> list[Opportunity]:
    """The next of a series, at most six: each on the same weekdays, numbered on where the title is numbered.

    Those that are there already are not made twice. Raises Invalid when they would begin too far away to be planned,
    and Conflict when all are there.
    """
    if not 1 <= many <= MOST:
        raise Invalid(t("Write a whole number from {least} to {most}.", least=1, most=MOST), field="many")
    source = postings.draft_of(opportunity)
    ahead = list(islice(_shifts(source, rhythm), many))
    if len(ahead) < many:
        raise Invalid(t("They would begin more than {years} years away.", years=FARTHEST_YEARS), field="many")
    there = _first_days(opportunity)
    new = [
        (at, weeks)
        for at, weeks in enumerate(ahead, start=1)
        if (thai.normalise(_numbered(source.title_th, at)), source.starts_on + timedelta(weeks=weeks)) not in there
    ]
    if not new:
        raise Conflict(t("All of these are there already: look among your postings."), field="many")
    return [_again(opportunity, source, weeks, at, by=by) for at, weeks in new]


def _first_days(opportunity: Opportunity) -> set[tuple[str, date]]:
    """What its organisation has at its place, by title and first day, given up ones left out."""
    wanted = select(Opportunity.title_th, Opportunity.starts_on).where(
        Opportunity.organisation_id == opportunity.organisation_id,
        Opportunity.area_code == opportunity.area_code,
        Opportunity.state.not_in(twins.OVER),
        Opportunity.replaces_id.is_(None),
    )
    return {(thai.normalise(title), first) for title, first in db.execute(wanted)}


def _shifts(source: PostingDraft, rhythm: Rhythm) -> Iterator[int]:
    """By how many weeks each is moved, those that would begin too soon left out."""
    today = clock.today()
    spans = _months(source.starts_on) if rhythm == Rhythm.MONTH else _ends(source)
    soon = (weeks for weeks in spans if source.starts_on + timedelta(weeks=weeks) >= today + NOTICE)
    last = today.year + FARTHEST_YEARS
    return takewhile(lambda weeks: (source.starts_on + timedelta(weeks=weeks)).year <= last, soon)


def _months(first: date) -> Iterator[int]:
    """Whole weeks to about the same day of each month after."""
    for number in count(1):
        years, month = divmod(first.month - 1 + number, 12)
        there = date(first.year + years, month + 1, min(first.day, 28))
        weeks = round((there - first).days / _WEEK)
        # Each month has its own: rounding must not push two into one.
        yield weeks + (there.month - (first + timedelta(weeks=weeks)).month + 6) % 12 - 6


def _ends(source: PostingDraft) -> Iterator[int]:
    """Whole weeks until each has ended."""
    whole = _weeks((source.ends_on - source.starts_on).days + 1)
    return (whole * number for number in count(1))


def _weeks(days: int) -> int:
    """Whole weeks keep the weekdays of a series."""
    return -(-days // _WEEK)


def _again(opportunity: Opportunity, source: PostingDraft, weeks: int, number: int, *, by: Actor) -> Opportunity:
    shift = timedelta(weeks=weeks)
    moved = replace(
        source,
        title_th=_numbered(source.title_th, number),
        starts_on=source.starts_on + shift,
        ends_on=source.ends_on + shift,
        apply_by=max(source.apply_by + shift, clock.today() + timedelta(days=3)),
        external_ref=None,
    )
    organisation = db.get_one(Organisation, opportunity.organisation_id)
    made = postings.create_unchecked(moved, organisation, by=by)
    record(by, "opportunity.copy", made, source=opportunity.ref)
    return made


def _numbered(title: str, number: int) -> str:
    """The title of the one that comes so many later, where it says which group it is."""
    return _NUMBERED.sub(lambda found: f"{found[1]}{int(found[2]) + number}", title)
