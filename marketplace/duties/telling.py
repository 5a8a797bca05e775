"""Who is told what about the law of labour: neutral words without names, since phones are shared."""

from collections.abc import Iterable

from marketplace import notices
from marketplace.i18n import Text, t
from marketplace.people import desks, telling
from models.enrolment import Enrolment
from models.labour import LabourDuty, LabourPaper
from models.vocabulary import DutyKind, FindingWeight, Role

EMPLOYERS = (Role.EMPLOYER, Role.PROVIDER_ADMIN)
DUTY_PATH = "/provider/law/duties/{ref}"
WORKER_PATH = "/provider/law/{ref}"
OFFICE_PATH = "/office/law/{ref}"
_BOTH = (Role.OFFICER, Role.CASEWORKER)
_OWED: dict[str, Text] = {
    DutyKind.START_NOTICE: t("Tell the labour inspector of a start. The form is filled in for you."),
    DutyKind.END_NOTICE: t("Tell the labour inspector of an end. The form is filled in for you."),
    DutyKind.INSURANCE: t("Register a new worker for social security."),
}


def owed(duty: LabourDuty) -> None:
    """The employer owes something new."""
    path = DUTY_PATH.format(ref=duty.ref)
    _tell(_employer(duty.organisation_id), "labour.owed", _OWED[duty.kind], path, duty)


def soon(duty: LabourDuty) -> None:
    """The day is near."""
    message = t("Something the law of labour asks of you is due on {day}.", day=duty.due_on)
    _tell(_employer(duty.organisation_id), "labour.soon", message, DUTY_PATH.format(ref=duty.ref), duty)


def late(duty: LabourDuty) -> None:
    """The day has passed; the office of the young person hears of it too."""
    message = t("Something the law of labour asks of you was due on {day}.", day=duty.due_on)
    _tell(_employer(duty.organisation_id), "labour.late", message, DUTY_PATH.format(ref=duty.ref), duty)
    path = OFFICE_PATH.format(ref=duty.enrolment.ref)
    told = t("An employer has not done in time what the law of labour asks.")
    _tell_office(duty.enrolment, "labour.late", told, path, duty)


def found(enrolment: Enrolment, weights: Iterable[FindingWeight]) -> None:
    """The daily look found something; whatever forbids the work goes to the office too."""
    held = set(weights)
    path = WORKER_PATH.format(ref=enrolment.ref)
    organisation = enrolment.opportunity.organisation_id
    if held == {FindingWeight.TELLS}:
        message = t("A young worker had a birthday, and other rules hold from today.")
        _tell(_employer(organisation), "labour.news", message, path, enrolment)
        return
    message = t("The daily look at the law of labour found something in one of your placements.")
    _tell(_employer(organisation), "labour.found", message, path, enrolment)
    if FindingWeight.BLOCKS in held:
        told = t("A placement may not go on as it is. See what the law of labour says.")
        _tell_office(enrolment, "labour.found", told, OFFICE_PATH.format(ref=enrolment.ref), enrolment)


def worked(enrolment: Enrolment) -> None:
    """A day was worked as the law does not allow; officers and case workers hear of it."""
    message = t("A young worker worked a day as the law does not allow. Look at it and talk with the employer.")
    _tell_office(enrolment, "labour.worked", message, OFFICE_PATH.format(ref=enrolment.ref), enrolment, _BOTH)


def paper_added(paper: LabourPaper) -> None:
    """An officer has a paper to look at."""
    path = OFFICE_PATH.format(ref=paper.enrolment.ref)
    _tell_office(paper.enrolment, "labour.paper", t("A paper about a placement waits for you."), path, paper)


def paper_answered(paper: LabourPaper) -> None:
    """The employer hears what became of the paper."""
    path = WORKER_PATH.format(ref=paper.enrolment.ref)
    accounts = _employer(paper.enrolment.opportunity.organisation_id)
    _tell(accounts, "labour.paper", t("The office has looked at your paper."), path, paper)


def _employer(organisation_id: int) -> set[int]:
    return desks.staff_of(organisation_id, *EMPLOYERS)


def _tell_office(
    enrolment: Enrolment,
    event: str,
    message: Text,
    path: str,
    about: notices.service.Subject,
    roles: tuple[Role, ...] = (Role.OFFICER,),
) -> None:
    """Whoever answers in these roles for the young person's place, and their own case worker."""
    worker = enrolment.youth.case_worker_id
    also = () if worker is None else (worker,)
    key, area = enrolment.office_key, enrolment.area_code
    telling.office(key, area, *roles, event=event, message=message, path=path, about=about, also=also)


def _tell(accounts: Iterable[int], event: str, message: Text, path: str, about: notices.service.Subject) -> None:
    for account_id in sorted(accounts):
        notices.tell(account_id, event=event, message=message, path=path, about=about)
