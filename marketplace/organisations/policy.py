"""Who brings an organisation in, tends it, and looks at it for its office; nobody decides on their own."""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from marketplace.organisations.states import FILLING, OPENING
from models.organisation import Organisation, OrganisationOpening, OrganisationPaper
from models.session import db
from models.vocabulary import PaperState, Role

IN_CHARGE = (Role.PROVIDER_ADMIN, Role.EMPLOYER)
STAFF = (Role.PROVIDER, *IN_CHARGE)
OFFICE = (Role.OFFICER, Role.PROVINCE)


def can_open(actor: Actor) -> Verdict:
    """Whoever has an account that is not a young person's own."""
    if actor.is_paused:
        return Verdict.no(t("Your access is paused. Ask your office."))
    if actor.youth_id is not None:
        return Verdict.no(
            t("This account is for your own learning. Make another one, with another e-mail, for an organisation.")
        )
    return Verdict.when(actor.is_known)


def is_opener(actor: Actor, organisation: Organisation) -> bool:
    """Whether this person brought it in."""
    brought = db.get(OrganisationOpening, organisation.id)
    return brought is not None and brought.account_id == actor.account_id and not actor.is_paused


def can_see_opening(actor: Actor, organisation: Organisation) -> Verdict:
    """Whoever brought it in, for good."""
    return Verdict.when(is_opener(actor, organisation))


def can_tend(actor: Actor, organisation: Organisation) -> Verdict:
    """Whoever is in charge of it."""
    return Verdict.when(organisation.id in actor.organisation_ids(*IN_CHARGE))


def can_show_papers(actor: Actor, organisation: Organisation) -> Verdict:
    """Whoever is in charge of it, or brings it in."""
    return Verdict.when(
        bool(can_tend(actor, organisation)) or (organisation.state in OPENING and is_opener(actor, organisation))
    )


def can_remove_paper(actor: Actor, paper: OrganisationPaper) -> Verdict:
    """The same, for a document of it."""
    return can_show_papers(actor, db.get_one(Organisation, paper.organisation_id))


def may_remove(organisation: Organisation, paper: OrganisationPaper) -> bool:
    """Whether a document can still be taken away."""
    theirs = organisation.state in FILLING or organisation.state not in OPENING
    return theirs and paper.state != PaperState.CONFIRMED


def can_watch(actor: Actor) -> Verdict:
    """Officers and provinces."""
    return Verdict.when(bool(actor.scope(*OFFICE)))


def can_see(actor: Actor, organisation: Organisation) -> Verdict:
    """The office of its place."""
    return Verdict.when(actor.scope(*OFFICE).covers(organisation.area_code, organisation.office_key))


def can_decide(actor: Actor, organisation: Organisation) -> Verdict:
    """An officer of the place who neither brought it in nor acts for it."""
    if not can_see(actor, organisation):
        return Verdict.hidden()
    if organisation.id in actor.organisation_ids() or is_opener(actor, organisation):
        return Verdict.no(t("You belong to this organisation. A colleague has to decide."))
    return Verdict.yes()


def can_decide_paper(actor: Actor, paper: OrganisationPaper) -> Verdict:
    """The same, and not for a document they added themselves."""
    verdict = can_decide(actor, db.get_one(Organisation, paper.organisation_id))
    if verdict and paper.added_by_id == actor.account_id:
        return Verdict.no(t("You added this yourself. A colleague has to look at it."))
    return verdict


def can_read_paper(actor: Actor, paper: OrganisationPaper) -> Verdict:
    """Whoever is in charge of the organisation or brings it in, and its office."""
    organisation = db.get_one(Organisation, paper.organisation_id)
    return Verdict.when(
        bool(can_see(actor, organisation)) or bool(can_tend(actor, organisation)) or is_opener(actor, organisation)
    )
