"""Formats of banks as data: what is wrong with one is said at once, and every one survives a way there and back."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.earnings import bank_formats
from marketplace.earnings.bank_answers import WrongTotal, read_results
from marketplace.earnings.bank_format_check import read
from marketplace.earnings.bank_shapes import BadFormat, BankFormat
from marketplace.earnings.bankfile import PayRow, Result, write_pay_file
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.payments.bank_refs import fold
from models.vocabulary import LineOutcome
from tests.factories.bank import answer_file

EVERY = [pytest.param(one, id=one.name) for one in bank_formats.every()]
A, B = bank_formats.called("example-a"), bank_formats.called("example-b")
THAI = st.text(st.sampled_from("กขคงจนมยรลวสหอาิีุูเแโไ่้์ ("), min_size=1, max_size=30).map(str.strip).filter(bool)
WORDS = st.text(st.sampled_from('กขคงABC0189-/.,|;" '), min_size=1, max_size=30).map(str.strip).filter(bool)
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
SUMS = st.integers(1, 9_999_999_99)


def test_there_are_three_and_ours_comes_first() -> None:
    assert [one.name for one in bank_formats.every()] == ["okat", "example-a", "example-b"]
    assert bank_formats.called("gone").name == bank_formats.called(None).name == "okat"


@st.composite
def results(draw: st.DrawFn) -> list[Result]:
    names = draw(st.lists(st.from_regex(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}", fullmatch=True), min_size=1, unique=True))
    references = draw(st.lists(WORDS.filter(fold), min_size=len(names), max_size=len(names), unique_by=fold))
    made = []
    for at, (line, reference) in enumerate(zip(names, references, strict=True)):
        outcome = draw(st.sampled_from([one for one in LineOutcome if one != LineOutcome.PENDING]))
        paid = outcome == LineOutcome.PAID
        made.append(
            Result(at, line, outcome, reference if paid else "", draw(DAYS), "" if paid else draw(WORDS), draw(SUMS))
        )
    return made


@pytest.mark.parametrize("kept", EVERY)
@settings(deadline=None, max_examples=40)
@given(sent=results())
def test_answers_come_back_as_they_were_sent(kept: BankFormat, sent: list[Result]) -> None:
    for encoding in kept.result.encodings:
        found = read_results(answer_file(kept.result, sent, encoding=encoding), kept.result)
        assert [_facts(one) for one in found] == [_facts(one) for one in sent]


def _facts(one: Result) -> tuple[object, ...]:
    return one.line, one.outcome, one.bank_ref, one.settled_on, one.reason, one.amount_satang


@pytest.mark.parametrize("kept", EVERY)
@settings(deadline=None, max_examples=40)
@given(sent=results(), off=st.integers(-100, 100).filter(bool))
def test_a_total_that_is_wrong_by_a_satang_refuses_the_file(kept: BankFormat, sent: list[Result], off: int) -> None:
    if sum(one.amount_satang or 0 for one in sent if one.outcome == LineOutcome.PAID) + off < 0:
        return
    with pytest.raises(WrongTotal) as refused:
        read_results(answer_file(kept.result, sent, off=off), kept.result)
    assert refused.value.told_satang == refused.value.came_satang + off


@pytest.mark.parametrize("kept", EVERY)
@settings(deadline=None, max_examples=40)
@given(data=st.binary(max_size=400))
def test_no_bytes_break_the_reader(kept: BankFormat, data: bytes) -> None:
    with pytest.raises(Invalid):
        read_results(data, kept.result)


@pytest.mark.parametrize("kept", EVERY)
@settings(deadline=None, max_examples=40)
@given(sent=results(), at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_one_flipped_byte_is_refused_or_changes_no_sum(
    kept: BankFormat, sent: list[Result], at: int, byte: int
) -> None:
    data = bytearray(answer_file(kept.result, sent))
    data[at % len(data)] = byte
    try:
        found = read_results(bytes(data), kept.result)
    except Invalid:
        return
    assert len(found) <= len(sent)


@pytest.mark.parametrize("kept", EVERY)
@settings(deadline=None, max_examples=40)
@given(names=st.lists(THAI, min_size=1, max_size=6), satang=SUMS, day=DAYS)
def test_a_pay_file_says_what_is_paid(kept: BankFormat, names: list[str], satang: int, day: date) -> None:
    rows = [PayRow(f"P-{at}", name, "bank", "KTB", "7890", satang, day, "1234567890") for at, name in enumerate(names)]
    shape = kept.pay
    text = write_pay_file(rows, shape, batch="B-1").decode(shape.encodings[0])
    read_back = [cells for cells in csv.reader(io.StringIO(text, newline=""), delimiter=shape.delimiter) if cells]
    body = read_back[(shape.top is not None) + shape.headings : len(read_back) - (shape.end is not None)]
    place = {one.fact: at for at, one in enumerate(shape.columns)}
    assert [cells[place["line"]] for cells in body] == [row.line for row in rows]
    assert [cells[place["name"]] for cells in body] == [
        f"'{name}" if name.startswith(("=", "+", "-", "@")) else name for name in names
    ]
    assert {cells[place["account"]] for cells in body} == {"1234567890"}


def test_the_second_example_is_windows_874_with_buddhist_days_and_a_closing_line() -> None:
    rows = [
        PayRow("P-1", "นูรีน สาแลแม", "bank", "KTB", "7890", 1_234_50, date(2026, 11, 27), "1234567890"),
        PayRow("P-2", "ดาริน ก", "promptpay", "", "5678", 99, date(2026, 11, 27), "0812345678"),
    ]
    assert write_pay_file(rows, B.pay).decode("cp874").splitlines() == [
        "D|1|01|006|1234567890|นูรีน สาแลแม|1,234.50|27/11/2569|P-1",
        "D|2|02||0812345678|ดาริน ก|0.99|27/11/2569|P-2",
        "T|2|1,235.49",
    ]


def test_the_first_example_has_an_opening_line_and_satang() -> None:
    rows = [PayRow("P-1", "ก", "bank", "SCB", "7890", 1_234_50, date(2026, 11, 27), "1234567890")]
    lines = write_pay_file(rows, A.pay, batch="B-9").decode().splitlines()
    assert lines[0] == "H,B-9,27-11-2026,1,123450"
    assert lines[2] == "1,D,P-1,ก,ACCOUNT,014,1234567890,123450,27-11-2026"


def test_a_letter_the_bank_does_not_have_is_named_with_its_line() -> None:
    row = PayRow("P-7", "José", "bank", "KTB", "7890", 100, date(2026, 11, 27), "1234567890")
    with pytest.raises(Conflict, match=r"é.*P-7"):
        write_pay_file([row], B.pay)


GOOD_B = "D|P-1|100.00|โอนสำเร็จ|23/11/2569|KTB-1|\nD|P-2|5.00|โอนไม่สำเร็จ|23/11/2569||ปิดบัญชี\nT|2|105.00\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("23/11/2569|KTB", "23/11/2026|KTB", "แถว 1: คอลัมน์ “วันที่”: รูปแบบนี้ใช้ปี พ.ศ."),
        ("23/11/2569|KTB", "11/23/2569|KTB", "แถว 1: คอลัมน์ “วันที่”"),
        ("23/11/2569|KTB", "2569-11-23|KTB", "แถว 1: คอลัมน์ “วันที่”"),
        ("|5.00|", "|ห้าบาท|", "แถว 2: คอลัมน์ “จำนวนเงิน”"),
        ("|5.00|", "||", "แถว 2: คอลัมน์ “จำนวนเงิน”"),
        ("โอนไม่สำเร็จ", "ไม่รู้", "แถว 2: คอลัมน์ “ผล”"),
        ("KTB-1", "", "แถว 1: คอลัมน์ “เลขอ้างอิงธนาคาร”"),
        ("ปิดบัญชี", "", "แถว 2: คอลัมน์ “เหตุผล”"),
        ("D|P-2", "X|P-2", "แถว 2: คอลัมน์ “ชนิดแถว”"),
        ("P-2", "P-1", "แถว 2: คอลัมน์ “เลขอ้างอิงรายการ”"),
        ("ปิดบัญชี", "ปิด|บัญชี", "แถว 2"),
        ("T|2|105.00\n", "", "ท้าย"),
        ("T|2|105.00\n", "T|3|105.00\n", "3"),
        ("T|2|105.00\n", "T|2|ร้อย\n", "แถว 3: คอลัมน์ “3”: อ่านยอดรวมไม่ได้ ตรงนี้เขียนว่า “ร้อย”"),
        ("T|2|105.00\n", "T|สอง|105.00\n", "แถว 3: คอลัมน์ “2”"),
        ("KTB-1|", "KTB-1|ปิดบัญชี", "แถว 1: คอลัมน์ “เหตุผล”: รายการนี้โอนสำเร็จแล้ว แต่มีเหตุผลที่โอนไม่สำเร็จ “ปิดบัญชี”"),
        ("T|2|105.00\n", "T|2|105.00\nD|P-3|1.00|โอนสำเร็จ|23/11/2569|K|\n", "แถว 3"),
        ("T|2|105.00\n", "T|2|105.00\nT|2|105.00\n", "แถว 3"),
        ("D|P-1", '"D|P-1', "แถว 1"),
    ],
)
def test_the_row_and_the_column_are_named(old: str, new: str, said: str) -> None:
    from marketplace.earnings.remittance import with_rows

    assert len(read_results(GOOD_B.encode("cp874"), B.result)) == 2
    with pytest.raises(Invalid) as refused:
        read_results(GOOD_B.replace(old, new).encode("cp874"), B.result)
    told = with_rows(refused.value)
    assert said in " ".join(str(why) for why in (told, *told.errors.values()))


def test_a_file_of_another_bank_is_refused_with_its_row_and_column() -> None:
    ours = b"line,outcome,bank_ref,settled_on,reason\nP-1,paid,K,2026-11-23,\n"
    with pytest.raises(Invalid):
        read_results(ours, B.result)
    with pytest.raises(Invalid):
        read_results(GOOD_B.encode("cp874"), A.result)
    with pytest.raises(Invalid, match="แถว 1"):
        read_results(GOOD_B.encode("utf-8"), B.result)
    swapped = "H,1,1,1,1\nCustomerRef,AmountSatang,Status\n"
    with pytest.raises(Invalid, match="แถว 2 คอลัมน์ 2"):
        read_results(swapped.encode(), A.result)


def test_a_code_of_the_bank_is_told_in_words() -> None:
    text = "H,1,100,0,0\nCustomerRef,Status,AmountSatang,BankRef,Date,ReasonCode\nP-1,REJECTED,100,,23-11-2026,AC04\n"
    assert read_results(text.encode(), A.result)[0].reason == "บัญชีปิดแล้ว"
    told = read_results(text.replace(",100,,23", ",100,KTB-9,23").encode(), A.result)[0]
    assert (told.bank_ref, told.reason) == ("", "บัญชีปิดแล้ว (KTB-9)")


@pytest.mark.parametrize("said", ["OK", "-", "00", "Success", "สำเร็จ"])
def test_a_word_of_success_is_no_reason_against_a_payment(said: str) -> None:
    text = f"line,outcome,bank_ref,settled_on,reason\nP-1,paid,K1,2026-11-23,{said}\n"
    told = read_results(text.encode(), bank_formats.called("okat").result)[0]
    assert (told.bank_ref, told.reason) == ("K1", "")
    with pytest.raises(Invalid, match="บางแถวไม่ถูกต้อง"):
        read_results(text.replace(f",{said}\n", ",บัญชีปิด\n").encode(), bank_formats.called("okat").result)


def good_text() -> str:
    return (bank_formats.FOLDER / "example-b.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "example-b"', 'name = "Krungthai Bank"', "name"),
        ('name = "example-b"', "", "name"),
        ('th = "', 'ไทย = "', "example.toml"),
        ('encodings = ["cp874"]', 'encodings = ["windows-thai"]', "pay.encodings: windows-thai"),
        ('encodings = ["cp874"]', "encodings = []", "pay.encodings"),
        ('delimiter = "|"', 'delimiter = "||"', "pay.delimiter"),
        ('date = "DD/MM/YYYY"', 'date = "DD/MM/YY"', "pay.date"),
        ('date = "DD/MM/YYYY"', 'date = "any"', "pay.date"),
        ('era = "be"', 'era = "th"', "pay.era"),
        ('amount = "baht-grouped"', 'amount = "dollars"', "pay.amount"),
        ("headings = false", 'headings = "no"', "pay.headings"),
        ("headings = false", "", "pay.headings"),
        ('is = "account"', 'is = "iban"', "pay.columns[5]"),
        ('{ head = "เลขบัญชี", is = "account" },', "", "account is missing"),
        ('always = "D"', 'always = "D", is = "number"', "pay.columns[1]"),
        ('head = "ลำดับ"', 'head = "เลขบัญชี"', "each heading once"),
        ('is = "number"', 'is = "line"', "each fact once"),
        ('"โอนไม่สำเร็จ" = "failed"', '"โอนไม่สำเร็จ" = "lost"', "outcome"),
        ('"โอนไม่สำเร็จ" = "failed", ', "", "no word for failed"),
        ('["T", "{count}", "{total}"]', '["T", "{sum}"]', "pay.end"),
        ('["T", "{count}", "{total}"]', '["{count}"]', "pay.end"),
        ("[pay.end]", "[pay.foot]", "foot is not known"),
        ("[result]", "[answers]", "answers is not known"),
        ("whole_numbers = true", "any_order = true", "pay.any_order"),
        ("[pay]", "[pay", "example.toml"),
    ],
)
def test_what_is_wrong_with_a_format_is_said_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = good_text()
    assert old in text
    path = tmp_path / "example.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFormat) as refused:
        read(path)
    assert str(refused.value).startswith("example.toml: ")
    assert said in str(refused.value)


def test_an_installation_adds_formats_of_its_own(tmp_path: Path) -> None:
    try:
        (tmp_path / "council.toml").write_text(good_text().replace("example-b", "council-bank"), encoding="utf-8")
        bank_formats.begin(tmp_path)
        assert bank_formats.called("council-bank").pay.delimiter == "|"
        (tmp_path / "council.toml").write_text(good_text(), encoding="utf-8")
        with pytest.raises(BadFormat, match="another format called example-b"):
            bank_formats.begin(tmp_path)
        (tmp_path / "council.toml").write_bytes(good_text().encode("cp874"))
        with pytest.raises(BadFormat, match=r"council\.toml"):
            bank_formats.begin(tmp_path)
    finally:
        bank_formats.begin()
