"""One slip of the finger: a letter more, less, other, or two swapped, and nothing else."""

import pytest

from marketplace.i18n.compounds import inside
from marketplace.offers.facets import BIT, MARKS, Group, bits, group_bits, mark
from marketplace.offers.spelling import one_slip_apart, spellings

WORD = "จักรยาน"


@pytest.mark.parametrize("slip", ["จักยาน", "จักรรยาน", "จักรบาน", "จักรยนา", "ักรยาน", "จักรยานน"])
def test_one_slip_is_seen(slip: str) -> None:
    assert one_slip_apart(WORD, slip)
    assert one_slip_apart(slip, WORD)
    assert spellings(WORD) & spellings(slip)


@pytest.mark.parametrize("other", [WORD, "จักร", "รถยนต์", "จกัรยนา", ""])
def test_anything_else_is_not(other: str) -> None:
    assert not one_slip_apart(WORD, other)


def test_short_words_are_not_forgiven() -> None:
    assert spellings("งาน") == {"งาน"}


def test_words_inside_a_compound_are_known() -> None:
    assert {"จักรยานยนต์", "รถจักรยานยนต์", "ยานยนต์"} <= set(inside("รถจักรยานยนต์"))
    assert inside("motorbike") == []


def test_every_mark_has_a_bit_of_its_own_and_all_fit_in_one_word() -> None:
    assert len(set(BIT.values())) == len(MARKS)
    assert max(BIT.values()) < 1 << 64
    assert bits([mark(Group.KIND, "course"), "gone:value"]) == BIT[mark(Group.KIND, "course")]
    assert group_bits(Group.PAID) == BIT["paid:1"]
