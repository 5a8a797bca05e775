"""Asking for a place and living with the answer: own pages only, every state a sentence, always a way out."""

from datetime import timedelta
from typing import Any

import pytest

from blueprints.youth.keeping import COOKIE
from marketplace.access import ANONYMOUS
from marketplace.areas.settings import change_setting
from marketplace.enrolments import consents, undoing
from marketplace.enrolments.queries import HistoryLine
from marketplace.enrolments.states import OVER
from marketplace.kernel import clock
from marketplace.people import guardian_cases
from marketplace.people import youth as young
from models.account import Account, OneTimeLink
from models.enrolment import Enrolment
from models.history import Notice
from models.session import db
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth
from tests.factories.enrolments import make_account, make_enrolment, make_provider, make_staff, make_youth, on_paper
from tests.factories.offers import BETONG, make_opportunity, make_placement
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


def visit(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, on_paper(youth).account_id))


def path(application: Enrolment, rest: str = "") -> str:
    return f"/youth/applications/{application.ref}{rest}"


def only() -> Enrolment:
    return db.query(Enrolment).one()


def told(worker: Account) -> int:
    return db.query(Notice).filter_by(account_id=worker.id, event="enrolment.record").count()


class TestAsking:
    def test_one_page_says_everything_and_one_press_asks(self, client: Client) -> None:
        youth, offer = make_youth(), make_placement()
        visit(client, youth)
        said = client.page(f"/youth/apply/{offer.ref}").get_text()
        assert youth.alias in said
        assert "ศูนย์การเรียนรู้ริมคลอง" in said
        answered = client.post(f"/youth/apply/{offer.ref}", data={"note": "อยากทำ"})
        assert answered.headers["Location"] == path(only())
        assert (only().state, only().note) == (EnrolmentState.PROVIDER_REVIEW, "อยากทำ")

    def test_the_name_on_paper_is_asked_once_and_kept_apart_from_the_nickname(self, client: Client) -> None:
        youth, offer = make_youth(years=17), make_opportunity()
        client.sign_in(db.get_one(Account, youth.account_id))
        form = client.page(f"/youth/apply/{offer.ref}")
        assert form.find("label", string="ชื่อจริงตามบัตรประชาชน")
        for wrong in ({}, {"first_name": "สมใจ"}, {"first_name": "สมใจ2", "last_name": "-"}, {"first_name": "ก" * 61}):
            answered = client.post(f"/youth/apply/{offer.ref}", data={"note": "อยากทำ", **wrong})
            assert answered.status_code == 422
            page = read_page(answered)
            assert page.select('.errors a[href="#first_name"], .errors a[href="#last_name"]')
            assert page.find("input", attrs={"name": "first_name"}).get("value", "") == wrong.get("first_name", "")
            assert "อยากทำ" in page.get_text()
        named = {"first_name": " สมใจ ", "last_name": "เกิดที่นี่"}
        assert client.post(f"/youth/apply/{offer.ref}", data=named).status_code == 303
        db.refresh(youth)
        assert (young.legal_name(youth), youth.nickname) == ("สมใจ เกิดที่นี่", "นูรีน")
        assert "สมใจ" not in (youth.first_name_sealed or "")
        other = make_opportunity()
        assert not client.page(f"/youth/apply/{other.ref}").find("input", attrs={"name": "first_name"})
        client.sign_in(make_provider(offer.organisation_id))
        assert "สมใจ" not in client.get("/provider/applications").get_data(as_text=True)

    def test_answers_given_before_signing_up_are_not_asked_again(self, client: Client) -> None:
        offer = make_opportunity(title_th="ใกล้")
        apply = client.page(f"/opportunities/{offer.ref}").find("a", string="สมัคร")
        assert apply["href"] == f"/sign-up?next=/youth/apply/{offer.ref}"
        client.post("/youth/profile/1", data={"birth_date": "14 ก.พ. 2551"})
        client.post("/youth/profile/2", data={"area_code": "ต.สะเตง"})
        page = client.page(str(apply["href"]))
        sign_in = page.select_one('main a[href^="/sign-in"]')
        assert f"next=/youth/apply/{offer.ref}" in str(sign_in["href"])
        new = {"login": "0812345678", "password": "ฝนตกที่ยะลาตอนบ่าย", "next": f"/youth/apply/{offer.ref}"}
        answered = client.post("/sign-up", data=new)
        assert answered.headers["Location"] == f"/sign-in?next=/youth/apply/{offer.ref}"
        assert client.post("/sign-in", data=new).headers["Location"] == f"/youth/apply/{offer.ref}"
        youth = db.query(Youth).one()
        assert (str(youth.birth_date), youth.area_code) == ("2008-02-14", "950101")
        assert youth.office_key
        assert client.get_cookie(COOKIE) is None

    def test_pressing_twice_asks_once(self, client: Client) -> None:
        youth, offer = make_youth(), make_opportunity()
        visit(client, youth)
        places = {client.post(f"/youth/apply/{offer.ref}", data={"once": "k"}).headers["Location"] for _ in range(2)}
        assert places == {path(only())}

    def test_asking_for_the_same_again_is_refused(self, client: Client) -> None:
        youth, offer = make_youth(), make_opportunity()
        visit(client, youth)
        client.post(f"/youth/apply/{offer.ref}")
        assert client.post(f"/youth/apply/{offer.ref}").status_code == 409
        assert client.page(f"/youth/apply/{offer.ref}").select_one(f'.note a[href="{path(only())}"]')

    def test_what_does_not_fit_is_said_and_can_be_asked_for_all_the_same(self, client: Client) -> None:
        offer = make_opportunity(area_code=BETONG)
        visit(client, make_youth(travel_minutes_max=30, languages=["thai"]))
        assert client.page(f"/youth/apply/{offer.ref}").select(".note li")
        assert client.post(f"/youth/apply/{offer.ref}").status_code == 303

    def test_a_missing_birth_date_is_asked_for_first_and_leads_back(self, client: Client) -> None:
        offer = make_opportunity()
        visit(client, make_youth(birth_date=None))
        page = client.page(f"/youth/apply/{offer.ref}")
        link = page.select_one('.note a[href^="/youth/profile/1"]')
        assert link is not None
        onward = client.post("/youth/profile/1", data={"birth_date": "14/2/2548", "then": f"/youth/apply/{offer.ref}"})
        assert onward.headers["Location"] == f"/youth/apply/{offer.ref}"
        assert client.post(f"/youth/apply/{offer.ref}").status_code == 303

    def test_asking_without_a_birth_date_is_told_on_the_page(self, client: Client) -> None:
        offer = make_opportunity()
        visit(client, make_youth(birth_date=None))
        read_page(client.post(f"/youth/apply/{offer.ref}"))
        assert db.query(Enrolment).count() == 0

    def test_work_below_the_age_of_work_is_refused_in_words(self, client: Client) -> None:
        offer = make_placement()
        visit(client, make_youth(years=13))
        assert client.post(f"/youth/apply/{offer.ref}").status_code == 422

    def test_too_many_words_are_refused_and_kept(self, client: Client) -> None:
        offer = make_opportunity()
        visit(client, make_youth())
        answered = client.post(f"/youth/apply/{offer.ref}", data={"note": "ก" * 500})
        assert answered.status_code == 422
        assert "ก" * 500 in answered.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("note", "found"),
        [("โทรหาหนูที่ ๐๘๑ ๒๓๔ ๕๖๗๘", "เบอร์โทร"), ("แอดไลน์ somjai99 นะ", "LINE"), ("เขียนมาที่ a@b.co.th", "อีเมล")],
    )
    def test_a_way_past_the_protected_channel_is_told_at_the_field_and_kept(
        self, client: Client, note: str, found: str
    ) -> None:
        offer = make_opportunity()
        visit(client, make_youth(years=20))
        answered = client.post(f"/youth/apply/{offer.ref}", data={"note": note})
        page = read_page(answered)
        assert answered.status_code == 422
        assert found in page.select_one(".field-error").get_text()
        assert page.select_one("textarea[name=note]").get_text(strip=True) == note
        assert not db.query(Enrolment).count()

    def test_words_of_danger_reach_somebody_instead_of_being_refused(self, client: Client) -> None:
        offer = make_opportunity()
        visit(client, make_youth(years=20))
        assert client.post(f"/youth/apply/{offer.ref}", data={"note": "ที่บ้านโดนตี อยากย้ายมา"}).status_code == 303

    @pytest.mark.parametrize("given", [{"state": "draft"}, {"state": "submitted"}])
    def test_what_is_not_published_is_not_there(self, client: Client, given: dict[str, Any]) -> None:
        offer = make_opportunity(indexed=False, **given)
        visit(client, make_youth())
        assert client.get(f"/youth/apply/{offer.ref}").status_code == 404
        assert client.post(f"/youth/apply/{offer.ref}").status_code == 404

    def test_what_has_closed_cannot_be_asked_for(self, client: Client) -> None:
        offer = make_opportunity(apply_by=clock.today() - timedelta(days=1))
        visit(client, make_youth())
        assert not client.page(f"/youth/apply/{offer.ref}").select("form textarea")
        assert client.post(f"/youth/apply/{offer.ref}").status_code == 409

    def test_nobody_else_asks_here(self, client: Client) -> None:
        offer = make_opportunity()
        assert "/sign-in" in client.get(f"/youth/apply/{offer.ref}").headers["Location"]
        for account in (make_account(), make_staff(Role.CASEWORKER), make_provider(offer.organisation_id)):
            client.sign_in(account)
            assert client.get(f"/youth/apply/{offer.ref}").status_code == 404


class TestGuardian:
    def minor(self, client: Client) -> Enrolment:
        youth, offer = make_youth(years=17), make_opportunity()
        visit(client, youth)
        answered = client.post(f"/youth/apply/{offer.ref}")
        assert answered.headers["Location"] == path(only(), "/guardian")
        return only()

    def test_a_link_is_shown_once_with_a_code_to_scan(self, client: Client) -> None:
        application = self.minor(client)
        assert not client.page(path(application, "/guardian")).find("svg", class_="qr")
        page = read_page(client.post(path(application, "/guardian")))
        link = page.select_one(".verify a")
        assert page.find("svg", class_="qr") is not None
        assert link is not None
        assert client.get(str(link["href"])).status_code == 200
        assert str(link["href"]) not in client.get(path(application, "/guardian")).get_data(as_text=True)

    def test_a_new_link_ends_the_one_before(self, client: Client) -> None:
        application = self.minor(client)
        first = read_page(client.post(path(application, "/guardian"))).select_one(".verify a")
        client.post(path(application, "/guardian"))
        assert client.get(str(first["href"])).status_code == 410  # type: ignore[index]

    @pytest.mark.parametrize("reason", guardian_cases.CANNOT_ASK)
    def test_a_guardian_who_cannot_be_asked_is_no_end(self, client: Client, reason: str) -> None:
        worker = make_staff(Role.CASEWORKER)
        application = self.minor(client)
        client.post(path(application, "/guardian"))
        before = told(worker)
        answered = client.post(path(application, "/without-guardian"), data={"reason": reason})
        assert answered.status_code == 303
        assert told(worker) == before + 1
        assert all(link.used_at for link in db.query(OneTimeLink))
        again = client.page(path(application, "/guardian")).select("details:not([open]) form[action$='/guardian']")
        assert bool(again) is (reason != guardian_cases.UNSAFE)
        db.refresh(application)
        assert application.state == EnrolmentState.AWAITING_GUARDIAN

    def test_telling_the_case_worker_twice_tells_once(self, client: Client) -> None:
        worker = make_staff(Role.CASEWORKER)
        application = self.minor(client)
        before = told(worker)
        for _ in range(2):
            client.post(path(application, "/without-guardian"), data={"reason": "unsaid"})
        assert told(worker) == before + 1

    def test_no_two_notices_of_a_guardian_s_part_are_equal(self, client: Client) -> None:
        worker = make_staff(Role.CASEWORKER)
        application = self.minor(client)
        client.post(path(application, "/without-guardian"), data={"reason": "unsaid"})
        for _ in range(2):
            consents.say_no(application, by=ANONYMOUS)
        said = [str(one.message) for one in db.query(Notice).filter_by(account_id=worker.id, event="enrolment.record")]
        assert len(said) == len(set(said)) == 2, "applying tells nobody: the link is the young person's"

    def test_an_unknown_reason_is_refused(self, client: Client) -> None:
        application = self.minor(client)
        assert client.post(path(application, "/without-guardian"), data={"reason": "x"}).status_code == 422

    def test_once_it_went_on_there_is_no_link_to_make(self, client: Client) -> None:
        youth = make_youth(years=17)
        application = make_enrolment("provider_review", youth=youth)
        visit(client, youth)
        assert client.post(path(application, "/guardian")).status_code == 409
        assert client.post(path(application, "/without-guardian"), data={"reason": "unsaid"}).status_code == 409


class TestStanding:
    @pytest.mark.parametrize("state", sorted(OVER))
    def test_what_is_over_has_nothing_to_take_back_and_nobody_to_ask(self, client: Client, state: str) -> None:
        youth = make_youth(years=17)
        application = make_enrolment(state, youth=youth)
        visit(client, youth)
        for rest in ("/withdraw", "/guardian"):
            page = client.page(path(application, rest))
            assert not page.select("main form")
            assert page.select("main a.btn")
        assert "จบแล้ว" in client.page(path(application, "/withdraw")).h1.get_text()  # type: ignore[union-attr]

    def test_whoever_passed_a_seat_is_promised_the_next_that_becomes_free_and_no_number(self, client: Client) -> None:
        offer, youth = make_opportunity(seats=1), make_youth()
        held = make_enrolment("offered", opportunity=offer, youth=youth, offer_until=clock.now() + timedelta(days=2))
        waits = make_enrolment("waitlisted", youth=youth)
        visit(client, youth)
        assert client.post(path(held, "/seat/pass")).status_code == 303
        said = client.page(path(held)).select_one(".status").get_text()  # type: ignore[union-attr]
        assert "ลำดับที่" not in said
        assert "เมื่อมีที่ว่างอีก" in said
        assert "ลำดับที่ 1" in client.page(path(waits)).select_one(".status").get_text()  # type: ignore[union-attr]

    @pytest.mark.parametrize("state", [state.value for state in EnrolmentState])
    def test_every_state_is_a_sentence(self, client: Client, state: str) -> None:
        youth = make_youth()
        application = make_enrolment(state, youth=youth)
        visit(client, youth)
        page = client.page(path(application))
        status = page.select_one(".status")
        assert status is not None
        assert status.find("strong") is not None
        assert status.find("span") is not None
        assert bool(page.select('a[href$="/withdraw"]')) == (state not in OVER)
        assert client.page("/youth/applications").select(f'a[href="{path(application)}"]')

    @pytest.mark.parametrize(("state", "is_there"), [("closed", True), ("archived", False), ("withdrawn", False)])
    def test_the_whole_page_is_offered_only_while_there_is_one(
        self, client: Client, state: str, is_there: bool
    ) -> None:
        youth, offer = make_youth(), make_opportunity(state=state)
        application = make_enrolment("completed", youth=youth, opportunity=offer)
        visit(client, youth)
        page = client.page(path(application))
        assert bool(page.select(f'a[href="/opportunities/{offer.ref}"]')) is is_there
        assert (client.get(f"/opportunities/{offer.ref}").status_code == 200) is is_there
        desk = client.sign_in(make_staff(Role.OFFICER)).page(f"/office/enrolments/{application.ref}")
        assert bool(desk.select(f'a[href="/opportunities/{offer.ref}"]')) is is_there

    def test_an_approval_that_can_be_undone_is_not_told_yet(self, client: Client) -> None:
        youth = make_youth()
        application = make_enrolment("approved", youth=youth, decided_at=clock.now())
        visit(client, youth)
        assert "อนุมัติแล้ว" not in client.page(path(application)).get_text()
        application.decided_at = clock.now() - timedelta(minutes=11)
        assert "อนุมัติแล้ว" in client.page(path(application)).get_text()

    def test_a_held_seat_can_be_taken_or_left(self, client: Client) -> None:
        youth = make_youth()
        taken, left = (make_enrolment("offered", youth=youth, opportunity=make_opportunity()) for _ in range(2))
        visit(client, youth)
        assert client.post(path(taken, "/seat/take")).status_code == 303
        assert client.post(path(left, "/seat/pass")).status_code == 303
        db.refresh(taken)
        db.refresh(left)
        assert (taken.state, left.state) == (EnrolmentState.PROVIDER_ACCEPTED, EnrolmentState.WAITLISTED)
        assert client.post(path(taken, "/seat/pass")).status_code == 409

    def test_the_office_gets_its_answer(self, client: Client) -> None:
        youth = make_youth()
        application = make_enrolment("returned", youth=youth)
        visit(client, youth)
        assert client.post(path(application, "/reply")).status_code == 422
        assert client.post(path(application, "/reply"), data={"note": "บ้านเลขที่ 12"}).status_code == 303
        db.refresh(application)
        assert application.state == EnrolmentState.OFFICER_REVIEW

    def test_taking_it_back_needs_no_reason_but_an_open_one_needs_words(self, client: Client) -> None:
        youth = make_youth()
        application = make_enrolment("provider_review", youth=youth)
        visit(client, youth)
        client.page(path(application, "/withdraw"))
        assert client.post(path(application, "/withdraw"), data={"reason": "other"}).status_code == 422
        assert client.post(path(application, "/withdraw"), data={"reason": "zzz"}).status_code == 422
        assert client.post(path(application, "/withdraw")).status_code == 303
        db.refresh(application)
        assert application.state == EnrolmentState.WITHDRAWN
        assert client.post(path(application, "/withdraw")).status_code == 409


ENDPOINTS = (
    ("get", ""),
    ("get", "/guardian"),
    ("post", "/guardian"),
    ("post", "/without-guardian"),
    ("get", "/withdraw"),
    ("post", "/withdraw"),
    ("post", "/seat/take"),
    ("post", "/seat/pass"),
    ("post", "/reply"),
)


@pytest.mark.parametrize(("method", "rest"), ENDPOINTS)
def test_foreign_and_missing_applications_sound_the_same(client: Client, method: str, rest: str) -> None:
    application = make_enrolment("provider_review")
    provider = make_provider(application.opportunity.organisation_id)
    for account in (db.get_one(Account, make_youth().account_id), provider, make_staff(Role.OFFICER)):
        client.sign_in(account)
        foreign = getattr(client, method)(path(application, rest))
        missing = getattr(client, method)(f"/youth/applications/E-NONE{rest}")
        assert (foreign.status_code, missing.status_code) == (404, 404)
    db.refresh(application)
    assert application.state == EnrolmentState.PROVIDER_REVIEW


@pytest.mark.parametrize("state", sorted(OVER))
@pytest.mark.parametrize("rest", ["/guardian", "/withdraw", "/seat/take", "/seat/pass"])
def test_nothing_moves_what_has_ended(client: Client, state: str, rest: str) -> None:
    youth = make_youth()
    application = make_enrolment(state, youth=youth)
    visit(client, youth)
    assert client.post(path(application, rest)).status_code == 409
    db.refresh(application)
    assert application.state == state


def test_somebody_without_applications_is_led_to_what_fits(client: Client) -> None:
    visit(client, make_youth())
    assert client.page("/youth/applications").select_one('.empty a[href="/youth/matches"]')


def test_an_approval_that_was_undone_is_not_told() -> None:
    def line(verb: str) -> HistoryLine:
        return HistoryLine(clock.now(), "", "", verb, "", "", "", "")

    fresh = Enrolment(state="approved", decided_at=clock.now())
    told = Enrolment(state="approved", decided_at=clock.now() - undoing.window())
    moved = [line(verb) for verb in ("hand_over", "accept", "approve", "undo_second")]
    assert len(undoing.told_moves(told, moved)) == 2
    assert len(undoing.told_moves(fresh, [*moved, line("approve")])) == 2
    assert len(undoing.told_moves(told, [*moved, line("approve")])) == 3
    assert undoing.told_moves(fresh, []) == []


def test_the_second_look_of_an_office_is_a_step_of_its_own(client: Client) -> None:
    asked = make_enrolment(EnrolmentState.OFFICER_REVIEW)
    client.sign_in(db.get_one(Account, asked.youth.account_id))
    for two_step, told in ((True, 5), (False, 4)):
        change_setting(asked.office_key, two_step_review=two_step, provider_days=2, officer_days=3)
        way = client.page(f"/youth/applications/{asked.ref}").select_one("section[aria-labelledby='way']")
        assert len(way.select("li")) == told
        assert ("เจ้าหน้าที่อีกคนตรวจอีกครั้ง" in way.get_text()) is two_step
        assert "เจ้าหน้าที่ในพื้นที่พิจารณา" in way.select_one(".is-now").get_text()
