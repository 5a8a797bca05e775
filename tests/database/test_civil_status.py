"""A civil status takes the guardian away only by a paper, at an age at which the law knows it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.people import answers, civil, civil_law, guardians
from marketplace.people import youth as young
from marketplace.people.civil_law import Known
from marketplace.people.youth import NewYouth
from models.session import db as session
from models.vocabulary import CivilProof, CivilStatus
from tests.factories.enrolments import acting, make_account, make_guardian, make_youth
from tests.factories.offers import SATENG

CHANGED = date(2025, 1, 22)
"""The day from which marriage begins at 18."""


def married(since: date, proof: CivilProof | None = CivilProof.CERTIFICATE, number: str = "12/3456") -> Known:
    return Known(CivilStatus.MARRIED, proof, number, since)


@pytest.mark.parametrize(
    ("born", "since", "proof", "may"),
    [
        (date(2008, 1, 21), CHANGED - timedelta(days=1), CivilProof.CERTIFICATE, True),
        (date(2008, 1, 22), CHANGED - timedelta(days=1), CivilProof.CERTIFICATE, False),
        (date(2007, 1, 22), CHANGED, CivilProof.CERTIFICATE, True),
        (date(2007, 1, 23), CHANGED, CivilProof.CERTIFICATE, False),
        (date(2007, 1, 23), CHANGED, CivilProof.COURT_LEAVE, True),
        (date(2010, 1, 22), CHANGED, CivilProof.COURT_LEAVE, True),
        (date(2010, 1, 23), CHANGED, CivilProof.COURT_LEAVE, False),
        (date(2012, 3, 3), date(2026, 11, 1), CivilProof.CERTIFICATE, False),
        (date(2012, 3, 3), date(2026, 11, 1), CivilProof.COURT_LEAVE, False),
    ],
)
def test_a_marriage_is_known_from_the_age_the_law_had_on_its_day(
    born: date, since: date, proof: CivilProof, may: bool
) -> None:
    if may:
        assert civil_law.checked(married(since, proof), born).proof == proof
        return
    with pytest.raises(Invalid) as refusal:
        civil_law.checked(married(since, proof), born)
    assert set(refusal.value.errors) == {"civil_since"}


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (Known(CivilStatus.MARRIED), {"civil_proof", "civil_number", "civil_since"}),
        (Known(CivilStatus.EMANCIPATED), {"civil_proof", "civil_number", "civil_since"}),
        (married(date(2026, 1, 1), None), {"civil_proof"}),
        (married(date(2026, 1, 1), CivilProof.COURT_ORDER), {"civil_proof"}),
        (Known(CivilStatus.EMANCIPATED, CivilProof.CERTIFICATE, "12", date(2026, 1, 1)), {"civil_proof"}),
        (married(date(2026, 1, 1), number=" - "), {"civil_number"}),
        (married(date(2600, 1, 1)), {"civil_since"}),
        (married(date(1999, 1, 1)), {"civil_since"}),
        (Known(proof=CivilProof.CERTIFICATE), {"civil_status"}),
        (Known(number="12/3456"), {"civil_status"}),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_at_its_field(told: Known, fields: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        civil_law.checked(told, date(2005, 1, 1))
    assert set(refusal.value.errors) | ({refusal.value.field} - {None, ""}) == fields


def test_without_a_birth_date_no_status_is_kept() -> None:
    with pytest.raises(Invalid):
        civil_law.checked(married(date(2026, 1, 1)), None)


def test_an_order_of_a_court_is_known_from_the_age_of_work() -> None:
    told = Known(CivilStatus.EMANCIPATED, CivilProof.COURT_ORDER, "ยช 4/2569", date(2026, 3, 3))
    assert civil_law.checked(told, date(2011, 3, 3)) == told
    with pytest.raises(Invalid):
        civil_law.checked(told, date(2011, 3, 4))


def test_registering_keeps_the_paper_with_its_number_sealed(db: object) -> None:
    today = clock.today()
    born = today.replace(year=today.year - 19, day=1)
    made = young.register_found(
        NewYouth(nickname="ดา", birth_date=born, area_code=SATENG, civil=married(today)), by=SYSTEM
    )
    assert not guardians.is_needed(made, today)
    assert civil.kept(made) == married(today)
    assert "12/3456" not in (made.civil_number_sealed or "")
    with pytest.raises(Invalid):
        told = Known(CivilStatus.MARRIED)
        young.register_found(NewYouth(nickname="ดา", birth_date=born, area_code=SATENG, civil=told), by=SYSTEM)


def test_a_status_written_down_without_a_paper_leaves_the_guardian_in(db: object) -> None:
    youth = make_youth(years=17, civil_status="married", civil_proof=None, civil_number_sealed=None, civil_since=None)
    guardian = make_account()
    make_guardian(youth, account_id=guardian.id)
    assert civil.is_unproven(youth)
    assert guardians.is_needed(youth, clock.today())
    assert youth.id in acting(guardian).ward_ids


def test_a_corrected_birth_date_that_the_paper_cannot_be_true_to_brings_the_guardian_back(db: object) -> None:
    youth = make_youth(years=19)
    civil.change(youth, married(clock.today()), note="เห็นทะเบียนสมรสแล้ว", by=SYSTEM)
    assert not guardians.is_needed(youth, clock.today())
    told = answers.given(answers.of(youth), 1, birth_date=clock.today().replace(year=2010, day=1))
    answers.keep(youth, told, by=SYSTEM)
    assert guardians.is_needed(youth, clock.today())
    assert civil.is_unproven(youth)


@pytest.mark.on_both
@pytest.mark.parametrize("half", ["civil_since = NULL", "civil_number_sealed = NULL", "civil_status = 'single'"])
def test_the_database_keeps_no_half_a_paper(db: object, half: str) -> None:
    youth = make_youth(years=19, civil_status="married")
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(f"UPDATE youth SET {half} WHERE id = :id"), {"id": youth.id})
