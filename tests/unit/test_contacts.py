"""A way to reach somebody is found however it is written; naming an app, a day, a price or a paper is none."""

import pytest

from marketplace.i18n import contacts, screening, use
from marketplace.i18n.contacts import refusal, ways
from marketplace.i18n.screening import REASONS

GIVES = [
    ("โทรหาพี่นะ 081-234-5678", "phone"),
    ("081 234 5678", "phone"),
    ("๐๘๑ ๒๓๔ ๕๖๗๘", "phone"),
    ("０８１２３４５６７８", "phone"),
    ("0 8 1 . 2 3 4 . 5 6 7 8", "phone"),
    ("0\u200b8\u200b1\u200b2345678", "phone"),
    ("ศูนย์แปดหนึ่ง สองสามสี่ ห้าหกเจ็ดแปด", "phone"),
    ("zero eight one two three four five six seven eight", "phone"),
    ("เบอร์ +66 81 234 5678", "phone"),
    ("66812345678", "phone"),
    ("081/234/5678", "phone"),
    ("โทร 073-212-345 ทุกวัน", "phone"),
    ("สำนักงาน 0-7321-2345", "phone"),
    ("02 123 4567 ต่อ 12", "phone"),
    ("81-234-5678", "phone"),
    ("0♥8♥1♥2♥3♥4♥5♥6♥7♥8", "phone"),
    ("081 กับ 234 กับ 5678", "phone"),
    ("081บาท 234 บาท 5678 บาท", "phone"),
    ("O8l 234 5678", "phone"),
    ("081,234,567", "phone"),
    ("เรียน 09.00-12.00 น. ถามที่ 0812345678", "phone"),
    ("ชั้น 3 0812345678", "phone"),
    ("+1 202 555 0100", "phone"),
    ("แอดไลน์ nurin99", "handle"),
    ("แอดไลน์มานะ", "handle"),
    ("line: nurin99", "handle"),
    ("Line ID: somchai", "handle"),
    ("LINE ID somchai", "handle"),
    ("ไลน์ไอดี nurin", "handle"),
    ("ไลน์ nurin99", "handle"),
    ("lineid somsak99", "handle"),
    ("LineID: somsak", "handle"),
    ("line_id somsak99", "handle"),
    ("lineidsomsak99", "handle"),
    ("l.i.n.e.i.d somsak99", "handle"),
    ("ไลน์ไอดี somsak99", "handle"),
    ("id line: somsak", "handle"),
    ("ID LINE somsak99", "handle"),
    ("ไอดีไลน์ somsak99", "handle"),
    ("ไอดี ไลน์: somsak", "handle"),
    ("ไอดีไลน์คือ somsak", "handle"),
    ("ไอดีของไลน์ somsak99", "handle"),
    ("igid somsak99", "handle"),
    ("ไลน์nurin99", "handle"),
    ("ไลน somchai99", "handle"),
    ("id somchai99", "handle"),
    ("เพิ่มเพื่อน somchai99", "handle"),
    ("แอปเขียว: somchai99", "handle"),
    ("ดิสคอร์ด somchai99", "handle"),
    ("เจอกันใน free fire ไอดี 88123", "handle"),
    ("ฟรีฟาย ไอดี 88123", "handle"),
    ("roblox ชื่อ nat2550 มาเจอกันในเกม", "handle"),
    ("ไอดีเกม 88123", "handle"),
    ("uid 88123 genshin", "handle"),
    ("แอดเพื่อนใน free fire 88123", "handle"),
    ("ไอดี 88123", "handle"),
    ("ไอดีหนู 88123 นะ", "handle"),
    ("ไอดีของพี่คือ 88123", "handle"),
    ("เลขไอดี ๘๘๑๒๓", "handle"),
    ("ไอดี: 5512nat", "handle"),
    ("ID 88123", "handle"),
    ("ID: 88123", "handle"),
    ("id: abc123", "handle"),
    ("my id is 88123", "handle"),
    ("uid 88123456", "handle"),
    ("สแนปแชท: somchai", "handle"),
    ("วีแชต somchai99", "handle"),
    ("somchai จุด คอม", "link"),
    ("somchai ดอทคอม", "link"),
    ("สมัครที่ forms.gle/abc", "link"),
    ("hxxp://example", "link"),
    ("ไลน์ somchai", "handle"),
    ("ＬＩＮＥ nurin", "handle"),
    ("l\u200bine nurin", "handle"),
    ("L.I.N.E: somchai", "handle"),
    ("l i n e somchai", "handle"),
    ("ไล น์ somchai", "handle"),
    ("ไอดี nurin_99", "handle"),
    ("id: nurin99", "handle"),
    ("@nurin99 นะ", "handle"),
    ("LINE @yala-learn1", "handle"),
    ("ทักแชทมา", "handle"),
    ("ทักไลน์มาได้", "handle"),
    ("ติดต่อทาง Facebook", "handle"),
    ("ติดต่อเราทางเฟซบุ๊ก", "handle"),
    ("contact us on Facebook", "handle"),
    ("DM me on IG", "handle"),
    ("เฟซชื่อครูสมชาย", "handle"),
    ("เฟซบุ๊กชื่อ ร้านข้าวยำ", "handle"),
    ("Facebook: ศูนย์เรียนรู้สะเตง", "handle"),
    ("Facebook: somchai.jaidee", "handle"),
    ("ไอจีพี่คือ somchai", "handle"),
    ("ไลน์คือ nurin", "handle"),
    ("my ig is somchai", "handle"),
    ("TikTok somchai", "handle"),
    ("TikTok: shop_yala", "handle"),
    ("IG somchai_99", "handle"),
    ("สมัครแล้วเข้ากลุ่มไลน์ dance.yala", "handle"),
    ("somchai@example.com", "email"),
    ("somchai (at) example (dot) com", "email"),
    ("somchai at example dot com", "email"),
    ("เขียนมาที่ a@b.co.th", "email"),
    ("https://example.com/x", "link"),
    ("See www.riverside.org", "link"),
    ("example.com", "link"),
    ("example (dot) com", "link"),
    ("somchai ที่ gmail จุด com", "link"),
    ("lin.ee/abc", "link"),
    ("facebook.com/yala", "link"),
    ("เพจ yala-learn.ac.th", "link"),
    ("0 8 1\n2 3 4 5 6 7 8", "phone"),
    ("0812E345G678", "phone"),
    ("bit . ly / abc", "link"),
    ("youtu dot be slash abc", "link"),
    ("s o m c h a i @ g m a i l . c o m", "email"),
    ("ลน somchai", "handle"),
    ("ไลน์พี่ สมชาย", "handle"),
    ("somchai99 ในแอปสีเขียว", "handle"),
    ("ไอดีพี่คือ สมชาย99", "handle"),
    ("O81-2E4-5678", "phone"),
    ("มท 081.234/5678", "phone"),
    ("มท 0812.345/678", "phone"),
    ("ที่ มท 0812.3/45678", "phone"),
    ("0 8 1 2 3 4 5 E 6 7 8", "phone"),
    ("สมัครทางเมล somchai แอท จีเมล ดอทคอม", "email"),
    ("สมชาย แอทฮอตเมล", "email"),
    ("somchai gmail com", "email"),
    ("ดิสคอร์ด dang#1234", "handle"),
    ("ดิสคอร์ดหนู dada#1234 ค่ะ", "handle"),
    ("nong.dang#1234", "handle"),
    ("วอทส์แอป 60123456789", "handle"),
    ("โทร 6012-345 6789", "phone"),
]
GIVES_NONE = [
    "เลขทะเบียน ศธ 0210.1234/5678",
    "หนังสือที่ ยล 0017.2/456 และ ศ.ธ. 04007/ว 1523",
    "อ้างถึง มท๐๘๑๐.๓/๑๒๓๔ ลงวันที่ 5 มกราคม 2569",
    "เราสอนการตลาดบน Facebook",
    "เราสอนการตลาดบน Facebook และ TikTok",
    "เรียนขายของผ่าน Facebook, Instagram และ LINE",
    "We teach marketing on Facebook and TikTok.",
    "Facebook Marketing",
    "Facebook Marketing เบื้องต้น",
    "ทำโฆษณา Facebook Ads",
    "สอน LINE Official Account",
    "LINE OA สำหรับร้านค้า",
    "สร้างเกมด้วย Roblox Studio แข่ง RoV 5 คน เจอกันใน Minecraft 20.00 น.",
    "เลขไอดีพนักงาน 88123",
    "บัตรประชาชน/ID card 1 ใบ",
    "เอาบัตรประชาชน/ID 1 ใบ มา 08.30 น.",
    "ประกาศ ID O-7K3M-9Q2X-WT4V-8HNB-2C6D-Y5PR",
    "ดูที่ไอดี O-7K3M-9Q2X-WT4V-8HNB-2C6D-Y5PR ได้เลย",
    "ID: O-7K3M-… และ ID A-7K3M-9Q2X",
    "ไอดี 2569 และ ID 2026",
    "ต้องมีไอดีของตัวเองเพื่อเข้าระบบ 3000 คนใช้",
    "สมัครไอดี 1500 บาท",
    "ไอดี 10.30 น. จะเปิดให้",
    "ใช้ไอดีเดียวกัน 4 คน",
    "Student ID 65001234 and employee ID: 88123",
    "Tax ID 0105536012345 and order ID 20204",
    "รหัสเอกสาร ID 7012/2569 และ ID 4012.3/1523",
    "เลขประจำตัว ID 0105536012345",
    "ID photo 2x3 inches, 1200 pixels wide",
    "TikTok Shop",
    "TikTok 101",
    "ถ่ายรูปลง IG",
    "Instagram Photography",
    "ออกแบบสติกเกอร์ไลน์",
    "Facebook คืออะไร และใช้อย่างไร",
    "Facebook คือ social media",
    "Facebook: การสร้างเพจและตอบลูกค้า",
    "เฟซบุ๊กชื่อดังของไทย",
    "ร้านเรามีเพจ Facebook",
    "การติดต่อลูกค้าผ่าน LINE",
    "สอนติดต่อลูกค้าทาง Facebook",
    "ฝึกทักษะ Facebook",
    "ทักษะดิจิทัล",
    "How to reach more customers on Facebook",
    "หนูใช้ไลน์เป็น",
    "เรียนออนไลน์ได้ทั้งคอร์ส",
    "in line with the plan",
    "production line worker",
    "Line cook",
    "We collect line ideas together.",
    "วิธีตั้งไอดีไลน์ official",
    "Bring your ID line up at the door",
    "ฝึกงานในฝ่าย line production",
    "เตรียมบัตรประชาชนหรือไอดีการ์ด",
    "Bring ID: card or birth certificate",
    "Bring your ID. Info is given on the first day.",
    "Meet at school. Bring a pen.",
    "Learn at home. Earn at work.",
    "Join us. Me and my team will help.",
    "Learn ASP.NET and socket.io",
    "คาบวันที่ 5/12/2569 เวลา 13.00-16.00 น.",
    "01/12/69 - 31/03/70",
    "รอบ 09.00, 13.00 และ 16.00 น.",
    "มาตอน 08.30 น. หรือ 8:30 ก็ได้",
    "เปิดสอนตั้งแต่ปี 2540-2566",
    "2026-12-05",
    "ค่าวัสดุ 1,500 บาท จ่ายที่ศูนย์",
    "ได้เงิน 12000 บาท และ 15000 บาท",
    "บทที่ 1 2 3 4 5 6 7 8 9",
    "เพิ่มทีละ 10 20 30 40 50 60",
    "รหัสวิชา 20204-2103",
    "เลขทะเบียน 0105536012345",
    "เลขประจำตัว 0-1055-36012-34-5",
    "ห้อง 081 อาคาร 2",
    "บ้านเลขที่ 08/12 หมู่ 3",
    "รถสาย 4181 ออกทุก 20 นาที",
    "สายด่วน 1323",
    "กาแฟ @ ตลาดเก่า",
    "ขายชิ้นละ @100 บาท",
    "ครูใจดี เรียนสนุก",
    "A B C",
    "C++ 1+1=2",
    "หนูไม่อยากอยู่แล้ว",
    "ส่งงานในไลน์ครู ทุกวันศุกร์",
    "Use covid19 data in class",
    "ISO 9001:2015 มอก. 2541-2555",
    "บาร์โค้ด 8851234567890 ราคา 1,250.00 บาท 08.30-16.30 น.",
    "ใบสั่ง order#1234 ห้อง room#2024 เขียน C# และ LINE 2024-2025",
    "สอนใช้ Gmail และ Google Meet เขียนอีเมลสมัครงาน",
    "วันที่ 2/12/69 3/12/69 4/12/69",
    "",
]


@pytest.mark.parametrize(("text", "kind"), GIVES)
def test_a_way_to_reach_somebody_is_found(text: str, kind: str) -> None:
    assert kind in [way.kind for way in ways(text)]
    assert not set(contacts.CONTACTS).isdisjoint(screening.reasons(text)), "what forms refuse, the channel holds"


@pytest.mark.parametrize("text", GIVES_NONE)
def test_what_only_names_something_gives_no_contact(text: str) -> None:
    assert ways(text) == []
    assert refusal(text) is None


@pytest.mark.parametrize(("text", "kind"), GIVES)
def test_it_is_found_in_the_midst_of_other_words_too(text: str, kind: str) -> None:
    assert kind in [way.kind for way in ways(f"เราสอนทำขนมไทยทุกวันเสาร์\n{text}\nเอาผ้ากันเปื้อนมาด้วย")]


def test_the_refusal_says_what_was_found_in_the_language_of_its_reader() -> None:
    said = refusal("โทร 073-212-345 หรือเขียนถึง Kru@Example.com")
    assert "073-212-345" in str(said)
    assert "kru@example.com" in str(said)
    assert "ช่วยเอาส่วนนี้ออกก่อน" in str(said)
    with use("en"):
        assert "there seems to be a phone number in it (“073-212-345”)" in str(said)


def test_a_long_find_is_told_shortened() -> None:
    assert str(refusal(f"https://{'a' * 500}")).count("a") < 60


def test_every_kind_has_its_words() -> None:
    assert {kind for _, kind in GIVES} == set(contacts.CONTACTS)
    assert set(contacts.CONTACTS) <= set(REASONS)


@pytest.mark.parametrize(
    "text",
    [" ", "\u202e", "🙂" * 3000, "9" * 4000, "0 " * 2000, "@" * 4000, "a." * 2000, "ศูนย์" * 800, "line " * 800,
     "ไลน์" * 1000, "a b " * 1000, "ติดต่อ" * 700, "www." * 1000, "id:" * 1300, "0.5 " * 1000],
)  # fmt: skip
def test_odd_text_is_judged_at_once(text: str) -> None:
    assert isinstance(ways(text), list)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece",
    [
        "ก",
        "a",
        "0",
        "0 ",
        "a.",
        "a-",
        "a@",
        "06 ",
        " at ",
        "ไลน์",
        "จุด",
        "line ",
        "lineid ",
        "id line ",
        "ไอดีไลน์",
        "ไอดี ",
        "ไอดีa-",
        "id 8",
        "a-0000-",
        "lineid",
        "และ",
        "ศูนย์",
    ],
)
def test_a_text_without_an_end_is_read_in_a_moment(piece: str) -> None:
    endless = (piece * 100_000)[:100_000]
    contacts.ways(endless)
    screening.reasons(endless)


def test_an_address_after_a_long_word_is_found_too() -> None:
    assert [way.kind for way in contacts.ways("ติดต่อ" * 40 + "nong.ann@example.com")] == ["email"]
    assert "email" in screening.reasons("a" * 200 + "@example.com")
