"""What can be shown about money: the statement, the chain of one earning, and the checks of the command line."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from marketplace.access import SYSTEM
from marketplace.earnings import decisions, proof, statement, verify
from marketplace.i18n import use
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from models import schema
from models.session import db
from models.vocabulary import EarningKind, EarningSource, EarningState
from tests.database.test_ledger_tampering import asleep
from tests.factories.enrolments import make_enrolment
from tests.factories.money import (
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    pay,
    release,
    three_people,
)
from wsgi import create_app

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]


def whole_year() -> tuple[date, date]:
    return clock.today() - timedelta(days=300), clock.today() + timedelta(days=60)


def test_a_statement_shows_the_chain_of_each_baht() -> None:
    people, fund, enrolment = three_people(), make_fund(), make_enrolment(state="in_learning")
    paid = make_earning(fund, enrolment=enrolment, satang=100_00, by=people.officer)
    make_earning(fund, enrolment=enrolment, satang=20_00, source_type=EarningSource.TRAVEL)
    batch = make_batch(fund, people, paid)
    release(batch, people)
    pay(lines(batch)[0], people, bank_ref="KTB-9")
    decisions.confirm_receipt(paid, by=SYSTEM)
    told = statement.statement_for(enrolment.youth_id, whole_year())
    line = next(line for line in told.fund.lines if line.ref == paid.ref)
    assert (line.evidence_ref, line.verified_by, line.source) == (paid.evidence_ref, people.officer.name, "กองทุนเทศบาล")
    assert line.payment == statement.Payment(batch.ref, 1, clock.today(), True, "KTB-9", batch.released_at)
    assert line.received_at is not None
    assert (told.fund.paid_satang, told.fund.to_come_satang, told.employer.lines) == (100_00, 20_00, ())
    with use("en"):
        assert str(line.what) == "Learning day attended"


def test_what_is_given_in_kind_stands_apart_and_needs_no_fund() -> None:
    people, fund, enrolment = three_people(), make_fund(0), make_enrolment(state="in_learning")
    gift = make_earning(fund, enrolment=enrolment, kind=EarningKind.IN_KIND, satang=50_00)
    decisions.approve(gift, by=people.officer)
    decisions.deliver(gift, by=people.officer, note="bus pass")
    told = statement.statement_for(enrolment.youth_id, whole_year())
    assert ([line.ref for line in told.in_kind], told.fund.total_satang) == ([gift.ref], 0)
    assert proof.prove(gift.ref).holds
    assert [found.name for found in verify.invariants() if found.breaches] == []


@pytest.mark.parametrize("state", EarningState)
def test_the_chain_of_an_earning_holds_in_every_state(state: EarningState) -> None:
    earning = make_earning_in(state, make_fund(), three_people())
    found = proof.prove(earning.ref)
    assert [step.name for step in found.steps if not step.holds] == []
    assert [found.name for found in verify.invariants() if found.breaches] == []


BREAKS = (
    "UPDATE ledger_posting SET amount_satang = amount_satang * 2",
    "UPDATE ledger_entry SET hash = prev_hash WHERE kind = 'pay'",
    "UPDATE ledger_entry SET cause_ref = 'other' WHERE kind = 'send'",
    "UPDATE earning SET state = 'approved'",
)


def test_a_broken_chain_is_told() -> None:
    earning = make_earning_in(EarningState.PAID, make_fund(), three_people())
    db.commit()
    for trick in BREAKS:
        asleep()
        db.execute(text(trick))
        db.expire_all()
        assert not proof.prove(earning.ref).holds, trick
        assert [found.name for found in verify.invariants() if found.breaches and "I3" not in found.name], trick
        db.rollback()
    assert proof.prove(earning.ref).holds


TRICKS = {
    "I7 promises": "UPDATE fund_reserve SET used_satang = used_satang + 1",
    "I6 ceilings": "UPDATE fund SET most_in_all_satang = 1",
    "I7 debts": "UPDATE earning SET amount_satang = amount_satang + 1 WHERE state = 'accrued'",
    "I7 on the way": "UPDATE earning SET state = 'paid' WHERE state = 'sent'",
    "I8 payout lines": "UPDATE payout_batch SET total_satang = total_satang + 1",
    "I11 bank": "UPDATE earning SET amount_satang = amount_satang + 1 WHERE state = 'paid'",
    "I14 history": "DELETE FROM move WHERE subject_type = 'earning'",
    "P3 three people": "UPDATE payout_batch SET state = 'released', released_by_id = NULL, authorised_by_id = NULL",
}


def test_each_invariant_of_money_sees_its_breach() -> None:
    from marketplace.earnings import funds

    people, fund = three_people(), make_fund()
    enrolment = make_enrolment(state="in_learning")
    funds.reserve(fund.id, enrolment, 900_00, by=people.officer)
    for state in (EarningState.PAID, EarningState.SENT, EarningState.ACCRUED):
        make_earning_in(state, fund, people)
    make_earning(fund, enrolment=enrolment)
    db.commit()
    unseen = {}
    for name, trick in TRICKS.items():
        asleep()
        if name == "P3 three people":
            if db.connection().dialect.name == "sqlite":
                db.execute(text("PRAGMA ignore_check_constraints = ON"))
            else:
                db.execute(text("ALTER TABLE payout_batch DROP CONSTRAINT ck_payout_batch_released_has_releaser"))
                db.execute(text("ALTER TABLE payout_batch DROP CONSTRAINT ck_payout_batch_authorised_has_authoriser"))
        db.execute(text(trick))
        broken = {found.name for found in verify.invariants() if found.breaches}
        if db.connection().dialect.name == "sqlite":
            db.execute(text("PRAGMA ignore_check_constraints = OFF"))
        db.rollback()
        if name not in broken:
            unseen[name] = broken
    assert unseen == {}
    assert [found.name for found in verify.invariants() if found.breaches] == []


def test_nobody_is_proved_an_earning_that_is_not() -> None:
    with pytest.raises(NotFound):
        proof.prove("EA-NONE")


def test_the_command_line_verifies_and_proves(app: Flask) -> None:
    earning = make_earning_in(EarningState.CONFIRMED, make_fund(), three_people())
    ref = earning.ref
    db.commit()
    runner = app.test_cli_runner()
    told = runner.invoke(args=["ledger", "verify"])
    assert told.exit_code == 0, told.output
    for name in ("I1 balanced", "I7 debts", "I12 replayed", "I13 chained", "S10 youth only receive"):
        assert name in told.output
    shown = runner.invoke(args=["ledger", "prove", ref])
    assert shown.exit_code == 0, shown.output
    for word in ("payment", "evidence", "verifier", "fund"):
        assert word in shown.output
    assert runner.invoke(args=["ledger", "prove", "EA-NONE"]).exit_code == 2


@pytest.mark.parametrize("there", [None, "0001"])
def test_commands_say_in_a_line_that_the_database_is_not_ready(
    app: Flask, monkeypatch: pytest.MonkeyPatch, there: str | None
) -> None:
    assert schema.unready() is None
    monkeypatch.setattr(schema, "current", lambda engine=None: there)
    for words in (["ledger", "verify"], ["ledger", "prove", "EA-1"], ["people", "create-admin", "x"]):
        told = app.test_cli_runner().invoke(args=words)
        assert (told.exit_code, len(told.output.splitlines())) == (2, 1), told.output
        assert "flask db upgrade" in told.output


def test_a_mistyped_folder_is_not_begun_by_a_command_that_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OKAT_DATA", str(tmp_path / "slip"))
    for words in (["ledger", "verify"], ["ledger", "prove", "EA-1"]):
        monkeypatch.setattr("sys.argv", ["flask", "--app", "wsgi", *words])
        with pytest.raises(SystemExit) as ended:
            create_app()
        assert (ended.value.code, len(capsys.readouterr().err.splitlines())) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_said_in_a_line() -> None:
    nowhere = create_engine("postgresql+psycopg://x@127.0.0.1:1/x")
    assert len((schema.unready(engine=nowhere) or "").splitlines()) == 1


def test_the_command_line_says_a_breach_with_exit_1(app: Flask) -> None:
    make_earning_in(EarningState.PAID, make_fund(), three_people())
    db.execute(text("DELETE FROM move WHERE subject_type = 'earning'"))
    db.commit()
    told = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert told.exit_code == 1
    assert "broken" in told.output
