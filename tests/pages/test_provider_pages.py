"""A provider's day in pages: write, submit, answer, mark, claim; and an officer's review of it."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.areas.settings import change_setting
from marketplace.enrolments import approvals, queries
from marketplace.kernel import clock
from marketplace.organisations import suspending
from models.account import Account
from models.device import DeviceMark
from models.enrolment import Attendance, Claim, Enrolment, Evidence
from models.offer import Opportunity, Session
from models.session import db as session
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.client import read_page


@pytest.fixture
def provider(client):
    organisation = make_organisation()
    return client.sign_in(make_provider(organisation.id)), organisation


def thai(day) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def filled(**given: str) -> dict[str, str]:
    today = clock.today()
    return {
        "kind": "course",
        "form": "non_formal",
        "field": "cooking",
        "title_th": "ทำขนมไทย",
        "area": "950101",
        "mode": "onsite",
        "place_type": "school",
        "starts_on": thai(today + timedelta(days=14)),
        "ends_on": thai(today + timedelta(days=60)),
        "apply_by": thai(today + timedelta(days=10)),
        "seats": "12",
        "times-0-weekday": "0",
        "times-0-start": "16.30",
        "times-0-end": "๑๙.๓๐",
        "times-0-kind": "learn",
        "age_min": "15",
        "level_min": "0",
        "languages": "thai",
        "stipend_per_session": "๑๐๐",
        **given,
    }


def test_a_posting_goes_from_an_empty_form_to_the_public_list(provider, app) -> None:
    client, _ = provider
    fund = make_fund()
    client.page("/provider/postings/new")
    answer = client.post("/provider/postings/new", data=filled(fund=str(fund.id)))
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    made = session.scalars(select(Opportunity)).one()
    assert made.stipend_per_session_satang == 10_000
    page = client.page(f"/provider/postings/{made.ref}")
    assert "ทำขนมไทย" in page.get_text()
    assert "พร้อมแล้วกดส่งได้เลย" in page.get_text()
    assert client.post(f"/provider/postings/{made.ref}/submit").status_code == 303
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    assert "ทำขนมไทย" in officer.page("/office/postings").get_text()
    assert f"{made.ref},ทำขนมไทย" in officer.get("/office/postings.csv").get_data(as_text=True)
    review = officer.page(f"/office/postings/{made.ref}").get_text(" ")
    # 47 days from a weekday on hold six or seven of each weekday, a hundred baht each.
    held = sum((made.starts_on + timedelta(days=day)).weekday() == 0 for day in range(47))
    for said in ("กองทุนเทศบาล", "เทศบาลนครยะลา", f"หนึ่งที่นั่งเต็มหลักสูตร: {held}00 บาท", f"{held * 1200:,} บาท"):
        assert said in review
    refused = officer.post(f"/office/postings/{made.ref}", data={"decision": "change", "note": ""})
    assert refused.status_code == 422
    assert officer.post(f"/office/postings/{made.ref}", data={"decision": "publish"}).status_code == 303
    session.expire_all()
    assert session.scalars(select(Opportunity.state)).one() == "published"
    assert officer.post(f"/office/postings/{made.ref}", data={"decision": "publish"}).status_code in (403, 409)


def test_a_stipend_without_a_fund_comes_back_beside_the_field(provider) -> None:
    client, _ = provider
    made = client.post("/provider/postings/new", data=filled())
    assert made.status_code == 303
    page = read_page(client.post(made.headers["Location"] + "/submit"))
    assert "กองทุน" in page.find(id="fund-error").get_text()
    assert page.find(id="stipend_per_session")["value"] == "100"


@pytest.mark.parametrize(
    ("field", "said", "found"),
    [
        ("title_th", "ทำขนมไทย โทร 081-234-5678", "081-234-5678"),
        ("title_en", "Thai sweets, www.riverside.org", "www.riverside.org"),
        ("summary_th", "แอดไลน์ nurin99 เพื่อจองที่", "nurin99"),
        ("summary_en", "Write to kru@example.com", "kru@example.com"),
        ("about_th", "Facebook: ศูนย์เรียนรู้สะเตง", "ศูนย์เรียนรู้สะเตง"),
        ("bring_th", "ผ้ากันเปื้อน ถาม @nurin99", "@nurin99"),
        ("place_th", "ห้องครัว โทร ๐๗๓ ๒๑๒ ๓๔๕", "073 212 345"),
        ("steps", "ส่งรูปที่ lin.ee/abc: 100", "lin.ee/abc"),
        ("things", "ชุดทำขนม ทักไลน์มารับ: 100", "ทักไลน์"),
    ],
)
def test_a_way_past_okat_in_a_posting_is_told_at_its_field_when_it_is_handed_in(provider, field, said, found) -> None:
    client, _ = provider
    fund = make_fund()
    made = client.post("/provider/postings/new", data=filled(fund=str(fund.id), **{field: said}))
    assert made.status_code == 303, "a draft may hold what is not thought through yet"
    draft = client.page(made.headers["Location"])
    assert "พร้อมแล้วกดส่งได้เลย" not in draft.get_text()
    marked = draft.find("a", href=made.headers["Location"] + f"/edit#{field}").parent.get_text()
    assert "ช่วยเอาส่วนนี้ออกก่อน" in marked
    assert found in marked
    assert draft.find("form", action=made.headers["Location"] + "/submit"), "it may be tried all the same"
    faulty = {field: said, "seats": "", "apply_by": thai(clock.today() + timedelta(days=90))}
    at_once = read_page(client.post(made.headers["Location"] + "/edit", data=filled(**faulty)))
    told = at_once.find(id=f"{field}-error"), at_once.find(id="seats-error"), at_once.find(id="apply_by-error")
    assert all(told), "one after another"
    answer = client.post(made.headers["Location"] + "/submit")
    assert answer.status_code == 422
    page = read_page(answer)
    told = page.find(id=f"{field}-error").get_text()
    assert "ช่วยเอาส่วนนี้ออกก่อน" in told
    assert found in told
    assert session.scalars(select(Opportunity.state)).one() == "draft"
    assert client.post(made.headers["Location"] + "/edit", data=filled(fund=str(fund.id))).status_code == 303
    assert client.post(made.headers["Location"] + "/submit").status_code == 303


def test_a_posting_about_selling_on_an_app_may_name_it(provider) -> None:
    client, _ = provider
    words = {
        "title_th": "ขายของบน Facebook",
        "title_en": "Facebook Marketing",
        "about_th": "ทำเพจ Facebook และ LINE OA",
    }
    made = client.post("/provider/postings/new", data=filled(fund=str(make_fund().id), **words))
    assert client.post(made.headers["Location"] + "/submit").status_code == 303


def test_another_places_fund_is_refused_beside_the_field(provider) -> None:
    client, _ = provider
    own, other = make_fund(), make_fund(area_code="950201")
    answer = client.post("/provider/postings/new", data=filled(fund=str(other.id)))
    assert answer.status_code == 422
    page = read_page(answer)
    assert "เบตง" in page.find(id="fund-error").get_text()
    assert page.select_one("#fund option[selected]")["value"] == str(other.id)
    assert client.post("/provider/postings/new", data=filled(fund=str(own.id))).status_code == 303
    away = make_fund(area_code="700101")
    there = filled(area="700101", fund=str(away.id))
    assert client.post("/provider/postings/new", data=there).status_code == 303


def test_a_stipend_by_the_hour_is_read_the_same_by_everybody(provider, app) -> None:
    client, _ = provider
    fund = make_fund()
    given = filled(fund=str(fund.id), stipend_per_session="", stipend_per_hour="๔๗.๕๐", **{"times-0-end": "17.55"})
    made = client.post("/provider/postings/new", data=given)
    assert made.status_code == 303, made.get_data(as_text=True)[-3000:]
    offer = session.scalars(select(Opportunity)).one()
    assert (offer.stipend_per_hour_satang, offer.stipend_per_session_satang) == (47_50, 0)
    assert "เบี้ยเรียน 47.50 บาทต่อชั่วโมง" in client.page(f"/provider/postings/{offer.ref}").get_text(" ")
    assert client.page(f"/provider/postings/{offer.ref}/edit").find(id="stipend_per_hour")["value"] == "47.50"
    assert client.post(f"/provider/postings/{offer.ref}/submit").status_code == 303
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    held = sum((offer.starts_on + timedelta(days=day)).weekday() == 0 for day in range(47))
    review = officer.page(f"/office/postings/{offer.ref}").get_text(" ")
    # An hour and 25 minutes at 47.50 baht are 67.2916 baht, each time.
    cost = f"{held * 67_29 // 100:,}.{held * 67_29 % 100:02d}"
    for said in (
        "เบี้ยเรียน 47.50 บาทต่อชั่วโมง",
        f"เบี้ยเรียนครั้งละ 1 ชม. 25 นาที {held} × 67.29 = {cost}",
        f"หนึ่งที่นั่งเต็มหลักสูตร: {cost} บาท",
    ):
        assert said in review
    assert officer.post(f"/office/postings/{offer.ref}", data={"decision": "publish"}).status_code == 303
    public = app.test_client().page(f"/opportunities/{offer.ref}").get_text(" ")
    assert "1 ครั้ง ครั้งละ 1 ชม. 25 นาที × ชั่วโมงละ 47.50 บาท" in public
    # 67.29 baht a week are 291.59 a month, in whole baht.
    assert "291 บาท" in public
    assert "291 บาท" in app.test_client().page("/opportunities").get_text(" ")
    asked = make_enrolment(EnrolmentState.OFFICER_REVIEW, opportunity=offer)
    told = officer.page(f"/office/enrolments/{asked.ref}").get_text(" ")
    assert "× 67.29 =" in told
    youth = session.get_one(Youth, asked.youth_id)
    theirs = app.test_client().sign_in(session.get_one(Account, youth.account_id))
    mine = theirs.page(f"/youth/applications/{asked.ref}").get_text(" ")
    assert "เบี้ยเรียนต่อชั่วโมง 47.50 บาท" in mine


def test_what_is_published_without_a_fund_is_shown_to_be_mended_and_promises_nothing(provider, app) -> None:
    client, organisation = provider
    fund = make_fund()
    sums = {"stipend_per_session_satang": 111_00, "completion_bonus_satang": 777_00}
    offer = make_opportunity(organisation=organisation, fund_id=None, with_sessions=True, **sums)
    asked = make_enrolment(EnrolmentState.OFFICER_REVIEW, opportunity=offer)
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    where = (f"/provider/postings/{offer.ref}", "/provider/", "/provider/postings")
    for path in where:
        assert "ระบุกองทุน" in client.page(path).get_text(" ")
    public = client.page(f"/opportunities/{offer.ref}").get_text(" ")
    assert "111" not in public
    assert "777" not in public
    assert "จากกองทุน" not in public
    assert "ไม่ได้ระบุกองทุน" in officer.page(f"/office/enrolments/{asked.ref}").get_text(" ")
    offer.fund_id = fund.id
    session.commit()
    for path in where:
        assert "ระบุกองทุน" not in client.page(path).get_text(" ")
    told = officer.page(f"/office/enrolments/{asked.ref}").get_text(" ")
    assert "กองทุนเทศบาล" in told
    assert "เทศบาลนครยะลา" in told


@pytest.mark.parametrize(
    "bad",
    [
        {"title_th": ""},
        {"seats": "มาก"},
        {"seats": "0"},
        {"starts_on": "31/2/2569"},
        {"area": "ไม่มีที่นี่หรอก"},
        {"times-0-start": "25.00"},
        {"times-0-end": ""},
        {"times-1-weekday": "0", "times-1-start": "17.00", "times-1-end": "18.00", "times-1-kind": "learn"},
        {"stipend_per_session": "ร้อย"},
        {"stipend_per_session": "1e9"},
        {"kind": "gold"},
        {"age_min": "-3"},
        {"fund": "999"},
    ],
)
def test_a_bad_answer_comes_back_with_everything_typed(provider, bad) -> None:
    client, _ = provider
    answer = client.post("/provider/postings/new", data=filled(summary_th="คำที่พิมพ์ไว้แล้ว", **bad))
    if answer.status_code == 303:
        ref = answer.headers["Location"].rsplit("/", 1)[1]
        answer = client.post(f"/provider/postings/{ref}/submit")
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "คำที่พิมพ์ไว้แล้ว" in text
    assert "field-error" in text or 'class="errors"' in text


def test_who_is_suspended_reads_that_postings_are_hidden_wherever_they_look(provider) -> None:
    client, organisation = provider
    shown, draft = (
        make_opportunity(organisation=organisation),
        make_opportunity(organisation=organisation, state="draft"),
    )
    assert "ทุกคนเห็น" in client.page(f"/provider/postings/{shown.ref}").select_one(".status").get_text()
    officer = acting(make_staff(Role.OFFICER))
    suspending.suspend(organisation, "ผู้ปกครองแจ้งว่าสถานที่ไม่ปลอดภัย", by=officer)
    said = client.page(f"/provider/postings/{shown.ref}").select_one(".status").get_text()
    assert "ซ่อนอยู่" in said
    assert "ทุกคนเห็น" not in said
    assert "ซ่อนอยู่" not in client.page(f"/provider/postings/{draft.ref}").select_one(".status").get_text()
    assert client.page("/provider/postings").get_text().count("ซ่อนอยู่") == 1
    assert "สำนักงานระงับ" in client.page("/provider/").get_text()
    suspending.lift(organisation, "ตรวจแล้ว ปลอดภัยดี", by=officer)
    assert "ทุกคนเห็น" in client.page(f"/provider/postings/{shown.ref}").select_one(".status").get_text()
    assert "สำนักงานระงับ" not in client.page("/provider/").get_text()


def test_no_kind_of_place_is_chosen_for_anybody(provider) -> None:
    client, _ = provider
    offered = client.page("/provider/postings/new").select("select[name=place_type] option")
    assert [one["value"] for one in offered if one.has_attr("selected")] in ([], [""])
    assert offered[0]["value"] == ""
    answer = client.post("/provider/postings/new", data=filled(place_type=""))
    assert answer.status_code == 422
    assert read_page(answer).select_one(".field-error select[name=place_type]")
    assert client.post("/provider/postings/new", data=filled(place_type="", mode="online")).status_code == 303
    assert session.scalars(select(Opportunity.place_type)).one() == "other"


def test_pressing_twice_makes_one_posting(provider) -> None:
    client, _ = provider
    for _ in range(2):
        assert client.post("/provider/postings/new", data=filled(once="k" * 20)).status_code == 303
    assert len(session.scalars(select(Opportunity.id)).all()) == 1


def test_no_field_of_the_form_reaches_state_owner_or_office(provider) -> None:
    client, organisation = provider
    client.post(
        "/provider/postings/new",
        data=filled(state="published", organisation_id="1", office_key="d:1001", seats_taken="9"),
    )
    made = session.scalars(select(Opportunity)).one()
    assert (made.state, made.organisation_id, made.seats_taken) == ("draft", organisation.id, 0)
    assert made.office_key != "d:1001"


def test_applications_show_an_alias_until_the_office_approves(provider) -> None:
    client, organisation = provider
    asked = make_enrolment(EnrolmentState.PROVIDER_REVIEW, opportunity=make_opportunity(organisation=organisation))
    alias = asked.youth.alias
    page = client.page(f"/provider/applications/{asked.ref}").get_text()
    assert alias in page
    assert "นูรีน" not in page
    assert client.post(f"/provider/applications/{asked.ref}", data={"answer": "decline"}).status_code == 422
    assert client.post(f"/provider/applications/{asked.ref}", data={"answer": "accept"}).status_code == 303
    assert client.post(f"/provider/applications/{asked.ref}", data={"answer": "accept"}).status_code == 409
    session.expire_all()
    assert session.scalars(select(Enrolment.holds_seat)).one() is True
    client.page("/provider/applications")
    client.page("/provider/applications?view=office")


def test_each_step_of_an_application_is_told_once_and_as_what_it_was(provider) -> None:
    client, organisation = provider
    asked = make_enrolment(EnrolmentState.PROVIDER_REVIEW, opportunity=make_opportunity(organisation=organisation))
    client.post(f"/provider/applications/{asked.ref}", data={"answer": "accept"})
    change_setting(asked.office_key, two_step_review=True, provider_days=2, officer_days=3)
    session.expire_all()
    for role in (Role.OFFICER, Role.APPROVER):
        decider = acting(make_staff(role))
        approvals.approve(queries.one(decider, asked.ref), by=decider)
    address = f"/provider/applications/{asked.ref}"
    told = ["คุณตอบรับ", "เจ้าหน้าที่เริ่มดู", "ผ่านการตรวจครั้งแรก"]
    assert steps(client.page(address)) == told
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert steps(client.page(address)) == [*told, "อนุมัติแล้ว"]


def steps(page) -> list[str]:
    return [one.get_text(strip=True) for one in page.select(".timeline li strong")]


def test_an_answer_too_long_is_refused_and_kept_as_written(provider) -> None:
    client, organisation = provider
    asked = make_enrolment(EnrolmentState.PROVIDER_REVIEW, opportunity=make_opportunity(organisation=organisation))
    address, words = f"/provider/applications/{asked.ref}", "ก" * 10_000
    assert client.page(address).find("textarea", {"name": "note"})["maxlength"] == "400"
    for answer in ("accept", "wait", "decline"):
        given = {"answer": answer, "note": words, "wait_reason": "full", "decline_reason": "other"}
        refused = client.post(address, data=given)
        assert refused.status_code == 422, answer
        page = read_page(refused)
        assert "ไม่เกิน 400 ตัวอักษร" in page.find("div", class_="errors").get_text()
        assert page.find("textarea", {"name": "note"}).get_text().strip() == words
    session.expire_all()
    assert session.scalars(select(Enrolment.state)).one() == "provider_review"


def test_more_proof_and_a_late_reason_are_bounded_too(provider, lesson, app) -> None:
    client, _ = provider
    learner, held = lesson
    long = {"reason": "ก" * 201, f"mark-{learner.ref}": "away"}
    assert client.post(f"/provider/sessions/{held.ref}", data=long).status_code == 422
    client.post(f"/provider/sessions/{held.ref}", data={f"mark-{learner.ref}": "here"})
    client.post(f"/provider/learners/{learner.ref}/claim", data={"hours": "1", "note": "x", "short_reason": "y"})
    ref = session.scalars(select(Claim.ref)).one()
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    assert officer.post(f"/office/claims/{ref}", data={"decision": "more", "note": "ก" * 1001}).status_code == 422
    assert officer.post(f"/office/claims/{ref}", data={"decision": "more", "note": "ขอรูป"}).status_code == 303
    refused = client.post(f"/provider/claims/{ref}", data={"note": "ก" * 2001})
    assert refused.status_code == 422
    assert len(read_page(refused).find("textarea", {"name": "note"}).get_text().strip()) == 2001


@pytest.fixture
def lesson(provider):
    _, organisation = provider
    offer = make_opportunity(
        organisation=organisation,
        starts_on=clock.today() - timedelta(days=7),
        times=";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        with_sessions=True,
    )
    learner = make_enrolment("in_learning", opportunity=offer)
    held = session.scalars(select(Session).where(Session.held_on < clock.today()).order_by(Session.number)).first()
    return learner, held


def test_the_roll_is_marked_in_one_press(provider, lesson) -> None:
    client, _ = provider
    learner, held = lesson
    client.page("/provider/")
    client.page(f"/provider/sessions/{held.ref}")
    assert client.post(f"/provider/sessions/{held.ref}", data={f"mark-{learner.ref}": "late"}).status_code == 303
    session.expire_all()
    assert session.scalars(select(Attendance.status)).one() == "late"
    assert client.post(f"/provider/sessions/{held.ref}", data={f"mark-{learner.ref}": "dead"}).status_code == 422


def test_a_session_nobody_was_due_at_waits_for_no_roll(provider, lesson) -> None:
    client, organisation = provider
    _learner, held = lesson
    begun = {"starts_on": clock.today() - timedelta(days=7), "with_sessions": True}
    times = ";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    empty = make_opportunity(organisation=organisation, title_th="ยังไม่มีใคร", times=times, **begun)
    yesterday = clock.today() - timedelta(days=1)
    late = make_enrolment("in_learning", opportunity=empty, decided_at=clock.instant(yesterday, 5))
    waits = {
        str(one.ref)
        for one in session.scalars(
            select(Session).where(Session.held_on.between(yesterday - timedelta(days=1), yesterday))
        )
        if one.opportunity_id == held.opportunity_id
    }
    page = client.page("/provider/")
    links = {link["href"].rsplit("/", 1)[-1] for link in page.select('main a[href*="/provider/sessions/"]')}
    gone_by = select(Session.ref).where(Session.opportunity_id == late.opportunity_id, Session.held_on <= yesterday)
    assert waits <= links
    assert not links & set(session.scalars(gone_by)), "told of the approval after the session of yesterday had begun"
    assert f"รอเช็กชื่อ {len(waits) + 2} ครั้ง" in page.h1.get_text(), "those of today wait for both"


def test_minutes_are_written_where_each_hour_is_paid_for_and_nowhere_else(provider, lesson) -> None:
    client, _ = provider
    learner, held = lesson
    address, box = f"/provider/sessions/{held.ref}", f"minutes-{learner.ref}"
    assert not client.page(address).find("input", {"name": box})
    session.execute(update(Opportunity).values(stipend_per_hour_satang=47_50))
    page = client.page(address)
    assert page.find("input", {"name": box})["value"] == ""
    assert not page.select_one(".roll details[open]")
    for wrong in ("๙๙", "ครึ่ง"):
        refused = client.post(address, data={f"mark-{learner.ref}": "here", box: wrong})
        assert refused.status_code == 422
        page = read_page(refused)
        assert page.find(id=f"mark-{learner.ref}-error").get_text(strip=True)
        assert page.find("input", {"name": box})["value"] == wrong
    assert client.post(address, data={f"mark-{learner.ref}": "here", box: "๔๐"}).status_code == 303
    assert session.execute(select(Attendance.status, Attendance.minutes)).one() == ("here", 40)
    page = client.page(address)
    assert page.select_one(f".roll details[open] input[name={box}]")["value"] == "40"
    seen = page.find("input", {"name": "seen"})["value"]
    assert client.post(address, data={f"mark-{learner.ref}": "here", box: "50"}).status_code == 303
    late = client.post(address, data={f"mark-{learner.ref}": "here", box: "20", "seen": seen})
    assert late.status_code == 409
    assert "50" in read_page(late).find(id=f"mark-{learner.ref}-error").get_text()


def test_a_cancelled_session_stays_in_the_week_and_is_held_after_all(provider, lesson) -> None:
    client, _ = provider
    _, held = lesson
    tomorrow = (Session.opportunity_id == held.opportunity_id, Session.held_on == clock.today() + timedelta(days=1))
    address = f"/provider/sessions/{session.scalars(select(Session.ref).where(*tomorrow)).one()}"
    assert client.post(f"{address}/cancel").status_code == 303
    assert "งดแล้ว" in client.page("/provider/").find("a", href=address).get_text()
    page = client.page(address)
    assert page.get_text().count("งดแล้ว") == 1
    assert not page.find("form", action=f"{address}/cancel")
    assert client.post(page.find("form", action=f"{address}/restore")["action"]).status_code == 303
    assert session.scalars(select(Session.cancelled).where(*tomorrow)).one() is False
    assert client.page(address).find("form", action=f"{address}/cancel")


def test_a_roll_that_is_refused_keeps_what_was_touched(provider, lesson) -> None:
    client, _ = provider
    learner, meeting = lesson
    marks = {f"mark-{learner.ref}": "away", "mark-E-NOBODY": "here"}
    answer = client.post(f"/provider/sessions/{meeting.ref}", data=marks)
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.find("input", {"name": f"mark-{learner.ref}", "value": "away"}).has_attr("checked")
    assert "ไม่ได้อยู่ในรายชื่อ" in page.get_text()
    assert session.scalar(select(Attendance.id)) is None


def test_a_roll_without_every_mark_is_refused_at_its_row_and_keeps_the_others(provider, lesson) -> None:
    client, _ = provider
    learner, held = lesson
    came_late = make_enrolment(
        "in_learning", opportunity=learner.opportunity, decided_at=held.starts_at - timedelta(hours=1)
    )
    address = f"/provider/sessions/{held.ref}"
    for marks in ({}, {f"mark-{learner.ref}": "away", f"mark-{came_late.ref}": ""}):
        answer = client.post(address, data=marks)
        assert answer.status_code == 422
        page = read_page(answer)
        assert not page.select(f'input[name="mark-{came_late.ref}"][checked]')
        assert "เพิ่งเข้ามาในรายชื่อ" in page.find(id=f"mark-{came_late.ref}-error").get_text()
        assert page.select_one(".errors a")["href"] in (f"#mark-{learner.ref}", f"#mark-{came_late.ref}")
        assert session.scalar(select(Attendance.id)) is None
    assert page.find("input", {"name": f"mark-{learner.ref}", "value": "away"}).has_attr("checked")
    assert page.find(id=f"mark-{learner.ref}-error") is None


def test_whoever_comes_onto_a_roll_that_was_kept_is_left_open(provider, lesson) -> None:
    client, _ = provider
    learner, held = lesson
    address = f"/provider/sessions/{held.ref}"
    assert client.page(address).select(f'input[name="mark-{learner.ref}"][value="here"][checked]')
    assert client.post(address, data={f"mark-{learner.ref}": "away"}).status_code == 303
    offer = session.get_one(Opportunity, learner.opportunity_id)
    after = make_enrolment("in_learning", opportunity=offer, decided_at=held.starts_at - timedelta(minutes=10))
    page = client.page(address)
    assert [one["value"] for one in page.select(f'input[name="mark-{learner.ref}"][checked]')] == ["away"]
    assert not page.select(f'input[name="mark-{after.ref}"][checked]')


def test_all_that_is_wrong_with_a_claim_and_its_verification_is_told_at_once(provider, lesson, app) -> None:
    client, _ = provider
    learner, held = lesson
    client.post(f"/provider/sessions/{held.ref}", data={f"mark-{learner.ref}": "here"})
    path = f"/provider/learners/{learner.ref}/claim"
    for hours, note in (("", ""), ("99", ""), ("99", "ก" * 2001)):
        page = read_page(client.post(path, data={"hours": hours, "note": note}))
        assert [one["href"] for one in page.select(".errors a")] == ["#hours", "#note", "#short_reason"]
    assert client.post(path, data={"hours": "1", "note": "x", "short_reason": "y"}).status_code == 303
    officer, claim = app.test_client().sign_in(make_staff(Role.OFFICER)), session.scalars(select(Claim)).one()
    page = read_page(officer.post(f"/office/claims/{claim.ref}", data={"decision": "verify"}))
    assert {one["href"] for one in page.select(".errors a")} == {"#seen_short", "#note"}


def test_a_claim_carries_its_proof_to_the_officer_and_nobody_else(provider, lesson, app) -> None:
    client, _ = provider
    learner, held = lesson
    client.post(f"/provider/sessions/{held.ref}", data={f"mark-{learner.ref}": "here"})
    client.page(f"/provider/learners/{learner.ref}/claim")
    bad = {"hours": "1", "note": "x", "files": (io.BytesIO(b"<svg onload=alert(1)>"), "a.svg")}
    assert client.post(f"/provider/learners/{learner.ref}/claim", data=bad).status_code == 422
    short = {"hours": "1", "note": "ทำได้"}
    answer = client.post(f"/provider/learners/{learner.ref}/claim", data=short)
    assert answer.status_code == 422
    assert "1 จาก 91 ครั้ง" in read_page(answer).get_text()
    proof = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "../ใบ.pdf")
    good = {**short, "short_reason": "เรียนมาก่อน", "files": proof}
    assert client.post(f"/provider/learners/{learner.ref}/claim", data=good).status_code == 303
    session.expire_all()
    claim, proof = session.scalars(select(Claim)).one(), session.scalars(select(Evidence)).one()
    client.page("/provider/claims")
    client.page(f"/provider/claims/{claim.ref}")
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    for path in ("/office/claims", f"/office/claims/{claim.ref}"):
        assert "1 จาก 91 ครั้ง" in officer.page(path).get_text()
    sent = officer.get(f"/provider/files/{proof.ref}")
    assert sent.status_code == 200
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    sent.close()
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    stranger = app.test_client().sign_in(make_provider(make_organisation().id))
    foreign, missing = stranger.get(f"/provider/files/{proof.ref}"), stranger.get("/provider/files/F-NOTHING")
    assert foreign.status_code == missing.status_code == 404
    unseen = officer.post(f"/office/claims/{claim.ref}", data={"decision": "verify", "note": "ดูแล้ว"})
    assert unseen.status_code == 422
    assert "ดูแล้ว" in read_page(unseen).find("textarea", {"name": "note"}).get_text()
    decided = {"decision": "verify", "note": "ดูแล้ว", "seen_short": "y"}
    assert officer.post(f"/office/claims/{claim.ref}", data=decided).status_code == 303
    session.expire_all()
    marks = {mark.side: mark.mark for mark in session.scalars(select(DeviceMark))}
    assert set(marks) == {"organisation", "office"}
    assert len(set(marks.values())) == 2
    assert session.scalars(select(Enrolment.state)).one() == "completed"


def test_a_refused_claim_keeps_its_good_files_for_whoever_chose_them(provider, lesson, app) -> None:
    client, organisation = provider
    learner, held = lesson
    path = f"/provider/learners/{learner.ref}/claim"
    page = client.page(path)
    assert "ครบหนึ่งชั่วโมง" in page.get_text()
    assert not page.select("#hours"), "no hour can be claimed yet"
    client.post(f"/provider/sessions/{held.ref}", data={f"mark-{learner.ref}": "here"})
    files = [(io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "../ใบ.pdf"), (io.BytesIO(b"<svg onload=alert(1)>"), "a.svg")]
    answer = client.post(path, data={"hours": "๒x", "note": "ทำได้", "files": files})
    carried = read_page(answer).select("input[name=carried][checked]")
    assert answer.status_code == 422
    assert [one.parent.get_text(" ", strip=True) for one in carried] == ["ใบ.pdf 1 กิโลไบต์"]
    again = {"hours": "1", "note": "ทำได้", "carried": [carried[0]["value"], "../../x.pdf", f"{'0' * 32}.pdf"]}
    page = read_page(client.post(path, data=again | {"hours": "9"}))
    assert len(page.select("input[name=carried][checked]")) == 1
    assert "จึงขอรับรองได้ 1 ชั่วโมง" in page.get_text()
    colleague = app.test_client().sign_in(make_provider(organisation.id))
    page = read_page(colleague.post(path, data=again | {"hours": "9"}))
    assert not page.select("input[name=carried]"), "nobody else's files are taken"
    assert client.post(path, data=again | {"short_reason": "เรียนมาก่อน"}).status_code == 303
    assert session.scalars(select(Evidence.given_name)).all() == ["ใบ.pdf"]
    assert not list((app.config["OKAT"].data / "waiting").rglob(str(carried[0]["value"])))


def test_a_claim_answered_late_says_who_was_quicker_and_keeps_what_was_written(provider, lesson, app) -> None:
    client, _ = provider
    learner, held = lesson
    client.post(f"/provider/sessions/{held.ref}", data={f"mark-{learner.ref}": "here"})
    claimed = {"hours": "1", "note": "ทำได้", "short_reason": "เรียนมาก่อน"}
    client.post(f"/provider/learners/{learner.ref}/claim", data=claimed)
    address = f"/office/claims/{session.scalars(select(Claim.ref)).one()}"
    first, second = (app.test_client().sign_in(make_staff(Role.OFFICER, name=name)) for name in ("สมชาย", "สมหญิง"))
    seen = second.page(address).find("input", {"name": "version"})["value"]
    assert first.post(address, data={"decision": "more", "note": "ขอรูป", "version": seen}).status_code == 303
    assert client.post(address.replace("office", "provider"), data={"note": "รูปอยู่ที่ศูนย์"}).status_code == 303
    for version in (seen, "nonsense", "9" * 20):
        late = {"decision": "reject", "note": "ไม่พอ", "version": version}
        answer = second.post(address, data=late)
        assert answer.status_code == 409
        page = read_page(answer)
        assert "ครูพรทิพย์" in page.find("p", class_="lede").get_text()
        assert page.find("textarea").get_text().strip() == "ไม่พอ"
        assert page.find("a", string="ดูว่าตอนนี้ถึงไหน")["href"] == address


def test_attendance_taken_back_beneath_a_claim_is_told_and_refused_once_verified(provider, lesson, app) -> None:
    client, _ = provider
    learner, held = lesson
    second = session.scalars(select(Session).where(Session.number == held.number + 1)).one()
    roll, mark = f"/provider/sessions/{held.ref}", f"mark-{learner.ref}"
    for meeting in (held, second):
        client.post(f"/provider/sessions/{meeting.ref}", data={mark: "here"})
    claimed = {"hours": "2", "note": "ทำได้", "short_reason": "เรียนมาก่อน"}
    client.post(f"/provider/learners/{learner.ref}/claim", data=claimed)
    address = f"claims/{session.scalars(select(Claim.ref)).one()}"
    assert client.post(roll, data={mark: "away"}).status_code == 303
    page = client.page(f"/provider/{address}")
    assert "ขอรับรองไว้ 2 ชั่วโมง ตอนนี้เข้าเรียน 1 ชั่วโมง" in page.get_text()
    assert "เจ้าหน้าที่เขียนถึงคุณ" not in page.get_text()
    assert client.post(f"/provider/{address}", data={"note": "แก้แล้ว", "hours": "2"}).status_code == 422
    assert client.post(f"/provider/{address}", data={"note": "แก้แล้ว", "hours": "1"}).status_code == 303
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    decided = {"decision": "verify", "note": "ดูแล้ว", "seen_short": "y"}
    assert officer.post(f"/office/{address}", data=decided).status_code == 303
    last = f"/provider/sessions/{second.ref}"
    refused = client.post(last, data={mark: "away"})
    assert refused.status_code == 422
    page = read_page(refused)
    assert "มีแต่เจ้าหน้าที่ที่แก้ได้" in page.find(id=f"{mark}-error").get_text()
    assert page.select_one(".errors a")["href"] == f"#{mark}"
    assert page.select(f'input[name="{mark}"][value="away"][checked]')
    assert client.post(roll, data={mark: "here"}).status_code == 303
    assert client.post(last, data={mark: "away"}).status_code == 303, "one hour is verified, and one is left"


def test_another_organisations_things_are_not_there(provider, app) -> None:
    client, organisation = provider
    offer = make_opportunity(organisation=organisation, state="draft")
    asked = make_enrolment(EnrolmentState.PROVIDER_REVIEW, opportunity=offer)
    stranger = app.test_client().sign_in(make_provider(make_organisation().id))
    for path in (
        f"/provider/postings/{offer.ref}",
        f"/provider/applications/{asked.ref}",
        f"/provider/postings/{offer.ref}/edit",
    ):
        client.page(path)
        nothing = path.replace(offer.ref, "O-X").replace(asked.ref, "E-X")
        foreign, missing = stranger.get(path), stranger.get(nothing)
        assert foreign.status_code == missing.status_code == 404
        assert faceless(foreign).replace(path, nothing) == faceless(missing)


def faceless(answer) -> str:
    """A page without what is drawn anew for every answer."""
    return re.sub(r'nonce="[^"]+"|name="once" value="[^"]+"', "", answer.get_data(as_text=True))


def test_a_change_that_waits_is_found_from_its_posting_changed_again_and_taken_back(provider, app) -> None:
    client, _ = provider
    fund = make_fund()
    client.post("/provider/postings/new", data=filled(fund=str(fund.id)))
    made = session.scalars(select(Opportunity)).one()
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    client.post(f"/provider/postings/{made.ref}/submit")
    officer.post(f"/office/postings/{made.ref}", data={"decision": "publish", "note": ""})
    asked = filled(fund=str(fund.id), age_min="16")
    home = client.post(f"/provider/postings/{made.ref}/edit", data=asked).headers["Location"]
    form = client.page(f"/provider/postings/{made.ref}/edit").main
    assert "มีข้อเสนอแก้ไขรอสำนักงานตรวจ" in form.get_text()
    assert form.find("a", href=home)
    second = client.post(f"/provider/postings/{made.ref}/edit", data=filled(fund=str(fund.id), age_min="17"))
    assert (second.status_code, f'href="{home}"' in second.get_data(as_text=True)) == (422, True)
    page = client.page(home).main
    assert {"แก้ข้อเสนอนี้", "ถอนข้อเสนอนี้"} <= {one.get_text(strip=True) for one in page.select("a, button")}
    review = home.replace("/provider/", "/office/")
    seen = officer.page(review).select_one("input[name=version]")["value"]
    assert client.post(f"{home}/edit", data=asked | {"age_min": "18"}).status_code == 303
    told = officer.page(review).main.get_text(" ")
    assert ("15 → 18" in told, "15 → 16" in told) == (True, False)
    stale = officer.post(review, data={"decision": "publish", "note": "", "version": seen})
    assert (stale.status_code, made.age_min) == (409, 15), "nobody agrees to what they have not read"
    assert client.post(f"{home}/edit", data=asked | {"title_th": "โทร 081 234 5678"}).status_code == 422
    assert client.post(f"{home}/withdraw").status_code == 303
    assert client.get(f"{home}/edit").status_code == 403
    assert "มีข้อเสนอแก้ไขรอ" not in client.page(f"/provider/postings/{made.ref}/edit").main.get_text()


def test_a_late_decision_on_a_posting_says_who_was_quicker_and_keeps_the_note(provider, app) -> None:
    client, _ = provider
    fund = make_fund()
    client.post("/provider/postings/new", data=filled(fund=str(fund.id)))
    made = session.scalars(select(Opportunity)).one()
    client.post(f"/provider/postings/{made.ref}/submit")
    quick, late = (app.test_client().sign_in(make_staff(Role.OFFICER)) for _ in range(2))
    path = f"/office/postings/{made.ref}"
    seen = late.page(path).select_one("input[name=version]")["value"]
    assert quick.post(path, data={"decision": "publish", "version": seen}).status_code == 303
    answer = late.post(path, data={"decision": "reject", "note": "ราคาไม่ตรงกับประกาศ", "version": seen})
    assert answer.status_code == 409
    told = answer.get_data(as_text=True)
    assert "ราคาไม่ตรงกับประกาศ" in told
    session.expire_all()
    assert session.scalars(select(Opportunity.state)).one() == "published"
