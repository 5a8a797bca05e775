"""PromptPay numbers: every spelling of a right one is one number, and what cannot be one is refused in words."""

import pytest

from marketplace.earnings import promptpay
from marketplace.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812345678", "0812345678"),
        ("081 234 5678", "0812345678"),
        ("081-234-5678", "0812345678"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "0812345678"),
        ("+66812345678", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("+66 (0)81 234 5678", "0812345678"),
        ("66812345678", "0812345678"),
        ("0066812345678", "0812345678"),
        ("0612345678", "0612345678"),
        ("0912345678", "0912345678"),
        ("1-1017-00230-70-8", "1101700230708"),
        ("๑๑๐๑๗๐๐๒๓๐๗๐๘", "1101700230708"),
        ("140 0001 2345 6789", "140000123456789"),
    ],
)
def test_every_spelling_is_one_number(typed: str, kept: str) -> None:
    assert promptpay.number(typed) == kept
    assert promptpay.is_right(kept)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0000000000", "06 08"),
        ("0712345678", "06 08"),
        ("021234567", "06 08"),
        ("1111111111111", "13 หลัก"),
        ("1111111111119", "13 หลัก"),
        ("1101700230706", "13 หลัก"),
        ("0000000000000", "13 หลัก"),
        ("111111111111111", "15 หลัก"),
        ("08123456789", "15 หลัก"),
        ("+668123456", "15 หลัก"),
        ("+1 812 345 6789", "15 หลัก"),
        ("0812345678x", "15 หลัก"),
        ("เบอร์แม่", "15 หลัก"),
        ("²812345678", "15 หลัก"),
        ("0812345678" * 30, "15 หลัก"),
        ("", "15 หลัก"),
    ],
)
def test_what_cannot_be_one_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        promptpay.number(typed)
    assert refused.value.field == "number"
    assert not promptpay.is_right(typed)
