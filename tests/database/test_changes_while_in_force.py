"""A change is a new version with new signatures; the one that everybody signed holds until then."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.agreements import drafting, ending, queries, signing
from marketplace.enrolments import attendance, awaiting, worked
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove
from models.agreement import WorkDay
from models.history import Notice
from models.session import db as session
from models.vocabulary import AgreementOutcome
from tests.factories.agreements import Table, day, signed, terms, valid

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def changed(table: Table, **given) -> None:
    """The host changes the terms and hands them out."""
    given = {"wage_per_day_satang": 400_00} | given
    drafting.change(table.fresh(), terms(**given), table.agreement.provider, by=table.actor("host"))
    drafting.offer(table.fresh(), by=table.actor("host"))
    table.fresh()


def in_force(table: Table) -> int:
    """The wage of the terms that count."""
    return queries.terms_in_force([table.agreement.enrolment_id])[table.agreement.enrolment_id].wage_per_day_satang


@pytest.mark.on_both
def test_the_signed_version_holds_until_the_new_one_is_signed_by_everybody() -> None:
    table = valid()
    ending.begin_due()
    mark = table.hash
    changed(table)
    assert (table.agreement.state, table.agreement.number, table.agreement.in_force) == ("ready_to_sign", 2, 1)
    assert in_force(table) == 345_00
    assert awaiting.awaited(table.agreement.enrolment) is None, "work waits for nothing"
    told = queries.verified(table.agreement.ref)
    assert (told.state, told.number, told.proposed, told.text_hash) == ("active", 1, 2, mark)
    assert all(one.signed_at for one in told.parties)
    one = worked.enter(table.fresh(), day(), by=table.actor("host"))
    assert one.number == 1
    signed(table)
    assert in_force(table) == 345_00
    signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))
    assert (table.fresh().state, table.agreement.in_force) == ("active", 2), "work that has begun goes on at once"
    assert in_force(table) == 400_00
    assert queries.verified(table.agreement.ref).proposed is None


def test_a_change_taken_back_or_not_accepted_leaves_what_was_signed_and_its_number_is_not_used_again() -> None:
    table = valid()
    ending.begin_due()
    mark, officer = table.hash, table.actor("officer")
    with pytest.raises(Conflict):
        drafting.take_back(table.fresh(), by=table.actor("host"))
    changed(table)
    drafting.take_back(table.fresh(), by=table.actor("host"))
    assert (table.fresh().state, table.agreement.number, table.hash) == ("active", 1, mark)
    changed(table)
    assert table.agreement.number == 3
    signed(table)
    signing.reject(table.fresh(), reason="ค่าจ้างไม่ชัด", by=officer)
    assert (table.fresh().state, table.agreement.number, table.hash) == ("active", 1, mark)
    assert session.scalars(select(Notice).where(Notice.event == "agreement.taken_back")).all()
    with pytest.raises(IllegalMove):
        signing.approve(table.fresh(), text_hash=mark, by=officer)


def test_the_dates_of_a_proposed_version_count_from_its_last_signature() -> None:
    table = valid()
    old = table.agreement.ends_on
    changed(table, ends_on=old + 3 * DAY)
    assert table.agreement.ends_on == old
    signed(table)
    signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))
    assert table.fresh().ends_on == old + 3 * DAY


def test_a_placement_begins_under_what_is_signed_also_while_a_change_waits() -> None:
    table = valid(state="approved", starts_on=clock.today() + DAY)
    changed(table, starts_on=clock.today() + DAY)
    assert attendance.begin_learning() == 0
    with clock.frozen(clock.now() + DAY):
        assert attendance.begin_learning() == 1
        assert table.fresh().enrolment.state == "enrolled"
    with clock.frozen(clock.now() + 2 * DAY):
        worked.enter(table.fresh(), day(), by=table.actor("host"))
    assert session.scalars(select(WorkDay.number)).all() == [1]


def test_an_end_is_assessed_and_a_finished_enrolment_keeps_its_agreement_while_a_change_waits() -> None:
    table, gone = valid(), valid()
    for one in (table, gone):
        ending.begin_due()
        changed(one)
    gone.agreement.enrolment.state = "completed"
    session.flush()
    assert ending.end_with_enrolments() == 1
    assert (gone.fresh().state, gone.agreement.number) == ("active", 1), "what was worked is to be assessed"
    ending.assess(table.fresh(), AgreementOutcome.DID_NOT_SHOW, note="ไม่ได้มา", by=table.actor("host"))
    assert (table.fresh().state, table.agreement.number) == ("assessed", 1)


def test_what_was_never_signed_by_everybody_holds_nothing() -> None:
    table = valid()
    drafting.cancel(table.fresh(), reason="ไม่ไปต่อ", by=table.actor("host"))
    assert queries.terms_in_force([table.agreement.enrolment_id]) == {}


def test_pages_tell_of_both_versions_and_the_host_takes_a_change_back(app) -> None:
    table = valid()
    ending.begin_due()
    changed(table)
    session.commit()
    ref = table.agreement.ref
    told = app.test_client().page(f"/verify/agreements/{ref}").get_text()
    assert "ลงชื่อครบ" in told or "ถูกต้อง" in told
    assert "ฉบับที่ 2" in told
    host, path = app.test_client().sign_in(table.accounts["host"]), f"/provider/agreements/{ref}"
    assert host.page(f"{path}/days").find("form", action=f"{path}/days")
    assert "ทำงานต่อได้" in host.page(f"{path}/terms").get_text()
    page = host.page(path)
    assert "ฉบับที่ 1 ซึ่งทุกฝ่ายลงชื่อแล้วยังใช้อยู่" in page.get_text()
    assert page.find("form", action=f"{path}/take-back")
    assert host.post(f"{path}/take-back").status_code == 303
    assert host.post(f"{path}/take-back").status_code == 409
    assert table.fresh().state == "active"
