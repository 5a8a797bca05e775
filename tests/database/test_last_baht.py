"""The last baht and the first of two same keys, 32 clients at once: exactly as many win as there is money for."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM
from marketplace.earnings import accruals, allotting, families, funds, verify
from marketplace.enrolments import milestones
from marketplace.enrolments import verify as everything
from marketplace.kernel.errors import Conflict, IllegalMove
from marketplace.ledger import Cause, NotEnough, accounts, credit, debit, post
from models.earning import Earning, Fund
from models.enrolment import Enrolment
from models.milestone import Milestone
from models.session import db, transactional, unit_of_work
from models.vocabulary import AccountRole as R
from models.vocabulary import EarningKind, EarningSource, EntryKind, Role
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_youth, staff
from tests.factories.milestones import make_stay
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]

CLIENTS = 32


@pytest.fixture
def rounds(full: bool) -> int:
    """Rounds of the race for the last baht; 32 clients take part in each."""
    return 200 if full else 20


@pytest.fixture
def few(full: bool) -> int:
    """Rounds of the races beside it."""
    return 200 if full else 5


def at_once(work: Callable[[int], str]) -> Counter[str]:
    """What each of the clients got, all of them starting together; a surprise is told by its name."""
    gate, told = threading.Barrier(CLIENTS), []

    def client(number: int) -> None:
        gate.wait()
        try:
            told.append(work(number))
        except Exception as error:  # noqa: BLE001  it is told, and the assertion shows it
            told.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(told)


def make_enrolments() -> list[int]:
    opportunity = make_opportunity(seats=100)
    return [make_enrolment(state="approved", opportunity=opportunity).id for _ in range(CLIENTS)]


def test_the_last_baht_is_promised_once(rounds: int) -> None:
    enrolments = make_enrolments()
    db.commit()

    @transactional
    def take(fund_id: int, number: int) -> str:
        try:
            funds.reserve(fund_id, db.get_one(Enrolment, enrolments[number]), 500_00, by=SYSTEM)
        except NotEnough:
            return "not enough"
        return "promised"

    @transactional
    def let_go(number: int) -> None:
        funds.release_reserve(db.get_one(Enrolment, enrolments[number]), by=SYSTEM)

    for number in range(rounds):
        places = 1 if number % 2 else 10
        with unit_of_work():
            fund_id = make_fund(places * 500_00 + 499_99).id
        assert at_once(lambda client: take(fund_id, client)) == {"promised": places, "not enough": CLIENTS - places}  # noqa: B023
        with unit_of_work():
            fund = db.get_one(Fund, fund_id)
            assert (funds.sheet(fund).reserved, funds.sheet(fund).available) == (places * 500_00, 499_99)
        for client in range(CLIENTS):
            let_go(client)
    assert [found.name for found in verify.invariants() if found.breaches] == []


def test_two_parts_never_find_the_same_room_under_the_ceiling_above(few: int) -> None:
    enrolments = make_enrolments()
    whole = make_fund()
    parts = [make_fund().id for _ in range(2)]
    for part in parts:
        allotting.place_under(db.get_one(Fund, part), whole, by=SYSTEM)
    whole_id = whole.id
    db.commit()

    @transactional
    def take(number: int) -> str:
        try:
            funds.reserve(parts[number % 2], db.get_one(Enrolment, enrolments[number]), 500_00, by=SYSTEM)
        except Conflict:
            return "no room"
        return "promised"

    @transactional
    def let_go(number: int) -> None:
        funds.release_reserve(db.get_one(Enrolment, enrolments[number]), by=SYSTEM)

    for number in range(few):
        places = 1 if number % 2 else 10
        with unit_of_work():
            db.get_one(Fund, whole_id).most_in_all_satang = places * 500_00 + 499_99
        assert at_once(take) == {"promised": places, "no room": CLIENTS - places}
        with unit_of_work():
            assert families.committed(db.get_one(Fund, whole_id)) == places * 500_00
        for client in range(CLIENTS):
            let_go(client)
    assert [found.name for found in verify.invariants() if found.breaches] == []


def test_one_person_is_promised_once_by_all_parts_of_a_fund(few: int) -> None:
    youth, whole = make_youth(), make_fund()
    enrolments = [make_enrolment(state="approved", youth=youth).id for _ in range(CLIENTS)]
    whole.most_per_youth_satang = 999_99
    parts = [make_fund().id for _ in range(2)]
    for part in parts:
        allotting.place_under(db.get_one(Fund, part), whole, by=SYSTEM)
    db.commit()

    @transactional
    def take(number: int) -> str:
        try:
            funds.reserve(parts[number % 2], db.get_one(Enrolment, enrolments[number]), 500_00, by=SYSTEM)
        except Conflict:
            return "no room"
        return "promised"

    for _ in range(few):
        assert at_once(take) == {"promised": 1, "no room": CLIENTS - 1}
        with unit_of_work():
            for enrolment in enrolments:
                funds.release_reserve(db.get_one(Enrolment, enrolment), by=SYSTEM)


def test_one_source_earns_once_however_many_say_so(few: int) -> None:
    enrolment, fund = make_enrolment(state="in_learning"), make_fund()
    facts = (enrolment.id, enrolment.youth_id, fund.id)
    ref = fund.ref
    db.commit()

    @transactional
    def earn(number: int) -> str:
        earning = accruals.accrue(
            enrolment_id=facts[0],
            youth_id=facts[1],
            fund_id=facts[2],
            kind=EarningKind.REGULAR,
            amount_satang=100_00,
            source_type=EarningSource.ATTENDANCE,
            source_id=number,
            by=SYSTEM,
        )
        return earning.ref

    for number in range(few):
        told = at_once(lambda _client: earn(number))  # noqa: B023
        assert list(told.values()) == [CLIENTS], told
    with unit_of_work():
        assert accounts.balance(accounts.code_of(ref, R.PAYABLE, facts[1])) == few * 100_00


def test_a_key_said_by_all_is_written_once(few: int) -> None:
    fund = make_fund(1_000_00)
    book = fund.ref
    db.commit()
    lines = [debit(accounts.code_of(book, R.AVAILABLE), 1_00), credit(accounts.code_of(book, R.RESERVED), 1_00)]

    @transactional
    def say(number: int) -> str:
        entry = post(EntryKind.RESERVE, lines, key=f"once {number}", cause=Cause("test", "x"), by=SYSTEM)
        return "replayed" if entry.replayed else "posted"

    for number in range(few):
        assert at_once(lambda _client: say(number)) == {"posted": 1, "replayed": CLIENTS - 1}  # noqa: B023
    with unit_of_work():
        assert accounts.balance(accounts.code_of(book, R.RESERVED)) == few * 1_00


def test_a_point_verified_by_two_at_once_earns_once(few: int) -> None:
    fund, enrolment = make_fund(), make_enrolment(state="in_learning")
    points = [make_stay(enrolment, fund, number=number).id for number in range(1, few + 1)]
    host, officer = acting(make_provider(enrolment.opportunity.organisation_id)), staff(Role.OFFICER)
    for point in points:
        found = db.get_one(Milestone, point, options=[joinedload(Milestone.enrolment)])
        milestones.say(found, by=host, said_as="host", proof="ใบลงเวลา")
    db.commit()

    @transactional
    def verify_it(point: int, _client: int) -> str:
        try:
            found = db.get_one(Milestone, point, options=[joinedload(Milestone.enrolment)])
            milestones.verify(found, by=officer)
        except (Conflict, IllegalMove):
            return "too late"
        return "verified"

    for point in points:
        assert at_once(lambda client: verify_it(point, client)) == {"verified": 1, "too late": CLIENTS - 1}  # noqa: B023
    with unit_of_work():
        assert db.scalar(select(func.count()).select_from(Earning)) == few
    assert [found.name for found in everything.invariants() if found.breaches] == []
