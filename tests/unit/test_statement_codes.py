"""Codes of sheets: long enough that guessing is hopeless, forgiving to whoever types them; and what changed since."""

import pytest

from marketplace.statements import changes, codes
from marketplace.statements.changes import What
from marketplace.statements.content import Line

CODE = "0123456789ABCDEF"


def test_a_code_has_eighty_bits_and_follows_every_letter() -> None:
    made = {codes.code_of(f"content {number}") for number in range(2_000)}
    assert len(made) == 2_000
    assert all(len(code) == codes.LENGTH and set(code) <= set(codes.ALPHABET) for code in made)
    assert len(codes.ALPHABET) ** codes.LENGTH == 2**80
    for place in range(codes.LENGTH):
        assert len({code[place] for code in made}) == 32
    assert not set("ILOU") & set(codes.ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB-CDEF",
        "0123456789abcdef",
        " o123 4567 89ab cdef ",
        "O1234567 89AB.CDEF",
        "0i23-4567-89ab-cdef",
        "0l23\u20134567\u201389AB\u2013CDEF",
        "๐๑๒๓-๔๕๖๗-๘๙AB-CDEF",
        "\uff10\uff11\uff12\uff13-4567-89AB-CDEF",
        "https://okat.example/verify/statements/0123456789ABCDEF?lang=en",
    ],
)
def test_a_code_is_understood_as_people_type_it(typed: str) -> None:
    assert codes.read(typed) == CODE


@pytest.mark.parametrize("typed", ["", "0123-4567-89AB-CDE", CODE + "0", "U123456789ABCDEF", "ก" * 16, "%" * 16])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.read(typed) is None


def test_a_code_is_printed_in_fours_and_read_again() -> None:
    assert codes.printed(CODE) == "0123-4567-89AB-CDEF"
    assert codes.read(codes.printed(CODE)) == CODE


def line(ref: str = "E-1", satang: int = 100_00, state: str = "paid", payer: str = "fund") -> Line:
    return Line(ref, payer, "2026-11-02", satang, state, "x", "y")


@pytest.mark.parametrize(
    ("then", "now", "what", "is_loss"),
    [
        (line(state="approved"), line(state="paid"), What.MOVED, False),
        (line(state="paid"), line(state="confirmed"), What.MOVED, False),
        (line(state="confirmed"), line(state="reversed"), What.MOVED, True),
        (line(state="paid"), None, What.GONE, True),
        (line(state="accrued"), None, What.GONE, False),
        (line(), line(satang=90_00), What.SUM, True),
        (line(), line(satang=110_00), What.SUM, False),
        (line(state="accrued"), line(satang=90_00, state="accrued"), What.SUM, False),
        (line(payer="employer"), line(payer="employer", state="disputed"), What.MOVED, True),
    ],
)
def test_a_line_then_and_now(then: Line, now: Line | None, what: What, is_loss: bool) -> None:
    (found,) = changes.since([then], [now] if now else [])
    assert (found.what, found.is_loss) == (what, is_loss)


def test_what_is_the_same_is_no_change_and_what_came_later_is_no_loss() -> None:
    assert changes.since([line()], [line()]) == ()
    (new,) = changes.since([line()], [line(), line("E-2")])
    assert (new.what, new.is_loss) == (What.NEW, False)
