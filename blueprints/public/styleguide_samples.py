"""Sample content of the styleguide: invented people and places, as finished values in every state."""

from types import SimpleNamespace as Item

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.forms import Form

FREE = frozenset({(0, 2), (1, 2), (2, 2), (3, 2), (3, 3), (4, 2), (5, 0), (5, 1), (6, 0)})
SUPPORTS = (("childcare", "คนดูแลลูก"), ("ride", "รถรับส่ง"), ("meal", "อาหาร"), ("quiet", "ที่เงียบ"))
MOTIFS = (
    ("cooking", "ครัว"),
    ("repair", "งานช่าง"),
    ("care", "งานดูแล"),
    ("farming", "เกษตร"),
    ("digital", "ดิจิทัล"),
    ("retail", "ร้านค้า"),
    ("craft", "งานฝีมือ"),
    ("tourism", "ท่องเที่ยว"),
    ("study", "เรียนต่อ"),
    ("people", "พี่เลี้ยง"),
    ("health", "สุขภาพ"),
    ("building", "ก่อสร้าง"),
    ("beauty", "เสริมสวย"),
    ("logistics", "ขนส่ง"),
    ("arts", "ศิลปะ"),
)


class SampleForm(Form):
    """One field of each kind."""

    name = StringField("ชื่อที่อยากให้เรียก", description="ชื่อเล่นก็ได้")
    phone = StringField("เบอร์โทร")
    born = StringField("วันเกิด", description="เช่น 14 ก.พ. 2552")
    start = SelectField("วันเริ่ม", choices=[SelectChoice("1", "30 พ.ย. 2569"), SelectChoice("2", "7 ธ.ค. 2569")])
    travel = RadioField("มาอย่างไร", choices=[SelectChoice("walk", "เดิน"), SelectChoice("bus", "รถสองแถว")])
    supports = SelectMultipleField(
        "อยากให้มีอะไร",
        choices=[SelectChoice(value, label) for value, label in SUPPORTS],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    note = TextAreaField("เล่าเพิ่ม")
    photo = FileField("รูปหลักฐาน", description="รูปหรือ PDF ไม่เกิน 10 MB")
    agree = BooleanField("ฉันอ่านและเข้าใจแล้ว", description="เปลี่ยนใจได้ทุกเมื่อ")


def form() -> SampleForm:
    """The sample form as it comes back with two slips."""
    typed = MultiDict(
        [("name", "ลี"), ("phone", "08 123"), ("travel", "walk"), ("supports", "ride"), ("born", "31 ก.พ. 2552")]
    )
    sample = SampleForm(typed)
    sample.phone.errors = ["ใส่เบอร์โทร 10 หลัก เช่น 08 1234 5678"]
    sample.born.errors = ["เดือนกุมภาพันธ์มีไม่เกิน 29 วัน"]
    return sample


def cards() -> list[Item]:
    """Opportunities: fitting, full with a clash, and one that depends on an answer not given yet."""
    return [
        Item(
            title="ผู้ช่วยครัวอาหารใต้ เรียนคู่งาน",
            href="#",
            art="cooking",
            tag=None,
            place="ครัวชุมชนตลาดเก่า · เดิน 15 นาที",
            sessions=((0, 2), (2, 2), (4, 2), (5, 0)),
            clashes=(),
            when="จ. พ. ศ. 16.30–19.30 และ ส. เช้า",
            starts="เริ่ม 30 พ.ย. อีก 7 วัน เหลือ 4 ที่",
            reasons=_reasons("เย็นได้", "เดินไปได้", "ไม่ต้องมีวุฒิ"),
            money="4,593 บาท",
            money_lines=("ต่อเดือน หลังหักค่ารถ", "เงินก้อนแรก ศ. 11 ธ.ค."),
            due="ปิดอีก 3 วัน",
            due_kind="soon",
            depends=None,
        ),
        Item(
            title="ซ่อมเครื่องยนต์เล็ก",
            href="#",
            art="repair",
            tag="การเรียนรู้",
            place="วิสาหกิจช่างโพธาราม ราชบุรี · 40 นาที",
            sessions=((5, 1),),
            clashes=((6, 1),),
            when="ส. อา. 13.00–16.00",
            starts="เริ่ม 5 ธ.ค. อีก 12 วัน",
            reasons=[*_reasons("เสาร์ได้"), Item(text="อาทิตย์ยังไม่ว่าง", ok=False)],
            money="เรียนฟรี",
            money_lines=("มีค่ารถให้วันละ 40 บาท", "ขอรอคิวได้ มีคนรอ 2 คน"),
            due="เต็มแล้ว",
            due_kind="",
            depends=None,
        ),
        Item(
            title="ปลูกผักโรงเรือน เรียนคู่งาน",
            href="#",
            art="farming",
            tag=None,
            place="กลุ่มผักปลอดสารลำใหม่ · รถรับส่งจากตลาดเก่า",
            sessions=((0, 2), (2, 2), (6, 0)),
            clashes=(),
            when="จ. พ. 16.00–18.30 และ อา. เช้า",
            starts="เริ่มได้ทุกสัปดาห์",
            reasons=_reasons("เย็นได้", "มีรถรับส่ง"),
            money="4,485 บาท",
            money_lines=("ต่อเดือน ไม่มีค่ารถ", "เงินก้อนแรก วันศุกร์ที่สอง"),
            due="ปิดวันนี้ 18.00",
            due_kind="today",
            depends="ขึ้นอยู่กับเอกสารของคุณ",
        ),
    ]


def _reasons(*texts: str) -> list[Item]:
    return [Item(text=text, ok=True) for text in texts]


def queue() -> list[Item]:
    """Four matters sorted by need."""
    rows = (
        ("E-1", "ซากีนะห์ ม.", "ลงทะเบียน ผู้ช่วยครูเด็กเล็ก", "เกิน 1 วัน", "late", "ผู้ปกครองยังไม่เซ็น", True, "2,400", "6 วัน"),
        (
            "E-2",
            "นูรีน อ.",
            "ลงทะเบียน ผู้ช่วยครัวอาหารใต้",
            "วันนี้ 16.00",
            "today",
            "เคยหยุดกลางทาง 1 ครั้ง",
            True,
            "2,520",
            "4 วัน",
        ),
        ("E-3", "มูฮัมหมัด ย.", "ลงทะเบียน ซ่อมรถจักรยานยนต์", "พรุ่งนี้", "soon", "ครบทุกข้อ", False, "1,000", "3 วัน"),
        ("P-9", "การจ่ายเงิน รอบ 47", "ตรวจ 64 รายการ", "ศ. 27 พ.ย.", "", "ยอดตรงกับบัญชี", False, "38,450", "1 ชั่วโมง"),
    )
    return [
        Item(
            ref=ref,
            title=title,
            href="#",
            note=note,
            due=due,
            due_kind=kind,
            due_exact=None,
            flag=flag,
            is_flag=is_flag,
            here=ref == "E-2",
            checked=ref == "E-3",
            pickable=True,
            cells=(money, waited),
        )
        for ref, title, note, due, kind, flag, is_flag, money, waited in rows
    ]


def week() -> dict[tuple[int, int], Item]:
    """A shown week: work, learning, free time and one clash."""
    cells = {slot: Item(kind="free", lines=()) for slot in FREE}
    for day in (0, 2, 4):
        cells[day, 2] = Item(kind="on", lines=("16.30", "19.30"))
    cells[5, 0] = Item(kind="learn", lines=("8.00", "12.00"))
    cells[6, 1] = Item(kind="out", lines=("13.00", "16.00"))
    return cells


def tiles() -> list[Item]:
    """Seven provinces of the lower south."""
    rows = (
        (68, 0, "พท", "1.7", 1),
        (0, 0, "ตง", "2.2", 2),
        (0, 58, "สต", "2.6", 2),
        (68, 58, "สข", "3.3", 3),
        (136, 58, "ปน", "5.2", 5),
        (136, 116, "ยล", "4.1", 4),
        (204, 116, "นธ", "–", 0),
    )
    return [
        Item(x=x, y=y, w=64, h=54, code=code, figure=figure, tone=tone, href="#", name=code)
        for x, y, code, figure, tone in rows
    ]
