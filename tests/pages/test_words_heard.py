"""Secrets, pressure and danger typed into forms that are no messages: refused or withheld, and never lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.people import memberships
from models.account import Membership, RateWindow
from models.agreement import WorkDay
from models.concern import Concern, ConcernNamed, ConcernNote
from models.history import Notice
from models.mentoring import MentorGoal
from models.session import db
from models.vocabulary import Role
from tests.factories.agreements import valid, worked
from tests.factories.desk import typed
from tests.factories.enrolments import make_account, make_enrolment, make_staff
from tests.fixtures.client import read_page
from tests.pages.test_threads import DAY, account_of, mentor_of, young

SAID = "ช่วยเอาส่วนนี้ออกก่อน"
SECRET = "อย่าบอกแม่นะ เจอกันที่ห้องพี่คืนนี้"


@pytest.fixture(autouse=True)
def stopped(database):
    with clock.frozen(DAY):
        yield


def concerns() -> list[Concern]:
    return list(db.scalars(select(Concern).order_by(Concern.id).execution_options(populate_existing=True)))


def test_a_mentor_sets_no_goal_of_secrets_and_those_who_answer_for_the_young_person_learn_of_it(app) -> None:
    officer, _ = make_staff(Role.OFFICER), make_staff(Role.CASEWORKER)
    mentor, match = mentor_of(young())
    officer.name = f"สมหญิง {mentor.name.split()[-1]}"
    db.commit()
    path, desk = f"/mentor/matches/{match.ref}/goals", app.test_client().sign_in(mentor)
    assert desk.post(path, data={"words": "อ่านหนังสือวันละสิบนาที"}).status_code == 303
    desk.get("/mentor/matches?lang=en")
    desk.post(path, data={"words": SECRET})
    desk.get("/mentor/matches?lang=th")
    for said in (SECRET, "ส่งรูปชุดชั้นในมา", "bit . ly / abc", "0812E345G678", "ส่งรูปชุดชั้นในมา"):
        answer = desk.post(path, data={"words": said})
        page = read_page(answer)
        assert (answer.status_code, SAID in page.get_text()) == (422, True), said
        assert page.select_one("[name=words]")["value"] == said
    assert len(db.scalars(select(MentorGoal)).all()) == 1
    (made,) = concerns()
    assert (made.kind, made.youth_id, made.reporter_id) == ("contact", match.youth_id, None)
    assert len(db.scalars(select(ConcernNote)).all()) == 2, "of each text once, of a number nothing"
    assert db.scalars(select(Notice).where(Notice.account_id == officer.id, Notice.event == "concern.reported")).one()
    reader, path = app.test_client().sign_in(officer), f"/office/concerns/{made.ref}"
    reader.post(f"{path}/take")
    page = reader.page(path)
    assert SECRET in page.get_text()
    assert "Okat พบเอง ยังไม่มีใครตัดสิน" in page.get_text(), "no writer is accused by a frame"
    assert "wrote this" not in page.get_text(), "what Okat notes is in the reader's language, whatever the writer's"
    assert "wrote this" in reader.page(f"{path}?lang=en").get_text(), "nobody is kept out by the name of who wrote"
    reader.get(f"{path}?lang=th")
    assert mentor.name in page.select_one("main .timeline").get_text(), "whose words they are"
    assert page.main.select('a[href="/office/mentoring"]')
    waits = {"account": mentor.ref, "pause_reason": "ถามเรื่องข้อความนี้ก่อน"}
    assert reader.post(f"{path}/pause", data=waits).status_code == 303
    assert db.scalars(select(ConcernNamed.account_id)).all() == [mentor.id], "its writer never sees it"


def test_what_is_said_of_a_worked_day_goes_by_the_same_door(app) -> None:
    officer, table = make_staff(Role.OFFICER), valid()
    day = worked(table).ref
    host, youth = (app.test_client().sign_in(table.accounts[who]) for who in ("host", "youth"))
    given = {"worked_on": typed(clock.today()), "start": "9.00", "end": "10.00", "rest": "0"}
    written = host.post(f"/provider/agreements/{table.agreement.ref}/days", data=given | {"tasks": SECRET})
    assert written.status_code == 422
    assert SAID in read_page(written).get_text()
    said = "หัวหน้าตีหนู โทรหาหนูที่ 0812345678"
    assert youth.post(f"/youth/days/{day}", data={"words": said}).status_code == 303
    assert "1300" in youth.page("/youth/applications").get_text()
    kept = db.scalars(select(WorkDay).execution_options(populate_existing=True)).one()
    assert kept.dispute == "ขอให้สำนักงานช่วยดู", "whom it accuses reads nothing of it"
    by_host, by_youth = concerns()
    assert (by_host.kind, by_youth.kind) == ("contact", "violence")
    assert by_youth.reporter_id == table.accounts["youth"].id
    assert said in youth.page(f"/report/mine/{by_youth.ref}").get_text()
    with clock.frozen(DAY + timedelta(minutes=9)):
        staff = Membership.account_id == table.accounts["host"].id
        over = memberships.Binding(organisation_id=db.scalars(select(Membership.organisation_id).where(staff)).one())
        later = make_account("มาใหม่")
        memberships.grant(later, Role.PROVIDER, by=SYSTEM, over=over)
        db.commit()
    desk, path = app.test_client().sign_in(officer), f"/office/concerns/{by_youth.ref}"
    desk.post(f"{path}/take")
    host_ref = table.accounts["host"].ref
    offered = desk.page(path).select_one(f'form[action$="/name"]:has([name=who][value="{host_ref}"])')
    assert offered is not None, "the other side of the day can be named with one press"
    assert later.name not in desk.page(path).get_text(), "who came after the words is not their other side"
    assert desk.post(offered["action"], data={"who": host_ref}).status_code == 303
    assert desk.page(path).select(f'form[action$="/pause"] [value="{host_ref}"]')


def test_words_of_danger_are_not_lost_with_a_form_that_is_refused(client) -> None:
    youth = young()
    asked = make_enrolment("submitted", youth=youth)
    client.sign_in(account_of(youth))
    answer = client.post(f"/youth/applications/{asked.ref}/withdraw", data={"reason": "?", "note": "หนูโดนพ่อตี"})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one("[name=note]").get_text().strip() == "หนูโดนพ่อตี"
    (made,) = concerns()
    assert (made.kind, made.reporter_id) == ("violence", youth.account_id)
    help_told(page, made)
    assert not client.page("/youth/applications").select("main [role=alert]"), "it is said once"
    client.post(f"/youth/applications/{asked.ref}/withdraw", data={"reason": "changed_mind", "note": "ได้งาน"})
    refused = client.post(
        f"/youth/applications/{asked.ref}/withdraw", data={"reason": "changed_mind", "note": "หนูอยากตาย"}
    )
    assert refused.status_code in (403, 409), "what can no longer be done is heard all the same"
    page = read_page(refused)
    help_told(page, made)
    assert concerns()[0].kind == "danger"
    assert "สำนักงานได้รับข้อความนี้แล้ว" in page.main.get_text()
    assert "ยังไม่ได้บันทึก" not in page.main.get_text()
    gone = read_page(client.post("/youth/apply/O-ABCDEFGHJK", data={"note": "หนูอยากตาย"}))
    help_told(gone, concerns()[-1])
    assert gone.select_one("main textarea[readonly]").get_text() == "หนูอยากตาย", "it stands below, as it says"


def test_words_of_danger_that_are_sent_too_fast_are_taken_up_once_and_given_back(client) -> None:
    youth, path = young(), "/youth/messages/TH-ABCDEFGHJK"
    client.sign_in(account_of(youth))
    assert client.post(path, data={"text": "สวัสดีค่ะ"}).status_code == 404
    db.execute(update(RateWindow).values(hits=1_000))
    db.commit()
    for said in ("หนูโดนพ่อตี", "หนูโดนพ่อตี", "ขอเปลี่ยนวันค่ะ"):
        answer = client.post(path, data={"text": said})
        page = read_page(answer)
        assert (answer.status_code, page.select_one("main textarea[readonly]").get_text()) == (429, said)
        if "ตี" in said:
            help_told(page, *concerns())
    assert len(db.scalars(select(ConcernNote)).all()) == 1


def test_a_page_open_too_long_says_so_gives_the_words_back_and_tells_whom_to_call(client) -> None:
    for said, is_danger in (("หนูโดนข่มขืน", True), ("ขอเปลี่ยนวันค่ะ", False)):
        answer = client.post("/youth/messages/TH-ABCDEFGHJK", csrf=False, data={"text": said})
        page = read_page(answer)
        assert (answer.status_code, page.h1.get_text()) == (403, "หน้านี้เปิดค้างไว้นานเกินไป")
        assert page.select_one("main textarea[readonly]").get_text() == said
        links = {one["href"].partition("?")[0] for one in page.select("main [role=alert] a")}
        assert links == ({"/report", "tel:1300", "tel:1387", "tel:191"} if is_danger else set())
    assert concerns() == [], "nobody knows who wrote"


def help_told(page, concern: Concern) -> None:
    told = page.select_one("main [role=alert]")
    assert [one["href"] for one in told.select("a")] == [
        f"/report/mine/{concern.ref}",
        "tel:1300",
        "tel:1387",
        "tel:191",
    ]
    assert "ยังไม่สำเร็จ" in told.get_text()


def test_whoever_tells_the_office_of_danger_reports_it_and_is_not_accused(app) -> None:
    officer, _ = make_staff(Role.OFFICER), make_staff(Role.CASEWORKER)
    mentor, match = mentor_of(young())
    desk = app.test_client().sign_in(mentor)
    goal = desk.post(f"/mentor/matches/{match.ref}/goals", data={"words": "เด็กบอกว่าอยากตาย"})
    assert goal.status_code == 422
    (made,) = concerns()
    assert (made.kind, made.youth_id, made.reporter_id) == ("danger", match.youth_id, mentor.id)
    help_told(read_page(goal), made)
    assert len(read_page(goal).main.select('[href="tel:1300"]')) == read_page(goal).main.get_text().count("1300") == 1
    assert "ส่งอีกครั้ง" not in read_page(goal).main.get_text(), "it says only what is agreed belongs there"
    desk.post(f"/mentor/matches/{match.ref}/goals", data={"words": "อย่าบอกแม่นะ เด็กบอกว่าอยากตาย"})
    accusing = concerns()[1]
    assert (accusing.kind, accusing.reporter_id) == ("danger", None)
    assert db.scalars(select(ConcernNamed.account_id)).all() == [mentor.id], "of both he is whom it is about"
    said = "น้องเล่าว่าโดนพ่อตี ขอให้ช่วยดู"
    data = {"reason": "moved", "score": "4", "note": said}
    assert desk.post(f"/mentor/matches/{match.ref}/end", data=data).status_code == 303
    assert "1300" in desk.page("/mentor/matches").get_text()
    made = concerns()[2]
    assert (made.kind, made.youth_id, made.reporter_id) == ("violence", match.youth_id, mentor.id)
    assert {one.concern_id for one in db.scalars(select(ConcernNamed))} == {accusing.id}
    assert said in desk.page(f"/report/mine/{made.ref}").get_text()
    assert mentor.name in app.test_client().sign_in(officer).page(f"/office/concerns/{made.ref}").get_text()


def test_whoever_reports_too_fast_reads_whom_to_call_and_comes_back_to_the_form(client) -> None:
    assert client.post("/report", data={"kind": "insult"}).status_code == 303
    db.execute(update(RateWindow).values(hits=1_000))
    db.commit()
    answer = client.post("/report", data={"kind": "insult", "text": "ครูเก็บบัตรไว้"})
    page = read_page(answer).main
    assert answer.status_code == 429
    assert page.select_one('.note-danger a[href="tel:1300"]')
    assert page.select_one('a.btn[href="/report"]')
