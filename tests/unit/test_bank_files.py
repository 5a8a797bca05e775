"""The files that pass between Okat and a bank."""

from datetime import date

import pytest

from marketplace.earnings import bank_formats
from marketplace.earnings.bank_answers import read_results
from marketplace.earnings.bankfile import PayRow, write_pay_file
from marketplace.earnings.wages import payday
from marketplace.kernel.errors import Invalid
from marketplace.kernel.spreadsheets import plain
from models.vocabulary import LineOutcome

PAY, RESULT = bank_formats.called("okat").pay, bank_formats.called("okat").result
GOOD = """line,outcome,bank_ref,settled_on,reason
P-1,paid,KTB-77,23/11/2569,
P-2,failed,,2026-11-23,account closed
P-3,returned,,23 พ.ย. 2569,name differs
"""


def test_a_result_file_is_read_in_both_eras() -> None:
    found = read_results(GOOD.encode("utf-8-sig"), RESULT)
    assert [(one.row, one.line, one.outcome, one.bank_ref) for one in found] == [
        (2, "P-1", LineOutcome.PAID, "KTB-77"),
        (3, "P-2", LineOutcome.FAILED, ""),
        (4, "P-3", LineOutcome.RETURNED, ""),
    ]
    assert {one.settled_on for one in found} == {date(2026, 11, 23)}


def test_windows_874_is_read() -> None:
    found = read_results(GOOD.replace("account closed", "ปิดบัญชี").encode("cp874"), RESULT)
    assert found[1].reason == "ปิดบัญชี"


@pytest.mark.parametrize(
    "row",
    [
        "P-1,paid,,2026-11-23,",
        "P-1,maybe,X,2026-11-23,",
        "P-1,pending,X,2026-11-23,",
        ",paid,X,2026-11-23,",
        "P-1,failed,,2026-11-23,",
        "P-1,paid,X,31/02/2569,",
        "P-1,paid,X,,",
    ],
)
def test_a_row_that_cannot_be_right_is_named_and_nothing_is_taken(row: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_results(f"line,outcome,bank_ref,settled_on,reason\nP-9,paid,OK,2026-11-23,\n{row}\n".encode(), RESULT)
    assert list(refusal.value.errors) == ["3"]


HEAD = "line,outcome,bank_ref,settled_on,reason"


def said(line: str, ref: str, outcome: str = "paid") -> str:
    return f"{line},{outcome},{ref},2026-11-23,{'' if outcome == 'paid' else 'x'}"


@pytest.mark.parametrize(
    "rows",
    [
        [said("P-1", "A"), said("P-2", "A")],
        [said("P-1", "A"), said("P-2", "A"), said("P-3", "A")],
        [said("P-1", "A"), said("P-2", "", "failed"), said("P-3", "A")],
        [said("P-1", "A"), said("P-2", "B", "returned"), said("P-3", "A")],
        [said("P-1", "A"), said("P-2", "B"), said("P-3", "C")],
    ],
)
def test_a_reference_is_one_payments_or_the_whole_files(rows: list[str]) -> None:
    assert len(read_results("\n".join((HEAD, *rows)).encode(), RESULT)) == len(rows)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([said("P-1", "A"), said("P-2", "A"), said("P-3", "B")], ["3"]),
        ([said("P-1", "A"), said("P-2", "B"), said("P-3", "A"), said("P-4", "A")], ["4", "5"]),
        ([said("P-1", "A"), said("P-2", "A"), said("P-3", "B"), said("P-4", "", "failed"), "P-5,paid,,,"], ["3", "6"]),
    ],
)
def test_a_reference_of_some_rows_alone_is_refused_at_those_that_repeat_it(rows: list[str], named: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        read_results("\n".join((HEAD, *rows)).encode(), RESULT)
    assert list(refusal.value.errors) == named


def test_a_line_that_stands_twice_is_named() -> None:
    with pytest.raises(Invalid) as refusal:
        read_results(b"line,outcome,bank_ref,settled_on\nP-1,paid,A,2026-11-23\nP-1,paid,B,2026-11-23\n", RESULT)
    assert list(refusal.value.errors) == ["3"]


@pytest.mark.parametrize("data", [b"", b"name,sum\n1,2\n", b"line,outcome\n", b"\0\0\0", b"x" * 3_000_000])
def test_what_is_no_result_file_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read_results(data, RESULT)


def test_the_pay_file_shows_only_the_end_of_an_account_and_no_formula() -> None:
    rows = [PayRow("P-1", '=HYPERLINK("x")', "bank", "+KTB", "1234", 4_593_50, date(2026, 11, 27))]
    text = write_pay_file(rows, PAY).decode("utf-8-sig")
    assert text.splitlines()[1] == """P-1,"'=HYPERLINK(""x"")",bank,'+KTB,xxx-x-x1234,4593.50,2026-11-27"""


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "\u200b=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert plain(cell).startswith("'")


@pytest.mark.parametrize(
    ("rhythm", "until", "on"),
    [
        ("fri", date(2026, 11, 22), date(2026, 11, 27)),
        ("sun", date(2026, 11, 22), date(2026, 11, 29)),
        ("mon", date(2026, 11, 25), date(2026, 11, 30)),
        ("monthly", date(2026, 11, 22), date(2026, 11, 30)),
        ("", date(2026, 2, 1), date(2026, 2, 28)),
        ("15", date(2026, 11, 22), date(2026, 12, 15)),
        ("31", date(2026, 2, 1), date(2026, 2, 28)),
        ("5", date(2026, 12, 30), date(2027, 1, 5)),
    ],
)
def test_the_payday_after_a_week_of_work(rhythm: str, until: date, on: date) -> None:
    assert payday(rhythm, until) == on
