"""What a posting pays for reaching a point: named steps, days of staying, and things that are given.

Steps and staying are money of the posting's fund; a thing has a worth that is told and never paid out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from marketplace.i18n import Text, t, thai
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import SATANG, baht, parse_baht
from models.milestone import PayRule
from models.offer import Opportunity
from models.session import db
from models.vocabulary import MilestoneKind as K

if TYPE_CHECKING:
    from marketplace.offers.bounds import Problem

STAY_DAYS: Final = (30, 90, 180, 365)
MOST_STEPS: Final = 5
MOST_THINGS: Final = 3
MOST_SATANG: Final = 20_000 * SATANG
LONGEST_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class Promise:
    """One point with what it brings; a step and a thing have a title, staying has its days."""

    kind: K
    satang: int
    title: str = ""
    days: int | None = None


def total(promises: Iterable[Promise], kind: K) -> int:
    """What all points of a kind come to, in satang."""
    return sum(one.satang for one in promises if one.kind == kind)


def problems(promises: Sequence[Promise]) -> Iterator[Problem]:
    """What no posting may say of its points, as field and sentence."""
    for kind, field, most in ((K.STEP, "steps", MOST_STEPS), (K.THING, "things", MOST_THINGS)):
        found = [one for one in promises if one.kind == kind]
        if len(found) > most:
            yield field, t("At most {most} of these.", most=most)
        named = Counter(thai.normalise(one.title) for one in found)
        if twice := next((one.title for one in found if named[thai.normalise(one.title)] > 1), ""):
            yield field, t("Two of these have the same name: {name}. Give each its own.", name=twice)
        for one in found:
            if not any(letter.isalnum() for letter in one.title):
                yield field, t("Each of these needs a name and a sum.")
            if len(one.title) > LONGEST_TITLE:
                yield field, t("At most {most} letters; these are {given}.", most=LONGEST_TITLE, given=len(one.title))
            if wrong := _sum(one):
                yield field, wrong
    for one in promises:
        if one.kind == K.STAY and (wrong := _sum(one)):
            yield f"stay_{one.days}", wrong


def _sum(one: Promise) -> Text | None:
    if one.satang <= 0:
        return t("Each of these needs a name and a sum.") if one.kind != K.STAY else t("A sum cannot be below zero.")
    return t("At most {sum} baht. Check the noughts.", sum=baht(MOST_SATANG)) if one.satang > MOST_SATANG else None


def keep(opportunity: Opportunity, promises: Sequence[Promise]) -> None:
    """Write the points of a posting anew, and their sums beside it; what was promised to people before stays theirs."""
    db.execute(
        delete(PayRule).where(PayRule.opportunity_id == opportunity.id),
        execution_options={"synchronize_session": "fetch"},
    )
    db.add_all(
        PayRule(
            opportunity_id=opportunity.id,
            number=number,
            kind=one.kind,
            title=one.title,
            days=one.days,
            amount_satang=one.satang,
        )
        for number, one in enumerate(promises, 1)
    )
    opportunity.steps_satang, opportunity.stays_satang = total(promises, K.STEP), total(promises, K.STAY)
    opportunity.things_satang = total(promises, K.THING)
    db.flush()


def of(opportunity_id: int) -> tuple[Promise, ...]:
    """The points of a posting in their order."""
    wanted = select(PayRule).where(PayRule.opportunity_id == opportunity_id).order_by(PayRule.number)
    return tuple(Promise(K(one.kind), one.amount_satang, one.title, one.days) for one in db.scalars(wanted))


def read(text: str, kind: K, *, field: str) -> tuple[Promise, ...]:
    """`ทำงานกลุ่ม: 300; สอบผ่าน: 500`, as a file has it; raises Invalid for what has no name or no sum."""
    found = []
    for part in filter(None, (part.strip() for part in text.replace("\n", ";").split(";"))):
        title, _, sum_ = part.rpartition(":")
        try:
            found.append(Promise(kind, parse_baht(sum_), title.strip()))
        except ValueError as error:
            raise Invalid(t("Write a name, a colon and a sum in baht: {part}", part=part[:60]), field=field) from error
    return tuple(found)


def written(promises: Iterable[Promise], kind: K) -> str:
    """The named points of a kind as `read` takes them, one a line."""
    return "\n".join(f"{one.title}: {baht(one.satang)}" for one in promises if one.kind == kind)


def told(one: Promise) -> Text:
    """A point in words, for lists and pages."""
    if one.kind == K.STAY:
        return t("Still there after {days} days: {sum} baht", days=one.days or 0, sum=baht(one.satang))
    if one.kind == K.THING:
        return t("You are given: {what} (worth {sum} baht)", what=one.title, sum=baht(one.satang))
    return t("{what}: {sum} baht", what=one.title, sum=baht(one.satang))
