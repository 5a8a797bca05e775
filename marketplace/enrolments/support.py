"""The help an enrolment stands on, moved with it: held when asked, firm when approved, free again when it ends."""

from collections.abc import Sequence

from marketplace.access import Actor, Verdict
from marketplace.enrolments.states import OVER
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict
from marketplace.resources import bundles
from marketplace.resources.reservations import Ask
from models.bundle import SupportBundle
from models.enrolment import Enrolment
from models.vocabulary import BundleState, EnrolmentState, Role

FIRM = frozenset(
    {EnrolmentState.APPROVED, EnrolmentState.ENROLLED, EnrolmentState.IN_LEARNING, EnrolmentState.ON_BREAK}
)
"""States in which help that is found is needed at once."""


def can_find(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Officers and case workers of the young person's place."""
    return Verdict.when(actor.scope(Role.OFFICER, Role.CASEWORKER).covers(enrolment.area_code, enrolment.office_key))


def find_again(enrolment: Enrolment, asks: Sequence[Ask], *, by: Actor) -> SupportBundle:
    """Keep other help where there is none or it broke; firm at once where the enrolment is approved already.

    Raises Conflict when the enrolment has ended, when help stands already, or when a part is not to be had.
    """
    if enrolment.state in OVER:
        raise Conflict(t("This application has ended, so no help is kept for it."))
    if bundles.standing(enrolment.id) is not None:
        raise Conflict(t("Help is kept for this already."))
    bundle = bundles.hold(enrolment, asks, by=by)
    if enrolment.state in FIRM:
        bundles.confirm(enrolment.id, by=by)
    return bundle


def is_broken(enrolment: Enrolment) -> bool:
    """Whether help was promised for this enrolment and is gone."""
    bundle = bundles.latest(enrolment.id)
    return bundle is not None and bundle.state == BundleState.BROKEN
