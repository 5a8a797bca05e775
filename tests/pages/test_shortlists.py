"""A shortlist for one young person: ranked with reasons, kept as it was judged, shared, and applied for from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.enrolments import beginning
from marketplace.i18n.dates import short_date
from marketplace.kernel import clock, week
from models.account import Account
from models.history import Notice
from models.session import db
from models.shortlist import Shortlist, ShortlistLine
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.factories.offers import BETONG, make_opportunity, make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def told(**given: object) -> Youth:
    facts = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike", "travel_minutes_max": 30}
    return make_youth(**(facts | {"profile_step": 7} | given))  # type: ignore[arg-type]


@pytest.fixture
def officer(client: Client) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


def keep(client: Client, youth: Youth, *refs: str, note: str = "") -> str:
    answer = client.post(f"/office/youth/{youth.ref}/shortlist", data={"pick": list(refs), "note": note})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_what_fits_is_ranked_with_a_reason_each(officer: Client) -> None:
    make_placement(title_th="งานครัว")
    make_opportunity(title_th="ไกล", area_code=BETONG)
    youth = told()
    page = officer.page(f"/office/youth/{youth.ref}/shortlist")
    rows = page.select("tr[data-row]")
    assert [row.select_one("th a").get_text() for row in rows] == ["งานครัว"]
    assert rows[0].select_one(".check").get_text(strip=True)


def test_a_list_for_the_staff_speaks_about_them_and_marks_what_was_asked_for(officer: Client) -> None:
    today = clock.today()
    running = make_opportunity(
        title_th="เปิดแล้ว", starts_on=today - timedelta(days=7), apply_by=today + timedelta(days=30)
    )
    youth = told()
    for path in ("shortlist", "apply"):
        text = officer.page(f"/office/youth/{youth.ref}/{path}").select_one("main").get_text()
        assert "เขาเริ่มได้" in text
        assert "คุณเริ่มได้" not in text
    make_enrolment("officer_review", youth=youth, opportunity=running)
    officer.get("/?lang=en")
    page = officer.page(f"/office/youth/{youth.ref}/shortlist").select_one("main")
    assert "Asked for already" in page.select_one("tr[data-row]").get_text()
    assert "best for them" in page.get_text()


def test_what_does_not_fit_says_the_one_reason_on_demand(officer: Client) -> None:
    make_opportunity(title_th="วุฒิสูง", level_min=5)
    youth = told()
    assert "วุฒิสูง" not in officer.page(f"/office/youth/{youth.ref}/shortlist").select_one("main").get_text()
    rejected = officer.page(f"/office/youth/{youth.ref}/shortlist?show=rejected").select(".tasks li")
    assert len(rejected) == 1
    assert "ปริญญาตรี" in rejected[0].get_text()


def test_a_change_is_told_about_them_and_counted_exactly(officer: Client) -> None:
    for _ in range(2):
        make_opportunity(supports=[])
    youth = told(support_needs=["ride"])
    link = officer.page(f"/office/youth/{youth.ref}/shortlist").select_one(".opens a")
    assert "+2" in link.get_text()
    supposed = officer.page(str(link["href"]))
    assert len(supposed.select("tr[data-row]")) == 2
    db.expire_all()
    assert db.get_one(Youth, youth.id).support_needs == ["ride"]


def test_what_a_list_supposed_is_told_about_them_and_not_to_them(officer: Client) -> None:
    offer, youth = make_opportunity(), told(support_needs=["ride"])
    offer.supports = []
    address = str(officer.page(f"/office/youth/{youth.ref}/shortlist").select_one(".opens a")["href"])
    gain = officer.page(address).select_one("main").get_text()
    assert "จะเข้ากับเขาเพิ่มอีก 1 โอกาส" in gain
    assert "คำตอบของคุณ" not in gain
    location = str(officer.post(address, data={"pick": [offer.ref]}).headers["Location"])
    officer.get("/?lang=en")
    assert "If a ride were arranged" in officer.page(location).select_one("main").get_text()


def test_a_part_of_the_week_a_list_supposed_is_kept_with_it(officer: Client) -> None:
    offer, youth = (
        make_opportunity(times="sat 08:00-10:00"),
        told(free_mask=week.to_bytes(week.mask(week.parse("sun 06:00-18:00")))),
    )
    address = str(officer.page(f"/office/youth/{youth.ref}/shortlist").select_one(".opens a")["href"])
    location = str(officer.post(address, data={"pick": [offer.ref]}).headers["Location"])
    assert "วันเสาร์" in officer.page(location).select_one("main").get_text()


@pytest.mark.on_both
def test_a_kept_list_remembers_the_day_the_weights_and_the_scores(officer: Client) -> None:
    first, second = make_placement(title_th="งาน"), make_opportunity(title_th="เรียน")
    youth = told()
    location = keep(officer, youth, second.ref, first.ref, note="ลองดูสองที่นี้")
    kept = db.scalars(select(Shortlist)).one()
    lines = db.scalars(select(ShortlistLine).order_by(ShortlistLine.place)).all()
    assert [line.opportunity_id for line in lines] == [first.id, second.id]
    assert [line.score_millionths for line in lines] == sorted((line.score_millionths for line in lines), reverse=True)
    assert kept.weights_version.startswith("th:")
    assert kept.rules_version
    shown = officer.page(location)
    assert [title.get_text() for title in shown.select(".kept h3")] == ["งาน", "เรียน"]
    assert kept.weights_version in shown.get_text()


def test_a_kept_line_stays_as_it_was_when_the_opportunity_changes(officer: Client) -> None:
    offer, youth = make_placement(), told()
    location = keep(officer, youth, offer.ref)
    before = officer.page(location).select_one(".kept strong").get_text()
    offer.wage_per_day_satang, offer.state = 900_00, "closed"
    db.flush()
    after = officer.page(location)
    assert after.select_one(".kept strong").get_text() == before
    assert after.select_one(".kept a.btn") is None


@pytest.mark.parametrize("picked", [[], ["O-nothing"], [f"O-{number}" for number in range(30)]])
def test_nothing_wrong_things_and_too_much_are_refused_in_words_and_nothing_is_kept(
    officer: Client, picked: list[str]
) -> None:
    make_opportunity()
    youth = told()
    answer = officer.post(f"/office/youth/{youth.ref}/shortlist", data={"pick": picked})
    assert answer.status_code == 422
    assert db.scalars(select(Shortlist)).all() == []


def test_pressing_twice_keeps_one_list(officer: Client) -> None:
    offer, youth = make_opportunity(), told()
    data = {"pick": [offer.ref], "once": "the-same-key"}
    first = officer.post(f"/office/youth/{youth.ref}/shortlist", data=data)
    second = officer.post(f"/office/youth/{youth.ref}/shortlist", data=data)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(db.scalars(select(Shortlist)).all()) == 1


def test_the_young_person_sees_it_only_while_it_is_shared(client: Client) -> None:
    offer, youth, staff = make_opportunity(title_th="ทำขนม"), told(), make_staff(Role.CASEWORKER)
    client.sign_in(staff)
    location = keep(client, youth, offer.ref)
    ref = location.rpartition("/")[2]
    client.sign_in(db.get_one(Account, youth.account_id))
    assert client.get(f"/youth/shortlists/{ref}").status_code == 404
    assert client.page("/youth/matches").select(f'a[href="/youth/shortlists/{ref}"]') == []
    client.sign_in(staff)
    assert client.post(f"{location}/share").status_code == 303
    assert client.post(f"{location}/share").status_code == 409
    client.sign_in(db.get_one(Account, youth.account_id))
    assert client.page("/youth/matches").select(f'a[href="/youth/shortlists/{ref}"]')
    page = client.page(f"/youth/shortlists/{ref}")
    assert page.select_one(".kept h3").get_text() == "ทำขนม"
    assert page.select_one(".kept a.btn")["href"] == f"/youth/apply/{offer.ref}"
    assert db.scalars(select(Notice.path).where(Notice.event == "shortlist.shared")).one().endswith(ref)
    client.sign_in(staff)
    assert client.post(f"{location}/take-back").status_code == 303
    client.sign_in(db.get_one(Account, youth.account_id))
    assert client.get(f"/youth/shortlists/{ref}").status_code == 404


def test_another_area_and_nobody_sound_the_same(client: Client) -> None:
    offer, youth = make_opportunity(), told()
    client.sign_in(make_staff(Role.OFFICER))
    location = keep(client, youth, offer.ref)
    client.sign_in(make_staff(Role.OFFICER, "700101"))
    foreign, missing = client.get(location), client.get("/office/shortlists/SL-nothing")
    assert foreign.status_code == missing.status_code == 404
    assert client.get(f"/office/youth/{youth.ref}/shortlist").status_code == 404


def test_one_may_apply_on_their_behalf_from_the_list(officer: Client) -> None:
    offer, youth = make_opportunity(), told()
    page = officer.page(keep(officer, youth, offer.ref))
    assert page.select_one(".kept a.btn")["href"] == f"/office/youth/{youth.ref}/apply/{offer.ref}"


def test_what_is_running_begins_for_its_reader_with_a_session_to_come(client: Client, officer: Client) -> None:
    offer = make_opportunity(
        starts_on=clock.today() - timedelta(days=40), ends_on=clock.today() + timedelta(days=90), with_sessions=True
    )
    youth = told()
    kept = keep(officer, youth, offer.ref)
    assert officer.post(f"{kept}/share").status_code == 303
    client.sign_in(db.get_one(Account, youth.account_id))
    begins = beginning.of_asker(offer, beginning.days_for(youth, clock.today())).first
    page = client.page(f"/youth/shortlists/{kept.rsplit('/', 1)[-1]}").get_text()
    assert f"เริ่ม {short_date(begins, year=True)}" in page
    assert short_date(offer.starts_on, year=True) not in page
