"""The balance of a bank's statement is held against the book; what nothing explains is found, and adjusted exactly."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from marketplace.earnings import coming_back, funds, put_right, settlement, verify
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.payments import bank_balances, bank_gap, booking, differences, gifts, remainders, sums
from marketplace.payments.bank_balances import Draft
from marketplace.payments.gifts import Transfer
from models.bank_balance import BankBalance
from models.earning import Earning, Fund
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, GiftWay, LineOutcome
from tests.factories.gifts import make_gift
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, release, three_people

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
WHOLE, WHY = 1_000_00, "ธนาคารยืนยันแล้ว"


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def back(days: int) -> Any:
    return clock.frozen(clock.now() - timedelta(days=days))


def write(fund: Fund, satang: int, people: People, day: date | None = None, **given: Any) -> BankBalance:
    draft = Draft(day or ago(1), satang, "บัญชี 1/2569", **given)
    return bank_balances.write(fund, draft, by=people.officer)


def batch_of(line: PayoutLine) -> PayoutBatch:
    return db.get_one(PayoutBatch, line.batch_id)


def sent(satang: int = 100_00) -> tuple[People, Fund, PayoutLine]:
    """A fund of a thousand baht with one line that went to the bank two days ago."""
    with back(2):
        people, fund = three_people(), make_fund(WHOLE)
        batch = make_batch(fund, people, make_earning(fund, satang=satang))
        release(batch, people)
    return people, fund, lines(batch)[0]


def told(line: PayoutLine, outcome: LineOutcome, on: date, satang: int | None = None, ref: str = "KTB-1") -> Result:
    is_paid = outcome == LineOutcome.PAID
    return Result(2, line.ref, outcome, ref if is_paid else "", on, "" if is_paid else "ปิดบัญชี", satang)


def waits() -> Difference:
    wanted = (Difference.kind == DifferenceKind.BANK_BALANCE, Difference.state == DifferenceState.OPEN)
    return db.scalars(select(Difference).where(*wanted)).one()


def adjust(found: Difference, people: People) -> None:
    differences.propose(found, satang=remainders.apart(found), reason=WHY, by=people.officer)
    differences.agree(found, by=people.approver)


def broken() -> list[str]:
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]


def said(compared: BankBalance) -> list[tuple[object, object]]:
    return [(one["kind"], one["satang"]) for one in compared.items]


def test_what_the_bank_did_by_then_and_the_book_says_later_explains_the_gap() -> None:
    people, fund, line = sent()
    gift = make_gift(fund, 50_00, way=GiftWay.TRANSFER)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=ago(1), by=people.officer)
    gifts.record_transfer(gift, Transfer("KTB-2", "ใบเสร็จ 1", ago(1)), by=people.officer)
    compared = write(fund, 950_00, people)
    assert (compared.book_satang, compared.remainder_satang, compared.difference_id) == (WHOLE, 0, None)
    assert sorted(said(compared)) == [("paid", -100_00), ("received", 50_00)]
    # The day before neither had happened at the bank.
    assert bank_gap.at(fund, ago(2)).left(WHOLE) == 0
    (earning,) = settlement._earnings_of(line)
    settlement.reconcile(batch_of(line), by=people.officer)
    found = coming_back.propose(earning, by=people.officer, on=ago(1), bank_ref="KTB-9")
    assert bank_gap.at(fund, ago(1)).explained == 50_00, "what is said to be back explains its sum while it is open"
    coming_back.agree(found, by=people.approver)
    assert bank_gap.at(fund, ago(1)).explained == 50_00, "and once two people have said so"
    assert broken() == []


def test_lines_without_an_answer_and_entries_on_the_way_count_as_the_statement_shows_them() -> None:
    people, fund, line = sent()
    with back(1):
        funds.grant(fund, 300_00, key="second", by=people.officer)
    shown, late = (one.value for one in bank_gap.choices(fund, ago(1)) if one.satang in (100_00, 300_00))
    assert write(fund, 1_300_00, people).remainder_satang == 0
    ticked = write(fund, 900_00, people, ticked=(shown, late), is_correction=True)
    assert (ticked.remainder_satang, sorted(said(ticked))) == (0, [("not_yet", -300_00), ("unanswered", -100_00)])
    with pytest.raises(Invalid) as refused:
        write(fund, 900_00, people, ago(2), ticked=(late,))
    assert refused.value.field == "ticked"
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    assert bank_gap.left_now(ticked) == -100_00, "what did not happen explains nothing"


def test_what_the_statement_shows_and_the_book_says_later_is_ticked_and_never_adjusted() -> None:
    people, fund, _ = sent()
    first = write(fund, 1_070_00, people)
    found = waits()
    differences.propose(found, satang=70_00, reason=WHY, by=people.officer)
    # What the service paid out that day comes into the book the night after, and so does a grant.
    booking.arrived(fund, "po_1", 50_00, by=people.officer)
    funds.grant(fund, 20_00, key="late", by=people.officer)
    with pytest.raises(IllegalMove) as refused:
        differences.agree(found, by=people.approver)
    assert "(50.00)" in str(refused.value)
    assert "(20.00)" in str(refused.value)
    assert bank_gap.left_now(first) == 70_00
    differences.send_back(found, by=people.approver)
    with pytest.raises(Invalid):
        differences.propose(found, satang=70_00, reason=WHY, by=people.officer)
    later = tuple(one.value for one in bank_gap.choices(fund, ago(1)) if one.satang in (50_00, 20_00))
    compared = write(fund, 1_070_00, people, ticked=later, is_correction=True)
    assert (compared.remainder_satang, said(compared)) == (0, [("already", 50_00), ("already", 20_00)])
    assert (found.state, funds.sheet(fund).cash) == (DifferenceState.MATCHED, 1_070_00)
    # A transfer whose day is known explains itself, and is not offered besides.
    gifts.record_transfer(
        make_gift(fund, 30_00, way=GiftWay.TRANSFER), Transfer("KTB-2", "ใบเสร็จ 1", ago(1)), by=people.officer
    )
    assert 30_00 not in [one.satang for one in bank_gap.choices(fund, ago(1))]
    assert broken() == []


def test_which_sums_come_to_another() -> None:
    assert sums.coming_to(0, [1]) == () == sums.coming_to(5, [1, 2])
    assert sums.coming_to(5, [2, 3, 5]) == (2,)
    assert sums.coming_to(-1, [2, 9, -3]) == (0, 2)
    assert sums.coming_to(sum(range(1, 400)) + 2**40, [*range(1, 400), 2**40]) == tuple(range(400))


def test_the_sums_of_open_differences_with_the_bank_explain_their_part() -> None:
    people, fund, line = sent()
    settlement.apply_results(batch_of(line), [told(line, LineOutcome.PAID, ago(1), 1_00)], by=people.officer)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=ago(1), by=people.officer)
    first = write(fund, 999_00, people)
    assert (first.remainder_satang, sorted(said(first))) == (0, [("open", 99_00), ("paid", -100_00)])
    found = db.scalars(select(Difference)).one()
    differences.propose(found, satang=99_00, reason=WHY, by=people.officer)
    differences.agree(found, by=people.approver)
    again = write(fund, 999_00, people, is_correction=True)
    assert sorted(said(again)) == [("adjusted", 99_00), ("paid", -100_00)]
    # The bank takes back that it paid at all, and two people put that right: then it still has everything.
    settlement.apply_results(batch_of(line), [told(line, LineOutcome.FAILED, clock.today())], by=people.officer)
    right = db.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()
    put_right.propose(right, reason=WHY, by=people.officer)
    put_right.agree(right, by=people.approver)
    assert bank_gap.at(fund, ago(1)).left(WHOLE) == 0
    assert broken() == []


def test_a_remainder_is_adjusted_by_two_exactly_once_and_only_while_it_stands() -> None:
    people, fund, line = sent()
    first = write(fund, 980_00, people)
    found = waits()
    assert (first.difference_id, found.expected_satang, found.found_satang) == (found.id, WHOLE, 980_00)
    for wrong in (20_00, -10_00, -30_00):
        with pytest.raises(Invalid):
            differences.propose(found, satang=wrong, reason=WHY, by=people.officer)
    with pytest.raises(IllegalMove):
        differences.explain(found, reason=WHY, by=people.officer)
    differences.propose(found, satang=-20_00, reason=WHY, by=people.officer)
    with pytest.raises(Forbidden):
        differences.agree(found, by=people.officer)
    # Meanwhile the bank's own answer explains a part: what was proposed is not what is unexplained any more.
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=ago(1), by=people.officer)
    with pytest.raises(IllegalMove):
        differences.agree(found, by=people.approver)
    differences.send_back(found, by=people.approver)
    second = write(fund, 980_00, people, is_correction=True)
    assert (second.remainder_satang, db.scalar(select(func.count()).select_from(Difference))) == (80_00, 2)
    with pytest.raises(Invalid) as refused:
        differences.propose(found, satang=-20_00, reason=WHY, by=people.officer)
    assert refused.value.field == "answer"
    other = db.get_one(Difference, second.difference_id)
    adjust(other, people)
    assert funds.sheet(fund).cash == 980_00
    with pytest.raises(IllegalMove):
        differences.agree(other, by=people.approver)
    last = write(fund, 980_00, people, is_correction=True)
    assert (last.remainder_satang, ("adjusted", 80_00) in said(last)) == (0, True)
    db.refresh(found)
    # The bank had less: what the newer one says is only proposed, and does not stand once that one was corrected.
    assert (found.state, last.ref in found.answer) == (DifferenceState.PROPOSED, True)
    worse = write(fund, 970_00, people, is_correction=True)
    with pytest.raises(IllegalMove):
        differences.agree_words(found, by=people.approver)
    assert worse.remainder_satang == -10_00
    write(fund, 980_00, people, is_correction=True)
    differences.agree_words(found, by=people.approver)
    assert (found.state, broken()) == (DifferenceState.EXPLAINED, [])


def test_the_same_remainder_is_the_difference_it_was_and_a_statement_that_agrees_answers_it() -> None:
    with back(5):
        people, fund = three_people(), make_fund(WHOLE)
    first = write(fund, 1_020_00, people, ago(3))
    again = write(fund, 1_020_00, people, ago(2))
    assert again.difference_id == first.difference_id
    assert write(fund, 1_020_00, people, ago(2)).id == again.id, "said twice it is kept once"
    with pytest.raises(Invalid) as refused:
        write(fund, 1_000_00, people, ago(2))
    assert refused.value.field == "is_correction"
    with pytest.raises(Conflict):
        write(fund, WHOLE, people, ago(1), seen=first.ref)
    agrees = write(fund, WHOLE, people, ago(1), seen=again.ref)
    found = db.get_one(Difference, first.difference_id)
    assert (found.state, agrees.ref in found.answer) == (DifferenceState.MATCHED, True)
    late = write(fund, 990_00, people, ago(4))
    less = db.get_one(Difference, late.difference_id)
    assert less.state == DifferenceState.PROPOSED, "a newer one has agreed, and the bank had less"
    differences.agree_words(less, by=people.approver)
    assert not remainders.is_overturned(found)
    another = write(fund, 1_020_00, people, ago(1), is_correction=True)
    assert another.difference_id != first.difference_id
    assert remainders.is_overturned(found)
    differences.explain(waits(), reason="ธนาคารจ่ายดอกเบี้ย", by=people.officer)
    assert broken() == []


def test_a_balance_that_cannot_be_is_refused_and_nothing_written_is_changed() -> None:
    people, fund, _ = sent()
    for given, field in (
        ({"day": clock.today()}, "day"), ({"day": ago(400)}, "day"), ({"satang": -1}, "balance"),
        ({"ticked": ("line:nobody",)}, "ticked"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            write(fund, **({"satang": WHOLE, "people": people} | given))  # type: ignore[arg-type]
        assert refused.value.field == field
    with pytest.raises(Invalid) as refused:
        bank_balances.write(fund, Draft(ago(1), WHOLE, " "), by=people.officer)
    assert refused.value.field == "statement_ref"
    compared = write(fund, 980_00, people)
    for change in (update(BankBalance).values(bank_satang=WHOLE), delete(BankBalance)):
        with pytest.raises(DBAPIError), db.begin_nested():
            db.execute(change)
    assert (compared.bank_satang, broken()) == (980_00, [])


def test_the_nightly_check_finds_an_adjustment_that_is_not_the_remainder() -> None:
    people, fund, _ = sent()
    write(fund, 980_00, people)
    found = waits()
    differences.propose(found, satang=-20_00, reason=WHY, by=people.officer)
    differences.adjust_fund(found, -10_00, by=people.approver)
    found.state, found.decided_by_id = DifferenceState.ADJUSTED, people.approver.account_id
    found.decided_at = clock.now()
    assert "I11 balances" in [one.partition(":")[0] for one in broken()]
    assert db.scalars(select(Earning)).one()
