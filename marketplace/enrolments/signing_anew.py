"""A change that counts, and the guardians who signed for what it was before: each is asked for their word again."""

from marketplace.enrolments import concerned, guardian_checks, signed_terms, telling
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


def ask(posting: Opportunity, was: PostingDraft) -> None:
    """Ask again whoever signed for what this change made otherwise; what goes on there already is not stopped."""
    if not signed_terms.NAMES & postings.changed_facts(was, postings.draft_of(posting)):
        return
    db.flush()
    for enrolment in concerned.people(posting.id):
        if guardian_checks.asked_anew(enrolment) is not None:
            _tell(enrolment)
            if enrolment.state in WITH_OFFICE:
                note_flags(enrolment)


def _tell(enrolment: Enrolment) -> None:
    """Whoever has an account hears it there; of others the young person does, who can give them a link."""
    message = t("Something that you signed for has changed. Please read it again and say whether you agree.")
    telling.tell_guardians(enrolment, ASKED, message)
    if not any(one.account_id and one.safe for one in guardians.recorded(enrolment.youth, clock.today())):
        message = t("What your guardian signed for has changed. Give them a new link, so that they can agree again.")
        telling.tell_youth(enrolment, ASKED, message)
    telling.case_worker_asked(enrolment, "anew")
