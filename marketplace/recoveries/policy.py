"""Who sees money that has to come back, who proposes to write it off, and who agrees: never the same person."""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from models.recovery import Recovery
from models.vocabulary import Role

READERS = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER, Role.PROVINCE, Role.AUDITOR)


def can_see_recoveries(actor: Actor) -> Verdict:
    """Staff with money of an office, and auditors."""
    return Verdict.when(actor.has(*READERS))


def can_see_recovery(actor: Actor, recovery: Recovery) -> Verdict:
    """Staff of its office, and auditors."""
    return Verdict.when(_covers(actor, recovery, *READERS))


def can_propose(actor: Actor, recovery: Recovery) -> Verdict:
    """Officers of its office, but not about money of their own or of their ward."""
    verdict = _staff(actor, recovery, Role.OFFICER)
    return _no_stake(verdict, actor, recovery)


def can_agree(actor: Actor, recovery: Recovery) -> Verdict:
    """Approvers of its office, but never who proposed."""
    verdict = _staff(actor, recovery, Role.APPROVER)
    if verdict and actor.account_id == recovery.proposed_by_id:
        return Verdict.no(t("Who proposes and who agrees must be two people."))
    return _no_stake(verdict, actor, recovery)


def _no_stake(verdict: Verdict, actor: Actor, recovery: Recovery) -> Verdict:
    youth_id = recovery.earning.youth_id
    if verdict and (youth_id == actor.youth_id or youth_id in actor.ward_ids):
        return Verdict.no(t("Nobody decides on their own money. A colleague has to do it."))
    return verdict


def _covers(actor: Actor, recovery: Recovery, *roles: Role) -> bool:
    return actor.scope(*roles).covers(recovery.area_code, recovery.office_key)


def _staff(actor: Actor, recovery: Recovery, *roles: Role) -> Verdict:
    if _covers(actor, recovery, *roles):
        return Verdict.yes()
    if _covers(actor, recovery, *READERS):
        return Verdict.no(t("Somebody with another role does this."))
    return Verdict.hidden()
