"""Five sign one text: each over its hash, none for another, none twice; any change voids what was signed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM
from marketplace.agreements import drafting, ending, queries, signing
from marketplace.agreements.text import hash_of
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.enrolments import consents
from marketplace.enrolments.states import ENROLMENT
from marketplace.i18n import use
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, Forbidden, IllegalMove, Invalid, NotFound
from marketplace.kernel.week import Slot
from marketplace.people import guardian_cases, guardians
from models.agreement import Agreement, AgreementSignature, AgreementVersion
from models.history import Notice
from models.organisation import Organisation
from models.session import db as session
from models.session import transactional
from models.vocabulary import AgreementOutcome, Party, Role, SlotKind
from models.youth import Guardian
from tests.database.test_enrolment_races import at_once
from tests.factories.agreements import assessed, make_table, offered, signed, terms, valid, worked
from tests.factories.enrolments import (
    acting,
    give_role,
    make_enrolment,
    make_provider,
    make_staff,
    make_youth,
    staff,
    youth_actor,
)

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def told(account, event: str) -> int:
    session.flush()
    wanted = select(func.count()).where(Notice.account_id == account.id, Notice.event == event)
    return session.scalars(wanted).one()


@pytest.mark.on_both
def test_five_parties_sign_the_same_text_and_it_counts() -> None:
    table = offered()
    for party in ("youth", "guardian", "host", "provider"):
        assert told(table.accounts[party], "agreement.sign") == 1
        signed(table, Party(party))
    assert table.agreement.state == "in_review"
    assert told(table.accounts["officer"], "agreement.review") == 1
    signing.approve(table.agreement, text_hash=table.hash, by=table.actor("officer"))
    places = signing.places_of(table.fresh())
    assert (table.agreement.state, len(places)) == ("valid", 5)
    assert {one.text_hash for one in places} == {table.hash}
    assert signing.name_in(table.agreement, places[1]) == "นางวรรณา ดอเลาะ"
    assert told(table.accounts["youth"], "agreement.valid") == 1
    assert "นูรีน ดอเลาะ" in drafting.text_of(table.agreement)
    ending.begin_due()
    assert table.fresh().state == "active"


def test_a_grown_up_needs_no_guardian() -> None:
    table = offered(years=20)
    assert [one.party for one in signing.places_of(table.agreement)] == ["youth", "host", "provider", "officer"]
    signed(table)
    assert table.agreement.state == "in_review"


@pytest.mark.on_both
def test_a_change_makes_a_new_version_that_nobody_has_signed() -> None:
    table = valid()
    old = table.hash
    teacher = session.get_one(Organisation, table.agreement.provider_id)
    with pytest.raises(Invalid):
        drafting.change(table.agreement, terms(), teacher, by=table.actor("host"))
    drafting.change(table.agreement, terms(wage_per_day_satang=360_00), teacher, by=table.actor("host"))
    table.fresh()
    assert (table.agreement.state, table.agreement.number, table.agreement.in_force) == ("draft", 2, 1)
    assert told(table.accounts["guardian"], "agreement.changed") == 1
    drafting.offer(table.agreement, by=table.actor("host"))
    assert all(one.signed_at is None for one in signing.places_of(table.fresh()))
    with pytest.raises(Invalid):
        signing.sign(table.agreement, Party.YOUTH, text_hash=old, by=table.actor("youth"))
    kept = select(func.count()).select_from(AgreementSignature).where(AgreementSignature.text_hash == old)
    assert session.scalars(kept).one() == 5, "what was signed stays on record"
    assert session.scalars(select(func.count()).select_from(AgreementVersion)).one() == 2


def test_who_is_no_party_cannot_sign_and_nobody_signs_for_two_or_twice() -> None:
    table = offered()
    for who, party in (("youth", Party.GUARDIAN), ("host", Party.PROVIDER), ("officer", Party.HOST)):
        with pytest.raises(NotFound):
            signing.sign(table.fresh(), party, text_hash=table.hash, by=table.actor(who))
    signed(table, Party.YOUTH)
    with pytest.raises(Conflict):
        signing.sign(table.agreement, Party.YOUTH, text_hash=table.hash, by=table.actor("youth"))
    both = make_provider(table.agreement.host_id, Role.EMPLOYER)
    give_role(both, Role.PROVIDER, organisation_id=table.agreement.provider_id)
    signing.sign(table.fresh(), Party.HOST, text_hash=table.hash, by=acting(both))
    with pytest.raises(Conflict):
        signing.sign(table.fresh(), Party.PROVIDER, text_hash=table.hash, by=acting(both))
    with pytest.raises(IllegalMove):
        signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))


@pytest.mark.on_both
def test_the_database_refuses_a_signature_without_its_text() -> None:
    table = offered()
    for broken in ("signed_at = CURRENT_TIMESTAMP", f"text_hash = '{'0' * 64}'", "party = 'nobody'"):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(
                text(f"UPDATE agreement_signature SET {broken} WHERE agreement_id = :key"), {"key": table.agreement.id}
            )


@pytest.mark.on_both
def test_links_forged_replayed_overtaken_or_of_another_version_sign_nothing() -> None:
    table = offered()
    with pytest.raises(NotFound):
        signing.sign_by_link("A" * 43, text_hash=table.hash, name="ใครก็ได้")
    token = signing.make_link(table.agreement, Party.GUARDIAN, by=table.actor("caseworker"))
    asked = signing.asked_by_link(token)
    assert (asked.open, asked.party) == (True, Party.GUARDIAN)
    for wrong, name in ((("0" * 64), "นางวรรณา"), (table.hash, " "), (table.hash, "ก" * 121)):
        with pytest.raises(Invalid):
            signing.sign_by_link(token, text_hash=wrong, name=name)
    signing.sign_by_link(token, text_hash=table.hash, name="นางวรรณา")
    with pytest.raises(Conflict):
        signing.sign_by_link(token, text_hash=table.hash, name="นางวรรณา")
    assert signing.asked_by_link(token).heard
    with pytest.raises(Conflict):
        signing.make_link(table.fresh(), Party.GUARDIAN, by=table.actor("caseworker"))
    first = signing.make_link(table.agreement, Party.HOST, by=table.actor("caseworker"))
    second = signing.make_link(table.agreement, Party.HOST, by=table.actor("caseworker"))
    with pytest.raises(Conflict):
        signing.sign_by_link(first, text_hash=table.hash, name="เจ้าของร้าน")
    teacher = session.get_one(Organisation, table.agreement.provider_id)
    drafting.change(table.fresh(), terms(tutor="ลุงแมะ"), teacher, by=table.actor("host"))
    drafting.offer(table.fresh(), by=table.actor("host"))
    with pytest.raises(DomainError):
        signing.sign_by_link(second, text_hash=table.hash, name="เจ้าของร้าน")
    assert all(one.signed_at is None for one in signing.places_of(table.fresh()))
    with pytest.raises(NotFound):
        signing.make_link(table.agreement, Party.OFFICER, by=table.actor("caseworker"))


def test_a_link_dies_of_age() -> None:
    table = offered()
    token = signing.make_link(table.agreement, Party.HOST, by=table.actor("caseworker"))
    with clock.frozen(clock.now() + 15 * DAY):
        assert not signing.asked_by_link(token).open
        with pytest.raises(Conflict):
            signing.sign_by_link(token, text_hash=table.hash, name="เจ้าของร้าน")


@pytest.mark.on_both
def test_two_who_sign_at_once_both_count_and_the_same_place_is_signed_once() -> None:
    table = offered()
    key, mark = table.agreement.id, table.hash
    again = make_provider(table.agreement.host_id, Role.EMPLOYER)
    hosts = [table.actor("host"), acting(again)]
    others = {Party.YOUTH: table.actor("youth"), Party.GUARDIAN: table.actor("guardian")}

    @transactional
    def put(party: Party, actor) -> str:
        agreement = session.scalars(queries.loaded().where(Agreement.id == key)).one()
        signing.sign(agreement, party, text_hash=mark, by=actor)
        return str(party)

    said = at_once(
        [lambda one=one: put(Party.HOST, one) for one in hosts]
        + [lambda party=party, one=one: put(party, one) for party, one in others.items()]
    )
    assert said.count("host") == 1, said
    assert {"youth", "guardian"} <= {one for one in said if isinstance(one, str)}, said
    assert [type(one) for one in said if not isinstance(one, str)] == [Conflict]
    assert (table.fresh().state, sum(one.signed_at is not None for one in signing.places_of(table.agreement))) == (
        "partly_signed",
        3,
    )


@pytest.mark.on_both
def test_a_change_and_a_signature_at_once_never_leave_a_signature_on_other_words() -> None:
    table = offered()
    key, mark, host, youth = table.agreement.id, table.hash, table.actor("host"), table.actor("youth")

    @transactional
    def put() -> str:
        agreement = session.scalars(queries.loaded().where(Agreement.id == key)).one()
        signing.sign(agreement, Party.YOUTH, text_hash=mark, by=youth)
        return "signed"

    @transactional
    def alter() -> str:
        agreement = session.scalars(queries.loaded().where(Agreement.id == key)).one()
        teacher = session.get_one(Organisation, agreement.provider_id)
        drafting.change(agreement, terms(tutor="ลุงแมะ"), teacher, by=host)
        return "changed"

    at_once([put, alter])
    hashes = {one.number: one.text_hash for one in session.scalars(select(AgreementVersion))}
    for one in session.scalars(select(AgreementSignature).where(AgreementSignature.signed_at.is_not(None))):
        assert one.text_hash == hashes[one.number]
        assert one.number == 1
    session.commit()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tasks": " "}, "tasks"),
        ({"learning_goals": ""}, "learning_goals"),
        ({"tutor": "ก" * 121}, "tutor"),
        ({"tasks": "ช่วยในครัว ร้านเก็บบัตรประชาชนไว้จนครบสัญญา"}, "tasks"),
        ({"learning_goals": "ชงกาแฟ ค่าแรงเดือนแรกเก็บไว้ก่อน"}, "learning_goals"),
        ({"site": "หลังร้าน หัวหน้าจะเก็บโทรศัพท์"}, "site"),
        ({"ends_on": -2}, "ends_on"),
        ({"starts_on": -30}, "starts_on"),
        ({"wage_per_day_satang": 339_00}, "wage_per_day"),
        ({"times": ()}, "times"),
        ({"times": ((Slot(0, 480, 780), SlotKind.WORK),)}, "times"),
        ({"times": ((Slot(4, 19 * 60, 23 * 60), SlotKind.WORK),)}, "times"),
        ({"times": ((Slot(0, 480, 600), SlotKind.WORK), (Slot(0, 540, 660), SlotKind.WORK))}, "times"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field_with_the_rule(given, field) -> None:
    dated = {name: clock.today() + day * DAY if name.endswith("_on") else day for name, day in given.items()}
    with pytest.raises(Invalid) as refused:
        make_table(**dated)
    assert field in refused.value.errors


def test_papers_kept_back_in_terms_drawn_up_earlier_are_offered_to_nobody(monkeypatch) -> None:
    with monkeypatch.context() as before:
        before.setattr("marketplace.offers.kept_back.kept_in", lambda _text: "")
        table = make_table(tasks="ช่วยในครัว ยึดบัตรประชาชนไว้จนครบสัญญา")
    with pytest.raises(Invalid, match="ยึดบัตรประชาชน"):
        drafting.offer(table.agreement, by=table.actor("host"))
    drafting.change(
        table.agreement,
        terms(tasks="ช่วยในครัว ใช้สำเนาบัตรประชาชนสมัคร"),
        session.get_one(Organisation, table.agreement.provider_id),
        by=table.actor("host"),
    )
    drafting.offer(table.fresh(), by=table.actor("host"))
    assert table.fresh().state == "ready_to_sign"


def test_the_text_is_thai_whatever_its_writer_reads_and_nothing_changes_by_reading() -> None:
    with use("en"):
        table = make_table()
        assert "ต.สะเตง อ.เมืองยะลา จ.ยะลา" in drafting.text_of(table.agreement)
    teacher = session.get_one(Organisation, table.agreement.provider_id)
    with pytest.raises(Invalid):
        drafting.change(table.agreement, terms(), teacher, by=table.actor("host"))


def test_one_placement_has_one_living_agreement() -> None:
    table = make_table()
    enrolment = table.agreement.enrolment
    teacher = session.get_one(Organisation, table.agreement.provider_id)
    with pytest.raises(Conflict):
        drafting.draw_up(enrolment, terms(), teacher, by=table.actor("host"))
    with pytest.raises(Invalid):
        drafting.cancel(table.agreement, reason=" ", by=table.actor("host"))
    drafting.cancel(table.agreement, reason="ร้านปิด", by=table.actor("host"))
    drafting.draw_up(enrolment, terms(), teacher, by=table.actor("host"))


def test_the_officer_returns_rejects_and_never_decides_on_their_own() -> None:
    table = signed(offered())
    near = make_staff(Role.OFFICER)
    give_role(near, Role.EMPLOYER, organisation_id=table.agreement.host_id)
    with pytest.raises(Forbidden):
        signing.approve(table.agreement, text_hash=table.hash, by=acting(near))
    for stranger in (staff(Role.OFFICER, "700101"), table.actor("caseworker"), table.actor("host")):
        with pytest.raises(NotFound):
            signing.approve(table.agreement, text_hash=table.hash, by=stranger)
    with pytest.raises(Invalid):
        signing.send_back(table.agreement, reason="", by=table.actor("officer"))
    signing.send_back(table.agreement, reason="บอกเวลาพักด้วย", by=table.actor("officer"))
    table.fresh()
    assert (table.agreement.state, table.agreement.number) == ("draft", 2)
    drafting.offer(table.agreement, by=table.actor("host"))
    signed(table)
    signing.reject(table.agreement, reason="ร้านปิดแล้ว", by=table.actor("officer"))
    assert (table.agreement.state, table.agreement.words) == ("rejected", "ร้านปิดแล้ว")


def test_where_no_guardian_can_sign_a_case_worker_records_why() -> None:
    table = offered()
    with pytest.raises(Conflict):
        signing.record_guardian(
            table.agreement, reason="ไม่มีผู้ปกครองติดต่อได้", text_hash=table.hash, by=table.actor("caseworker")
        )
    session.execute(Guardian.__table__.update().values(safe=False))
    session.expire_all()
    table.fresh()
    for reason in ("", "สั้น"):
        with pytest.raises(Invalid):
            signing.record_guardian(table.agreement, reason=reason, text_hash=table.hash, by=table.actor("caseworker"))
    with pytest.raises(NotFound):
        signing.record_guardian(table.agreement, reason="x" * 20, text_hash=table.hash, by=table.actor("host"))
    signing.record_guardian(
        table.agreement, reason="ไม่มีผู้ปกครองที่ปลอดภัย", text_hash=table.hash, by=table.actor("caseworker")
    )
    assert signing.place_of(table.fresh(), Party.GUARDIAN).how == "case_worker"


def said_unsafe(table, *, request=None) -> None:
    """The young person says in a request that asking their guardian is not safe."""
    record(SYSTEM, guardian_cases.SAID_CANNOT_ASK, request or table.agreement.enrolment, reason="unsafe")
    session.flush()


def sign_as_guardian(table) -> None:
    signing.sign(table.agreement, Party.GUARDIAN, text_hash=table.hash, by=table.actor("guardian"))


@pytest.mark.parametrize("elsewhere", [False, True])
def test_whoever_the_young_person_is_not_safe_from_gets_no_link_no_notice_and_no_look(elsewhere) -> None:
    table = make_table()
    youth = table.agreement.enrolment.youth
    said_unsafe(table, request=make_enrolment("awaiting_guardian", youth=youth) if elsewhere else None)
    drafting.offer(table.agreement, by=table.actor("host"))
    table.fresh()
    assert told(table.accounts["guardian"], "agreement.sign") == 0
    assert told(table.accounts["youth"], "agreement.sign") == 1
    guardian = table.actor("guardian")
    assert queries.of_wards(guardian) == ()
    with pytest.raises(NotFound):
        queries.one(guardian, table.agreement.ref)
    with pytest.raises(Conflict):
        signing.make_link(table.agreement, Party.GUARDIAN, by=table.actor("caseworker"))
    with pytest.raises(Forbidden):
        sign_as_guardian(table)
    signing.record_guardian(
        table.agreement, reason="อยู่กับผู้ปกครองไม่ปลอดภัย", text_hash=table.hash, by=table.actor("caseworker")
    )
    assert signing.place_of(table.fresh(), Party.GUARDIAN).how == "case_worker"


def test_a_case_worker_who_finds_it_safe_after_all_opens_the_way_again() -> None:
    table = make_table()
    said_unsafe(table)
    drafting.offer(table.agreement, by=table.actor("host"))
    consents.judge_contact(table.agreement.enrolment, safe=True, by=table.actor("caseworker"))
    table.fresh()
    assert signing.make_link(table.agreement, Party.GUARDIAN, by=table.actor("caseworker"))
    sign_as_guardian(table)


@pytest.mark.parametrize("how", ["marked", "said", "judged"])
def test_a_link_that_is_out_ends_when_its_guardian_is_found_unsafe(how) -> None:
    table = offered()
    enrolment, worker = table.agreement.enrolment, table.actor("caseworker")
    token = signing.make_link(table.agreement, Party.GUARDIAN, by=worker)
    kept = signing.make_link(table.agreement, Party.HOST, by=worker)
    if how == "marked":
        for one in guardians.recorded(enrolment.youth, clock.today()):
            guardians.mark_unsafe(one, by=worker)
    elif how == "said":
        said_unsafe(table)
    else:
        consents.judge_contact(enrolment, safe=False, by=worker)
    session.flush()
    assert not signing.asked_by_link(token).open
    assert signing.asked_by_link(kept).open
    with pytest.raises(Conflict):
        signing.sign_by_link(token, text_hash=table.hash, name="นางวรรณา ดอเลาะ")
    if how == "judged":
        consents.judge_contact(enrolment, safe=True, by=worker)
        session.flush()
        assert not signing.asked_by_link(token).open
    assert signing.place_of(table.fresh(), Party.GUARDIAN).signed_at is None


def test_a_carer_without_custody_cannot_sign_and_gets_no_link() -> None:
    table = offered()
    session.execute(Guardian.__table__.update().values(basis="carer_without_custody"))
    session.expire_all()
    table.fresh()
    with pytest.raises(Forbidden):
        signing.sign(table.agreement, Party.GUARDIAN, text_hash=table.hash, by=table.actor("guardian"))
    with pytest.raises(Conflict):
        signing.make_link(table.agreement, Party.GUARDIAN, by=table.actor("caseworker"))
    assert signing.place_of(table.agreement, Party.GUARDIAN).signed_at is None


def test_a_birthday_between_writing_and_offering_is_heard() -> None:
    table = make_table()
    youth = table.agreement.enrolment.youth
    youth.birth_date = youth.birth_date.replace(year=youth.birth_date.year - 5)
    session.flush()
    drafting.offer(table.fresh(), by=table.actor("host"))
    table.fresh()
    assert table.agreement.number == 2
    assert "ผู้แทนโดยชอบธรรม" not in drafting.text_of(table.agreement)
    assert "guardian" not in {one.party for one in signing.places_of(table.agreement)}


def test_an_end_is_assessed_by_what_the_log_says() -> None:
    table = valid()
    for outcome in (AgreementOutcome.COMPLETED, AgreementOutcome.PARTLY_COMPLETED):
        with pytest.raises(Invalid):
            ending.assess(table.agreement, outcome, note="ดี", by=table.actor("host"))
    with pytest.raises(Invalid):
        ending.assess(table.agreement, AgreementOutcome.DID_NOT_SHOW, note=" ", by=table.actor("host"))
    ending.assess(table.agreement, AgreementOutcome.DID_NOT_SHOW, note="ไม่ได้มา", by=table.actor("host"))
    assert (table.agreement.state, table.agreement.outcome) == ("assessed", "did_not_show")
    early = valid(starts_on=clock.today() + 5 * DAY)
    with pytest.raises(Conflict):
        ending.assess(early.agreement, AgreementOutcome.ENDED_WITH_JOB, note="จ้างต่อ", by=early.actor("host"))
    hired = assessed()
    assert hired.agreement.outcome == "completed"


def test_what_never_began_is_called_off_when_the_enrolment_ends_and_what_runs_is_left_to_be_assessed() -> None:
    waiting, running = offered(), valid()
    ending.begin_due()
    for table in (waiting, running):
        advance(ENROLMENT, table.fresh().enrolment, "drop_out", by=table.actor("officer"))
    assert ending.end_with_enrolments() == 1
    assert (waiting.fresh().state, running.fresh().state) == ("cancelled", "active")
    assert waiting.agreement.words
    assert ending.end_with_enrolments() == 0


def test_strangers_find_no_agreement_and_a_draft_is_the_host_s_alone() -> None:
    table = make_table()
    ref = table.agreement.ref
    for who in ("youth", "guardian", "provider"):
        with pytest.raises(NotFound):
            queries.one(table.actor(who), ref)
    with pytest.raises(NotFound):
        queries.verified(ref)
    drafting.offer(table.agreement, by=table.actor("host"))
    for who in table.accounts:
        assert queries.one(table.actor(who), ref).ref == ref
    assert queries.verified(ref).text_hash == table.hash
    for stranger in (staff(Role.OFFICER, "700101"), youth_actor(make_youth())):
        with pytest.raises(NotFound):
            queries.one(stranger, ref)
    assert worked(valid()).state == "entered"


def test_what_was_written_in_older_words_stays_as_it_is_can_be_signed_and_verifies(monkeypatch) -> None:
    """Another wording is another format: it is for new versions, and no sheet that hangs on a wall becomes void."""

    def older(*given: object) -> str:
        return newest(*given).replace("okat-agreement-2", "okat-agreement-1").replace("ส. 08.00–12.00", "ส. เช้า")

    newest = drafting.exact_text
    monkeypatch.setattr(drafting, "exact_text", older)
    table = signed(offered(), Party.YOUTH)
    words, mark = drafting.text_of(table.agreement), table.hash
    assert "ส. เช้า" in words
    assert "(okat-agreement-1)" in words
    monkeypatch.setattr(drafting, "exact_text", newest)
    signed(table, Party.GUARDIAN, Party.HOST, Party.PROVIDER)
    signing.approve(table.agreement, text_hash=mark, by=table.actor("officer"))
    assert (table.fresh().state, drafting.text_of(table.agreement)) == ("valid", words)
    assert queries.verified(table.agreement.ref).text_hash == hash_of(words) == mark
    better = replace(drafting.draft_of(table.agreement), wage_per_day_satang=400_00)
    drafting.change(table.agreement, better, table.agreement.provider, by=table.actor("host"))
    assert "ส. 08.00–12.00" in drafting.text_of(table.fresh())
    assert table.hash != mark
