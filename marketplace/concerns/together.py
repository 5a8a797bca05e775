"""Concerns that belong together: open ones about the same young person or the same adult, for those who may see each.

Each keeps its own kind and clock; whoever looks at one, or is told of a new one, learns of the graver.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import selectinload

from marketplace import notices
from marketplace.access import Actor
from marketplace.concerns import desks, handling, naming, queries, rules
from marketplace.i18n import dates, t
from models.concern import Concern, ConcernNamed
from models.session import db
from models.vocabulary import ConcernKind, ConcernState, ConcernUrgency

MOST = 20
"""So many of one young person, or of one list, are looked through for the gravest."""


class Beside(NamedTuple):
    """Another open concern, and by whom it belongs to the first."""

    concern: Concern
    is_same_youth: bool
    is_same_adult: bool


def beside(actor: Actor, concern: Concern) -> list[Beside]:
    """The other open concerns about the same young person or adult that a reader may see, the gravest first."""
    accused = handling.accused(concern)
    same = [Concern.youth_id == concern.youth_id] if concern.youth_id is not None else []
    if accused:
        named = exists().where(ConcernNamed.concern_id == Concern.id, ConcernNamed.account_id.in_(accused))
        same.append(named)
    if not same:
        return []
    found = _open_to(actor, queries.seen(actor).where(Concern.id != concern.id, or_(*same)))
    both = (
        Beside(
            one,
            concern.youth_id is not None and one.youth_id == concern.youth_id,
            not accused.isdisjoint(handling.accused(one)),
        )
        for one in found
    )
    return [one for one in both if one.is_same_youth or one.is_same_adult]


def of_youth(actor: Actor, youth_id: int) -> list[Concern]:
    """The open concerns about a young person that a reader may see, the gravest first."""
    return _open_to(actor, queries.seen(actor).where(Concern.youth_id == youth_id))


def by_youth(actor: Actor, concerns: Iterable[Concern]) -> dict[int, list[Concern]]:
    """The same for each young person of a list of concerns, by the key of the young person."""
    keys = {one.youth_id for one in concerns if one.youth_id is not None}
    gathered: dict[int, list[Concern]] = {}
    if keys:
        wanted = queries.seen(actor).where(Concern.youth_id.in_(keys))
        for one in _open_to(actor, wanted, most=MOST * len(keys)):
            gathered.setdefault(one.youth_id or 0, []).append(one)
    return gathered


def tell_reported(concern: Concern) -> None:
    """Tell whoever answers for a new concern, and of a graver one about the same young person those who may see both.

    Whoever has that graver one in hand learns of the new one too, where they may see it.
    """
    graver = _graver_than(concern)
    when = dates.date_time(concern.due_at) if concern.due_at is not None else ""
    answering = desks.answering(concern)
    for account_id in sorted(answering):
        first = next((one for one in graver if account_id in _readers(one)), None)
        said = handling.said_of(concern)
        message = t("A concern was reported: {what}, {code}. Take it up by {when}.", when=when, **said)
        if first is not None:
            message = t(
                "A concern was reported: {what}, {code}. Take it up by {when}. About the same young person {graver} is"
                " open, which is graver: look at both.",
                when=when, graver=first.ref, **said,
            )  # fmt: skip
        desks.tell_one(account_id, concern, "concern.reported", message)
    holders = {one.handler_id: one for one in reversed(graver) if one.handler_id is not None}
    for account_id in sorted((holders.keys() & _readers(concern)) - answering - {concern.reporter_id}):
        message = t(
            "Something more was reported about the young person of {code}, which is in your hands.",
            code=holders[account_id].ref,
        )
        notices.tell(account_id, event="concern.beside", message=message, path=desks.path_of(concern), about=concern)


def gravity(concern: Concern) -> tuple[int, int]:
    """By what concerns are put in order: how urgent, then which kind; the gravest first."""
    urgency, kind = ConcernUrgency(concern.urgency), ConcernKind(concern.kind)
    return rules.URGENCIES.index(urgency), rules.KINDS.index(kind)


def _open_to(actor: Actor, wanted: Select[Concern], most: int = MOST) -> list[Concern]:
    open_ones = wanted.where(Concern.state != ConcernState.CLOSED).options(*queries.whole())
    found = db.scalars(open_ones.order_by(Concern.id.desc()).limit(most)).all()
    return _gravest_first(one for one in found if not naming.is_meant(one, actor.account_id or 0))


def _graver_than(concern: Concern) -> list[Concern]:
    if concern.youth_id is None:
        return []
    same = select(Concern).where(
        Concern.youth_id == concern.youth_id, Concern.id != concern.id, Concern.state != ConcernState.CLOSED
    )
    loaded = same.options(selectinload(Concern.notes), selectinload(Concern.named))
    found = db.scalars(loaded.order_by(Concern.id.desc()).limit(MOST)).all()
    return _gravest_first(one for one in found if gravity(one) < gravity(concern))


def _readers(concern: Concern) -> Collection[int]:
    """Who may see a concern: those who answer at its level or above, and whoever has it in hand."""
    level = rules.LEVELS.index(concern.level)
    able = set[int]().union(
        *(desks.accounts_at(one, concern.area_code, concern.office_key) for one in rules.LEVELS[level:])
    )
    able |= {concern.handler_id} if concern.handler_id is not None else set()
    return {one for one in able - desks.named_in(concern) if not naming.is_meant(concern, one)}


def _gravest_first(found: Iterable[Concern]) -> list[Concern]:
    return sorted(found, key=lambda one: (*gravity(one), one.reported_at, one.id))
