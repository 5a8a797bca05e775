"""Changes of published postings that wait for the office: each a posting of its own, while the published one stands.

Only what a change names is taken over when the office agrees, so words changed meanwhile are not lost.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from marketplace.i18n import t
from marketplace.kernel.errors import Conflict
from marketplace.offers.drafts import PostingDraft
from marketplace.offers.states import CHANGEABLE
from models.offer import OPEN_CHANGE, Opportunity
from models.session import db


def original_of(change: Opportunity) -> Opportunity | None:
    """The published posting it is a change of, if it is one."""
    return db.get(Opportunity, change.replaces_id) if change.replaces_id is not None else None


def refs_changed(found: Iterable[Opportunity]) -> dict[int, str]:
    """Of those that are changes, the reference of the posting each would change, by its key."""
    changing = {one.id: one.replaces_id for one in found if one.replaces_id is not None}
    wanted = select(Opportunity.id, Opportunity.ref).where(Opportunity.id.in_(set(changing.values())))
    refs: dict[int, str] = {key: ref for key, ref in db.execute(wanted)} if changing else {}  # noqa: C416
    return {key: refs[standing] for key, standing in changing.items()}


def open_of(posting: Opportunity) -> Opportunity | None:
    """The change of a posting that is on its way."""
    return db.scalars(select(Opportunity).where(Opportunity.replaces_id == posting.id, OPEN_CHANGE)).one_or_none()


def must_be_the_first(posting: Opportunity) -> None:
    """Raises Conflict where a change of it is on its way; whoever asks second waits for the first."""
    db.execute(select(Opportunity.id).where(Opportunity.id == posting.id).with_for_update())
    if open_of(posting) is not None:
        raise Conflict(t("A change of this posting is on its way already. Go on with that one, or take it back first."))


def must_seat(posting: Opportunity, draft: PostingDraft) -> None:
    """Raises Conflict when fewer seats are given than are taken."""
    if draft.seats < posting.seats_taken:
        raise Conflict(
            t("Seats already taken: {taken}. The number of seats cannot be lower.", taken=posting.seats_taken),
            field="seats",
        )


def locked(change: Opportunity) -> Opportunity:
    """What it is a change of, for whoever writes; raises Conflict where that is over."""
    wanted = select(Opportunity).where(Opportunity.id == change.replaces_id)
    original = db.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()
    if original.state not in CHANGEABLE:
        raise Conflict(t("The posting it changes is over, so nothing about it can change any more."))
    return original


def merged(now: PostingDraft, change: PostingDraft, names: Iterable[str]) -> PostingDraft:
    """What is published with what the change names."""
    known = set(now.__dataclass_fields__)
    return replace(now, **{name: getattr(change, name) for name in names if name in known})
