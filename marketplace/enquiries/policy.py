"""Who sees and answers a question about money: officers of the office it lies with, never about their own."""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from models.enquiry import Enquiry
from models.vocabulary import Role

ANSWERERS = (Role.OFFICER,)


def can_see_enquiries(actor: Actor) -> Verdict:
    """Whoever is an officer somewhere."""
    return Verdict.when(actor.has(*ANSWERERS))


def can_see_enquiry(actor: Actor, enquiry: Enquiry) -> Verdict:
    """Officers of its office."""
    return Verdict.when(actor.scope(*ANSWERERS).covers(enquiry.area_code, enquiry.office_key))


def can_answer(actor: Actor, enquiry: Enquiry) -> Verdict:
    """The same, but nobody answers themselves or their ward, nor for an employer of their own."""
    seen = can_see_enquiry(actor, enquiry)
    if not seen:
        return seen
    if enquiry.youth_id == actor.youth_id or enquiry.youth_id in actor.ward_ids:
        return Verdict.no(t("Nobody decides on their own money. A colleague has to do it."))
    if enquiry.wage is not None and enquiry.wage.organisation_id in actor.organisation_ids():
        return Verdict.no(t("You have a stake in this. A colleague has to do it."))
    return Verdict.yes()
