"""What a posting leaves out that others say, and how often like postings filled with and without it."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select

from marketplace.i18n import Text, t
from marketplace.kernel import clock
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Mode, OpportunityState

MOST: Final = 6
LEAST: Final = 10
"""Of fewer postings a share says nothing."""
LOOKED_AT: Final = 5_000


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a posting may say: the field of the editor that asks for it, and why it helps."""

    field: str
    columns: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Hint:
    """A fact that is missing; shares in percent are None where like postings are too few or none filled."""

    fact: Fact
    with_it: int | None = None
    without: int | None = None

    @property
    def gain(self) -> int:
        """By how much more often it filled with it."""
        return (self.with_it or 0) - (self.without or 0)


FACTS: Final = (
    Fact("summary_th", ("summary_th",), t("Say in one or two sentences what it is")),
    Fact("about_th", ("about_th",), t("Tell what happens there")),
    Fact("place_th", ("place_th",), t("Say where exactly people meet")),
    Fact("bring_th", ("bring_th",), t("Say what to bring, even if it is nothing")),
    Fact("supports", ("supports",), t("Say what support there is: a ride, a meal, somebody who looks after a child")),
    Fact(
        "travel_per_session",
        (
            "travel_per_session_satang",
            "stipend_per_session_satang",
            "stipend_per_hour_satang",
            "wage_per_day_satang",
            "wage_per_hour_satang",
        ),
        t("Pay for the way, or something for each session"),
    ),
    Fact("title_en", ("title_en",), t("Give it a title in English, for those who read no Thai")),
)
_NOWHERE: Final = frozenset({"place_th", "travel_per_session"})
"""What nobody misses who takes part from home."""


def of(one: Opportunity) -> tuple[Hint, ...]:
    """At most six facts that are missing, those first with which like postings filled most often."""
    missing = [fact for fact in FACTS if not _says(one, fact)]
    if not missing:
        return ()
    counted = _shares(one, missing)
    hints = [_hint(fact, *counted[number]) for number, fact in enumerate(missing)]
    return tuple(sorted(hints, key=lambda hint: (hint.with_it is None, -hint.gain)))[:MOST]


def _says(one: Opportunity, fact: Fact) -> bool:
    if one.mode == Mode.ONLINE and fact.field in _NOWHERE:
        return True
    return any(getattr(one, name) for name in fact.columns)


def _hint(fact: Fact, having: int, having_filled: int, lacking: int, lacking_filled: int) -> Hint:
    if having < LEAST or lacking < LEAST or not having_filled + lacking_filled:
        return Hint(fact)
    return Hint(fact, round(100 * having_filled / having), round(100 * lacking_filled / lacking))


def _shares(one: Opportunity, missing: list[Fact]) -> list[tuple[int, int, int, int]]:
    """Like postings with and without each fact, and how many of them filled: one question for all."""
    over = or_(
        Opportunity.state.in_((OpportunityState.CLOSED, OpportunityState.ARCHIVED)),
        Opportunity.replaces_id.is_(None),
        and_(Opportunity.state == OpportunityState.PUBLISHED, Opportunity.apply_by < clock.today()),
    )
    says = [_flag(_said_in(fact)).label(f"says_{number}") for number, fact in enumerate(missing)]
    like = (
        select(_flag(Opportunity.seats_taken >= Opportunity.seats).label("filled"), *says)
        .where(over, Opportunity.kind == one.kind, Opportunity.seats > 0, Opportunity.id != one.id)
        .where(Opportunity.mode == Mode.ONLINE if one.mode == Mode.ONLINE else Opportunity.mode != Mode.ONLINE)
        .order_by(Opportunity.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    said = [like.c[f"says_{number}"] for number in range(len(missing))]
    sums = [part for says in said for part in (func.sum(says), func.sum(says * like.c.filled))]
    found = db.execute(select(func.count(), func.sum(like.c.filled), *sums).select_from(like)).one()
    count, filled, *parts = (int(value or 0) for value in found)
    return [
        (having, having_filled, count - having, filled - having_filled)
        for having, having_filled in zip(parts[::2], parts[1::2], strict=True)
    ]


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _said_in(fact: Fact) -> ColumnElement[bool]:
    return or_(*(_is_there(getattr(Opportunity, name)) for name in fact.columns))


def _is_there(column: Any) -> ColumnElement[bool]:
    kind = column.type.python_type
    if kind is int:
        return column > 0  # type: ignore[no-any-return]
    return column != "" if kind is str else cast(column, String) != "[]"
