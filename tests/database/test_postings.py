"""Postings from draft to publication: who may, what is refused, what goes back to review."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.access import Actor, Grant
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.offers import differences, policy, postings, repeats, shelf, twins, wording
from marketplace.offers.drafts import PostingDraft, WeeklyTime, check, lacking, said_wrongly
from marketplace.offers.promises import Promise
from marketplace.offers.states import POSTING
from models import vocabulary as v
from models.history import Move
from models.offer import Opportunity, Session, Slot
from models.session import db as session
from tests.factories.enrolments import make_account
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, SATENG, make_organisation

OFFICER = Actor(account_id=None, grants=(Grant(v.Role.OFFICER, authority_ref="yala-city"),))


WORK_ONLY = (WeeklyTime(week.parse("mon 16:30-19:30")[0], v.SlotKind.WORK),)


def draft(**given: object) -> PostingDraft:
    today = clock.today()
    base = PostingDraft(
        kind=v.OpportunityKind.COURSE,
        form=v.LearningForm.NON_FORMAL,
        field=v.Field.COOKING,
        title_th="ทำขนมไทย",
        area_code=SATENG,
        starts_on=today + timedelta(days=14),
        ends_on=today + timedelta(days=41),
        apply_by=today + timedelta(days=10),
        seats=12,
        times=tuple(WeeklyTime(slot) for slot in week.parse("mon 16:30-19:30;wed 16:30-19:30")),
    )
    return replace(base, **given)


def work(**given: object) -> PostingDraft:
    times = tuple(WeeklyTime(slot, v.SlotKind.WORK) for slot in week.parse("mon 16:30-19:30"))
    return draft(**{"kind": v.OpportunityKind.PLACEMENT, "times": times, "wage_per_day_satang": 40_000, **given})


@pytest.fixture
def author(db: object) -> Actor:
    organisation = make_organisation()
    account = make_account()
    return Actor(account_id=account.id, grants=(Grant(v.Role.PROVIDER, organisation_id=organisation.id),))


def organisation_of(author: Actor):
    return shelf.organisations_of(author)[0]


def test_dates_on_which_nobody_can_join_any_more_are_not_handed_in(author: Actor) -> None:
    today = clock.today()
    soon = draft(starts_on=today, ends_on=today + timedelta(days=4), apply_by=today)
    made = postings.create(soon, organisation_of(author), by=author)
    with pytest.raises(Invalid, match="ไม่มีใครเข้าร่วม"):
        postings.submit(made, by=author)
    assert made.state == "draft"
    postings.edit(made, replace(soon, ends_on=today + timedelta(days=60)), by=author)
    postings.submit(made, by=author)
    assert made.state == "submitted"


@pytest.mark.on_both
def test_a_posting_is_written_submitted_and_published_with_its_sessions(author: Actor) -> None:
    made = postings.create(draft(), organisation_of(author), by=author)
    assert made.state == "draft"
    postings.submit(made, by=author)
    assert [one.ref for one in shelf.waiting_for(Actor(None, grants=(Grant(v.Role.OFFICER),)))[0]] == [made.ref]
    postings.publish(made, by=OFFICER)
    assert made.state == "published"
    assert session.scalar(select(func.count()).where(Session.opportunity_id == made.id)) == 8
    verbs = session.scalars(select(Move.verb).where(Move.subject_type == "opportunity").order_by(Move.id)).all()
    assert verbs == ["submit", "start_review", "publish"]


def test_every_move_outside_the_table_is_refused_and_changes_nothing(author: Actor) -> None:
    made = postings.create(draft(), organisation_of(author), by=author)
    for state in v.OpportunityState:
        for verb in {verb for _, verb in POSTING.moves} - POSTING.verbs(state):
            session.execute(Opportunity.__table__.update().values(state=state))
            session.expire_all()
            with pytest.raises(IllegalMove):
                postings.move(made, verb, by=author)
            assert session.scalar(select(Opportunity.state)) == state


def published(author: Actor, **given: object) -> Opportunity:
    made = postings.create(draft(**given), organisation_of(author), by=author)
    postings.submit(made, by=author)
    postings.publish(made, by=OFFICER)
    return made


@pytest.mark.on_both
def test_a_published_posting_stands_while_its_change_of_money_is_reviewed_and_words_change_at_once(
    author: Actor,
) -> None:
    made = published(author)
    kept = postings.draft_of(made)
    assert postings.edit(made, replace(kept, about_th="รายละเอียดใหม่"), by=author) is None
    for said in ("วางบัตรประชาชนเป็นประกัน", "ทางร้านเก็บพาสปอร์ตไว้จนครบสัญญา"):
        with pytest.raises(Invalid) as refused:
            postings.edit(made, replace(postings.draft_of(made), bring_th=said), by=author)
        assert refused.value.errors.keys() == {"bring_th"}
        assert {"bring_th"} == lacking(draft(bring_th=said)).keys() == said_wrongly(draft(bring_th=said)).keys()
    change = postings.edit(made, replace(postings.draft_of(made), cost_per_month_satang=5_000, seats=14), by=author)
    assert change is not None
    assert (made.state, made.cost_per_month_satang, made.seats) == ("published", 0, 12)
    assert (change.state, change.replaces_id) == ("submitted", made.id)
    assert postings.edit(made, replace(postings.draft_of(made), about_th="อีกครั้ง"), by=author) is None
    with pytest.raises(Conflict):
        postings.edit(made, replace(postings.draft_of(made), age_min=16), by=author)
    assert postings.publish(change, by=OFFICER) is made
    assert (made.state, made.cost_per_month_satang, made.seats, made.about_th) == ("published", 5_000, 14, "อีกครั้ง")
    assert change.state == "archived"
    assert postings.edit(made, replace(postings.draft_of(made), age_min=16), by=author) is not None


def test_a_change_sent_back_is_changed_and_handed_in_again_and_one_refused_changes_nothing(author: Actor) -> None:
    made = published(author)
    change = postings.edit(made, replace(postings.draft_of(made), age_min=16), by=author)
    assert change is not None
    postings.request_changes(change, by=OFFICER, note="อายุเท่าไรแน่")
    assert (
        postings.edit(change, replace(postings.draft_of(change), age_min=17, title_th="ทำขนมไทยโบราณ"), by=author)
        is None
    )
    assert made.age_min == 15
    postings.submit(change, by=author)
    postings.publish(change, by=OFFICER)
    assert (made.age_min, made.title_th) == (17, "ทำขนมไทยโบราณ")
    other = postings.edit(made, replace(postings.draft_of(made), age_min=18), by=author)
    assert other is not None
    postings.reject(other, by=OFFICER, note="ไม่มีเหตุผล")
    assert (made.state, made.age_min) == ("published", 17)


def test_a_change_of_what_nobody_can_join_any_more_is_still_handed_in_for_those_who_are_there(author: Actor) -> None:
    made, today = published(author), clock.today()
    near = replace(postings.draft_of(made), starts_on=today, ends_on=today + timedelta(days=4), apply_by=today)
    change = postings.edit(made, near, by=author)
    assert change is not None
    postings.request_changes(change, by=OFFICER, note="เพราะอะไร")
    postings.submit(change, by=author)
    assert change.state == "submitted"


def test_a_change_is_not_taken_in_where_seats_were_taken_meanwhile_or_all_is_over(author: Actor) -> None:
    made = published(author)
    change = postings.edit(made, replace(postings.draft_of(made), seats=5), by=author)
    assert change is not None
    made.seats_taken = 6
    session.flush()
    with pytest.raises(Conflict):
        postings.publish(change, by=OFFICER)
    made.seats_taken = 0
    session.flush()
    postings.move(made, "close", by=author)
    with pytest.raises(Conflict):
        postings.publish(change, by=OFFICER)
    assert made.seats == 12


def test_a_change_is_no_twin_of_what_it_changes_and_takes_no_group_of_a_series(author: Actor) -> None:
    made = published(author)
    change = postings.edit(made, replace(postings.draft_of(made), age_min=16), by=author)
    assert change is not None
    assert list(twins.of(made)) == []
    assert list(twins.of(change)) == []


@pytest.mark.on_both
def test_a_posting_has_one_change_on_its_way(author: Actor) -> None:
    made = published(author)
    first = postings.edit(made, replace(postings.draft_of(made), age_min=16), by=author)
    assert first is not None
    second = postings.create(draft(title_th="อื่น"), organisation_of(author), by=author)
    with pytest.raises(IntegrityError), session.begin_nested():
        second.replaces_id = made.id
        session.flush()


def test_whichever_fact_alone_is_changed_a_change_says_it_before_and_after(author: Actor) -> None:
    fund = make_fund()
    made = published(author, stipend_per_session_satang=10_000, fund_id=make_fund().id)
    before = postings.draft_of(made)
    day, texts = timedelta(days=1), dict.fromkeys(wording.TEXTS, "อย่างอื่น")
    others: dict[str, object] = {
        **texts,
        "kind": v.OpportunityKind.PLACEMENT, "form": v.LearningForm.COMMUNITY, "field": v.Field.CARE,
        "area_code": BETONG, "lat": 6.5, "lon": 101.3, "mode": v.Mode.HYBRID, "place_type": v.PlaceType.FARM,
        "starts_on": before.starts_on + day, "ends_on": before.ends_on + day, "apply_by": before.apply_by + day,
        "seats": 13, "times": (replace(before.times[0], kind=v.SlotKind.WORK), *before.times[1:]),
        "age_min": 16, "age_max": 30, "level_min": 2, "languages": ("thai", "malay"), "skills": ("drive",),
        "supports": ("meal",), "hazards": ("H01",), "requires_documents": True, "credits": 2, "fund_id": fund.id,
        "promises": (Promise(v.MilestoneKind.STEP, 10_000, "สอบผ่าน"),), "stays_from": v.CountsFrom.COMPLETION,
        **{name: 12_300 for name in before.__dataclass_fields__ if name.endswith("_satang")},
    }  # fmt: skip
    # Its own number in its organisation's file is nobody's to agree to, and no change carries it.
    assert set(others) == set(before.__dataclass_fields__) - {"external_ref"}
    for name, other in others.items():
        spot = {"lat": 6.5, "lon": 101.3} if name in ("lat", "lon") else {name: other}
        change = replace(before, **spot)
        assert [(name in one.names, one.before != one.after) for one in differences.between(before, change)] == [
            (True, True)
        ], name
    assert not differences.between(before, replace(before))


def test_no_way_past_okat_is_written_into_what_everybody_reads_already(author: Actor) -> None:
    made = postings.create(draft(), organisation_of(author), by=author)
    postings.submit(made, by=author)
    postings.publish(made, by=OFFICER)
    kept = postings.draft_of(made)
    with pytest.raises(Invalid) as refused:
        postings.edit(made, replace(kept, about_th="โทร 081 234 5678"), by=author)
    assert list(refused.value.errors) == ["about_th"]
    assert made.about_th == kept.about_th


@pytest.mark.parametrize("name", wording.TEXTS)
def test_every_text_of_a_posting_is_looked_at_before_it_is_handed_in(author: Actor, name: str) -> None:
    made = postings.create(draft(**{name: "ทำขนม โทร 081 234 5678"}), organisation_of(author), by=author)
    with pytest.raises(Invalid) as refused:
        postings.submit(made, by=author)
    assert list(refused.value.errors) == [name]
    assert made.state == "draft"


def test_seats_cannot_fall_below_those_taken(author: Actor) -> None:
    made = postings.create(draft(), organisation_of(author), by=author)
    session.execute(Opportunity.__table__.update().values(seats_taken=5))
    session.expire_all()
    with pytest.raises(Conflict) as refused:
        postings.edit(made, draft(seats=4), by=author)
    assert refused.value.field == "seats"


def test_a_copy_begins_on_the_same_weekday_in_the_future_as_a_draft(author: Actor) -> None:
    made = postings.create(draft(), organisation_of(author), by=author)
    session.execute(Opportunity.__table__.update().values(starts_on=clock.today() - timedelta(days=70)))
    session.expire_all()
    again = repeats.copy(made, by=author)
    assert again.state == "draft"
    assert again.starts_on.weekday() == made.starts_on.weekday()
    assert again.starts_on >= clock.today() + timedelta(days=7)
    assert session.scalar(select(func.count()).where(Slot.opportunity_id == again.id)) == 2


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"title_th": " "}, "title_th"),
        ({"seats": 0}, "seats"),
        ({"seats": 501}, "seats"),
        ({"times": ()}, "times"),
        ({"ends_on": clock.today()}, "ends_on"),
        ({"ends_on": clock.today() + timedelta(days=900)}, "ends_on"),
        ({"apply_by": clock.today() - timedelta(days=1)}, "apply_by"),
        ({"age_min": 30, "age_max": 20}, "age_max"),
        ({"wage_per_day_satang": 40_000}, "wage_per_day"),
        ({"times": WORK_ONLY, "stipend_per_session_satang": 10_000}, "stipend_per_session"),
        ({"times": WORK_ONLY, "travel_per_session_satang": 10_000}, "travel_per_session"),
    ],
)
def test_a_draft_with_a_fault_names_its_field(bad: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(draft(**bad))
    assert field in refused.value.errors


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"age_min": 14}, "age_min"),
        ({"hazards": ("H07",)}, "hazards"),
        ({"place_type": v.PlaceType.ENTERTAINMENT}, "place_type"),
        ({"wage_per_day_satang": 33_600}, "wage_per_day"),
        ({"times": (WeeklyTime(week.parse("mon 20:00-22:30")[0], v.SlotKind.WORK),)}, "times"),
    ],
)
def test_work_that_breaks_young_worker_law_or_the_minimum_wage_is_refused(bad: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(work(**bad))
    assert field in refused.value.errors


def test_the_minimum_wage_of_yala_is_enough_and_one_baht_less_is_not() -> None:
    check(work(wage_per_day_satang=33_700))
    with pytest.raises(Invalid):
        check(work(wage_per_day_satang=33_699))


def test_nobody_reviews_a_posting_of_their_own_organisation_or_of_another_area(author: Actor) -> None:
    made = postings.create(draft(), organisation_of(author), by=author)
    both = Actor(
        account_id=999,
        grants=(Grant(v.Role.OFFICER, area_code="95"), Grant(v.Role.PROVIDER, organisation_id=made.organisation_id)),
    )
    assert policy.can_review(both, made).reason is not None
    stranger = Actor(account_id=998, grants=(Grant(v.Role.OFFICER, area_code="70"),))
    assert policy.can_review(stranger, made).reason is None
    assert not policy.can_review(stranger, made)


def test_a_series_pressed_twice_makes_no_second_set(author: Actor) -> None:
    made = postings.create(draft(), organisation_of(author), by=author)
    first = repeats.series(made, rhythm=repeats.Rhythm.AFTER, many=3, by=author)
    with pytest.raises(Conflict):
        repeats.series(made, rhythm=repeats.Rhythm.AFTER, many=3, by=author)
    more = repeats.series(made, rhythm=repeats.Rhythm.AFTER, many=4, by=author)
    assert len(first) == 3
    assert len(more) == 1
    assert more[0].starts_on > first[-1].starts_on
    postings.move(first[1], "withdraw", by=author)
    assert [one.starts_on for one in repeats.series(made, rhythm=repeats.Rhythm.AFTER, many=3, by=author)] == [
        first[1].starts_on
    ]
