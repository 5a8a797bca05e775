"""A form pressed twice: the second press finds where the first one led, for the same browser and act only."""

import threading

import pytest

from marketplace.access import submissions
from models.account import Submission
from models.session import db as session
from models.session import unit_of_work

pytestmark = pytest.mark.on_both
ACT = {"session_key": "nid", "endpoint": "youth.apply"}


def test_a_key_is_claimed_once_and_remembers_its_answer(db: object) -> None:
    assert submissions.claim("k1", **ACT) is None
    submissions.remember("k1", "/youth/applications/E-1")
    assert submissions.claim("k1", **ACT) == "/youth/applications/E-1"


def test_a_key_that_failed_may_be_used_again(db: object) -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        submissions.claim("k1", **ACT)
        raise RuntimeError
    assert submissions.claim("k1", **ACT) is None


def test_somebody_elses_key_tells_nothing(db: object) -> None:
    submissions.claim("k1", **ACT)
    submissions.remember("k1", "/youth/applications/E-1")
    assert submissions.claim("k1", session_key="other", endpoint="youth.apply") is None
    assert submissions.claim("k1", session_key="nid", endpoint="youth.withdraw") is None


def test_of_many_presses_at_once_one_acts_and_the_others_see_its_answer(db: object) -> None:
    answers: list[str | None] = []
    barrier = threading.Barrier(12)

    def press() -> None:
        barrier.wait()
        with unit_of_work():
            earlier = submissions.claim("k1", **ACT)
            if earlier is None:
                submissions.remember("k1", "/done")
        answers.append(earlier)

    threads = [threading.Thread(target=press) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == ["/done"] * 11 + [None]
    assert session.query(Submission).count() == 1
