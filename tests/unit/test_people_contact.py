"""Phones, e-mails, names and national numbers: read once, into one form, whatever the spelling."""

import pytest

from marketplace.kernel.errors import Invalid
from marketplace.people import contact, identity


@pytest.mark.parametrize(
    "typed",
    [
        "0812345678",
        "081-234-5678",
        "081 234 5678",
        "+66812345678",
        "+66 (0)81 234 5678",
        "66812345678",
        "๐๘๑๒๓๔๕๖๗๘",
        "0066812345678",
        " 081.234.5678 ",
        "081\u2013234\u20135678",
        "81 234 5678",
        "๘๑๒๓๔๕๖๗๘",
    ],
)
def test_a_mobile_number_has_one_form(typed: str) -> None:
    assert contact.phone(typed) == "0812345678"


def test_a_house_number_has_nine_digits() -> None:
    assert contact.phone("02-123 4567") == "021234567"
    assert contact.phone("+6673123456") == "073123456"


@pytest.mark.parametrize(("typed", "number"), [("73 212 345", "073212345"), ("2-123 4567", "021234567")])
def test_a_house_number_may_leave_out_its_zero(typed: str, number: str) -> None:
    assert contact.phone(typed) == number
    assert contact.lost_its_zero(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "081",
        "081234567",
        "08123456789",
        "0112345678",
        "1234567890",
        "+1 202 555 0100",
        "081234567a",
        "12345678",
        "7321234",
        "712345678",
        "²812345678",
        "0812345678\n0812345678",
        "0" * 100_000,
    ],
)
def test_what_is_no_thai_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        contact.phone(typed)
    assert refusal.value.field == "phone"


@pytest.mark.parametrize("typed", ["nid@example.com", " Nid@Example.COM ", "NID@EXAMPLE.COM", "\u200bnid@example.com"])
def test_an_email_has_one_form(typed: str) -> None:
    assert contact.email_key(typed) == "nid@example.com"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nid",
        "@example.com",
        "nid@",
        "nid@example",
        "a b@example.com",
        "nid@exam ple.com",
        "a@b@example.com",
        "nid@example.com\nBcc: x@y.zz",
        "nid@.com",
        "<nid@example.com>",
        "x" * 250 + "@example.com",
        "nid@example..com",
    ],
)
def test_what_is_no_email_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        contact.email_key(typed)


@pytest.mark.timeout(60)
def test_long_nonsense_does_not_hold_up_the_reader() -> None:
    for text in ("a@" + "a." * 50_000, "a" * 100_000 + "@", "0 " * 50_000, "@" * 100_000):
        for read in (contact.email_key, contact.phone):
            with pytest.raises(Invalid):
                read(text)


def test_a_name_keeps_its_letters_and_loses_what_cannot_be_seen() -> None:
    assert contact.plain("  นูรีน\u200b\r\n\x00ยะลา ", longest=60, field="name") == "นูรีน ยะลา"
    assert contact.plain("exe\u202egpj", longest=60, field="name") == "exegpj"
    with pytest.raises(Invalid):
        contact.plain("ก" * 61, longest=60, field="name")


def test_a_masked_phone_shows_its_ends() -> None:
    assert contact.phone_masked("0812345678") == "081 xxx xx78"
    assert contact.phone_shown("0812345678") == "081 234 5678"
    assert contact.phone_masked("") == ""


@pytest.mark.parametrize("typed", ["1101700230708", "1-1017-00230-70-8", "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘", " 1 1017 00230 70 8 "])
def test_a_national_number_has_one_form(typed: str) -> None:
    assert identity.national_id(typed) == "1101700230708"


def test_a_national_number_may_be_missing() -> None:
    assert identity.national_id("") is None
    assert identity.national_id(" - ") is None


def test_numbers_of_people_without_status_and_school_codes_are_known() -> None:
    first = "012345678901"
    from stdnum.th import pin

    assert identity.national_id(first + pin.calc_check_digit(first)) == first + pin.calc_check_digit(first)
    assert identity.national_id("g123456789012") == "G123456789012"


@pytest.mark.parametrize(
    "typed",
    ["1101700230709", "110170023070", "11017002307081", "abcdefghijklm", "9101700230708", "G12345", "²101700230708"],
)
def test_a_slip_in_a_national_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        identity.national_id(typed)
    assert refusal.value.field == "national_id"


def test_a_masked_number_shows_its_ends() -> None:
    assert identity.masked("1101700230708") == "1-1017-xxxxx-xx-8"
    assert identity.printed("1101700230708") == "1-1017-00230-70-8"
    assert identity.masked("") == ""
