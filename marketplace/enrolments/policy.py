"""Who may ask, answer, sign and decide; nobody decides on their own request, their ward's or their organisation's.

Policies look at relations only. Whether the moment is right is the table's business (`states.py`), except where a
person may ask "why can't I": `decision` answers that in words.
"""

from collections.abc import Collection
from datetime import datetime

from marketplace.access import Actor, AreaScope, Verdict
from marketplace.enrolments.states import CLOCKED, HIDDEN_FROM_PROVIDER, WITH_OFFICE
from marketplace.i18n import t
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth

SUPPLIERS = (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER)
DECIDERS = (Role.OFFICER, Role.APPROVER, Role.PROVINCE)
OFFICE = (*DECIDERS, Role.CASEWORKER)


def can_open_queue(actor: Actor) -> Verdict:
    """Officers, approvers and the province, for their area."""
    return Verdict.when(actor.has(*DECIDERS))


def can_open_youth(actor: Actor) -> Verdict:
    """Case workers, officers and the province, for the young people of their area."""
    return Verdict.when(actor.has(Role.CASEWORKER, Role.OFFICER, Role.PROVINCE))


def can_open_guardian_cases(actor: Actor) -> Verdict:
    """Case workers and officers, for the consents that nobody could sign."""
    return Verdict.when(bool(recording(actor)))


def recording(actor: Actor) -> AreaScope:
    """Where somebody records a guardian's part; a province only where nobody is a case worker."""
    return actor.scope(Role.OFFICER) | actor.acting(Role.CASEWORKER)


def can_see(actor: Actor, enrolment: Enrolment) -> Verdict:
    """The young person, their guardian, the organisation asked, and the office of the young person's place."""
    return Verdict.when(
        _is_own(actor, enrolment)
        or enrolment.youth_id in actor.ward_ids
        or _is_office(actor, enrolment, OFFICE)
        or bool(can_answer(actor, enrolment))
    )


def can_see_as_office(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Whoever works for the office of the young person's place."""
    return Verdict.when(_is_office(actor, enrolment, OFFICE))


def can_apply_for(actor: Actor, youth: Youth) -> Verdict:
    """The young person, or a case worker or officer of their place on their behalf."""
    return Verdict.when(actor.youth_id == youth.id or _works_with(actor, youth))


def can_apply_on_behalf(actor: Actor, youth: Youth, _what: object = None) -> Verdict:
    """A case worker or officer of the young person's place, never for themselves."""
    if actor.youth_id == youth.id:
        return Verdict.no(t("You apply for yourself on your own page."))
    return Verdict.when(_works_with(actor, youth))


def can_sign(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Whoever is recorded today as the young person's guardian."""
    return Verdict.when(enrolment.youth_id in actor.ward_ids)


def can_speak_for(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Withdraw, take an offer or answer a question: the young person, or a case worker of their place."""
    return Verdict.when(_is_own(actor, enrolment) or _covers(actor.acting(Role.CASEWORKER), enrolment))


def can_answer(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Staff of the organisation that was asked, once the request has reached it."""
    asked = enrolment.opportunity.organisation_id in actor.organisation_ids(*SUPPLIERS)
    return Verdict.when(asked and enrolment.state not in HIDDEN_FROM_PROVIDER)


def can_speak_as_office(actor: Actor, enrolment: Enrolment) -> Verdict:
    """A case worker of the place, for somebody who asked them to."""
    return Verdict.when(_covers(actor.acting(Role.CASEWORKER), enrolment) and not _is_own(actor, enrolment))


def can_record_consent(actor: Actor, enrolment: Enrolment) -> Verdict:
    """A case worker or officer of the place who is not the young person and not the guardian."""
    if not _covers(recording(actor), enrolment):
        return Verdict.hidden()
    if _is_own(actor, enrolment) or enrolment.youth_id in actor.ward_ids:
        return Verdict.no(t("You stand too near to this person to record it. A colleague has to do it."))
    return Verdict.yes()


def can_weigh(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Whoever decides for the office of the place and has no stake in it; whose turn it is comes after."""
    if not _is_office(actor, enrolment, DECIDERS):
        return Verdict.hidden()
    # A refusal is false, so it is told from "no objection" by being there, not by its truth.
    objection = _stake(actor, enrolment)
    return Verdict.yes() if objection is None else objection


def can_decide(actor: Actor, enrolment: Enrolment) -> Verdict:
    """An officer of the place without a stake in it; the second review is another person's, an approver."""
    verdict = can_weigh(actor, enrolment)
    objection = _rank(actor, enrolment) if verdict else None
    return verdict if objection is None else objection


def can_cancel(actor: Actor, enrolment: Enrolment) -> Verdict:
    """An officer of the place without a stake in it, with a reason."""
    if not _covers(actor.acting(Role.OFFICER), enrolment):
        return Verdict.hidden()
    objection = _stake(actor, enrolment)
    return Verdict.yes() if objection is None else objection


def can_undo(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Whoever decided it, and nobody else."""
    if not _is_office(actor, enrolment, DECIDERS):
        return Verdict.hidden()
    if enrolment.decided_by_id != actor.account_id:
        return Verdict.no(t("Only the person who approved it can undo it."))
    return Verdict.yes()


def decision(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Whether this person could decide now, with the reason when not: the answer to "why can't I"."""
    if enrolment.state in WITH_OFFICE:
        return can_decide(actor, enrolment)
    # Where the office has nothing to decide, whose turn it would be says nothing.
    verdict = can_weigh(actor, enrolment)
    if not verdict:
        return verdict
    if enrolment.state == EnrolmentState.RETURNED:
        if enrolment.youth.account_id is None:
            return Verdict.no(t("They have no account: their case worker asks them and answers next."))
        return Verdict.no(t("The young person answers the question next."))
    return Verdict.no(t("It is not waiting for a decision of the office now."))


def can_read_signer(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Officers and case workers of the place; approvers and provinces, who read no names of the young, read none."""
    return Verdict.when(_covers(actor.scope(Role.CASEWORKER, Role.OFFICER), enrolment))


def is_overdue(enrolment: Enrolment) -> bool:
    """Whether somebody owes an answer and is late; the next level sees it and may act."""
    return enrolment.state in CLOCKED and enrolment.due_at is not None and enrolment.due_at < clock.now()


def owed_at(enrolment: Enrolment) -> datetime | None:
    """Until when somebody owes an answer; nothing where nobody does."""
    return enrolment.due_at if enrolment.state in CLOCKED else None


def _stake(actor: Actor, enrolment: Enrolment) -> Verdict | None:
    if _is_own(actor, enrolment):
        return Verdict.no(t("This is your own application. A colleague has to decide it."))
    if enrolment.youth_id in actor.ward_ids:
        return Verdict.no(t("You are this person's guardian. A colleague has to decide it."))
    if enrolment.opportunity.organisation_id in actor.organisation_ids():
        return Verdict.no(t("You belong to the organisation behind this. A colleague has to decide it."))
    if actor.account_id is not None and enrolment.applied_by_id == actor.account_id:
        return Verdict.no(t("You applied on this person's behalf. A colleague has to decide it."))
    return None


def _rank(actor: Actor, enrolment: Enrolment) -> Verdict | None:
    if enrolment.state == EnrolmentState.SECOND_REVIEW:
        if enrolment.decided_by_id == actor.account_id:
            return Verdict.no(t("You made the first review. The second one is another person's."))
        if not _covers(actor.acting(Role.APPROVER), enrolment):
            return Verdict.no(t("The second review is made by an approver."))
        return None
    if _covers(actor.acting(Role.OFFICER), enrolment):
        return None
    if _covers(actor.scope(Role.PROVINCE), enrolment):
        if is_overdue(enrolment):
            return None
        return Verdict.no(t("The local office decides. It comes to the province when it is overdue."))
    return Verdict.no(t("The first review is made by an officer."))


def _is_own(actor: Actor, enrolment: Enrolment) -> bool:
    return actor.youth_id is not None and actor.youth_id == enrolment.youth_id


def _works_with(actor: Actor, youth: Youth) -> bool:
    return actor.acting(Role.CASEWORKER, Role.OFFICER).covers(youth.area_code, youth.office_key)


def _is_office(actor: Actor, enrolment: Enrolment, roles: Collection[Role]) -> bool:
    """Whether somebody acts in one of the roles for the place; a deputy of an approver only at the second review."""
    near = actor.scope(*roles) | actor.acting(*(role for role in roles if role != Role.APPROVER))
    if Role.APPROVER in roles and (
        enrolment.state == EnrolmentState.SECOND_REVIEW or enrolment.decided_by_id == actor.account_id
    ):
        near |= actor.acting(Role.APPROVER)
    return _covers(near, enrolment)


def _covers(scope: AreaScope, enrolment: Enrolment) -> bool:
    return scope.covers(enrolment.area_code, enrolment.office_key)
