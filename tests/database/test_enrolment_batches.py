"""Many approved at once: what is plain, each on its own, and the rest left as it was."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.earnings import funds
from marketplace.enrolments import batches, queries
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from models.earning import Fund
from models.history import AuditEvent
from models.session import bound
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import (
    make_consent,
    make_enrolment,
    make_youth,
    staff,
)
from tests.factories.offers import BETONG, SATENG, make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_review(db):
    with clock.frozen(NOW):
        change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
        yield


def fund_of(baht: int) -> Fund:
    draft = funds.FundDraft(
        "กองทุนเทศบาล", "Town fund", "", "950101", clock.today(), clock.today() + timedelta(days=365)
    )
    fund = funds.open_fund(draft, by=SYSTEM)
    if baht:
        funds.grant(fund, baht * 100, key="1", by=SYSTEM)
    return fund


def paid(fund: Fund, **given):
    """A course whose sessions the fund pays for: 26 times 100 and 20 baht, and 300 at the end."""
    return make_opportunity(
        fund_id=fund.id,
        stipend_per_session_satang=100_00,
        travel_per_session_satang=20_00,
        completion_bonus_satang=300_00,
        with_sessions=True,
        **given,
    )


def test_a_batch_takes_what_is_plain_and_lists_the_rest_with_its_reason() -> None:
    officer = staff(Role.OFFICER)
    plain = [make_enrolment("provider_accepted") for _ in range(3)]
    minor = make_enrolment("provider_accepted", youth=make_youth(years=16))
    gone = make_enrolment("withdrawn")
    foreign = make_enrolment("provider_accepted", youth=make_youth(area_code=BETONG))
    refs = [one.ref for one in (*plain, minor, gone, foreign)]
    planned = batches.plan(refs, by=officer)
    assert [one.ref for one in planned.taken] == refs[:3]
    session.commit()
    outcome = batches.approve_batch(refs, by=officer)
    assert outcome.approved == tuple(refs[:3])
    assert {left.ref for left in outcome.left_out} == set(refs[3:])
    assert all(str(left.reason) for left in outcome.left_out)
    session.expire_all()
    assert [queries.one(officer, ref).state for ref in refs[:4]] == ["approved"] * 3 + ["provider_accepted"]
    audits = session.scalars(select(AuditEvent).where(AuditEvent.action == "enrolment.approve")).all()
    assert sorted(event.subject_id for event in audits) == sorted(one.id for one in plain)


def test_a_signed_minor_may_be_in_a_batch() -> None:
    officer, asked = staff(Role.OFFICER), make_enrolment("provider_accepted", youth=make_youth(years=16))
    make_consent(asked)
    assert [one.ref for one in batches.plan([asked.ref], by=officer).taken] == [asked.ref]


@pytest.mark.parametrize("count", [0, 51])
def test_a_batch_holds_one_to_fifty(count: int) -> None:
    with pytest.raises(Invalid):
        batches.approve_batch([f"E-{number}" for number in range(count)], by=staff(Role.OFFICER))


def test_money_that_runs_out_in_the_middle_of_a_batch_leaves_the_rest_as_it_was() -> None:
    fund, officer = fund_of(2 * 3_420), staff(Role.OFFICER)
    offer = paid(fund)
    asked = [make_enrolment("provider_accepted", opportunity=offer) for _ in range(3)]
    session.commit()
    outcome = batches.approve_batch([one.ref for one in asked], by=officer)
    assert len(outcome.approved) == 2
    assert len(outcome.left_out) == 1
    assert funds.available(fund.id) == 0


def test_each_of_fifty_is_a_transaction_of_its_own_and_none_asks_the_database_for_much(database) -> None:
    fund, officer = fund_of(1_000_000), staff(Role.OFFICER)
    offer = paid(fund, seats=60)
    asked = [make_enrolment("provider_accepted", opportunity=offer) for _ in range(50)]
    session.commit()
    said: list[str] = []
    engine = bound()
    counting = lambda _connection, _cursor, statement, *_rest: said.append(statement)  # noqa: E731
    ending = lambda _connection: said.append("COMMIT")  # noqa: E731
    event.listen(engine, "before_cursor_execute", counting)
    event.listen(engine, "commit", ending)
    outcome = batches.approve_batch([one.ref for one in asked], by=officer)
    event.remove(engine, "before_cursor_execute", counting)
    event.remove(engine, "commit", ending)
    assert (len(outcome.approved), outcome.left_out) == (50, ())
    assert said.count("COMMIT") == 50
    asked_for = [statement for statement in said if statement != "COMMIT"]
    assert len(asked_for) < 36 * 50, "an approval asks for more than it needs"
    approvals = select(func.count(AuditEvent.id)).where(AuditEvent.action == "enrolment.approve")
    assert session.scalars(approvals).one() == 50
