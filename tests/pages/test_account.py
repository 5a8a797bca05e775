"""One's own account: beginning, words, passwords, messages and who looked."""

import re
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.access import SYSTEM
from marketplace.access.sessions import load_actor
from marketplace.i18n import t
from marketplace.notices import tell
from marketplace.people import accounts, disclosure, passwords, security
from marketplace.people import youth as young
from marketplace.people.disclosure import Fact, Why
from models.account import Account, LoginSession
from models.history import AuditEvent, Notice
from models.session import db as session
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_account, make_youth, staff
from tests.fixtures.client import Client, read_page

PASSWORD = "ฝนตกที่หน้าต่าง"


@pytest.fixture
def nid(db: object) -> Account:
    made = accounts.create_account(login="nid@example.com", name="นิด", password=PASSWORD)
    session.commit()
    return made


def test_a_young_person_begins_on_one_page(client: Client, db: object) -> None:
    answer = client.post("/sign-up", data={"nickname": "นิด", "login": "+66 81 234 5678", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert "อีกขั้นเดียว" in client.page("/sign-in").get_text()
    assert client.get("/account").status_code == 303, "nobody is in before they sign in"
    entered = client.post("/sign-in", data={"login": "081 234 5678", "password": PASSWORD, "next": "/account"})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/account")
    account = accounts.find("0812345678")
    youth = session.query(Youth).one()
    assert (youth.account_id, youth.nickname) == (account.id, "นิด")
    assert load_actor(account).has(Role.YOUTH)
    assert client.get("/account").status_code == 200
    assert "0812345678" not in f"{vars(account)}{vars(youth)}"


def test_the_first_page_asks_only_for_login_and_password(client: Client, db: object) -> None:
    answer = client.post("/sign-up", data={"login": "nid@example.com", "password": PASSWORD})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"login": "", "password": PASSWORD}, "login"),
        ({"login": "12345", "password": PASSWORD}, "login"),
        ({"login": "a@b", "password": PASSWORD}, "login"),
        ({"login": "nid@example.com", "password": "short"}, "password"),
        ({"login": "nid@example.com", "password": "password123"}, "password"),
        ({"login": "nid@example.com", "password": "x" * 129}, "password"),
        ({"login": "nid@example.com", "password": PASSWORD, "nickname": "ก" * 300}, "nickname"),
        ({"login": "nid@example.com", "password": PASSWORD, "nickname": "<b>นิด</b>"}, "nickname"),
        ({"login": "nid@example.com", "password": PASSWORD, "nickname": "=1+1"}, "nickname"),
        ({"login": "taken@example.com", "password": "short"}, "password"),
        ({"login": "taken@example.com", "password": PASSWORD, "nickname": "ก" * 300}, "nickname"),
    ],
)
def test_a_slip_is_shown_at_its_field_and_nobody_is_made(
    client: Client, db: object, data: dict[str, str], field: str
) -> None:
    accounts.create_account(login="taken@example.com", password=PASSWORD)
    session.commit()
    answer = client.post("/sign-up", data=data)
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.find(id=f"{field}-error") is not None
    assert page.select_one("div.errors a")["href"] == f"#{field}"
    assert session.query(Account).count() == 1
    assert session.query(Youth).count() == 0


@pytest.mark.parametrize("where", ["/sign-up", "/sign-up/organisation"])
def test_beginning_answers_alike_whether_somebody_has_the_login_or_not(
    client: Client, db: object, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.create_account(login="taken@example.com", password=PASSWORD)
    accounts.create_account(login="unset@example.com")
    accounts.disable(accounts.create_account(login="0812345678", password=PASSWORD), by=SYSTEM)
    session.commit()
    passwords.matches(None, PASSWORD)
    work: list[str] = []

    class Counting(PasswordHasher):
        def hash(self, *given: Any, **named: Any) -> str:
            work.append("hash")
            return super().hash(*given, **named)

        def verify(self, *given: Any, **named: Any) -> Literal[True]:
            work.append("hash")
            return super().verify(*given, **named)

    monkeypatch.setattr(passwords, "_hasher", Counting(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    said = set()
    for login in ("taken@example.com", "TAKEN@example.com", "unset@example.com", "081-234-5678", "new@example.com"):
        browser = client.application.test_client()
        work.clear()
        given = {"login": login, "password": "ลมพัดใบไม้ไหวเบาๆ", "nickname": "นิด", "next": "/account"}
        answer = browser.post(where, data=given)
        headers = sorted(pair for pair in answer.headers if pair[0] not in ("Date", "Content-Security-Policy"))
        told = re.sub(r"Expires=[^;]+", "", str(headers))
        said.add((answer.status_code, answer.get_data(as_text=True), told, tuple(work)))
        page = browser.page(answer.headers["Location"])
        said.add(page.select_one("main").get_text())
        assert page.find("input", {"name": "next"})["value"] in ("/account", "/provider/opening")
        assert browser.get("/account").status_code == 303
    assert len(said) == 2, said


@pytest.mark.parametrize("login", ["a@b", "12345"])
def test_a_login_that_is_none_is_told_at_the_field_with_a_way_to_sign_in(
    client: Client, db: object, login: str
) -> None:
    answer = client.post("/sign-up", data={"login": login, "password": "ลมพัดใบไม้ไหว", "next": "/account"})
    assert answer.status_code == 422
    assert read_page(answer).select_one('.note a[href="/sign-in?next=/account"]')


def test_answers_of_the_browser_go_to_whoever_has_none_and_to_nobody_else(client: Client, nid: Account) -> None:
    young.register(nid, by=SYSTEM).level = 3
    session.commit()
    client.post("/youth/profile/1", data={"birth_date": "14 ก.พ. 2551"})
    client.post("/sign-in", data={"login": "nid@example.com", "password": PASSWORD})
    assert session.query(Youth.birth_date).scalar() is None
    client.sign_out()
    new = {"login": "new@example.com", "password": PASSWORD}
    assert client.post("/sign-up", data=new).status_code == 303
    assert client.post("/sign-in", data=new).status_code == 303
    assert [str(day) for (day,) in session.query(Youth.birth_date).order_by(Youth.id)] == ["None", "2008-02-14"]


class TestALoginThatIsTaken:
    def begin(self, client: Client, login: str, password: str, address: str = "203.0.113.9") -> TestResponse:
        data = {"login": login, "password": password, "next": "/account"}
        return client.post("/sign-up", data=data, environ_base={"REMOTE_ADDR": address})

    def test_its_owner_gets_on_with_their_password(self, client: Client, nid: Account) -> None:
        answer = self.begin(client, "Nid@Example.com", PASSWORD)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
        assert session.query(Account).count() == 1
        assert session.query(Notice).count() == 0

    def test_its_owner_hears_once_a_day_that_somebody_else_tried(self, client: Client, nid: Account) -> None:
        for _ in range(3):
            assert self.begin(client, "nid@example.com", "ลมพัดใบไม้ไหว").status_code == 303
        notice = session.query(Notice).one()
        assert (notice.account_id, notice.event) == (nid.id, "begun_again")
        client.sign_in(nid)
        assert "ลองเปิดบัญชีใหม่" in client.page("/account/notices").get_text()

    @pytest.mark.parametrize("known", [True, False])
    def test_nobody_asks_through_a_list_of_logins(self, client: Client, db: object, known: bool) -> None:
        for number in range(31) if known else ():
            accounts.create_account(login=f"n{number}@example.com")
        session.commit()
        answers = [self.begin(client, f"n{number}@example.com", PASSWORD).status_code for number in range(31)]
        assert answers == [303] * 30 + [429]
        assert self.begin(client, "new@example.com", PASSWORD).status_code == 429
        assert self.begin(client, "new@example.com", PASSWORD, "203.0.113.77").status_code == 303

    def test_who_signs_in_after_it_takes_nothing_from_the_neighbours(self, client: Client, db: object) -> None:
        for number in range(31):
            data = {"login": f"n{number}@example.com", "password": PASSWORD}
            assert self.begin(client, data["login"], PASSWORD).status_code == 303
            entered = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "203.0.113.9"})
            assert entered.status_code == 303
            client.sign_out()
        # To sign in again and again takes nothing back that others left open.
        for number in range(40, 70):
            self.begin(client, f"n{number}@example.com", PASSWORD)
            client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "203.0.113.9"})
            client.sign_out()
        assert self.begin(client, "new@example.com", PASSWORD).status_code == 429

    def test_beginning_is_no_way_round_the_limit_of_guesses(self, client: Client, nid: Account) -> None:
        for number in range(10):
            assert self.begin(client, "nid@example.com", f"ลมพัดใบไม้ไหว {number}").status_code == 303
        assert self.begin(client, "nid@example.com", PASSWORD).status_code == 429


def test_extra_fields_give_nobody_a_role(client: Client, db: object) -> None:
    more = {"role": "steward", "is_demo": "1", "area_code": "95", "youth_id": "1", "account_id": "1"}
    client.post("/sign-up", data={"login": "nid@example.com", "password": PASSWORD, **more})
    assert load_actor(accounts.find("nid@example.com")).roles() == {Role.YOUTH}


def test_pressing_twice_makes_one_account(client: Client, db: object) -> None:
    for _ in range(2):
        client.post("/sign-up", data={"login": "nid@example.com", "password": PASSWORD})
    assert session.query(Account).count() == 1


def test_name_and_language_are_kept_and_the_next_page_speaks_it(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    answer = client.post("/account/details", data={"name": " นิด\u200b น้อย ", "locale": "en"}, follow_redirects=True)
    assert "Your account" in answer.get_data(as_text=True)
    assert 'lang="en"' in answer.get_data(as_text=True)
    session.refresh(nid)
    assert (nid.name, nid.locale) == ("นิด น้อย", "en")


@pytest.mark.parametrize("data", [{"name": "ก" * 121, "locale": "th"}, {"name": "นิด", "locale": "xx"}, {"name": "นิด"}])
def test_details_that_cannot_be_are_refused(client: Client, nid: Account, data: dict[str, str]) -> None:
    client.sign_in(nid)
    assert client.post("/account/details", data=data).status_code == 422


def test_a_changed_password_signs_all_other_devices_out(client: Client, nid: Account) -> None:
    other = client.application.test_client()
    other.sign_in(nid)
    client.sign_in(nid)
    answer = client.post("/account/password", data={"current": PASSWORD, "new": "ลมพัดใบไม้ไหว"})
    assert answer.status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert accounts.authenticate("nid@example.com", PASSWORD) is None
    assert accounts.authenticate("nid@example.com", "ลมพัดใบไม้ไหว") is not None
    assert session.query(Notice).filter_by(event="password_changed").count() == 1


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("wrong password", "ลมพัดใบไม้ไหว", "current"), (PASSWORD, "short", "new"), (PASSWORD, "nid@example.com", "new")],
)
def test_a_password_is_changed_only_by_who_knows_it_to_a_good_one(
    client: Client, nid: Account, current: str, new: str, field: str
) -> None:
    client.sign_in(nid)
    answer = client.post("/account/password", data={"current": current, "new": new})
    assert answer.status_code == 422
    assert read_page(answer).find(id=f"{field}-error") is not None
    assert accounts.authenticate("nid@example.com", PASSWORD) is not None


def test_a_link_sets_the_password_once(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    token = security.password_link(nid, by=SYSTEM)
    fresh = client.application.test_client()
    assert fresh.get(f"/set-password/{token}").status_code == 200
    assert fresh.post(f"/set-password/{token}", data={"password": "short"}).status_code == 422
    assert fresh.post(f"/set-password/{token}", data={"password": "ลมพัดใบไม้ไหว"}).status_code == 303
    assert accounts.authenticate("nid@example.com", "ลมพัดใบไม้ไหว") is not None
    assert client.get("/account").status_code == 303
    assert fresh.get(f"/set-password/{token}").status_code == 410
    assert fresh.post(f"/set-password/{token}", data={"password": "อีกครั้งหนึ่งนะ"}).status_code == 410
    assert fresh.get("/set-password/made-up").status_code == 404


def test_a_newer_link_ends_the_older(client: Client, nid: Account) -> None:
    older, newer = (security.password_link(nid, by=SYSTEM) for _ in range(2))
    assert client.get(f"/set-password/{older}").status_code == 410
    assert client.get(f"/set-password/{newer}").status_code == 200


def test_messages_are_read_in_the_language_of_their_reader_and_marked(client: Client, nid: Account) -> None:
    tell(nid.id, event="x", message=t("Your password was changed. If it was not you, tell your office today."))
    client.sign_in(nid)
    assert "รหัสผ่านของคุณถูกเปลี่ยน" in client.page("/account/notices").get_text()
    assert "Your password was changed" in client.page("/account/notices?lang=en").get_text()
    assert client.post("/account/notices/read").status_code == 303
    assert client.page("/account/notices").select_one("main strong") is None


def test_a_young_person_sees_who_looked_and_why(client: Client, db: object) -> None:
    youth = make_youth()
    young.put(youth, "phone", "0812345678")
    disclosure.reveal(staff(Role.CASEWORKER), youth, Fact.PHONE, Why.VISIT)
    client.sign_in(session.get(Account, youth.account_id))
    text = client.page("/account/seen").get_text()
    assert "วารุณี" in text
    assert "เบอร์โทรศัพท์" in text
    assert "ลงเยี่ยม" in text


def test_only_young_people_have_the_page_of_looks(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    assert client.get("/account/seen").status_code == 404


def test_pages_of_the_account_need_somebody_signed_in(client: Client, db: object) -> None:
    for path in ("/account", "/account/details", "/account/password", "/account/notices", "/account/seen"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")


def test_every_write_leaves_a_trace(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    acts = {
        "account.details": lambda: client.post("/account/details", data={"name": "นิด", "locale": "th"}),
        "session.end_others": lambda: client.post("/account/sessions/end-others"),
        "account.sign_out": lambda: client.post("/sign-out"),
        "account.sign_in": lambda: client.application.test_client().post(
            "/sign-in", data={"login": "nid@example.com", "password": PASSWORD}
        ),
    }
    for action, act in acts.items():
        assert act().status_code == 303
        assert session.query(AuditEvent).filter_by(action=action, actor_id=nid.id).count() == 1, action


def test_the_first_administrator_gets_a_link_and_no_password(app: Flask, client: Client, db: object) -> None:
    session.commit()
    said = app.test_cli_runner().invoke(args=["people", "create-admin", "Admin@Example.com"])
    assert said.exit_code == 0
    path = re.search(r"(/set-password/\S+)", said.output)[1]
    assert client.post(path, data={"password": "elevenchars"}).status_code == 422
    assert client.post(path, data={"password": "ประโยคยาวของผู้ดูแล"}).status_code == 303
    admin = accounts.authenticate("admin@example.com", "ประโยคยาวของผู้ดูแล")
    assert load_actor(admin).roles() == {Role.STEWARD}
    session.commit()
    again = app.test_cli_runner().invoke(args=["people", "create-admin", "admin@example.com"])
    assert again.exit_code == 0
    assert session.query(Account).count() == 1


@pytest.mark.parametrize("email", ["", "nobody", "0812345678"])
def test_an_administrator_needs_an_email_address(app: Flask, db: object, email: str) -> None:
    assert app.test_cli_runner().invoke(args=["people", "create-admin", email]).exit_code == 2


def test_a_device_is_named_by_browser_and_system(client: Client, nid: Account) -> None:
    agent = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
    data = {"login": "nid@example.com", "password": PASSWORD}
    client.post("/sign-in", data=data, headers={"User-Agent": agent})
    assert session.query(LoginSession).one().label == "Chrome · Android"


def test_staff_passwords_are_longer(db: object) -> None:
    account = make_account()
    security.set_password(account, "elevenchars", by=SYSTEM)
    assert account.password_hash is not None


def test_no_account_is_called_by_markup(client: Client, nid: Account) -> None:
    given = {"login": "work@example.com", "password": "ลมพัดใบไม้ไหวเบาๆ", "nickname": "<b>ครู</b>"}
    answer = client.post("/sign-up/organisation", data=given)
    assert (answer.status_code, accounts.find("work@example.com")) == (422, None)
    assert read_page(answer).select_one(".errors a[href='#nickname']")
    client.sign_in(nid)
    assert client.post("/account/details", data={"name": "<i>นิด</i>", "locale": "th"}).status_code == 422
    session.refresh(nid)
    assert nid.name == "นิด"
    assert client.post("/account/details", data={"name": "นิด (สำรอง) 2", "locale": "th"}).status_code == 303
