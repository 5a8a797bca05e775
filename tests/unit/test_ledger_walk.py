"""What the walk through the books takes for the words of an entry is what was hashed when it was written."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from marketplace.ledger import walk
from marketplace.ledger.chain import content_hash, stamp, stamp_at
from marketplace.ledger.walk import Walk, quoted

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
satang = st.integers(-(2**62), 2**62)


def head(kind: str, key: str, reverses: int | None, cause: tuple[str, str], note: str, content: bytes) -> walk.Row:
    return (1, 1, 7, kind, key, reverses, *cause, note, None, "2026-11-01 09:00:00.000001", b"", b"", content, 2)


@given(
    words, words, st.none() | st.integers(1, 2**62), st.tuples(words, words), words, st.lists(st.tuples(words, satang))
)
def test_any_words_are_read_as_they_were_hashed(
    kind: str, key: str, reverses: int | None, cause: tuple[str, str], note: str, lines: list[tuple[str, int]]
) -> None:
    content = content_hash(kind, key, reverses, cause, note, lines)
    accounts = {number: (f"[{quoted(code)},", code, 1, "cash", "fund") for number, (code, _) in enumerate(lines)}
    rows = [(7, number, amount) for number, (_, amount) in enumerate(lines)]
    assert walk._content(head(kind, key, reverses, cause, note, content), rows, accounts) == content
    assert walk._content(head(kind, f"{key}x", reverses, cause, note, content), rows, accounts) == b""


def test_what_no_entry_ever_held_is_no_entry() -> None:
    accounts = {1: ('["F/cash",', "F/cash", 1, "cash", "fund")}
    content = content_hash("grant", "k", None, ("fund", "F"), "", [("F/cash", 5)])
    for row in ((7, 1, 5.0), (7, 1, "5"), (7, 1, None), (7, 2, 5)):
        seen, one = Walk(), head("grant", "k", None, ("fund", "F"), "", content)
        assert walk._content(one, [row], accounts) == b""
        walk._balance(seen, one, [row], accounts)
        assert seen.unbalanced == ["entry 7"]
    seen = Walk()
    walk._follow(seen, (1, 1, 7, *[None] * 7, "yesterday", None, None, None, 2), b"", {})
    assert seen.unchained == ["book 1 entry 1"]


@given(st.integers(0, 7_000_000_000_000_000), st.none() | st.integers(1, 99))
def test_an_instant_is_the_same_as_text_and_as_a_database_gives_it(since: int, actor: int | None) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=since)
    text = at.replace(tzinfo=None).isoformat(" ", "microseconds")
    for stored in (text, at, at.astimezone(timezone(timedelta(hours=7)))):
        assert walk.micros(walk.instant(stored)) == since
        assert stamp_at(b"c", since, actor) == stamp(b"c", walk.instant(stored), actor)
