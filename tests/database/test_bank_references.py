"""One transfer is one, whoever writes it down at the same moment and however its reference is typed."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, MetaData, Table, func, select

from marketplace.earnings import remittance, settlement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.payments import bank_refs, gifts, refunds
from marketplace.payments.gifts import GiftDraft, Transfer
from models import schema
from models.earning import Fund
from models.gift import Gift, GiftRefund
from models.ledger import LedgerEntry
from models.session import db as session
from models.session import transactional
from models.vocabulary import GiverKind, LineOutcome, RefundState
from tests.factories.money import lines, make_batch, make_earning, make_fund, pay, release, three_people
from tests.fixtures.databases import KINDS, empty

SPELLINGS = ("KTB-2569 001", "ｋｔｂ–2569001")
ALIKE = ("KTB.2569_001", "ktb/2569 001", "КТВ2569001", "ktb๒๕๖๙๐๐๑", "K.T.B 2569\u200b001")


def together(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    """Let both come as far as writing before either has written."""
    gate, write = threading.Barrier(2), module.advance

    def waits(*given: Any, **more: Any) -> None:
        with suppress(threading.BrokenBarrierError):
            gate.wait(timeout=2)
        write(*given, **more)

    monkeypatch.setattr(module, "advance", waits)


def both(*acts: Callable[[], object]) -> list[object]:
    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except DomainError as refusal:
            return refusal

    session.commit()
    session.remove()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def is_told(outcome: list[object]) -> bool:
    """Whether one was written and the other told in plain words at the field."""
    refused = [one for one in outcome if one is not None]
    return len(refused) == 1 and isinstance(refused[0], Invalid) and refused[0].errors == {"bank_ref": bank_refs.KNOWN}


@pytest.mark.on_both
@pytest.mark.usefixtures("db")
class TestTwoAtOnce:
    def test_a_transfer_typed_in_two_ways_is_booked_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fund_id, people = make_fund(1_000_00).id, three_people()
        before = session.scalars(select(func.count(LedgerEntry.id))).one()
        together(monkeypatch, gifts)

        @transactional
        def arrive(ref: str, satang: int) -> None:
            draft = GiftDraft(GiverKind.AUTHORITY, "อบต. ทดสอบ", "", satang)
            came = Transfer(ref, "คำสั่ง 1", clock.today(), is_another=True)
            gifts.record_arrival(session.get_one(Fund, fund_id), draft, came, by=people.officer)

        first, second = SPELLINGS
        assert is_told(both(lambda: arrive(first, 500_00), lambda: arrive(second, 501_00)))
        assert session.scalars(select(func.count(Gift.id))).one() == 1
        assert session.scalars(select(func.count(LedgerEntry.id))).one() == before + 1

    def test_a_transfer_sent_back_typed_in_two_ways_is_noted_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fund, people = make_fund(1_000_00), three_people()
        draft = GiftDraft(GiverKind.AUTHORITY, "อบต. ทดสอบ", "", 500_00)
        came = Transfer("IN-1", "คำสั่ง 1", clock.today())
        gift = gifts.record_arrival(fund, draft, came, by=people.officer)
        asked = [refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer) for _ in range(2)]
        for one in asked:
            refunds.approve(one, gift, by=people.approver)
        ids, gift_id = [one.id for one in asked], gift.id
        together(monkeypatch, refunds)

        @transactional
        def sent(way_back: int, ref: str) -> None:
            one, of = session.get_one(GiftRefund, way_back), session.get_one(Gift, gift_id)
            refunds.sent_by_hand(one, of, bank_ref=ref, by=people.officer)

        assert is_told(
            both(*(lambda key=key, ref=ref: sent(key, ref) for key, ref in zip(ids, SPELLINGS, strict=True)))
        )
        states = session.scalars(select(GiftRefund.state).order_by(GiftRefund.state)).all()
        assert sorted(states) == sorted([RefundState.APPROVED, RefundState.DONE])


@pytest.mark.parametrize("said", ALIKE)
def test_what_looks_alike_is_one_reference(said: str) -> None:
    assert bank_refs.fold(said) == bank_refs.fold(SPELLINGS[0])
    assert bank_refs.fold("กี่-1") != bank_refs.fold("กี่้1")


@pytest.mark.on_both
@pytest.mark.usefixtures("db")
def test_a_payment_is_known_by_its_reference_however_it_is_spelled() -> None:
    people, funds_ = three_people(), [make_fund(), make_fund()]
    first, second = (make_batch(fund, people, make_earning(fund), make_earning(fund)) for fund in funds_)
    for batch in (first, second):
        release(batch, people)
    one, two = lines(first)
    pay(one, people, "BKK-2")
    today = clock.today()
    said = remittance.Answer(LineOutcome.PAID, today, "bkk2", "")
    for line in (two, lines(second)[0]):
        with pytest.raises(Invalid) as refused:
            remittance.settle(line, said, by=people.officer)
        assert set(refused.value.errors) == {"bank_ref"}
    again = Result(2, two.ref, LineOutcome.PAID, "ВКК.2", today, "", None)
    with pytest.raises(Invalid):
        settlement.apply_results(first, [again], by=people.officer)
    with pytest.raises(Invalid):
        settlement.mark_paid(lines(second)[0], bank_ref="bkk_2", paid_on=today, by=people.officer)


@pytest.mark.usefixtures("db")
def test_what_goes_back_has_another_reference_than_what_came_and_a_space_in_a_name_is_no_other_giver() -> None:
    fund, people = make_fund(1_000_00), three_people()

    def arrive(ref: str, name: str) -> Gift:
        draft = GiftDraft(GiverKind.AUTHORITY, name, "", 500_00)
        return gifts.record_arrival(fund, draft, Transfer(ref, "คำสั่ง 1", clock.today()), by=people.officer)

    gift = arrive("KTB-T1", "อบต.ทดสอบ")
    with pytest.raises(Invalid) as asked:
        arrive("KTB-T2", "อบต. ทดสอบ")
    assert set(asked.value.errors) == {"is_another"}
    way_back = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer)
    refunds.approve(way_back, gift, by=people.approver)
    with pytest.raises(Invalid) as refused:
        refunds.sent_by_hand(way_back, gift, bank_ref="ktbt1", by=people.officer)
    assert refused.value.errors == {"bank_ref": bank_refs.OTHER_WAY}


@pytest.mark.parametrize("said", ["", " - ", "ﷺ" * 10, "9" * 81])
def test_what_is_no_reference_of_a_bank_is_refused_at_its_field(said: str) -> None:
    with pytest.raises(Invalid) as refused:
        bank_refs.read(said)
    assert set(refused.value.errors) == {"bank_ref"}


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path, shared: Path, worker_id: str) -> Iterator[Engine]:
    """An empty database, for nobody else."""
    made = empty(request.param, tmp_path, f"okat_{worker_id}_{request.node.originalname}"[:60], shared)
    yield made
    made.dispose()


def test_what_was_booked_before_is_folded_and_of_one_typed_twice_the_first_has_the_key(engine: Engine) -> None:
    schema.upgrade("0058", engine=engine)
    _write_old(engine)
    schema.upgrade(engine=engine)
    with engine.connect() as connection:
        gift_keys = connection.execute(sa.text("SELECT bank_key FROM gift ORDER BY id")).scalars().all()
        refund_keys = connection.execute(sa.text("SELECT bank_key FROM gift_refund ORDER BY id")).scalars().all()
    assert gift_keys == ["ktb2569001", None, "scb7", None, None]
    assert refund_keys == ["ktb2569001", None]
    schema.downgrade("0058", engine=engine)
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT payment_ref FROM gift ORDER BY id")).scalars().all()
    assert kept == [*SPELLINGS, "SCB 7", None, "pi_A-1"]


def _write_old(engine: Engine) -> None:
    """Rows of the books as an older version has written them."""
    old, plain = MetaData(), sa.create_engine(engine.url)
    old.reflect(plain, only=("gift", "gift_refund"))
    told = [(1, "transfer", SPELLINGS[0]), (2, "transfer", SPELLINGS[1]), (3, "transfer", "SCB 7"),
            (4, "transfer", None), (5, "online", "pi_A-1")]  # fmt: skip
    with plain.begin() as connection:
        # What the rows are about does not matter here; SQLite asks only where it is told to.
        if plain.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        gift, refund = old.tables["gift"], old.tables["gift_refund"]
        for key, way, ref in told:
            words = {"ref": f"G{key}", "state": "started", "way": way, "giver_kind": "authority"}
            connection.execute(gift.insert().values(_filled(gift) | words | {"id": key, "payment_ref": ref}))
        for key, gift_id, ref in ((1, 1, "KTB 2569-001"), (2, 5, "re_A-1")):
            words = {"ref": f"R{key}", "state": "done", "gift_id": gift_id, "service_ref": ref}
            connection.execute(refund.insert().values(_filled(refund) | words | {"id": key}))
    plain.dispose()


def _filled(table: Table) -> dict[str, object]:
    """Something for every column that may not be empty."""
    return {
        column.name: _SOMETHING[column.type.python_type]
        for column in table.columns
        if not column.nullable and column.server_default is None and not column.primary_key
    }


_SOMETHING: dict[type, object] = {
    str: "x", int: 1, date: date(2026, 1, 1), datetime: datetime(2026, 1, 1, tzinfo=UTC), bool: False,
}  # fmt: skip
