"""Passwords: long rather than odd, Thai as good as English, the common ones refused."""

import unicodedata

import pytest

from marketplace.kernel.errors import Invalid
from marketplace.people import passwords


@pytest.mark.parametrize(
    "good",
    ["ฝนตกที่หน้าต่าง", "eight8ch", "no capitals no digits", "ข้าวเหนียวมะม่วง 3 จาน", " spaces count ", "🐘🐘🌧🌾🍚🛵🏡🎒"],
)
def test_a_long_enough_password_is_good(good: str) -> None:
    assert passwords.accepted(good, staff=False) == unicodedata.normalize("NFC", good)


@pytest.mark.parametrize("bad", ["", "short", "ก" * 7, "x" * 129])
def test_too_short_and_too_long_are_refused(bad: str) -> None:
    with pytest.raises(Invalid):
        passwords.accepted(bad, staff=False)


def test_nothing_is_cut_off() -> None:
    long = "ก ข ค ง จ ฉ ช ซ " * 8
    assert len(long) == 128
    stored = passwords.hashed(passwords.accepted(long, staff=True))
    assert passwords.matches(stored, long)
    assert not passwords.matches(stored, long[:-1] + "x")
    assert not passwords.matches(stored, long + "x")


def test_staff_need_twelve() -> None:
    assert passwords.accepted("elevenchars", staff=False)
    with pytest.raises(Invalid):
        passwords.accepted("elevenchars", staff=True)


@pytest.mark.parametrize(
    "known",
    [
        "password",
        "Password1",
        "PASSWORD123",
        "12345678",
        "๑๒๓๔๕๖๗๘",
        "qwertyuiop",
        "iloveyou",
        "รหัสผ่าน",
        "สวัสดีครับ",
        "ยฟหหไนพก",
        "ผมรักคุณ",
        "thailand",
        "aaaaaaaa",
        "abababab",
        "abcdefghij",
        "987654321",
        "pass word 1 2 3",
    ],
)
def test_what_everybody_uses_is_refused(known: str) -> None:
    with pytest.raises(Invalid):
        passwords.accepted(known, staff=False)


def test_ones_own_login_is_no_password() -> None:
    with pytest.raises(Invalid):
        passwords.accepted("Nid@Example.com", staff=False, login="nid@example.com")
    with pytest.raises(Invalid):
        passwords.accepted("๐๘๑๒๓๔๕๖๗๘", staff=False, login="0812345678")


def test_the_hash_is_argon2id_of_the_floor_or_more() -> None:
    stored = passwords.hashed("a long sentence")
    assert stored.startswith("$argon2id$")
    assert "m=19456,t=2" in stored
    assert not passwords.is_outdated(stored)
    assert passwords.hashed("a long sentence") != stored


@pytest.mark.parametrize("stored", [None, "", "plain", "$argon2id$broken"])
def test_nothing_matches_a_hash_that_is_none(stored: str | None) -> None:
    assert not passwords.matches(stored, "a long sentence")


def test_the_list_is_our_own_and_long_enough() -> None:
    assert len(passwords._common()) >= 200
