"""Who is told what about pledges: neutral words without names, since phones are shared."""

from marketplace import notices
from marketplace.i18n import Text, t
from marketplace.people import desks, telling
from models.bundle import SupportBundle
from models.enrolment import Enrolment
from models.reservation import Reservation
from models.resource import Resource
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

OFFICE_PATH = "/office/enrolments/{ref}"
OWNER_PATH = "/mentor/{ref}"
YOUTH_PATH = "/youth/applications/{ref}"
KEEPERS = (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER)


def owner_asked(reservation: Reservation, resource: Resource) -> None:
    """Somebody would like to use a pledge whose owner wants to be asked."""
    _tell_owner(resource, "pledge.asked", t("Somebody would like your help. Please say yes or no."), reservation)


def owner_freed(resource: Resource) -> None:
    """What was kept of a pledge is free again."""
    _tell_owner(resource, "pledge.freed", t("Help you had promised is no longer needed. Your time is free again."))


def owner_thanked(resource: Resource) -> None:
    """Somebody said thank you."""
    _tell_owner(resource, "pledge.thanked", t("Somebody thanks you for your help."))


def bundle_broken(bundle: SupportBundle) -> None:
    """The office, the case worker and the young person hear that help has gone; nothing of it is kept."""
    enrolment = db.get_one(Enrolment, bundle.enrolment_id)
    youth = db.get_one(Youth, enrolment.youth_id)
    worker = () if youth.case_worker_id is None else (youth.case_worker_id,)
    telling.office(
        enrolment.office_key,
        enrolment.area_code,
        Role.OFFICER,
        event="bundle.broken",
        message=t("Help that an application stands on has gone. Please look for other help."),
        path=OFFICE_PATH.format(ref=enrolment.ref),
        about=enrolment,
        also=worker,
    )
    notices.tell(
        youth.account_id,
        event="bundle.broken",
        message=t("Part of the help you counted on has gone. Your office looks for other help."),
        path=YOUTH_PATH.format(ref=enrolment.ref),
        about=enrolment,
    )


def keepers_of(resource: Resource) -> set[int]:
    """Who answers for a pledge: its owner, or the staff of the organisation that gives it."""
    if resource.owner_account_id is not None:
        return {resource.owner_account_id}
    return set() if resource.organisation_id is None else desks.staff_of(resource.organisation_id, *KEEPERS)


def _tell_owner(resource: Resource, event: str, message: Text, about: Reservation | None = None) -> None:
    for account_id in sorted(keepers_of(resource)):
        notices.tell(
            account_id, event=event, message=message, path=OWNER_PATH.format(ref=resource.ref), about=about or resource
        )
