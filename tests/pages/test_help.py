"""Help from people nearby on the pages: shown where it would fit, asked for in one press, told apart for the office."""

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.enrolments import answers, queries
from marketplace.resources import pledges
from models.account import Account
from models.bundle import SupportBundle
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.reservation import Reservation
from models.session import db
from models.vocabulary import Role, Support
from models.youth import Youth
from tests.factories.enrolments import make_staff, make_youth, on_paper
from tests.factories.offers import make_opportunity
from tests.factories.pledges import make_help
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def youth() -> Youth:
    return make_youth(
        support_needs=[Support.RIDE, Support.CHILDCARE], languages=["thai"], level=2, has_documents=True, profile_step=7
    )


@pytest.fixture
def visitor(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, on_paper(youth).account_id))


@pytest.fixture
def offer() -> Opportunity:
    make_help(Support.CHILDCARE)
    return make_opportunity(title_th="ต้องมีคนช่วย", with_sessions=True)


def asked(visitor: Client, offer: Opportunity) -> Enrolment:
    assert visitor.post(f"/youth/apply/{offer.ref}", data={"with_help": "y"}).status_code == 303
    return db.scalars(queries.loaded()).one()


def test_what_fits_with_help_stands_apart_and_says_with_which(visitor: Client, offer: Opportunity) -> None:
    assert visitor.page("/youth/matches").select_one("#helped") is None
    make_help(Support.RIDE)
    page = visitor.page("/youth/matches")
    section = page.select_one("#helped").find_parent("section")  # type: ignore[union-attr]
    assert [link.get_text() for link in section.select(".opp h3 a")] == ["ต้องมีคนช่วย"]
    first = section.select_one(".why li").get_text()
    assert "รถรับส่ง" in first
    assert "คนดูแลลูก" in first
    assert first in visitor.page(f"/opportunities/{offer.ref}").select_one(".why").get_text()  # type: ignore[union-attr]


def test_one_press_asks_for_the_place_and_the_help(visitor: Client, offer: Opportunity) -> None:
    make_help(Support.RIDE, title_th="รถของลุงประจักษ์")
    page = visitor.page(f"/youth/apply/{offer.ref}")
    assert page.select_one("input[name=with_help]").has_attr("checked")  # type: ignore[union-attr]
    assert "ลุงประจักษ์" not in page.get_text()
    enrolment = asked(visitor, offer)
    assert db.scalars(select(Reservation.state)).all() == ["held", "held"]
    assert visitor.page(f"/youth/applications/{enrolment.ref}").select_one("#help") is not None


def test_one_may_ask_without_it(visitor: Client, offer: Opportunity) -> None:
    make_help(Support.RIDE)
    assert visitor.post(f"/youth/apply/{offer.ref}", data={}).status_code == 303
    assert db.scalars(select(func.count()).select_from(SupportBundle)).one() == 0


def test_help_that_is_gone_when_the_button_is_pressed_is_said_and_nothing_is_asked(
    visitor: Client, offer: Opportunity
) -> None:
    ride = make_help(Support.RIDE)
    visitor.page(f"/youth/apply/{offer.ref}")
    pledges.move(ride, "withdraw", by=SYSTEM)
    answer = visitor.post(f"/youth/apply/{offer.ref}", data={"with_help": "y", "note": "ขอเรียนค่ะ"})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select(".errors")
    assert "ขอเรียนค่ะ" in page.get_text()
    assert db.scalars(select(func.count()).select_from(Enrolment)).one() == 0


def test_the_office_sees_each_part_and_finds_other_help_when_one_falls_away(
    visitor: Client, offer: Opportunity, app
) -> None:
    ride = make_help(Support.RIDE, title_th="รถตู้วันเรียน")
    enrolment = asked(visitor, offer)
    answers.accept(enrolment, by=SYSTEM)
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    path = f"/office/enrolments/{enrolment.ref}"
    assert "รถตู้วันเรียน" in officer.page(path).get_text()
    pledges.move(ride, "withdraw", by=SYSTEM)
    assert officer.page(path).select_one("#h-help") is not None
    assert officer.post(f"{path}/help").status_code == 303
    assert db.scalars(select(SupportBundle.state)).all() == ["broken"]
    make_help(Support.RIDE, title_th="สองแถวสายใหม่")
    assert "สองแถวสายใหม่" in officer.page(path).get_text()
    assert officer.post(f"{path}/help").status_code == 303
    assert sorted(db.scalars(select(SupportBundle.state))) == ["broken", "held"]
    assert officer.page(path).select_one("#h-help") is None


def test_thanks_are_said_once_the_help_is_firm(visitor: Client, offer: Opportunity) -> None:
    make_help(Support.RIDE)
    enrolment = asked(visitor, offer)
    path = f"/youth/applications/{enrolment.ref}"
    assert not visitor.page(path).select("#help ~ details")
    part = db.scalars(select(Reservation)).first()
    assert part is not None
    data = {"part": part.ref, "words": "came"}
    assert visitor.post(f"{path}/thanks", data=data).status_code == 409
    part.state = "confirmed"
    db.flush()
    assert visitor.page(path).select("#help ~ details")
    assert visitor.post(f"{path}/thanks", data=data | {"words": "0812345678"}).status_code == 422
    assert visitor.post(f"{path}/thanks", data=data).status_code == 303
    assert visitor.post(f"{path}/thanks", data=data).status_code == 409
