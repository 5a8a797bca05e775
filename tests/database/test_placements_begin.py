"""A placement begins once everybody has signed and the law allows it that day; a course waits for neither."""

from datetime import timedelta

import pytest

from marketplace.agreements import drafting, ending, signing
from marketplace.enrolments import attendance, awaiting, own, worked
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.offers import sessions
from models.session import db as session
from models.vocabulary import Party
from tests.factories.agreements import Table, day, make_table, offered, signed, valid
from tests.factories.enrolments import make_enrolment
from tests.factories.offers import make_opportunity, make_placement

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def approve(table: Table) -> None:
    """The officer signs last."""
    signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))


@pytest.mark.on_both
def test_a_placement_begins_only_once_everybody_has_signed() -> None:
    table = make_table(state="approved")
    enrolment = table.agreement.enrolment

    def begun() -> tuple[int, str]:
        count = attendance.begin_learning()
        session.refresh(enrolment)
        return count, enrolment.state

    assert begun() == (0, "approved")
    drafting.offer(table.agreement, by=table.actor("host"))
    assert begun() == (0, "approved")
    signed(table)
    assert begun() == (0, "approved"), "the officer has not signed"
    approve(table)
    assert begun() == (1, "enrolled")


def test_a_placement_without_any_agreement_does_not_begin_and_a_course_does() -> None:
    decided = clock.now() - DAY
    placement = make_enrolment(
        "approved", opportunity=make_placement(starts_on=clock.today() - DAY), decided_at=decided
    )
    course = make_enrolment("approved", opportunity=make_opportunity(starts_on=clock.today() - DAY), decided_at=decided)
    assert attendance.begin_learning() == 1
    session.refresh(placement)
    session.refresh(course)
    assert (placement.state, course.state) == ("approved", "enrolled")
    assert "นายจ้าง" in str(awaiting.awaited(placement))
    assert awaiting.awaited(course) is None


def test_the_first_day_is_that_of_the_agreement() -> None:
    valid(state="approved", starts_on=clock.today() + DAY)
    assert attendance.begin_learning() == 0
    with clock.frozen(clock.now() + DAY):
        assert attendance.begin_learning() == 1


@pytest.mark.on_both
def test_the_law_is_asked_on_the_first_day_itself() -> None:
    table = valid(state="approved")
    enrolment = table.fresh().enrolment
    born = enrolment.youth.birth_date
    enrolment.youth.birth_date = clock.today() - 14 * 365 * DAY
    session.flush()
    assert ending.begin_due() == 0
    assert attendance.begin_learning() == 0
    assert "กฎหมาย" in str(awaiting.awaited(enrolment))
    with pytest.raises(Conflict):
        worked.enter(table.fresh(), day(), by=table.actor("host"))
    enrolment.youth.birth_date = born
    session.flush()
    assert ending.begin_due() == 1
    assert attendance.begin_learning() == 1
    assert awaiting.awaited(table.fresh().enrolment) is None


def test_whose_turn_it_is_is_said_at_every_step() -> None:
    table = make_table(state="approved")

    def said() -> str:
        return str(awaiting.awaited(table.fresh().enrolment) or "")

    assert "นายจ้างเขียน" in said()
    drafting.offer(table.agreement, by=table.actor("host"))
    assert "เยาวชน" in said()
    signed(table, Party.YOUTH, Party.HOST)
    assert "เยาวชน" not in said()
    assert "ผู้ปกครอง" in said() or "ผู้แทน" in said()
    signed(table, Party.GUARDIAN, Party.PROVIDER)
    assert "เจ้าหน้าที่" in said()
    approve(table)
    assert said() == ""
    drafting.change(table.fresh(), drafting.draft_of(table.agreement), table.agreement.host, by=table.actor("host"))
    assert said() == "", "what is signed holds"
    drafting.cancel(table.fresh(), reason="ไม่ไปต่อ", by=table.actor("host"))
    assert "ข้อตกลงใหม่" in said()


@pytest.mark.on_both
def test_a_host_faster_than_the_round_begins_it_with_the_first_day() -> None:
    table = valid(state="approved")
    one = worked.enter(table.fresh(), day(), by=table.actor("host"))
    assert table.agreement.enrolment.state == "enrolled"
    worked.confirm(one, by=table.actor("host"))
    assert table.agreement.enrolment.state == "in_learning"


def test_no_session_is_announced_before_everybody_has_signed() -> None:
    table = make_table(state="approved")
    youth_id = table.agreement.enrolment.youth_id
    sessions.generate(table.agreement.enrolment.opportunity)
    assert list(own.coming(youth_id)) == []
    drafting.offer(table.agreement, by=table.actor("host"))
    signed(table)
    approve(table)
    assert len(own.coming(youth_id)) == 5


def test_youth_host_and_office_read_what_is_awaited_and_whose_turn_it_is(app) -> None:
    table = make_table(state="approved")
    ref = table.agreement.enrolment.ref
    pages = {
        "youth": f"/youth/applications/{ref}",
        "host": f"/provider/applications/{ref}",
        "officer": f"/office/enrolments/{ref}",
    }

    def texts() -> list[str]:
        return [app.test_client().sign_in(table.accounts[who]).page(path).get_text() for who, path in pages.items()]

    assert all("นายจ้างเขียน" in text for text in texts())
    drafting.offer(table.agreement, by=table.actor("host"))
    assert all("ยังไม่ได้ลงชื่อ: เยาวชน" in text for text in texts())
    signed(table)
    assert all("เจ้าหน้าที่ ซึ่งลงชื่อ" in text for text in texts())
    approve(table)
    assert not any("งานรอ" in text for text in texts())
    assert "ยังไม่เริ่ม" not in texts()[0]


def test_the_page_of_the_log_says_why_it_takes_no_day(app) -> None:
    table = signed(offered())
    page = app.test_client().sign_in(table.accounts["host"]).page(f"/provider/agreements/{table.agreement.ref}/days")
    assert "งานรอเจ้าหน้าที่" in page.get_text()
    assert page.find("input", {"name": "worked_on"}) is None
