"""Who proposes a correction and who agrees to it: an officer and an approver of the fund's place, two people."""

from marketplace.access import Actor, Verdict
from marketplace.earnings import policy
from marketplace.i18n import t
from models.correction import Correction
from models.earning import Earning
from models.vocabulary import Role


def can_propose(actor: Actor, earning: Earning) -> Verdict:
    """An officer of the area, never about their own money."""
    return policy.can_decide(actor, earning)


def can_agree(actor: Actor, correction: Correction) -> Verdict:
    """An approver of the area, never who proposed it and never about their own money."""
    earning = correction.earning
    if not actor.scope(Role.APPROVER).covers(earning.fund.area_code, earning.fund.office_key):
        if actor.scope(*policy.READERS).covers(earning.fund.area_code, earning.fund.office_key):
            return Verdict.no(t("Somebody with another role does this."))
        return Verdict.hidden()
    if actor.account_id == correction.proposed_by_id:
        return Verdict.no(t("Who proposes and who agrees must be two people."))
    if earning.youth_id == actor.youth_id or earning.youth_id in actor.ward_ids:
        return Verdict.no(t("Nobody decides on their own money. A colleague has to do it."))
    return Verdict.yes()
