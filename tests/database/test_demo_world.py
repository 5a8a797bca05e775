"""The demo world at reduced size: the same by its seed, lawful in every wage, and whole in its books."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, scoped_session

from marketplace.demo import cast, offers, stock, stories, volume, world
from marketplace.demo.timeline import Timeline, at, working_days_before
from marketplace.demo.youths import national_id as invented_id
from marketplace.earnings import destinations, proof
from marketplace.enrolments import verify
from marketplace.kernel import age, clock
from marketplace.kernel.errors import Conflict
from marketplace.labour.limits import limits_on
from marketplace.labour.rates import highest_minimum_wage, minimum_wage
from marketplace.offers import payers, search, stipends
from marketplace.organisations import rules
from marketplace.people import accounts, passwords
from marketplace.people.identity import national_id
from models.account import Account
from models.agreement import Agreement, WorkDay
from models.allocation import AllocationLine, AllocationRun
from models.bank_balance import BankBalance
from models.concern import Concern
from models.earning import Earning, EmployerPayment, Fund
from models.enrolment import Attendance, Enrolment, Evidence
from models.gift import Difference, Gift, GiftRefund
from models.history import Move, Notice, OutboxMessage
from models.labour import LabourDuty
from models.milestone import Milestone, StayBreak
from models.offer import Opportunity
from models.offer import Session as Meeting
from models.organisation import Organisation, OrganisationOpening, OrganisationPaper, OrganisationTrust
from models.payout import PayoutAccount, PayoutBatch, PayoutLine
from models.resource import Resource
from models.second_look import SecondLook
from models.shortlist import Shortlist
from models.thread import Message, Thread
from models.vocabulary import EarningSource, EarningState, EnrolmentState, OpportunityKind, Role, SlotKind
from models.youth import Youth
from tests.fixtures.databases import TestDatabase

LOADED_AT = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
AT_THE_TURN = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)
"""When what offices do at the beginning of a month lies before what is told of the weeks since."""
REDUCED = world.Size(
    people=140, pledges=26, offers={"over": 3, "running": 4, "coming": 10, "submitted": 2, "changes": 1, "draft": 1}
)
TINY = world.Size(people=60, pledges=5, offers={"over": 1, "running": 1, "coming": 2})
Db = scoped_session[Session]


@pytest.mark.only_sqlite
def test_the_demo_world_is_lawful_whole_and_has_work_for_everybody(db: Db, tmp_path: Path) -> None:
    with clock.frozen(LOADED_AT):
        assert world.load(size=REDUCED, folder=tmp_path)
        assert search.relist_moved() == 0, "lists say the days of today from the first look on"
        _assert_books_hold(db)
        _assert_every_payment_is_proved(db, tmp_path)
        _assert_money_goes_both_ways(db)
        _assert_wages_are_lawful(db)
        _assert_hours_are_paid_by_the_minute(db)
        _assert_every_stipend_has_a_fund_of_its_place(db)
        _assert_the_young_are_protected(db)
        _assert_everybody_has_work(db)
        _assert_the_demo_youth_has_a_life(db)
        _assert_accounts_open(db)
        _assert_lists_are_placed_and_shared(db)
        _assert_gifts_points_and_second_looks(db)
        _assert_there_is_something_to_watch_over(db)
        _assert_the_demo_accounts_talk(db)
        _assert_organisations_have_papers(db, tmp_path)
        assert (db.scalar(select(func.count()).select_from(OrganisationTrust)) or 0) > 3
        first = _references(db)
        db.remove()
        assert world.is_loaded()
        assert world.load(size=REDUCED) is False
        assert _references(db) == first
        db.remove()
        volume.load(world.SEED, clock.today(), lambda _line: None, more_offers=10, people=40)
        assert db.scalar(select(func.count()).select_from(Youth)) == REDUCED.people + 40


@pytest.mark.on_both
def test_the_same_seed_gives_the_same_references_and_whole_books(db: Db, database: TestDatabase) -> None:
    found = []
    for number in range(2):
        database.fresh()
        if database.kind == "postgresql":
            # Numbers of rows go on there from one load to the next, and nothing may hang on them.
            db.execute(text("SELECT setval('employer_payment_id_seq', :base)"), {"base": 99 + 3 * number})
            db.remove()
        with clock.frozen(AT_THE_TURN):
            world.load(size=TINY)
            _assert_books_hold(db)
        found.append(_references(db))
        db.remove()
    assert found[0] == found[1]
    assert all(found[0])


def test_a_database_with_real_people_is_refused(db: Db) -> None:
    accounts.create_account(login="somebody@example.com")
    db.commit()
    db.remove()
    assert not world.may_load()
    with pytest.raises(Conflict):
        world.load(size=TINY)
    assert not world.is_loaded()


def _assert_lists_are_placed_and_shared(db: Db) -> None:
    run = db.scalars(select(AllocationRun)).one()
    assert (run.state, run.objective is not None) == ("proposed", True)
    assert run.objective <= run.bound  # type: ignore[operator]
    placed = db.scalars(select(AllocationLine).where(AllocationLine.opportunity_id.is_not(None))).all()
    assert 0 < sum(line.locked for line in placed) <= len(placed)
    assert db.scalars(select(Shortlist.shared_at)).one() is not None


def _assert_there_is_something_to_watch_over(db: Db) -> None:
    states = Counter(db.scalars(select(Concern.state)))
    assert states == {"closed": 1, "in_hand": 1, "new": 1}
    assert (db.scalar(select(func.count()).select_from(Thread)) or 0) >= 2
    assert db.scalars(select(Message.state).where(Message.state == "held")).all() == ["held"]
    coming = select(OrganisationOpening.organisation_id)
    on_their_way = db.scalars(select(Organisation.state).where(Organisation.id.in_(coming))).all()
    assert sorted(on_their_way) == ["draft", "submitted"], "one is being filled in, one waits for the office"


def _assert_the_demo_accounts_talk(db: Db) -> None:
    """The young person's own conversation with the provider, seen by the case worker, who finds words to look at."""
    wanted = select(Account).where(Account.email.in_([email for _, email in world.accounts()]))
    demo = {account.email: account.id for account in db.scalars(wanted)}
    mentors = select(Thread).where(Thread.match_id.is_not(None))
    talks = db.scalars(mentors).all()
    assert talks, "the mentor of the demo writes with those they stand by"
    assert {one.second_id for one in talks}.isdisjoint({demo[cast.email_of(Role.MENTOR)], None})
    own = select(Thread).join(Youth, Youth.id == Thread.youth_id)
    thread = db.scalars(own.where(Youth.account_id == demo[cast.email_of(Role.YOUTH)])).one()
    assert thread.second_id == demo[cast.email_of(Role.CASEWORKER)]
    said = db.scalars(select(Message).where(Message.thread_id == thread.id)).all()
    assert {one.author_id for one in said} == {demo[cast.email_of(Role.YOUTH)], demo[cast.email_of(Role.PROVIDER)]}
    assert [one.state for one in said].count("held") == 1


def _assert_organisations_have_papers(db: Db, folder: Path) -> None:
    """Each shows what it needs, looked at by somebody else; some run out soon, two have, one waits for the office."""
    coming, today = select(OrganisationOpening.organisation_id), clock.today()
    standing = db.scalars(select(Organisation).where(Organisation.id.not_in(coming))).all()
    kept = defaultdict(list)
    for paper in db.scalars(select(OrganisationPaper).where(OrganisationPaper.organisation_id.not_in(coming))):
        assert (folder / paper.stored_name).is_file()
        assert paper.decided_by_id != paper.added_by_id
        kept[paper.organisation_id].append(paper)
    for one in standing:
        assert not rules.standing(kept[one.id], one.kind, today, counting=rules.COUNTED).missing, one.name_en
    assert Counter(one.state for one in standing) == {"active": len(standing) - 2, "renewal_due": 2}
    left = sorted((one.papers_until - today).days for one in standing if one.papers_until is not None)
    assert left[:5] == [-9, -4, 5, 12, 25]
    assert 40 <= left[5] <= left[-1] <= 330
    assert Counter(one.state for papers in kept.values() for one in papers)["waiting"] == 1
    home = select(Organisation).where(Organisation.name_th.in_(["ศูนย์การเรียนปัญญาสะเตง", "ร้านกาแฟโกปีกำปง"]))
    assert {one.state for one in db.scalars(home)} == {"active"}
    told = Counter(db.scalars(select(Notice.event)))
    assert told["organisation.expires"] > 5
    assert told["organisation.due"] >= 2


def _assert_books_hold(db: Db) -> None:
    assert [found for found in verify.invariants() if found.breaches] == []
    assert (db.scalar(select(func.count()).select_from(Earning)) or 0) > 50


def _assert_every_payment_is_proved(db: Db, folder: Path) -> None:
    """Whole chains with a fingerprint of the evidence in each, and most completions shown by files."""
    received = Earning.state.in_((EarningState.PAID, EarningState.CONFIRMED))
    chains = [proof.prove(ref, folder) for ref in db.scalars(select(Earning.ref).where(received))]
    assert chains
    assert [(one.earning_ref, step.name, step.broken) for one in chains for step in one.steps if not step.holds] == []
    whole = {"payment", "batch", "earning", "evidence hash", "verifier", "fund", "donation", "ledger"}
    assert [one.earning_ref for one in chains if whole - {step.name for step in one.steps}] == []
    paid = select(Earning.source_id).where(received, Earning.source_type == EarningSource.CLAIM)
    claims = set(db.scalars(paid))
    shown = set(db.scalars(select(Evidence.claim_id).where(Evidence.claim_id.in_(claims))))
    assert claims
    assert len(shown) * 2 >= len(claims)


def _assert_money_goes_both_ways(db: Db) -> None:
    """Batches hold PromptPay numbers beside accounts, each one somebody's own; the demo account is paid to its own."""
    methods = Counter(db.scalars(select(PayoutLine.method)))
    assert methods["bank"] > methods["promptpay"] > 0
    accounts_ = {one.youth_id: one for one in db.scalars(select(PayoutAccount))}
    assert destinations.looked_at(accounts_) == destinations.Seen({}, frozenset())
    demo = db.scalars(select(Youth).join(Account, Account.id == Youth.account_id).where(
        Account.email == cast.email_of(Role.YOUTH)
    )).one()  # fmt: skip
    assert accounts_[demo.id].method == "promptpay"


def _assert_gifts_points_and_second_looks(db: Db) -> None:
    gifts = db.scalars(select(Gift).order_by(Gift.id)).all()
    assert Counter((one.way, one.state) for one in gifts) == {
        ("transfer", "paid"): 1, ("online", "paid"): 2, ("transfer", "started"): 1,
    }  # fmt: skip
    assert [one.state for one in db.scalars(select(GiftRefund))] == ["done"]
    giving = {one.level: one for one in db.scalars(select(Fund).where(Fund.takes_gifts))}
    assert set(giving) == {"programme", "area", "opportunity"}
    assert giving["opportunity"].parent_id == giving["area"].id
    assert giving["area"].parent_id == giving["programme"].id
    answered = [(one.state, bool(one.answer)) for one in db.scalars(select(Difference).order_by(Difference.id))]
    assert answered == [("explained", True), ("open", False)]
    assert sorted(set(db.scalars(select(BankBalance.remainder_satang)))) == [-15_00, 0]
    stayed = select(Milestone.days, Earning.state).join(Earning, Earning.source_id == Milestone.id)
    found = db.execute(stayed.where(Earning.source_type == "milestone", Milestone.kind == "stay")).all()
    assert {30, 90} <= {days for days, _ in found}
    assert {"paid", "confirmed"} & {state for _, state in found}
    away = db.scalars(select(StayBreak)).all()
    assert [one.state for one in away] == ["kept"]
    assert db.scalar(select(func.count()).select_from(SecondLook)) > 0


def _assert_every_stipend_has_a_fund_of_its_place(db: Db) -> None:
    named = db.execute(select(Opportunity.area_code, Fund).join(Fund, Fund.id == Opportunity.fund_id)).all()
    assert len({fund.id for _, fund in named}) > 5
    assert [(area, fund.name_th) for area, fund in named if not payers.covers(fund, area)] == []
    assert [one.ref for one in db.scalars(select(Opportunity)) if payers.lacks_fund(one)] == []


def _assert_hours_are_paid_by_the_minute(db: Db) -> None:
    paid = db.execute(
        select(Earning.minutes, Earning.amount_satang, Opportunity.stipend_per_hour_satang)
        .join(Enrolment, Enrolment.id == Earning.enrolment_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(Earning.source_type == EarningSource.ATTENDANCE, Opportunity.stipend_per_hour_satang > 0)
    ).all()
    assert paid
    assert [one for one in paid if one[1] != stipends.by_hour(one[2], one[0])] == []


def _assert_wages_are_lawful(db: Db) -> None:
    paid = db.execute(
        select(EmployerPayment, Opportunity)
        .join(Enrolment, Enrolment.id == EmployerPayment.enrolment_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
    ).all()
    assert paid
    for payment, opportunity in paid:
        days = (payment.work_from, payment.work_to)
        least = max(minimum_wage(opportunity.area_code, day, opportunity.place_type) for day in days)
        assert payment.amount_satang >= payment.days * least


def _assert_the_young_are_protected(db: Db) -> None:
    for opportunity in db.scalars(select(Opportunity).where(Opportunity.kind == OpportunityKind.PLACEMENT)):
        law = limits_on(opportunity.starts_on)
        assert opportunity.age_min >= law.employable_age
        if opportunity.age_min < law.young_until_age:
            assert not opportunity.hazards
            assert opportunity.place_type not in law.closed_places
    joined = db.execute(
        select(Youth.birth_date, Opportunity)
        .join(Enrolment, Enrolment.youth_id == Youth.id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
    )
    assert all(age.age_on(born, one.starts_on) >= one.age_min for born, one in joined if born is not None)
    marked = db.execute(
        select(Attendance.marked_at, Move.at)
        .join(Move, (Move.subject_id == Attendance.enrolment_id) & (Move.subject_type == "enrolment"))
        .where(Move.to_state == EnrolmentState.APPROVED)
    ).all()
    assert marked
    assert all(marked_at > approved_at for marked_at, approved_at in marked)


def _assert_everybody_has_work(db: Db) -> None:
    states = Counter(db.scalars(select(Enrolment.state)))
    waiting = {"awaiting_guardian", "provider_review", "provider_accepted", "officer_review", "second_review"}
    assert waiting | {"enrolled", "in_learning", "completed"} <= set(states)
    home = select(Organisation.id).where(Organisation.name_th == "ศูนย์การเรียนปัญญาสะเตง").scalar_subquery()
    held = select(func.count(Meeting.id)).join(Opportunity, Opportunity.id == Meeting.opportunity_id)
    assert db.scalar(held.where(Opportunity.organisation_id == home, Meeting.held_on == clock.today()))
    assert {"closed", "locked", "approved"} <= set(db.scalars(select(PayoutBatch.state)))
    assert db.scalar(select(func.count()).where(OutboxMessage.sent_at.is_(None))) == 0
    assert db.scalar(select(func.count()).select_from(Resource)) == REDUCED.pledges
    assert {"active", "in_review", "partly_signed"} <= set(db.scalars(select(Agreement.state)))
    assert {"due", "sent"} <= set(db.scalars(select(LabourDuty.state)))
    assert {"confirmed", "disputed"} <= set(db.scalars(select(WorkDay.state)))


def _assert_the_demo_youth_has_a_life(db: Db) -> None:
    own = select(Youth).join(Account, Account.id == Youth.account_id)
    youth = db.scalars(own.where(Account.email == cast.email_of(Role.YOUTH))).one()
    assert (youth.area_code, youth.profile_step) == ("950101", 7)
    assert youth.birth_date is not None
    assert age.age_on(youth.birth_date, clock.today()) == 16
    states = set(db.scalars(select(Enrolment.state).where(Enrolment.youth_id == youth.id)))
    assert states == {"completed", "in_learning", "awaiting_guardian", "provider_review"}
    newest = db.scalar(select(func.max(Earning.earned_on)).where(Earning.youth_id == youth.id))
    assert newest is not None
    assert (clock.today() - newest).days <= 7


def _assert_accounts_open(db: Db) -> None:
    for role, email in world.accounts():
        account = accounts.find(email)
        assert account is not None, role
        assert account.is_demo
        assert account.password_hash
    hashes = set(db.scalars(select(Account.password_hash).where(Account.password_hash.is_not(None))))
    assert len(hashes) == 1
    assert passwords.matches(hashes.pop(), "okat-demo-2569")


@pytest.mark.parametrize("seed", [1, 2569])
def test_the_whole_script_keeps_the_ranges_of_the_demo(seed: int) -> None:
    today = LOADED_AT.date()
    script = stories.write(seed, today, world.SMALL.people, world.SMALL.offers)
    assert len(script.offers) >= 300
    assert {offer.draft.field for offer in script.offers} == {idea.field for idea in stock.ideas()}
    assert {offer.draft.form for offer in script.offers} == {idea.form for idea in stock.ideas()}
    for offer in script.offers:
        draft = offer.draft
        lengths = [time.slot.minutes for time in draft.times]
        month = stipends.a_week(draft, lengths) * offers.MONTH / 100
        assert month == 0 or 450 <= month <= 2_050
        assert draft.travel_per_session_satang in range(10_001)
        if draft.kind == OpportunityKind.PLACEMENT:
            _assert_lawful_wage(offer)
    assert sum(offer.draft.stipend_per_hour_satang > 0 for offer in script.offers) >= 10
    held = Counter(story.offer for story in script.stories if story.ends in stories.HOLDING)
    over = [offer for offer in script.offers if offer.phase == "over"]
    assert 5 < sum(offer.draft.seats == held[offer.number] for offer in over) < len(over) // 2, "some filled"
    for earlier, later in pairwise(script.stories):
        assert earlier.number < later.number


def _assert_lawful_wage(offer: offers.Offer) -> None:
    draft = offer.draft
    owed = highest_minimum_wage(draft.area_code, draft.starts_on, draft.ends_on, draft.place_type)
    shortest = min(time.slot.minutes for time in draft.times if time.kind == SlotKind.WORK)
    daily = draft.wage_per_day_satang or draft.wage_per_hour_satang * shortest // 60
    assert owed <= daily <= 40_000
    assert draft.age_min >= 15
    assert all(time.slot.minutes <= 240 for time in draft.times)


def test_acts_happen_in_order_and_never_past_the_end() -> None:
    seen: list[str] = []
    today = LOADED_AT.date()
    line = Timeline(at(today, 12))
    line.at(at(today, 11), lambda: seen.append("second"))
    line.at(at(today, 9), lambda: (seen.append("first"), line.at(at(today, 10), lambda: seen.append("between"))))
    line.at(at(today, 13), lambda: seen.append("never"))
    assert line.run(at(today, 23)) == 3
    assert seen == ["first", "between", "second"]


def test_working_days_are_counted_back_over_a_weekend() -> None:
    assert working_days_before(datetime(2026, 11, 24, tzinfo=UTC).date(), 2).isoformat() == "2026-11-20"


def test_invented_national_ids_pass_their_checksum() -> None:
    for number in range(0, 30_000, 977):
        made = invented_id(7, number)
        assert national_id(made) == made


def _references(db: Db) -> list[tuple[str, ...]]:
    found = [
        tuple(db.scalars(select(model.ref).order_by(model.id))) for model in (Opportunity, Youth, Enrolment, Earning)
    ]
    wages = db.execute(select(EmployerPayment.ref, EmployerPayment.state).order_by(EmployerPayment.id))
    return [
        *found,
        tuple(db.scalars(select(Youth.alias).order_by(Youth.id))),
        tuple(map("{0[0]} {0[1]}".format, wages)),
    ]
