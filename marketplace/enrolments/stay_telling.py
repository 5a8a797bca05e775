"""Who is told about a point that is paid for: the young person, the organisation, and the office of the place."""

from marketplace import notices
from marketplace.enrolments import telling
from marketplace.enrolments.policy import SUPPLIERS
from marketplace.i18n import Text, t
from marketplace.people import desks
from models.enrolment import Enrolment
from models.milestone import Milestone, StayBreak
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

YOUTH_PATH = "/youth/money"
BREAKS_PATH = "/youth/applications/{ref}/breaks"
PROVIDER_PATH = "/provider/learners/{ref}/milestones"
OFFICE_PATH = "/office/milestones"


def coming(milestone: Milestone) -> None:
    """A week before: the young person knows the day."""
    _youth(milestone, "stay.coming", t("In a few days you have stayed long enough for more money. See the day."))


def due(milestone: Milestone) -> None:
    """The day has come: the organisation says whether they are still there; the young person can as well."""
    _organisation(milestone, "stay.due", t("Please say whether somebody is still with you."))
    _youth(milestone, "stay.due", t("You have stayed: say that you are still there, and the office pays."))


def late(milestone: Milestone) -> None:
    """Nobody has said anything for two weeks: the office asks."""
    _office(milestone, "stay.late", t("Nobody has said whether somebody is still there. Please ask."))


def said(milestone: Milestone) -> None:
    """Somebody said it: the office looks at it."""
    _office(milestone, "milestone.said", t("A milestone waits for your decision."))


def verified(milestone: Milestone) -> None:
    """It is found to be reached."""
    _youth(milestone, "milestone.verified", t("A milestone of yours is confirmed. See the money."))


def sent_back(milestone: Milestone) -> None:
    """More is needed; whoever said it hears of it."""
    words = t("The office asks for more about a milestone.")
    (_youth if milestone.said_as == "youth" else _organisation)(milestone, "milestone.sent_back", words)


def ended(milestone: Milestone) -> None:
    """It will not be reached, and why stands on the page."""
    _youth(milestone, "milestone.ended", t("A milestone of yours will not be paid. See why."))


def break_asked(away: StayBreak) -> None:
    """A young person asks for a break to be written down: organisation and office can answer, whoever is first."""
    enrolment = db.get_one(Enrolment, away.enrolment_id)
    organisation = db.get_one(Opportunity, enrolment.opportunity_id).organisation_id
    message = t("Somebody asks for a break to be written down.")
    for account_id in sorted(desks.staff_of(organisation, *SUPPLIERS)):
        path = f"/provider/breaks/{away.ref}"
        notices.tell(account_id, event="stay.break_asked", message=message, path=path, about=away)
    for account_id in sorted(telling.office_accounts(enrolment, Role.OFFICER)):
        path = f"/office/breaks/{away.ref}"
        notices.tell(account_id, event="stay.break_asked", message=message, path=path, about=away)


def break_kept(away: StayBreak) -> None:
    """A break counts: the young person knows that their days come later."""
    _of_break(away, "stay.break_kept", t("A break of yours is written down. Days of staying come later by it."))


def break_refused(away: StayBreak) -> None:
    """A break does not count, and why stands on the page."""
    _of_break(away, "stay.break_refused", t("A break you asked for is not written down. See why."))


def _of_break(away: StayBreak, event: str, message: Text) -> None:
    enrolment = db.get_one(Enrolment, away.enrolment_id)
    account_id = db.get_one(Youth, enrolment.youth_id).account_id
    notices.tell(account_id, event=event, message=message, path=BREAKS_PATH.format(ref=enrolment.ref), about=away)


def _youth(milestone: Milestone, event: str, message: Text) -> None:
    youth = db.get_one(Youth, _enrolment(milestone).youth_id)
    notices.tell(youth.account_id, event=event, message=message, path=YOUTH_PATH, about=milestone)


def _organisation(milestone: Milestone, event: str, message: Text) -> None:
    enrolment = _enrolment(milestone)
    organisation = db.get_one(Opportunity, enrolment.opportunity_id).organisation_id
    path = PROVIDER_PATH.format(ref=enrolment.ref)
    for account_id in sorted(desks.staff_of(organisation, *SUPPLIERS)):
        notices.tell(account_id, event=event, message=message, path=path, about=milestone)


def _office(milestone: Milestone, event: str, message: Text) -> None:
    for account_id in sorted(telling.office_accounts(_enrolment(milestone), Role.OFFICER)):
        notices.tell(account_id, event=event, message=message, path=OFFICE_PATH, about=milestone)


def _enrolment(milestone: Milestone) -> Enrolment:
    return db.get_one(Enrolment, milestone.enrolment_id)
