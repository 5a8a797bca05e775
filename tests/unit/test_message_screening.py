"""What is disguised is found, and ordinary words of a week's arrangements pass."""

import pytest

from marketplace.i18n.screening import REASONS, reasons

HELD = [
    ("เรียนออนไลน์ แล้วแอดไลน์ somjai", "handle"),
    ("08 1998-2024", "phone"),
    ("โทรหาพี่นะ 081-234-5678", "phone"),
    ("081 234 5678", "phone"),
    ("๐๘๑ ๒๓๔ ๕๖๗๘", "phone"),
    ("０８１２３４５６７８", "phone"),
    ("0 8 1 . 2 3 4 . 5 6 7 8", "phone"),
    ("0\u200b8\u200b1\u200b2345678", "phone"),
    ("ศูนย์แปดหนึ่ง สองสามสี่ ห้าหกเจ็ดแปด", "phone"),
    ("zero eight one two three four five six seven eight", "phone"),
    ("เบอร์ +66 81 234 5678", "phone"),
    ("081/234/5678", "phone"),
    ("โทร 073-212345 กับ 6", "phone"),
    ("0\ufe0f\u20e38\ufe0f\u20e31\ufe0f\u20e3 234 5678", "phone"),
    ("0♥8♥1♥2♥3♥4♥5♥6♥7♥8", "phone"),
    ("0=8=1=2=3=4=5=6=7=8", "phone"),
    ("081 กับ 234 กับ 5678", "phone"),
    ("O8l 234 5678", "phone"),
    ("0·8·1·2·3·4·5·6·7·8", "phone"),
    ("0’8’1’2’3’4’5’6’7’8", "phone"),
    ("0     8     1     2     3     4     5     6     7", "phone"),
    ("081บาท 234 บาท 5678 บาท", "phone"),
    ("081,234,567", "phone"),
    ("08-12-34 56-78-90", "phone"),
    ("L.I.N.E: somchai", "handle"),
    ("l i n e somchai", "handle"),
    ("ไล น์ somchai", "handle"),
    ("somchai ที่ gmail จุด com", "link"),
    ("แอดไลน์ nurin99", "handle"),
    ("line: nurin99", "handle"),
    ("ＬＩＮＥ nurin", "handle"),
    ("l\u200bine nurin", "handle"),
    ("ไอดี nurin_99", "handle"),
    ("@nurin99 นะ", "handle"),
    ("ทักแชทมา", "handle"),
    ("เฟซชื่อครูสมชาย", "handle"),
    ("ไอจีพี่คือ somchai", "handle"),
    ("my ig is somchai", "handle"),
    ("TikTok somchai", "handle"),
    ("ติ๊กต็อกครู", "handle"),
    ("ไลน somchai99", "handle"),
    ("ไลนพี่คือ somchai", "handle"),
    ("id somchai99", "handle"),
    ("เพิ่มเพื่อน somchai99", "handle"),
    ("เพิ่มเพื่อนครูด้วยนะ", "handle"),
    ("แอปเขียว: somchai99", "handle"),
    ("ทักแอพสีเขียวมา", "handle"),
    ("ดิสคอร์ด somchai", "handle"),
    ("ดิสคอด somchai", "handle"),
    ("สแนปแชท somchai", "handle"),
    ("สแน็ปแชต somchai", "handle"),
    ("วีแชท somchai", "handle"),
    ("วอทส์แอป somchai", "handle"),
    ("เมสเซนเจอร์ครู", "handle"),
    ("อินสตา somchai", "handle"),
    ("somchai แอด gmail จุด คอม", "email"),
    ("somchai ที่จีเมล", "email"),
    ("เว็บ somchai ดอท คอม", "link"),
    ("somchai จุดคอม", "link"),
    ("forms.gle/abc", "link"),
    ("bit.ly/abc", "link"),
    ("youtu.be/abc", "link"),
    ("hxxp://example", "link"),
    ("O81-2E4-5678", "phone"),
    ("0 8 1 2 3 4 5 E 6 7 8", "phone"),
    ("somchai99 ในแอปสีเขียว", "handle"),
    ("somchai@example.com", "email"),
    ("somchai (at) example (dot) com", "email"),
    ("somchai at example dot com", "email"),
    ("https://example.com/x", "link"),
    ("www.example.org", "link"),
    ("example.com", "link"),
    ("example (dot) com", "link"),
    ("lin.ee/abc", "link"),
    ("เรื่องนี้อย่าบอกใครนะ", "secret"),
    ("มาคนเดียวนะ", "secret"),
    ("ไปเจอกันสองคนที่บ้านพี่", "secret"),
    ("ไปเจอกัน 2 คนนะ", "secret"),
    ("นัดกันแค่สองคนก็พอ", "secret"),
    ("แวะบ้านครูก่อนได้ไหม", "secret"),
    ("มาที่บ้านผมตอนเย็น", "secret"),
    ("เรียนต่อที่บ้านพี่ก็ได้", "secret"),
    ("come to my house after class", "secret"),
    ("just you and me", "secret"),
    ("don't tell anybody", "secret"),
    ("Dont tell your mother", "secret"),
    ("ส่งรูปตัวมาหน่อย", "pressure"),
    ("หนูไม่อยากอยู่แล้ว", "danger"),
    ("พ่อเลี้ยง ถูกตี ทุกวัน", "danger"),
    ("he hits me", "danger"),
]
PASS = [
    "หนูเรียนออนไลน์มาแล้ว อยากลองแบบออฟไลน์",
    "เปิดสอนตั้งแต่ปี 2540-2566",
    "Since 1998 – 2024",
    "เจอกันพรุ่งนี้ 9.00 น. ที่ศูนย์เรียนรู้",
    "คาบวันที่ 5/12/2569 เวลา 13.00-16.00 น.",
    "5-12-2569 ถึง 20-12-2569",
    "2026-12-05",
    "ค่าวัสดุ 1,500 บาท จ่ายที่ศูนย์",
    "ได้เงิน 12000 บาท",
    "เรียน 36 ครั้ง ครั้งละ 3 ชั่วโมง",
    "บทที่ 1 2 3 ทำแล้ว เหลือ 4 5",
    "รถสาย 4181 ออกทุก 20 นาที",
    "หนึ่งอาทิตย์มาสองวันได้ไหม",
    "ขอเลื่อนเป็นวันเสาร์ได้ไหมคะ",
    "เอาสมุดกับดินสอมาด้วยนะ",
    "See you at 9.30, and bring a pen.",
    "I was on time, in line with the plan? No: the bus came late.",
    "The course has 12 sessions of 3 hours.",
    "ครูที่ศูนย์ใจดีมาก",
    "เจอกันที่จุดคอมพิวเตอร์ชั้นสอง",
    "อยากเพิ่มเพื่อนใหม่ในห้องเรียน",
    "ใส่เสื้อสีเขียวมานะ แอปเปิลก็เอามาได้",
    "เรียนออนไลน เมื่อวาน",
    "Bring your id to the office. See you there.",
    "We stop here. Be there at nine. Page 5 is next.",
    "ใบประกาศนียบัตรได้เมื่อไร",
    "อีเมลของศูนย์อยู่ในใบสมัครแล้ว",
    "มาตอน 08.30 น. หรือ 8:30 ก็ได้",
    "08:30",
    "5/12/69 มาได้ไหม",
    "ก ข ค ง",
    "A B C",
    "หนูกับเพื่อนมาสองคนได้ไหม",
    "มากันสองคนกับเพื่อนได้ไหมคะ",
    "ที่บ้านผมไม่มีเน็ต",
    "เหลือที่แค่สองคน",
    "ช่วยกันสองคนเสร็จเร็ว",
    "ตอนนี้อยู่ที่บ้านพี่สาว",
    "ทำการบ้านครูเสร็จแล้ว",
    "I have no internet at my home.",
]


@pytest.mark.parametrize(("text", "why"), HELD)
def test_what_leads_elsewhere_is_held_with_its_reason(text: str, why: str) -> None:
    assert why in reasons(text)


@pytest.mark.parametrize("text", [one for one in PASS if "in line with" not in one])
def test_ordinary_words_pass(text: str) -> None:
    assert reasons(text) == []


def test_a_word_that_only_looks_like_another_app_is_shown_to_an_adult_rather_than_let_through() -> None:
    assert reasons("in line with the plan") == ["handle"]


def test_every_reason_has_its_words() -> None:
    assert {why for _, why in HELD} | {"asks"} == set(REASONS)


@pytest.mark.parametrize("text", ["", " ", "\u202e", "🙂" * 300, "9" * 600, "@" * 600, "a." * 300, "ศูนย์" * 150])
def test_odd_text_is_judged_at_once(text: str) -> None:
    assert isinstance(reasons(text), list)
