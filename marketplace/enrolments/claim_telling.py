"""Who is told what about a completion claim, until when an answer is owed, and the clock that sees to it."""

from datetime import datetime

from sqlalchemy import select

from marketplace import notices
from marketplace.areas.settings import setting_of
from marketplace.enrolments import due_days
from marketplace.enrolments.claim_states import WAITING
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.offers.policy import SUPPLIERS
from marketplace.people import desks, overdue, telling
from models.enrolment import Claim, Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

OFFICE_PATH = "/office/claims/{ref}"
PROVIDER_PATH = "/provider/claims/{ref}"
YOUTH_PATH = "/youth/applications/{ref}"
_CLOCK = overdue.Words(
    "claim",
    t("The answer to a completion is overdue. Please decide."),
    t("The answer to a completion in your province is overdue. You may decide it."),
)


def due(enrolment: Enrolment) -> datetime:
    """Until when the office answers a claim that it gets now: its own working days."""
    return due_days.due(clock.now(), setting_of(enrolment.office_key).officer_days)


def made(claim: Claim) -> None:
    """A completion was claimed: officers of the place look at it, the young person knows."""
    _tell_office(claim, "claim.asked", t("A completion waits for you to verify it."))
    _tell_youth(claim, "claim.made", t("Your organisation has sent your completion to the office."))


def added(claim: Claim) -> None:
    """More proof has come."""
    _tell_office(claim, "claim.answered", t("More proof of a completion has come. It waits for you."))


def verified(claim: Claim) -> None:
    """It counts."""
    _tell_provider(claim, "claim.verified", t("The office has verified a completion."))
    _tell_youth(claim, "claim.completed", t("You have finished it: the office has verified your completion."))


def more_asked(claim: Claim) -> None:
    """The organisation has something to add; the young person has nothing to do."""
    _tell_provider(claim, "claim.more", t("The office asks for more proof of a completion. See what."))


def refused(claim: Claim) -> None:
    """It does not count, with the reason on the page."""
    _tell_provider(claim, "claim.rejected", t("The office did not verify a completion. See why."))
    _tell_youth(claim, "claim.refused", t("The office could not verify your completion. See how it goes on."))


def has_nobody(claim: Claim, enrolment: Enrolment) -> bool:
    """Whether nobody verifies it: neither office nor district nor province has anybody."""
    return desks.is_empty(claim.office_key, enrolment.area_code, Role.OFFICER)


def tick() -> int:
    """Remind of answers that are late and take them up a level; returns how many marks were set."""
    late = (
        select(Claim, Enrolment.area_code)
        .join(Enrolment, Enrolment.id == Claim.enrolment_id)
        .where(Claim.state.in_(WAITING), Claim.due_at < clock.now())
        .order_by(Claim.id)
    )
    # Whatever was said of an answer was said after it was due, so its day tells it from those before.
    owed = [
        overdue.Owed(
            claim,
            claim.office_key,
            area,
            claim.due_at,
            clock.bangkok(claim.due_at).date(),
            OFFICE_PATH.format(ref=claim.ref),
        )
        for claim, area in db.execute(late)
        if claim.due_at is not None
    ]
    return overdue.tick(owed, _CLOCK)


def _tell_office(claim: Claim, event: str, message: Text) -> None:
    area, path = _enrolment(claim).area_code, OFFICE_PATH.format(ref=claim.ref)
    telling.office(claim.office_key, area, Role.OFFICER, event=event, message=message, path=path, about=claim)


def _tell_provider(claim: Claim, event: str, message: Text) -> None:
    organisation = db.get_one(Opportunity, _enrolment(claim).opportunity_id).organisation_id
    people, path = desks.staff_of(organisation, *SUPPLIERS), PROVIDER_PATH.format(ref=claim.ref)
    telling.tell(people, event=event, message=message, path=path, about=claim)


def _tell_youth(claim: Claim, event: str, message: Text) -> None:
    enrolment = _enrolment(claim)
    account_id = db.get_one(Youth, enrolment.youth_id).account_id
    notices.tell(account_id, event=event, message=message, path=YOUTH_PATH.format(ref=enrolment.ref), about=claim)


def _enrolment(claim: Claim) -> Enrolment:
    return db.get_one(Enrolment, claim.enrolment_id)
