"""What was corrected falls with the completion it rests on: nothing of it goes out, what is out has to come back."""

from random import Random

import pytest
from sqlalchemy import select

from marketplace.corrections import service as corrections
from marketplace.earnings import decisions, funds, proof
from marketplace.enrolments import claims
from marketplace.enrolments import verify as everything
from marketplace.kernel.errors import IllegalMove
from marketplace.second_looks import queries, service
from models.earning import Earning, Fund
from models.recovery import Recovery
from models.second_look import SecondLook
from models.session import db
from models.vocabulary import CorrectionKind, EarningState, LookState, Role
from tests.factories.enrolments import make_enrolment, make_youth, staff
from tests.factories.money import People, lines, make_batch, make_fund, pay, release, three_people
from tests.factories.offers import make_opportunity
from tests.factories.second_looks import draw, make_verified
from tests.faults.put_right_acts import named

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]

WHOLE = 300_00
Paid = tuple[Fund, People, Earning]


@pytest.fixture
def paid(database: object) -> Paid:
    """300 baht paid for a completion."""
    fund, people = make_fund(), three_people()
    offer = make_opportunity(fund_id=fund.id, completion_bonus_satang=WHOLE)
    learner = make_enrolment("in_learning", opportunity=offer, youth=named(make_youth()))
    claim = make_verified(learner, state="claimed")
    claims.verify(claims.one(people.officer, claim.ref), by=people.officer, note="มาจริง", seen_short=True)
    earning = db.scalars(select(Earning)).one()
    pay_out(fund, people, earning)
    return fund, people, earning


def pay_out(fund: Fund, people: People, earning: Earning) -> None:
    batch = make_batch(fund, people, earning)
    release(batch, people)
    pay(lines(batch)[0], people, bank_ref=f"K{earning.id}")


def find_false() -> None:
    draw()
    ref, looker = db.scalars(select(SecondLook.ref)).one(), staff(Role.APPROVER)
    service.answer(queries.one_look(looker, ref), LookState.FALSE, note="ไม่มีใครเห็นว่ามาเรียน", by=looker)


def has_to_come_back() -> dict[int, int]:
    return {one.earning_id: one.amount_satang for one in db.scalars(select(Recovery))}


def breaches() -> list[str]:
    return [breach for one in everything.invariants() for breach in one.breaches]


def add(paid: Paid, satang: int = 50_00) -> Earning:
    _, people, earning = paid
    more = corrections.propose(earning, CorrectionKind.MORE, satang, "จ่ายขาดไปหนึ่งวัน", by=people.officer)
    corrections.agree(more, by=people.approver)
    return db.scalars(select(Earning).order_by(Earning.id.desc())).first() or earning


def again(paid: Paid) -> Earning:
    _, people, earning = paid
    decisions.reverse(earning, by=people.officer, reason=corrections.CAME_BACK)
    return corrections.pay_again(earning, by=people.officer)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_added_taken_back_and_paid_again_no_more_and_no_less_is_paid_than_is_due(
    paid: Paid, seed: int
) -> None:
    fund, people, earning = paid
    chance, out, due = Random(seed), [earning], WHOLE
    for _ in range(6):
        one = chance.choice(out)
        act, satang = chance.choice(("less", "more", "again")), chance.randrange(1, corrections.still_due(one))
        if act == "again":
            out.remove(one)
            out.append(again((fund, people, one)))
        elif act == "more":
            out.append(add((fund, people, one), satang))
            due += satang
        else:
            less((fund, people, one), satang)
            due -= satang
        if act != "less":
            pay_out(fund, people, out[-1])
        assert sum(corrections.still_due(each) for each in out) == due
        assert funds.sheet(fund).cash == 1_000_000_00 - due
    assert breaches() == []


def test_what_was_added_and_is_due_is_owed_no_more(paid: Paid) -> None:
    added = add(paid)
    find_false()
    assert added.state == EarningState.CANCELLED
    assert has_to_come_back() == {paid[2].id: WHOLE}
    assert breaches() == []


def test_what_was_added_and_paid_has_to_come_back_too(paid: Paid) -> None:
    fund, people, earning = paid
    added = add(paid)
    pay_out(fund, people, added)
    find_false()
    assert has_to_come_back() == {earning.id: WHOLE, added.id: 50_00}
    assert breaches() == []
    assert not proof.prove(added.ref).holds


def test_what_was_paid_again_has_to_come_back_and_is_not_proved(paid: Paid) -> None:
    fund, people, _ = paid
    second = again(paid)
    pay_out(fund, people, second)
    assert proof.prove(second.ref).holds
    find_false()
    assert has_to_come_back() == {second.id: WHOLE}
    assert breaches() == []
    assert not proof.prove(second.ref).holds
    assert proof.prove(paid[2].ref).holds, "nothing of the first is owed or out"


def test_what_is_to_be_paid_again_does_not_go_out(paid: Paid) -> None:
    second = again(paid)
    find_false()
    assert second.state == EarningState.CANCELLED
    assert has_to_come_back() == {}
    assert breaches() == []


def test_nothing_is_added_or_paid_again_once_it_is_false(paid: Paid) -> None:
    _, people, earning = paid
    waits = corrections.propose(earning, CorrectionKind.MORE, 50_00, "จ่ายขาดไปหนึ่งวัน", by=people.officer)
    find_false()
    with pytest.raises(IllegalMove):
        corrections.agree(waits, by=people.approver)
    corrections.decline(waits, by=people.approver)
    with pytest.raises(IllegalMove):
        corrections.propose(earning, CorrectionKind.MORE, 50_00, "จ่ายขาดไปหนึ่งวัน", by=people.officer)
    assert len(db.scalars(select(Earning)).all()) == 1


def test_what_came_back_before_is_not_paid_again(paid: Paid) -> None:
    _, people, earning = paid
    decisions.reverse(earning, by=people.officer, reason=corrections.CAME_BACK)
    assert corrections.may_pay_again(earning)
    find_false()
    assert not corrections.may_pay_again(earning)
    with pytest.raises(IllegalMove):
        corrections.pay_again(earning, by=people.officer)
    assert has_to_come_back() == {}


def less(paid: Paid, satang: int) -> None:
    _, people, earning = paid
    part = corrections.propose(earning, CorrectionKind.LESS, satang, "จ่ายเกินไปหนึ่งวัน", by=people.officer)
    corrections.agree(part, by=people.approver)


def test_a_part_that_is_back_is_not_asked_for_again(paid: Paid) -> None:
    less(paid, 100_00)
    find_false()
    assert has_to_come_back() == {paid[2].id: 200_00}
    less(paid, 50_00)
    assert has_to_come_back() == {paid[2].id: 150_00}
    decisions.reverse(paid[2], by=paid[1].officer, reason=corrections.CAME_BACK)
    assert breaches() == []


def test_verify_names_what_is_out_for_a_false_completion_and_not_asked_back(paid: Paid) -> None:
    fund, people, _ = paid
    second = again(paid)
    pay_out(fund, people, second)
    find_false()
    db.delete(db.scalars(select(Recovery)).one())
    db.flush()
    assert breaches() == [f"found false {second.ref}"]
