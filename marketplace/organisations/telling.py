"""Who is told of an organisation's way: whoever brought it in or is in charge of it, and the office of its place."""

from collections.abc import Iterable

from marketplace import notices
from marketplace.i18n import Text
from marketplace.organisations.policy import IN_CHARGE
from marketplace.organisations.states import OPENING
from marketplace.people import desks, telling
from models.organisation import Organisation, OrganisationOpening
from models.session import db
from models.vocabulary import OrganisationState, Role

OPENING_PATH = "/provider/opening/{ref}"
PAPERS_PATH = "/provider/organisation/{ref}/papers"
OFFICE_PATH = "/office/organisations/{ref}"
_UNDECIDED = (*OPENING, OrganisationState.DECLINED, OrganisationState.LAPSED)


def keepers(organisation: Organisation, message: Text, event: str, path: str = "") -> None:
    """Tell whoever brings it in or is in charge of it."""
    opening = organisation.state in _UNDECIDED
    brought = db.get(OrganisationOpening, organisation.id)
    people = {brought.account_id} if opening and brought is not None else set[int]()
    people |= desks.staff_of(organisation.id, *IN_CHARGE)
    where = path or (OPENING_PATH if opening else PAPERS_PATH)
    tell(people, message, event, where.format(ref=organisation.ref), organisation)


def office(organisation: Organisation, message: Text, event: str) -> None:
    """Tell the officers of its place."""
    key, area, path = organisation.office_key, organisation.area_code, OFFICE_PATH.format(ref=organisation.ref)
    telling.office(key, area, Role.OFFICER, event=event, message=message, path=path, about=organisation)


def tell(people: Iterable[int], message: Text, event: str, path: str, about: notices.service.Subject) -> None:
    """Tell each of them the same."""
    for account_id in sorted(people):
        notices.tell(account_id, event=event, message=message, path=path, about=about)
