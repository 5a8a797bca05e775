"""Who needs a guardian, who may sign, and when a case worker must look; computed on the day."""

from datetime import date, timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.access.sessions import load_actor
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.people import guardians
from models.session import db as session
from models.vocabulary import CivilStatus, GuardianBasis, Role
from models.youth import Youth
from tests.factories.enrolments import make_account, make_youth

TODAY = clock.today()


@pytest.fixture
def ward(db: object) -> Youth:
    return make_youth(years=17)


def known(youth: Youth, basis: GuardianBasis = GuardianBasis.PARENT, **more: object) -> guardians.Guardian:
    return guardians.link(youth, name="นางวรรณา", relation="แม่", basis=basis, by=SYSTEM, **more)


@pytest.mark.parametrize(
    ("birth", "day", "needed"),
    [
        (date(2006, 5, 1), date(2026, 4, 30), True),
        (date(2006, 5, 1), date(2026, 5, 1), False),
        (date(2004, 2, 29), date(2024, 2, 28), True),
        (date(2004, 2, 29), date(2024, 2, 29), False),
        (date(2008, 2, 29), date(2028, 2, 29), False),
        (date(2007, 3, 1), date(2027, 2, 28), True),
        (date(2004, 2, 29), date(2023, 3, 1), True),
        (None, date(2026, 1, 1), True),
    ],
)
def test_twenty_is_counted_on_the_day(birth: date | None, day: date, needed: bool) -> None:
    assert guardians.is_needed(Youth(birth_date=birth, civil_status=CivilStatus.SINGLE), day) is needed


@pytest.mark.parametrize("status", [CivilStatus.MARRIED, CivilStatus.EMANCIPATED])
def test_the_married_and_the_emancipated_decide_for_themselves(status: CivilStatus) -> None:
    born, day = date(2006, 6, 1), date(2026, 1, 1)
    proof = {"civil_proof": "marriage_certificate", "civil_since": date(2025, 6, 1)}
    assert not guardians.is_needed(Youth(birth_date=born, civil_status=status, **proof), day)
    assert guardians.is_needed(Youth(birth_date=born, civil_status=status), day)


@pytest.mark.parametrize("basis", guardians.SIGNING)
def test_parents_courts_and_officers_may_sign(ward: Youth, basis: GuardianBasis) -> None:
    one = known(ward, basis)
    path = guardians.path_for(ward, TODAY)
    assert (path.signers, path.through_case_worker, path.reason) == ((one,), False, None)
    assert guardians.signers_for(ward, TODAY) == (one,)


def test_nobody_recorded_a_carer_and_an_unsafe_parent_lead_to_a_case_worker(ward: Youth) -> None:
    reasons = set()
    path = guardians.path_for(ward, TODAY)
    assert path.through_case_worker
    reasons.add(str(path.reason))
    known(ward, GuardianBasis.CARER)
    path = guardians.path_for(ward, TODAY)
    assert path.through_case_worker
    reasons.add(str(path.reason))
    for one in guardians.recorded(ward, TODAY):
        guardians.mark_unsafe(one, by=SYSTEM)
    path = guardians.path_for(ward, TODAY)
    assert path.through_case_worker
    reasons.add(str(path.reason))
    assert len(reasons) == 3


def test_a_safe_parent_signs_beside_an_unsafe_one(ward: Youth) -> None:
    father, mother = known(ward), known(ward)
    guardians.mark_unsafe(father, by=SYSTEM)
    assert guardians.signers_for(ward, TODAY) == (mother,)


def test_an_adult_needs_nobody(db: object) -> None:
    path = guardians.path_for(make_youth(years=21), TODAY)
    assert (path.needed, path.through_case_worker) == (False, False)


def test_a_guardian_ends_once_and_signs_no_more(ward: Youth) -> None:
    one = known(ward)
    guardians.end(one, by=SYSTEM)
    assert guardians.signers_for(ward, TODAY) == ()
    assert guardians.recorded(ward, TODAY + timedelta(days=1)) == []
    with pytest.raises(Conflict):
        guardians.end(one, by=SYSTEM)


def test_names_and_phones_are_sealed_for_their_own_record(ward: Youth) -> None:
    one = known(ward, phone="081-234-5678")
    assert (guardians.name_of(one), guardians.phone_of(one)) == ("นางวรรณา", "0812345678")
    assert "วรรณา" not in one.name_sealed
    with pytest.raises(Invalid):
        guardians.link(ward, name=" \u200b ", relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM)


def test_an_account_becomes_guardian_once_for_all_its_wards(ward: Youth) -> None:
    account, sister = make_account("แม่"), make_youth(years=15)
    known(ward, account=account)
    known(sister, account=account)
    session.flush()
    actor = load_actor(account)
    assert actor.ward_ids == {ward.id, sister.id}
    assert [grant.role for grant in actor.grants] == [Role.GUARDIAN]


def test_a_ward_who_comes_of_age_is_no_ward_on_that_day(ward: Youth) -> None:
    account = make_account("แม่")
    known(ward, account=account)
    birthday = ward.birth_date.replace(year=ward.birth_date.year + 20)
    noon = clock.instant(birthday, 720)
    with clock.frozen(noon - timedelta(days=1)):
        assert load_actor(account).ward_ids == {ward.id}
    with clock.frozen(noon):
        assert load_actor(account).ward_ids == frozenset()
