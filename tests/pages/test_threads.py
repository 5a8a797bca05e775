"""The protected channel: a second vetted adult always, nothing that leads elsewhere, quiet nights, shut at the end."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM, sessions
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.mentoring import matches
from marketplace.people import accounts
from marketplace.people import youth as youths
from marketplace.threads import adults, queries, service
from marketplace.vetting import facts
from models.account import Account
from models.enrolment import Enrolment
from models.history import Notice
from models.mentoring import MentorProfile
from models.offer import Opportunity
from models.session import db as session
from models.thread import Message, Thread
from models.vocabulary import MessageState, OrganisationState, Role, Support
from tests.factories.enrolments import give_role, make_account, make_enrolment, make_provider, make_staff, make_youth
from tests.factories.offers import BETONG
from tests.factories.pledges import make_help
from tests.fixtures.client import read_page

DAY = datetime(2026, 11, 23, 3, tzinfo=UTC)
NUMBER = "โทรหาพี่นะ 081 234 5678"


@pytest.fixture(autouse=True)
def stopped(db):
    with clock.frozen(DAY):
        yield


@pytest.fixture
def worker(db) -> Account:
    return make_staff(Role.CASEWORKER)


def young(**given):
    return make_youth(years=16, languages=["thai"], **given)


def mentor_of(youth):
    account = make_account("ครูอารี")
    give_role(account, Role.MENTOR)
    pledge = make_help(Support.LANGUAGE_HELP, capacity=4, owner_account_id=account.id)
    session.add(MentorProfile(resource_id=pledge.id, load_most=2))
    session.flush()
    match = matches.propose(youth, pledge, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    session.commit()
    return account, matches.one(match.id)


def learner_at(state="in_learning", **given):
    youth = young()
    made = make_enrolment(state, youth=youth, **given)
    provider = make_provider(made.opportunity.organisation_id)
    session.commit()
    offer = joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation)
    wanted = select(Enrolment).where(Enrolment.id == made.id).options(offer).execution_options(populate_existing=True)
    return youth, provider, session.scalars(wanted).one()


def account_of(youth) -> Account:
    return session.get_one(Account, youth.account_id)


def told(account) -> list[Notice]:
    return list(session.scalars(select(Notice).where(Notice.account_id == account.id, Notice.event == "message.new")))


class TestTwoAdults:
    def test_without_somebody_of_the_office_there_is_no_thread(self, client) -> None:
        youth = young()
        worker = make_staff(Role.CASEWORKER)
        mentor, match = mentor_of(youth)
        accounts.disable(worker, by=SYSTEM)
        for seat in session.scalars(select(Account).where(Account.id != mentor.id, Account.id != youth.account_id)):
            seat.disabled_at = clock.now()
        session.commit()
        with pytest.raises(Conflict):
            service.open_for_match(match, by=SYSTEM)
        client.sign_in(account_of(youth))
        assert client.post("/youth/messages", data={"about": f"match:{match.ref}"}).status_code == 409
        assert session.scalars(select(func.count(Thread.id))).one() == 0

    def test_a_mentor_whose_check_was_struck_has_no_thread(self, worker) -> None:
        youth = young()
        _, match = mentor_of(youth)
        fact = facts.of(match.resource)[0]
        fact.struck_at, fact.struck_by_id = clock.now(), worker.id
        session.flush()
        with pytest.raises(Conflict):
            service.open_for_match(match, by=SYSTEM)

    @pytest.mark.parametrize("state", ["provider_review", "officer_review", "completed", "withdrawn"])
    def test_before_approval_and_after_the_end_there_is_no_thread(self, worker, state) -> None:
        *_, enrolment = learner_at(state)
        with pytest.raises(Conflict):
            service.open_for_enrolment(enrolment, by=SYSTEM)

    def test_an_organisation_that_was_stopped_has_none(self, worker) -> None:
        *_, enrolment = learner_at()
        enrolment.opportunity.organisation.state = OrganisationState.SUSPENDED
        session.flush()
        with pytest.raises(Conflict):
            service.open_for_enrolment(enrolment, by=SYSTEM)

    def test_with_an_organisation_that_has_a_paper_to_renew_nothing_begins_and_what_runs_goes_on(self, worker) -> None:
        *_, enrolment = learner_at()
        youth, _, running = learner_at()
        thread = service.open_for_enrolment(running, by=SYSTEM)
        yesterday = clock.today() - timedelta(days=1)
        for until, state in ((yesterday, OrganisationState.ACTIVE), (None, OrganisationState.RENEWAL_DUE)):
            for one in (enrolment, running):
                one.opportunity.organisation.papers_until, one.opportunity.organisation.state = until, state
            session.flush()
            with pytest.raises(Conflict):
                service.open_for_enrolment(enrolment, by=SYSTEM)
            service.write(thread, by=sessions.load_actor(account_of(youth)), template_key="late")
        enrolment.opportunity.organisation.papers_until = clock.today()
        enrolment.opportunity.organisation.state = OrganisationState.ACTIVE
        session.flush()
        assert service.open_for_enrolment(enrolment, by=SYSTEM).second_id == worker.id

    def test_somebody_who_teaches_and_works_for_the_office_is_not_both_adults(self, worker) -> None:
        *_, enrolment = learner_at()
        make_staff(Role.CASEWORKER)
        give_role(worker, Role.PROVIDER, organisation_id=enrolment.opportunity.organisation_id)
        session.flush()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        assert thread.second_id != worker.id

    def test_the_table_itself_refuses_a_thread_without_its_second_adult(self, worker) -> None:
        *_, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text("UPDATE thread SET second_id = NULL WHERE id = :id"), {"id": thread.id})

    def test_when_the_second_leaves_somebody_else_takes_the_place_before_a_word_is_written(self, worker) -> None:
        youth, _, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        before = session.get_one(Account, thread.second_id)
        other = make_staff(Role.CASEWORKER)
        accounts.disable(before, by=SYSTEM)
        service.write(thread, by=sessions.load_actor(account_of(youth)), template_key="late")
        assert thread.second_id != before.id
        assert thread.second_id in adults._usable({thread.second_id, other.id})


class TestWriting:
    def test_a_sentence_goes_at_once_to_the_other_side_and_to_the_office(self, client, worker) -> None:
        youth = young()
        mentor, match = mentor_of(youth)
        client.sign_in(account_of(youth))
        began = client.post("/youth/messages", data={"about": f"match:{match.ref}"})
        assert began.status_code == 303
        path = began.headers["Location"]
        assert client.post(path, data={"template": "late"}).status_code == 303
        thread = session.scalars(select(Thread)).one()
        second = session.get_one(Account, thread.second_id)
        assert len(told(mentor)) == len(told(second)) == 1
        client.sign_in(mentor)
        assert "วันนี้จะไปสาย" in client.page(f"/mentor/messages/{thread.ref}").get_text()
        client.sign_in(second)
        assert "วันนี้จะไปสาย" in client.page(f"/office/messages/{thread.ref}").get_text()

    @pytest.mark.parametrize("data", [{}, {"text": "  "}, {"template": "nothing"}, {"text": "ก" * 601}])
    def test_nothing_and_too_much_are_told_at_the_field(self, client, worker, data) -> None:
        youth, _, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        session.commit()
        client.sign_in(account_of(youth))
        answer = client.post(f"/youth/messages/{thread.ref}", data=data)
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.select_one(".errors")
        assert page.select_one("#text").get_text().strip() == data.get("text", "").strip()

    def test_a_number_waits_with_its_reason_and_is_shown_or_not(self, client, worker) -> None:
        youth, provider, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        session.commit()
        client.sign_in(provider)
        path = f"/provider/messages/{thread.ref}"
        client.post(path, data={"text": NUMBER})
        assert "อาจมีเบอร์โทร" in client.page(path).get_text()
        client.sign_in(account_of(youth))
        assert NUMBER not in client.page(f"/youth/messages/{thread.ref}").get_text()
        assert told(account_of(youth)) == []
        client.sign_in(session.get_one(Account, thread.second_id))
        office = f"/office/messages/{thread.ref}"
        assert client.page("/office/messages").select_one(".tasks .due")
        held = client.page(office).select_one("input[name=message]")["value"]
        assert client.post(f"{office}/judge", data={"message": held, "verdict": "hide"}).status_code == 422
        assert client.post(f"{office}/judge", data={"message": held, "note": "ไม่แลกเบอร์กัน"}).status_code == 422
        hidden = client.post(f"{office}/judge", data={"message": held, "verdict": "hide", "note": "ไม่แลกเบอร์กัน"})
        assert hidden.status_code == 303
        assert client.post(f"{office}/judge", data={"message": held, "verdict": "show"}).status_code == 409
        client.sign_in(provider)
        assert "ไม่แลกเบอร์กัน" in client.page(path).get_text()
        client.sign_in(account_of(youth))
        assert NUMBER not in client.page(f"/youth/messages/{thread.ref}").get_text()

    def test_what_the_second_adult_lets_through_is_shown(self, client, worker) -> None:
        youth, provider, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        message = service.write(thread, by=sessions.load_actor(provider), text="ดูที่ example.com")
        assert message.state == MessageState.HELD
        again = queries.of_subject(enrolment_id=enrolment.id)
        second = sessions.load_actor(session.get_one(Account, again.second_id))
        service.release(again, service.held_one(again, message.ref), by=second)
        session.commit()
        client.sign_in(account_of(youth))
        assert "example.com" in client.page(f"/youth/messages/{thread.ref}").get_text()
        assert len(told(account_of(youth))) == 1

    @pytest.mark.parametrize("words", ["โทรหาพี่ที่ 0891112222 หรือ line: rusni99", "ดู forms.gle/abc", "อย่าบอกใครนะ"])
    def test_what_the_second_adult_writes_is_held_too_and_a_colleague_looks_at_it(self, client, worker, words) -> None:
        youth, _, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        officer = make_staff(Role.OFFICER)
        session.commit()
        path = f"/office/messages/{thread.ref}"
        client.sign_in(worker)
        assert client.post(path, data={"text": words}).status_code == 303
        held = session.scalars(select(Message)).one()
        assert held.state == MessageState.HELD
        assert not client.page(path).select("input[name=message]"), "nobody lets their own words through"
        assert client.post(f"{path}/judge", data={"message": held.ref, "verdict": "show"}).status_code == 403
        client.sign_in(account_of(youth))
        assert words not in client.page(f"/youth/messages/{thread.ref}").get_text()
        told_of = select(Notice).where(Notice.account_id == officer.id, Notice.event == "message.held")
        assert len(list(session.scalars(told_of))) == 1
        client.sign_in(officer)
        assert client.page("/office/messages").select_one(".tasks .due")
        assert client.post(f"{path}/judge", data={"message": held.ref, "verdict": "show"}).status_code == 303
        client.sign_in(account_of(youth))
        assert words in client.page(f"/youth/messages/{thread.ref}").get_text()

    def test_where_nobody_else_can_look_the_second_adult_takes_it_out(self, client, worker) -> None:
        _, _, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        session.commit()
        client.sign_in(worker)
        path = f"/office/messages/{thread.ref}"
        answer = client.post(path, data={"text": NUMBER})
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.select_one("#text").get_text().strip() == NUMBER
        assert "เอาออก" in page.select_one(".errors").get_text()
        assert client.post(path, data={"text": "ถ้าโดนตีมาบอกพี่ได้ทุกเมื่อ"}).status_code == 303, "danger is its work"

    def test_what_was_written_is_sealed(self, worker) -> None:
        youth, _, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        service.write(thread, by=sessions.load_actor(account_of(youth)), text="ขอบคุณค่ะครู")
        assert "ขอบคุณ" not in session.scalars(select(Message.text_sealed)).one()


class TestNight:
    @pytest.mark.parametrize(
        ("hour", "minute", "shown"),
        [(20, 59, (23, 20, 59)), (21, 0, (24, 6, 0)), (23, 30, (24, 6, 0)), (5, 59, (23, 6, 0)), (6, 0, (23, 6, 0))],
    )
    def test_between_nine_and_six_it_waits_for_the_morning(self, hour, minute, shown) -> None:
        moment = clock.instant(DAY.date(), hour * 60 + minute)
        found = clock.bangkok(service.shown_from(moment))
        assert (found.day, found.hour, found.minute) == shown

    def test_the_other_side_neither_reads_nor_hears_of_it_before(self, client, worker) -> None:
        youth, provider, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        with clock.frozen(clock.instant(DAY.date(), 22 * 60)):
            service.write(thread, by=sessions.load_actor(provider), text="พรุ่งนี้เอาสมุดมาด้วย")
            session.commit()
            client.sign_in(account_of(youth))
            assert "เอาสมุดมา" not in client.page(f"/youth/messages/{thread.ref}").get_text()
            notice = told(account_of(youth))[0]
            assert clock.bangkok(notice.visible_at).hour == 6
        with clock.frozen(clock.instant(DAY.date() + timedelta(days=1), 6 * 60)):
            assert "เอาสมุดมา" in client.page(f"/youth/messages/{thread.ref}").get_text()


class TestWhoGetsIn:
    def test_the_adults_access_ends_with_the_match(self, client, worker) -> None:
        youth = young()
        mentor, match = mentor_of(youth)
        thread = service.open_for_match(match, by=SYSTEM)
        session.commit()
        client.sign_in(mentor)
        client.page(f"/mentor/messages/{thread.ref}")
        matches.end(matches.one(match.id), by=SYSTEM, reason="planned")
        session.commit()
        client.page(f"/mentor/messages/{thread.ref}", status=404)
        assert client.post(f"/mentor/messages/{thread.ref}", data={"template": "see_you"}).status_code == 404
        client.sign_in(account_of(youth))
        client.page(f"/youth/messages/{thread.ref}")
        assert client.post(f"/youth/messages/{thread.ref}", data={"template": "late"}).status_code == 409

    def test_others_of_the_organisation_next_door_and_other_offices_do_not(self, client, worker) -> None:
        *_, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        _, other, _ = learner_at()
        session.commit()
        client.sign_in(other)
        client.page(f"/provider/messages/{thread.ref}", status=404)
        client.sign_in(make_staff(Role.OFFICER, BETONG))
        client.page(f"/office/messages/{thread.ref}", status=404)
        client.sign_in(account_of(young()))
        client.page(f"/youth/messages/{thread.ref}", status=404)

    def test_nobody_begins_one_about_somebody_elses(self, client, worker) -> None:
        _, _, enrolment = learner_at()
        client.sign_in(account_of(young()))
        for about in (f"enrolment:{enrolment.ref}", "match:T-NONE", "x", ""):
            assert client.post("/youth/messages", data={"about": about}).status_code == 422
        assert session.scalars(select(func.count(Thread.id))).one() == 0

    def test_beginning_twice_is_one_thread(self, worker) -> None:
        *_, enrolment = learner_at()
        first = service.open_for_enrolment(enrolment, by=SYSTEM)
        assert service.open_for_enrolment(enrolment, by=SYSTEM).id == first.id

    def test_an_officer_who_stands_in_becomes_the_second_adult(self, client, worker) -> None:
        _, _, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        officer = make_staff(Role.OFFICER)
        session.commit()
        client.sign_in(officer)
        assert client.post(f"/office/messages/{thread.ref}", data={"template": "hello"}).status_code == 303
        session.refresh(thread)
        assert thread.second_id == officer.id

    def test_the_whole_of_it_can_be_taken_out_for_a_concern(self, client, worker) -> None:
        _, provider, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        service.write(thread, by=sessions.load_actor(provider), text=NUMBER)
        session.commit()
        client.sign_in(session.get_one(Account, thread.second_id))
        told_all = client.get(f"/office/messages/{thread.ref}/all.csv").get_data(as_text=True)
        assert NUMBER in told_all
        assert "อาจมีเบอร์โทร" in told_all

    def test_what_is_taken_out_names_everybody_who_wrote_its_maker_too(self, client, worker) -> None:
        youth, provider, enrolment = learner_at()
        youths.put(youth, "first_name", "นูรีน")
        youths.put(youth, "last_name", "ดอเลาะ")
        youth.case_worker_id = worker.id
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        for writer in (provider, account_of(youth), worker):
            service.write(thread, by=sessions.load_actor(writer), text="พรุ่งนี้เจอกันที่ศูนย์")
        session.commit()
        client.sign_in(worker)
        sheet = client.get(f"/office/messages/{thread.ref}/all.csv").get_data(as_text=True).lstrip("\ufeff")
        rows = list(csv.reader(sheet.splitlines()))
        assert [row[1] for row in rows[1:]] == [provider.name, "นูรีน ดอเลาะ", worker.name]
        assert [row[2] for row in rows[1:]] == ["ศูนย์การเรียนรู้ริมคลอง", "เยาวชน", "เจ้าหน้าที่"]

    def test_no_page_of_one_side_shows_a_number_or_address_of_the_other(self, client, worker) -> None:
        youth, provider, enrolment = learner_at()
        thread = service.open_for_enrolment(enrolment, by=SYSTEM)
        session.commit()
        theirs = account_of(youth)
        client.sign_in(provider)
        page = str(client.page(f"/provider/messages/{thread.ref}"))
        assert accounts.phone_of(theirs) == "" or accounts.phone_of(theirs) not in page
        assert theirs.email is None or theirs.email not in page
        client.sign_in(theirs)
        page = str(client.page(f"/youth/messages/{thread.ref}"))
        assert provider.email is None or provider.email not in page
