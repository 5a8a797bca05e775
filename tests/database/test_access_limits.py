"""Limits: a person is stopped, the village behind one address is not; counts survive whatever the request does."""

import threading
from datetime import timedelta

import pytest

from marketplace.access import limits
from marketplace.access.limits import ADDRESS_FACTOR, Limit
from marketplace.kernel import clock
from marketplace.kernel.errors import TooMany
from models.account import RateWindow
from models.session import db as session
from models.session import unit_of_work

pytestmark = pytest.mark.on_both
THREE = Limit("three", 3, timedelta(minutes=5))


def tries(times: int, *, person: str = "nid", address: str = "10.0.0.1") -> list[bool]:
    """Whether each of so many tries was let through."""
    passed = []
    for _ in range(times):
        try:
            limits.count(THREE, person=person, address=address)
            passed.append(True)
        except TooMany:
            passed.append(False)
    return passed


def test_a_person_may_try_so_often_and_no_more(db: object) -> None:
    assert tries(5) == [True] * 3 + [False] * 2


def test_another_person_of_the_same_address_may_still_try(db: object) -> None:
    tries(5)
    assert tries(3, person="mae") == [True] * 3


def test_an_address_may_try_as_often_as_a_village(db: object) -> None:
    passed = [tries(1, person=f"p{n}")[0] for n in range(3 * ADDRESS_FACTOR + 5)]
    assert passed == [True] * (3 * ADDRESS_FACTOR) + [False] * 5
    assert tries(1, person="elsewhere", address="10.0.0.2") == [True]


def test_a_window_ends_and_begins_anew(db: object) -> None:
    begun = clock.now()
    with clock.frozen(begun):
        assert tries(4)[-1] is False
    with clock.frozen(begun + timedelta(minutes=4, seconds=59)):
        assert tries(1) == [False]
    with clock.frozen(begun + timedelta(minutes=5)):
        assert tries(4) == [True] * 3 + [False]


def test_one_limit_does_not_count_for_another(db: object) -> None:
    tries(5)
    limits.count(Limit("other", 3, timedelta(minutes=5)), person="nid", address="10.0.0.1")


def test_a_count_stays_when_the_request_fails(db: object) -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        limits.count(THREE, person="nid", address="10.0.0.1")
        raise RuntimeError
    assert tries(3) == [True, True, False]


def test_many_at_once_are_counted_one_by_one(db: object) -> None:
    results: list[bool] = []
    barrier = threading.Barrier(16)

    def run() -> None:
        barrier.wait()
        results.extend(tries(1))

    threads = [threading.Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 13 + [True] * 3


def test_ended_windows_are_swept(db: object) -> None:
    begun = clock.now()
    with clock.frozen(begun):
        tries(1)
    with clock.frozen(begun + timedelta(minutes=6)):
        limits.sweep()
        session.commit()
    assert session.query(RateWindow).count() == 0
