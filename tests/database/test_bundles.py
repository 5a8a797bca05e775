"""Help that is kept as one: held with the application, firm with the approval, free with its end, whole or nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.areas.settings import change_setting
from marketplace.audit.moves import advance
from marketplace.enrolments import answers, applications, approvals, attendance, queries, support
from marketplace.enrolments.states import ENROLMENT
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.matching import bundles as composing
from marketplace.matching import helped
from marketplace.matching.reading import life_terms, offer_terms
from marketplace.offers import queries as offers
from marketplace.resources import asking, bundles, pledges
from models.bundle import SupportBundle
from models.enrolment import Enrolment
from models.history import Notice
from models.offer import Opportunity
from models.reservation import Reservation, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import Role, Support
from models.youth import Youth
from tests.factories.enrolments import acting, make_account, make_youth, staff, youth_actor
from tests.factories.offers import make_opportunity
from tests.factories.pledges import make_help

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
NEEDS = (Support.RIDE, Support.CHILDCARE, Support.DEVICE)


def needing(*needs: str) -> Youth:
    return make_youth(support_needs=list(needs), languages=["thai"], level=2, has_documents=True)


def taken() -> int:
    return int(db.scalars(select(func.coalesce(func.sum(ResourceWeek.taken), 0))).one())


def states() -> set[str]:
    return set(db.scalars(select(Reservation.state)))


def found_for(youth: Youth, offer: Opportunity) -> composing.Bundle | None:
    terms = offer_terms(offers.one(offer.ref).shown)
    return helped.for_offer(life_terms(youth), youth.area_code or "", terms, clock.today())


def asked(youth: Youth, offer: Opportunity) -> Enrolment:
    bundle = found_for(youth, offer)
    assert bundle is not None
    made = applications.apply(offer, youth, by=youth_actor(youth), help_asked=bundle.asks())
    return db.scalars(queries.loaded().where(Enrolment.id == made.id)).one()


def accepted(enrolment: Enrolment) -> None:
    answers.accept(enrolment, by=SYSTEM)


def approved(enrolment: Enrolment) -> None:
    change_setting(enrolment.office_key, two_step_review=False, provider_days=2, officer_days=3)
    approvals.approve(enrolment, by=staff(Role.OFFICER))


def begun(enrolment: Enrolment) -> None:
    with clock.frozen(clock.instant(enrolment.opportunity.starts_on, 60)):
        attendance.begin_learning()
    db.refresh(enrolment, ["state", "version"])


STEPS: tuple[Callable[[Enrolment], None], ...] = (accepted, approved, begun)


def walked(steps: int) -> tuple[Enrolment, list[Resource]]:
    """An enrolment with help, some steps on its way."""
    helps = [make_help(need, owner_account_id=make_account().id) for need in NEEDS]
    enrolment = asked(needing(*NEEDS), make_opportunity(with_sessions=True))
    for step in STEPS[:steps]:
        step(enrolment)
    return enrolment, helps


def test_help_is_held_with_the_application_and_firm_with_the_approval() -> None:
    enrolment, _ = walked(1)
    assert states() == {"held"}
    held = taken()
    approved(enrolment)
    assert states() == {"confirmed"}
    assert taken() == held > 0
    assert db.scalars(select(SupportBundle.state)).one() == "confirmed"


def test_an_undone_approval_holds_it_again_and_a_second_one_confirms_it() -> None:
    enrolment, _ = walked(1)
    change_setting(enrolment.office_key, two_step_review=False, provider_days=2, officer_days=3)
    officer = staff(Role.OFFICER)
    approvals.approve(enrolment, by=officer)
    approvals.undo(enrolment, by=officer)
    assert states() == {"held"}
    approvals.approve(enrolment, by=officer)
    assert states() == {"confirmed"}


@pytest.mark.parametrize("steps", range(4))
def test_one_component_that_goes_at_any_step_leaves_nothing_kept(steps: int) -> None:
    enrolment, helps = walked(steps)
    db.commit()
    for gone, verb in zip(helps, ("withdraw", "suspend", "withdraw"), strict=True):
        assert states().isdisjoint({"released"})
        pledges.move(gone, verb, by=SYSTEM)
        assert (states(), taken()) == ({"released"}, 0), gone.kind
        assert db.scalars(select(SupportBundle.state)).one() == "broken"
        assert support.is_broken(enrolment)
        db.rollback()


@pytest.mark.parametrize("which", range(3))
def test_one_component_that_is_gone_before_it_is_held_undoes_the_whole_application(which: int) -> None:
    helps = [make_help(need) for need in NEEDS]
    youth, offer = needing(*NEEDS), make_opportunity(with_sessions=True)
    bundle = found_for(youth, offer)
    assert bundle is not None
    pledges.move(helps[which], "pause", by=SYSTEM)
    with pytest.raises(Conflict), db.begin_nested():
        applications.apply(offer, youth, by=youth_actor(youth), help_asked=bundle.asks())
    assert taken() == 0
    assert db.scalars(select(func.count()).select_from(Enrolment)).one() == 0
    assert found_for(youth, offer) is None


@pytest.mark.parametrize("end", ["withdraw", "cancel", "decline", "wait", "refuse", "cancel_late"])
def test_every_end_frees_what_was_kept(end: str) -> None:
    enrolment, _ = walked({"refuse": 1, "cancel_late": 3}.get(end, 0))
    if end == "withdraw":
        applications.withdraw(enrolment, by=SYSTEM)
    elif end in ("cancel", "cancel_late"):
        applications.cancel(enrolment, by=SYSTEM, reason="cancelled")
    elif end == "decline":
        answers.decline(enrolment, by=SYSTEM, reason="full")
    elif end == "wait":
        answers.wait_list(enrolment, by=SYSTEM, reason="full")
    else:
        approvals.refuse(enrolment, by=staff(Role.OFFICER), reason="duplicate")
    assert (states(), taken()) == ({"released"}, 0)


def test_what_was_completed_has_served_and_is_free_from_next_week() -> None:
    enrolment, _ = walked(3)
    with clock.frozen(clock.instant(enrolment.opportunity.starts_on + timedelta(days=20), 600)):
        advance(ENROLMENT, enrolment, "begin", by=SYSTEM)
        applications.close(enrolment, "complete", by=SYSTEM, reason="", note="")
        assert states() == {"used"}
        this_week = clock.today() - timedelta(days=clock.today().weekday())
        later = select(func.sum(ResourceWeek.taken)).where(ResourceWeek.monday > this_week)
        assert db.scalars(later).one() == 0
        assert taken() > 0


def test_the_office_and_the_young_person_hear_of_it_and_other_help_is_firm_at_once() -> None:
    officer = staff(Role.OFFICER)
    enrolment, helps = walked(3)
    pledges.move(helps[0], "withdraw", by=SYSTEM)
    told = set(db.scalars(select(Notice.account_id).where(Notice.event == "bundle.broken")))
    assert told >= {officer.account_id, enrolment.youth.account_id}
    assert found_for(enrolment.youth, enrolment.opportunity) is None
    make_help(Support.RIDE)
    bundle = found_for(enrolment.youth, enrolment.opportunity)
    assert bundle is not None
    support.find_again(enrolment, bundle.asks(), by=officer)
    standing = bundles.standing(enrolment.id)
    assert standing is not None
    assert standing.state == "confirmed"
    with pytest.raises(Conflict):
        support.find_again(enrolment, bundle.asks(), by=officer)


def test_the_office_cannot_approve_over_an_owner_who_has_not_said_yes() -> None:
    owner = make_account()
    make_help(Support.RIDE, asks_first=True, owner_account_id=owner.id)
    enrolment = asked(needing(Support.RIDE), make_opportunity())
    accepted(enrolment)
    change_setting(enrolment.office_key, two_step_review=False, provider_days=2, officer_days=3)
    with pytest.raises(Conflict), db.begin_nested():
        approvals.approve(enrolment, by=staff(Role.OFFICER))
    db.refresh(enrolment, ["state", "version"])
    assert enrolment.state in ("provider_accepted", "officer_review")
    (waiting,) = asking.waiting_for(acting(owner))
    asking.accept(waiting, by=acting(owner))
    approved(enrolment)
    assert states() == {"confirmed"}


def test_a_no_of_one_owner_frees_every_part() -> None:
    owner = make_account()
    make_help(Support.RIDE, asks_first=True, owner_account_id=owner.id)
    make_help(Support.CHILDCARE)
    enrolment = asked(needing(Support.RIDE, Support.CHILDCARE), make_opportunity())
    (waiting,) = asking.waiting_for(acting(owner))
    asking.decline(waiting, by=acting(owner))
    assert (states(), taken()) == ({"released"}, 0)
    assert support.is_broken(enrolment)


def test_what_fits_with_help_is_shown_with_the_help_that_is_there() -> None:
    youth = needing(Support.RIDE)
    fits_anyway = make_opportunity(supports=["ride"])
    with_help = make_opportunity()
    assert helped.for_life(life_terms(youth), youth.area_code or "", clock.today()) == ()
    make_help(Support.RIDE)
    found = helped.for_life(life_terms(youth), youth.area_code or "", clock.today())
    assert [one.shown.card.ref for one in found] == [with_help.ref]
    assert fits_anyway.ref not in {one.shown.card.ref for one in found}
