"""One change opens more: how many opportunities would fit if one single answer were different, counted exactly.

A change touches few rules and rules are judged alone, so only opportunities that fail by those rules alone are
judged again; every other answer stays what it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import DayName
from marketplace.i18n.weeks import PART_NAMES
from marketplace.kernel import week
from marketplace.kernel.week import PARTS, Part
from marketplace.matching.fit import Fit, Rule, judge
from marketplace.matching.terms import LifeTerms, OfferTerms
from models.vocabulary import Support, Transport


class ChangeKind(StrEnum):
    """What can be different."""

    PART = "part"
    TRAVEL = "travel"
    SUPPORT = "support"
    DOCUMENTS = "documents"
    TRANSPORT = "transport"


TOUCHES = {
    # With more room around the sessions the slower ways are in time too, and the question how one goes falls away.
    ChangeKind.PART: frozenset({Rule.TIME, Rule.TRAVEL}),
    ChangeKind.TRAVEL: frozenset({Rule.TRAVEL}),
    ChangeKind.SUPPORT: frozenset({Rule.SUPPORTS}),
    ChangeKind.DOCUMENTS: frozenset({Rule.DOCUMENTS}),
    ChangeKind.TRANSPORT: frozenset({Rule.TIME, Rule.TRAVEL, Rule.ENGAGED}),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One answer made different; `value` is how it would be told in an address."""

    kind: ChangeKind
    value: str
    text: Text
    life: LifeTerms


@dataclass(frozen=True, slots=True)
class Opening:
    """A change and how many more opportunities would fit."""

    change: Change
    more: int


COVERED = {
    Support.STEP_FREE: t("If there were no steps"),
    Support.CHILDCARE: t("If someone looked after your child"),
    Support.RIDE: t("If someone gave you a ride"),
    Support.DEVICE: t("If you could borrow a phone or computer"),
    Support.SIGN_LANGUAGE: t("If sign language were there"),
    Support.NO_DOCUMENTS: t("If papers could come later"),
    Support.EVENING: t("If it need not be in the evening"),
    Support.MEAL: t("If you brought your own meal"),
    Support.DORMITORY: t("If you had a place to stay"),
    Support.EASY_READ: t("If someone read it with you"),
    Support.LANGUAGE_HELP: t("If someone helped with the language"),
    Support.PRENATAL: t("If time for the doctor were arranged"),
    Support.QUIET: t("If a quiet place were arranged"),
}
FASTER = {
    Transport.BIKE: t("If you had a bicycle"),
    Transport.PUBLIC: t("If you went by bus or songthaew"),
}
PAPERS = t("If you had your papers")
MORE_MINUTES = (15, 30)


def possible(life: LifeTerms) -> tuple[Change, ...]:
    """Every single change worth naming for this life."""
    return (*_parts(life), *_travel(life), *_supports(life), *_documents(life), *_transport(life))


def openings(
    life: LifeTerms,
    offers: Sequence[OfferTerms],
    on: date,
    changes: Iterable[Change] | None = None,
    *,
    fits: Sequence[Fit] | None = None,
) -> tuple[Opening, ...]:
    """Changes that open something, most first; the number is of opportunities that fit then and do not now.

    `fits` are the judgements of the offers as things stand, where they are known already.
    """
    known = fits if fits is not None else [judge(life, offer, on) for offer in offers]
    judged = [(offer, _blocked_by(fit)) for offer, fit in zip(offers, known, strict=True) if not fit.fits]
    found = []
    for change in possible(life) if changes is None else changes:
        touched = TOUCHES[change.kind]
        near = [offer for offer, blocked in judged if blocked <= touched]
        found.append(Opening(change, sum(judge(change.life, offer, on).fits for offer in near)))
    return tuple(sorted((each for each in found if each.more), key=lambda each: -each.more))


def best(found: Sequence[Opening], most: int = 3) -> tuple[Opening, ...]:
    """The openings to show: the largest of each kind first, then the next largest."""
    kinds: set[ChangeKind] = set()
    first: list[Opening] = []
    rest: list[Opening] = []
    for opening in found:
        (rest if opening.change.kind in kinds else first).append(opening)
        kinds.add(opening.change.kind)
    return tuple(sorted((*first, *rest)[:most], key=lambda each: -each.more))


def _blocked_by(fit: Fit) -> frozenset[Rule]:
    return frozenset({reason.rule for reason in fit.reasons_no} | {wait.rule for wait in fit.waits})


def _parts(life: LifeTerms) -> list[Change]:
    free = life.free
    if free is None:
        return []
    return [
        Change(ChangeKind.PART, part.code, _part_text(part), replace(life, free=free | part.mask))
        for part in PARTS
        if not week.covers(free, part.mask)
    ]


def _part_text(part: Part) -> Text:
    return t("If {day} {part} were free too", day=DayName(part.weekday), part=PART_NAMES[part.part])


def _travel(life: LifeTerms) -> list[Change]:
    limit = life.travel_minutes_max
    if limit is None:
        return []
    return [
        Change(
            ChangeKind.TRAVEL,
            str(limit + more),
            t("If the way may take {minutes} minutes", minutes=limit + more),
            replace(life, travel_minutes_max=limit + more),
        )
        for more in MORE_MINUTES
    ]


def _supports(life: LifeTerms) -> list[Change]:
    return [
        Change(
            ChangeKind.SUPPORT, need, COVERED[Support(need)], replace(life, support_needs=life.support_needs - {need})
        )
        for need in sorted(life.support_needs)
        if need in COVERED
    ]


def _documents(life: LifeTerms) -> list[Change]:
    if life.has_documents is not False:
        return []
    having = replace(life, has_documents=True)
    return [Change(ChangeKind.DOCUMENTS, "1", PAPERS, having)]


def _transport(life: LifeTerms) -> list[Change]:
    if life.transport is None:
        return []
    return [
        Change(ChangeKind.TRANSPORT, way.value, text, replace(life, transport=way.value))
        for way, text in FASTER.items()
        if way != life.transport
    ]
