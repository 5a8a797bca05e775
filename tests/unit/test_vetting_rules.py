"""A pledge is matchable exactly when every check it needs holds today: all subsets, all dates, both kinds."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from marketplace.vetting import rules
from marketplace.vetting.rules import MARKS, Known, standing
from models.vocabulary import ResourceKind, VettingCheck

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
EIGHT = rules.needed(ResourceKind.MENTOR, private=True, day=TODAY)
SITE = rules.needed(ResourceKind.SITE, private=False, day=TODAY)


def made(check: VettingCheck, done_on: date = TODAY) -> Known:
    return Known(done_on, rules.valid_until(check, done_on), rules.edition(check, done_on))


def test_a_mentor_needs_eight_and_a_place_its_inspection_instead_of_the_police_check() -> None:
    assert len(EIGHT) == len(set(EIGHT)) == 8
    assert set(EIGHT) ^ set(SITE) == {VettingCheck.POLICE, VettingCheck.INSPECTION}
    assert rules.needed(ResourceKind.EQUIPMENT, private=True, day=TODAY) == ()
    assert rules.needed(ResourceKind.TRANSPORT, private=True, day=TODAY) == EIGHT
    assert rules.needed(ResourceKind.TRANSPORT, private=False, day=TODAY) == ()


@pytest.mark.parametrize("wanted", [EIGHT, SITE], ids=["person", "place"])
def test_all_256_subsets_are_matchable_exactly_when_all_hold(wanted: tuple[VettingCheck, ...]) -> None:
    seen = 0
    for size in range(9):
        for held in combinations(wanted, size):
            seen += 1
            found = standing({check: made(check) for check in held}, wanted, TODAY)
            assert found.holds == (set(held) == set(wanted))
            assert set(found.missing) == set(wanted) - set(held)
            # The same where the others were made and have run out, or will only be made tomorrow.
            for other in (Known(TODAY - 9 * DAY, TODAY - DAY), Known(TODAY + DAY)):
                known = {check: made(check) if check in held else other for check in wanted}
                assert standing(known, wanted, TODAY).holds == (set(held) == set(wanted))
    assert seen == 256


@pytest.mark.parametrize("check", EIGHT)
def test_what_runs_out_tomorrow_refuses_new_matches_and_holds_today(check: VettingCheck) -> None:
    known = {one: made(one) for one in EIGHT} | {check: Known(TODAY, TODAY + DAY, rules.edition(check, TODAY))}
    assert standing(known, EIGHT, TODAY - DAY).missing
    assert (standing(known, EIGHT, TODAY).holds, standing(known, EIGHT, TODAY).takes_new) == (True, False)
    assert not standing(known, EIGHT, TODAY + 2 * DAY).holds
    later = known | {check: Known(TODAY, TODAY + 2 * DAY, rules.edition(check, TODAY))}
    assert standing(later, EIGHT, TODAY).takes_new


def test_an_older_code_of_conduct_does_not_hold() -> None:
    known = {one: made(one) for one in EIGHT}
    old = known | {VettingCheck.CONDUCT: Known(TODAY, None, "2019-1")}
    assert standing(old, EIGHT, TODAY).run_out == (VettingCheck.CONDUCT,)


def test_a_police_check_is_young_when_shown_and_holds_two_years() -> None:
    assert rules.is_fresh(VettingCheck.POLICE, TODAY - timedelta(days=183), TODAY)
    assert not rules.is_fresh(VettingCheck.POLICE, TODAY - timedelta(days=184), TODAY)
    assert rules.valid_until(VettingCheck.POLICE, TODAY) == TODAY + timedelta(days=730)
    assert rules.valid_until(VettingCheck.INSPECTION, TODAY) == TODAY + timedelta(days=365)
    assert rules.valid_until(VettingCheck.IDENTITY, TODAY) is None


def test_marks_are_told_once_each_on_the_way_to_the_last_day() -> None:
    told = [rules.mark(TODAY, TODAY - timedelta(days=left)) for left in range(40, -2, -1)]
    assert list(dict.fromkeys(told)) == [None, *MARKS]
    assert rules.mark(TODAY, TODAY - timedelta(days=31)) is None
    assert rules.mark(TODAY, TODAY + DAY) == 0
