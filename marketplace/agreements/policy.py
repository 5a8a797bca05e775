"""Who may draw up, read, sign and decide an agreement; nobody signs for two, and nobody decides on their own."""

from marketplace.access import Actor, Verdict
from marketplace.agreements.states import DRAFTABLE
from marketplace.agreements.telling import HOSTS, PROVIDERS
from marketplace.i18n import t
from models.agreement import Agreement, WorkDay
from models.enrolment import Enrolment
from models.vocabulary import Party, Role

OFFICE = (Role.OFFICER, Role.CASEWORKER)

NOT_APPROVED = t("An agreement is drawn up once the placement is approved.")


def can_list_own(actor: Actor) -> Verdict:
    """Whoever acts for a host or a provider."""
    return Verdict.when(bool(actor.organisation_ids(*HOSTS, *PROVIDERS)))


def can_list(actor: Actor) -> Verdict:
    """Whoever works for the office of an area."""
    return Verdict.when(bool(actor.acting(*OFFICE)))


def can_be_party(actor: Actor) -> Verdict:
    """A young person, for their own agreements."""
    return Verdict.when(actor.youth_id is not None)


def can_draw_up(actor: Actor, worker: Enrolment) -> Verdict:
    """The host of an approved placement."""
    if not _hosts(actor, worker.opportunity.organisation_id):
        return Verdict.hidden()
    if worker.state not in DRAFTABLE:
        return Verdict.no(NOT_APPROVED)
    return Verdict.yes()


def can_change(actor: Actor, agreement: Agreement) -> Verdict:
    """The host that drew it up: change, offer, cancel, assess, and the log of days."""
    return Verdict.when(_hosts(actor, agreement.host_id))


def can_see_as_organisation(actor: Actor, agreement: Agreement) -> Verdict:
    """Host and provider."""
    return Verdict.when(_hosts(actor, agreement.host_id) or agreement.provider_id in actor.organisation_ids(*PROVIDERS))


def can_see_as_youth(actor: Actor, agreement: Agreement) -> Verdict:
    """The young person, once it was offered to them."""
    return Verdict.when(actor.youth_id == agreement.enrolment.youth_id and agreement.offered_at is not None)


def can_see_as_guardian(actor: Actor, agreement: Agreement) -> Verdict:
    """The guardian, once it was offered."""
    return Verdict.when(agreement.enrolment.youth_id in actor.ward_ids and agreement.offered_at is not None)


def can_see_as_office(actor: Actor, agreement: Agreement) -> Verdict:
    """Case workers and officers of the young person's place."""
    return Verdict.when(actor.acting(*OFFICE).covers(agreement.area_code, agreement.office_key))


def can_decide(actor: Actor, agreement: Agreement) -> Verdict:
    """An officer of the place without a stake in it."""
    if not actor.acting(Role.OFFICER).covers(agreement.area_code, agreement.office_key):
        return Verdict.hidden()
    return (
        Verdict.no(t("You have a stake in this. A colleague has to do it.")) if _has_stake(actor, agreement) else _YES
    )


def can_help_signing(actor: Actor, agreement: Agreement) -> Verdict:
    """A case worker or officer of the place makes links and records what no guardian can sign; never one's own."""
    verdict = can_see_as_office(actor, agreement)
    if verdict and _has_stake(actor, agreement):
        return Verdict.no(t("You have a stake in this. A colleague has to do it."))
    return verdict


def can_log_day(actor: Actor, day: WorkDay) -> Verdict:
    """The host whose log it is."""
    return can_change(actor, day.agreement)


def can_dispute_day(actor: Actor, day: WorkDay) -> Verdict:
    """The young person who worked."""
    return can_see_as_youth(actor, day.agreement)


def can_settle_day(actor: Actor, day: WorkDay) -> Verdict:
    """An officer of the place without a stake in it."""
    return can_decide(actor, day.agreement)


def parties_of(actor: Actor, agreement: Agreement) -> tuple[Party, ...]:
    """As whom this person may sign; each signs as one only."""
    found = []
    if actor.youth_id == agreement.enrolment.youth_id:
        found.append(Party.YOUTH)
    if agreement.enrolment.youth_id in actor.ward_ids:
        found.append(Party.GUARDIAN)
    if _hosts(actor, agreement.host_id):
        found.append(Party.HOST)
    if agreement.provider_id in actor.organisation_ids(*PROVIDERS):
        found.append(Party.PROVIDER)
    return tuple(found)


def _hosts(actor: Actor, organisation_id: int) -> bool:
    return organisation_id in actor.organisation_ids(*HOSTS)


def _has_stake(actor: Actor, agreement: Agreement) -> bool:
    youth_id = agreement.enrolment.youth_id
    mine = actor.organisation_ids()
    return (
        actor.youth_id == youth_id
        or youth_id in actor.ward_ids
        or bool(mine & {agreement.host_id, agreement.provider_id})
    )


_YES = Verdict.yes()
