"""Several concerns about one young person know of each other, for those who may see each of them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from marketplace.access import sessions
from marketplace.concerns import handling, queries, reporting
from marketplace.concerns.reporting import Draft
from marketplace.kernel import clock
from models.account import Account
from models.concern import Concern
from models.history import Notice
from models.session import db as session
from models.vocabulary import ConcernKind, Role
from tests.factories.enrolments import make_account, make_staff, make_youth

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def stopped(db):
    with clock.frozen(NOW):
        yield


def report(kind: ConcernKind, youth, path: str) -> Concern:
    by = sessions.load_actor(session.get_one(Account, youth.account_id))
    return reporting.report(Draft(kind, text="เล่าให้ฟังหน่อย", path=path, shows_name=True), by=by)[0]


def links(client, path: str) -> list[str]:
    return [one["href"].rsplit("/", 1)[-1] for one in client.page(path).select(".tasks a[href^='/office/concerns/']")]


def test_each_leads_to_the_others_gravest_first_and_never_to_one_that_names_its_reader(client) -> None:
    officer, other, accused = make_staff(Role.OFFICER), make_staff(Role.OFFICER, name="มาลี"), make_account("ครูฝึก ก")
    youth, second = make_youth(years=16), make_youth(years=17)
    insult = report(ConcernKind.INSULT, youth, "/youth")
    danger = report(ConcernKind.DANGER, youth, "/youth/mentor")
    touch = report(ConcernKind.TOUCH, second, "/youth")
    for one in (insult, touch):
        handling.name(one, accused.ref, by=sessions.load_actor(officer))
    handling.name(danger, other.ref, by=sessions.load_actor(officer))
    session.commit()
    client.sign_in(officer)
    assert links(client, f"/office/concerns/{insult.ref}") == [danger.ref, touch.ref]
    assert links(client, f"/office/youth/{youth.ref}") == [danger.ref, insult.ref]
    row = client.page("/office/concerns").select_one(f".tasks a[href$='{insult.ref}']").get_text()
    assert f"มีอีก 1 เรื่อง หนักที่สุดคือ มีคนตกอยู่ในอันตรายเดี๋ยวนี้ ({danger.ref})" in row
    client.sign_in(other)
    assert links(client, f"/office/concerns/{insult.ref}") == [touch.ref]
    assert links(client, f"/office/youth/{youth.ref}") == [insult.ref]
    assert danger.ref not in client.page("/office/concerns").get_text()
    worker = make_staff(Role.CASEWORKER)
    client.sign_in(worker)
    assert links(client, f"/office/youth/{youth.ref}") == [], "nothing was given to them"
    by = sessions.load_actor(officer)
    insult = queries.one(by, insult.ref)
    handling.take(insult, by=by)
    handling.hand_over(insult, worker.id, by=by)
    session.commit()
    assert links(client, f"/office/youth/{youth.ref}") == [insult.ref]
    assert "เรื่องไม่ปลอดภัยที่ยังเปิดอยู่ 1 เรื่อง" in client.page(f"/office/youth/{youth.ref}").get_text()


def test_the_notice_of_a_new_one_names_the_graver_to_whoever_may_see_both(db) -> None:
    officer, other, province = make_staff(Role.OFFICER), make_staff(Role.OFFICER), make_staff(Role.PROVINCE, "95")
    youth = make_youth(years=16)
    danger = report(ConcernKind.DANGER, youth, "/youth/mentor")
    handling.name(danger, other.ref, by=sessions.load_actor(officer))
    insult = report(ConcernKind.INSULT, youth, "/youth")
    handling.escalate(danger, "ขอให้จังหวัดช่วยดูเรื่องนี้", by=sessions.load_actor(officer))
    handling.take(danger, by=sessions.load_actor(province))
    money = report(ConcernKind.MONEY, youth, "/youth/days")

    def told(account: Account, about: Concern) -> list[str]:
        mine = Notice.account_id == account.id, Notice.subject_id == about.id, Notice.subject_type == "concern"
        return [str(one) for one in session.scalars(select(Notice.message).where(*mine))]

    assert danger.ref in told(officer, insult)[0]
    assert danger.ref not in told(other, insult)[0]
    assert danger.ref not in told(officer, money)[0], "it went up to the province, whose desk alone sees it"
    assert danger.ref in told(province, money)[0]
