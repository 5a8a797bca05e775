"""A change that counts, and what was said for the terms before it: a guardian's word, and a yes nobody was told of."""

from marketplace.access import Actor
from marketplace.enrolments import approvals, concerned, guardian_checks, signed_terms, telling
from marketplace.enrolments.checks import note_flags
from marketplace.enrolments.states import WITH_OFFICE
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.offers import postings
from marketplace.offers.drafts import PostingDraft
from marketplace.people import guardians
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db

ASKED = "enrolment.sign_anew"


def hold_back(posting: Opportunity, was: PostingDraft, *, by: Actor) -> None:
    """Let every approval that nobody was told of wait for its decision again, where this change made it another."""
    if not _is_otherwise(posting, was):
        return
    db.flush()
    for enrolment in concerned.people(posting.id):
        approvals.hold_back(enrolment, by=by)


def ask(posting: Opportunity, was: PostingDraft) -> None:
    """Ask again whoever signed for what this change made otherwise; what goes on there already is not stopped."""
    if not _is_otherwise(posting, was):
        return
    db.flush()
    for enrolment in concerned.people(posting.id):
        if guardian_checks.asked_anew(enrolment) is not None:
            _tell(enrolment)
            if enrolment.state in WITH_OFFICE:
                note_flags(enrolment)


def _is_otherwise(posting: Opportunity, was: PostingDraft) -> bool:
    return bool(signed_terms.NAMES & postings.changed_facts(was, postings.draft_of(posting)))


def _tell(enrolment: Enrolment) -> None:
    """Whoever has an account hears it there; of others the young person does, who can give them a link."""
    message = t("Something that you signed for has changed. Please read it again and say whether you agree.")
    telling.tell_guardians(enrolment, ASKED, message)
    if not any(one.account_id and one.safe for one in guardians.recorded(enrolment.youth, clock.today())):
        message = t("What your guardian signed for has changed. Give them a new link, so that they can agree again.")
        telling.tell_youth(enrolment, ASKED, message)
    telling.case_worker_asked(enrolment, "anew")
