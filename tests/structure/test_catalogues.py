"""Thai ships complete: every message of the source has a Thai sentence with the same places."""

from collections.abc import Iterable

from marketplace.i18n.catalogue import messages
from tests.structure.messages import in_source, places


def listed(lines: Iterable[str]) -> str:
    return "\n" + "\n".join(sorted(set(lines)))


def test_every_message_has_a_thai_sentence() -> None:
    thai = messages("th")
    missing = [f"{found.where}: {found.key}" for found in in_source() if found.key and found.key not in thai]
    assert not missing, listed(missing)


def test_every_message_is_written_where_it_is_used() -> None:
    hidden = [found.where for found in in_source() if found.key is None]
    assert not hidden, listed(hidden)


def test_every_place_of_a_message_is_given_a_value() -> None:
    empty = [
        f"{found.where}: {found.key}"
        for found in in_source()
        if found.key and found.values and places(found.key) - found.values
    ]
    assert not empty, listed(empty)


def test_no_message_with_places_is_left_without_values() -> None:
    bare = [
        f"{found.where}: {found.key}"
        for found in in_source()
        if found.key and found.values == frozenset() and "{" in found.key
    ]
    assert not bare, listed(bare)


def test_thai_sentences_keep_the_places_of_their_key() -> None:
    wrong = [key for key, said in messages("th").items() if places(key) != places(said)]
    assert not wrong, listed(wrong)
