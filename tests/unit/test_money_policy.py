"""Who may do what with money: by role and area, never alone, never about oneself."""

from types import SimpleNamespace
from typing import Any

import pytest

from marketplace.access import Actor, Grant
from marketplace.earnings import policy
from models.vocabulary import PayoutState, Role

HERE, ELSEWHERE = "9501", "9601"


def somebody(role: Role, account: int = 1, area: str = HERE, **more: Any) -> Actor:
    return Actor(account_id=account, grants=(Grant(role, area_code=area),), **more)


FUND: Any = SimpleNamespace(area_code="950101", office_key="d:9501")


def batch(state: PayoutState, **people: int) -> Any:
    who = {"prepared_by_id": 11, "approved_by_id": None, "authorised_by_id": None} | people
    return SimpleNamespace(fund=FUND, state=state, **who)


def earning(youth_id: int = 5) -> Any:
    return SimpleNamespace(fund=FUND, youth_id=youth_id)


@pytest.mark.parametrize("role", Role)
def test_funds_are_seen_by_the_offices_of_money_and_by_nobody_else(role: Role) -> None:
    assert bool(policy.can_see_fund(somebody(role), FUND)) == (role in policy.READERS)
    assert not policy.can_see_fund(somebody(role, area=ELSEWHERE), FUND)


def test_a_stranger_hears_nothing_and_a_colleague_hears_why() -> None:
    assert policy.can_manage_fund(somebody(Role.OFFICER, area=ELSEWHERE), FUND).reason is None
    assert policy.can_manage_fund(somebody(Role.APPROVER), FUND).reason is not None
    assert policy.can_manage_fund(somebody(Role.OFFICER), FUND)


def test_each_of_the_three_has_one_step() -> None:
    locked, approved = batch(PayoutState.LOCKED), batch(PayoutState.APPROVED, approved_by_id=12)
    assert policy.steps_for(somebody(Role.OFFICER, 11), batch(PayoutState.OPEN)) == {"lock", "abort"}
    # Whoever may give a batch up may also take out of it what cannot be paid, once its list is closed.
    stop = {"abort", "take_out"}
    assert policy.steps_for(somebody(Role.OFFICER, 11), locked) == stop
    assert policy.steps_for(somebody(Role.APPROVER, 12), locked) == {"approve", "return"} | stop
    assert policy.steps_for(somebody(Role.AUTHORISER, 13), locked) == stop
    assert policy.steps_for(somebody(Role.AUTHORISER, 13), approved) == {"authorise"} | stop
    for account in (11, 12):
        assert policy.steps_for(somebody(Role.AUTHORISER, account), approved) == stop
    assert policy.steps_for(somebody(Role.APPROVER, 11), locked) == stop
    assert policy.steps_for(somebody(Role.AUDITOR, 14), locked) == frozenset()
    assert policy.steps_for(somebody(Role.APPROVER, 12, ELSEWHERE), locked) == frozenset()


def test_nobody_decides_on_their_own_money_or_their_wards() -> None:
    assert policy.can_decide(somebody(Role.OFFICER), earning())
    assert not policy.can_decide(somebody(Role.OFFICER, youth_id=5), earning())
    assert not policy.can_decide(somebody(Role.OFFICER, ward_ids=frozenset({5})), earning())


def test_only_the_youth_confirms() -> None:
    assert policy.can_confirm(somebody(Role.YOUTH, youth_id=5), earning())
    for role in (Role.GUARDIAN, Role.OFFICER, Role.PROVIDER):
        assert not policy.can_confirm(somebody(role), earning())
    assert not policy.can_confirm(somebody(Role.YOUTH, youth_id=6), earning())


def test_the_file_for_the_bank_comes_after_the_third_person() -> None:
    officer = somebody(Role.OFFICER, 11)
    for state in PayoutState:
        assert bool(policy.can_export(officer, batch(state, approved_by_id=12))) == (state in policy.SENDABLE)
