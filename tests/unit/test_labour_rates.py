"""Minimum wages and the limits of young workers, read from their dated rows."""

from datetime import date

import pytest

from marketplace.i18n import use
from marketplace.kernel import week
from marketplace.labour import limits
from marketplace.labour.rates import NoRate, highest_minimum_wage, minimum_wage, minimum_wages

NOW = date(2026, 11, 22)


def test_every_province_has_exactly_one_rate_of_its_own_today():
    provinces = [row.key[0] for row in minimum_wages().in_force(NOW) if len(row.key[0]) == 2]
    assert len(provinces) == len(set(provinces)) == 77


@pytest.mark.parametrize(
    ("area", "day", "place_type", "baht"),
    [
        ("95", NOW, None, 337),
        ("950101", NOW, "restaurant", 337),
        ("10", date(2025, 6, 30), None, 372),
        ("10", date(2025, 7, 1), None, 400),
        ("500101", NOW, None, 380),
        ("500201", NOW, None, 357),
        ("8404", NOW, None, 400),
        ("84", NOW, None, 352),
        ("95", date(2025, 6, 30), "hotel_type_2_3_4", 337),
        ("95", date(2025, 7, 1), "hotel_type_2_3_4", 400),
        ("95", date(2025, 7, 1), "entertainment", 400),
        ("95", date(2025, 7, 1), "hotel", 337),
    ],
)
def test_the_rate_is_the_highest_that_holds_for_place_and_day(area, day, place_type, baht):
    assert minimum_wage(area, day, place_type) == baht * 100


@pytest.mark.parametrize(("area", "day"), [("95", date(2024, 12, 31)), ("99", NOW), ("", NOW)])
def test_no_rate_is_said_not_guessed(area, day):
    with pytest.raises(NoRate):
        minimum_wage(area, day)


def test_the_highest_rate_between_two_days_sees_a_rise_in_between():
    assert highest_minimum_wage("10", date(2025, 6, 1), date(2025, 7, 31)) == 40_000
    assert highest_minimum_wage("10", date(2025, 6, 1), date(2025, 6, 30)) == 37_200


def test_every_row_names_its_source():
    for row in minimum_wages().rows:
        assert "Royal Gazette" in row.source


def test_young_workers_have_ages_a_night_and_closed_places():
    held = limits.limits_on(NOW)
    assert (held.employable_age, held.young_until_age) == (15, 18)
    assert held.night == week.mask(week.parse(";".join(f"{d} 22:00-06:00" for d in week.DAY_NAMES)))
    assert held.closed_places == {
        "entertainment", "gambling", "slaughterhouse", "fishing_vessel", "seafood_processing"
    }  # fmt: skip


def test_the_thirteen_hazards_speak_both_languages():
    hazards = limits.hazards_on(NOW)
    assert [hazard.code for hazard in hazards] == [f"H{n:02}" for n in range(1, 14)]
    with use("en"):
        assert hazards[1].name == "Metal pressing"
    with use("th"):
        assert hazards[1].name == "ปั๊มโลหะ"


def test_before_the_act_there_are_no_limits_to_apply():
    with pytest.raises(NoRate):
        limits.limits_on(date(1990, 1, 1))
