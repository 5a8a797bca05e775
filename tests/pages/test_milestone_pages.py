"""Points that are paid for, from the posting's form to the young person's money page."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.enrolments import milestones, stay_breaks
from marketplace.kernel import clock
from models.account import Account
from models.earning import Earning
from models.enrolment import Enrolment
from models.milestone import Milestone
from models.session import db
from models.vocabulary import MilestoneState, Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_provider, make_staff, make_youth
from tests.factories.milestones import make_stay
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, make_opportunity
from tests.fixtures.client import Client, read_page
from tests.unit.test_evidence_files import picture

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def learner() -> Enrolment:
    return make_enrolment("in_learning", youth=make_youth(years=19), opportunity=make_opportunity())


def youth(client: Client, enrolment: Enrolment) -> Client:
    return client.sign_in(db.get_one(Account, db.get_one(Youth, enrolment.youth_id).account_id))


def host(client: Client, enrolment: Enrolment) -> Client:
    return client.sign_in(make_provider(enrolment.opportunity.organisation_id))


def fresh(point: Milestone) -> Milestone:
    db.expire_all()
    return db.get_one(Milestone, point.id)


def test_a_stay_goes_from_the_host_to_the_office_to_the_money_page(client: Client, learner: Enrolment) -> None:
    point = make_stay(learner, make_fund())
    officer = make_staff(Role.OFFICER)
    host(client, learner)
    assert client.page(f"/provider/learners/{learner.ref}/milestones").select("main section")
    assert client.post(f"/provider/milestones/{point.ref}", data={"there": "yes", "proof": ""}).status_code == 422
    assert client.post(f"/provider/milestones/{point.ref}", data={"proof": "ใบลงเวลา"}).status_code == 422
    said = {"there": "yes", "proof": "ใบลงเวลา"}
    assert client.post(f"/provider/milestones/{point.ref}", data=said).status_code == 303
    assert client.post(f"/provider/milestones/{point.ref}", data=said).status_code == 409
    client.sign_in(officer)
    assert point.ref in str(client.page("/office/milestones"))
    page = client.page(f"/office/milestones/{point.ref}")
    version = page.select_one("input[name=version]")["value"]  # type: ignore[index]
    assert client.post(f"/office/milestones/{point.ref}", data={"version": version}).status_code == 422
    decided = {"version": version, "decision": "back", "note": ""}
    assert client.post(f"/office/milestones/{point.ref}", data=decided).status_code == 422
    verified = decided | {"decision": "verify"}
    assert client.post(f"/office/milestones/{point.ref}", data=verified).status_code == 303
    assert client.post(f"/office/milestones/{point.ref}", data=verified).status_code == 409
    owed = db.scalars(select(Earning.ref)).one()
    labels = [one.get_text() for one in client.page(f"/office/earnings/{owed}").select("dt")]
    assert ("หลักฐาน" in labels, "เหตุ" in labels) == (True, False), "the days are in words already"
    youth(client, learner)
    assert "อยู่ต่อครบ 30 วัน" in client.page("/youth/money").get_text()


def test_a_young_person_sees_the_day_and_the_sum_and_says_it_themselves(client: Client, learner: Enrolment) -> None:
    fund = make_fund()
    far = make_stay(learner, fund, days=90, satang=700_00, due_on=clock.today() + timedelta(days=40))
    near = make_stay(learner, fund)
    youth(client, learner)
    told = client.page("/youth/money").get_text()
    assert "700 บาท" in told
    assert client.post(f"/youth/milestones/{far.ref}", data={"proof": "สลิป"}).status_code == 409
    assert client.post(f"/youth/milestones/{near.ref}", data={"proof": " "}).status_code == 422
    assert client.post(f"/youth/milestones/{near.ref}", data={"proof": "สลิป"}).status_code == 303
    assert (fresh(near).state, fresh(near).said_as) == (MilestoneState.SAID, "youth")


def test_a_break_is_written_down_refused_kindly_and_taken_back(client: Client, learner: Enrolment) -> None:
    point = make_stay(learner, make_fund(), due_on=clock.today() + timedelta(days=20))
    before = point.due_on
    host(client, learner)
    path, day = f"/provider/learners/{learner.ref}/milestones", clock.today()
    bad = {"from_on": "31/2/2569", "to_on": "x", "reason": "ป่วยหนัก"}
    answer = client.post(path, data=bad)
    assert answer.status_code == 422
    assert "ป่วยหนัก" in answer.text
    good = {"from_on": day.isoformat(), "to_on": (day + timedelta(days=2)).isoformat(), "reason": "ป่วย"}
    assert client.post(path, data=good).status_code == 303
    assert fresh(point).due_on == before + timedelta(days=3)
    away = milestones.breaks_of(learner.id)[0].ref
    assert client.post(f"/provider/breaks/{away}/remove").status_code == 303
    assert client.post(f"/provider/breaks/{away}/remove").status_code == 409
    assert fresh(point).due_on == before


def test_a_photo_of_the_paper_goes_to_the_office_and_to_nobody_else(client: Client, learner: Enrolment) -> None:
    point = make_stay(learner, make_fund())
    youth(client, learner)
    page = client.page(f"/youth/milestones/{point.ref}")
    assert page.select_one("form[enctype='multipart/form-data'] input[type=file]")
    bad = {"proof": "สลิป", "files": [(io.BytesIO(b"<svg/>"), "a.jpg"), (io.BytesIO(picture()), "สลิป.jpg")]}
    refused = client.post(f"/youth/milestones/{point.ref}", data=bad)
    assert refused.status_code == 422
    assert "สลิป" in refused.text
    assert fresh(point).state == MilestoneState.WAITING
    kept = read_page(refused).select_one("input[name=carried][checked]")
    good = {"proof": "", "carried": kept["value"]}
    assert client.post(f"/youth/milestones/{point.ref}", data=good).status_code == 303
    link = client.page(f"/youth/milestones/{point.ref}").select_one("main .tasks a")["href"]  # type: ignore[index]
    with client.get(link) as seen:
        assert seen.mimetype == "image/jpeg"
    client.sign_in(make_staff(Role.OFFICER))
    told = client.page(f"/office/milestones/{point.ref}")
    assert told.select_one(f'main .tasks a[href="{link}"]')
    with client.get(link) as given:
        assert given.headers["Content-Disposition"].startswith("attachment")
    client.sign_in(make_staff(Role.OFFICER, BETONG))
    assert client.get(link).status_code == 404


def test_a_break_is_asked_for_answered_and_read(client: Client, learner: Enrolment) -> None:
    point = make_stay(learner, make_fund(), due_on=clock.today() + timedelta(days=20))
    before, day = point.due_on, clock.today()
    officer = make_staff(Role.OFFICER)
    youth(client, learner)
    path = f"/youth/applications/{learner.ref}/breaks"
    assert client.page("/youth/money").select_one(f'a[href="{path}"]')
    bad = {"from_on": "x", "to_on": "", "reason": "แม่ป่วย"}
    assert "แม่ป่วย" in client.post(path, data=bad).text
    good = {"from_on": day.isoformat(), "to_on": (day + timedelta(days=2)).isoformat(), "reason": "แม่ป่วย"}
    assert client.post(path, data=good).status_code == 303
    assert client.post(path, data=good).status_code == 409
    [away] = stay_breaks.of(learner.id)
    assert fresh(point).due_on == before
    client.sign_in(officer)
    assert client.page("/office/milestones").select_one(f'a[href="/office/breaks/{away.ref}"]')
    page = client.page(f"/office/breaks/{away.ref}")
    version = page.select_one("input[name=version]")["value"]  # type: ignore[index]
    no = {"version": version, "decision": "refuse", "answer": ""}
    assert client.post(f"/office/breaks/{away.ref}", data=no).status_code == 422
    assert client.post(f"/office/breaks/{away.ref}", data={"version": version}).status_code == 422
    yes = {"version": version, "decision": "agree"}
    assert client.post(f"/office/breaks/{away.ref}", data=yes).status_code == 303
    assert client.post(f"/office/breaks/{away.ref}", data=yes).status_code == 409
    assert fresh(point).due_on == before + timedelta(days=3)
    youth(client, learner)
    assert "บันทึกแล้ว" in client.page(path).get_text()
    assert client.post(f"/youth/breaks/{away.ref}/remove").status_code == 403


def test_the_organisation_answers_too_and_the_office_writes_down_a_break_itself(
    client: Client, learner: Enrolment
) -> None:
    point = make_stay(learner, make_fund(), due_on=clock.today() + timedelta(days=20))
    before, day = point.due_on, clock.today().isoformat()
    youth(client, learner)
    asked = {"from_on": day, "to_on": day, "reason": "สอบ"}
    client.post(f"/youth/applications/{learner.ref}/breaks", data=asked)
    [away] = stay_breaks.of(learner.id)
    host(client, learner)
    assert client.page(f"/provider/learners/{learner.ref}/milestones").select_one(
        f'a[href="/provider/breaks/{away.ref}"]'
    )
    said = {"version": "1", "decision": "refuse", "answer": "วันนั้นไม่มีเรียน"}
    assert client.post(f"/provider/breaks/{away.ref}", data=said).status_code == 303
    youth(client, learner)
    assert "วันนั้นไม่มีเรียน" in client.page(f"/youth/applications/{learner.ref}/breaks").get_text()
    client.sign_in(make_staff(Role.OFFICER))
    path = f"/office/milestones/{point.ref}/breaks"
    assert client.post(path, data={"from_on": day, "to_on": "", "reason": "ป่วย"}).status_code == 422
    assert client.post(path, data={"from_on": day, "to_on": day, "reason": "ป่วย"}).status_code == 303
    assert fresh(point).due_on == before + timedelta(days=1)
    [mine] = milestones.breaks_of(learner.id)
    assert "ยืนยันไปแล้ว" not in client.page(path).get_text()
    assert client.post(f"/office/breaks/{mine.ref}/remove").status_code == 303
    assert fresh(point).due_on == before
    verified = {"state": MilestoneState.VERIFIED, "said_at": clock.now(), "decided_at": clock.now()}
    db.execute(update(Milestone).where(Milestone.id == point.id).values(**verified))
    db.commit()
    assert client.post(path, data={"from_on": day, "to_on": day, "reason": "ป่วย"}).status_code == 303
    assert "ยืนยันไปแล้ว" in client.page(path).get_text()


def test_what_will_not_be_paid_says_why(client: Client, learner: Enrolment) -> None:
    point = make_stay(learner, make_fund())
    client.sign_in(make_staff(Role.OFFICER))
    ended = {"version": "1", "decision": "end", "note": "ย้ายไปจังหวัดอื่น"}
    assert client.post(f"/office/milestones/{point.ref}", data=ended).status_code == 303
    youth(client, learner)
    assert "ย้ายไปจังหวัดอื่น" in client.page("/youth/money").get_text()


def test_the_form_keeps_points_and_refuses_them_beside_their_field(client: Client) -> None:
    from marketplace.offers import promises
    from tests.pages.test_provider_pages import filled

    opportunity = make_opportunity(state="draft", fund_id=make_fund().id)
    client.sign_in(make_provider(opportunity.organisation_id))
    path = f"/provider/postings/{opportunity.ref}/edit"
    typed = filled(steps="สอบผ่าน 300", stay_30="500", fund=str(opportunity.fund_id))
    answer = client.post(path, data=typed)
    assert answer.status_code == 422
    assert "สอบผ่าน 300" in answer.text
    assert client.post(path, data=typed | {"steps": "สอบผ่าน: 300", "things": "ชุดช่าง: 1,200"}).status_code == 303
    kept = promises.of(opportunity.id)
    assert [(one.kind, one.title, one.days, one.satang) for one in kept] == [
        ("step", "สอบผ่าน", None, 300_00), ("thing", "ชุดช่าง", None, 1_200_00), ("stay", "", 30, 500_00),
    ]  # fmt: skip
    shown = client.page(path)
    assert "สอบผ่าน: 300" in shown.select_one("#steps").get_text()  # type: ignore[union-attr]
