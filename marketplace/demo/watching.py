"""What the demo gives those who watch over people: conversations, concerns, organisations on their way in."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from marketplace.access import ANONYMOUS, Actor, sessions
from marketplace.concerns import handling, reporting
from marketplace.demo.cast import EMPLOYER_AT, PEOPLE_HOST
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at
from marketplace.enrolments import queries
from marketplace.files import checking
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.mentoring import matches
from marketplace.organisations import onboarding, papers
from marketplace.organisations.onboarding import OpeningDraft
from marketplace.organisations.papers import PaperDraft
from marketplace.people import accounts
from marketplace.threads import queries as threads
from marketplace.threads import service
from models.account import Account
from models.concern import Concern
from models.enrolment import Enrolment
from models.mentoring import MentorMatch
from models.resource import Resource
from models.session import db
from models.thread import Thread
from models.vocabulary import (
    ConcernKind,
    ConcernLevel,
    ConcernOutcome,
    EnrolmentState,
    MatchState,
    MessagePart,
    OrganisationKind,
    OrganisationPaperKind,
    Role,
)
from models.youth import Youth

TALKS = 6
SAID = {
    MessagePart.YOUTH: ("late", "ขอบคุณที่สอนช้า ๆ ค่ะ ตอนนี้ทำเองได้แล้ว", "explain"),
    MessagePart.ADULT: ("bring", "คาบหน้าเราจะลองทำของจริง ใส่เสื้อที่เปื้อนได้มานะ", "well_done"),
}
BY_MENTOR = ("ครั้งหน้าเอาสมุดจดมาด้วยนะ เราจะลองคิดต้นทุนกันทีละอย่าง", "well_done")
TO_MENTOR = ("ขอบคุณค่ะ จะจดรายการของที่ขายมาให้ดูนะคะ", "late")
HELD = "ถ้าหาไม่เจอ ทักไลน์พี่มาได้ที่ kruchang99"
ASKED_FOR_MONEY = "มีคนบอกว่าต้องจ่ายค่าประกันก่อนเริ่มเรียน 500 บาท"
TOO_LATE_AT_WORK = "เมื่อวานให้อยู่ช่วยเก็บร้านถึงสี่ทุ่มกว่า ทั้งที่ตกลงกันว่าเลิกสองทุ่ม"
NEEDED = (OrganisationPaperKind.REGISTRATION, OrganisationPaperKind.SAFEGUARDING, OrganisationPaperKind.PLACE_PHOTO)
COMING_IN = (
    (
        "ร้านซ่อมจักรยานป้าแดง", "Auntie Daeng's Bicycle Repairs", "แดง", "0955560000011",
        "ซ่อมจักรยานมายี่สิบปี สอนงานช่างให้คนรุ่นใหม่",
    ),
    ("ร้านตัดเสื้อบ้านบน", "Ban Bon Tailors", "ฮาซานะห์", "0955560000029", "ตัดเสื้อมลายูและซ่อมผ้า รับคนอยากฝึกมือจากผ้าชิ้นเล็ก"),
)  # fmt: skip
AREA = "950101"


def load(stage: Stage) -> None:
    """Let people write to each other, report what is wrong, and bring in two organisations."""
    _talk(stage)
    _talk_with_mentor(stage)
    _report(stage)
    _come_in(stage)


def _learners() -> Iterator[tuple[Enrolment, Actor]]:
    """Those who learn now and have an account of their own, with it."""
    wanted = queries.loaded().where(Enrolment.state == EnrolmentState.IN_LEARNING).order_by(Enrolment.id)
    for enrolment in db.scalars(wanted).all():
        if enrolment.youth.account_id is not None:
            yield enrolment, sessions.load_actor(db.get_one(Account, enrolment.youth.account_id))


def _talk(stage: Stage) -> None:
    """A few conversations, the first of the demo accounts, with words that wait for the second adult."""
    done, own, host = 0, stage.cast.demo[Role.YOUTH].id, stage.organisations[EMPLOYER_AT].id
    order = sorted(_learners(), key=lambda one: (one[1].account_id != own, one[0].opportunity.organisation_id != host))
    for enrolment, youth in order:
        if done == TALKS:
            return
        firm = enrolment.opportunity.organisation_id
        supplier = stage.cast.supplier(stage.key_of(firm), 0 if firm == host else done)
        with clock.frozen(at(stage.today - timedelta(days=5), 10, done)):
            try:
                service.open_for_enrolment(enrolment, by=youth)
            except DomainError:
                continue
        for turn in range(1 + done % 3):
            for hour, writer in ((16, youth), (17, supplier)):
                _write(enrolment, writer, at(stage.today - timedelta(days=4 - turn), hour, done), done + turn)
        if done == 0:
            _write(enrolment, supplier, at(stage.today - timedelta(days=1), 18), words=HELD)
        done += 1


def _talk_with_mentor(stage: Stage) -> None:
    """The demo mentor writes with each young person they stand by, before the eyes of a second adult."""
    mentor = stage.cast.demo[Role.MENTOR]
    own = select(Resource.id).where(Resource.owner_account_id == mentor.id)
    wanted = matches.loaded().where(MentorMatch.state == MatchState.ACTIVE, MentorMatch.resource_id.in_(own))
    for turn, match in enumerate(db.scalars(wanted.order_by(MentorMatch.id)).all()):
        by = sessions.load_actor(mentor)
        with clock.frozen(at(stage.today - timedelta(days=6), 17, turn)):
            try:
                thread = service.open_for_match(match, by=by)
            except DomainError:
                continue
        _say(thread, by, at(stage.today - timedelta(days=6), 17, turn + 20), BY_MENTOR[turn % len(BY_MENTOR)])
        account_id = db.get_one(Youth, match.youth_id).account_id
        if account_id is not None:
            young = sessions.load_actor(db.get_one(Account, account_id))
            _say(thread, young, at(stage.today - timedelta(days=5), 18, turn), TO_MENTOR[turn % len(TO_MENTOR)])


def _write(enrolment: Enrolment, writer: Actor, moment: datetime, turn: int = 0, *, words: str = "") -> None:
    thread = threads.of_subject(enrolment_id=enrolment.id)
    if thread is not None:
        said: Sequence[str] = (words,) if words else SAID[service.part_of(writer, thread)]
        _say(thread, writer, moment, said[turn % len(said)])


def _say(thread: Thread, writer: Actor, moment: datetime, said: str) -> None:
    """Words of one's own are Thai here, keys of templates are not."""
    with clock.frozen(moment):
        is_key = said.isascii()
        service.write(thread, by=writer, template_key=said if is_key else "", text="" if is_key else said)


def _report(stage: Stage) -> None:
    """Three reports: one answered, one in hand, one whose clock runs."""
    found = next(((one, who) for one, who in _learners() if one.area_code.startswith("95")), None)
    if found is None:
        return
    enrolment, youth = found
    page = f"/opportunities/{enrolment.opportunity.ref}"
    with clock.frozen(at(stage.today - timedelta(days=9), 11)):
        asked, _code = reporting.report(reporting.Draft(ConcernKind.MONEY, ASKED_FOR_MONEY, path=page), by=ANONYMOUS)
    with clock.frozen(at(stage.today - timedelta(days=8), 9)):
        officer = _handler(stage, asked)
        handling.take(asked, by=officer)
        done = "โทรถามผู้จัดแล้ว ไม่มีการเก็บเงินประกัน ผู้แจ้งเข้าใจผิดจากค่าอุปกรณ์"
        told = "ตรวจแล้ว ไม่มีใครต้องจ่ายเงินก่อนเรียน ผู้จัดเขียนเรื่องค่าอุปกรณ์ให้ชัดขึ้นแล้ว"
        handling.close(asked, ConcernOutcome.NOT_CONFIRMED, done, told, by=officer)
    with clock.frozen(at(stage.today - timedelta(days=1), 13)):
        draft = reporting.Draft(ConcernKind.WORK, TOO_LATE_AT_WORK, path=page, shows_name=True)
        late, _code = reporting.report(draft, by=youth)
    with clock.frozen(at(stage.today - timedelta(days=1), 15)):
        officer = _handler(stage, late)
        handling.take(late, by=officer)
        handling.note(late, "นัดคุยกับน้องพรุ่งนี้หลังเลิกงาน แล้วจะไปดูที่ร้าน", by=officer)
    with clock.frozen(clock.now() - timedelta(hours=2)):
        reporting.report(reporting.Draft(ConcernKind.INSULT, path=page), by=ANONYMOUS)


def _handler(stage: Stage, concern: Concern) -> Actor:
    """Somebody at the desk it lies on."""
    if concern.level == ConcernLevel.OFFICE:
        return stage.cast.one(Role.OFFICER, concern.office_key)
    return stage.cast.one(Role.PROVINCE, (concern.area_code or AREA)[:2])


def _come_in(stage: Stage) -> None:
    """Two organisations on their way in: one is being filled in, one waits for the office with its documents."""
    for number, (name_th, name_en, opener, registration, about) in enumerate(COMING_IN):
        with clock.frozen(at(stage.today - timedelta(days=3 - number), 10)):
            account = accounts.create_account(login=f"opening-{number}@{PEOPLE_HOST}", name=opener, is_demo=True)
            by = sessions.load_actor(account)
            draft = OpeningDraft(OrganisationKind.EMPLOYER, name_th, name_en, AREA, registration, about, "")
            organisation = onboarding.begin(draft, by=by)
            if number == 0 or stage.folder is None:
                continue
            for kind in NEEDED:
                until = clock.today() + timedelta(days=300) if kind == OrganisationPaperKind.SAFEGUARDING else None
                paper = PaperDraft(kind, registration if kind == OrganisationPaperKind.REGISTRATION else "", until)
                papers.add(organisation, paper, _sheet(number), Path(stage.folder), by=by)
            onboarding.submit(organisation, by=by)


def _sheet(number: int) -> checking.CheckedFile:
    """A plain sheet, through the same check as any upload."""
    drawn = io.BytesIO()
    Image.new("RGB", (600, 840), (250, 248, 240)).save(drawn, "PNG")
    return checking.check(drawn.getvalue(), f"เอกสาร-{number}.png")
