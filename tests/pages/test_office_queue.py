"""The office's queue and decision page, as officers meet them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.audit.moves import advance
from marketplace.enrolments import answers, approvals, consents, signers, signing
from marketplace.enrolments.states import ENROLMENT
from marketplace.kernel import clock
from marketplace.kernel.sealing import seal
from marketplace.people import guardians
from models.account import Account
from models.enrolment import Enrolment
from models.history import AuditEvent
from models.session import db as session
from models.vocabulary import GuardianBasis, Role
from tests.factories.enrolments import (
    acting,
    make_account,
    make_consent,
    make_enrolment,
    make_guardian,
    make_provider,
    make_staff,
    make_youth,
    youth_actor,
)
from tests.factories.gifts import event_of_dispute, make_paid_gift, tell
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, SATENG, make_opportunity, make_placement
from tests.fixtures.client import read_page

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_review(client):
    with clock.frozen(NOW):
        change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
        yield


@pytest.fixture
def officer(client):
    account = make_staff(Role.OFFICER)
    client.sign_in(account)
    return account


def state_of(enrolment: Enrolment) -> str:
    session.refresh(enrolment)
    return enrolment.state


def test_the_queue_shows_what_is_due_first_with_its_reason_to_look(client, officer) -> None:
    make_enrolment("provider_accepted", due_at=NOW + timedelta(days=2))
    late = make_enrolment("officer_review", due_at=NOW - timedelta(days=1), youth=make_youth(years=17))
    page = client.page("/office/queue")
    rows = page.select("tr[data-row]")
    assert len(rows) == 2
    assert late.ref in rows[0].select_one("a")["href"]
    assert rows[0].select_one(".due-late")
    assert rows[0].select_one(".is-flag")
    assert rows[0].select_one("input[type=checkbox]") is None
    assert rows[1].select_one("input[name=pick]") is not None


def test_tabs_and_filters_stand_in_the_address_and_empty_results_say_so_kindly(client, officer) -> None:
    make_enrolment("officer_review", youth=make_youth(nickname="ซากีนะห์"))
    assert len(client.page("/office/queue?q=ซากี").select("tr[data-row]")) == 1
    empty = client.page("/office/queue?q=nobody&kind=course&flags=none")
    assert empty.select_one(".empty")
    for strange in ("view=x", "kind=x", "area=%25", "flags=x", "page=0", "page=-3", "page=x", "page=999999999"):
        client.page(f"/office/queue?{strange}")


@pytest.mark.parametrize("path", ["/office/queue", "/office/queue.csv", "/office/queue/batch?pick=x"])
@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR, Role.STEWARD, Role.COMMITTEE])
def test_the_queue_is_hidden_from_whoever_does_not_decide(client, path, role) -> None:
    client.sign_in(make_staff(role))
    client.page(path, status=404)


def test_foreign_and_missing_requests_are_the_same_404(client, officer) -> None:
    foreign = make_enrolment("officer_review", youth=make_youth(area_code=BETONG))
    answers = [client.get(f"/office/enrolments/{ref}") for ref in (foreign.ref, "E-NONE")]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (re.sub(r'nonce="[^"]+"', "", answer.get_data(as_text=True)) for answer in answers)
    assert first.replace(foreign.ref, "") == second.replace("E-NONE", "")
    for verb in ("", "/undo", "/cancel", "/speak"):
        assert client.post(f"/office/enrolments/{foreign.ref}{verb}").status_code == 404


def test_a_decision_page_has_facts_checks_history_and_the_words_the_young_person_reads(client, officer) -> None:
    asked = make_enrolment("provider_accepted", opportunity=make_placement(), youth=make_youth(years=17))
    make_consent(asked)
    page = client.page(f"/office/enrolments/{asked.ref}")
    assert page.select_one(".facts")
    assert len(page.select(".checks .check")) >= 10
    assert page.select_one(".timeline .is-now")
    assert len(page.select("[data-for]")) >= 5
    assert {"a", "r"} <= {control["data-key"] for control in page.select("[data-key]")}
    assert page.select_one("input[name=version]")["value"] == "1"


@pytest.mark.parametrize(
    ("role", "is_read"), [(Role.OFFICER, True), (Role.APPROVER, False), (Role.CASEWORKER, True), (Role.PROVINCE, False)]
)
def test_who_reads_the_name_of_the_young_person_reads_who_signed_and_nobody_else(client, role, is_read) -> None:
    asked = make_enrolment("second_review", youth=make_youth(years=17))
    make_consent(asked).signer_name_sealed = seal("นางวรรณา ใจดี", signers.place(asked))
    client.sign_in(make_staff(role, "95" if role is Role.PROVINCE else SATENG))
    said = client.page(f"/office/enrolments/{asked.ref}").get_text()
    assert "แม่" in said
    assert ("นางวรรณา ใจดี" in said) is is_read


def test_after_a_return_everybody_in_the_office_reads_whose_turn_it_is(client, officer) -> None:
    asked = make_enrolment("second_review")
    approver = make_staff(Role.APPROVER)
    approvals.return_for_information(asked, by=acting(approver), reason="other", note="ขอเวลาที่มาได้")
    for account in (approver, officer):
        client.sign_in(account)
        said = client.page(f"/office/enrolments/{asked.ref}").select_one("section.decide").get_text()
        assert "การตรวจครั้งแรกเป็นของเจ้าหน้าที่" not in said
        assert "เยาวชน" in said


def test_approving_leads_to_the_next_and_can_be_taken_back_from_the_queue(client, officer) -> None:
    first = make_enrolment("officer_review", due_at=NOW + timedelta(days=1))
    second = make_enrolment("officer_review", due_at=NOW + timedelta(days=2))
    answer = client.post(
        f"/office/enrolments/{first.ref}", data={"decision": "approve", "why": ["all_met"], "version": "1"}
    )
    assert answer.status_code == 303
    assert second.ref in answer.location
    assert state_of(first) == "approved"
    queue = client.page("/office/queue")
    undo = queue.select_one(f"form[action$='{first.ref}/undo']")
    assert undo is not None
    assert client.post(undo["action"]).status_code == 303
    assert state_of(first) == "officer_review"


def test_the_last_of_the_queue_leads_back_to_it(client, officer) -> None:
    only = make_enrolment("officer_review")
    answer = client.post(f"/office/enrolments/{only.ref}?kind=course", data={"decision": "approve"})
    assert answer.location.endswith("/office/queue?kind=course")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"decision": "return", "note": "วันพุธมาได้ไหม"}, "return_reason"),
        ({"decision": "return", "return_reason": "times_unclear", "note": ""}, "note"),
        ({"decision": "refuse"}, "refuse_reason"),
        ({"decision": "refuse", "refuse_reason": "other"}, "note"),
        ({"decision": "refuse", "refuse_reason": "nonsense", "note": "x"}, "refuse_reason"),
        ({"decision": "approve", "note": "ก" * 1001}, "note"),
        ({"decision": "explode", "note": "x"}, "decision"),
        ({"note": "ขอเวลาคุย"}, "decision"),
        ({"decision": ""}, "decision"),
        ({"decision": "approve", "why": ["nonsense"]}, "why"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(client, officer, given, field) -> None:
    asked = make_enrolment("officer_review")
    answer = client.post(f"/office/enrolments/{asked.ref}", data={"version": "1"} | given)
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(f".errors a[href='#{field}']"), page.select_one(".errors")
    if given.get("note"):
        assert given["note"] in page.select_one("textarea[name=note]").get_text()
    assert state_of(asked) == "officer_review"


def test_a_request_without_a_decision_says_so_beside_the_choices(client, officer) -> None:
    asked = make_enrolment("officer_review")
    page = read_page(client.post(f"/office/enrolments/{asked.ref}", data={"version": "1"}))
    assert "ช่วยตอบข้อนี้ด้วย" in page.select_one("#decision .error").get_text()


def test_a_yes_that_nobody_may_say_is_refused_beside_the_choices(client, officer) -> None:
    offer = make_opportunity(stipend_per_session_satang=100_00, fund_id=None, with_sessions=True)
    asked = make_enrolment("provider_accepted", opportunity=offer)
    answer = client.post(f"/office/enrolments/{asked.ref}", data={"decision": "approve", "note": "เริ่มได้เลย"})
    assert answer.status_code == 422
    page = read_page(answer)
    assert "กองทุน" in page.select_one("#decision .error").get_text()
    assert page.select_one("textarea[name=note]").get_text().strip() == "เริ่มได้เลย"
    assert state_of(asked) == "provider_accepted"


@pytest.mark.parametrize(
    ("state", "role"),
    [
        ("provider_accepted", Role.OFFICER),
        ("officer_review", Role.OFFICER),
        ("second_review", Role.APPROVER),
    ],
)
@pytest.mark.parametrize("two_steps", [False, True])
def test_a_fund_with_too_little_is_said_beside_the_choices_with_what_is_needed_and_left(
    client, state, role, two_steps
) -> None:
    change_setting(office_key_for(SATENG), two_step_review=two_steps, provider_days=2, officer_days=3)
    offer = make_opportunity(completion_bonus_satang=300_00, fund_id=make_fund(120_50).id)
    asked = make_enrolment(state, opportunity=offer)
    client.sign_in(make_staff(role))
    address = f"/office/enrolments/{asked.ref}"
    version = client.page(address).select_one("input[name=version]")["value"]
    given = {"decision": "approve", "note": "เริ่มได้เลย", "why": ["near_goal"], "version": version}
    answer = client.post(address, data=given)
    assert answer.status_code == 422
    page = read_page(answer)
    said = page.select_one("#decision .error").get_text()
    assert "300" in said
    assert "120.50" in said
    assert "ไม่พอ" in said
    assert page.select_one("textarea[name=note]").get_text().strip() == "เริ่มได้เลย"
    assert page.select_one("input[name=decision][value=approve]").has_attr("checked")
    assert page.select_one("input[name=why][value=near_goal]").has_attr("checked")
    assert page.select_one("input[name=version]")["value"] == version
    session.expire_all()
    assert state_of(asked) == state


@pytest.mark.parametrize("version", ["0", "x", "", "-1", "9" * 20, "1.0", "๑"])
def test_a_page_that_names_a_version_there_never_was_is_out_of_date(client, officer, version) -> None:
    asked = make_enrolment("officer_review")
    given = {"decision": "approve", "version": version, "note": "เริ่มได้เลย"}
    answer = client.post(f"/office/enrolments/{asked.ref}", data=given)
    assert answer.status_code == 409
    assert "เริ่มได้เลย" in answer.get_data(as_text=True)
    assert state_of(asked) == "officer_review"


def test_what_the_fund_may_not_pay_is_flagged_before_and_refused_at_the_form(client, officer) -> None:
    fund = make_fund()
    fund.kinds = ["placement"]
    offer = make_opportunity(completion_bonus_satang=300_00, fund_id=fund.id)
    asked = make_enrolment("provider_accepted", opportunity=offer)
    address = f"/office/enrolments/{asked.ref}"
    page = client.page(address)
    assert "ไม่จ่าย" in page.select_one(".checks").get_text()
    assert "เงินกองทุนพอ" not in page.select_one(".checks").get_text()
    version = page.select_one("input[name=version]")["value"]
    given = {"decision": "approve", "note": "เริ่มได้เลย", "version": version}
    answer = client.post(address, data=given)
    assert answer.status_code == 422
    page = read_page(answer)
    assert "ไม่จ่าย" in page.select_one("#decision .error").get_text()
    assert "เริ่มได้เลย" in page.select_one("textarea[name=note]").get_text()
    session.expire_all()
    assert state_of(asked) == "provider_accepted"
    fund.kinds = []
    session.commit()
    assert client.post(address, data=given).status_code == 303


def test_who_comes_second_reads_who_decided(client, officer) -> None:
    asked = make_enrolment("officer_review")
    approvals.refuse(asked, by=acting(make_staff(Role.OFFICER, name="สมชาย")), reason="law")
    answer = client.post(f"/office/enrolments/{asked.ref}", data={"decision": "approve", "version": "1"})
    assert answer.status_code == 409
    assert "สมชาย" in answer.get_data(as_text=True)


def test_a_second_review_made_too_late_names_who_was_quicker_and_keeps_the_words(client) -> None:
    change_setting(office_key_for(SATENG), two_step_review=True, provider_days=2, officer_days=3)
    asked = make_enrolment("officer_review")
    approvals.approve(asked, by=acting(make_staff(Role.OFFICER)))
    client.sign_in(make_staff(Role.APPROVER))
    address = f"/office/enrolments/{asked.ref}"
    seen = client.page(address).find("input", {"name": "version"})["value"]
    approvals.approve(asked, by=acting(make_staff(Role.APPROVER, name="สมหญิง")))
    session.commit()
    given = {"decision": "return", "return_reason": "other", "note": "ขอเวลาคุยกับครอบครัวก่อน", "version": seen}
    answer = client.post(address, data=given)
    assert answer.status_code == 409
    page = read_page(answer)
    assert "สมหญิง" in page.find("p", class_="lede").get_text()
    assert "10.00" in page.find("p", class_="lede").get_text()
    assert page.find("textarea").get_text().strip() == given["note"]
    assert page.find("a", string="ดูว่าตอนนี้ถึงไหน")["href"] == address
    assert state_of(asked) == "approved"


def test_an_address_that_only_takes_forms_says_so_and_leads_back(client, officer) -> None:
    asked = make_enrolment("approved")
    page = client.page(f"/office/enrolments/{asked.ref}/undo", status=405)
    assert "แบบฟอร์ม" in page.find("h1").get_text()
    assert page.find("a", string="ดูว่าตอนนี้ถึงไหน")["href"] == f"/office/enrolments/{asked.ref}"


def test_nobody_decides_their_own_and_the_page_says_why(client) -> None:
    worker = make_staff(Role.OFFICER)
    asked = make_enrolment("officer_review", applied_by_id=worker.id)
    client.sign_in(worker)
    page = client.page(f"/office/enrolments/{asked.ref}")
    assert page.select_one("input[name=decision]") is None
    assert page.select_one(".decide .note")
    assert client.post(f"/office/enrolments/{asked.ref}", data={"decision": "approve"}).status_code == 403
    assert state_of(asked) == "officer_review"


@pytest.mark.parametrize("state", ["draft", "provider_review", "waitlisted", "completed", "enrolled", "refused"])
def test_an_illegal_move_is_a_409_and_changes_nothing(client, officer, state) -> None:
    asked = make_enrolment(state)
    for path, data in (("", {"decision": "approve"}), ("", {"decision": "refuse", "refuse_reason": "law"})):
        assert client.post(f"/office/enrolments/{asked.ref}{path}", data=data).status_code == 409
    assert state_of(asked) == state


def test_pressing_twice_decides_once(client, officer) -> None:
    asked = make_enrolment("officer_review")
    data = {"decision": "approve", "version": "1", "once": "k" * 20}
    first = client.post(f"/office/enrolments/{asked.ref}", data=data)
    second = client.post(f"/office/enrolments/{asked.ref}", data=data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location


def test_a_batch_is_shown_once_more_and_then_approved(client, officer) -> None:
    plain = [make_enrolment("provider_accepted") for _ in range(2)]
    minor = make_enrolment("provider_accepted", youth=make_youth(years=16))
    refs = [one.ref for one in (*plain, minor)]
    page = client.page("/office/queue/batch?" + "&".join(f"pick={ref}" for ref in refs))
    assert [box["value"] for box in page.select("input[name=pick]")] == refs[:2]
    assert state_of(plain[0]) == "provider_accepted"
    answer = client.post("/office/queue/batch", data={"pick": refs})
    assert answer.status_code == 303
    assert [state_of(one) for one in (*plain, minor)] == ["approved", "approved", "provider_accepted"]
    assert client.page("/office/queue").select(".note form[action$='/undo']")


def test_a_batch_sent_twice_counts_once_and_says_nothing_odd(client, officer) -> None:
    refs = [make_enrolment("provider_accepted").ref for _ in range(2)]
    answers = [client.post("/office/queue/batch", data={"pick": refs, "once": "one press"}) for _ in range(2)]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(303, "/office/queue")] * 2
    assert not client.page("/office/queue").select(".note-danger")
    approvals = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "enrolment.approve")
    assert session.scalars(approvals).one() == 2


def test_a_batch_tells_who_decided_meanwhile_and_leaves_it(client, officer) -> None:
    plain, gone, moved = (make_enrolment("provider_accepted") for _ in range(3))
    page = client.page("/office/queue/batch?" + "&".join(f"pick={one.ref}" for one in (plain, gone, moved)))
    data = {box["name"]: box["value"] for box in page.select("form input[name^='version-']")}
    data["pick"] = [plain.ref, gone.ref, moved.ref]
    other = acting(make_staff(Role.OFFICER))
    approvals.refuse(gone, by=other, reason="other", note="ไม่ครบ")
    approvals.return_for_information(moved, by=other, reason="other", note="ขอเอกสาร")
    approvals.resubmit(moved, by=other, note="ส่งแล้ว")
    session.commit()
    assert client.post("/office/queue/batch", data=data).status_code == 303
    said = client.page("/office/queue").get_text()
    assert "อนุมัติแล้ว 1 เรื่อง" in said
    assert "วารุณี ตัดสินแล้วเมื่อ" in said
    assert "ยังไม่ถึงตา" not in said
    assert [state_of(one) for one in (plain, gone, moved)] == ["approved", "refused", "officer_review"]
    left = client.page(f"/office/queue/batch?pick={gone.ref}").get_text()
    assert "ตัดสินแล้วเมื่อ" in left


def test_a_batch_in_an_office_of_two_reviews_says_what_it_does(client, officer) -> None:
    asked = [make_enrolment("provider_accepted") for _ in range(2)]
    change_setting(asked[0].office_key, two_step_review=True, provider_days=2, officer_days=3)
    page = client.page("/office/queue/batch?" + "&".join(f"pick={one.ref}" for one in asked))
    assert "ส่งให้ตรวจรอบสอง 2 เรื่อง" in page.h1.get_text()
    assert [one.get_text() for one in page.select("main h2")] == ["จะส่งให้ตรวจรอบสอง"]
    client.post("/office/queue/batch", data={"pick": [one.ref for one in asked]})
    said = client.page("/office/queue").get_text()
    assert "ส่งให้ตรวจรอบสองแล้ว 2 เรื่อง" in said
    assert "อนุมัติแล้ว" not in said
    assert [state_of(one) for one in asked] == ["second_review"] * 2


def test_a_batch_of_both_kinds_of_office_says_of_each_what_becomes_of_it(client) -> None:
    one, other = (make_enrolment("provider_accepted") for _ in range(2))
    other.office_key = "d:9501"
    client.sign_in(make_staff(Role.OFFICER, "95"))
    change_setting(one.office_key, two_step_review=True, provider_days=2, officer_days=3)
    change_setting(other.office_key, two_step_review=False, provider_days=2, officer_days=3)
    page = client.page(f"/office/queue/batch?pick={one.ref}&pick={other.ref}")
    assert "อนุมัติ 1 เรื่อง ส่งให้ตรวจรอบสอง 1 เรื่อง" in page.h1.get_text()
    assert [one.get_text() for one in page.select("main h2")] == ["จะอนุมัติ", "จะส่งให้ตรวจรอบสอง"]


@pytest.mark.parametrize("two_steps", [False, True])
def test_a_yes_says_before_it_is_given_whether_it_approves(client, officer, two_steps) -> None:
    asked = make_enrolment("provider_accepted")
    change_setting(asked.office_key, two_step_review=two_steps, provider_days=2, officer_days=3)
    page = client.page(f"/office/enrolments/{asked.ref}")
    said = page.select_one("#decision .choices").get_text()
    assert ("ส่งให้ตรวจรอบสอง" in said) is two_steps
    assert ("แจ้งเยาวชน" in said) is not two_steps
    assert ("คุณเริ่มที่" in page.get_text()) is not two_steps
    assert ("เปลี่ยนใจได้ 10 นาที" in page.get_text()) is not two_steps


def test_a_batch_of_nothing_or_of_too_many_is_said_without_an_error(client, officer) -> None:
    assert client.get("/office/queue/batch").status_code == 303
    assert client.post("/office/queue/batch").status_code == 422
    assert client.post("/office/queue/batch", data={"pick": [f"E-{one}" for one in range(51)]}).status_code == 422


def test_the_export_holds_what_is_on_screen_and_no_formula(client, officer) -> None:
    make_enrolment("officer_review", youth=make_youth(nickname="=cmd|calc"))
    make_enrolment("officer_review", youth=make_youth(area_code=BETONG))
    answer = client.get("/office/queue.csv")
    text = answer.get_data().decode("utf-8-sig")
    assert answer.content_type.startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(text.strip().splitlines()) == 2
    assert "'=cmd|calc" in text
    assert client.get("/office/queue.xlsx").get_data()[:2] == b"PK"
    client.page("/office/queue.pdf", status=404)


def test_the_province_opens_the_overdue_only_in_its_queue(client) -> None:
    make_enrolment("officer_review", due_at=NOW + timedelta(days=1))
    late = make_enrolment("officer_review", due_at=NOW - timedelta(days=1))
    make_staff(Role.OFFICER)
    client.sign_in(make_staff(Role.PROVINCE, "95"))
    rows = client.page("/office/queue").select("tr[data-row]")
    assert [late.ref in row.select_one("a")["href"] for row in rows] == [True]
    assert client.post(f"/office/enrolments/{late.ref}", data={"decision": "approve"}).status_code == 303


def test_an_approver_sees_an_alias_and_makes_the_second_review(client) -> None:
    change_setting(office_key_for(SATENG), two_step_review=True, provider_days=2, officer_days=3)
    first = make_staff(Role.OFFICER)
    youth, mother = make_youth(years=17, nickname="ลับเฉพาะ"), make_account("แม่ลับ")
    guardians.link(youth, name="แม่ลับ", relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM, account=mother)
    session.get_one(Account, youth.account_id).name = "ฟ้าลับ"
    asked = make_enrolment("draft", youth=youth)
    advance(ENROLMENT, asked, "ask_guardian", by=youth_actor(youth))
    consents.sign(
        asked, by=acting(mother), signer_name="นางวรรณาลับ", relation="แม่", basis=GuardianBasis.PARENT,
        guardian=signing.own_guardian(asked, acting(mother)),
    )  # fmt: skip
    answers.accept(asked, by=acting(make_provider(asked.opportunity.organisation_id)))
    client.sign_in(first).post(f"/office/enrolments/{asked.ref}", data={"decision": "approve"})
    assert state_of(asked) == "second_review"
    client.sign_in(make_staff(Role.APPROVER))
    page = client.page(f"/office/enrolments/{asked.ref}")
    assert [name for name in ("ลับเฉพาะ", "แม่ลับ", "ฟ้าลับ", "นางวรรณาลับ") if name in page.get_text()] == []
    assert f"โดย {youth.alias}" in page.get_text()
    assert "โดย ผู้ปกครอง" in page.get_text()
    assert client.post(f"/office/enrolments/{asked.ref}", data={"decision": "approve"}).status_code == 303
    assert state_of(asked) == "approved"


def test_ending_what_was_approved_needs_a_reason(client, officer) -> None:
    asked = make_enrolment("enrolled")
    assert client.post(f"/office/enrolments/{asked.ref}/cancel", data={"note": " "}).status_code == 422
    assert client.post(f"/office/enrolments/{asked.ref}/cancel", data={"note": "ครัวปิด"}).status_code == 303
    assert state_of(asked) == "cancelled"


def test_reasons_too_long_are_refused_and_kept_as_written(client, officer) -> None:
    asked, words = make_enrolment("enrolled"), "ก" * 1001
    answer = client.post(f"/office/enrolments/{asked.ref}/cancel", data={"note": words})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.find("a", href="#end-note")
    kept = page.find("textarea", id="end-note")
    assert kept.get_text().strip() == words
    assert kept.find_parent("details").has_attr("open")
    client.sign_in(make_staff(Role.CASEWORKER))
    spoken = client.post(f"/office/enrolments/{asked.ref}/speak", data={"act": "withdraw", "note": words})
    assert spoken.status_code == 422
    assert read_page(spoken).find("textarea", id="speak-note").get_text().strip() == words
    assert state_of(asked) == "enrolled"


def test_a_case_worker_answers_withdraws_and_takes_a_seat_on_somebodys_behalf(client) -> None:
    client.sign_in(make_staff(Role.CASEWORKER))
    for state, act, after in (
        ("returned", "answer", "officer_review"),
        ("offered", "take", "provider_accepted"),
        ("waitlisted", "withdraw", "withdrawn"),
    ):
        asked = make_enrolment(state)
        page = client.page(f"/office/enrolments/{asked.ref}")
        assert page.select_one(f"button[name=act][value={act}]")
        assert page.select_one("input[name=decision]") is None
        answer = client.post(f"/office/enrolments/{asked.ref}/speak", data={"act": act, "note": "บอกทางโทรศัพท์"})
        assert answer.status_code == 303
        assert state_of(asked) == after
    asked = make_enrolment("returned")
    assert client.post(f"/office/enrolments/{asked.ref}/speak", data={"act": "answer"}).status_code == 422
    assert client.post(f"/office/enrolments/{asked.ref}/speak", data={"act": "?"}).status_code == 422


def test_a_provider_and_a_guardian_do_not_reach_the_offices_page(client) -> None:
    asked = make_enrolment("officer_review", youth=make_youth(years=16))
    guardian = make_staff(Role.AUDITOR)
    make_guardian(asked.youth, account_id=guardian.id)
    for account in (make_provider(asked.opportunity.organisation_id), guardian):
        client.sign_in(account)
        client.page(f"/office/enrolments/{asked.ref}", status=404)


@pytest.mark.parametrize(
    "state", ["draft", "awaiting_guardian", "waitlisted", "returned", "approved", "completed", "cancelled"]
)
def test_every_state_has_a_page_in_both_languages(client, officer, state) -> None:
    asked = make_enrolment(state)
    for language in ("th", "en"):
        client.page(f"/office/enrolments/{asked.ref}?lang={language}")
        client.page(f"/office/queue?lang={language}&view=others")


def test_another_reason_for_a_yes_is_written_out(client, officer) -> None:
    asked = make_enrolment("provider_accepted")
    client.sign_in(officer)
    path = f"/office/enrolments/{asked.ref}"
    said = {"decision": "approve", "why": "other", "version": asked.version}
    assert client.post(path, data=said).status_code == 422
    assert session.scalar(select(Enrolment.state).where(Enrolment.id == asked.id)) == asked.state
    assert client.post(path, data=said | {"note": "ครูประจำกลุ่มรับรองไว้"}).status_code == 303


def test_gifts_about_which_a_bank_waits_for_an_answer_stand_above_the_queue(client, officer) -> None:
    words = "ธนาคารของผู้ให้รอคำตอบเรื่องเงินบริจาค"
    assert words not in client.page("/office/queue").get_text()
    gift = make_paid_gift(make_fund(0))
    tell(event_of_dispute(gift, "created", "needs_response"))
    session.commit()
    queue = client.page("/office/queue")
    assert f"{words} 1 รายการ รายการแรกต้องตอบภายใน ศ. 15 ม.ค. 2570" in queue.get_text()
    assert queue.find("a", href=f"/office/gifts/{gift.ref}") is not None
