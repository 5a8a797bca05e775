"""Stipends by the hour: promised, owed, taken back and proved to the satang, session by session."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.earnings import decisions, flags, funds, prints, proof, proof_sources, statement
from marketplace.enrolments import approvals, attendance, commitments, hours_attended
from marketplace.enrolments import verify as everything
from marketplace.enrolments.attendance import Mark
from marketplace.i18n import use
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.offers import bounds, cards, payers, postings, repeats, stipends
from marketplace.offers.drafts import WeeklyTime
from models.earning import Earning, Fund, FundReserve
from models.enrolment import Attendance, Enrolment
from models.listing import Listing
from models.offer import Opportunity, Session
from models.session import db as session
from models.vocabulary import AttendanceStatus, EarningSource, EarningState, Role, SlotKind
from tests.database.test_postings import author, draft, organisation_of  # noqa: F401
from tests.factories.enrolments import acting, make_enrolment, make_provider, mark_here, staff
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
RATE = 47_50
ODD = "mon 00:10-01:35;wed 00:10-01:01"
EACH = {85: 67_29, 51: 40_38}
AWAY = Mark(AttendanceStatus.AWAY)


def hourly(**given) -> Opportunity:
    """A course that began two weeks ago: 1 h 25 min on Mondays, 51 minutes on Wednesdays."""
    facts = {
        "starts_on": clock.today() - timedelta(days=14),
        "ends_on": clock.today() + timedelta(days=28),
        "times": ODD,
        "with_sessions": True,
        "stipend_per_hour_satang": RATE,
        "fund_id": make_fund().id,
    }
    return make_opportunity(**(facts | given))


def meetings_of(offer: Opportunity, *, past: bool) -> list[Session]:
    day = Session.held_on < clock.today() if past else Session.held_on > clock.today()
    wanted = select(Session).where(Session.opportunity_id == offer.id, day).order_by(Session.starts_at)
    return list(session.scalars(wanted))


def standing(enrolment: Enrolment) -> list[Earning]:
    wanted = select(Earning).where(Earning.enrolment_id == enrolment.id, Earning.state != "cancelled")
    return list(session.scalars(wanted.order_by(Earning.id)))


def test_each_session_is_owed_for_its_own_minutes() -> None:
    offer = hourly(travel_per_session_satang=20_00)
    learner = make_enrolment("enrolled", opportunity=offer)
    provider = acting(make_provider(offer.organisation_id))
    held = meetings_of(offer, past=True)
    for one in held:
        mark_here(attendance.session_of(provider, one.ref), by=provider)
    owed = standing(learner)
    by_hour = [one for one in owed if one.source_type == EarningSource.ATTENDANCE]
    assert [(one.minutes, one.amount_satang) for one in by_hour] == [
        (minutes, EACH[minutes]) for minutes in map(stipends.length, held)
    ]
    assert {one.minutes for one in by_hour} == {85, 51}
    travel = [(one.minutes, one.amount_satang) for one in owed if one.source_type == EarningSource.TRAVEL]
    assert travel == [(None, 20_00)] * len(held)


def test_a_mark_taken_back_takes_its_money_back_and_late_is_the_whole_session() -> None:
    offer = hourly()
    learner = make_enrolment("enrolled", opportunity=offer)
    provider = acting(make_provider(offer.organisation_id))
    first = meetings_of(offer, past=True)[0]
    owed = EACH[stipends.length(first)]
    meeting = attendance.session_of(provider, first.ref)
    for mark, expected in (
        (Mark(AttendanceStatus.HERE), [owed]),
        (AWAY, []),
        (Mark(AttendanceStatus.LATE), [owed]),
        (Mark(AttendanceStatus.HERE), [owed]),
    ):
        attendance.mark(meeting, {learner.ref: mark}, by=provider)
        assert [one.amount_satang for one in standing(learner)] == expected
    assert funds.sheet(session.get_one(Fund, offer.fund_id)).owed == owed
    assert session.scalar(select(func.count()).where(Earning.enrolment_id == learner.id)) == 1


def test_owed_again_after_the_rate_was_changed_it_is_the_new_sum_with_its_minutes() -> None:
    offer = hourly()
    learner = make_enrolment("enrolled", opportunity=offer)
    provider = acting(make_provider(offer.organisation_id))
    meeting = attendance.session_of(provider, meetings_of(offer, past=True)[0].ref)
    mark_here(meeting, by=provider)
    attendance.mark(meeting, {learner.ref: AWAY}, by=provider)
    offer.stipend_per_hour_satang, offer.stipend_per_session_satang = 0, 90_00
    session.flush()
    mark_here(meeting, by=provider)
    (owed,) = standing(learner)
    assert (owed.amount_satang, owed.minutes) == (90_00, None)


def test_what_is_promised_is_what_every_session_attended_comes_to_and_not_a_satang_more_is_drawn() -> None:
    offer = hourly(completion_bonus_satang=100_00, travel_per_session_satang=20_00)
    asked = make_enrolment("officer_review", opportunity=offer)
    officer, provider = staff(Role.OFFICER), acting(make_provider(offer.organisation_id))
    ahead = [one for one in meetings_of(offer, past=False) if one.starts_at >= clock.now()]
    whole = sum(EACH[stipends.length(one)] + 20_00 for one in ahead) + 100_00
    assert commitments.cost_to(asked).total_satang == whole
    approvals.approve(asked, by=officer)
    approvals.approve(asked, by=staff(Role.APPROVER))
    assert asked.reserved_satang == whole
    promise = session.scalars(select(FundReserve).where(FundReserve.enrolment_id == asked.id)).one()
    asked.state = "enrolled"
    session.flush()
    free = funds.available(promise.fund_id)
    for one in ahead:
        with clock.frozen(one.ends_at):
            mark_here(attendance.session_of(provider, one.ref), by=provider)
        assert promise.used_satang <= promise.amount_satang
    session.refresh(promise)
    assert promise.used_satang == whole - 100_00
    assert sum(one.amount_satang for one in standing(asked)) == promise.used_satang
    assert funds.available(promise.fund_id) == free, "nothing was drawn beyond the promise"


def test_the_cost_tells_sessions_of_each_length_apart() -> None:
    offer = hourly()
    session.refresh(offer, ["slots"])
    planned = commitments.planned_cost(offer)
    with use("en"):
        told = {str(line.label): line.each_satang for line in planned.lines}
    assert told == {"Stipend for each session of 51 min": 40_38, "Stipend for each session of 1 h 25 min": 67_29}
    started = clock.instant(offer.starts_on, 0)
    assert commitments.cost(offer, started) == planned
    (rule,) = commitments.rules_of(offer)
    assert (rule.each_satang, rule.times) == (RATE, 1)


def test_many_postings_are_asked_for_at_once_each_by_its_own_rule() -> None:
    by_hour, by_session, empty = hourly(), hourly(stipend_per_hour_satang=0, stipend_per_session_satang=1_00), hourly()
    session.execute(delete(Session).where(Session.opportunity_id == empty.id))
    found = commitments.session_lengths([by_hour, by_session, empty])
    assert set(found[by_hour.id]) == {85, 51}
    assert sum(found[by_hour.id].values()) == sum(found[by_session.id].values())
    assert commitments.cost_of(empty, found[empty.id]).total_satang == 0


def test_the_statement_says_how_long_and_a_changed_rule_is_flagged() -> None:
    offer = hourly()
    learner = make_enrolment("enrolled", opportunity=offer)
    provider, officer = acting(make_provider(offer.organisation_id)), staff(Role.OFFICER)
    monday = next(one for one in meetings_of(offer, past=True) if stipends.length(one) == 85)
    mark_here(attendance.session_of(provider, monday.ref), by=provider)
    (owed,) = standing(learner)
    told = statement.statement_for(learner.youth_id, (offer.starts_on, clock.today()))
    for locale, words in (("th", "เข้าเรียน 1 ชม. 25 นาที"), ("en", "Learning attended, 1 h 25 min")):
        with use(locale):
            assert [str(line.what) for line in told.fund.lines] == [words]
    session.refresh(owed, ["enrolment"])
    session.refresh(owed.enrolment, ["opportunity"])
    assert flags.flags(officer, owed, ()) == ()
    offer.stipend_per_hour_satang = 48_00
    with use("en"):
        assert [str(text) for text in flags.flags(officer, owed, ())] == [
            "The rule of the opportunity now gives 68 baht"
        ]


def test_a_sum_owed_by_the_session_is_held_against_an_hour_rule_set_since() -> None:
    offer = hourly(stipend_per_hour_satang=0, stipend_per_session_satang=67_29)
    learner = make_enrolment("enrolled", opportunity=offer)
    provider = acting(make_provider(offer.organisation_id))
    monday = next(one for one in meetings_of(offer, past=True) if stipends.length(one) == 85)
    mark_here(attendance.session_of(provider, monday.ref), by=provider)
    (owed,) = standing(learner)
    session.refresh(owed, ["enrolment"])
    session.refresh(owed.enrolment, ["opportunity"])
    offer.stipend_per_session_satang, offer.stipend_per_hour_satang = 0, RATE
    assert flags.flags(staff(Role.OFFICER), owed, ()) == ()
    offer.stipend_per_hour_satang = RATE + 1
    assert flags.flags(staff(Role.OFFICER), owed, ())


def test_minutes_that_are_not_those_of_the_session_break_the_proof() -> None:
    offer = hourly()
    learner = make_enrolment("enrolled", opportunity=offer)
    provider = acting(make_provider(offer.organisation_id))
    mark_here(attendance.session_of(provider, meetings_of(offer, past=True)[0].ref), by=provider)
    (owed,) = standing(learner)
    row = proof_sources.source(owed, None)[0]
    assert row.holds
    owed.minutes = (owed.minutes or 0) + 60
    session.flush()
    assert proof_sources.OTHER_HOURS in proof_sources.source(owed, None)[0].broken


def test_a_fund_that_pays_little_at_once_refuses_the_longest_session_and_holds_its_money(author) -> None:  # noqa: F811
    fund = make_fund()
    fund.most_per_earning_satang = 60_00
    asked = draft(stipend_per_hour_satang=RATE, fund_id=fund.id)
    longest = stipends.longest(asked)
    assert stipends.by_hour(RATE, longest) > 60_00
    with pytest.raises(Invalid) as refused:
        postings.create(asked, organisation_of(author), by=author)
    assert list(refused.value.errors) == ["fund"]
    offer = hourly(fund_id=fund.id)
    learner = make_enrolment("enrolled", opportunity=offer)
    provider = acting(make_provider(offer.organisation_id))
    for one in meetings_of(offer, past=True):
        mark_here(attendance.session_of(provider, one.ref), by=provider)
    assert {(one.minutes, one.state) for one in standing(learner)} == {(85, "held"), (51, "accrued")}
    with pytest.raises(Invalid):
        postings.pay_from(hourly(), fund, by=staff(Role.OFFICER))


LONG = tuple(WeeklyTime(slot) for slot in week.parse("mon 08:00-16:01"))
WORK = tuple(WeeklyTime(slot, SlotKind.WORK) for slot in week.parse("mon 08:00-16:00"))


@pytest.mark.parametrize(
    "given",
    [
        {"stipend_per_session_satang": 1},
        {"stipend_per_hour_satang": -1},
        {"stipend_per_hour_satang": 250_01},
        {"times": LONG},
    ],
)
def test_what_nobody_can_mean_is_refused_at_its_field(author, given) -> None:  # noqa: F811
    with pytest.raises(Invalid) as refused:
        postings.create(draft(**({"stipend_per_hour_satang": 250_00} | given)), organisation_of(author), by=author)
    assert list(refused.value.errors) == ["stipend_per_hour"]


def test_eight_hours_at_the_most_are_kept(author) -> None:  # noqa: F811
    eight = tuple(WeeklyTime(slot) for slot in week.parse("mon 08:00-16:00"))
    made = postings.create(draft(stipend_per_hour_satang=250_00, times=eight), organisation_of(author), by=author)
    assert made.stipend_per_hour_satang * 8 == bounds.MOST_PER_SESSION


def test_it_is_paid_for_times_of_learning_by_a_fund(author) -> None:  # noqa: F811
    made = postings.create(draft(stipend_per_hour_satang=RATE, times=WORK), organisation_of(author), by=author)
    with pytest.raises(Invalid) as refused:
        postings.submit(made, by=author)
    assert {"stipend_per_hour", "fund"} <= set(refused.value.errors)


def test_changing_it_sends_a_posting_back_to_review_and_a_copy_keeps_it(author) -> None:  # noqa: F811
    made = postings.create(
        draft(stipend_per_hour_satang=RATE, fund_id=make_fund().id), organisation_of(author), by=author
    )
    made.state = "published"
    (again,) = repeats.series(made, rhythm=repeats.Rhythm.AFTER, many=1, by=author)
    assert [one.stipend_per_hour_satang for one in (again, repeats.copy(made, by=author))] == [RATE] * 2
    assert postings.edit(made, replace(postings.draft_of(made), stipend_per_hour_satang=RATE + 1), by=author)


@pytest.mark.parametrize("sums", [{"stipend_per_hour_satang": -1}, {"stipend_per_session_satang": 1}])
def test_the_database_refuses_a_rate_below_zero_and_two_stipends(sums: dict[str, int]) -> None:
    offer = hourly()
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Opportunity).where(Opportunity.id == offer.id).values(**sums))


def test_cards_read_rows_of_before_and_promise_nothing_without_a_fund() -> None:
    offer = hourly()
    (row,) = session.scalars(select(Listing).where(Listing.opportunity_id == offer.id))
    facts = json.loads(row.facts)
    assert cards.read(offer.id, 1, row.facts).stipend_per_hour_satang == RATE
    del facts["stipend_per_hour_satang"]
    assert cards.read(offer.id, 1, json.dumps(facts)).stipend_per_hour_satang == 0
    unpaid = hourly(fund_id=None)
    (row,) = session.scalars(select(Listing).where(Listing.opportunity_id == unpaid.id))
    assert cards.read(unpaid.id, 1, row.facts).stipend_per_hour_satang == 0
    assert row.money_satang == 0
    assert payers.lacking([unpaid.organisation_id]) == [unpaid]


def test_who_was_there_for_part_of_it_is_owed_that_part_and_the_roll_says_so(database: object) -> None:
    offer = hourly()
    enrolment, teacher = make_enrolment("in_learning", opportunity=offer), acting(make_provider(offer.organisation_id))
    long = next(one for one in meetings_of(offer, past=True) if stipends.length(one) == 85)
    meeting = attendance.session_of(teacher, long.ref)
    length = stipends.length(meeting)

    def marked(minutes: int | None, status: AttendanceStatus = AttendanceStatus.HERE) -> list[tuple[int, int | None]]:
        attendance.mark(meeting, {enrolment.ref: Mark(status, minutes=minutes)}, by=teacher, reason="จดเวลาผิด")
        return [(one.amount_satang, one.minutes) for one in standing(enrolment)]

    for minutes, satang in ((30, 23_75), (None, EACH[length]), (40, 31_67), (length, EACH[length]), (1, 79)):
        counted = length if minutes is None else minutes
        assert marked(minutes) == [(satang, counted)]
        assert hours_attended.minutes(enrolment) == counted
        (one,) = standing(enrolment)
        assert proof.prove(one.ref).holds
    assert marked(1, AttendanceStatus.AWAY) == []
    assert marked(50, AttendanceStatus.LATE) == [(39_58, 50)]
    for wrong in (0, length + 1):
        with pytest.raises(Invalid):
            marked(wrong)
    assert [breach for one in everything.invariants() for breach in one.breaches] == []
    (one,), officer = standing(enrolment), staff(Role.OFFICER)
    session.execute(update(Attendance).values(minutes=49))
    assert not proof.prove(one.ref).holds, "neither the fingerprint nor the minutes fit"
    session.execute(update(Attendance).values(minutes=50))
    decisions.approve(one, by=officer)
    decisions.hold(one, by=officer, reason="other", note="ดูอีกครั้ง")
    assert marked(60) == [(47_50, 60)], "what is held is owed anew"
    decisions.approve(one, by=officer)
    one.state = EarningState.SENT
    with pytest.raises(Conflict):
        marked(61)


def test_a_mark_without_minutes_has_the_print_it_always_had() -> None:
    said = prints.of_words("\x1f".join(("M-1", "E-1", "here", "7", "")))
    assert prints.of_row("M-1", "E-1", "here", 7, "") == said
    assert prints.of_row("M-1", "E-1", "here", 7, "", 30) != said
