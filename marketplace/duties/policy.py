"""Who keeps the law of labour and who looks after it: the employer does, the office of the young person watches."""

from marketplace.access import Actor, Verdict
from marketplace.duties.telling import EMPLOYERS
from marketplace.i18n import t
from models.enrolment import Enrolment
from models.labour import LabourDuty, LabourFinding, LabourPaper
from models.vocabulary import Role

WATCHERS = (Role.OFFICER, Role.CASEWORKER, Role.PROVINCE)


def can_see_own(actor: Actor) -> Verdict:
    """Whoever acts for an organisation as an employer."""
    return Verdict.when(bool(actor.organisation_ids(*EMPLOYERS)))


def can_keep(actor: Actor, duty: LabourDuty) -> Verdict:
    """Staff of the organisation that owes it."""
    return Verdict.when(duty.organisation_id in actor.organisation_ids(*EMPLOYERS))


def can_keep_worker(actor: Actor, worker: Enrolment) -> Verdict:
    """Staff of the organisation that hosts the placement."""
    return Verdict.when(worker.opportunity.organisation_id in actor.organisation_ids(*EMPLOYERS))


def can_watch(actor: Actor) -> Verdict:
    """Whoever works for the office of an area."""
    return Verdict.when(actor.has(*WATCHERS))


def can_watch_worker(actor: Actor, worker: Enrolment) -> Verdict:
    """Whoever works for the office of the young person's place."""
    return Verdict.when(actor.scope(*WATCHERS).covers(worker.area_code, worker.office_key))


def can_answer_paper(actor: Actor, paper: LabourPaper) -> Verdict:
    """An officer of the place, never for an organisation of their own, for themselves or for their ward."""
    return can_answer(actor, paper.enrolment)


def can_settle(actor: Actor, finding: LabourFinding) -> Verdict:
    """An officer of the place, under the same conditions, closes what was found of a day."""
    return can_answer(actor, finding.enrolment)


def can_answer(actor: Actor, worker: Enrolment) -> Verdict:
    """The same, asked of the placement the papers are about."""
    if not actor.acting(Role.OFFICER).covers(worker.area_code, worker.office_key):
        return Verdict.hidden()
    is_near = worker.youth_id == actor.youth_id or worker.youth_id in actor.ward_ids
    if is_near or worker.opportunity.organisation_id in actor.organisation_ids():
        return Verdict.no(t("You have a stake in this. A colleague has to do it."))
    return Verdict.yes()
