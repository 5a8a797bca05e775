"""One-time links: one use, until a date, for one purpose; their secret is kept nowhere."""

import threading
from datetime import timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, NotFound
from marketplace.people import links
from models.account import OneTimeLink
from models.session import db as session
from models.session import unit_of_work
from models.vocabulary import LinkPurpose

pytestmark = pytest.mark.on_both
SET = LinkPurpose.SET_PASSWORD


def test_a_link_works_once(db: object) -> None:
    token = links.make(SET, 7, by=SYSTEM)
    assert links.look(token, SET).usable
    assert links.use(token, SET) == 7
    with pytest.raises(Conflict):
        links.use(token, SET)
    assert links.look(token, SET).was_used


def test_a_link_ends_on_its_day(db: object) -> None:
    token, begun = links.make(SET, 7, by=SYSTEM, lifetime=timedelta(hours=1)), clock.now()
    with clock.frozen(begun + timedelta(hours=1, seconds=1)):
        assert not links.look(token, SET).usable
        with pytest.raises(Conflict):
            links.use(token, SET)


@pytest.mark.parametrize("token", ["", "x", "ก" * 43, "\x00", "\ud800", "x" * 100_000])
def test_a_link_that_never_was_is_missing(db: object, token: str) -> None:
    with pytest.raises(NotFound):
        links.look(token, SET)
    with pytest.raises(NotFound):
        links.use(token, SET)


def test_a_link_opens_nothing_but_its_purpose(db: object) -> None:
    token = links.make(LinkPurpose.GUARDIAN_SIGN, 7, by=SYSTEM)
    with pytest.raises(NotFound):
        links.use(token, SET)
    assert links.use(token, LinkPurpose.GUARDIAN_SIGN) == 7


def test_the_secret_is_kept_nowhere(db: object) -> None:
    token = links.make(SET, 7, by=SYSTEM)
    row = session.query(OneTimeLink).one()
    assert token not in str(vars(row))
    assert len(token) >= 43


def test_a_newer_link_can_end_the_older(db: object) -> None:
    older, other = links.make(SET, 7, by=SYSTEM), links.make(SET, 8, by=SYSTEM)
    assert links.void(SET, 7) == 1
    assert not links.look(older, SET).usable
    assert links.look(other, SET).usable


def test_of_32_uses_at_once_exactly_one_succeeds(db: object) -> None:
    token = links.make(SET, 7, by=SYSTEM)
    session.commit()
    won: list[int] = []
    lost: list[Conflict] = []
    barrier = threading.Barrier(32)

    def run() -> None:
        barrier.wait()
        try:
            with unit_of_work():
                won.append(links.use(token, SET))
        except Conflict as error:
            lost.append(error)

    threads = [threading.Thread(target=run) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [7]
    assert len(lost) == 31
