"""Notices: kept as key and values, held back while an act can be undone, and asked again before they leave."""

import json
from datetime import date, timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.i18n import Text, t, use
from marketplace.i18n.lazy import DayName, Either, FullDay, Inside, ShortDay
from marketplace.kernel import clock
from marketplace.notices import UNDO, cancel, mark_read, outbox, queries, tell, tell_again
from marketplace.notices.words import pack, unpack
from marketplace.people import accounts
from models.account import Account
from models.history import Notice, OutboxMessage
from models.session import db as session
from tests.factories.enrolments import acting, make_account, make_enrolment

HELLO = t("Use at most {count} characters.", count=8)


class Recorder:
    """A sender that remembers, or fails when told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.fails = False

    def send(self, address: str, text: str, *, key: str) -> None:
        if self.fails:
            raise OSError("no line")
        self.sent.append((address, text, key))


@pytest.fixture
def nid(db: object) -> Account:
    return make_account("นิด")


@pytest.fixture
def post():
    recorder = Recorder()
    outbox.use_sender("email", recorder)
    yield recorder
    outbox.use_sender("email", None)


def test_a_message_is_spoken_in_the_language_of_whoever_reads_it() -> None:
    stored = pack(t("Sign in with {text} until {day}: {inner}", text="ก", day=date(2026, 11, 22), inner=HELLO))
    with use("th"):
        assert "2569" in str(unpack(stored))
        assert "ใช้ไม่เกิน 8 ตัวอักษร" in str(unpack(stored))
    with use("en"):
        assert "2026" in str(unpack(stored))
        assert "Use at most 8 characters." in str(unpack(stored))


def test_words_that_wait_for_their_reader_are_kept_as_they_wait() -> None:
    kept = json.loads(json.dumps(pack(Text("{title} {day} {short} {when} {last} {why}", (
        ("title", Either("ช่างไฟ", "Electrician")), ("day", DayName(0)), ("short", DayName(0, short=True)),
        ("when", ShortDay(date(2026, 12, 11))), ("last", FullDay(date(2026, 12, 11))), ("why", Inside(t("No steps"))),
    )))))  # fmt: skip
    with use("th"):
        assert str(unpack(kept)) == "ช่างไฟ จันทร์ จ. ศ. 11 ธ.ค. 11 ธันวาคม 2569 ไม่มีบันได"
    with use("en"):
        assert str(unpack(kept)) == "Electrician Monday Mon Fri 11 Dec 11 December 2026 no steps"


def test_a_message_holds_words_numbers_and_days_and_nothing_else() -> None:
    with pytest.raises(TypeError):
        pack(Text("x {y}", (("y", object()),)))


def test_a_decision_is_told_only_when_it_can_no_longer_be_undone(nid: Account) -> None:
    begun = clock.now()
    tell(nid.id, event="approved", message=HELLO, after=UNDO)
    actor = acting(nid)
    assert queries.count_new(actor) == 0
    with clock.frozen(begun + UNDO + timedelta(seconds=1)):
        assert [one.new for one in queries.told(actor)] == [True]
        assert mark_read(actor) == 1
        assert queries.count_new(actor) == 0


def test_an_undone_decision_is_told_to_nobody(nid: Account, post: Recorder) -> None:
    subject, begun = make_enrolment(), clock.now()
    tell(nid.id, event="approved", message=HELLO, about=subject, after=UNDO)
    tell(nid.id, event="other", message=HELLO, after=UNDO)
    assert cancel(subject, event="refused") == 0
    assert cancel(subject, event="approved") == 1
    session.commit()
    with clock.frozen(begun + UNDO + timedelta(seconds=1)):
        assert queries.count_new(acting(nid)) == 1
        session.commit()
        assert outbox.deliver() == 1


def test_what_was_seen_is_not_taken_back(nid: Account) -> None:
    subject = make_enrolment()
    tell(nid.id, event="approved", message=HELLO, about=subject)
    assert cancel(subject) == 0


def test_the_letter_tells_nothing_but_that_there_is_one(nid: Account, post: Recorder) -> None:
    tell(nid.id, event="x", message=t("Use at most {count} characters.", count=4711))
    session.commit()
    assert outbox.deliver() == 1
    address, text, key = post.sent[0]
    assert (address, "4711" in text, key.startswith("notice:")) == (nid.email, False, True)
    assert len(text) <= 70


def test_delivering_again_sends_nothing_twice(nid: Account, post: Recorder) -> None:
    tell(nid.id, event="x", message=HELLO)
    session.commit()
    assert (outbox.deliver(), outbox.deliver()) == (1, 0)
    assert len(post.sent) == 1


def test_a_failed_letter_is_tried_again_later_and_then_no_more(nid: Account, post: Recorder) -> None:
    begun = clock.now()
    tell(nid.id, event="x", message=HELLO)
    session.commit()
    post.fails = True
    for hour in range(12):
        with clock.frozen(begun + timedelta(hours=hour)):
            outbox.deliver()
    row = session.query(OutboxMessage).one()
    assert (row.attempts, row.last_error, row.sent_at) == (outbox.TRIES, "OSError", None)
    session.commit()
    with clock.frozen(begun + timedelta(days=5)):
        outbox.deliver()
    session.expire_all()
    assert session.query(OutboxMessage).count() == 0


def test_whoever_was_disabled_meanwhile_is_told_nothing(nid: Account, post: Recorder) -> None:
    tell(nid.id, event="x", message=HELLO)
    accounts.disable(nid, by=SYSTEM)
    session.commit()
    assert outbox.deliver() == 0
    assert post.sent == []


def test_nobody_and_the_disabled_get_no_notice(nid: Account) -> None:
    accounts.disable(nid, by=SYSTEM)
    tell(nid.id, event="x", message=HELLO)
    tell(None, event="x", message=HELLO)
    assert session.query(Notice).count() == 0


def test_ones_notices_are_ones_own(nid: Account) -> None:
    tell(nid.id, event="x", message=HELLO)
    other = acting(make_account())
    assert (queries.told(other), mark_read(other)) == ((), 0)


def test_what_is_told_again_is_one_notice_that_counts_and_leaves_the_house_now_and_then(nid: Account) -> None:
    subject, begun = make_enrolment(), clock.now()
    tell(nid.id, event="message.danger", message=HELLO, about=subject)
    for minutes in (0, 5, 10, 16):
        with clock.frozen(begun + timedelta(minutes=minutes)):
            tell_again(nid.id, event="message.new", message=HELLO, path="", about=subject)
            tell(nid.id, event="concern.graver", message=HELLO, about=subject)
    later = begun + timedelta(minutes=16)
    with clock.frozen(later):
        told = queries.told(acting(nid))
        assert [(one.times, one.at) for one in told][-1] == (4, later), "what is grave stands above it"
        assert len(told) == 6
        keys = [one.key for one in session.query(OutboxMessage).order_by(OutboxMessage.id)]
        assert len(keys) == 1 + 4 + 2, "graver things each time, this twice"
        mark_read(acting(nid))
        tell_again(nid.id, event="message.new", message=HELLO, path="", about=subject)
        tell_again(nid.id, event="message.new", message=HELLO, path="", about=subject, after=UNDO)
        told = queries.told(acting(nid))
    assert [one.times for one in told if one.new] == [1], "after reading it begins anew, and morning puts nothing off"
