"""Notices to the labour inspector and the record of conditions, filled in: always Thai, with what the form asks only.

What Okat does not keep or must not hand on (the number of the identity card, the house) stays an open line.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from marketplace.access import Actor
from marketplace.agreements import lawful, queries
from marketplace.agreements.queries import SignedVersion
from marketplace.agreements.text import Terms
from marketplace.areas import names
from marketplace.audit.trail import saw
from marketplace.duties.sayings import FORMS
from marketplace.i18n import use, weeks, words
from marketplace.i18n.dates import day_name, thai_date
from marketplace.kernel import clock
from marketplace.kernel.age import age_on
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import baht
from marketplace.kernel.week import DAY_NAMES
from marketplace.labour.cases import standing_on
from marketplace.labour.law import rule_on
from marketplace.people import youth as young
from models.enrolment import Enrolment
from models.labour import LabourDuty
from models.vocabulary import DutyKind, PlaceType, SlotKind

OPEN = ""
"""A line to be filled in by hand."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form; an empty value is an open line."""

    label: str
    value: str = OPEN


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """Everything that stands on the sheet."""

    ref: str
    title: str
    code: str
    law: str
    source: str
    due: str
    parts: tuple[Part, ...]


_FORM = {
    DutyKind.START_NOTICE: ("แบบแจ้งการจ้างลูกจ้างซึ่งเป็นเด็กอายุต่ำกว่าสิบแปดปี", "คร.2", "LW02"),
    DutyKind.END_NOTICE: ("แบบแจ้งการสิ้นสุดการจ้างลูกจ้างซึ่งเป็นเด็กอายุต่ำกว่าสิบแปดปี", "คร.4", "LW04"),
}


def filled_in(duty: LabourDuty, *, by: Actor) -> NoticeForm:
    """The form for this notice; the look at the young person's facts is kept. Raises NotFound where none is."""
    if duty.kind not in FORMS:
        raise NotFound()
    kind = DutyKind(duty.kind)
    title, code, number = _FORM[kind]
    saw(by, duty.enrolment.youth_id, "labour_form")
    with use("th"):
        rule = rule_on(number, duty.event_on)
        return NoticeForm(
            ref=duty.ref,
            title=title,
            code=code,
            law=rule.section_th if rule is not None else "",
            source=rule.source if rule is not None else "",
            due=thai_date(duty.due_on),
            parts=(_employer(duty.enrolment), _worker(duty.enrolment, _told(duty.event_on)), _work(duty, kind)),
        )


def has_record(enrolment: Enrolment) -> bool:
    """Whether conditions of work are on record for this placement: under 18 when somebody signed them."""
    return bool(_recorded(enrolment))


def record_of_conditions(enrolment: Enrolment, *, by: Actor) -> NoticeForm:
    """The record of the conditions of work and of each change (LW03), from the versions everybody signed.

    It is kept at the place of work and shown to the inspector; the look at the young person's facts is kept. Raises
    NotFound where nothing was signed for somebody under 18.
    """
    versions = _recorded(enrolment)
    if not versions:
        raise NotFound()
    saw(by, enrolment.youth_id, "labour_form")
    now = versions[-1]
    with use("th"):
        rule = rule_on("LW03", clock.today())
        changes = tuple(_change(older, newer) for older, newer in pairwise(versions))
        return NoticeForm(
            ref=enrolment.ref,
            title="บันทึกสภาพการจ้างลูกจ้างซึ่งเป็นเด็กอายุต่ำกว่าสิบแปดปี",
            code="คร.3",
            law=rule.section_th if rule is not None else "",
            source=rule.source if rule is not None else "",
            due="",
            parts=(
                _employer(enrolment),
                _worker(enrolment, max(now.terms.starts_on, clock.today())),
                Part("3. สภาพการจ้างที่ใช้อยู่", (*_signed_on(now), *_terms_lines(now.terms))),
                *(Part(f"4.{at} สภาพการจ้างที่เปลี่ยน", lines) for at, lines in enumerate(changes, start=1)),
            ),
        )


def _recorded(enrolment: Enrolment) -> list[SignedVersion]:
    born = enrolment.youth.birth_date
    versions = queries.signed_versions(enrolment.id)
    if born is None or not versions:
        return []
    first = versions[0]
    began = max(first.terms.starts_on, clock.bangkok(first.signed_at).date())
    return versions if standing_on(born, began).is_young else []


def _signed_on(one: SignedVersion) -> tuple[Line, ...]:
    return (
        Line("ข้อตกลงฉบับที่", str(one.number)),
        Line("วันที่ทุกฝ่ายลงชื่อครบ", thai_date(clock.bangkok(one.signed_at).date())),
    )


def _change(older: SignedVersion, newer: SignedVersion) -> tuple[Line, ...]:
    """What differs between two versions: the new beside the old."""
    before = {line.label: line.value for line in _terms_lines(older.terms)}
    changed = (line for line in _terms_lines(newer.terms) if before[line.label] != line.value)
    told = tuple(Line(line.label, f"{line.value} (เดิม {before[line.label] or '-'})") for line in changed)
    return (*_signed_on(newer), *(told or (Line("สภาพการจ้าง", "ไม่เปลี่ยน แก้ถ้อยคำเท่านั้น"),)))


def _terms_lines(terms: Terms) -> tuple[Line, ...]:
    working = [slot for slot, what in terms.timed if what != SlotKind.LEARN]
    rest = sorted(set(range(7)) - {slot.weekday for slot in working})
    return (
        Line("งานที่ทำ", terms.tasks),
        Line("สถานที่ทำงาน", " ".join(filter(None, (terms.site, terms.place)))),
        Line("ระยะเวลา", f"{thai_date(terms.starts_on)} ถึง {thai_date(terms.ends_on)}"),
        Line("วันและเวลาทำงาน", str(weeks.exact(working))),
        Line("วันหยุดประจำสัปดาห์", " ".join(day_name(day) for day in rest)),
        Line("ค่าจ้าง", _wage(terms.wage_per_day_satang, terms.wage_per_hour_satang)),
        Line("กำหนดจ่ายค่าจ้าง", _payday(terms.pay_day)),
    )


def _wage(per_day: int, per_hour: int) -> str:
    if per_day:
        return f"วันละ {baht(per_day)} บาท"
    return f"ชั่วโมงละ {baht(per_hour)} บาท" if per_hour else OPEN


def _employer(enrolment: Enrolment) -> Part:
    organisation = enrolment.opportunity.organisation
    return Part(
        "1. นายจ้างและสถานประกอบกิจการ",
        (
            Line("ชื่อนายจ้างหรือสถานประกอบกิจการ", organisation.name_th),
            Line("ที่ตั้ง", names.address(organisation.area_code)),
            Line("เลขที่ ถนน โทรศัพท์"),
            Line("ชื่อผู้มีอำนาจลงนาม"),
        ),
    )


def _worker(enrolment: Enrolment, told_on: date) -> Part:
    youth = enrolment.youth
    name = young.legal_name(youth)
    born = youth.birth_date
    return Part(
        "2. ลูกจ้าง",
        (
            Line("ชื่อ-สกุล", name),
            Line("วันเดือนปีเกิด", thai_date(born) if born else OPEN),
            Line("อายุในวันที่แจ้ง", f"{age_on(born, told_on)} ปี" if born else OPEN),
            Line("เลขประจำตัวประชาชน (ลอกจากบัตรของลูกจ้าง)"),
            Line("ที่อยู่", names.address(youth.area_code) if youth.area_code else OPEN),
        ),
    )


def _work(duty: LabourDuty, kind: DutyKind) -> Part:
    offer = duty.enrolment.opportunity
    signed = queries.terms_in_force([duty.enrolment_id]).get(duty.enrolment_id)
    times = signed.timed if signed is not None else lawful.times_of([offer.id])[offer.id]
    pay = signed or offer
    working = [slot for slot, what in times if what != SlotKind.LEARN]
    wage = _wage(pay.wage_per_day_satang, pay.wage_per_hour_satang)
    rest = sorted(set(range(7)) - {slot.weekday for slot in working})
    lines = [
        Line("วันเริ่มทำงาน" if kind == DutyKind.START_NOTICE else "วันสิ้นสุดการจ้าง", thai_date(duty.event_on)),
        Line("งานที่ทำ", offer.title_th),
        Line("ประเภทสถานที่ทำงาน", str(words.word(PlaceType, offer.place_type))),
        Line("สถานที่ทำงาน", " ".join(filter(None, (offer.place_th, names.address(offer.area_code))))),
    ]
    if kind == DutyKind.END_NOTICE:
        return Part("3. การสิ้นสุดการจ้าง", (*lines, Line("เหตุที่สิ้นสุด")))
    return Part(
        "3. สภาพการจ้าง",
        (
            *lines,
            Line("วันและเวลาทำงาน", str(weeks.exact(working))),
            Line("วันหยุดประจำสัปดาห์", " ".join(day_name(day) for day in rest)),
            Line("ค่าจ้าง", wage),
            Line("กำหนดจ่ายค่าจ้าง", _payday(offer.pay_day)),
            Line("เวลาพัก"),
        ),
    )


def _payday(said: str) -> str:
    if said == "monthly":
        return "เดือนละครั้ง วันสุดท้ายของเดือน"
    return f"ทุกวัน{day_name(DAY_NAMES.index(said))}" if said in DAY_NAMES else OPEN


def _told(event: date) -> date:
    return max(event, clock.today())
