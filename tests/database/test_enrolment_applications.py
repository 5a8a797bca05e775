"""Asking, signing and taking back, on the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.enrolments import applications, consents, signers
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid, TooMany
from marketplace.people import links
from models.enrolment import Enrolment, GuardianConsent
from models.history import AuditEvent, Move, Notice
from models.session import db as session
from models.vocabulary import CivilStatus, GuardianBasis, LinkPurpose, OpportunityState, Role
from tests.factories.enrolments import (
    acting,
    make_account,
    make_enrolment,
    make_guardian,
    make_provider,
    make_staff,
    make_youth,
    staff,
    youth_actor,
)
from tests.factories.offers import make_opportunity, make_organisation, make_placement

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def stopped():
    with clock.frozen(NOW):
        yield


def count(model, *where) -> int:
    return session.scalars(select(func.count()).select_from(model).where(*where)).one()


def test_an_adult_goes_straight_to_the_provider_with_a_clock_running() -> None:
    youth, offer = make_youth(years=21), make_opportunity()
    provider = make_provider(offer.organisation_id)
    made = applications.apply(offer, youth, by=youth_actor(youth), note=" อยากเรียน ")
    assert made.state == "provider_review"
    assert made.due_at is not None
    assert made.due_at > NOW
    assert made.note == "อยากเรียน"
    assert (made.area_code, made.office_key) == (youth.area_code, youth.office_key)
    verbs = session.scalars(select(Move.verb).where(Move.subject_id == made.id).order_by(Move.id)).all()
    assert verbs == ["submit", "hand_over"]
    assert count(Notice, Notice.account_id == provider.id) == 1
    assert count(AuditEvent, AuditEvent.subject_type == "enrolment") == 2


@pytest.mark.parametrize(
    ("years", "status", "state"),
    [
        (16, CivilStatus.SINGLE, "awaiting_guardian"),
        (19, CivilStatus.SINGLE, "awaiting_guardian"),
        (20, CivilStatus.SINGLE, "provider_review"),
        (17, CivilStatus.MARRIED, "provider_review"),
        (17, CivilStatus.EMANCIPATED, "provider_review"),
    ],
)
def test_a_guardian_takes_part_under_twenty_unless_married_or_emancipated(years, status, state) -> None:
    youth = make_youth(years=years, civil_status=status)
    make_guardian(youth)
    assert applications.apply(make_opportunity(), youth, by=youth_actor(youth)).state == state


def test_the_day_before_the_twentieth_birthday_a_guardian_still_signs_and_on_it_nobody_does() -> None:
    youth = make_youth(birth_date=date(2006, 11, 24))
    make_guardian(youth)
    assert applications.apply(make_opportunity(), youth, by=youth_actor(youth)).state == "awaiting_guardian"
    with clock.frozen(datetime(2026, 11, 23, 17, 1, tzinfo=UTC)):
        assert applications.apply(make_opportunity(), youth, by=youth_actor(youth)).state == "provider_review"


def test_a_second_request_for_the_same_thing_is_refused_until_the_first_has_ended() -> None:
    youth, offer = make_youth(), make_opportunity()
    first = applications.apply(offer, youth, by=youth_actor(youth))
    with pytest.raises(Conflict):
        applications.apply(offer, youth, by=youth_actor(youth))
    applications.withdraw(first, by=youth_actor(youth), reason="changed_mind")
    assert applications.apply(offer, youth, by=youth_actor(youth)).state == "provider_review"


def test_the_database_itself_refuses_two_live_requests(monkeypatch) -> None:
    youth, offer = make_youth(), make_opportunity()
    applications.apply(offer, youth, by=youth_actor(youth))
    monkeypatch.setattr(applications, "live_request", lambda *_: None)
    with pytest.raises(Conflict):
        applications.apply(offer, youth, by=youth_actor(youth))
    assert count(Enrolment) == 1


@pytest.mark.parametrize("state", sorted(set(OpportunityState) - {OpportunityState.PUBLISHED}))
def test_only_what_is_published_can_be_asked_for(state: str) -> None:
    youth = make_youth()
    with pytest.raises(Conflict):
        applications.apply(make_opportunity(state=state), youth, by=youth_actor(youth))


def test_after_the_last_day_nobody_can_ask_and_on_it_everybody_can() -> None:
    youth, today = make_youth(), clock.today()
    applications.apply(make_opportunity(apply_by=today), youth, by=youth_actor(youth))
    with pytest.raises(Conflict):
        applications.apply(make_opportunity(apply_by=today - timedelta(days=1)), youth, by=youth_actor(youth))


def test_nothing_of_a_suspended_organisation_can_be_asked_for() -> None:
    youth = make_youth()
    with pytest.raises(Conflict):
        applications.apply(
            make_opportunity(organisation=make_organisation(state="suspended")), youth, by=youth_actor(youth)
        )


def test_a_full_opportunity_can_still_be_asked_for() -> None:
    youth = make_youth()
    full = make_opportunity(seats=1, seats_taken=1)
    assert applications.apply(full, youth, by=youth_actor(youth)).state == "provider_review"


def test_a_placement_is_closed_to_whoever_is_not_fifteen_on_its_first_day() -> None:
    first = clock.today() + timedelta(days=14)
    young = make_youth(birth_date=first.replace(year=first.year - 15) + timedelta(days=1))
    with pytest.raises(Invalid):
        applications.apply(make_placement(), young, by=youth_actor(young))
    applications.apply(make_opportunity(), young, by=youth_actor(young))
    grown = make_youth(birth_date=first.replace(year=first.year - 15))
    make_guardian(grown)
    assert applications.apply(make_placement(), grown, by=youth_actor(grown)).state == "awaiting_guardian"


def test_without_a_birth_date_or_a_place_the_profile_comes_first() -> None:
    nameless = make_youth(birth_date=None)
    with pytest.raises(Invalid) as refusal:
        applications.apply(make_opportunity(), nameless, by=youth_actor(nameless))
    assert refusal.value.field == "birth_date"


def test_ten_applications_a_day_are_enough() -> None:
    youth = make_youth()
    for _ in range(10):
        applications.apply(make_opportunity(), youth, by=youth_actor(youth))
    with pytest.raises(TooMany):
        applications.apply(make_opportunity(), youth, by=youth_actor(youth))
    with clock.frozen(NOW + timedelta(days=1)):
        applications.apply(make_opportunity(), youth, by=youth_actor(youth))


def test_a_case_worker_applies_on_behalf_and_stands_in_the_history() -> None:
    youth, worker = make_youth(with_account=False), staff(Role.CASEWORKER)
    made = applications.apply(make_opportunity(), youth, by=worker)
    assert made.applied_by_id == worker.account_id
    assert count(Move, Move.subject_id == made.id, Move.actor_id == worker.account_id) == 2


@pytest.mark.parametrize("state", ["provider_accepted", "approved", "in_learning"])
def test_withdrawing_frees_the_seat(state: str) -> None:
    held = make_enrolment(state)
    applications.withdraw(held, by=youth_actor(held.youth), reason="times")
    assert (held.state, held.holds_seat, held.opportunity.seats_taken) == ("withdrawn", False, 0)


@pytest.mark.parametrize("state", ["completed", "declined", "refused", "dropped_out", "transferred", "withdrawn"])
def test_what_has_ended_cannot_be_withdrawn(state: str) -> None:
    ended = make_enrolment(state)
    version = ended.version
    with pytest.raises(IllegalMove):
        applications.withdraw(ended, by=youth_actor(ended.youth), reason="times")
    assert (ended.state, ended.version) == (state, version)
    assert count(Move) == 0


def test_cancelling_needs_a_reason() -> None:
    held = make_enrolment("provider_accepted")
    with pytest.raises(Invalid):
        applications.cancel(held, by=SYSTEM, reason="")
    applications.cancel(held, by=SYSTEM, reason="cancelled")
    assert held.state == "cancelled"


def waiting(**guardian):
    youth = make_youth(years=16)
    known = make_guardian(youth, **guardian)
    return applications.apply(make_opportunity(), youth, by=youth_actor(youth)), known


def sign(enrolment, guardian, basis=GuardianBasis.PARENT, by=SYSTEM):
    relation = "แม่" if basis == GuardianBasis.PARENT else "ยาย"
    return consents.sign(enrolment, by=by, signer_name="แมะซง อาแว", relation=relation, basis=basis, guardian=guardian)


def test_a_signature_keeps_relation_basis_and_text_and_sends_the_request_on() -> None:
    enrolment, guardian = waiting(basis=GuardianBasis.COURT)
    assert sign(enrolment, guardian, GuardianBasis.COURT) is True
    assert enrolment.state == "provider_review"
    kept = session.scalars(select(GuardianConsent)).one()
    assert (kept.route, kept.basis, kept.relation) == ("signed", "court_appointed", "ยาย")
    assert kept.text_hash == consents.text_on(clock.today()).hash
    assert "แมะซง" not in (kept.signer_name_sealed or "")
    assert signers.signer_of(enrolment, kept) == "แมะซง อาแว"


def test_who_signs_second_reads_that_it_is_signed_already() -> None:
    enrolment, guardian = waiting()
    sign(enrolment, guardian)
    with pytest.raises(Conflict, match=r"ลงชื่อ|signed already"):
        sign(enrolment, guardian)
    assert count(GuardianConsent) == 1


def test_signing_ends_the_link_that_was_sent() -> None:
    enrolment, guardian = waiting()
    token = consents.link(enrolment, by=SYSTEM)
    sign(enrolment, guardian)
    assert not links.look(token, LinkPurpose.GUARDIAN_SIGN).usable


def test_a_carer_without_custody_is_heard_and_a_case_worker_is_asked() -> None:
    worker = make_staff(Role.CASEWORKER)
    enrolment, guardian = waiting(basis=GuardianBasis.CARER)
    told = count(Notice, Notice.account_id == worker.id)
    assert sign(enrolment, guardian, GuardianBasis.CARER) is False
    assert enrolment.state == "awaiting_guardian"
    assert count(GuardianConsent) == 1
    assert count(Notice, Notice.account_id == worker.id) == told + 1


def test_where_no_guardian_is_known_a_case_worker_hears_at_once_of_whoever_can_give_no_link() -> None:
    worker = make_staff(Role.CASEWORKER)
    youth, without = make_youth(years=16), make_youth(years=16, with_account=False)
    applications.apply(make_opportunity(), youth, by=youth_actor(youth))
    assert count(Notice, Notice.account_id == worker.id) == 0, "the young person gives a link first"
    applications.apply(make_opportunity(), without, by=acting(worker))
    assert count(Notice, Notice.account_id == worker.id) == 1


def test_an_unsafe_guardian_is_never_asked() -> None:
    account = make_account("พ่อ")
    enrolment, _ = waiting(safe=False, account_id=account.id)
    assert enrolment.state == "awaiting_guardian"
    assert count(Notice, Notice.account_id == account.id) == 0


@pytest.mark.parametrize("reason", ["", "   ", "สั้นไป"])
def test_a_case_worker_says_why_it_may_go_on(reason: str) -> None:
    enrolment, _ = waiting(basis=GuardianBasis.CARER)
    with pytest.raises(Invalid):
        consents.record_route(enrolment, by=staff(Role.CASEWORKER), reason=reason)
    assert enrolment.state == "awaiting_guardian"


def test_what_a_case_worker_records_sends_the_request_on() -> None:
    enrolment, _ = waiting(basis=GuardianBasis.CARER)
    worker = acting(make_staff(Role.CASEWORKER))
    consents.record_route(
        enrolment, by=worker, reason="พ่อแม่ติดต่อไม่ได้ ยายเลี้ยงมาแต่เล็ก", basis=GuardianBasis.CHILD_PROTECTION
    )
    assert enrolment.state == "provider_review"
    kept = session.scalars(select(GuardianConsent)).one()
    assert (kept.route, kept.recorded_by_id) == ("case_worker", worker.account_id)
    with pytest.raises(Conflict):
        sign(enrolment, None)
