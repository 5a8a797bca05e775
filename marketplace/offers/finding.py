"""Finding by words: the words as they are, then what may have been meant, then parts of words; best first."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import text

from marketplace.i18n import thai
from marketplace.offers import search, spelling
from marketplace.offers.spelling import Meant
from models.session import db

MOST: Final = 2_000
"""How many hits are ranked; a text that finds more is told as 'more than'."""

_FEW: Final = 5
_LONGEST_QUERY: Final = 100
_MOST_WORDS: Final = 12
_PIECE: Final = 3

_WORDS_SQLITE = text("SELECT rowid FROM search_words WHERE search_words MATCH :query ORDER BY rank LIMIT :most")
_LETTERS_SQLITE = text("SELECT rowid FROM search_letters WHERE search_letters MATCH :query LIMIT :most")
_WORDS_POSTGRESQL = text(
    "SELECT opportunity_id FROM search_words, CAST(:query AS tsquery) AS asked WHERE words @@ asked"
    " ORDER BY ts_rank(words, asked) DESC, opportunity_id LIMIT :most"
)
_LETTERS_POSTGRESQL = text("SELECT opportunity_id FROM search_words WHERE letters LIKE :query LIMIT :most")


class Hits(NamedTuple):
    """Ids best first; `words` are those that were meant where they differ from those that were typed."""

    ids: tuple[int, ...]
    words: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are told."""
        return len(self.ids) >= MOST


def find(said: str) -> Hits:
    """Every listed opportunity a text can mean; forgives one slip a word, misjudged word breaks and half-typed words."""
    chunks = [found for chunk in thai.normalise(said[:_LONGEST_QUERY]).split() if (found := search.words(chunk))][
        :_MOST_WORDS
    ]
    typed = [Meant((word,)) for chunk in chunks for word in chunk][:_MOST_WORDS]
    if not typed:
        return Hits(())
    found = dict.fromkeys(_with_words(typed))
    told = ""
    if len(found) < _FEW:
        guessed = _guess(chunks)
        more = _with_words(guessed) if guessed else []
        told = "" if found or not more else " ".join(place.words[0] for place in guessed)
        found |= dict.fromkeys(more)
    if len(found) < _FEW:
        found |= dict.fromkeys(_with_letters(["".join(chunk) for chunk in chunks]))
    if not found and len(typed) > 1:
        found = dict.fromkeys(_with_words(typed, every=False))
    return Hits(tuple(found), told)


def _guess(chunks: Sequence[Sequence[str]]) -> list[Meant]:
    """The query with slips mended, chunk by chunk; empty when nothing can be mended."""
    places: list[Meant] = []
    mended = False
    for chunk in chunks:
        meant = spelling.meant(chunk)
        mended = mended or bool(meant)
        places.extend(meant or (Meant((word,)) for word in chunk))
    return places[:_MOST_WORDS] if mended else []


def _with_words(places: Sequence[Meant], *, every: bool = True) -> list[int]:
    if db.get_bind().dialect.name == "postgresql":
        joined = (" & " if every else " | ").join(
            "(" + " | ".join(map(search.lexeme, place.words)) + ")" for place in places
        )
        return _ids(_WORDS_POSTGRESQL, joined)
    joined = (" AND " if every else " OR ").join("(" + " OR ".join(map(_quoted, place.words)) + ")" for place in places)
    return _ids(_WORDS_SQLITE, joined)


def _with_letters(chunks: Sequence[str]) -> list[int]:
    """Titles that hold every chunk as a part of a word."""
    long = [chunk for chunk in chunks if len(chunk) >= _PIECE]
    if not long or len(long) < len(chunks):
        return []
    if db.get_bind().dialect.name == "postgresql":
        pattern = "%" + "%".join(_escaped(chunk) for chunk in long) + "%"
        return _ids(_LETTERS_POSTGRESQL, pattern)
    pieces = {chunk[at : at + _PIECE] for chunk in long for at in range(len(chunk) - _PIECE + 1)}
    return _ids(_LETTERS_SQLITE, " AND ".join(map(_quoted, sorted(pieces))))


def _ids(statement: object, query: str) -> list[int]:
    return list(db.scalars(statement, {"query": query, "most": MOST}))  # type: ignore[call-overload]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _escaped(chunk: str) -> str:
    return chunk.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
