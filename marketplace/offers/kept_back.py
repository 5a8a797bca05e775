"""Papers, a telephone or wages that the words of a posting keep back from whoever comes: a sign of forced labour.

The ILO counts both among its indicators, and the Anti-Human-Trafficking Act names the papers. It holds at any age. A
copy to apply with, a card that is shown or carried, and what is denied are something else.
"""

from __future__ import annotations

import re
from typing import Final

from marketplace.i18n import Text, contacts, t
from marketplace.i18n.thai import normalise
from marketplace.offers import wording

_PAPERS = (
    r"(?:บัตร(?:ประจำตัว)?\s?ประชาชน|บัตร\s?ปชช\.?|บัตรประจำตัว(?!สอบ|ผู้|พนักงาน|นัก)|บัตร(?:ต่างด้าว|(?:สี)?ชมพู|เอทีเอ็ม|\s?atm)|พาสปอร์[ตท]"
    r"|หนังสือเดินทาง|เอกสาร(?:ประจำตัว|ส่วนตัว)|ใบอนุญาตทำงาน|ใบขับขี่|ทะเบียนบ้าน|สมุด(?:บัญชี)?ธนาคาร|สูติบัตร|ใบเกิด"
    r"|วุฒิ(?:การศึกษา)?(?=ตัวจริง|ฉบับจริง)|(?<=ยึด)(?:บัตร(?!ผ่าน|คิว|เครดิต|ที่นั่ง)|เอกสาร))(?:ตัวจริง|ฉบับจริง|เล่มจริง)?"
)
_PHONE = r"(?:โทรศัพท์(?:มือถือ)?|มือถือ|สมาร์[ตท]โฟน)"
_WAGE = r"(?:ค่าแรง|ค่าจ้าง|เงินเดือน|ค่าตอบแทน)"
_KEEPERS = r"(?:หัวหน้า|นายจ้าง|ร้าน|เจ้าของ|ผู้จัดการ|เถ้าแก่|บริษัท|โรงงาน|ผู้คุม)"
_GAP = r"(?:(?!ไม่|ห้าม|อย่า|ล็อกเกอร์|กระเป๋า)[^.\n]){0,30}?"
_THEN = (
    rf"(?:{_KEEPERS}|เดือนแรก|งวดแรก|สัปดาห์แรก|ทั้งหมด|บางส่วน|ของทุกคน|ของผู้ฝึก|ทาง|พี่|เรา|จะ|ขอ|ต้อง|ให้|ถูก|ได้|แล้ว"
    r"|นำมา|เอามา|มา|\s){0,8}"
)
"""What may stand between a thing and what becomes of it; anything else may be another thing."""
_UNTIL = r"(?:จนกว่า|จนครบ|จนจบ|จนสิ้น|จนหมด|ตลอด(?:สัญญา|งาน|ช่วง|ระยะ))"
_THERE = r"ไว้(?!\s?(?:กับตัว|เอง|ให้ดี|ใกล้ตัว|ออม))"
_AS_PLEDGE = r"เป็น(?:หลัก|เครื่อง|ตัว)?(?:ประกัน|ค้ำ|มัดจำ)"
_ENDED = r"(?:เมื่อ|ตอน|หลัง|วัน)\s?(?:ครบ|จบ|สิ้น|หมด|ทำครบ|ทำงานครบ|สุดท้าย|ลาออก|ออก|เลิก)"

_OUR = r"(?:(?:your|the|their|all|any|original|workers'?|employees'?|trainees'?|mobile|first|month'?s|week'?s)\s){0,4}"
_PAPERS_EN = (
    r"(?:id(?:entity|entification)? (?:cards?|documents?|papers?)|passports?|travel documents?|work permits?"
    r"|birth certificates?|(?:your|original|their|workers'?|employees'?) (?:documents|papers))"
)
_WAGES_EN = r"(?:wages?|salar(?:y|ies))"
_OWN_EN = r"(?! (?:\w+ )?(?:with you|on you|with them|yourself|themselves|ready|safe|at hand|private|confidential))"
_BEING_EN = r"(?:(?:is|are|will|must|shall|to|be|being|have|has|been)\s){1,3}"

_KEPT: Final = tuple(
    re.compile(one)
    for one in (
        rf"(?:ยึด|ริบ|อายัด)(?:เอา|เก็บ)?\s?(?:{_PAPERS}|{_PHONE}|{_WAGE})|เอกสาร[ก-๙]{{0,12}}?(?:ยึด|ริบ)ไว้",
        rf"(?:เก็บ(?:รักษา)?|ฝาก|วาง|ทิ้ง|มอบ|ส่งมอบ)\s?{_PAPERS}{_GAP}(?:{_THERE}|{_UNTIL})",
        rf"(?:เอา|นำ)\s?{_PAPERS}\s?(?:มา)?(?:เก็บ|ฝาก|ทิ้ง|วาง|ให้)?{_THERE}",
        rf"(?:ใช้|วาง|เอา|นำ|ฝาก|เก็บ)\s?(?:{_PAPERS}|{_PHONE}){_GAP}{_AS_PLEDGE}",
        rf"(?:มอบ|ยื่น|ส่ง|ให้)\s?{_PAPERS}(?<=จริง)\s?(?:ให้|แก่|กับ|ไว้)(?:ทาง)?{_KEEPERS}(?!\s?(?:ดู|ตรวจ|ถ่าย))",
        rf"(?:{_PAPERS}|{_WAGE}){_THEN}(?:เก็บ|ยึด|ฝาก|ริบ|กัก|พัก|ดอง){_THERE}",
        rf"คืน\s?(?:{_PAPERS}|{_PHONE}){_THEN}{_ENDED}|(?:{_PAPERS}|{_PHONE}){_THEN}คืน(?:ให้)?\s?{_ENDED}",
        rf"(?:เก็บ|ฝาก)\s?{_PHONE}{_GAP}(?:(?:ไว้)?กับ(?:ทาง)?{_KEEPERS}|{_UNTIL})|{_KEEPERS}(?:จะ|ขอ|\s){{0,3}}เก็บ\s?{_PHONE}",
        rf"(?:กัก|หน่วง(?:เหนี่ยว)?|พัก|ดอง)(?:การ)?(?:จ่าย)?\s?{_WAGE}|เก็บ\s?{_WAGE}{_GAP}{_THERE}|ไม่จ่าย\s?{_WAGE}{_GAP}จน",
        rf"(?:จ่าย|รับ|ได้)\s?{_WAGE}(?:ทั้งหมด|ทั้งก้อน|รวม|ครั้งเดียว|ทีเดียว|\s){{0,3}}(?:เมื่อ|ตอน|หลัง)(?:ครบ|จบ|สิ้นสุด|หมด)สัญญา",
        rf"\b(?:confiscat\w*|withh[eo]ld\w*|seiz\w*|surrender\w*|retain\w*|hand(?:ed|ing)? over)\s{_OUR}"
        rf"(?:{_PAPERS_EN}|phones?|mobiles?|telephones?|{_WAGES_EN})\b|\bhand(?:ed|ing)? in\s{_OUR}{_PAPERS_EN}\b",
        rf"\b(?:keep|keeps|kept|keeping|hold|holds|held|holding|leave|leaving)\s{_OUR}{_PAPERS_EN}\b{_OWN_EN}",
        rf"\b(?:hold|holds|holding|held)(?: back)?\s{_OUR}{_WAGES_EN}\b",
        rf"\b{_PAPERS_EN}\s{_BEING_EN}(?:kept|held|retained|handed over|surrendered)\b{_OWN_EN}",
        rf"\b(?:{_PAPERS_EN}|phones?|mobiles?|telephones?|{_WAGES_EN})\s{_BEING_EN}"
        r"(?:confiscated|withheld|seized|taken away|held back|retained|kept (?:back|until|till))\b",
    )
)
_NOT_IT: Final = re.compile(
    r"(?:ไม่|อย่า|ห้าม|งด)(?:มี|ต้อง|ให้|การ|ได้|ใคร|ใช้|ขอ|\s){0,4}[ก-๙]{0,14}$|(?<!จะ)(?:ถูก|โดน)\s?$"
    r"|(?:สำเนา|ถ่าย|รูป|ภาพ)(?:หน้า|ของ|\s){0,2}$"
    r"|\b(?:no|not|never|nobody|without|nor|don't|won't|cannot|cop(?:y|ies) of|photos? of)\b[^.\n]{0,20}$"
)
_UNLAWFUL: Final = re.compile(r"[^.\n]{0,12}(?:ไม่ได้|ผิดกฎหมาย|เป็นความผิด|is (?:against|not|illegal|unlawful|forbidden))")
_LOOKED_BACK: Final = 60


def kept_in(text: str) -> str:
    """The words by which a text keeps back papers, a telephone or wages; empty where it does not or denies it."""
    plain = normalise(text)
    for pattern in _KEPT:
        for found in pattern.finditer(plain):
            before = plain[max(0, found.start() - _LOOKED_BACK) : found.start()]
            if not _NOT_IT.search(before) and not _UNLAWFUL.match(plain, found.end()):
                return found[0]
    return ""


def refusal(text: str) -> Text | None:
    """What to say to whoever wrote a text that keeps something back; None when it does not."""
    words = kept_in(text)
    if not words:
        return None
    return t(
        "Nobody's papers, telephone or wages may be kept back (“{words}”): that is a sign of forced labour. Take it"
        " out. A copy to apply with, or a card that is shown, is all right.",
        words=contacts.shortened(words),
    )


RULES: Final = wording.rules_of(refusal)
"""Each judges one text of a posting, of any kind and for any age."""
