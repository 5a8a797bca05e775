"""What is agreed, and the exact words that are signed: a pure function from terms and names to one text and its hash.

The text is Thai, as the law asks of it; the same terms give the same letters for ever, so that a hash can be checked.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from marketplace.i18n import use, weeks, words
from marketplace.i18n.dates import day_name, thai_date
from marketplace.kernel.money import baht
from marketplace.kernel.week import DAY_NAMES, Slot
from marketplace.offers.work import Timed
from models.vocabulary import PlaceType, SlotKind

FORMAT = "okat-agreement-2"
"""Stands in the first line: another wording is another format, and old texts stay what they are."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the parties agree about the work; money is satang, `times` are (weekday, start, end, kind)."""

    title: str
    tasks: str
    learning_goals: str
    site: str
    tutor: str
    area_code: str
    place: str
    place_type: str
    hazards: tuple[str, ...]
    starts_on: date
    ends_on: date
    times: tuple[tuple[int, int, int, str], ...]
    wage_per_day_satang: int
    wage_per_hour_satang: int
    pay_day: str

    @property
    def timed(self) -> tuple[Timed, ...]:
        """The weekly times as the law of labour takes them."""
        return tuple((Slot(day, start, end), kind) for day, start, end, kind in self.times)


@dataclass(frozen=True, slots=True)
class Names:
    """Who agrees; `guardian` is empty where none is asked."""

    youth: str
    host: str
    provider: str
    needs_guardian: bool


def pack(terms: Terms) -> dict[str, object]:
    """Terms as plain JSON."""
    kept: dict[str, object] = asdict(terms)
    kept["starts_on"], kept["ends_on"] = terms.starts_on.isoformat(), terms.ends_on.isoformat()
    kept["hazards"], kept["times"] = list(terms.hazards), [list(each) for each in terms.times]
    return kept


def unpack(kept: Mapping[str, Any]) -> Terms:
    """The terms that `pack` kept."""
    facts = {each.name: kept[each.name] for each in fields(Terms)}
    for name in ("starts_on", "ends_on"):
        facts[name] = date.fromisoformat(facts[name])
    facts["hazards"] = tuple(facts["hazards"])
    facts["times"] = tuple((int(day), int(start), int(end), str(kind)) for day, start, end, kind in facts["times"])
    return Terms(**facts)


def exact_text(ref: str, number: int, terms: Terms, names: Names) -> str:
    """The words that are signed, line by line."""
    with use("th"):
        lines = [
            f"ข้อตกลงฝึกงานและเรียนคู่งาน เลขที่ {ref} ฉบับที่ {number} ({FORMAT})",
            "",
            "คู่สัญญา",
            f"ผู้ทำงานและเรียนรู้: {names.youth}",
            *(["ผู้แทนโดยชอบธรรม: ผู้ลงชื่อในช่องผู้แทนโดยชอบธรรม"] if names.needs_guardian else []),
            f"นายจ้างหรือสถานประกอบการ: {names.host}",
            f"ผู้จัดการเรียนรู้: {names.provider}",
            "เจ้าหน้าที่: เจ้าหน้าที่องค์กรปกครองส่วนท้องถิ่นของพื้นที่",
            "",
            f"1. งาน: {_one_line(terms.title)}",
            f"2. หน้าที่: {_one_line(terms.tasks)}",
            f"3. เป้าหมายการเรียนรู้: {_one_line(terms.learning_goals)}",
            f"4. สถานที่: {_one_line(terms.site)} {terms.place} ({words.word(PlaceType, terms.place_type)})",
            f"5. ผู้สอนงาน: {_one_line(terms.tutor)}",
            f"6. ระยะเวลา: {thai_date(terms.starts_on)} ถึง {thai_date(terms.ends_on)}",
            f"7. เวลาทำงาน: {_times(terms, SlotKind.WORK)}",
            f"8. เวลาเรียนรู้: {_times(terms, SlotKind.LEARN)}",
            f"9. ค่าจ้าง: {_wage(terms)}",
            f"10. กำหนดจ่าย: {_payday(terms.pay_day)} จ่ายให้ผู้ทำงานโดยตรงเท่านั้น",
            f"11. งานอันตรายตามกฎหมายที่เกี่ยวข้อง: {' '.join(terms.hazards) or 'ไม่มี'}",
            "12. นายจ้างไม่เก็บเงินประกัน ไม่ให้ทำงานล่วงเวลาหรือในวันหยุดแก่ผู้มีอายุต่ำกว่า 18 ปี และปฏิบัติตามกฎหมายคุ้มครองแรงงาน",
            "13. นายจ้างบันทึกวันและเวลาทำงาน ผู้ทำงานเห็นและโต้แย้งได้",
            "14. ทุกฝ่ายขอแก้ไขได้ การแก้ไขเป็นฉบับใหม่และต้องลงชื่อใหม่ทุกฝ่าย",
            "15. ผู้ทำงานเลิกได้ทุกเมื่อโดยไม่มีโทษ ค่าจ้างของวันที่ทำแล้วยังต้องจ่าย",
        ]
    return unicodedata.normalize("NFC", "\n".join(lines))


def hash_of(text: str) -> str:
    """The fingerprint that a signature is given over."""
    return hashlib.sha256(text.encode()).hexdigest()


def _one_line(said: str) -> str:
    """Words people typed, each run of white space as one space: nobody adds a clause with a line break."""
    return " ".join(said.split())


def _times(terms: Terms, kind: SlotKind) -> str:
    slots = [slot for slot, what in terms.timed if what == kind]
    if not slots:
        return "ไม่มี"
    hours = sum(slot.minutes for slot in slots) / 60
    return f"{weeks.exact(slots)} รวมสัปดาห์ละ {hours:g} ชั่วโมง"


def _wage(terms: Terms) -> str:
    if terms.wage_per_day_satang:
        return f"วันละ {baht(terms.wage_per_day_satang)} บาท"
    if terms.wage_per_hour_satang:
        return f"ชั่วโมงละ {baht(terms.wage_per_hour_satang)} บาท"
    return "ไม่มีค่าจ้าง"


def _payday(said: str) -> str:
    if said in DAY_NAMES:
        return f"ทุกวัน{day_name(DAY_NAMES.index(said))}"
    return f"ทุกวันที่ {said} ของเดือน" if said.isdecimal() else "วันสุดท้ายของเดือน"
