"""Who draws, who looks again, and who may not: whoever verified or claimed it, or stands near it."""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from models.second_look import LookRound, SecondLook
from models.vocabulary import LookState, Role, RoundState

DRAWERS = (Role.PROVINCE,)
LOOKERS = (Role.OFFICER, Role.APPROVER, Role.PROVINCE)
SEERS = (*LOOKERS, Role.AUDITOR)
NOT_THERE = Verdict.hidden()


def can_open(actor: Actor) -> Verdict:
    """Offices, provinces and auditors."""
    return Verdict.when(bool(actor.scope(*SEERS)))


def can_draw_any(actor: Actor) -> Verdict:
    """Provinces, for their area."""
    return Verdict.when(bool(actor.scope(*DRAWERS)))


def can_draw(actor: Actor, area_code: str) -> Verdict:
    """A province, for an area of its own."""
    return Verdict.when(actor.scope(*DRAWERS).covers(area_code, ""))


def can_see_round(actor: Actor, drawn: LookRound) -> Verdict:
    """Whoever drew it or could have, and auditors."""
    return Verdict.when(actor.scope(*DRAWERS, Role.AUDITOR).covers(drawn.area_code, ""))


def can_publish(actor: Actor, drawn: LookRound) -> Verdict:
    """The province, once nothing of it waits."""
    if not can_draw(actor, drawn.area_code):
        return Verdict.hidden()
    if drawn.state != RoundState.OPEN:
        return Verdict.no(t("It is published already."))
    if any(look.state == LookState.WAITING for look in drawn.looks):
        return Verdict.no(t("Some completions still wait for their second look."))
    return Verdict.yes()


def can_publish_again(actor: Actor, drawn: LookRound) -> Verdict:
    """The same, and after it: a form that is sent twice is answered as the first was."""
    if drawn.state == RoundState.PUBLISHED and can_draw(actor, drawn.area_code):
        return Verdict.yes()
    return can_publish(actor, drawn)


def can_see_look(actor: Actor, look: SecondLook) -> Verdict:
    """Whoever works for the place of the claim, and auditors."""
    enrolment = look.claim.enrolment
    return Verdict.when(actor.scope(*SEERS).covers(enrolment.area_code, look.claim.office_key))


def is_looker(actor: Actor, look: SecondLook) -> bool:
    """Whether somebody works for the place of the claim."""
    return actor.scope(*LOOKERS).covers(look.claim.enrolment.area_code, look.claim.office_key)


def can_answer(actor: Actor, look: SecondLook) -> Verdict:
    """Somebody else of the place: not who claimed or verified it, and nobody who stands near it."""
    claim, enrolment = look.claim, look.claim.enrolment
    if not is_looker(actor, look):
        return Verdict.no(t("Auditors read; officers of the place look.")) if can_see_look(actor, look) else NOT_THERE
    if actor.account_id in (claim.claimed_by_id, claim.verified_by_id):
        return Verdict.no(t("You claimed or verified it. Somebody else has to look."))
    is_near = enrolment.youth_id == actor.youth_id or enrolment.youth_id in actor.ward_ids
    if is_near or enrolment.opportunity.organisation_id in actor.organisation_ids():
        return Verdict.no(t("You have a stake in this. A colleague has to do it."))
    if look.round.state != RoundState.OPEN:
        return Verdict.no(t("This round is published already."))
    if look.state not in (LookState.WAITING, LookState.UNCLEAR):
        return Verdict.no(t("Somebody has looked already."))
    return Verdict.yes()


def can_answer_again(actor: Actor, look: SecondLook) -> Verdict:
    """The same, and whoever has answered it: a form that is sent twice is answered as the first was."""
    if actor.account_id is not None and look.looked_by_id == actor.account_id and is_looker(actor, look):
        return Verdict.yes()
    return can_answer(actor, look)
