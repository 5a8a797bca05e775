"""Two stages: before approval an alias, after it a first name; numbers masked, read in full only for a kept reason."""

import pytest

from marketplace.access import ANONYMOUS
from marketplace.i18n import use
from marketplace.kernel import clock
from marketplace.kernel.errors import Forbidden, Invalid, NotFound
from marketplace.people import disclosure, queries
from marketplace.people import youth as young
from marketplace.people.disclosure import Fact, Why
from models.history import AuditEvent, ReadLog
from models.session import db as session
from models.vocabulary import Role, Support
from models.youth import Youth
from tests.factories.enrolments import acting, make_account, make_staff, make_youth, staff, youth_actor

CANARIES = {
    "first_name": "สมใจลับ",
    "last_name": "นามสกุลลับ",
    "national_id": "1101700230708",
    "phone": "0812345699",
    "address": "99 หมู่ลับ",
    "health": "โรคลับ",
}


@pytest.fixture
def youth(db: object) -> Youth:
    made = make_youth(years=17, nickname="นิดลับ")
    made.support_needs, made.shared_needs = ["prenatal", "childcare", "evening"], ["childcare", "made_up"]
    for fact, text in CANARIES.items():
        young.put(made, fact, text)
    session.flush()
    return made


def test_before_approval_a_provider_sees_an_alias_a_band_a_district_and_chosen_needs(youth: Youth) -> None:
    with use("th"):
        view = disclosure.provider_view(youth, False)
        assert (view.alias, view.called, view.needs) == (youth.alias, youth.alias, (Support.CHILDCARE,))
        assert str(view.age_band) == "อายุ 15–17 ปี"
        assert view.district == "อำเภอเมืองยะลา"
    assert [secret for secret in [*CANARIES.values(), "นิดลับ", "prenatal"] if secret in repr(view)] == []


def test_after_approval_a_first_name_and_a_nickname_and_no_more(youth: Youth) -> None:
    view = disclosure.provider_view(youth, True)
    assert view.called == "สมใจลับ (นิดลับ)"
    hidden = [secret for fact, secret in CANARIES.items() if fact != "first_name"]
    assert [secret for secret in [*hidden, "prenatal"] if secret in repr(view)] == []


def test_a_guardian_sees_how_somebody_is_called_and_where_they_live(youth: Youth) -> None:
    view = disclosure.guardian_view(youth)
    assert view.called == "นิดลับ"
    # The name on the ID card stands on what a guardian signs; nothing else that is sealed does.
    named = [CANARIES["first_name"], CANARIES["last_name"]]
    secrets = [one for one in (*CANARIES.values(), "prenatal") if one not in named]
    assert [secret for secret in secrets if secret in repr(view)] == []


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.OFFICER])
def test_staff_of_the_area_see_names_and_masked_numbers(youth: Youth, role: Role) -> None:
    view = disclosure.staff_view(staff(role), youth)
    assert (view.full_name, view.national_id, view.phone) == ("สมใจลับ นามสกุลลับ", "1-1017-xxxxx-xx-8", "081 xxx xx99")
    hidden = ("1101700230708", "0812345699", "99 หมู่ลับ", "โรคลับ")
    assert [secret for secret in hidden if secret in repr(view)] == []


def test_who_has_no_surname_is_told_by_the_first_name_alone(youth: Youth) -> None:
    young.put(youth, "last_name", young.NO_LAST_NAME)
    assert disclosure.staff_view(staff(Role.OFFICER), youth).full_name == "สมใจลับ"


@pytest.fixture
def served(db: object) -> None:
    """The office of the place has its own people, so nobody stands in for it."""
    for role in (Role.OFFICER, Role.CASEWORKER, Role.APPROVER):
        make_staff(role)


@pytest.mark.usefixtures("served")
def test_a_province_sees_no_name(youth: Youth) -> None:
    view = disclosure.staff_view(staff(Role.PROVINCE, "95"), youth)
    assert (view.called, view.full_name) == (youth.alias, "")
    assert [secret for secret in [*CANARIES.values(), "นิดลับ", "prenatal"] if secret in repr(view)] == []


def test_outside_the_area_there_is_nobody(youth: Youth) -> None:
    for who in (staff(Role.OFFICER, "960101"), acting(make_account()), ANONYMOUS):
        with pytest.raises(NotFound):
            disclosure.staff_view(who, youth)
        with pytest.raises(NotFound):
            disclosure.reveal(who, youth, Fact.PHONE, Why.VISIT)
    assert session.query(ReadLog).count() == 0


@pytest.mark.parametrize(
    ("fact", "said"),
    [(Fact.NATIONAL_ID, "1-1017-00230-70-8"), (Fact.PHONE, "081 234 5699"), (Fact.ADDRESS, "99 หมู่ลับ")],
)
def test_a_fact_is_read_in_full_for_a_reason_that_is_kept(youth: Youth, fact: Fact, said: str) -> None:
    worker = staff(Role.CASEWORKER)
    assert disclosure.reveal(worker, youth, fact, Why.VISIT) == said
    look = session.query(ReadLog).one()
    assert (look.youth_id, look.actor_id, look.what) == (youth.id, worker.account_id, f"{fact}:visit")
    event = session.query(AuditEvent).filter_by(action="youth.reveal").one()
    assert said not in str(event.details)
    seen = queries.who_saw(youth_actor(youth))
    assert [(one.name, one.role, one.what, one.reason) for one in seen] == [
        ("วารุณี", Role.CASEWORKER, str(fact), "visit")
    ]


def test_without_a_reason_nothing_is_read(youth: Youth) -> None:
    with pytest.raises(Invalid):
        disclosure.reveal(staff(Role.CASEWORKER), youth, Fact.PHONE, None)


@pytest.mark.usefixtures("served")
def test_a_province_reads_nothing_in_full_and_is_told_why(youth: Youth) -> None:
    with pytest.raises(Forbidden):
        disclosure.reveal(staff(Role.PROVINCE, "95"), youth, Fact.PHONE, Why.VISIT)


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (14, "ต่ำกว่า 15"),
        (15, "15–17"),
        (17, "15–17"),
        (18, "18–19"),
        (19, "18–19"),
        (20, "20–24"),
        (24, "20–24"),
        (25, "25 ปี"),
    ],
)
def test_bands_end_where_the_law_changes(years: int, band: str) -> None:
    today = clock.today()
    with use("th"):
        assert band in str(disclosure.age_band(Youth(birth_date=today.replace(year=today.year - years, day=1))))
