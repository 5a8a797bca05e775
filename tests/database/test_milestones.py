"""Points that are paid for: promised with the approval, said by one, verified by another, earned once, put off."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.earnings import funds, proof, waiting
from marketplace.enrolments import (
    applications,
    approvals,
    attendance,
    claims,
    milestone_access,
    milestone_files,
    milestones,
    stay_breaks,
    stay_round,
    verify,
)
from marketplace.enrolments.commitments import cost
from marketplace.files import checking
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid, NotFound
from marketplace.offers import promises
from marketplace.offers.promises import Promise
from marketplace.second_looks import service
from models.earning import Earning, Fund, FundReserve
from models.enrolment import Claim, Enrolment
from models.history import Notice
from models.milestone import Milestone
from models.offer import Opportunity
from models.second_look import SecondLook
from models.session import db as session
from models.vocabulary import CountsFrom, EarningKind, EarningState, LookState, MilestoneKind, MilestoneState, Role
from tests.factories.enrolments import (
    acting,
    make_enrolment,
    make_provider,
    make_youth,
    mark_here,
    staff,
    youth_actor,
)
from tests.factories.milestones import make_point, make_stay, promise
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, SATENG, make_opportunity
from tests.factories.second_looks import draw, make_verified
from tests.unit.test_evidence_files import picture

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
K, S = MilestoneKind, MilestoneState
POINTS = (
    Promise(K.STEP, 300_00, "สอบผ่าน"),
    Promise(K.THING, 1_200_00, "ชุดเครื่องมือ"),
    Promise(K.STAY, 500_00, days=30),
    Promise(K.STAY, 700_00, days=90),
)


@pytest.fixture(autouse=True)
def one_review(db: object) -> None:
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)


def offer(fund: Fund, points: tuple[Promise, ...] = POINTS, **given: object) -> Opportunity:
    made = make_opportunity(fund_id=fund.id, **given)
    promises.keep(made, points)
    return made


def learner(fund: Fund | None = None) -> tuple[Enrolment, Fund]:
    paying = fund or make_fund()
    return make_enrolment("in_learning", opportunity=make_opportunity(fund_id=paying.id)), paying


def host(enrolment: Enrolment):
    return acting(make_provider(enrolment.opportunity.organisation_id))


def said(point: Milestone) -> Milestone:
    milestones.say(point, by=host(loaded(point).enrolment), said_as="host", proof="ใบลงเวลา")
    return point


def loaded(point: Milestone) -> Milestone:
    session.refresh(point, ["enrolment"])
    session.refresh(point.enrolment, ["opportunity"])
    return point


def sound() -> None:
    assert [(found.name, found.breaches) for found in verify.invariants() if found.breaches] == []


class TestApproval:
    def test_every_point_but_a_thing_is_promised_and_frozen(self) -> None:
        fund = make_fund()
        opportunity = offer(fund)
        enrolment = make_enrolment("officer_review", opportunity=opportunity)
        assert cost(opportunity).total_satang == 1_500_00
        approvals.approve(enrolment, by=staff(Role.OFFICER))
        promises.keep(opportunity, (Promise(K.STAY, 1_00, days=30),))
        found = milestones.of(enrolment.id)
        assert [(one.kind, one.amount_satang, one.state) for one in found] == [
            (one.kind, one.satang, S.WAITING) for one in POINTS
        ]
        assert funds.sheet(fund).reserved == 1_500_00
        sound()

    def test_undone_it_promises_nothing_and_may_be_promised_again(self) -> None:
        fund = make_fund()
        enrolment = make_enrolment("officer_review", opportunity=offer(fund))
        officer = staff(Role.OFFICER)
        approvals.approve(enrolment, by=officer)
        approvals.undo(enrolment, by=officer)
        assert (milestones.of(enrolment.id), funds.sheet(fund).reserved) == ([], 0)
        approvals.approve(enrolment, by=officer)
        assert len(milestones.of(enrolment.id)) == len(POINTS)
        sound()

    def test_too_little_in_the_fund_refuses_it_and_leaves_no_point(self) -> None:
        enrolment = make_enrolment("officer_review", opportunity=offer(make_fund(1_499_99)))
        with pytest.raises(Invalid):
            approvals.approve(enrolment, by=staff(Role.OFFICER))

    def test_withdrawn_everything_ends_and_the_money_is_free(self) -> None:
        fund = make_fund()
        enrolment = make_enrolment("officer_review", opportunity=offer(fund))
        approvals.approve(enrolment, by=staff(Role.OFFICER))
        applications.withdraw(enrolment, by=SYSTEM)
        assert {one.state for one in milestones.of(enrolment.id)} == {S.ENDED}
        assert (funds.sheet(fund).reserved, funds.available(fund.id)) == (0, 1_000_000_00)
        sound()


class TestSaying:
    def test_not_before_its_day_and_never_without_proof(self) -> None:
        enrolment, fund = learner()
        early = loaded(make_stay(enrolment, fund, due_on=clock.today() + timedelta(days=1)))
        with pytest.raises(Conflict):
            milestones.say(early, by=host(enrolment), said_as="host", proof="x")
        with pytest.raises(Invalid):
            milestones.say(loaded(make_stay(enrolment, fund)), by=host(enrolment), said_as="host", proof="  ")

    def test_a_second_word_changes_nothing(self) -> None:
        enrolment, fund = learner()
        point = said(make_stay(enrolment, fund))
        with pytest.raises(IllegalMove):
            milestones.say(point, by=host(enrolment), said_as="youth", proof="อีกครั้ง")
        assert (point.said_as, point.proof) == ("host", "ใบลงเวลา")

    def test_nobody_who_has_not_begun_reaches_anything(self) -> None:
        enrolment = make_enrolment("approved")
        point = loaded(make_point(enrolment, make_fund(), K.STEP, 100_00))
        with pytest.raises(Conflict):
            milestones.say(point, by=host(enrolment), said_as="host", proof="x")

    def test_no_longer_there_can_be_said_at_once_and_never_pays(self) -> None:
        enrolment, fund = learner()
        point = loaded(make_stay(enrolment, fund, due_on=clock.today() + timedelta(days=20)))
        milestones.say(point, by=host(enrolment), said_as="host", proof="ลาออก", still_there=False)
        with pytest.raises(Conflict):
            milestones.verify(point, by=staff(Role.OFFICER))
        milestones.send_back(point, by=staff(Role.OFFICER), note="โทรถามแล้วยังอยู่")
        assert (point.state, point.still_there) == (S.WAITING, True)


class TestVerifying:
    @pytest.mark.parametrize(
        ("kind", "earns"),
        [(K.STEP, EarningKind.REGULAR), (K.STAY, EarningKind.RETENTION), (K.THING, EarningKind.IN_KIND)],
    )
    def test_it_earns_once_of_its_kind(self, kind: K, earns: EarningKind) -> None:
        enrolment, fund = learner()
        point = make_stay(enrolment, fund) if kind == K.STAY else make_point(enrolment, fund, kind, 500_00)
        earning = milestones.verify(said(point), by=staff(Role.OFFICER))
        assert (earning.kind, earning.amount_satang, earning.state) == (earns, 500_00, EarningState.ACCRUED)
        with pytest.raises(IllegalMove):
            milestones.verify(point, by=staff(Role.OFFICER))
        assert session.scalar(select(func.count()).select_from(Earning)) == 1
        assert proof.prove(earning.ref).holds
        sound()

    def test_a_thing_is_never_in_a_payout(self) -> None:
        enrolment, fund = learner()
        thing = milestones.verify(said(make_point(enrolment, fund, K.THING, 900_00)), by=staff(Role.OFFICER))
        thing.state = EarningState.APPROVED
        session.flush()
        assert waiting.due(fund, clock.today() + timedelta(days=400)) == []
        assert funds.sheet(fund).owed == 0

    def test_a_dry_fund_holds_it_and_forgets_nothing(self) -> None:
        enrolment, fund = learner(make_fund(satang=0))
        earning = milestones.verify(said(make_stay(enrolment, fund)), by=staff(Role.OFFICER))
        assert (earning.state, earning.accrue_entry_id) == (EarningState.HELD, None)
        sound()

    def test_it_draws_on_what_was_promised(self) -> None:
        enrolment, fund = learner(make_fund(500_00))
        promise(enrolment, fund, 500_00, SYSTEM)
        earning = milestones.verify(said(make_stay(enrolment, fund)), by=staff(Role.OFFICER))
        assert (earning.from_reserve_satang, funds.sheet(fund).reserved) == (500_00, 0)
        sound()

    def test_put_off_after_it_was_said_it_waits_for_its_new_day(self) -> None:
        enrolment, fund = learner()
        point = said(make_stay(enrolment, fund))
        stay_breaks.add(enrolment, point.begins_on, point.begins_on, reason="ป่วย", by=SYSTEM)
        with pytest.raises(Conflict):
            milestones.verify(point, by=staff(Role.OFFICER))

    def test_ended_with_an_earlier_day_the_later_ones_end_too(self) -> None:
        enrolment, fund = learner()
        first, later = make_stay(enrolment, fund), make_stay(enrolment, fund, days=90)
        step = make_point(enrolment, fund, K.STEP, 100_00)
        milestones.end(loaded(first), by=staff(Role.OFFICER), note="ย้ายจังหวัด")
        assert [one.state for one in (first, later, step)] == [S.ENDED, S.ENDED, S.WAITING]
        with pytest.raises(Invalid):
            milestones.end(loaded(step), by=staff(Role.OFFICER), note=" ")

    def test_what_is_decided_is_not_ended_again_and_nobody_is_told_twice(self) -> None:
        enrolment, fund = learner()
        point, later = said(make_stay(enrolment, fund)), make_stay(enrolment, fund, days=90)
        milestones.verify(point, by=staff(Role.OFFICER))
        gone = make_point(enrolment, fund, K.STEP, 100_00)
        milestones.end(loaded(gone), by=staff(Role.OFFICER), note="ไม่ได้สอบ")
        told = session.scalar(select(func.count()).select_from(Notice))
        for one in (point, gone):
            with pytest.raises(IllegalMove):
                milestones.end(loaded(one), by=staff(Role.OFFICER), note="ย้ายจังหวัด")
        assert (later.state, session.scalar(select(func.count()).select_from(Notice))) == (S.WAITING, told)


class TestCompletion:
    def test_what_open_points_need_stays_promised_until_the_last(self) -> None:
        enrolment, fund = learner(make_fund(2_000_00))
        promise(enrolment, fund, 2_000_00, SYSTEM)
        near, far = make_stay(enrolment, fund), make_stay(enrolment, fund, days=90, satang=700_00)
        enrolment.state = "completed"
        make_verified(enrolment)
        milestones.settle(enrolment, by=SYSTEM)
        milestones.settle(enrolment, by=SYSTEM)
        assert (funds.sheet(fund).reserved, funds.available(fund.id)) == (1_200_00, 800_00)
        milestones.verify(said(near), by=staff(Role.OFFICER))
        assert funds.sheet(fund).reserved == 700_00
        milestones.end(loaded(far), by=staff(Role.OFFICER), note="ไปที่อื่น")
        assert (funds.sheet(fund).reserved, funds.available(fund.id)) == (0, 1_500_00)
        assert session.scalars(select(FundReserve.closed_at)).one() is not None
        sound()

    def test_days_are_counted_from_where_the_posting_says_and_once(self) -> None:
        enrolment, fund = learner()
        start = make_stay(enrolment, fund, begins_on=None, due_on=None)
        start.begins_on = start.due_on = None
        after = make_stay(enrolment, fund, counts_from=CountsFrom.COMPLETION)
        after.begins_on = after.due_on = None
        session.flush()
        milestones.begin(enrolment, date(2028, 2, 1), CountsFrom.START)
        milestones.begin(enrolment, date(2028, 2, 5), CountsFrom.START)
        assert (start.due_on, after.due_on) == (date(2028, 3, 2), None)
        milestones.begin(enrolment, date(2028, 2, 10), CountsFrom.COMPLETION)
        assert after.due_on == date(2028, 3, 11)

    def test_the_first_day_attended_begins_the_count(self) -> None:
        opportunity = make_opportunity(
            fund_id=make_fund().id, starts_on=clock.today() - timedelta(days=7), with_sessions=True,
            times=";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        )  # fmt: skip
        enrolment = make_enrolment("enrolled", opportunity=opportunity, decided_at=clock.now() - timedelta(days=8))
        point = make_stay(enrolment, session.get_one(Fund, opportunity.fund_id), begins_on=None, due_on=None)
        point.begins_on = point.due_on = None
        teacher = host(enrolment)
        held = attendance.session_of(teacher, first_session(opportunity))
        mark_here(held, by=teacher)
        assert point.begins_on == held.held_on
        assert point.due_on == held.held_on + timedelta(days=30)


def first_session(opportunity: Opportunity) -> str:
    from models.offer import Session

    wanted = select(Session.ref).where(
        Session.opportunity_id == opportunity.id, Session.held_on == clock.today() - timedelta(days=1)
    )
    return session.scalars(wanted).one()


class TestRevoking:
    def test_a_completion_that_was_not_true_ends_what_is_open_and_frees_the_money(self) -> None:
        fund = make_fund()
        done = make_enrolment("completed", youth=make_youth(), opportunity=make_opportunity(fund_id=fund.id))
        promise(done, fund, 1_200_00, SYSTEM)
        claim = make_verified(done)
        after = {"counts_from": CountsFrom.COMPLETION}
        earned, pending = make_stay(done, fund, **after), make_stay(done, fund, days=90, satang=700_00, **after)
        earning = milestones.verify(said(earned), by=staff(Role.OFFICER))
        draw()
        look = session.scalars(select(SecondLook).where(SecondLook.claim_id == claim.id)).one()
        session.refresh(look, ["claim", "round"])
        service.answer(look, LookState.FALSE, note="ไม่ได้เรียนจริง", by=staff(Role.PROVINCE, "95"))
        assert session.get_one(Claim, claim.id).state == "revoked"
        assert (pending.state, earning.state) == (S.ENDED, EarningState.CANCELLED)
        assert (funds.sheet(fund).reserved, funds.available(fund.id)) == (0, 1_000_000_00)


class TestFiles:
    def test_a_photo_alone_is_enough_and_its_fingerprint_stands_in_the_chain(self, tmp_path: Path) -> None:
        enrolment, fund = learner()
        point, shown = loaded(make_stay(enrolment, fund)), checking.check(picture(), "สลิป.jpg")
        with pytest.raises(Invalid):
            milestones.say(point, by=host(enrolment), said_as="host", proof=" ")
        milestones.say(
            point, by=youth_actor(enrolment.youth), said_as="youth", proof="", files=[shown], folder=tmp_path
        )
        earning = milestones.verify(point, by=staff(Role.OFFICER))
        [kept] = milestone_files.of(point.id)
        assert hashlib.sha256((tmp_path / kept.stored_name).read_bytes()).hexdigest() == kept.sha256
        proved = proof.prove(earning.ref, tmp_path)
        assert proved.holds
        assert [step.shown_by for step in proved.steps if step.name == "evidence hash"] == [
            f"{kept.ref}; sha256 {shown.sha256}"
        ]
        kept.sha256 = "0" * 64
        assert not proof.prove(earning.ref, tmp_path).holds

    def test_that_somebody_left_takes_words_and_more_than_five_files_are_refused(self, tmp_path: Path) -> None:
        enrolment, fund = learner()
        point, shown = loaded(make_stay(enrolment, fund)), checking.check(picture(), "a.jpg")
        given = {"by": host(enrolment), "said_as": "host", "folder": tmp_path}
        with pytest.raises(Invalid) as refused:
            milestones.say(point, proof="", still_there=False, files=[shown], **given)
        assert refused.value.field == "proof"
        with pytest.raises(Invalid) as many:
            milestones.say(point, proof="ใบลงเวลา", files=[shown] * 6, **given)
        assert many.value.field == "files"

    def test_a_file_shown_for_two_people_is_flagged_and_only_who_sees_the_point_sees_it(self, tmp_path: Path) -> None:
        (one, fund), (other, _) = learner(), learner()
        points, shown = [loaded(make_stay(who, fund)) for who in (one, other)], checking.check(picture(), "a.jpg")
        teacher = host(one)
        milestones.say(points[0], by=teacher, said_as="host", proof="x", files=[shown], folder=tmp_path)
        assert not milestone_files.shown_elsewhere(points[0])
        milestones.say(points[1], by=host(other), said_as="host", proof="x", files=[shown], folder=tmp_path)
        assert milestone_files.shown_elsewhere(points[0])
        ref = milestone_files.of(points[0].id)[0].ref
        assert claims.file_of(teacher, ref).sha256 == shown.sha256
        assert claims.file_of(youth_actor(one.youth), ref)
        for stranger in (host(other), youth_actor(other.youth), staff(Role.OFFICER, BETONG)):
            with pytest.raises(NotFound):
                claims.file_of(stranger, ref)


class TestBreaks:
    def test_a_break_puts_off_every_open_day_and_taken_back_brings_them_back(self) -> None:
        enrolment, fund = learner()
        points = [make_stay(enrolment, fund, days=days) for days in (30, 90)]
        before = [one.due_on for one in points]
        first = max(one.begins_on for one in points) + timedelta(days=2)
        away = stay_breaks.add(enrolment, first, first + timedelta(days=20), reason="ป่วย", by=SYSTEM)
        assert [one.due_on - day for one, day in zip(points, before, strict=True)] == [timedelta(days=21)] * 2
        stay_breaks.take_back(away, by=SYSTEM)
        assert [one.due_on for one in points] == before
        with pytest.raises(IllegalMove):
            stay_breaks.take_back(away, by=SYSTEM)

    def test_what_is_only_asked_for_puts_nothing_off_until_somebody_agrees(self) -> None:
        enrolment, fund = learner()
        point, youth = make_stay(enrolment, fund), youth_actor(enrolment.youth)
        day, officer = point.begins_on, staff(Role.OFFICER)
        before, teacher = point.due_on, host(enrolment)
        away = stay_breaks.ask(enrolment, day, day + timedelta(days=4), reason="แม่ป่วย", by=youth)
        other = stay_breaks.ask(enrolment, day + timedelta(days=9), day + timedelta(days=9), reason="สอบ", by=youth)
        assert (away.state, point.due_on) == ("asked", before)
        asked = select(Notice.account_id).where(Notice.event == "stay.break_asked").distinct()
        assert set(session.scalars(asked)) == {officer.account_id, teacher.account_id}
        assert [one.id for one in milestone_access.asked_breaks(officer)] == [away.id, other.id]
        assert milestone_access.asked_breaks(staff(Role.OFFICER, BETONG)) == []
        stay_breaks.agree(away, by=officer)
        assert point.due_on == before + timedelta(days=5)
        with pytest.raises(Invalid):
            stay_breaks.refuse(other, by=officer, answer=" ")
        stay_breaks.refuse(other, by=officer, answer="วันนั้นมาเรียน")
        assert (other.state, other.answer, point.due_on) == ("refused", "วันนั้นมาเรียน", before + timedelta(days=5))
        with pytest.raises(IllegalMove):
            stay_breaks.agree(other, by=officer)
        told = select(Notice.event).where(Notice.account_id == youth.account_id, Notice.event.startswith("stay.break"))
        assert sorted(session.scalars(told)) == ["stay.break_kept", "stay.break_refused"]
        stay_breaks.take_back(away, by=officer)
        assert point.due_on == before

    def test_few_are_asked_at_once_and_only_where_money_for_staying_is_open(self) -> None:
        enrolment, fund = learner()
        youth, today = youth_actor(enrolment.youth), clock.today()
        with pytest.raises(Conflict):
            stay_breaks.ask(enrolment, today, today, reason="ป่วย", by=youth)
        make_stay(enrolment, fund)
        for ago in range(stay_breaks.MOST_ASKED):
            day = today - timedelta(days=ago)
            stay_breaks.ask(enrolment, day, day, reason="ป่วย", by=youth)
        with pytest.raises(Conflict):
            stay_breaks.ask(enrolment, today, today + timedelta(days=1), reason="ป่วย", by=youth)

    def test_whoever_asked_takes_it_back_before_the_answer_and_nobody_else_may(self) -> None:
        enrolment, fund = learner()
        make_stay(enrolment, fund)
        youth, today = youth_actor(enrolment.youth), clock.today()
        away = stay_breaks.ask(enrolment, today, today, reason="ป่วย", by=youth)
        assert milestone_access.can_take_back_own(youth, away)
        assert not milestone_access.can_take_back_own(youth_actor(make_youth()), away)
        assert not milestone_access.can_answer_break(youth, away)
        assert not milestone_access.can_answer_break_as_office(youth, away)
        stay_breaks.agree(away, by=host(enrolment))
        assert not milestone_access.can_take_back_own(youth, away)

    @pytest.mark.parametrize(
        ("first", "last", "reason", "error"),
        [(0, -1, "ป่วย", Invalid), (0, 0, "  ", Invalid), (0, 400, "ป่วย", Invalid), (5000, 5001, "ป่วย", Invalid)],
    )
    def test_what_cannot_be_a_break_is_refused(
        self, first: int, last: int, reason: str, error: type[Exception]
    ) -> None:
        enrolment, _ = learner()
        today = clock.today()
        with pytest.raises(error):
            stay_breaks.add(
                enrolment, today + timedelta(days=first), today + timedelta(days=last), reason=reason, by=SYSTEM
            )

    def test_the_same_break_is_written_down_once(self) -> None:
        enrolment, _ = learner()
        stay_breaks.add(enrolment, clock.today(), clock.today(), reason="ป่วย", by=SYSTEM)
        with pytest.raises(Conflict):
            stay_breaks.add(enrolment, clock.today(), clock.today(), reason="ป่วย", by=SYSTEM)


class TestNights:
    def test_each_stage_is_told_once_and_a_missed_night_is_made_up_for(self) -> None:
        enrolment, fund = learner()
        make_provider(enrolment.opportunity.organisation_id)
        staff(Role.OFFICER)
        point = make_stay(enrolment, fund, due_on=clock.today() + timedelta(days=7))
        told = []
        for days in (0, 0, 6, 7, 7, 8, 30, 31):
            with clock.frozen(clock.now() + timedelta(days=days)):
                told.append(stay_round.nightly())
        assert told == [1, 0, 0, 1, 0, 0, 1, 0]
        assert point.told == 3
        events = session.scalars(select(Notice.event).where(Notice.subject_type == "milestone")).all()
        assert set(events) == {"stay.coming", "stay.due", "stay.late"}

    def test_whoever_has_left_is_told_nothing(self) -> None:
        fund = make_fund()
        make_stay(make_enrolment("dropped_out"), fund)
        assert stay_round.nightly() == 0
