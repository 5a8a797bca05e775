"""Who may post, change, review and publish opportunities; nobody decides on their own organisation's."""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from marketplace.offers.states import EDITABLE, POSTING, WAITING
from models.offer import Opportunity
from models.vocabulary import OpportunityState, Role

SUPPLIERS = (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER)
REVIEWERS = (Role.OFFICER, Role.PROVINCE)


def can_supply(actor: Actor) -> Verdict:
    """Whoever acts for an organisation that teaches or hosts."""
    return Verdict.when(bool(actor.organisation_ids(*SUPPLIERS)))


def can_review_any(actor: Actor) -> Verdict:
    """Officers, for the postings of their area."""
    return Verdict.when(actor.has(*REVIEWERS))


def can_see_own(actor: Actor, opportunity: Opportunity) -> Verdict:
    """Staff of the organisation behind it."""
    return Verdict.when(opportunity.organisation_id in actor.organisation_ids(*SUPPLIERS))


def can_edit(actor: Actor, opportunity: Opportunity) -> Verdict:
    """Staff of the organisation, while it is theirs to change."""
    if not can_see_own(actor, opportunity):
        return Verdict.hidden()
    if opportunity.state not in EDITABLE and not is_waiting_change(opportunity):
        return Verdict.no(
            t("While the posting is being reviewed or after it has closed it cannot be changed. You can copy it.")
        )
    return Verdict.yes()


def is_waiting_change(opportunity: Opportunity) -> bool:
    """Whether it is a change of a published posting that was handed in, which can be changed until it is decided."""
    return opportunity.replaces_id is not None and opportunity.state == OpportunityState.SUBMITTED


def can_submit(actor: Actor, opportunity: Opportunity) -> Verdict:
    """Staff of the organisation, for a draft or after changes were asked for."""
    return can_see_own(actor, opportunity)


def can_review(actor: Actor, opportunity: Opportunity) -> Verdict:
    """An officer of the place who neither wrote it nor belongs to the organisation."""
    if not actor.scope(*REVIEWERS).covers(opportunity.area_code, opportunity.office_key):
        return Verdict.hidden()
    if opportunity.created_by_id == actor.account_id or opportunity.organisation_id in actor.organisation_ids():
        return Verdict.no(t("You cannot decide on your own organisation's posting. A colleague has to do it."))
    return Verdict.yes()


def can_preview(actor: Actor, opportunity: Opportunity) -> Verdict:
    """Staff of the organisation and officers of the place, whether or not anybody else sees it."""
    return Verdict.when(bool(can_see_own(actor, opportunity) or can_see_for_review(actor, opportunity)))


def can_see_for_review(actor: Actor, opportunity: Opportunity) -> Verdict:
    """An officer of the place, also after the decision and also for a posting of their own."""
    return Verdict.when(actor.scope(*REVIEWERS).covers(opportunity.area_code, opportunity.office_key))


def can_decide(actor: Actor, opportunity: Opportunity) -> Verdict:
    """The same, while it waits for a decision."""
    verdict = can_review(actor, opportunity)
    if verdict and opportunity.state not in WAITING:
        return Verdict.no(t("This posting is not waiting for a decision."))
    return verdict


def is_public(opportunity: Opportunity) -> bool:
    """Whether anybody may see it."""
    return opportunity.state in (OpportunityState.PUBLISHED, OpportunityState.PAUSED, OpportunityState.CLOSED)


def verbs_for_owner(opportunity: Opportunity) -> frozenset[str]:
    """What staff of the organisation may do now."""
    return POSTING.verbs(opportunity.state) & {"submit", "pause", "resume", "close", "withdraw", "archive"}
