"""Who is told what about an enrolment: neutral words without names, since phones are shared."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from marketplace import notices
from marketplace.enrolments import undoing
from marketplace.enrolments.states import WITH_OFFICE
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
from marketplace.kernel import clock
from marketplace.people import desks, telling
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import EnrolmentState, Role
from models.youth import Guardian, Youth

YOUTH_PATH = "/youth/applications/{ref}"
GUARDIAN_PATH = "/guardian/requests/{ref}"
YOUTH_ALL_PATH = "/youth/applications"
GUARDIAN_ALL_PATH = "/guardian"
PROVIDER_PATH = "/provider/applications/{ref}"
OFFICE_PATH = "/office/enrolments/{ref}"
RECORD_PATH = "/office/guardians/{ref}"
CLAIM_PATH = "/provider/claims/{ref}"
QUESTION = t("The office has a question about your application.")
NOT_THIS_TIME = t("It did not work out this time. See the reason and what else is open.")
_RECORD: dict[str, Text] = {
    "": t("A guardian's part has to be recorded."),
    "said": t("A young person cannot ask their guardian. Talk with them first."),
    "declined": t("A guardian does not agree. Talk with both."),
    "carer": t("Somebody answered in a guardian's place. See whether it may go on."),
}
_RECORD["anew"] = t("Something that a guardian signed for has changed. See that they are asked again.")
_RECORD["kept"] = _RECORD["carer"]
NOBODY_HELPS, NOBODY_DECIDES = "enrolment.nobody_helps", "enrolment.nobody_decides"
_SUPPLIERS = (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER)


def guardian_asked(enrolment: Enrolment) -> None:
    """The guardian has something to sign."""
    message = t("Somebody you look after has applied. Please read it and sign.")
    tell_guardians(enrolment, "enrolment.sign", message)


def case_worker_asked(enrolment: Enrolment, cause: str = "") -> None:
    """A case worker has to look how it may proceed without a signature; where there is nobody, stewards hear it once.

    Each `cause` (of `own.heard`) has words of its own, so that nobody takes what is new for what they know. What a
    guardian or carer answered the young person hears too, in words that give nothing away; that somebody signed from
    whom they are not safe (`kept`), only the case worker.
    """
    if cause in ("declined", "carer"):
        news = t("There is news about your guardian's part of an application. See how it goes on.")
        tell_youth(enrolment, f"enrolment.guardian_{cause}", news)
    message = _RECORD[cause]
    workers = _case_workers(enrolment)
    _tell(enrolment, "enrolment.record", message, RECORD_PATH, workers)
    if not workers:
        _nobody_helps(enrolment)


def link_awaited(enrolment: Enrolment) -> None:
    """The young person gives a link themselves, so no case worker hears yet; where there is none, stewards do."""
    if not _case_workers(enrolment):
        _nobody_helps(enrolment)


def _nobody_helps(enrolment: Enrolment) -> None:
    message = t(
        "A young person needs a case worker in {place}, where nobody works with Okat yet. Find somebody today.",
        place=telling.district(enrolment.area_code),
    )
    telling.stewards(event=NOBODY_HELPS, message=message, about=enrolment)


def link_replaced(enrolment: Enrolment, made_by_id: int) -> None:
    """The case worker whose link for the guardian ended, because somebody made a newer one."""
    message = t("A link that you made for a guardian was replaced by a newer one. Nobody had answered with yours.")
    _tell(enrolment, "enrolment.link_replaced", message, RECORD_PATH, _case_workers(enrolment) & {made_by_id})


def sent(enrolment: Enrolment) -> None:
    """Somebody asks for a place: where nobody can decide about it, stewards hear, once, that an office needs people."""
    if desks.is_empty(enrolment.office_key, enrolment.area_code, Role.OFFICER):
        if notices.is_told(enrolment, NOBODY_HELPS):
            return
        place = telling.district(enrolment.area_code)
        message = t("Somebody of {place} has applied, and nobody there decides in Okat yet.", place=place)
        telling.stewards(event=NOBODY_DECIDES, message=message, about=enrolment)


def provider_asked(enrolment: Enrolment) -> None:
    """The provider has a request to answer; the young person knows where it is."""
    message = t("A new request is waiting for your answer.")
    _tell(enrolment, "enrolment.asked", message, PROVIDER_PATH, _provider_accounts(enrolment))
    tell_youth(enrolment, "enrolment.with_provider", t("Your application is with the provider now."))


def goes_on_alone(enrolment: Enrolment) -> None:
    """No guardian is needed any more, so that it has gone on by itself."""
    message = t("Your guardian's signature is no longer needed. Your application has gone on to the provider.")
    tell_youth(enrolment, "enrolment.alone", message)


def office_asked(enrolment: Enrolment) -> None:
    """The provider said yes; the office decides next."""
    message = t("An application is waiting for your decision.")
    officers = office_accounts(enrolment, Role.OFFICER)
    _tell(enrolment, "enrolment.decide", message, OFFICE_PATH, officers)
    if officers:
        tell_youth(enrolment, "enrolment.accepted", t("The provider said yes. The office looks at it next."))
        return
    sent(enrolment)
    nobody = t("The provider said yes. Nobody of your office decides here yet: see how it goes on.")
    tell_youth(enrolment, "enrolment.accepted", nobody)


def second_review_asked(enrolment: Enrolment) -> None:
    """Another approver than made the first makes the second review; where there is none, stewards hear of it."""
    message = t("An application is waiting for its second review.")
    approvers = office_accounts(enrolment, Role.APPROVER)
    _tell(enrolment, "enrolment.decide", message, OFFICE_PATH, approvers)
    if not approvers:
        place = telling.district(enrolment.area_code)
        message = t("An application in {place} waits for a second person to approve it.", place=place)
        people, path = desks.everywhere(Role.STEWARD), telling.STEWARD_PATH
        _tell(enrolment, NOBODY_DECIDES, message, path, people)


def declined(enrolment: Enrolment) -> None:
    """Not this time, with the reason on the page and what else is open."""
    tell_youth(enrolment, "enrolment.declined", NOT_THIS_TIME)


def wait_listed(enrolment: Enrolment) -> None:
    """The young person stands in line."""
    tell_youth(enrolment, "enrolment.waits", t("You are on the wait list. We tell you as soon as a seat is free."))


def seat_offered(enrolment: Enrolment) -> None:
    """A freed seat is held for the young person until a moment."""
    until = enrolment.offer_until or clock.now()
    tell_youth(enrolment, "enrolment.offered", t("A seat is free and held for you until {until}.", until=until))


def offer_passed(enrolment: Enrolment) -> None:
    """The held seat went to the next; the young person stays on the list."""
    tell_youth(enrolment, "enrolment.offer_passed", t("The held seat went to the next. You are still on the list."))


def approved(enrolment: Enrolment) -> None:
    """The good news, told once it can no longer be undone."""
    wait = undoing.window()
    message = t("Your application was approved. See when and where you begin.")
    tell_youth(enrolment, "enrolment.approved", message, wait)
    message = t("An application of somebody you look after was approved.")
    tell_guardians(enrolment, "enrolment.approved", message, wait)
    message = t("The office approved a young person for your opportunity.")
    _tell(enrolment, "enrolment.approved", message, PROVIDER_PATH, _provider_accounts(enrolment), wait)


def held_back(enrolment: Enrolment, had_said_yes: int | None) -> None:
    """An approval that nobody was told of came back, since its terms changed: whoever decides next, and who had."""
    role = Role.APPROVER if enrolment.state == EnrolmentState.SECOND_REVIEW else Role.OFFICER
    accounts = office_accounts(enrolment, role) | ({had_said_yes} if had_said_yes is not None else set())
    message = t("The posting of an approved application has changed before anybody was told. Please decide it again.")
    _tell(enrolment, "enrolment.held_back", message, OFFICE_PATH, accounts)


def returned(enrolment: Enrolment) -> None:
    """The office needs to know more."""
    tell_youth(enrolment, "enrolment.returned", QUESTION)
    tell_case_worker(enrolment, "enrolment.returned", t("The office has a question about an application."))


def refused(enrolment: Enrolment) -> None:
    """Not this time, with the reason on the page and what else is open."""
    tell_youth(enrolment, "enrolment.refused", NOT_THIS_TIME)
    message = t("A request you accepted will not go on. Its seat is free again.")
    _tell(enrolment, "enrolment.refused", message, PROVIDER_PATH, _provider_accounts(enrolment))


def withdrawn(enrolment: Enrolment) -> None:
    """The provider knows that a request is gone."""
    message = t("A young person has taken back their request.")
    _tell(enrolment, "enrolment.withdrawn", message, PROVIDER_PATH, _provider_accounts(enrolment))


def cancelled(enrolment: Enrolment) -> None:
    """The young person knows that it will not take place."""
    tell_youth(enrolment, "enrolment.cancelled", t("This will not go on. See the reason and what else is open."))


def completion_revoked(enrolment: Enrolment) -> None:
    """A second look found that it was not completed; whoever learned, whoever looks after them and the organisation."""
    message = t("A completion does not count any more. See why.")
    tell_youth(enrolment, "enrolment.completion_revoked", message)
    tell_case_worker(enrolment, "enrolment.completion_revoked", message)
    _tell(enrolment, "enrolment.completion_revoked", message, PROVIDER_PATH, _provider_accounts(enrolment))


def claim_sent_back(enrolment: Enrolment, claim_ref: str) -> None:
    """Attendance was corrected below what is claimed: the organisation answers anew, the young person knows."""
    message = t("Attendance was corrected, so a completion you claimed came back. Please look at its hours.")
    path = CLAIM_PATH.format(ref=claim_ref)
    _tell(enrolment, "claim.sent_back", message, path, _provider_accounts(enrolment))
    message = t("Your attendance was corrected. Your organisation sends your completion to the office anew.")
    tell_youth(enrolment, "claim.sent_back", message)


def claim_lowered(enrolment: Enrolment, claim_ref: str, *, before: int, after: int) -> None:
    """The office corrected the hours of a verified completion: the organisation and the young person know."""
    message = t(
        "The office corrected the hours of a verified completion: {before} before, {after} now.",
        before=before,
        after=after,
    )
    path = CLAIM_PATH.format(ref=claim_ref)
    _tell(enrolment, "claim.lowered", message, path, _provider_accounts(enrolment))
    tell_youth(enrolment, "claim.lowered", message)


def stopped(theirs: Sequence[Enrolment], place: Either) -> None:
    """Where one young person learns or has asked is suspended: they and their guardians know that the office acts.

    One notice each, however many requests it is about; it names the place and says what happens next.
    """
    path, guardian_path = _paths(theirs)
    message = t(
        "{place} is closed for now, so do not set out. Your office speaks with you about how it goes on.", place=place
    )
    _tell(theirs[0], "enrolment.stopped", message, path, _youth_accounts(theirs[0]))
    message = t(
        "{place}, where somebody you look after learns or asked for a place, is closed for now."
        " Their office decides next.",
        place=place,
    )
    _tell(theirs[0], "enrolment.stopped", message, guardian_path, _guardian_accounts(theirs[0]))


def goes_on(theirs: Sequence[Enrolment], place: Either) -> None:
    """The suspension has ended: one notice for the young person."""
    message = t("{place} is open again. See when it goes on.", place=place)
    _tell(theirs[0], "enrolment.goes_on", message, _paths(theirs)[0], _youth_accounts(theirs[0]))


def paused(enrolment: Enrolment) -> None:
    """The organisation has paused what is asked for: whoever waits, signs or decides knows that nothing begins now."""
    message = t("Something you applied for is paused for now. Your application is kept; we tell you when it goes on.")
    tell_youth(enrolment, "enrolment.paused", message)
    if enrolment.state == EnrolmentState.AWAITING_GUARDIAN:
        message = t("Something that somebody you look after applied for is paused. Nothing is signed until it goes on.")
        tell_guardians(enrolment, "enrolment.paused", message)
    if enrolment.state in WITH_OFFICE:
        message = t("A posting was paused by its organisation. A request for it is approved only once it goes on.")
        _tell(enrolment, "enrolment.paused", message, OFFICE_PATH, office_accounts(enrolment, Role.OFFICER))


def resumed(enrolment: Enrolment) -> None:
    """It goes on: the same people know, and whoever signs is asked again."""
    tell_youth(enrolment, "enrolment.resumed", t("What was paused goes on. See where your application stands."))
    if enrolment.state == EnrolmentState.AWAITING_GUARDIAN:
        message = t("What was paused goes on. Please read it and sign.")
        tell_guardians(enrolment, "enrolment.resumed", message)
    if enrolment.state in WITH_OFFICE:
        message = t("A posting that was paused goes on. A request for it waits for your decision.")
        _tell(enrolment, "enrolment.resumed", message, OFFICE_PATH, office_accounts(enrolment, Role.OFFICER))


def _paths(theirs: Sequence[Enrolment]) -> tuple[str, str]:
    """Where a young person and a guardian read on: the one it is about, or all of theirs."""
    return (YOUTH_PATH, GUARDIAN_PATH) if len(theirs) == 1 else (YOUTH_ALL_PATH, GUARDIAN_ALL_PATH)


def place_moved(enrolment: Enrolment) -> None:
    """What they go to lies elsewhere from now on: the young person and their guardians know."""
    tell_youth(enrolment, "enrolment.place_moved", t("Something you go to is held at another address now. See where."))
    message = t("Something that somebody you look after goes to is held at another address now. See where.")
    tell_guardians(enrolment, "enrolment.place_moved", message)


def reminded(enrolment: Enrolment, share: int, accounts: set[int]) -> None:
    """Whoever owes an answer hears at half time, at four fifths and at the end; the first two count as one notice."""
    where = _owner_path(enrolment).format(ref=enrolment.ref)
    if share < 100:
        message = t("{code}: an answer you owe is due soon.", code=enrolment.ref)
        event, again = "enrolment.due_soon", notices.tell_again
    else:
        message = t("{code}: an answer you owe is overdue.", code=enrolment.ref)
        event, again = f"enrolment.due_{share}", notices.tell
    for account_id in sorted(accounts):
        again(account_id, event=event, message=message, path=where, about=enrolment)


def escalated(enrolment: Enrolment) -> None:
    """The level above hears that an answer is overdue; stewards where there is none."""
    roles = {"second_review": (Role.APPROVER,), "provider_review": ()}.get(enrolment.state, (Role.OFFICER,))
    telling.level_above(
        enrolment.office_key,
        enrolment.area_code,
        *roles,
        event="enrolment.escalated",
        message=t("An answer in your province is overdue."),
        path=OFFICE_PATH.format(ref=enrolment.ref),
        about=enrolment,
    )


def silence(enrolment: Enrolment) -> None:
    """Take back whatever nobody has been told yet."""
    notices.cancel(enrolment)


def owners(enrolment: Enrolment) -> set[int]:
    """The accounts that owe the next answer."""
    match enrolment.state:
        case "awaiting_guardian":
            return _guardian_accounts(enrolment) or _case_workers(enrolment)
        case "provider_review":
            return _provider_accounts(enrolment)
        case "offered" | "returned":
            return _youth_accounts(enrolment)
        case "second_review":
            return office_accounts(enrolment, Role.APPROVER)
    return office_accounts(enrolment, Role.OFFICER)


def deciders(enrolment: Enrolment) -> set[int]:
    """Who decides how it goes on where an organisation is suspended: officers of its place, and their case worker."""
    return office_accounts(enrolment, Role.OFFICER) | _own_case_worker(enrolment)


def office_accounts(enrolment: Enrolment, *roles: Role) -> set[int]:
    """Everybody who acts in one of the roles today for the place of this enrolment, its province's deputies too."""
    found: set[int] = set()
    for role in roles:
        # Nobody makes both reviews.
        first = {enrolment.decided_by_id or 0} if role == Role.APPROVER else set[int]()
        found |= desks.answering(enrolment.office_key, enrolment.area_code, role, without=first).accounts
    return found


def _case_workers(enrolment: Enrolment) -> set[int]:
    """The case workers of the place, or its officers where there is none, or who stands in where it has nobody."""
    roles = (Role.CASEWORKER, Role.OFFICER)
    return set(desks.answering(enrolment.office_key, enrolment.area_code, *roles).accounts)


def _owner_path(enrolment: Enrolment) -> str:
    """Where whoever owes the next answer gives it; without a guardian who has an account that is a case worker."""
    return {
        "awaiting_guardian": GUARDIAN_PATH if _guardian_accounts(enrolment) else RECORD_PATH,
        "provider_review": PROVIDER_PATH,
        "offered": YOUTH_PATH,
        "returned": YOUTH_PATH,
    }.get(enrolment.state, OFFICE_PATH)


def tell_youth(enrolment: Enrolment, event: str, message: Text, after: timedelta = timedelta(0)) -> None:
    """Tell the young person whose it is, where they read on."""
    _tell(enrolment, event, message, YOUTH_PATH, _youth_accounts(enrolment), after)


def tell_guardians(enrolment: Enrolment, event: str, message: Text, after: timedelta = timedelta(0)) -> None:
    """Tell their guardians who have an account, where asking is safe."""
    _tell(enrolment, event, message, GUARDIAN_PATH, _guardian_accounts(enrolment), after)


def tell_case_worker(enrolment: Enrolment, event: str, message: Text) -> None:
    """Tell the case worker who stands by them, where the office decides about it."""
    _tell(enrolment, event, message, OFFICE_PATH, _own_case_worker(enrolment))


def _own_case_worker(enrolment: Enrolment) -> set[int]:
    worker = db.scalar(select(Youth.case_worker_id).where(Youth.id == enrolment.youth_id))
    return {worker} if worker is not None else set()


def _tell(
    enrolment: Enrolment,
    event: str,
    message: Text,
    path: str,
    accounts: set[int],
    after: timedelta = timedelta(0),
    *,
    once: bool = False,
) -> None:
    where = path.format(ref=enrolment.ref)
    for account_id in sorted(accounts):
        notices.tell(account_id, event=event, message=message, path=where, about=enrolment, after=after, once=once)


def _youth_accounts(enrolment: Enrolment) -> set[int]:
    account = db.get_one(Youth, enrolment.youth_id).account_id
    return {account} if account is not None else set()


def _guardian_accounts(enrolment: Enrolment) -> set[int]:
    today = clock.today()
    held = select(Guardian.account_id).where(
        Guardian.youth_id == enrolment.youth_id,
        Guardian.safe.is_(True),
        Guardian.account_id.is_not(None),
        Guardian.starts_on <= today,
        (Guardian.ends_on.is_(None)) | (Guardian.ends_on >= today),
    )
    return {account for account in db.scalars(held) if account is not None}


def _provider_accounts(enrolment: Enrolment) -> set[int]:
    opportunity = db.get_one(Opportunity, enrolment.opportunity_id)
    return desks.staff_of(opportunity.organisation_id, *_SUPPLIERS)
