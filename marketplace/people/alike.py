"""Whether a young person may be registered already: the same birth date and name, told before it happens twice.

Two people may share both, so this warns and asks; it never merges and never refuses for good.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, true

from marketplace.access import SYSTEM, Actor
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.people import youth as young
from marketplace.people.queries import visible_to
from marketplace.people.spelled import are_one_name
from marketplace.people.youth import NO_LAST_NAME, NewYouth
from models.session import db
from models.youth import Youth

IS_HERE = t("Somebody of this name and birth date is registered already. If this is somebody else, say so below.")
_AT_ONCE = 500


def of(draft: NewYouth, *, by: Actor) -> Sequence[Youth]:
    """Those of the actor's area who may be the same person, the newest first."""
    return [one for one in _born_like([draft], by) if is_alike(draft, _told(one))]


def of_many(drafts: Sequence[NewYouth], *, by: Actor) -> list[Youth | None]:
    """For each of many somebody who may be the same person; None where nobody is."""
    by_day: dict[object, list[tuple[Youth, NewYouth]]] = {}
    for one in _born_like(drafts, by):
        by_day.setdefault(one.birth_date, []).append((one, _told(one)))
    return [
        next((one for one, told in by_day.get(draft.birth_date, ()) if is_alike(draft, told)), None) for draft in drafts
    ]


def must_be_new(draft: NewYouth, *, by: Actor, is_somebody_else: bool) -> None:
    """Raise Invalid at `somebody_else` while nobody has said that this is not the one who is here."""
    if not is_somebody_else and of(draft, by=by):
        raise Invalid(IS_HERE, field="somebody_else")


def is_alike(one: NewYouth, other: NewYouth) -> bool:
    """The same birth date and name: that on the ID card where both tell it, else what they are called in one place."""
    if one.birth_date is None or one.birth_date != other.birth_date:
        return False
    names = _name(one), _name(other)
    if all(names):
        return are_one_name(*names)
    return one.area_code == other.area_code and are_one_name(one.nickname, other.nickname)


def _name(draft: NewYouth) -> str:
    """A whole name; nothing while a part of it is not known."""
    if not (draft.first_name and draft.last_name):
        return ""
    return f"{draft.first_name} {'' if draft.last_name == NO_LAST_NAME else draft.last_name}"


def _told(one: Youth) -> NewYouth:
    return NewYouth(
        nickname=one.nickname,
        first_name=young.read(one, "first_name"),
        last_name=young.read(one, "last_name"),
        birth_date=one.birth_date,
        area_code=one.area_code,
    )


def _born_like(drafts: Iterable[NewYouth], by: Actor) -> list[Youth]:
    days = sorted({draft.birth_date for draft in drafts if draft.birth_date is not None})
    within = true() if by is SYSTEM else visible_to(by)
    found: list[Youth] = []
    for first in range(0, len(days), _AT_ONCE):
        wanted = select(Youth).where(Youth.birth_date.in_(days[first : first + _AT_ONCE]), within)
        found += db.scalars(wanted.order_by(Youth.id.desc()))
    return found
