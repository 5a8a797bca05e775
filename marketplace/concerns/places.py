"""Where a report belongs: with whoever reports, with the page it was made on, or where they say it happened."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from marketplace.access import Actor
from marketplace.areas import names
from marketplace.areas.offices import office_key_for
from marketplace.i18n import Text, pick
from marketplace.kernel.errors import NotFound
from models.account import Account, Membership
from models.enrolment import Enrolment
from models.mentoring import MentorMatch
from models.offer import Opportunity
from models.organisation import Organisation
from models.resource import Resource
from models.session import db
from models.thread import Thread
from models.youth import Youth

_OPPORTUNITY = re.compile(r"/opportunities/([A-Z]{1,3}-[A-Z0-9-]{10,40})")
_ORGANISATION = re.compile(r"/organisations/([A-Z]{1,3}-[A-Z0-9-]{10,40})")


_THREAD = re.compile(r"/messages/([A-Z]{1,3}-[A-Z0-9-]{10,40})")


class Place(NamedTuple):
    """An area and its office; both empty when nobody can tell, the office when only the province is known."""

    area_code: str | None = None
    office_key: str = ""
    youth_id: int | None = None


NOWHERE = Place()


def of(actor: Actor, path: str, said: str = "") -> Place:
    """The place of a report: the young person's own, their ward's, the page's, or the province that was said."""
    youth_id = actor.youth_id or (min(actor.ward_ids) if len(actor.ward_ids) == 1 else None)
    if (place := of_youth(youth_id)) is not None:
        return place
    code = _of_page(path)
    if code:
        return Place(code, _office(code), youth_id)
    if len(said) == 2 and names.exists(said):
        return Place(said, "", youth_id)
    return Place(None, "", youth_id)


def of_youth(youth_id: int | None) -> Place | None:
    """Where a young person lives and whose office looks after them; None where that is not known."""
    youth = db.get_one(Youth, youth_id) if youth_id is not None else None
    if youth is None or not youth.area_code:
        return None
    return Place(youth.area_code, youth.office_key or _office(youth.area_code), youth.id)


def organisations_of(path: str, accounts: Collection[int]) -> Sequence[Organisation]:
    """Whom a report may be about: the organisation of the page it was made on, and those its named people act for."""
    found = _ORGANISATION.search(path)
    offered = _OPPORTUNITY.search(path)
    of_page = select(Opportunity.organisation_id).where(Opportunity.ref == (offered[1] if offered else ""))
    acted_for = select(Membership.organisation_id).where(Membership.account_id.in_(accounts))
    wanted = select(Organisation).where(
        or_(
            Organisation.ref == (found[1] if found else ""),
            Organisation.id.in_(of_page),
            Organisation.id.in_(acted_for),
        )
    )
    return db.scalars(wanted.order_by(Organisation.id).limit(10)).all()


def concerned(actor: Actor, path: str) -> list[tuple[str, Text | str]]:
    """Whom a report made on a page may be about, as far as the page shows them to its reader: key and label."""
    found: list[tuple[str, Text | str]] = [
        (f"organisation:{one.ref}", pick(one.name_th, one.name_en)) for one in organisations_of(path, ())
    ]
    if (told := _THREAD.search(path)) and actor.account_id is not None:
        found += _of_thread(actor, told[1])
    return found


def accounts_of(keys: Collection[str]) -> set[int]:
    """The accounts behind chosen people; an organisation is no account."""
    refs = [key.partition(":")[2] for key in keys if key.startswith("account:")]
    return set(db.scalars(select(Account.id).where(Account.ref.in_(refs)))) if refs else set()


def organisations_in(keys: Collection[str]) -> set[int]:
    """The organisations among what was chosen."""
    refs = [key.partition(":")[2] for key in keys if key.startswith("organisation:")]
    return set(db.scalars(select(Organisation.id).where(Organisation.ref.in_(refs)))) if refs else set()


def _of_thread(actor: Actor, ref: str) -> list[tuple[str, Text | str]]:
    """The other side of a conversation of one's own and whoever reads along, as its page names them."""
    thread = db.scalars(select(Thread).where(Thread.ref == ref)).first()
    if thread is None or actor.youth_id != thread.youth_id:
        return []
    second = db.get_one(Account, thread.second_id)
    found: list[tuple[str, Text | str]] = [(f"account:{second.ref}", second.name)]
    if thread.match_id is not None:
        match = db.get_one(MentorMatch, thread.match_id)
        pledge = db.get_one(Resource, match.resource_id)
        owner = db.get(Account, pledge.owner_account_id) if pledge.owner_account_id is not None else None
        key = f"account:{owner.ref}" if owner is not None else f"pledge:{pledge.ref}"
        found.append((key, pick(pledge.title_th, pledge.title_en)))
    elif thread.enrolment_id is not None:
        enrolment = db.get_one(Enrolment, thread.enrolment_id)
        behind = select(Organisation).join(Opportunity, Opportunity.organisation_id == Organisation.id)
        for one in db.scalars(behind.where(Opportunity.id == enrolment.opportunity_id)):
            found.append((f"organisation:{one.ref}", pick(one.name_th, one.name_en)))
    return found


def without_person(place: Place) -> Place:
    """The same place, no finer than its district: a subdistrict may be one young person's home."""
    return Place(place.area_code[:4] if place.area_code else None, place.office_key, None)


def _of_page(path: str) -> str | None:
    if found := _OPPORTUNITY.search(path):
        return db.scalar(select(Opportunity.area_code).where(Opportunity.ref == found[1]))
    if found := _ORGANISATION.search(path):
        return db.scalar(select(Organisation.area_code).where(Organisation.ref == found[1]))
    return None


def _office(code: str) -> str:
    try:
        return office_key_for(code)
    except NotFound:
        return ""
