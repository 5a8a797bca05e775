"""What belongs to no fund: two people take it up so that books and service agree, and two people pass it on."""

from dataclasses import dataclass

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from marketplace.access import Actor
from marketplace.earnings import accounting, bookings, funds, origins, verify
from marketplace.earnings.funds import FundSheet
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.ledger import accounts
from marketplace.payments import differences, queries, reconciling, suspense
from marketplace.payments.suspense import ExitDraft, Sheet
from models.earning import Fund
from models.gift import Difference, SuspenseExit
from models.ledger import LedgerBook
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, Role, SuspensePlace, SuspenseState, SuspenseWay
from tests.database.test_stripe_rail import paid
from tests.factories.enrolments import acting, give_role, make_account
from tests.factories.gifts import event_of_payment, make_gift, make_stray, make_suspended, tell
from tests.factories.money import make_fund
from tests.fixtures.fake_stripe import FakeStripe

pytestmark = pytest.mark.usefixtures("database")
CASH, CLEARING = SuspensePlace.CASH, SuspensePlace.CLEARING


@dataclass
class Two:
    """Two stewards."""

    first: Actor
    second: Actor


def steward(role: Role = Role.STEWARD) -> Actor:
    account = make_account()
    give_role(account, role)
    return acting(account)


@pytest.fixture
def two(database: object) -> Two:
    return Two(steward(), steward())


def night() -> str:
    db.commit()
    said = reconciling.nightly()
    db.expire_all()
    return said


def the(kind: DifferenceKind) -> Difference:
    return db.scalars(select(Difference).where(Difference.kind == kind).order_by(Difference.id.desc()).limit(1)).one()


def adjust(difference: Difference, two: Two, satang: int) -> None:
    differences.propose(difference, satang=satang, reason="ยังไม่รู้ว่าเป็นของใคร", by=two.first)
    differences.agree(difference, by=two.second)


def to_fund(fund: Fund, satang: int = 70_00, place: SuspensePlace = CLEARING) -> ExitDraft:
    fund.takes_gifts = True
    db.flush()
    return ExitDraft(satang, SuspenseWay.FUND, place, fund.ref, "", "ผู้ให้ยืนยันแล้ว")


def back(satang: int = 70_00, place: SuspensePlace = CLEARING, sent_ref: str = "KTB-1") -> ExitDraft:
    return ExitDraft(satang, SuspenseWay.PAYER, place, "", sent_ref, "โอนผิด")


def passed_on(difference: Difference, draft: ExitDraft, two: Two) -> SuspenseExit:
    leaving = suspense.propose(difference, draft, by=two.first)
    suspense.agree(leaving, by=two.second)
    return leaving


def broken() -> list[str]:
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]


class TestTakingUp:
    @pytest.mark.on_both
    def test_the_gap_to_the_service_is_adjusted_and_books_and_service_agree(self, stripe: FakeStripe, two: Two) -> None:
        paid(stripe)
        stripe._line("adjustment", 123_00, 0, "adj_1")
        assert night() == "0 missed, 2 differ"
        gap = the(DifferenceKind.BALANCE)
        adjust(gap, two, 123_00)
        assert gap.state == DifferenceState.ADJUSTED
        assert suspense.sheet() == Sheet(suspense=123_00, clearing=123_00)
        assert night() == "0 missed, 0 differ"
        assert queries.service_gap(two.first) is None
        assert broken() == []

    @pytest.mark.on_both
    def test_as_large_a_gap_the_day_after_is_another_difference(self, stripe: FakeStripe, two: Two) -> None:
        paid(stripe)
        stripe._line("adjustment", -12_00, 0, "adj_1")
        night()
        first = the(DifferenceKind.BALANCE)
        adjust(first, two, -12_00)
        stripe._line("adjustment", -12_00, 0, "adj_2")
        assert night() == "0 missed, 2 differ"
        second = the(DifferenceKind.BALANCE)
        assert second.id != first.id
        assert (second.state, suspense.most(second)) == (DifferenceState.OPEN, -12_00)
        assert broken() == []

    def test_a_gap_that_was_explained_and_closed_is_found_when_it_returns(self, stripe: FakeStripe, two: Two) -> None:
        paid(stripe)
        stripe._line("adjustment", 50_00, 0, "adj_1")
        night()
        differences.explain(the(DifferenceKind.BALANCE), reason="วันหยุด", by=two.first)
        stripe._line("adjustment", -50_00, 0, "adj_2")
        night()
        stripe._line("adjustment", 50_00, 0, "adj_3")
        night()
        assert the(DifferenceKind.BALANCE).state == DifferenceState.OPEN

    def test_the_books_are_never_brought_past_what_was_found(self, stripe: FakeStripe, two: Two) -> None:
        paid(stripe)
        stripe._line("adjustment", 123_00, 0, "adj_1")
        night()
        gap = the(DifferenceKind.BALANCE)
        for satang, field in ((123_01, "amount"), (-1, "way"), (0, "amount")):
            with pytest.raises(Invalid) as refused:
                differences.propose(gap, satang=satang, reason="เหตุผล", by=two.first)
            assert refused.value.field == field
        adjust(gap, two, 100_00)
        assert night() == "0 missed, 1 differ"
        assert suspense.most(the(DifferenceKind.BALANCE)) == 23_00

    def test_what_was_adjusted_as_a_line_is_not_adjusted_as_a_gap_once_more(self, stripe: FakeStripe, two: Two) -> None:
        paid(stripe)
        stripe._line("adjustment", 123_00, 0, "adj_1")
        night()
        line, gap = the(DifferenceKind.NOT_BOOKED), the(DifferenceKind.BALANCE)
        differences.propose(gap, satang=123_00, reason="เหตุผล", by=two.first)
        adjust(line, two, 123_00)
        with pytest.raises(Invalid):
            differences.agree(gap, by=two.second)
        db.rollback()
        assert suspense.sheet() in (Sheet(), Sheet(suspense=123_00, clearing=123_00))

    def test_it_takes_two_people(self, two: Two) -> None:
        found = make_stray()
        differences.propose(found, satang=70_00, reason="เหตุผล", by=two.first)
        with pytest.raises(Forbidden):
            differences.agree(found, by=two.first)
        assert suspense.sheet() == Sheet()
        differences.agree(found, by=two.second)
        with pytest.raises(IllegalMove):
            differences.agree(found, by=two.second)
        assert suspense.sheet() == Sheet(suspense=70_00, clearing=70_00)

    def test_a_message_without_money_behind_it_is_not_taken_up(self, two: Two) -> None:
        gift = make_gift(make_fund(0))
        tell(event_of_payment(gift, metadata={"gift": "G-NOBODY"}))
        with pytest.raises(Invalid):
            differences.propose(the(DifferenceKind.UNKNOWN_GIFT), satang=500_00, reason="เหตุผล", by=two.first)

    def test_money_in_another_currency_is_not_taken_up(self, two: Two) -> None:
        with pytest.raises(Invalid):
            differences.propose(make_stray(14_00, "charge txn_9 usd"), satang=14_00, reason="เหตุผล", by=two.first)


class TestReachingTheBank:
    @pytest.mark.on_both
    def test_what_the_service_pays_out_moves_within_suspense(self, stripe: FakeStripe, two: Two) -> None:
        gift = paid(stripe)
        stripe._line("adjustment", 70_00, 0, "adj_1")
        night()
        adjust(the(DifferenceKind.NOT_BOOKED), two, 70_00)
        assert night() == "0 missed, 0 differ"
        stripe.pay_out()
        night()
        payout = the(DifferenceKind.NOT_BOOKED)
        assert suspense.is_payout(payout)
        adjust(payout, two, 70_00)
        assert suspense.sheet() == Sheet(suspense=70_00, cash=70_00)
        night()
        assert queries.service_gap(two.first) is None
        assert suspense.lefts([payout]) == {payout.id: 0}
        assert funds.sheet(db.get_one(Fund, gift.fund_id)).cash == 491_75
        assert broken() == []


class TestPassingOn:
    @pytest.mark.on_both
    def test_it_goes_to_a_fund_by_two_people_and_both_books_say_so(self, two: Two) -> None:
        found, fund = make_suspended(two.first, two.second), make_fund(0)
        leaving = suspense.propose(found, to_fund(fund), by=two.first)
        assert suspense.lefts([found]) == {found.id: 0}
        with pytest.raises(Forbidden):
            suspense.agree(leaving, by=two.first)
        assert funds.sheet(fund).available == 0
        suspense.agree(leaving, by=two.second)
        assert leaving.state == SuspenseState.DONE
        assert suspense.sheet() == Sheet()
        assert funds.sheet(fund) == FundSheet(0, 70_00, 0, 0, 0, at_service=70_00)
        assert bookings.budgets([fund.id]) == {fund.id: 70_00}
        book = db.scalars(select(LedgerBook.id).where(LedgerBook.code == fund.ref)).one()
        assert [(one.kind, one.satang) for one in origins.inflows(book)] == [("settle", 70_00)]
        with pytest.raises(IllegalMove):
            suspense.agree(leaving, by=two.second)
        assert broken() == []

    @pytest.mark.on_both
    def test_it_goes_back_to_whoever_paid_by_two_people(self, two: Two) -> None:
        found = make_suspended(two.first, two.second)
        passed_on(found, back(30_00), two)
        assert suspense.sheet() == Sheet(suspense=40_00, clearing=40_00)
        passed_on(found, back(40_00), two)
        assert suspense.sheet() == Sheet()
        assert broken() == []

    @pytest.mark.on_both
    def test_what_went_is_borne_by_a_fund_and_fills_its_shortfall_first(self, two: Two) -> None:
        found, fund = make_suspended(two.first, two.second, -12_00), make_fund(10_00)
        passed_on(found, to_fund(fund, -12_00), two)
        assert (funds.sheet(fund).available, funds.sheet(fund).missing) == (0, 2_00)
        more = make_suspended(two.first, two.second, 5_00)
        passed_on(more, to_fund(fund, 5_00), two)
        assert (funds.sheet(fund).available, funds.sheet(fund).missing) == (3_00, 0)
        assert broken() == []

    def test_what_is_declined_stays(self, two: Two) -> None:
        found = make_suspended(two.first, two.second)
        leaving = suspense.propose(found, back(), by=two.first)
        with pytest.raises(Forbidden):
            suspense.decline(leaving, by=two.first)
        suspense.decline(leaving, by=two.second)
        assert suspense.lefts([found]) == {found.id: 70_00}
        assert suspense.sheet() == Sheet(suspense=70_00, clearing=70_00)

    @pytest.mark.parametrize(
        ("draft", "field"),
        [
            (back(70_01), "amount"),
            (back(-1), "amount"),
            (back(0), "amount"),
            (back(sent_ref=" "), "sent_ref"),
            (ExitDraft(1, SuspenseWay.FUND, CLEARING, "F-NONE", "", "เหตุผล"), "fund"),
            (ExitDraft(1, SuspenseWay.PAYER, CLEARING, "", "KTB", " "), "reason"),
        ],
    )
    def test_slips_are_refused_at_their_field(self, two: Two, draft: ExitDraft, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            suspense.propose(make_suspended(two.first, two.second), draft, by=two.first)
        assert refused.value.field == field

    def test_no_more_leaves_than_came_and_only_from_where_it_lies(self, two: Two) -> None:
        found = make_suspended(two.first, two.second)
        wrong = suspense.propose(found, back(50_00, CASH), by=two.first)
        with pytest.raises(Invalid):
            suspense.propose(found, back(30_00), by=two.first)
        with pytest.raises(Conflict):
            suspense.agree(wrong, by=two.second)
        assert wrong.state == SuspenseState.PROPOSED
        suspense.decline(wrong, by=two.second)
        passed_on(found, back(), two)
        with pytest.raises(IllegalMove):
            suspense.propose(found, back(1), by=two.first)

    def test_what_was_not_taken_up_does_not_leave(self, two: Two) -> None:
        with pytest.raises(IllegalMove):
            suspense.propose(make_stray(), back(1), by=two.first)


def against(other: Difference, satang: int = 70_00, why: str = "รายการเดียวกัน ลงสองครั้ง") -> ExitDraft:
    return ExitDraft(satang, SuspenseWay.AGAINST, CLEARING, "", "", why, other.ref)


class TestCancellingOut:
    @pytest.mark.on_both
    def test_what_came_and_what_went_are_cleared_against_each_other_by_two_people(self, two: Two) -> None:
        came, went = make_suspended(two.first, two.second), make_suspended(two.first, two.second, -70_00)
        assert suspense.sheet() == Sheet()
        assert [(one.ref, left) for one, left in suspense.cancellers(came)] == [(went.ref, -70_00)]
        leaving = suspense.propose(came, against(went), by=two.first)
        assert suspense.lefts([came, went]) == {came.id: 0, went.id: 0}
        with pytest.raises(Forbidden):
            suspense.agree(leaving, by=two.first)
        suspense.agree(leaving, by=two.second)
        assert leaving.state == SuspenseState.DONE
        assert suspense.lefts([came, went]) == {came.id: 0, went.id: 0}
        assert suspense.sheet() == Sheet()
        notes = dict(db.execute(text("SELECT key, note FROM ledger_entry WHERE kind = 'settle'")).all())
        assert {key: said.split(" ", 3)[:3] for key, said in notes.items()} == {
            f"settle:{leaving.ref}": [came.ref, "/", went.ref],
            f"settle:{leaving.ref}:{went.ref}": [went.ref, "/", came.ref],
        }
        assert suspense.exits(went) == suspense.exits(came) == [leaving]
        with pytest.raises(IllegalMove):
            suspense.agree(leaving, by=two.second)
        assert broken() == []

    @pytest.mark.on_both
    def test_the_smaller_goes_whole_and_the_rest_of_the_larger_stays(self, two: Two) -> None:
        came, went = make_suspended(two.first, two.second, 100_00), make_suspended(two.first, two.second, -30_00)
        passed_on(went, against(came, -30_00), two)
        assert suspense.lefts([came, went]) == {came.id: 70_00, went.id: 0}
        assert suspense.sheet() == Sheet(suspense=70_00, clearing=70_00)
        passed_on(came, back(70_00), two)
        assert suspense.sheet() == Sheet()
        assert broken() == []

    def test_what_is_declined_stays_on_both_sides(self, two: Two) -> None:
        came, went = make_suspended(two.first, two.second), make_suspended(two.first, two.second, -70_00)
        suspense.decline(suspense.propose(came, against(went), by=two.first), by=two.second)
        assert suspense.lefts([came, went]) == {came.id: 70_00, went.id: -70_00}

    def test_only_the_other_way_round_only_what_is_left_and_only_with_a_reason(self, two: Two) -> None:
        came, more = make_suspended(two.first, two.second), make_suspended(two.first, two.second)
        went, stray = make_suspended(two.first, two.second, -30_00), make_stray(-70_00)
        slips = (
            (against(more), "against"), (against(came), "against"), (against(stray), "against"),
            (against(went), "amount"), (against(went, 30_01), "amount"), (against(went, 0), "amount"),
            (against(went, -30_00), "amount"), (against(went, 30_00, " "), "reason"),
        )  # fmt: skip
        for draft, field in slips:
            with pytest.raises(Invalid) as refused:
                suspense.propose(came, draft, by=two.first)
            assert refused.value.field == field
        suspense.propose(came, against(went, 30_00), by=two.first)
        with pytest.raises(Invalid):
            suspense.propose(more, against(went, 1), by=two.first)

    @pytest.mark.on_both
    def test_the_invariant_wants_both_entries(self, two: Two) -> None:
        came, went = make_suspended(two.first, two.second), make_suspended(two.first, two.second, -70_00)
        leaving = suspense.propose(came, against(went), by=two.first)
        named = {"decided_by_id": two.second.account_id, "decided_at": clock.now(), "state": "done"}
        db.execute(update(SuspenseExit).where(SuspenseExit.id == leaving.id).values(**named))
        said = broken()
        assert len(said) == 1
        assert said[0].count(leaving.ref) == 2


class TestKept:
    @pytest.mark.on_both
    @pytest.mark.parametrize(
        "act",
        [
            update(SuspenseExit).values(amount_satang=1),
            update(SuspenseExit).values(reason="x"),
            update(SuspenseExit).values(against_id=SuspenseExit.difference_id),
            delete(SuspenseExit),
        ],
    )
    def test_the_database_neither_rewords_nor_loses_a_way_out(self, two: Two, act: object) -> None:
        passed_on(make_suspended(two.first, two.second), back(), two)
        mark = db.begin_nested()
        with pytest.raises(DBAPIError):
            db.execute(act)  # type: ignore[call-overload]
        mark.rollback()

    @pytest.mark.on_both
    def test_the_database_knows_that_it_takes_two(self, two: Two) -> None:
        leaving = suspense.propose(make_suspended(two.first, two.second), back(), by=two.first)
        one = {"decided_by_id": two.first.account_id, "decided_at": clock.now(), "state": "done"}
        mark = db.begin_nested()
        with pytest.raises(IntegrityError):
            db.execute(update(SuspenseExit).where(SuspenseExit.id == leaving.id).values(**one))
        mark.rollback()

    @pytest.mark.on_both
    def test_the_invariant_names_what_does_not_add_up(self, two: Two) -> None:
        found = make_suspended(two.first, two.second)
        leaving = suspense.propose(found, back(), by=two.first)
        assert broken() == []
        named = {"decided_by_id": two.second.account_id, "decided_at": clock.now(), "state": "done"}
        db.execute(update(SuspenseExit).where(SuspenseExit.id == leaving.id).values(**named))
        assert [line.partition(":")[0] for line in broken()] == ["I11 suspense"]

    def test_an_account_of_no_fund_is_one_of_three(self) -> None:
        accounts.open_suspense()
        book = db.scalars(select(LedgerBook.id).where(LedgerBook.code == accounts.SUSPENSE)).one()
        mark = db.begin_nested()
        with pytest.raises(DBAPIError):
            db.execute(
                text(
                    "INSERT INTO ledger_account (book_id, code, kind, role, side, owner_type, owner_id, balance_satang)"
                    " VALUES (:book, 'x', 'equity', 'available', -1, 'platform', 0, 0)"
                ),
                {"book": book},
            )
        mark.rollback()

    def test_who_audits_the_whole_country_finds_it_in_the_trial_balance_and_the_journal(self, two: Two) -> None:
        make_suspended(two.first, two.second)
        make_fund(10_00)
        db.flush()
        today = clock.today()
        auditor = steward(Role.AUDITOR)
        rows = {one.fund_ref: one for one in accounting.trial(auditor, today)}
        assert rows["suspense"].adds_up
        assert sorted(rows["suspense"].sums) == [-70_00, *[0] * 6, 70_00]
        told = [(one.book, one.account) for one in accounting.journal(auditor, today, today) if one.book == "suspense"]
        assert told == [("suspense", "clearing"), ("suspense", "suspense")]
        account = make_account()
        give_role(account, Role.AUDITOR, area_code="95")
        local = acting(account)
        assert "suspense" not in {one.fund_ref for one in accounting.trial(local, today)}
        assert "suspense" not in {one.book for one in accounting.journal(local, today, today)}
