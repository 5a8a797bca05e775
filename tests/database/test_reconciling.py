"""Every night the service's account is held against the books; what does not agree is found once and never lost."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from marketplace.access import Actor
from marketplace.earnings import bank_differences, bank_formats, decisions, funds, put_right, settlement, verify
from marketplace.earnings.bank_answers import WrongTotal, read_results
from marketplace.earnings.bankfile import Result
from marketplace.earnings.funds import FundSheet
from marketplace.enrolments import watch
from marketplace.kernel import clock
from marketplace.kernel.errors import Forbidden, IllegalMove, Invalid
from marketplace.ledger import anchors, stops
from marketplace.ledger.rules import ORDER, RULES
from marketplace.payments import differences, queries, reconciling
from models.earning import Fund
from models.gift import Difference, Gift, ServiceBalance
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, EarningState, EntryKind, LineOutcome, Role
from tests.database.test_stripe_rail import begun, paid, work
from tests.factories.enrolments import acting, give_role, make_account
from tests.factories.gifts import make_difference, make_paid_gift, tell
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, release, three_people
from tests.fixtures.fake_stripe import FakeStripe

pytestmark = pytest.mark.usefixtures("database")


def give_platform_role(role: Role) -> Actor:
    account = make_account()
    give_role(account, role)
    return acting(account)


def night() -> str:
    db.commit()
    said = reconciling.nightly()
    db.expire_all()
    return said


def kinds() -> list[str]:
    return list(db.scalars(select(Difference.kind).order_by(Difference.id)))


def broken() -> list[str]:
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]


@pytest.mark.on_both
def test_fees_and_arrivals_are_booked_and_everything_agrees(stripe: FakeStripe) -> None:
    gift = paid(stripe)
    assert night() == "0 missed, 0 differ"
    fund = db.get_one(Fund, gift.fund_id)
    assert (gift.fee_satang, funds.sheet(fund)) == (8_25, FundSheet(0, 491_75, 0, 0, 0, at_service=491_75))
    stripe.pay_out()
    for _ in range(2):
        assert night() == "0 missed, 0 differ"
        assert funds.sheet(fund) == FundSheet(491_75, 491_75, 0, 0, 0)
    assert broken() == []


@pytest.mark.on_both
def test_what_was_never_told_is_asked_for(stripe: FakeStripe) -> None:
    gift = begun()
    work()
    stripe.pay(gift.session_ref or "", "card")
    payment = str(stripe.things[gift.session_ref or ""]["payment_intent"])
    dispute = stripe.dispute(payment)
    assert night() == "4 missed, 0 differ"
    assert funds.sheet(db.get_one(Fund, gift.fund_id)).missing > 0
    stripe.decide(dispute, won=True)
    assert night() == "2 missed, 0 differ"
    assert funds.sheet(db.get_one(Fund, gift.fund_id)).missing == 0
    assert broken() == []


def test_money_nobody_booked_and_gifts_nobody_has_are_found_once(stripe: FakeStripe) -> None:
    gift = paid(stripe)
    stray = make_paid_gift(make_fund(0), 70_00)
    db.execute(update(Gift).where(Gift.id == stray.id).values(paid_at=clock.now() - timedelta(days=3)))
    stripe._line("stripe_fee", -12_00, 0, "fee_1")
    for said in ("0 missed, 3 differ", "0 missed, 0 differ"):
        assert night() == said
        assert sorted(kinds()) == ["balance", "not_booked", "not_there"]
    assert gift.fee_satang == 8_25


@pytest.mark.on_both
def test_each_gap_to_the_service_is_a_difference_of_its_own_and_stands_while_the_sums_differ(
    stripe: FakeStripe,
) -> None:
    steward = give_platform_role(Role.STEWARD)
    paid(stripe)
    assert night() == "0 missed, 0 differ"
    assert queries.service_gap(steward) is None
    stripe._line("adjustment", 123_00, 0, "adj_1")
    assert night() == "0 missed, 2 differ"
    for one in db.scalars(select(Difference)).all():
        differences.explain(one, reason="ผู้ให้บริการโอนผิด", by=steward)
    assert night() == "0 missed, 0 differ"
    gap = queries.service_gap(steward)
    assert gap is not None
    assert gap.gap_satang == 123_00
    stripe._line("adjustment", -123_00, 0, "adj_2")
    assert night() == "0 missed, 1 differ"
    assert queries.service_gap(steward) is None
    stripe._line("adjustment", 123_00, 0, "adj_3")
    assert night() == "0 missed, 2 differ"
    assert kinds().count("balance") == 2
    stripe._line("adjustment", 123_00, 0, "adj_4")
    assert night() == "0 missed, 2 differ"
    assert kinds().count("balance") == 3
    assert broken() == []
    db.execute(update(ServiceBalance).values(difference_id=None))
    assert [line.partition(":")[0] for line in broken()] == ["I11 service"]


@pytest.mark.on_both
def test_a_difference_is_matched_explained_or_adjusted_by_two_and_then_stays() -> None:
    people, fund = three_people(), make_fund(1_000_00)
    matched, explained, adjusted = (make_difference(fund) for _ in range(3))
    differences.match(matched, reason="พบในวันถัดไป", by=people.officer)
    differences.explain(explained, reason="ค่าธรรมเนียมธนาคาร", by=people.officer)
    for nothing in (" ", "ก ก ก ก"):
        with pytest.raises(Invalid):
            differences.propose(adjusted, satang=-25_00, reason=nothing, by=people.officer)
    differences.propose(adjusted, satang=-25_00, reason="ธนาคารหักค่าโอน", by=people.officer)
    with pytest.raises(Forbidden):
        differences.agree(adjusted, by=people.officer)
    differences.agree(adjusted, by=people.approver)
    states = [one.state for one in (matched, explained, adjusted)]
    assert states == [DifferenceState.MATCHED, DifferenceState.EXPLAINED, DifferenceState.ADJUSTED]
    assert funds.sheet(fund) == FundSheet(975_00, 975_00, 0, 0, 0)
    with pytest.raises(IllegalMove):
        differences.explain(adjusted, reason="อีกครั้ง", by=people.officer)
    assert broken() == []


@pytest.mark.on_both
def test_of_one_line_the_book_is_adjusted_once_and_a_batch_agrees_after_every_answer() -> None:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund, satang=100_00))
    release(batch, people)
    line = lines(batch)[0]
    for satang in (141_00, 139_00):
        said = Result(2, line.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", satang)
        assert settlement.apply_results(batch, [said], by=people.officer).differing == (line.ref,)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    first, second = db.scalars(select(Difference).order_by(Difference.id))
    for waits in (first, second):
        with pytest.raises(settlement.Unanswered):
            settlement.reconcile(batch, by=people.officer)
        if waits is first:
            with pytest.raises(Invalid):
                differences.propose(first, satang=41_00, reason="ธนาคารจ่ายเกิน", by=people.officer)
            differences.propose(first, satang=-41_00, reason="ธนาคารจ่ายเกิน", by=people.officer)
            differences.agree(first, by=people.approver)
    with pytest.raises(Invalid):
        differences.propose(second, satang=-39_00, reason="ธนาคารจ่ายเกิน", by=people.officer)
    differences.explain(second, reason="ไฟล์แรกผิด", by=people.officer)
    settlement.reconcile(batch, by=people.officer)
    assert (funds.sheet(fund).cash, broken()) == (1_000_000_00 - 141_00, [])


@pytest.mark.on_both
def test_what_the_bank_says_otherwise_of_a_line_that_has_ended_is_kept_and_is_not_paid_again() -> None:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, *(make_earning(fund, satang=100_00) for _ in range(4)))
    release(batch, people)
    by_hand, paid_less, other, stuck = lines(batch)
    for line in (by_hand, stuck):
        settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    settlement.mark_paid(paid_less, bank_ref="KTB-2", paid_on=clock.today(), by=people.officer)
    (earning,) = settlement._earnings_of(by_hand)
    decisions.retry(earning, by=people.officer, note="ธนาคารแก้ไขแล้ว")
    told = [
        Result(row, line.ref, LineOutcome.PAID, f"KTB-{row}", clock.today(), "", satang)
        for row, line, satang in ((1, by_hand, 100_00), (2, paid_less, 1_00), (3, other, 100_00), (4, stuck, 100_00))
    ]
    apart = (by_hand.ref, paid_less.ref, stuck.ref)
    assert settlement.apply_results(batch, told, by=people.officer) == (1, apart)
    assert settlement.apply_results(batch, told, by=people.officer) == (0, apart)
    assert (by_hand.outcome, other.outcome, kinds()) == (LineOutcome.FAILED, LineOutcome.PAID, ["bank_line"] * 3)
    with pytest.raises(settlement.Unanswered):
        settlement.reconcile(batch, by=people.officer)
    with pytest.raises(Invalid, match=r"Differences|ยอดไม่ตรงกัน"):
        make_batch(fund, people)
    with pytest.raises(Invalid, match=r"Differences|ยอดไม่ตรงกัน"):
        decisions.retry(settlement._earnings_of(stuck)[0], by=people.officer, note="ธนาคารแก้ไขแล้ว")
    difference, of_sum, waits = db.scalars(select(Difference).order_by(Difference.id))
    with pytest.raises(Invalid):
        differences.propose(difference, satang=-100_00, reason="ธนาคารจ่ายแล้ว", by=people.officer)
    differences.explain(of_sum, reason="ธนาคารยืนยันว่าไฟล์ผิด", by=people.officer)
    for one in (difference, waits):
        wrong_by_two(one, people)
    settlement.reconcile(batch, by=people.officer)
    assert (make_batch(fund, people).total_satang, broken()) == (100_00, [])


def wrong_by_two(found: Difference, people: People) -> None:
    """Two people say that the bank is wrong that it paid; one alone cannot, and until then it waits."""
    why = {"reason": "ธนาคารยืนยันว่าไฟล์ผิด"}
    for alone in (differences.explain, differences.match):
        with pytest.raises(IllegalMove):
            alone(found, by=people.officer, **why)
    differences.propose_words(found, by=people.officer, **why)
    (line,) = db.scalars(select(PayoutLine).where(PayoutLine.ref == found.about))
    assert bank_differences.of_line(line) == [found]
    for other in (put_right.agree, differences.agree):
        with pytest.raises(IllegalMove):
            other(found, by=people.approver)
    with pytest.raises(Forbidden):
        differences.agree_words(found, by=people.officer)
    differences.agree_words(found, by=people.approver)


@pytest.mark.on_both
def test_two_people_put_the_answer_of_a_line_right_and_its_sums_follow_the_bank() -> None:
    people, fund = three_people(), make_fund(1_000_00)
    batch = make_batch(fund, people, make_earning(fund, satang=100_00))
    release(batch, people)
    (line,) = lines(batch)
    (earning,) = settlement._earnings_of(line)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    for outcome, state, cash in (
        (LineOutcome.PAID, EarningState.PAID, 900_00),
        (LineOutcome.RETURNED, EarningState.FAILED, 1_000_00),
    ):
        is_paid = outcome == LineOutcome.PAID
        told = Result(2, line.ref, outcome, "KTB-1" if is_paid else "", clock.today(), "" if is_paid else "ชื่อผิด", None)
        assert settlement.apply_results(batch, [told], by=people.officer) == (0, (line.ref,))
        found = db.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()
        with clock.frozen(clock.now() - timedelta(days=1)), pytest.raises(Invalid):
            put_right.propose(found, reason="ธนาคารยืนยัน", by=people.officer)
        put_right.propose(found, reason="ธนาคารยืนยัน", by=people.officer)
        for act in (put_right.agree, differences.agree):
            with pytest.raises((Forbidden, IllegalMove)):
                act(found, by=people.officer if act is put_right.agree else people.approver)
        put_right.agree(found, by=people.approver)
        assert (line.outcome, earning.state, funds.sheet(fund).cash) == (outcome, state, cash)
        assert settlement.apply_results(batch, [told], by=people.officer) == (0, ())
        assert broken() == []
    anew = Result(2, line.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", None)
    assert settlement.apply_results(batch, [anew], by=people.officer) == (0, (line.ref,))
    said_again = db.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()
    with pytest.raises(Invalid):
        decisions.retry(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    wrong_by_two(said_again, people)
    assert settlement.apply_results(batch, [anew], by=people.officer) == (0, (line.ref,))
    otherwise = Result(2, line.ref, LineOutcome.FAILED, "", clock.today(), "ปิดบัญชีแล้ว", None)
    for told in (otherwise, anew):
        settlement.apply_results(batch, [told], by=people.officer)
        found = db.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()
        if told is otherwise:
            put_right.propose(found, reason="ธนาคารยืนยัน", by=people.officer)
            put_right.agree(found, by=people.approver)
    wrong_by_two(found, people)
    settlement.reconcile(batch, by=people.officer)
    mark = db.begin_nested()
    with pytest.raises(DBAPIError):
        db.execute(update(PayoutLine).values(settled_on=clock.today() - timedelta(days=1)))
    mark.rollback()


@pytest.mark.on_both
@pytest.mark.parametrize(
    "act",
    [
        update(Difference).values(found_satang=0, expected_satang=0),
        update(Difference).values(detail="nothing"),
        delete(Difference),
    ],
)
def test_the_database_neither_rewords_nor_loses_a_difference(act: object) -> None:
    make_difference(make_fund(0))
    mark = db.begin_nested()
    with pytest.raises(DBAPIError):
        db.execute(act)  # type: ignore[call-overload]
    mark.rollback()
    assert len(kinds()) == 1


def test_a_line_paid_with_another_sum_stays_open_and_the_rest_is_taken() -> None:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund, satang=100_00), make_earning(fund, satang=200_00))
    release(batch, people)
    first, second = lines(batch)
    answers = [
        Result(2, first.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", first.amount_satang + 1),
        Result(3, second.ref, LineOutcome.PAID, "KTB-2", clock.today(), "", second.amount_satang),
    ]
    assert settlement.apply_results(batch, answers, by=people.officer) == (1, (first.ref,))
    assert settlement.apply_results(batch, answers, by=people.officer) == (0, (first.ref,))
    assert (first.outcome, second.outcome) == (LineOutcome.PENDING, LineOutcome.PAID)
    assert kinds() == [DifferenceKind.BANK_LINE]
    with clock.frozen(clock.now() + timedelta(days=6)):
        assert bank_differences.nightly() == "1 silent"
        assert bank_differences.nightly() == ""
        silent = db.scalars(select(Difference).order_by(Difference.id.desc()).limit(1)).one()
        later = [Result(2, first.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", first.amount_satang)]
        settlement.apply_results(batch, later, by=people.officer, name="วันที่ 6.csv")
        assert (silent.state, "วันที่ 6.csv" in silent.answer) == (DifferenceState.MATCHED, True)


def test_a_file_with_a_wrong_total_in_windows_874_is_refused_in_words() -> None:
    ours = bank_formats.called("okat").result
    head = "line,outcome,bank_ref,settled_on,reason,amount\n"
    body = f"P-1,paid,KTB-1,{clock.today().isoformat()},,100.00\nP-2,failed,,{clock.today().isoformat()},ปิดบัญชี,5\n"
    good = read_results((head + body + "total,,,,,100.00\n").encode("cp874"), ours)
    assert [one.amount_satang for one in good] == [100_00, 5_00]
    with pytest.raises(Invalid, match="101"):
        read_results((head + body + "total,,,,,101.00\n").encode("cp874"), ours)
    with pytest.raises(Invalid) as refusal:
        read_results((head + body.replace("100.00", "") + "total,,,,,100.00\n").encode("cp874"), ours)
    assert ("amount" in str(refusal.value.errors["2"]), isinstance(refusal.value, WrongTotal)) == (True, False)


@pytest.mark.on_both
def test_an_anchor_holds_until_the_past_is_changed() -> None:
    with clock.frozen(clock.now() - timedelta(days=3)):
        fund = make_fund(500_00)
    assert anchors.drop_anchor() == "1 anchored"
    with clock.frozen(clock.now() + timedelta(days=2)):
        funds.cut(fund, 1_00, key="x", by=three_people().officer, note="y")
        assert anchors.drop_anchor() == "2 anchored"
        assert anchors.drop_anchor() == ""
    db.flush()
    assert anchors.broken() == (3, ())
    if db.get_bind().dialect.name == "sqlite":
        db.execute(text("DROP TRIGGER ledger_entry_not_updated"))
        db.execute(text("UPDATE ledger_entry SET hash = zeroblob(32) WHERE seq = 1"))
        assert len(anchors.broken()[1]) == 3


@pytest.mark.on_both
def test_broken_books_stop_money_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    people, fund = three_people(), make_fund(1_000_00)
    earning = make_earning(fund)
    finding = verify.Finding("I1 balanced", "", 1, ("entry 1",))
    monkeypatch.setattr(verify, "CHECKS", (lambda: finding,))
    monkeypatch.setattr(verify.books, "check", list)
    try:
        assert watch.look() == "broken: I1 balanced"
        assert watch.look() == "broken: I1 balanced"
        with pytest.raises(stops.MoneyStopped, match=r"หยุด|stopped"):
            funds.grant(fund, 1_00, key="no", by=people.officer)
        decisions.approve(earning, by=people.officer)
        assert earning.state == EarningState.APPROVED
    finally:
        assert stops.lift("ตรวจแล้ว ข้อมูลทดสอบ")
    assert not stops.lift("อีกครั้ง")
    funds.grant(fund, 1_00, key="yes", by=people.officer)
    monkeypatch.undo()
    assert broken() == []


def test_every_kind_of_entry_has_a_rule_whose_example_adds_up_and_keeps_it() -> None:
    assert set(RULES) == set(EntryKind)
    for rule in RULES.values():
        assert sum(leg.satang for leg in rule.example) == 0
        assert all(leg.role in (rule.debits if leg.satang > 0 else rule.credits) for leg in rule.example)
        assert {leg.role for leg in rule.example} <= set(ORDER)


def test_an_entry_beside_the_rules_is_found() -> None:
    fund = make_fund(100_00)
    funds.cut(fund, 1_00, key="x", by=three_people().officer, note="y")
    if db.get_bind().dialect.name == "sqlite":
        db.execute(text("DROP TRIGGER ledger_entry_not_updated"))
    else:
        # What is judged at the end of a transaction has to be judged before its trigger can be put to sleep.
        db.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        db.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER USER"))
    db.execute(text("UPDATE ledger_entry SET kind = 'pay' WHERE kind = 'cut'"))
    assert any(name.startswith("A1 rules") for name in broken())


def test_a_message_of_a_gift_is_told_after_the_night_too(stripe: FakeStripe) -> None:
    gift = paid(stripe)
    night()
    assert all(tell(one) is None for one in stripe.events)
    assert funds.sheet(db.get_one(Fund, gift.fund_id)).available == 491_75
