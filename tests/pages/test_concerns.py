"""Concerns: reported in two taps by anybody, looked at in time, never by whom they name, and never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM, sessions
from marketplace.areas.offices import office_key_for
from marketplace.concerns import clocks, desks, handling, naming, queries, reporting
from marketplace.concerns.reporting import Draft
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.threads import service as threads
from models.account import Account
from models.concern import AccessPause, Concern, ConcernNamed, ConcernNote
from models.enrolment import Enrolment
from models.history import AuditEvent, Notice
from models.offer import Opportunity
from models.session import db as session
from models.vocabulary import ConcernKind, ConcernOutcome, Role, Support
from tests.factories.enrolments import give_role, make_account, make_enrolment, make_provider, make_staff, make_youth
from tests.factories.offers import BETONG, SATENG, make_opportunity
from tests.factories.pledges import make_help
from tests.fixtures.client import read_page

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
WORDS = "ครูฝึกนัดเจอนอกเวลาและขอให้ไม่บอกใคร"
DONE = "คุยกับผู้เกี่ยวข้องแล้ว ย้ายผู้ดูแล"


@pytest.fixture(autouse=True)
def stopped(db):
    with clock.frozen(NOW):
        yield


@pytest.fixture
def officer(db):
    return make_staff(Role.OFFICER)


@pytest.fixture
def province(db):
    return make_staff(Role.PROVINCE, "95")


@pytest.fixture
def steward(db):
    account = make_account("ผู้ดูแลระบบ")
    give_role(account, Role.STEWARD)
    return account


def visit(client, youth) -> None:
    session.commit()
    client.sign_in(session.get_one(Account, youth.account_id))


def told(account) -> int:
    return session.scalars(select(func.count(Notice.id)).where(Notice.account_id == account.id)).one()


def reported(kind=ConcernKind.CONTACT, *, youth=None, text=WORDS, shows_name=False) -> tuple[Concern, str]:
    youth = youth or make_youth(years=16)
    actor = sessions.load_actor(session.get_one(Account, youth.account_id)) if youth.account_id else SYSTEM
    return reporting.report(Draft(kind, text=text, shows_name=shows_name), by=actor)


def at_office(kind=ConcernKind.CONTACT, **given) -> Concern:
    concern, _ = reported(kind, **given)
    concern.area_code, concern.office_key = SATENG, office_key_for(SATENG)
    return concern


class TestReporting:
    def test_every_page_leads_to_it_and_one_press_there_sends_it_without_an_account(self, client, officer) -> None:
        offer = make_opportunity()
        session.commit()
        page = client.page(f"/opportunities/{offer.ref}")
        link = page.select_one("footer a[href^='/report']")["href"]
        form = client.page(link)
        assert form.select_one("input[name=from]")["value"] == f"/opportunities/{offer.ref}"
        assert len(form.select("button[name=kind]:not(.unseen)")) == len(ConcernKind)
        hidden = {field["name"]: field["value"] for field in form.select("main form input[type=hidden]")}
        before = told(officer)
        answer = client.post("/report", data={**hidden, "kind": "danger"})
        assert answer.status_code == 303
        kept = session.scalars(select(Concern)).one()
        assert (kept.area_code, kept.urgency, kept.reporter_id) == (offer.area_code[:4], "danger", None)
        assert kept.due_at == NOW + timedelta(hours=1)
        assert told(officer) == before + 1
        sent = client.page(answer.headers["Location"])
        code = sent.select_one(".note strong").get_text()
        assert len(code) == 14
        assert reporting.by_code(code.lower().replace("-", " ")).id == kept.id

    def test_the_help_lines_stand_on_it(self, client) -> None:
        page = client.page("/report")
        assert {"tel:191", "tel:1300", "tel:1387"} <= {link["href"] for link in page.select("main a")}

    def test_who_reported_without_a_name_is_kept_nowhere(self, client) -> None:
        youth = make_youth(years=16)
        visit(client, youth)
        client.post("/report", data={"kind": "insult", "text": WORDS})
        kept = session.scalars(select(Concern)).one()
        assert (kept.reporter_id, kept.youth_id, kept.area_code) == (None, None, youth.area_code[:4])
        assert session.scalars(select(ConcernNote.author_id)).all() == [None]
        acts = session.scalars(select(AuditEvent).where(AuditEvent.action.like("concern.%"))).all()
        assert {act.actor_id for act in acts} == {None}

    def test_neither_the_page_nor_the_subdistrict_gives_away_who_reported_without_a_name(self, client) -> None:
        youth = make_youth(years=16)
        visit(client, youth)
        for path in ("/youth/applications/E-7K3M-9Q2X", "/youth/messages/TH-7K3M-9Q2X", "/opportunities/O-7K3M"):
            client.post("/report", data={"kind": "insult", "from": path})
        client.post("/report", data={"kind": "insult", "from": "/youth/money", "shows_name": "y"})
        kept = session.scalars(select(Concern).order_by(Concern.id)).all()
        assert [one.about_path for one in kept] == ["", "", "/opportunities/O-7K3M", "/youth/money"]
        assert [one.area_code for one in kept] == [youth.area_code[:4]] * 3 + [youth.area_code]
        assert {one.office_key for one in kept} == {kept[0].office_key}

    def test_what_was_written_is_sealed(self, client) -> None:
        client.post("/report", data={"kind": "insult", "text": WORDS, "contact": "0812345678"})
        kept, note = session.scalars(select(Concern)).one(), session.scalars(select(ConcernNote)).one()
        assert WORDS not in note.text_sealed
        assert "0812345678" not in kept.contact_sealed
        assert handling.contact_of(kept) == "0812345678"

    @pytest.mark.parametrize(
        "data", [{}, {"kind": "x"}, {"kind": "other", "text": "ก" * 4_001}, {"kind": "other", "province": "xx"}]
    )
    def test_what_cannot_be_is_said_and_what_was_typed_stays(self, client, data) -> None:
        answer = client.post("/report", data={"contact": "line: nurin", **data})
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.select_one(".errors")
        assert page.select_one("#contact")["value"] == "line: nurin"
        assert session.scalars(select(func.count(Concern.id))).one() == 0

    @pytest.mark.parametrize(
        "path",
        ["//evil.example/x", "https://evil.example", "/guardian/sign/" + "a" * 43, "/x\u202ey", "/" + "a/" * 150],
    )
    def test_an_address_that_may_hold_a_secret_is_not_kept(self, client, path) -> None:
        client.post("/report", data={"kind": "other", "from": path})
        assert session.scalars(select(Concern.about_path)).one() == ""

    def test_a_signing_page_does_not_hand_its_secret_on(self, app) -> None:
        assert not reporting.is_open_address("/guardian/sign/" + "a" * 43)

    def test_without_a_place_it_goes_to_those_who_keep_okat_and_with_a_province_to_it(
        self, client, province, steward
    ) -> None:
        client.post("/report", data={"kind": "money"})
        client.post("/report", data={"kind": "money", "province": "95"})
        levels = session.scalars(select(Concern.level).order_by(Concern.id)).all()
        assert levels == ["country", "province"]
        assert told(steward) == 1
        assert told(province) == 1

    def test_more_than_ten_an_hour_wait(self, client) -> None:
        for _ in range(10):
            assert client.post("/report", data={"kind": "other"}).status_code == 303
        assert client.post("/report", data={"kind": "other"}).status_code == 429


class TestReadingIt:
    def test_by_the_code_on_another_phone_with_more_added(self, client, officer) -> None:
        concern, code = reported()
        session.commit()
        assert client.get("/report/sent").headers["Location"].endswith("/report/status")
        wrong = client.post("/report/status", data={"code": "ABCD-EFGH-JKMN"})
        assert wrong.status_code == 422
        assert client.post("/report/status", data={"code": code.lower().replace("-", " ")}).status_code == 303
        assert client.page("/report/sent").select_one(".note strong").get_text() == code
        assert "รอเจ้าหน้าที่รับเรื่อง" in client.page("/report/sent").get_text()
        assert client.post("/report/sent", data={"text": "เมื่อวานเกิดอีก"}).status_code == 303
        assert "เมื่อวานเกิดอีก" in client.page("/report/sent").get_text()
        assert client.post("/report/sent", data={"text": " "}).status_code == 422
        assert session.get_one(Concern, concern.id).state == "new"

    def test_the_notes_of_those_who_look_into_it_are_never_shown(self, client, officer) -> None:
        youth = make_youth(years=16)
        concern = at_office(youth=youth, shows_name=True)
        actor = sessions.load_actor(officer)
        handling.take(concern, by=actor)
        handling.note(concern, "โทรหาครูแล้ว ครูปฏิเสธ", by=actor)
        visit(client, youth)
        page = client.page(f"/report/mine/{concern.ref}").get_text()
        assert WORDS in page
        assert "ครูปฏิเสธ" not in page
        assert client.page("/report/status").select_one(f"a[href$='{concern.ref}']")

    def test_somebody_elses_is_a_missing_one(self, client) -> None:
        concern = at_office(youth=make_youth(years=16), shows_name=True)
        visit(client, make_youth(years=17))
        client.page(f"/report/mine/{concern.ref}", status=404)
        client.page("/report/mine/CN-NONE", status=404)

    def test_a_closed_one_opens_again_one_level_up_when_its_reporter_adds_to_it(
        self, client, officer, province
    ) -> None:
        youth = make_youth(years=16)
        concern = at_office(youth=youth, shows_name=True)
        actor = sessions.load_actor(officer)
        handling.take(concern, by=actor)
        handling.close(concern, ConcernOutcome.NOT_CONFIRMED, DONE, "เราคุยกับทุกฝ่ายแล้ว", by=actor)
        visit(client, youth)
        assert "เราคุยกับทุกฝ่ายแล้ว" in client.page(f"/report/mine/{concern.ref}").get_text()
        before = told(province)
        client.post(f"/report/mine/{concern.ref}", data={"text": "ยังไม่จบ เขาทำอีก"})
        session.refresh(concern)
        assert (concern.state, concern.level, concern.outcome, concern.closed_at) == ("new", "province", None, None)
        assert told(province) == before + 1


class TestLooking:
    def test_an_officer_takes_it_notes_it_and_closes_it_and_the_reporter_is_told(self, client, officer) -> None:
        youth = make_youth(years=16)
        concern = at_office(youth=youth, shows_name=True)
        session.commit()
        client.sign_in(officer)
        path = f"/office/concerns/{concern.ref}"
        assert client.page("/office/concerns").select_one(f"a[href='{path}']")
        assert WORDS in client.page(path).get_text()
        assert client.post(f"{path}/close", data={}).status_code == 403
        assert client.post(f"{path}/take").status_code == 303
        assert client.post(f"{path}/take").status_code == 409
        short = client.post(f"{path}/close", data={"outcome": "resolved", "done": DONE, "told": "สั้น"})
        assert short.status_code == 422
        assert DONE in read_page(short).select_one("#done").get_text()
        assert client.post(f"{path}/note", data={"text": "คุยกับเยาวชนแล้ว ปลอดภัยดี"}).status_code == 303
        account = session.get_one(Account, youth.account_id)
        before = told(account)
        closed = client.post(f"{path}/close", data={"outcome": "resolved", "done": DONE, "told": "เราจัดการให้แล้วนะ"})
        assert closed.status_code == 303
        assert told(account) == before + 1
        assert client.post(f"{path}/note", data={"text": "เขียนเพิ่มหลังปิดเรื่อง"}).status_code == 403

    def test_a_colleague_who_comes_second_is_told(self, client, officer) -> None:
        concern = at_office()
        handling.take(concern, by=sessions.load_actor(officer))
        client.sign_in(make_staff(Role.OFFICER))
        assert client.post(f"/office/concerns/{concern.ref}/take").status_code == 409

    def test_another_office_and_case_workers_it_was_not_given_to_do_not_see_it(self, client, officer) -> None:
        concern, worker = at_office(), make_staff(Role.CASEWORKER)
        session.commit()
        for account in (make_staff(Role.OFFICER, BETONG), worker, make_staff(Role.APPROVER), make_staff(Role.AUDITOR)):
            client.sign_in(account)
            client.page(f"/office/concerns/{concern.ref}", status=404)
        concern = queries.one(sessions.load_actor(officer), concern.ref)
        handling.take(concern, by=sessions.load_actor(officer))
        handling.hand_over(concern, worker.id, by=sessions.load_actor(officer))
        session.commit()
        client.sign_in(worker)
        assert WORDS in client.page(f"/office/concerns/{concern.ref}").get_text()
        assert client.page("/office/concerns").select_one(f"a[href$='{concern.ref}']")

    def test_whoever_had_it_follows_where_it_went_and_reads_nothing_that_others_wrote(
        self, client, officer, province
    ) -> None:
        concern, worker = at_office(), make_staff(Role.CASEWORKER)
        mine, above = sessions.load_actor(officer), sessions.load_actor(province)
        handling.take(concern, by=mine)
        handling.note(concern, "โทรหาครูแล้ว ครูปฏิเสธ", by=mine)
        handling.hand_over(concern, worker.id, by=mine)
        handling.escalate(concern, "ต้องให้จังหวัดช่วยดูเรื่องนี้", by=mine)
        handling.take(concern, by=above)
        handling.note(concern, "จังหวัดนัดคุยกับโรงเรียน", by=above)
        session.commit()
        path = f"/office/concerns/{concern.ref}"
        for account, own in ((officer, "ครูปฏิเสธ"), (worker, "")):
            client.sign_in(account)
            assert client.page("/office/concerns").select_one(f"section a[href='{path}']")
            page = client.page(path)
            said = page.main.get_text()
            assert own in said
            assert province.name in said
            assert "ส่งต่อให้ระดับถัดขึ้นไป" in said
            assert f"โดย {officer.name} ให้ {worker.name}" in said
            assert [word for word in (WORDS, "จังหวัดนัดคุย") if word in said] == []
            assert not page.select("main form")
            assert client.post(f"{path}/note", data={"text": "เขียนเพิ่มหลังส่งต่อ"}).status_code == 404
        client.sign_in(make_staff(Role.OFFICER))
        client.page(path, status=404)
        handling.name(queries.one(above, concern.ref), worker.ref, by=above)
        session.commit()
        client.sign_in(worker)
        client.page(path, status=404)
        assert concern.ref not in client.page("/office/concerns").get_text()

    def test_an_auditor_reads_numbers_and_no_word(self, client, officer) -> None:
        at_office()
        session.commit()
        account = make_account("ผู้ตรวจ")
        give_role(account, Role.AUDITOR, area_code="95")
        client.sign_in(account)
        page = client.page("/office/concerns")
        assert "ผู้ใหญ่ทักหรือนัดพบลับ" in page.select_one("table").get_text()
        assert not page.select("main a[href*='/office/concerns/']")
        assert WORDS not in page.get_text()

    def test_urgency_moves_the_clock_from_when_it_was_reported(self, client, officer) -> None:
        concern = at_office(ConcernKind.OTHER)
        handling.judge(concern, reporting.ConcernUrgency.DANGER, by=sessions.load_actor(officer))
        assert concern.due_at == NOW + timedelta(hours=1)


class TestNamed:
    def test_whoever_is_named_neither_sees_nor_closes_it_and_is_never_told(self, client, officer, province) -> None:
        concern, named = at_office(), make_staff(Role.OFFICER)
        handling.take(concern, by=sessions.load_actor(officer))
        handling.name(concern, named.ref, by=sessions.load_actor(officer))
        before = told(named)
        handling.escalate(concern, "ต้องให้จังหวัดช่วยดูเรื่องนี้", by=sessions.load_actor(officer))
        reporting.add(concern, "เพิ่มเติม", by=SYSTEM)
        assert told(named) == before
        session.commit()
        client.sign_in(named)
        path = f"/office/concerns/{concern.ref}"
        client.page(path, status=404)
        assert concern.ref not in str(client.page("/office/concerns"))
        for act in ("take", "note", "urgency", "name", "pause", "resume", "hand-over", "escalate", "close"):
            assert client.post(f"{path}/{act}", data={"text": DONE}).status_code == 404

    @pytest.mark.parametrize("where", ["text", "about"])
    def test_an_officer_the_words_name_never_sees_it_and_it_goes_past_their_desk(
        self, app, client, province, where
    ) -> None:
        bad, colleague = make_staff(Role.OFFICER, name="นายสมศักดิ์ ดอเลาะ"), make_staff(Role.OFFICER, name="วารุณี")
        offer = make_opportunity()
        session.commit()
        data = {"kind": "money", "from": f"/opportunities/{offer.ref}", where: "เจ้าหน้าที่สมศักดิ์เรียกเงินค่าสมัคร"}
        assert client.post("/report", data=data).status_code == 303
        concern = session.scalars(select(Concern)).one()
        assert concern.level == "province"
        assert (told(bad), told(colleague), told(province)) == (0, 0, 1)
        path = f"/office/concerns/{concern.ref}"
        for who in (bad, colleague):
            desk = app.test_client().sign_in(who)
            assert desk.get(path).status_code == 404
            assert concern.ref not in desk.get("/office/concerns").get_data(as_text=True)
            for step in ("take", "close"):
                assert desk.post(f"{path}/{step}", data={"outcome": "not_confirmed"}).status_code == 404
        above = app.test_client().sign_in(province)
        assert "สมศักดิ์" in above.page(path).get_text()
        assert "ยังไม่มีใครระบุว่าเป็นผู้ถูกแจ้ง" in above.page(path).get_text(), "nobody has named them"
        assert "สมศักดิ์" in client.page("/report/sent").get_text(), "whoever reported reads what they wrote"

    def test_it_may_be_said_that_it_is_about_the_office_or_the_province_without_a_name(
        self, client, officer, province, steward
    ) -> None:
        offer = make_opportunity()
        session.commit()
        levels = {}
        for where in ("", "office", "province"):
            data = {"kind": "money", "from": f"/opportunities/{offer.ref}", "works_at": where}
            assert client.post("/report", data=data).status_code == 303
            levels[where] = session.scalars(select(Concern).order_by(Concern.id.desc())).first().level
        assert levels == {"": "office", "office": "province", "province": "country"}
        assert client.post("/report", data={"kind": "money", "works_at": "nowhere"}).status_code == 422

    def test_the_page_it_is_reported_from_offers_whom_it_shows_and_a_choice_counts(
        self, client, officer, province
    ) -> None:
        offer = make_opportunity()
        give_role(officer, Role.PROVIDER, organisation_id=offer.organisation_id)
        session.commit()
        page = client.page(f"/report?from=/opportunities/{offer.ref}")
        [box] = page.select("input[name=chosen]")
        assert "ศูนย์การเรียนรู้ริมคลอง" in page.get_text()
        data = {"kind": "work", "from": f"/opportunities/{offer.ref}", "chosen": box["value"]}
        assert client.post("/report", data=data).status_code == 303
        concern = session.scalars(select(Concern)).one()
        assert concern.level == "province", "the officer acts for the very organisation"
        client.sign_in(province)
        assert "เกี่ยวกับ: ศูนย์การเรียนรู้ริมคลอง" in client.page(f"/office/concerns/{concern.ref}").get_text()
        assert client.post("/report", data=data | {"chosen": "account:U-1"}).status_code == 422

    def test_in_a_conversation_the_one_who_reads_along_can_be_chosen(self, client, officer, province) -> None:
        youth = make_youth(years=16)
        made = make_enrolment("in_learning", youth=youth)
        make_provider(made.opportunity.organisation_id)
        session.commit()
        whole = joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation)
        wanted = select(Enrolment).where(Enrolment.id == made.id).options(whole)
        enrolment = session.scalars(wanted.execution_options(populate_existing=True)).one()
        thread = threads.open_for_enrolment(enrolment, by=SYSTEM)
        assert thread.second_id == officer.id
        visit(client, youth)
        at = f"/youth/messages/{thread.ref}"
        page = client.page(f"/report?from={at}")
        assert officer.name in page.get_text()
        chosen = next(one["value"] for one in page.select("input[name=chosen]") if "account" in one["value"])
        before = told(officer)
        assert client.post("/report", data={"kind": "contact", "from": at, "chosen": chosen}).status_code == 303
        concern = session.scalars(select(Concern)).one()
        assert (concern.level, told(officer)) == ("province", before)
        client.sign_in(officer)
        assert client.get(f"/office/concerns/{concern.ref}").status_code == 404
        stranger = make_youth(years=16)
        visit(client, stranger)
        assert not client.page(f"/report?from={at}").select("input[name=chosen]"), "nobody else learns who is in it"

    def test_a_name_that_is_added_later_takes_it_out_of_those_hands(self, officer, province) -> None:
        hand = make_staff(Role.OFFICER, name="สมศักดิ์ ดอเลาะ")
        concern, code = reported()
        concern.area_code, concern.office_key = SATENG, office_key_for(SATENG)
        handling.take(concern, by=sessions.load_actor(hand))
        session.commit()
        reporting.add(reporting.by_code(code), "คนที่รับเรื่องคือสมศักดิ์นั่นแหละ", by=SYSTEM)
        session.commit()
        again = session.get_one(Concern, concern.id)
        assert (again.level, again.handler_id) == ("province", None)
        with pytest.raises(NotFound):
            queries.one(sessions.load_actor(hand), concern.ref)

    def test_whoever_comes_to_the_desk_only_later_does_not_read_what_means_them(self, officer) -> None:
        concern = at_office(text="สมศักดิ์ที่เทศบาลเรียกเงิน")
        session.commit()
        late = make_staff(Role.OFFICER, name="สมศักดิ์ ดอเลาะ")
        session.commit()
        assert queries.one(sessions.load_actor(officer), concern.ref).id == concern.id
        with pytest.raises(NotFound):
            queries.one(sessions.load_actor(late), concern.ref)

    def test_even_a_steward_who_is_named_does_not_see_it(self, client, officer, steward) -> None:
        concern = at_office()
        handling.take(concern, by=sessions.load_actor(officer))
        handling.name(concern, steward.ref, by=sessions.load_actor(officer))
        session.commit()
        client.sign_in(steward)
        client.page(f"/office/concerns/{concern.ref}", status=404)

    def test_when_the_one_who_has_it_is_named_it_leaves_their_hands(self, officer, province) -> None:
        concern, other = at_office(), make_staff(Role.OFFICER)
        handling.take(concern, by=sessions.load_actor(officer))
        handling.name(concern, officer.ref, by=sessions.load_actor(other))
        assert (concern.handler_id, concern.state, concern.level) == (None, "new", "office")

    def test_when_all_of_a_level_are_named_it_goes_up(self, officer, province, steward) -> None:
        concern = at_office()
        for account in sorted(desks.accounts_at("office", SATENG, office_key_for(SATENG))):
            handling.name(concern, session.get_one(type(officer), account).ref, by=sessions.load_actor(steward))
        assert concern.level == "province"


class TestPausing:
    def paused(self, officer, account) -> Concern:
        concern, actor = at_office(), sessions.load_actor(officer)
        handling.take(concern, by=actor)
        handling.name(concern, account.ref, by=actor)
        handling.pause(concern, account.ref, "อยู่ระหว่างตรวจสอบเรื่องที่แจ้ง", by=actor)
        session.commit()
        return concern

    def test_access_ends_at_the_next_request_and_comes_back_with_a_reason(self, client, officer) -> None:
        offer = make_opportunity()
        provider = make_provider(offer.organisation_id)
        session.commit()
        client.sign_in(provider)
        client.page("/provider/postings")
        concern = self.paused(officer, provider)
        client.page("/provider/postings", status=404)
        assert client.post(f"/provider/postings/{offer.ref}/withdraw").status_code == 404
        assert "ถูกพักไว้" in client.page("/account").get_text()
        pause = session.scalars(select(AccessPause)).one()
        client.sign_in(officer)
        path = f"/office/concerns/{concern.ref}"
        assert client.post(f"{path}/resume", data={"pause": pause.ref, "end_reason": "สั้น"}).status_code == 422
        answer = client.post(f"{path}/resume", data={"pause": pause.ref, "end_reason": "ตรวจสอบแล้วไม่พบความผิด"})
        assert answer.status_code == 303
        client.sign_in(provider)
        client.page("/provider/postings")

    def test_a_guardian_who_is_paused_has_no_ward(self, officer) -> None:
        from tests.factories.enrolments import make_guardian

        youth, account = make_youth(years=15), make_account("ผู้ปกครอง")
        give_role(account, Role.GUARDIAN)
        make_guardian(youth, account_id=account.id)
        assert sessions.load_actor(account).ward_ids == {youth.id}
        self.paused(officer, account)
        assert sessions.load_actor(account).ward_ids == frozenset()

    def test_what_a_mentor_pledged_is_offered_to_nobody_meanwhile(self, officer) -> None:
        account = make_account("พี่เลี้ยง")
        pledge = make_help(Support.LANGUAGE_HELP, area_code=SATENG, owner_account_id=account.id)
        assert pledge.state == "available"
        self.paused(officer, account)
        session.refresh(pledge)
        assert pledge.state == "suspended"

    def test_only_somebody_who_is_named_can_be_paused_and_once(self, client, officer) -> None:
        stranger, concern = make_account("คนอื่น"), self.paused(officer, make_account("ครูฝึก"))
        named = concern.named[0].account
        session.commit()
        client.sign_in(officer)
        path, why = f"/office/concerns/{concern.ref}/pause", "มีเหตุผลเพียงพอให้พักสิทธิ์"
        assert client.post(path, data={"account": stranger.ref, "pause_reason": why}).status_code == 422
        assert client.post(path, data={"account": named.ref, "pause_reason": why}).status_code == 422

    def test_whom_only_the_words_may_mean_is_kept_out_and_not_paused_before_somebody_names_them(
        self, client, officer
    ) -> None:
        meant, concern = make_account("ครูฝึก"), self.paused(officer, make_account("พี่เลี้ยง"))
        naming.exclude(concern, {meant.id})
        session.commit()
        client.sign_in(officer)
        path = f"/office/concerns/{concern.ref}"
        page = client.get(path).get_data(as_text=True)
        assert "ยังไม่มีใครระบุว่าเป็นผู้ถูกแจ้ง: ครูฝึก" in page
        assert f'value="{meant.ref}"' not in page
        why = {"account": meant.ref, "pause_reason": "มีเหตุผลเพียงพอให้พักสิทธิ์"}
        assert client.post(f"{path}/pause", data=why).status_code == 422
        assert client.post(f"{path}/name", data={"who": meant.ref}).status_code == 303
        assert f'value="{meant.ref}"' in client.get(path).get_data(as_text=True)
        assert client.post(f"{path}/pause", data={**why, "account": ""}).status_code == 422
        assert client.post(f"{path}/pause", data=why).status_code == 303
        assert client.post(f"{path}/name", data={"who": meant.ref}).status_code == 303
        assert session.query(ConcernNamed).filter_by(account_id=meant.id).count() == 1

    def test_it_is_not_closed_as_unconfirmed_while_somebody_waits(self, officer) -> None:
        concern = self.paused(officer, make_account("ครูฝึก"))
        with pytest.raises(handling.Conflict):
            handling.close(
                concern, ConcernOutcome.NOT_CONFIRMED, DONE, "เราคุยกับทุกฝ่ายแล้ว", by=sessions.load_actor(officer)
            )


class TestClocks:
    @pytest.mark.parametrize(
        ("kind", "late"),
        [(ConcernKind.DANGER, timedelta(hours=1)), (ConcernKind.TOUCH, timedelta(hours=24))],
    )
    def test_what_nobody_takes_up_goes_up_level_by_level_each_with_its_clock(
        self, officer, province, steward, kind, late
    ) -> None:
        concern = at_office(kind)
        session.commit()
        assert clocks.tick() == 0
        for level, account in (("province", province), ("country", steward), ("country", steward)):
            before, due = told(account), concern.due_at
            with clock.frozen(due):
                assert clocks.tick() == 1
                assert clocks.tick() == 0
            assert (concern.level, concern.due_at, told(account)) == (level, due + late, before + 1)

    def test_three_working_days_skip_the_weekend(self, officer) -> None:
        with clock.frozen(datetime(2026, 11, 27, 3, tzinfo=UTC)):
            concern = at_office(ConcernKind.MONEY)
        assert clock.bangkok(concern.due_at).date().isoformat() == "2026-12-02"

    def test_what_is_in_hand_does_not_go_up_by_itself(self, officer) -> None:
        concern = at_office()
        handling.take(concern, by=sessions.load_actor(officer))
        with clock.frozen(NOW + timedelta(days=30)):
            assert clocks.tick() == 0

    def test_the_worker_does_it(self) -> None:
        from marketplace.jobs.queue import steps

        assert "concerns" in dict(steps())
