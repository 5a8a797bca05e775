"""What to look at before an earning is said to be due. A flag raises and never decides; a person does."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.earnings import policy, refusals
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.offers import stipends
from models.earning import Earning
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EarningSource

OLD = timedelta(days=60)


def flags(actor: Actor, earning: Earning, asking: Collection[int]) -> tuple[Text, ...]:
    """Everything worth a second look about an earning that waits; its enrolment and opportunity are loaded.

    `asking` are the earnings whose account the bank refused and nobody has said why it is tried again, by id.
    """
    ruled = _by_rule(earning.enrolment.opportunity, earning)
    raised = (
        (
            ruled is not None and ruled != earning.amount_satang,
            t("The rule of the opportunity now gives {sum} baht", sum=baht(ruled or 0)),
        ),
        (not earning.evidence_ref, t("No proof is named")),
        (actor.account_id is not None and earning.verified_by_id == actor.account_id, t("You verified it yourself")),
        (earning.earned_on < clock.today() - OLD, t("Earned more than 60 days ago")),
        (earning.id in asking, t("The bank refused this account, and nobody has said why it goes through now")),
    )
    return tuple(text for raises, text in raised if raises)


def plain(actor: Actor, earnings: Sequence[Earning]) -> list[Earning]:
    """Those of `earnings` without a flag that this person may decide on."""
    asking = refusals.asking(earnings)
    return [one for one in earnings if policy.can_decide(actor, one) and not flags(actor, one, asking)]


def _by_rule(opportunity: Opportunity, earning: Earning) -> int | None:
    """What the rule gives today for such a source; None where no rule says it."""
    if earning.source_type == EarningSource.ATTENDANCE:
        return stipends.for_time(opportunity, _minutes(opportunity, earning))
    return {
        EarningSource.TRAVEL: opportunity.travel_per_session_satang,
        EarningSource.CLAIM: opportunity.completion_bonus_satang,
    }.get(EarningSource(earning.source_type))


def _minutes(opportunity: Opportunity, earning: Earning) -> int:
    """How long the session took, where the rule asks for it; asked of it alone that was owed by another rule."""
    if not opportunity.stipend_per_hour_satang or earning.minutes is not None:
        return earning.minutes or 0
    session = db.scalar(select(Session).where(Session.ref == earning.evidence_ref))
    return 0 if session is None else stipends.length(session)
