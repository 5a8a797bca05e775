"""Seven questions: kept at each step, forgiving, resumable, and the same for somebody without an account."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from blueprints.youth.keeping import COOKIE
from marketplace.areas.offices import office_key_for
from marketplace.kernel import week
from marketplace.people import answers
from models.account import Account
from models.session import db
from models.youth import Youth
from tests.factories.enrolments import make_account, make_youth
from tests.fixtures.client import Client, read_page

OUTSIDE = "950116"
pytestmark = pytest.mark.usefixtures("database")
ANSWERS: dict[int, dict[str, Any]] = {
    1: {"birth_date": "14 ก.พ. 2551"},
    2: {"area_code": "สะเตงนอก ยะลา"},
    3: {"free": ["02", "12", "50"]},
    4: {"interests": ["cooking", "care"], "skills": "หุงข้าว, ขายของ"},
    5: {"support_needs": ["childcare"], "who": "all"},
    6: {"minutes": "30"},
    7: {"need_per_month_satang": "3,000", "cost": "free"},
}
BAD: list[tuple[int, dict[str, Any], str]] = [
    (1, {}, "birth_date"),
    (1, {"birth_date": "31 ก.พ. 2551"}, "birth_date"),
    (1, {"birth_date": "1/1/2600"}, "birth_date"),
    (1, {"birth_date": "1/1/2400"}, "birth_date"),
    (1, {"birth_date": "<script>"}, "birth_date"),
    (2, {}, "area_code"),
    (2, {"area_code": "แอตแลนติส"}, "area_code"),
    (2, {"area_code": "ในเมือง"}, "area_code"),
    (3, {}, "free"),
    (3, {"free": "99"}, "free"),
    (3, {"preset": "hours", "day": "0", "since": "1200", "until": "990"}, "until"),
    (3, {"preset": "hours", "day": "9", "since": "0", "until": "990"}, "day"),
    (3, {"preset": "hours"}, "day"),
    (3, {"preset": "hours", "day": "x", "since": "0", "until": "990"}, "day"),
    (4, {"interests": "flying"}, "interests"),
    (4, {"skills": "x" * 60}, "skills"),
    (4, {"skills": ",".join(f"งาน{n}" for n in range(20))}, "skills"),
    (5, {"support_needs": "gold"}, "support_needs"),
    (5, {"support_needs": "ride", "who": "everybody"}, "who"),
    (6, {}, "minutes"),
    (6, {"minutes": "-5"}, "minutes"),
    (6, {"minutes": "99999"}, "minutes"),
    (7, {"need_per_month_satang": "มาก"}, "need_per_month_satang"),
    (7, {"need_per_month_satang": "99999999999"}, "need_per_month_satang"),
    (7, {"cost": "up_to"}, "cost_per_month_max_satang"),
]


def newcomer() -> Youth:
    nothing = {"birth_date": None, "area_code": None, "office_key": None, "free_mask": None}
    youth = make_youth()
    for name, value in nothing.items():
        setattr(youth, name, value)
    db.flush()
    return youth


def signed_in(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, youth.account_id))


def answer(client: Client, number: int, **changed: Any) -> str:
    answered = client.post(f"/youth/profile/{number}", data=ANSWERS[number] | changed)
    assert answered.status_code == 303
    return answered.headers["Location"]


def test_seven_answers_are_kept_at_each_step(client: Client) -> None:
    youth = newcomer()
    signed_in(client, youth)
    for number in range(1, 7):
        assert answer(client, number) == f"/youth/profile/{number + 1}"
        db.refresh(youth)
        assert youth.profile_step == number
    assert answer(client, 7) == "/youth/matches"
    db.refresh(youth)
    told = answers.of(youth)
    assert (told.area_code, youth.office_key) == (OUTSIDE, office_key_for(OUTSIDE))
    assert told.free == week.from_parts([week.part_of("02"), week.part_of("12"), week.part_of("50")])
    assert told.skills == ("หุงข้าว", "ขายของ")
    assert told.shared_needs == ("childcare",)
    assert (told.travel_minutes_max, told.need_per_month_satang, told.cost_per_month_max_satang) == (30, 300_000, 0)


def test_one_goes_on_where_one_stopped(client: Client) -> None:
    signed_in(client, newcomer())
    answer(client, 1)
    answer(client, 2)
    assert client.get("/youth/profile/start").headers["Location"] == "/youth/profile/3"


@pytest.mark.parametrize("number", range(1, 8))
def test_every_question_is_a_page_with_its_labels_and_can_be_skipped(client: Client, number: int) -> None:
    signed_in(client, newcomer())
    page = client.page(f"/youth/profile/{number}")
    assert page.find("button", attrs={"name": "skip"})
    assert client.post(f"/youth/profile/{number}", data={"skip": "1"}).status_code == 303


@pytest.mark.parametrize(("number", "typed", "field"), BAD)
def test_bad_answers_are_told_at_the_field_and_change_nothing(
    client: Client, number: int, typed: dict[str, Any], field: str
) -> None:
    youth = newcomer()
    signed_in(client, youth)
    before = answers.of(youth)
    answered = client.post(f"/youth/profile/{number}", data=typed)
    assert answered.status_code == 422
    page = read_page(answered)
    assert page.select_one(f'.errors a[href="#{field}"]')
    for name in ("birth_date", "area_code", "skills", "need_per_month_satang"):
        if name in typed:
            assert page.find("input", attrs={"name": name})["value"] == typed[name]  # type: ignore[index]
    db.refresh(youth)
    assert answers.of(youth) == before


def choices(page: BeautifulSoup) -> list[str]:
    return [str(box["value"]) for box in page.find_all("input", attrs={"name": "area_code-choice"})]


def test_a_name_borne_by_several_places_can_be_chosen_without_scripts(client: Client) -> None:
    youth = newcomer()
    signed_in(client, youth)
    page = read_page(client.post("/youth/profile/2", data={"area_code": "ในเมือง"}))
    offered = choices(page)
    assert len(offered) > 1
    client.post("/youth/profile/2", data={"area_code": "ในเมือง", "area_code-choice": offered[1]})
    db.refresh(youth)
    assert youth.area_code == offered[1]


def test_a_province_leads_down_to_the_subdistrict_step_by_step(client: Client) -> None:
    youth = newcomer()
    signed_in(client, youth)
    typed = {"area_code": "เชียงใหม่", "area_code-typed": "เชียงใหม่"}
    assert choices(read_page(client.post("/youth/profile/2", data={"area_code": "เชียงใหม่"})))[:2] == ["500101", "50"]
    assert "5006" in choices(read_page(client.post("/youth/profile/2", data=typed | {"area_code-choice": "50"})))
    page = read_page(client.post("/youth/profile/2", data=typed | {"area_code-choice": "5006"}))
    assert {code[:4] for code in choices(page)} == {"5006"}
    assert not page.find("input", attrs={"name": "area_code-choice", "checked": True})
    assert client.post("/youth/profile/2", data=typed | {"area_code-choice": "500602"}).status_code == 303
    db.refresh(youth)
    assert youth.area_code == "500602"


def test_a_place_typed_anew_counts_more_than_a_choice_for_the_old_one(client: Client) -> None:
    youth = newcomer()
    signed_in(client, youth)
    sent = {"area_code": "ต.ยะลา", "area_code-typed": "ยะลา", "area_code-choice": "950101"}
    assert client.post("/youth/profile/2", data=sent).status_code == 303
    db.refresh(youth)
    assert youth.area_code == "950106"


@pytest.mark.parametrize("choice", ["", "99", "999999", "x", "9" * 400])
def test_a_choice_that_was_never_offered_asks_again(client: Client, choice: str) -> None:
    signed_in(client, newcomer())
    answered = client.post("/youth/profile/2", data={"area_code": "ยะลา", "area_code-choice": choice})
    assert answered.status_code == 422
    assert choices(read_page(answered))


def test_later_questions_show_the_place_with_a_way_to_change_it(client: Client) -> None:
    signed_in(client, newcomer())
    assert "เปลี่ยนที่อยู่" not in client.page("/youth/profile/3").get_text()
    answer(client, 2)
    for number in range(3, 8):
        page = client.page(f"/youth/profile/{number}")
        assert "ต.สะเตงนอก อ.เมืองยะลา จ.ยะลา" in page.get_text()
        change = page.find("a", string="เปลี่ยนที่อยู่")
        assert change["href"] == f"/youth/profile/2?then=/youth/profile/{number}"  # type: ignore[index]
    changed = client.post("/youth/profile/2", data={"area_code": "ต.ยะลา", "then": "/youth/profile/5"})
    assert changed.headers["Location"] == "/youth/profile/5"


def test_presets_add_and_half_hours_make_one_day_finer(client: Client) -> None:
    youth = newcomer()
    signed_in(client, youth)
    for preset in ("evenings", "weekend"):
        boxes = {"preset": preset, "free": sorted(_boxes(youth))}
        assert client.post("/youth/profile/3", data=boxes).headers["Location"] == "/youth/profile/3"
        db.refresh(youth)
    assert len(_boxes(youth)) == 7 + 4
    finer = {"preset": "hours", "day": "0", "since": "990", "until": "1200", "free": sorted(_boxes(youth))}
    client.post("/youth/profile/3", data=finer)
    client.post("/youth/profile/3", data={"free": sorted(_boxes(youth))})
    db.refresh(youth)
    free = week.from_bytes(youth.free_mask or b"")
    assert week.covers(free, week.mask(week.parse("mon 16:30-20:00")))
    assert not free & week.mask(week.parse("mon 16:00-16:30"))


def test_clearing_leaves_the_question_open(client: Client) -> None:
    youth = make_youth()
    signed_in(client, youth)
    client.post("/youth/profile/3", data={"preset": "clear"})
    db.refresh(youth)
    assert youth.free_mask is None


def test_needs_are_told_to_the_provider_only_when_chosen_one_by_one(client: Client) -> None:
    youth = newcomer()
    signed_in(client, youth)
    onward = answer(client, 5, support_needs=["prenatal", "ride"], who="some")
    page = client.page(onward)
    assert [box["value"] for box in page.find_all("input", attrs={"name": "shared_needs"})] == ["prenatal", "ride"]
    client.post("/youth/profile/5", data={"part": "share", "shared_needs": ["ride", "childcare"]})
    db.refresh(youth)
    assert youth.shared_needs == ["ride"]


def test_moving_house_moves_the_office_and_forgets_the_old_point(client: Client) -> None:
    youth = make_youth(lat=6.5, lon=101.2)
    signed_in(client, youth)
    answer(client, 2)
    db.refresh(youth)
    assert (youth.area_code, youth.office_key, youth.lat) == (OUTSIDE, office_key_for(OUTSIDE), None)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("level", "2", 2),
        ("languages", "malay", ["malay"]),
        ("has_documents", "0", False),
        ("transport", "bike", "bike"),
    ],
)
def test_what_is_asked_in_place_is_kept_and_leads_back(client: Client, field: str, value: str, kept: object) -> None:
    youth = make_youth()
    signed_in(client, youth)
    client.page(f"/youth/profile/ask/{field}")
    assert client.post(f"/youth/profile/ask/{field}", data={field: "zzz"}).status_code == 422
    assert client.post(f"/youth/profile/ask/{field}").status_code == 422
    back = "/youth/matches?page=2"
    assert client.post(f"/youth/profile/ask/{field}", data={field: value, "then": back}).headers["Location"] == back
    db.refresh(youth)
    assert getattr(youth, field) == kept
    assert client.post(f"/youth/profile/ask/{field}", data={"skip": "1"}).headers["Location"] == "/youth/matches"


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example", "/\\evil", "javascript:alert(1)", "/office"]
)
def test_one_is_led_back_to_pages_of_this_house_only(client: Client, then: str) -> None:
    signed_in(client, make_youth())
    answered = client.post("/youth/profile/ask/level", data={"level": "2", "then": then})
    assert answered.headers["Location"] == "/youth/matches"


def test_somebody_without_an_account_answers_and_keeps_it_by_signing_up(client: Client) -> None:
    for number in ANSWERS:
        answer(client, number)
    carried = client.get_cookie(COOKIE)
    assert carried is not None
    assert "childcare" not in carried.value
    assert "ต.สะเตงนอก" in client.page("/youth/profile").get_text()
    client.page("/youth/matches")
    youth = newcomer()
    signed_in(client, youth)
    assert "ต.สะเตงนอก" in client.page("/youth/profile/keep").get_text()
    client.post("/youth/profile/keep", data={"then": "/youth/matches"})
    db.refresh(youth)
    assert (youth.area_code, youth.profile_step, youth.support_needs) == (OUTSIDE, 7, ["childcare"])
    assert client.get_cookie(COOKIE) is None


def test_answers_that_are_not_ones_own_can_be_left(client: Client) -> None:
    answer(client, 2)
    youth = newcomer()
    signed_in(client, youth)
    client.post("/youth/profile/keep", data={"leave": "1"})
    db.refresh(youth)
    assert youth.area_code is None
    assert client.get_cookie(COOKIE) is None


def test_what_an_account_knows_is_not_overwritten_by_what_a_browser_brings(client: Client) -> None:
    answer(client, 2)
    youth = make_youth()
    signed_in(client, youth)
    client.post("/youth/profile/keep")
    db.refresh(youth)
    assert youth.area_code == "950101"


@pytest.mark.parametrize("cookie", ["", "rubbish", "test:AAAA", "test:" + "A" * 200])
def test_a_cookie_that_is_not_ours_holds_no_answers(client: Client, cookie: str) -> None:
    client.set_cookie(COOKIE, cookie)
    assert client.get("/youth/profile").headers["Location"] == "/youth/profile/1"


@pytest.mark.parametrize("path", ["/youth/profile/0", "/youth/profile/8", "/youth/profile/ask/birth_date"])
def test_there_are_seven_questions_and_four_in_place(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_accounts_that_are_no_young_persons_have_no_profile(client: Client) -> None:
    client.sign_in(make_account())
    for path in ("/youth/profile", "/youth/profile/1", "/youth/matches", "/youth/profile/keep", "/youth"):
        assert client.get(path).status_code == 404


def _boxes(youth: Youth) -> set[str]:
    free = week.from_bytes(youth.free_mask) if youth.free_mask else week.EMPTY
    return {part.code for part in week.parts_touched(free)}
