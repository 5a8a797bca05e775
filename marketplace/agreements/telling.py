"""Who is told what about an agreement: neutral words without names, since phones are shared."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from marketplace import notices
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.people import desks, guardian_cases, telling
from models.agreement import Agreement, WorkDay
from models.session import db
from models.vocabulary import Role
from models.youth import Guardian, Youth

HOSTS = (Role.EMPLOYER, Role.PROVIDER_ADMIN)
PROVIDERS = (Role.PROVIDER, Role.PROVIDER_ADMIN)
YOUTH_PATH = "/youth/agreements/{ref}"
GUARDIAN_PATH = "/guardian/agreements/{ref}"
PROVIDER_PATH = "/provider/agreements/{ref}"
END_PATH = "/provider/agreements/{ref}/end"
OFFICE_PATH = "/office/agreements/{ref}"


def to_sign(agreement: Agreement) -> None:
    """Everybody but the officer has something to read and sign."""
    message = t("An agreement about a placement waits for your signature.")
    _youth(agreement, "agreement.sign", message)
    _guardians(agreement, "agreement.sign", message)
    _organisations(agreement, "agreement.sign", message)


def to_review(agreement: Agreement) -> None:
    """Everybody has signed; the officer looks at it and signs last."""
    message = t("An agreement is signed by everybody and waits for you.")
    _office(agreement, "agreement.review", message, Role.OFFICER)


def valid(agreement: Agreement) -> None:
    """It counts from now on."""
    message = t("The agreement about the placement is signed by everybody and counts.")
    _youth(agreement, "agreement.valid", message)
    _guardians(agreement, "agreement.valid", message)
    _organisations(agreement, "agreement.valid", message)


def changed(agreement: Agreement) -> None:
    """A new version to sign follows; what everybody signed holds until then."""
    message = t("The agreement about the placement is being changed. There will be a new version to sign.")
    _youth(agreement, "agreement.changed", message)
    _guardians(agreement, "agreement.changed", message)
    _organisations(agreement, "agreement.changed", message)


def taken_back(agreement: Agreement) -> None:
    """A change was given up; what everybody signed goes on."""
    message = t("The change of the agreement does not come. What everybody signed goes on.")
    _youth(agreement, "agreement.taken_back", message)
    _guardians(agreement, "agreement.taken_back", message)
    _organisations(agreement, "agreement.taken_back", message)


def to_renew(agreement: Agreement) -> None:
    """Its posting has changed: the host writes a new version, and the office sees to it."""
    message = t("The posting of a placement has changed and its agreement has not. Write a new version to sign.")
    _tell(sorted(desks.staff_of(agreement.host_id, *HOSTS)), "agreement.renew", message, PROVIDER_PATH, agreement)
    message = t("The posting of a placement has changed and its agreement has not. Its host writes a new version.")
    _office(agreement, "agreement.renew", message, Role.OFFICER)


def ended(agreement: Agreement) -> None:
    """It was rejected or cancelled."""
    message = t("The agreement about the placement does not go on. See why.")
    _youth(agreement, "agreement.ended", message)
    _organisations(agreement, "agreement.ended", message)


def assessed(agreement: Agreement) -> None:
    """The host has said how it went."""
    _youth(agreement, "agreement.assessed", t("Your placement was assessed. See what was written."))
    _office(agreement, "agreement.assessed", t("A placement was assessed."), Role.OFFICER)


def to_assess(agreement: Agreement) -> None:
    """It is over: the host is asked how it went."""
    _hosts(agreement, "agreement.assess", t("A placement is over. Say how it went by {day}.", day=agreement.assess_by))


def assess_soon(agreement: Agreement, by: date) -> None:
    """The host has not said yet how it went, and the day is near."""
    _hosts(
        agreement, "agreement.assess_soon", t("You have not said yet how a placement went. Please do by {day}.", day=by)
    )


def assess_missed(agreement: Agreement) -> None:
    """The day has passed; the office asks the host."""
    message = t("A placement is over, and its host has not said how it went. Please ask them.")
    _office(agreement, "agreement.assess_missed", message, Role.OFFICER, Role.CASEWORKER)


def disputed(day: WorkDay) -> None:
    """The youth says that a worked day is written down wrongly."""
    message = t("Something in the log of worked days is disputed.")
    _organisations(day.agreement, "work_day.disputed", message)
    _office(day.agreement, "work_day.disputed", message, Role.OFFICER)


def settled(day: WorkDay) -> None:
    """The youth hears what became of it."""
    _youth(day.agreement, "work_day.settled", t("Your question about a worked day was answered."))


def _youth(agreement: Agreement, event: str, message: Text) -> None:
    account = db.scalar(select(Youth.account_id).where(Youth.id == agreement.enrolment.youth_id))
    _tell([account], event, message, YOUTH_PATH, agreement)


def _guardians(agreement: Agreement, event: str, message: Text) -> None:
    if guardian_cases.kept_from_guardians([agreement.enrolment.youth_id]):
        return
    held = select(Guardian.account_id).where(
        Guardian.youth_id == agreement.enrolment.youth_id,
        Guardian.safe.is_(True),
        Guardian.starts_on <= clock.today(),
        (Guardian.ends_on.is_(None)) | (Guardian.ends_on >= clock.today()),
    )
    _tell(db.scalars(held), event, message, GUARDIAN_PATH, agreement)


def _hosts(agreement: Agreement, event: str, message: Text) -> None:
    _tell(sorted(desks.staff_of(agreement.host_id, *HOSTS)), event, message, END_PATH, agreement)


def _organisations(agreement: Agreement, event: str, message: Text) -> None:
    accounts = desks.staff_of(agreement.host_id, *HOSTS) | desks.staff_of(agreement.provider_id, *PROVIDERS)
    _tell(sorted(accounts), event, message, PROVIDER_PATH, agreement)


def _office(agreement: Agreement, event: str, message: Text, *roles: Role) -> None:
    key, area, path = agreement.office_key, agreement.area_code, OFFICE_PATH.format(ref=agreement.ref)
    telling.office(key, area, *roles, event=event, message=message, path=path, about=agreement)


def _tell(accounts: Iterable[int | None], event: str, message: Text, path: str, about: Agreement) -> None:
    for account_id in accounts:
        notices.tell(account_id, event=event, message=message, path=path.format(ref=about.ref), about=about)
