"""Sealed facts: unreadable when altered, moved or without their key; readable across a change of keys."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.sealing import Keyring, Unreadable, blind_index, new_key, seal, unseal, use_keys
from tests.conftest import KEYS

OLD, NEW = new_key(), new_key()
PLACE = "youth|national_id|Y-1"


@pytest.fixture(autouse=True)
def keys():
    use_keys(KEYS)
    yield
    use_keys(KEYS)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200))
def test_what_is_sealed_is_read_again(text: str) -> None:
    use_keys(KEYS)
    assert unseal(seal(text, PLACE), PLACE) == text


def test_the_same_fact_is_sealed_differently_each_time() -> None:
    assert len({seal("1101700230708", PLACE) for _ in range(50)}) == 50


def test_nothing_of_the_fact_shows() -> None:
    sealed = seal("1101700230708", PLACE)
    assert "1101700230708" not in sealed
    assert b"1101700230708" not in base64.urlsafe_b64decode(sealed.partition(":")[2])


def test_every_flipped_bit_is_noticed() -> None:
    key, _, payload = seal("ยะลา", PLACE).partition(":")
    raw = base64.urlsafe_b64decode(payload)
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unreadable):
            unseal(f"{key}:{base64.urlsafe_b64encode(bytes(changed)).decode()}", PLACE)


@pytest.mark.parametrize("elsewhere", ["youth|national_id|Y-2", "youth|phone|Y-1", "guardian|national_id|Y-1", ""])
def test_a_value_moved_elsewhere_is_unreadable(elsewhere: str) -> None:
    with pytest.raises(Unreadable):
        unseal(seal("1101700230708", PLACE), elsewhere)


@pytest.mark.parametrize(
    "garbage", ["", ":", "test:", "test:AA", "test:!!!", "x", "test:" + "A" * 4000, "nokey:AAAA", "ก:ข"]
)
def test_garbage_is_unreadable_and_nothing_worse(garbage: str) -> None:
    with pytest.raises(Unreadable):
        unseal(garbage, PLACE)


def test_old_values_are_read_after_the_key_changed_and_new_ones_use_the_new_key() -> None:
    use_keys(Keyring({"k1": OLD}, "k1", new_key()))
    before = seal("ยะลา", PLACE)
    use_keys(Keyring({"k1": OLD, "k2": NEW}, "k2", new_key()))
    after = seal("เบตง", PLACE)
    assert (unseal(before, PLACE), unseal(after, PLACE)) == ("ยะลา", "เบตง")
    assert (before.partition(":")[0], after.partition(":")[0]) == ("k1", "k2")


def test_without_its_key_a_value_is_gone() -> None:
    use_keys(Keyring({"k1": OLD}, "k1", new_key()))
    before = seal("ยะลา", PLACE)
    use_keys(Keyring({"k2": NEW}, "k2", new_key()))
    with pytest.raises(Unreadable):
        unseal(before, PLACE)


def test_a_ring_without_its_current_key_is_refused() -> None:
    with pytest.raises(ValueError, match="k9"):
        use_keys(Keyring({"k1": OLD}, "k9", new_key()))


def test_the_blind_index_finds_equal_values_of_one_kind_under_one_key() -> None:
    found = blind_index("national_id", "1101700230708")
    assert found == blind_index("national_id", "1101700230708")
    assert found != blind_index("phone", "1101700230708")
    assert found != blind_index("national_id", "1101700230709")
    use_keys(Keyring({"k1": OLD}, "k1", new_key()))
    assert found != blind_index("national_id", "1101700230708")


def test_keys_do_not_show_themselves() -> None:
    assert "x5A" not in repr(KEYS)
    assert "ZZZZ" not in repr(KEYS)
