"""Who sees and answers a question about money: officers of the office it lies with, never about their own.

Where the office has nobody, whoever stands in for it; what is overdue the province as well.
"""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from marketplace.kernel import clock
from models.enquiry import Enquiry
from models.vocabulary import Role

ANSWERERS = (Role.OFFICER,)
ABOVE = (Role.PROVINCE,)


def can_see_enquiries(actor: Actor) -> Verdict:
    """Whoever is an officer somewhere or stands in for one, and provinces."""
    return Verdict.when(bool(actor.acting(*ANSWERERS)) or actor.has(*ABOVE))


def can_see_enquiry(actor: Actor, enquiry: Enquiry) -> Verdict:
    """Officers of its office or who stand in for it; its province once it is overdue, and what it has answered."""
    if actor.acting(*ANSWERERS).covers(enquiry.area_code, enquiry.office_key):
        return Verdict.yes()
    above = actor.scope(*ABOVE).covers(enquiry.area_code, enquiry.office_key)
    mine = actor.account_id is not None and enquiry.answered_by_id == actor.account_id
    return Verdict.when(above and (is_overdue(enquiry) or mine))


def is_overdue(enquiry: Enquiry) -> bool:
    """Whether its office owes an answer and is late; the level above sees it and may answer."""
    return enquiry.due_on is not None and enquiry.due_on < clock.today()


def sees_name(actor: Actor, enquiry: Enquiry) -> bool:
    """Whether the reader pays people at its office and so reads whose question it is; others read the alias."""
    return actor.scope(*ANSWERERS).covers(enquiry.area_code, enquiry.office_key)


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
