"""No answer of the posting form breaks it: what cannot be kept is said beside its field, and nothing is lost."""

import random
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import CheckConstraint, select

from marketplace.kernel import clock
from marketplace.offers import bounds, postings
from models.offer import Opportunity, Session, Slot
from models.session import db as session
from tests.factories.enrolments import give_role, make_provider
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.client import read_page
from tests.fixtures.corpus import EVERYTHING

THAI = re.compile("[ก-๙]")
NEW = "/provider/postings/new"
TYPED = "คำที่พิมพ์ไว้แล้ว"


def thai(day) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def on(days: int) -> str:
    return thai(clock.today() + timedelta(days=days))


def filled(**given: str) -> dict[str, str]:
    return {
        "kind": "course", "form": "non_formal", "field": "cooking", "title_th": "ทำขนมไทย", "title_en": "Thai sweets",
        "summary_th": TYPED, "summary_en": "", "about_th": TYPED * 2, "bring_th": "", "area": "950101",
        "place_th": "หลังตลาด", "mode": "onsite", "place_type": "school", "starts_on": on(14), "ends_on": on(60),
        "apply_by": on(10), "seats": "12", "times-0-weekday": "0", "times-0-start": "16.30", "times-0-end": "19.30",
        "times-0-kind": "learn", "age_min": "15", "age_max": "24", "level_min": "0", "languages": "thai",
        "supports": "meal", "wage_per_day": "", "wage_per_hour": "", "stipend_per_hour": "",
        "stipend_per_session": "", "travel_per_session": "", "completion_bonus": "", "cost_per_month": "",
        "credits": "", "fund": "",
        **given,
    }  # fmt: skip


WORK = {"kind": "placement", "times-0-kind": "work", "wage_per_day": "400", "age_min": "18"}

BROKEN = {
    "ck_opportunity_kind_known": [("kind", {"kind": "gold"}), ("kind", {"kind": ""})],
    "ck_opportunity_form_known": [("form", {"form": "gold"})],
    "ck_opportunity_field_known": [("field", {"field": "gold"})],
    "ck_opportunity_mode_known": [("mode", {"mode": "gold"}), ("mode", {"mode": ""})],
    "ck_opportunity_place_type_known": [("place_type", {"place_type": "gold"}), ("place_type", {"place_type": ""})],
    "ck_opportunity_seats_within": [("seats", {"seats": one}) for one in ("-1", "0", "501", "1e9", "9" * 30)],
    "ck_opportunity_ends_after_start": [
        ("ends_on", {"starts_on": on(60), "ends_on": on(14)}),
        ("ends_on", {"ends_on": on(13)}),
        ("ends_on", {"ends_on": on(14 + 732)}),
        ("starts_on", {"starts_on": "1/1/2669", "ends_on": "2/1/2669"}),
        ("starts_on", {"starts_on": "1/1/2400", "ends_on": "2/1/2400", "apply_by": "1/1/2400"}),
        *(
            (name, {name: day})
            for name in ("starts_on", "ends_on", "apply_by")
            for day in ("0001-01-01", "9999-12-31", "31/2/2569", "")
        ),
        ("apply_by", {"apply_by": on(61)}),
    ],
    "ck_opportunity_ages_in_order": [
        ("age_max", {"age_min": "18", "age_max": "15"}),
        ("age_max", {"age_max": "100"}),
        ("age_max", {"age_max": "-1"}),
        ("age_min", {"age_min": "2"}),
        ("age_min", {"age_min": "61"}),
        ("age_min", {"age_min": "9" * 5000}),
    ],
    "ck_opportunity_level_known": [("level_min", {"level_min": one}) for one in ("7", "-1", "x", "9" * 5000)],
    "ck_opportunity_money_not_negative": [
        *((name, {name: one}) for name in bounds.MOST for one in ("-1", "1,000,000", "9" * 30, "1e3", "ร้อย")),
        ("credits", {"credits": "-1"}),
        ("credits", {"credits": "101"}),
    ],
    "ck_opportunity_stipend_per_hour_not_negative": [
        ("stipend_per_hour", {"stipend_per_hour": one}) for one in ("-1", "250.01")
    ],
    "ck_opportunity_one_stipend": [
        ("stipend_per_hour", {"stipend_per_session": "100", "stipend_per_hour": "47.50"}),
        ("stipend_per_hour", {"stipend_per_hour": "250", "times-0-start": "08.00", "times-0-end": "16.01"}),
    ],
    "ck_slot_kind_known": [],
    "ck_slot_weekday_known": [
        ("times", {"times-0-weekday": one}) for one in ("7", "-1", "x", "", "๓", "9" * 5000)
    ],
    "ck_slot_minutes_sane": [
        ("times", {"times-0-start": "18.30", "times-0-end": "16.30"}),
        ("times", {"times-0-start": "16.30", "times-0-end": "16.30"}),
        ("times", {"times-0-start": "08.00", "times-0-end": "20.01"}),
        ("times", {"times-0-start": "22.00", "times-0-end": "02.00"}),
        ("times", {"times-0-end": ""}),
        ("times", {**WORK, "times-0-start": "08.00", "times-0-end": "16.01"}),
        ("times-0-start", {"times-0-start": "25.00"}),
        ("times-0-start", {"times-0-start": "-1"}),
        ("times-0-end", {"times-0-end": "24.01"}),
        ("times-0-end", {"times-0-end": "9" * 5000}),
    ],
    "ck_session_kind_known": [],
    # No answer reaches these: state, the mask and what is taken are ours.
    "ck_opportunity_state_known": [],
    "ck_opportunity_week_mask_whole": [],
}  # fmt: skip
CASES = [(name, *case) for name, cases in BROKEN.items() for case in cases]


@pytest.fixture
def organisation(db):
    return make_organisation()


@pytest.fixture
def provider(client, organisation):
    return client.sign_in(make_provider(organisation.id))


def errors_at(page: BeautifulSoup, field: str) -> str:
    """What is said beside a field."""
    beside = page.find(id=f"{field}-error")
    return beside.get_text(" ", strip=True) if beside else ""


def test_every_check_of_the_tables_is_tried() -> None:
    tables = (Opportunity, Slot, Session)
    checks = {
        str(one.name) for model in tables for one in model.__table__.constraints if isinstance(one, CheckConstraint)
    }
    assert {name.rsplit(" ", 1)[-1] for name in checks} == set(BROKEN)


@pytest.mark.parametrize(("name", "field", "bad"), CASES, ids=lambda one: str(one)[:60])
def test_what_the_tables_refuse_is_said_beside_the_field_and_nothing_is_lost(provider, name, field, bad) -> None:
    typed = filled(**bad)
    answer = provider.post(NEW, data=typed)
    assert answer.status_code == 422
    page = read_page(answer)
    assert THAI.search(errors_at(page, field)), f"nothing is said at {field}"
    assert session.scalar(select(Opportunity.id)) is None
    for kept in ("title_th", "starts_on", "ends_on", "apply_by", "seats", "age_min", "times-0-start", "times-0-end"):
        control = page.find(attrs={"name": kept})
        assert str(control.get("value", "")) == typed[kept]
    assert page.find("textarea", attrs={"name": "summary_th"}).get_text().strip() == TYPED


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("ends_on", {"starts_on": on(60), "ends_on": on(14)}),
        ("age_max", {"age_min": "18", "age_max": "15"}),
        ("times", {"times-0-start": "18.30", "times-0-end": "16.30"}),
        ("stipend_per_session", {"stipend_per_session": "1,000,000"}),
        ("stipend_per_hour", {"stipend_per_session": "100", "stipend_per_hour": "47.50"}),
    ],
)
def test_a_kept_posting_is_changed_by_the_same_bounds(provider, organisation, field, bad) -> None:
    kept = make_opportunity(organisation=organisation, state="draft")
    before = kept.title_th
    answer = provider.post(f"/provider/postings/{kept.ref}/edit", data=filled(title_th="ชื่อใหม่", **bad))
    assert answer.status_code == 422
    page = read_page(answer)
    assert THAI.search(errors_at(page, field))
    assert page.find(attrs={"name": "title_th"})["value"] == "ชื่อใหม่"
    assert session.scalar(select(Opportunity.title_th)) == before


EACH = 5
"""How many values each field is tried with in a common run; a full run tries all."""
ODD = (*EVERYTHING, "0", "-1", "1000000", "9" * 5000, "2/1/2569", "23.59", "0001-01-01", "9999-12-31", "\ud800")


@pytest.mark.parametrize(
    "field", [*filled(), "hazards", "requires_documents", "times-6-weekday", "times-99-start", "organisation"]
)
def test_no_value_of_any_field_breaks_the_form(provider, organisation, full, field) -> None:
    kept = make_opportunity(organisation=organisation, state="draft")
    session.commit()
    broke = []
    for value in ODD if full else random.Random(field).sample(ODD, EACH):
        for path in (NEW, f"/provider/postings/{kept.ref}/edit"):
            answer = provider.post(path, data=filled(**{field: value.encode("utf-8", "surrogatepass")}))
            if answer.status_code not in (303, 422):
                broke.append((path, value[:20], answer.status_code))
            elif answer.status_code == 422 and not THAI.search(answer.get_data(as_text=True)):
                broke.append((path, value[:20], "not in Thai"))
    assert not broke
    for made in session.scalars(select(Opportunity)):
        assert provider.post(f"/provider/postings/{made.ref}/submit").status_code in (303, 422)


@pytest.mark.parametrize("name", ["title_th", "title_en", "summary_th", "about_th", "place_th", "bring_th"])
def test_letters_that_turn_the_others_round_are_told_and_come_back_without(provider, name) -> None:
    turned = "\u202eทำขนม\u202c\u2066ไทย\u2069\u200f\u200b\ufeff"
    refused = provider.post(NEW, data=filled(**{name: turned}))
    assert refused.status_code == 422
    assert errors_at(read_page(refused), name)
    assert "ทำขนมไทย" in refused.get_data(as_text=True)
    assert "\u202e" not in refused.get_data(as_text=True)
    assert session.scalar(select(Opportunity)) is None


def test_marks_that_phones_put_around_words_are_taken_out_in_silence(provider) -> None:
    assert provider.post(NEW, data=filled(title_th="\u2066ทำขนม\u2069ไทย\u200b\ufeff")).status_code == 303
    assert session.scalar(select(Opportunity.title_th)) == "ทำขนมไทย"


def test_a_title_of_marks_alone_is_none(provider) -> None:
    made = provider.post(NEW, data=filled(title_th="\u0e49 ***", about_th="มาบ้านผมได้เลย เป็นโฮมสเตย์"))
    assert made.status_code == 303
    refused = provider.post(made.headers["Location"] + "/submit")
    assert refused.status_code == 422
    assert errors_at(read_page(refused), "title_th")
    assert not errors_at(read_page(refused), "about_th"), "where people meet may be said to all"


def test_a_day_that_ends_at_midnight_and_hours_at_their_bound_are_kept(provider) -> None:
    for begins, ends in (("12.00", "0.00"), ("12.00", "24.00"), ("08.00", "20.00")):
        answer = provider.post(NEW, data=filled(**{"times-0-start": begins, "times-0-end": ends}))
        assert answer.status_code == 303
    assert {one.end_minute - one.start_minute for one in session.scalars(select(Slot))} == {720}
    sums = {name: str(most // 100) for name, most in bounds.MOST.items()}
    for other in ("stipend_per_hour", "stipend_per_session"):
        assert provider.post(NEW, data=filled(**sums | {other: ""})).status_code == 303


def test_changing_words_leaves_what_only_a_file_says(provider, organisation) -> None:
    times = ";".join(f"{day} {hour}:00-{hour + 1}:00" for day in ("mon", "tue", "wed") for hour in (9, 10, 11))
    kept = make_opportunity(
        organisation=organisation, state="draft", times=times, external_ref="A-1", skills=["ทำขนม"], about_en="About",
        bring_en="Nothing", place_en="Behind the market", lat=6.55, lon=101.25, point_precision="place",
    )  # fmt: skip
    session.commit()
    page = provider.page(f"/provider/postings/{kept.ref}/edit")
    sent = {
        one["name"]: one.get("value", "") if one.name == "input" else (one.find(selected=True) or {}).get("value", "")
        for one in page.select("form input[name], form select[name]")
        if one.get("type") != "checkbox" or one.has_attr("checked")
    }
    before = postings.draft_of(session.scalars(select(Opportunity)).one())
    answer = provider.post(f"/provider/postings/{kept.ref}/edit", data={**sent, "summary_th": TYPED})
    assert answer.status_code == 303
    after = postings.draft_of(session.scalars(select(Opportunity)).one())
    assert postings.changed_facts(before, after) == {"summary_th"}


def test_the_chosen_organisation_stays_chosen(client) -> None:
    account = make_provider(make_organisation().id)
    other = make_organisation(name_th="องค์กรที่สอง")
    give_role(account, "provider", organisation_id=other.id)
    client.sign_in(account)
    page = read_page(client.post(NEW, data=filled(title_th="", organisation=other.ref)))
    assert page.select_one("#organisation option[selected]")["value"] == other.ref
