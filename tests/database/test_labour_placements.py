"""Young-worker law in the product: at posting, when somebody applies, and when an office approves."""

from datetime import date, timedelta

import pytest

from marketplace.agreements import lawful
from marketplace.enrolments import applications, approvals
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Invalid
from marketplace.offers.drafts import WeeklyTime, check
from models import vocabulary as v
from models.offer import Opportunity
from models.session import db as session
from tests.database.test_postings import work
from tests.factories.enrolments import make_consent, make_enrolment, make_youth, staff, youth_actor
from tests.factories.offers import make_placement

FIRST = date(2026, 12, 14)


def worked(text: str) -> dict[str, object]:
    return {"times": tuple(WeeklyTime(slot, v.SlotKind.WORK) for slot in week.parse(text))}


def aged(years: int, first: date):
    """Somebody who has lived exactly so many years on the first day."""
    return make_youth(birth_date=first.replace(year=first.year - years))


@pytest.mark.parametrize(
    ("given", "field", "number"),
    [
        (worked("mon 08:00-13:00"), "times", "LW05"),
        (worked("mon 08:00-12:00;mon 13:00-17:00;mon 18:00-19:00"), "times", "LW08"),
        (worked(";".join(f"{day} 09:00-11:00" for day in week.DAY_NAMES)), "times", "LW09"),
        (worked("mon 21:59-22:01"), "times", "LW06"),
        ({"hazards": ("H07",)}, "hazards", "LW11"),
        ({"place_type": v.PlaceType.SEAFOOD}, "place_type", "LW12"),
        ({"age_min": 14}, "age_min", "LW01"),
        ({"wage_per_day_satang": 33_600}, "wage_per_day", "LW15"),
    ],
)
def test_a_posting_is_judged_for_the_youngest_it_admits_with_rule_and_section_at_the_field(given, field, number):
    with pytest.raises(Invalid) as refused:
        check(work(**given))
    assert number in str(refused.value.errors[field])
    assert "ม." in str(refused.value.errors[field])
    if number not in ("LW01", "LW15"):
        check(work(**{**given, "age_min": 18, "wage_per_day_satang": 40_000}))


def test_every_rule_that_a_field_breaks_is_said_at_once_each_once():
    with pytest.raises(Invalid) as refused:
        check(work(**worked("sat 18:00-23:00;sun 18:00-23:00"), wage_per_day_satang=33_600))
    said = [str(one) for one in refused.value.errors["times"]]
    assert [one for one in said if "LW05" in one]
    assert [one for one in said if "LW06" in one]
    assert len(said) == len(set(said))
    assert "LW15" in str(refused.value.errors["wage_per_day"])


def test_hours_of_learning_are_no_work_but_keep_out_of_the_night():
    long_day = [WeeklyTime(slot, v.SlotKind.LEARN) for slot in week.parse("tue 08:00-13:00")]
    check(work(times=(*worked("mon 16:30-19:30")["times"], *long_day)))
    late = [WeeklyTime(slot, v.SlotKind.LEARN) for slot in week.parse("tue 20:00-22:30")]
    with pytest.raises(Invalid) as refused:
        check(work(times=(*worked("mon 16:30-19:30")["times"], *late)))
    assert "LW06" in str(refused.value.errors["times"])


def test_nights_that_run_into_the_next_day_s_shift_are_refused_not_judged():
    with pytest.raises(Invalid) as refused:
        check(work(age_min=18, **worked("mon 20:00-08:00;tue 07:00-09:00")))
    assert "times" in refused.value.errors


@pytest.mark.on_both
@pytest.mark.parametrize(("years", "admitted"), [(14, False), (15, False), (17, False), (18, True)])
def test_applying_is_judged_for_the_person_on_the_first_day(db, years, admitted):
    posting = make_placement(starts_on=FIRST, work="mon 09:00-15:00", age_min=14)
    youth = aged(years, FIRST)
    if admitted:
        applications.apply(posting, youth, by=youth_actor(youth))
        return
    with pytest.raises(Invalid):
        applications.apply(posting, youth, by=youth_actor(youth))
    assert applications.live_request(youth.id, posting.id) is None


def test_eighteen_on_the_first_day_is_eighteen_and_a_day_later_is_not(db):
    posting = make_placement(starts_on=FIRST, work="fri 19:00-23:00", age_min=15)
    assert lawful.judge_placement(posting, aged(18, FIRST)).numbers == ()
    younger = make_youth(birth_date=FIRST.replace(year=FIRST.year - 18) + timedelta(days=1))
    assert lawful.judge_placement(posting, younger).numbers == ("LW06",)


def test_a_course_is_no_work(db):
    youth = aged(13, FIRST)
    posting = make_placement(starts_on=FIRST, kind="course", work="mon 22:00-23:00")
    assert lawful.judge_placement(posting, youth).numbers == ()


@pytest.mark.on_both
def test_an_office_cannot_approve_what_the_law_forbids_and_says_why(db):
    posting = make_placement(starts_on=clock.today() + timedelta(days=20), hazards=["H07"])
    request = make_enrolment("officer_review", youth=make_youth(years=16), opportunity=posting)
    make_consent(request)
    with pytest.raises(Invalid) as refused:
        approvals.approve(request, by=staff(v.Role.OFFICER))
    assert "LW11" in str(refused.value)
    session.rollback()


def test_a_wage_below_the_minimum_stops_approval_even_of_a_grown_up(db):
    posting = make_placement()
    session.execute(Opportunity.__table__.update().values(wage_per_day_satang=20_000))
    session.expire_all()
    request = make_enrolment("officer_review", youth=make_youth(years=22), opportunity=posting)
    with pytest.raises(Invalid) as refused:
        approvals.approve(request, by=staff(v.Role.OFFICER))
    assert "LW15" in str(refused.value)
