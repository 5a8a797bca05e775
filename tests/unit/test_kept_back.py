"""Words that keep back papers, a telephone or wages are found; copies, cards that are shown and denials are not."""

from types import SimpleNamespace

import pytest

from marketplace.offers import kept_back
from marketplace.offers.wording import TEXTS
from models.vocabulary import MilestoneKind

KEPT = """
ยึดบัตรประชาชนไว้จนครบสัญญา
ฝากบัตรประชาชนตัวจริงไว้กับร้านจนกว่าจะครบ
เก็บบัตรประชาชนไว้ที่ร้าน
ทางร้านขอเก็บพาสปอร์ตไว้ก่อน คืนวันสุดท้าย
บัตรประชาชนตัวจริง ทางร้านจะเก็บไว้
บัตรจะถูกยึด และหนังสือเดินทางถูกเก็บไว้ที่ออฟฟิศ
วางบัตร ปชช. เป็นประกัน
ใช้บัตรประชาชนเป็นหลักประกันชุด
มอบบัตรประชาชนตัวจริงให้นายจ้าง
คืนบัตรประชาชนเมื่อครบสัญญา
เอกสารสำคัญยึดไว้หกเดือน
ยึดบัตรไว้ก่อนเริ่มงาน
ไม่ต้องกังวล ยึดบัตรประชาชนแค่เดือนเดียว
ยึดโทรศัพท์ระหว่างพักที่ไซต์
เก็บมือถือไว้กับหัวหน้าตลอดสัญญา
หัวหน้าจะเก็บโทรศัพท์
เก็บค่าแรงเดือนแรกไว้จนครบสามเดือน
ค่าแรงงวดแรกเก็บไว้ก่อน
กักค่าแรงเดือนแรก
จ่ายค่าจ้างทั้งหมดเมื่อครบสัญญา
ยังไม่จ่ายค่าแรงจนกว่าจะครบ
We keep your passport until the contract ends
Your ID card is held by the shop
Workers hand over their passports on the first day
The first month's wages are withheld
Phones are confiscated at the gate
""".strip().splitlines()

FINE = """
ใช้สำเนาบัตรประชาชนสมัคร
เก็บสำเนาบัตรประชาชนไว้ในตู้ล็อก
สำเนาบัตรประชาชนเก็บไว้เฉพาะคนที่ได้งาน
แสดงบัตรประชาชนวันแรก
นำบัตรประชาชนมาด้วย
นำบัตรประชาชนมาด้วยตลอดงาน ของมีค่าเก็บไว้ในล็อกเกอร์
ค่าแรงวันละ 400 บาท ของมีค่าเก็บไว้ในล็อกเกอร์
ได้ค่าแรงรายวันจนจบสัญญา
เรียนเก็บเอกสารสำคัญไว้ในแฟ้ม และทำสมุดบัญชีเก็บไว้
เก็บโทรศัพท์ในล็อกเกอร์ตลอดงาน
พกบัตรประชาชนติดตัวและเก็บไว้กับตัว
บัตรประชาชนของตัวเองเก็บไว้กับตัว
ไม่ยึดบัตรประชาชน
ไม่มีการยึดบัตรประชาชน
ห้ามนายจ้างยึดบัตรประชาชน
ไม่เก็บบัตรประชาชนไว้
บัตรประชาชนไม่เก็บไว้ คืนทันที
นายจ้างยึดบัตรประชาชนไม่ได้
เรียนรู้สิทธิ เช่น ถูกยึดบัตรประชาชนต้องทำอย่างไร
ชื่อให้ยึดตามบัตรประชาชน
เก็บโทรศัพท์ไว้ในล็อกเกอร์ของตัวเองระหว่างทำงาน
งดใช้โทรศัพท์หน้าเครื่อง
จ่ายค่าแรงทุกวันศุกร์
สอนแบ่งค่าแรงเก็บไว้ออม
ฝากเงินเข้าสมุดบัญชีของตัวเอง
ฝึกซ่อมมือถือ คืนเครื่องให้ลูกค้าเมื่อเสร็จ
ซื้อมือถือเป็นของขวัญ มีประกันหนึ่งปี
Bring your ID card
Keep your ID card with you
We keep a copy of your passport on file
A copy of your ID card is kept in a locked drawer
Nobody keeps your passport
Learn to keep documents in order; a record of wages is kept
You keep your wages and tips
""".strip().splitlines()


@pytest.mark.parametrize(("texts", "is_kept"), [(KEPT, True), (FINE, False)])
def test_what_is_kept_back_is_found_in_words(texts: list[str], is_kept: bool) -> None:
    assert [text for text in texts if bool(kept_back.kept_in(text)) is not is_kept] == []


def test_it_is_refused_at_each_field_it_stands_in_whatever_the_age() -> None:
    point = SimpleNamespace(kind=MilestoneKind.STEP, title=KEPT[2])
    texts = dict.fromkeys(TEXTS, "") | {"about_th": KEPT[0], "bring_th": FINE[0], "bring_en": KEPT[21]}
    draft = SimpleNamespace(age_min=18, skills=(KEPT[1],), promises=(point,), **texts)
    found = [name for rule in kept_back.RULES for name, _ in rule(draft)]  # type: ignore[arg-type]
    assert found == ["about_th", "bring_en", "skills", "steps"]
