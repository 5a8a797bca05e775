"""Who is told what about a posting, until when its review is due, and the clock that sees to it."""

from datetime import date

from sqlalchemy import select

from marketplace.areas import working_days
from marketplace.areas.settings import settings_of
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.offers.policy import SUPPLIERS
from marketplace.offers.states import WAITING
from marketplace.people import desks, overdue, telling
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Role

OFFICE_PATH = "/office/postings/{ref}"
OFFICE_LIST = "/office/postings"
PROVIDER_PATH = "/provider/postings/{ref}"
_CLOCK = overdue.Words(
    "posting",
    t("The review of a posting is overdue. Please decide."),
    t("The review of a posting in your province is overdue. You may decide it."),
)


def asked(opportunity: Opportunity) -> None:
    """A posting was handed in: its reviewers hear of it, of many at once in one notice."""
    telling.office(
        opportunity.office_key,
        opportunity.area_code,
        Role.OFFICER,
        event="posting.asked",
        message=t("New postings wait for your review."),
        path=OFFICE_LIST,
        about=opportunity,
        gathered=True,
    )


def published(opportunity: Opportunity) -> None:
    """Everybody sees it now."""
    _tell_provider(opportunity, "posting.published", t("The office has published your posting."))


def agreed(opportunity: Opportunity) -> None:
    """What was changed about it counts now."""
    _tell_provider(opportunity, "posting.agreed", t("The office has agreed to the change of your posting."))


def changes_asked(opportunity: Opportunity) -> None:
    """Something has to change first."""
    _tell_provider(opportunity, "posting.changes", t("The office asks for a change in your posting. See what."))


def refused(opportunity: Opportunity) -> None:
    """It is refused, with the reason on its page."""
    _tell_provider(opportunity, "posting.refused", t("The office did not accept your posting. See why."))


def due_on(opportunity: Opportunity) -> date | None:
    """Until which day its review is due, in working days of its office; nothing while none is owed."""
    return due_days([opportunity]).get(opportunity.id)


def due_days(found: list[Opportunity]) -> dict[int, date]:
    """The same of many, by their ids."""
    owed = [one for one in found if one.state in WAITING and one.submitted_at is not None]
    settings = settings_of({one.office_key for one in owed}) if owed else {}
    return {
        one.id: working_days.after(clock.bangkok(one.submitted_at).date(), settings[one.office_key].officer_days)
        for one in owed
        if one.submitted_at is not None
    }


def has_nobody(opportunity: Opportunity) -> bool:
    """Whether nobody reviews it: neither office nor district nor province has anybody."""
    return desks.is_empty(opportunity.office_key, opportunity.area_code, Role.OFFICER)


def tick() -> int:
    """Remind of reviews that are late and take them up a level; returns how many marks were set."""
    waiting = list(db.scalars(select(Opportunity).where(Opportunity.state.in_(WAITING)).order_by(Opportunity.id)))
    due = due_days(waiting)
    owed = [
        overdue.Owed(one, one.office_key, one.area_code, one.submitted_at, due[one.id], OFFICE_PATH.format(ref=one.ref))
        for one in waiting
        if one.id in due and one.submitted_at is not None
    ]
    return overdue.tick(owed, _CLOCK)


def _tell_provider(opportunity: Opportunity, event: str, message: Text) -> None:
    people, path = desks.staff_of(opportunity.organisation_id, *SUPPLIERS), PROVIDER_PATH.format(ref=opportunity.ref)
    telling.tell(people, event=event, message=message, path=path, about=opportunity)
