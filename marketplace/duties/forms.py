"""The notice to the labour inspector, filled in: always Thai, with what the form asks and nothing that it does not.

What Okat does not keep or must not hand on (the number of the identity card, the house) stays an open line.
"""

from dataclasses import dataclass
from datetime import date

from marketplace.access import Actor
from marketplace.agreements import lawful, queries
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
from marketplace.labour.law import rule_on
from marketplace.people import youth as young
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
            parts=(_employer(duty), _worker(duty), _work(duty, kind)),
        )


def _employer(duty: LabourDuty) -> Part:
    organisation = duty.enrolment.opportunity.organisation
    return Part(
        "1. นายจ้างและสถานประกอบกิจการ",
        (
            Line("ชื่อนายจ้างหรือสถานประกอบกิจการ", organisation.name_th),
            Line("ที่ตั้ง", names.address(organisation.area_code)),
            Line("เลขที่ ถนน โทรศัพท์"),
            Line("ชื่อผู้มีอำนาจลงนาม"),
        ),
    )


def _worker(duty: LabourDuty) -> Part:
    youth = duty.enrolment.youth
    name = young.legal_name(youth)
    born = youth.birth_date
    return Part(
        "2. ลูกจ้าง",
        (
            Line("ชื่อ-สกุล", name),
            Line("วันเดือนปีเกิด", thai_date(born) if born else OPEN),
            Line("อายุในวันที่แจ้ง", f"{age_on(born, _told(duty.event_on))} ปี" if born else OPEN),
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
    wage = (
        f"วันละ {baht(pay.wage_per_day_satang)} บาท"
        if pay.wage_per_day_satang
        else f"ชั่วโมงละ {baht(pay.wage_per_hour_satang)} บาท"
        if pay.wage_per_hour_satang
        else OPEN
    )
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
            Line("วันและเวลาทำงาน", str(weeks.summary(working))),
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
