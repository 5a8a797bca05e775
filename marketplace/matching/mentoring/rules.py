"""May these two be paired at all, and how well they suit: pure, and every no has its one reason.

Language, the gender wish, distance, conflicts and the chaperone of a minor are never softened; a score orders only
what is allowed. Nothing here looks at vetting: whoever is listed as a mentor has passed it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.i18n import Text, t
from marketplace.kernel.geo import Point, distance_km


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentee:
    """A young person who asks for a mentor; `conflicts` are mentors who must not be asked, whatever the cause."""

    ref: str
    languages: frozenset[str]
    point: Point | None = None
    farthest_km: float | None = None
    gender_wish: str | None = None
    is_minor: bool = False
    interests: frozenset[str] = frozenset()
    waited_days: int = 0
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """Somebody who may be matched to `places` more youth; `chaperoned`: a second adult or an open place is sure."""

    ref: str
    languages: frozenset[str]
    places: int
    gender: str | None = None
    point: Point | None = None
    farthest_km: float | None = None
    online: bool = False
    chaperoned: bool = False
    knows: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()


class No(StrEnum):
    """Why two may not be paired, in the order it is asked."""

    FULL = "full"
    CONFLICT = "conflict"
    LANGUAGE = "language"
    GENDER = "gender"
    CHAPERONE = "chaperone"
    DISTANCE = "distance"


SENTENCES: dict[No, Text] = {
    No.FULL: t("This mentor has no free place"),
    No.CONFLICT: t("These two may not be paired"),
    No.LANGUAGE: t("They share no language"),
    No.GENDER: t("The wish for a woman or a man is not met"),
    No.CHAPERONE: t("For someone under 18 a second adult must be there"),
    No.DISTANCE: t("They live too far apart"),
}

NEAR_KM = 25.0
"""Beyond this, nearness no longer counts; how far is too far is said by the two themselves."""


def why_not(mentee: Mentee, mentor: Mentor) -> No | None:
    """The first rule that forbids the pair; None when it is allowed."""
    rules = (
        (No.FULL, mentor.places > 0),
        (No.CONFLICT, mentor.ref not in mentee.conflicts and mentee.ref not in mentor.conflicts),
        (No.LANGUAGE, bool(mentee.languages & mentor.languages)),
        (No.GENDER, mentee.gender_wish is None or mentee.gender_wish == mentor.gender),
        (No.CHAPERONE, not mentee.is_minor or mentor.chaperoned),
        (No.DISTANCE, mentor.online or _within(mentee, mentor)),
    )
    return next((no for no, holds in rules if not holds), None)


def suits(mentee: Mentee, mentor: Mentor) -> tuple[float, ...]:
    """How well an allowed pair suits, to be compared: shared interests, then nearness, then shared languages."""
    return (
        float(len(mentee.interests & mentor.knows)),
        round(_nearness(mentee, mentor), 6),
        float(len(mentee.languages & mentor.languages)),
    )


def allowed(mentees: Iterable[Mentee], mentors: Iterable[Mentor]) -> frozenset[tuple[str, str]]:
    """Every pair (mentee, mentor) that no rule forbids."""
    there = tuple(mentors)
    return frozenset((one.ref, other.ref) for one in mentees for other in there if why_not(one, other) is None)


def _within(mentee: Mentee, mentor: Mentor) -> bool:
    """Both limits hold; a place that is not known is far only for whoever set a limit."""
    limits = [limit for limit in (mentee.farthest_km, mentor.farthest_km) if limit is not None]
    if not limits:
        return True
    if mentee.point is None or mentor.point is None:
        return False
    return distance_km(mentee.point, mentor.point) <= min(limits)


def _nearness(mentee: Mentee, mentor: Mentor) -> float:
    if mentor.online or mentee.point is None or mentor.point is None:
        return 0.0
    return max(0.0, 1 - distance_km(mentee.point, mentor.point) / NEAR_KM)
