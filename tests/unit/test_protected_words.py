"""Danger, secrecy, pressure and disguised ways past the channel are held; sixty everyday sentences are not."""

import pytest

from marketplace.i18n.protected_words import rules
from marketplace.i18n.screening import REASONS, danger_of, goes_on, reasons
from models.vocabulary import ConcernKind

HELD = [
    ("หนูโดนพ่อตี", "danger"),
    ("หนูไม่อยากมีชีวิตอยู่แล้ว", "danger"),
    ("ไม่อยากอยู่ต่อแล้วค่ะ", "danger"),
    ("พ่อเลี้ยงชอบตีหนู", "danger"),
    ("ถูกแม่ตบทุกวัน", "danger"),
    ("ตายไปดีกว่า", "danger"),
    ("เขาจับหน้าอกหนู", "danger"),
    ("my father hits me", "danger"),
    ("I don't want to live", "danger"),
    ("หนูทำร้ายตัวเองเมื่อคืน", "danger"),
    ("หนูถูกทำร้ายร่างกาย", "danger"),
    ("พ่อทำร้ายหนูทุกวัน", "danger"),
    ("โดนปู่ทําร้าย", "danger"),  # sara am typed as two letters
    ("พ่อ ตี หนู", "danger"),
    ("อ ย า ก ต า ย", "danger"),
    ("ยายตีหนู", "danger"),
    ("ปู่ตีหนู", "danger"),
    ("พ่อเขาตีหนู", "danger"),
    ("พ่อผมตีผม", "danger"),
    ("โดนเพื่อนซ้อม", "danger"),
    ("โดนรุ่นพี่ตี", "danger"),
    ("พ่อเอาไม้ฟาดหนู", "danger"),
    ("ครูตีหัวผม", "danger"),
    ("พ่อเมาแล้วตีแม่", "danger"),
    ("i was hit by my dad", "danger"),
    ("ถูกพ่อเลี้ยงลูบขา", "danger"),
    ("พี่เขาขอดูนมหนู", "danger"),
    ("เขาให้หนูถอดเสื้อ", "danger"),
    ("ถูกบังคับขายตัว", "danger"),
    ("ถูกบังคับให้แต่งงาน", "danger"),
    ("เขาบังคับให้หนูไปนั่งดื่มกับลูกค้า", "danger"),
    ("พ่อเลี้ยงเข้ามาในห้องหนูตอนกลางคืน", "danger"),
    ("นายจ้างยึดบัตรประชาชน", "danger"),
    ("นายจ้างไม่ให้กลับบ้าน", "danger"),
    ("my boss won’t let me go home", "danger"),
    ("หนูอยากหายไป", "danger"),
    ("ไม่รู้จะอยู่ไปทำไม", "danger"),
    ("อยู่ไปก็ไม่มีค่า", "danger"),
    ("ไม่อยากอยู่แล้ว", "danger"),
    ("I don't want to be here anymore", "danger"),
    ("I want to disappear", "danger"),
    ("อย่าบอกแม่นะ", "secret"),
    ("เก็บไว้เป็นความลับระหว่างเรา", "secret"),
    ("อย่าให้แม่เห็นแชทนี้", "secret"),
    ("Don’t tell your mom", "secret"),
    ("พี่อยากเจอน้องคนเดียว", "secret"),
    ("พี่ไปรับคนเดียว ไม่ต้องให้ใครรู้", "secret"),
    ("เดี๋ยวพี่ไปหาที่บ้านตอนแม่ไม่อยู่", "secret"),
    ("เจอกันที่โรงแรมนะ", "secret"),
    ("ขอเบอร์หน่อย", "asks"),
    ("www somchai com", "link"),
    ("example.dev", "link"),
    ("t . me / x", "link"),
    ("L!NE somchai", "handle"),
    ("liпe somchai", "handle"),  # a Cyrillic letter
    ("อย่าบอกครูนะคะ", "secret"),
    ("ลบแชทนี้ด้วย", "secret"),
    ("เจอกันที่ห้องพี่คืนนี้", "secret"),
    ("ออกมาเจอกันตอนดึกนะ", "secret"),
    ("meet me tonight", "secret"),
    ("ขอรูปหน่อย ใส่ชุดว่ายน้ำ", "pressure"),
    ("send me a photo of your body", "pressure"),
    ("ลองยาบ้าไหม", "pressure"),
    ("โอนเงินให้พี่ก่อน", "pressure"),
    ("0 8 1\n2 3 4 5 6 7 8", "phone"),
    ("081\n234\n5678", "phone"),
    ("0812E345G678", "phone"),
    ("s o m c h a i @ g m a i l . c o m", "email"),
    ("bit . ly / abc", "link"),
    ("youtu dot be slash abc", "link"),
    ("ลน somchai99", "handle"),
]
HARMLESS = [
    "",
    "พรุ่งนี้หนูไปเรียนนะคะ",
    "วันนี้ฝนตก รถติดมาก",
    "ขอบคุณครูมากค่ะ",
    "หนูทำการบ้านเสร็จแล้ว",
    "ขอเลื่อนเป็นวันเสาร์ได้ไหม",
    "ครูบอกให้เอาสมุดมา",
    "แม่บอกว่าให้มาเร็ว",
    "ช่วยบอกแม่ด้วยนะคะ",
    "อย่าลืมเอาปากกามา",
    "อย่ามาสายนะ",
    "หนูไม่อยากสอบ",
    "ไม่อยากกินข้าว",
    "พี่สอนทำขนมสนุกมาก",
    "เมื่อวานไปตลาดกับแม่",
    "ตีกลองสนุกดี",
    "ครูสอนตีแบดมินตัน",
    "เล่นตีปิงปองกันไหม",
    "หนังสือตีพิมพ์ปีที่แล้ว",
    "ตีความโจทย์ไม่ออก",
    "ตื่นตีห้าทุกวัน",
    "รถออกตีสี่ครึ่ง",
    "ห้องเรียนอยู่ชั้นสอง",
    "เจอกันที่ห้องสมุดนะคะ",
    "เจอกันที่ห้องประชุม 9 โมง",
    "เจอกันหน้าห้องน้ำศูนย์เรียนรู้",
    "ส่งรูปผลงานให้ครูดูในห้อง",
    "ถ่ายรูปขนมไปขายได้ไหม",
    "วาดรูปแมวส่งแล้ว",
    "ขอดูรูปโต๊ะที่ทำได้ไหมคะ",
    "ได้เงินค่าเดินทางแล้วค่ะ",
    "เงินออกวันศุกร์ใช่ไหม",
    "ขอเบิกค่ารถได้ไหมคะ",
    "หนูอยากเก็บเงินซื้อจักรยาน",
    "ยาแก้ปวดกินหลังอาหาร",
    "หนูไปหาหมอ ได้ยามา",
    "ร้านขายยาอยู่หน้าตลาด",
    "พี่ชายซ่อมรถเก่ง",
    "พ่อขับรถมาส่ง",
    "แม่ตีไข่ทำขนม",
    "ครูตีระฆังเลิกเรียน",
    "คืนนี้ทำการบ้านก่อนนอน",
    "คืนนี้ต้องเลี้ยงน้อง",
    "หนูอยู่บ้านคนเดียวไม่ได้ ต้องดูยาย",
    "อยากเป็นช่างไฟฟ้า",
    "อยากเรียนต่อ ม.ปลาย",
    "หนูเหนื่อยแต่สนุกค่ะ",
    "กลัวสอบไม่ผ่าน",
    "หิวมาก กินข้าวก่อนนะ",
    "รองเท้าขาด ขอใส่แตะได้ไหม",
    "วันนี้หยุดเพราะน้องไม่สบาย",
    "นายจ้างใจดี สอนดี",
    "หัวหน้าให้พักหนึ่งชั่วโมง",
    "ขอลาป่วยหนึ่งวัน",
    "ฝึกงานที่โรงแรมสนุกมาก",
    "งานที่รีสอร์ตเริ่ม 9 โมง",
    "จำสูตรไม่ได้ สอนใหม่ได้ไหม",
    "พี่เลี้ยงนัดวันพุธที่ศูนย์",
    "ขอโทษที่มาช้าค่ะ",
    "สอบได้ 18 คะแนน",
    "หนูท่อง 1 ถึง 20 ภาษาอังกฤษได้แล้ว",
    "ข้อ 1",
    "อยากมีเพื่อนเรียนด้วยกัน",
    "หนูแตะเบรกไม่ทัน จักรยานล้ม",
    "ใส่ชุดว่ายน้ำไปเรียนว่ายน้ำได้ไหม",
    "ปวดหัวนอนไม่หลับ",
    "พวงกุญแจขายตัวละ 10 บาท",
    "ขายตัวอย่างขนมหมดแล้ว",
    "พ่อตีผมทรงใหม่ให้",
    "แม่ตีผมฟู",
    "ไม่อยากอยู่แล้วค่ะ ขอเปลี่ยนกลุ่ม",
    "ไม่อยากอยู่กะเช้าแล้ว",
    "โดนหัวหน้าตีกลับงาน",
    "ผมโดนตีตรา",
    "พบกันที่โรงแรมฝึกงาน แผนกต้อนรับ",
    "ไปโรงแรมที่ฝึกงานกี่โมง",
    "ห้ามบอกคำตอบเพื่อนตอนสอบ",
    "ทำขนม ถอดแบบ แล้วส่งครู",
    "น้ำเต้าหู้ขายดีมาก",
    "เพื่อนเตะบอลเก่ง",
    "เขาตบมือให้หนู",
    "ขอเก็บบัตรคิวไว้ก่อนนะคะ",
    "อยากหายไว ๆ จะได้ไปเรียน",
    "หัวหน้าไม่ให้ใช้มือถือตอนทำงาน",
]


@pytest.mark.parametrize(("text", "why"), HELD)
def test_it_is_held_with_its_reason(text: str, why: str) -> None:
    assert why in reasons(text)


@pytest.mark.parametrize("text", [one for one in HARMLESS if one])
def test_an_everyday_sentence_goes_at_once(text: str) -> None:
    assert reasons(text) == []


def test_there_are_sixty_everyday_sentences_at_least() -> None:
    assert len({one for one in HARMLESS if one}) >= 60


def test_a_number_in_two_messages_is_one_number() -> None:
    assert goes_on("0812", "345678")
    assert not goes_on("ข้อ 12", "34 ข้อ")
    assert not goes_on("", "345678")


def test_the_gravest_kind_is_taken_up() -> None:
    assert danger_of("หนูไม่อยากมีชีวิตอยู่แล้ว พ่อตีหนู") == "danger"
    assert danger_of("หนูโดนพ่อตี") == "violence"
    assert danger_of("เขาจับหน้าอกหนู") == "touch"
    assert danger_of("นายจ้างยึดบัตรประชาชน") == "work"


def test_every_row_has_its_reason_and_source() -> None:
    for rule in rules():
        assert rule.reason in REASONS
        assert rule.why
        assert rule.source
        assert not rule.concern or rule.concern in set(ConcernKind)
