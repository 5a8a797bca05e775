"""Finding by words: the words as they are, then what may have been meant, then parts of words; best first."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import TextClause, text

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
_NEAR_TITLES: Final = 50
_LIKE: Final = 0.5

_WORDS_SQLITE = text("SELECT rowid FROM search_words WHERE search_words MATCH :query ORDER BY rank LIMIT :most")
_LETTERS_SQLITE = text("SELECT rowid FROM search_letters WHERE search_letters MATCH :query LIMIT :most")
_WORDS_POSTGRESQL = text(
    "SELECT opportunity_id FROM search_words, CAST(:query AS tsquery) AS asked WHERE words @@ asked"
    " ORDER BY ts_rank(words, asked) DESC, opportunity_id LIMIT :most"
)
_LETTERS_POSTGRESQL = text("SELECT opportunity_id FROM search_words WHERE letters LIKE :query LIMIT :most")
_NEARLY_SQLITE = text(
    "SELECT rowid, letters FROM search_letters WHERE search_letters MATCH :query ORDER BY rank LIMIT :most"
)
_NEARLY_POSTGRESQL = text(
    "SELECT opportunity_id, letters FROM search_words WHERE :query <% letters"
    " ORDER BY word_similarity(:query, letters) DESC, opportunity_id LIMIT :most"
)
_HAS_TRIGRAMS = text("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')")


class Hits(NamedTuple):
    """Ids best first; `words` are those that were meant where they differ from those that were typed."""

    ids: tuple[int, ...]
    words: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are told."""
        return len(self.ids) >= MOST


def find(said: str) -> Hits:
    """Every listed opportunity a text can mean; forgives a slip a word, misjudged word breaks and half-typed words."""
    plain = thai.normalise(said[:_LONGEST_QUERY])
    chunks = [parted for chunk in plain.split() if (parted := search.words(chunk))][:_MOST_WORDS]
    typed = [Meant((word,)) for chunk in chunks for word in chunk][:_MOST_WORDS]
    if not typed:
        return Hits(())
    found = _with_words(typed)
    told = ""
    if len(found) < _FEW and (guessed := _guess(chunks)):
        more = _with_words(guessed)
        told = " ".join(place.words[0] for place in guessed) if more and not found else ""
        found += more
    if len(found) < _FEW:
        found += _with_letters(["".join(chunk) for chunk in chunks])
    if not found:
        found = _nearly([joined for chunk in chunks if len(joined := "".join(chunk)) > _PIECE])
    if not found and len(typed) > 1:
        found = _with_words(typed, every=False)
    return Hits(tuple(dict.fromkeys(found)), told)


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
    pieces = {piece for chunk in long for piece in _pieces(chunk)}
    return _ids(_LETTERS_SQLITE, " AND ".join(map(_quoted, sorted(pieces))))


def _nearly(chunks: Sequence[str]) -> list[int]:
    """Titles that hold most pieces of every chunk, the closest first: a slip inside a compound word."""
    if not chunks:
        return []
    if db.get_bind().dialect.name == "postgresql":
        if not db.scalar(_HAS_TRIGRAMS):
            return []
        rows = db.execute(_NEARLY_POSTGRESQL, {"query": " ".join(chunks), "most": _NEAR_TITLES})
    else:
        asked = {piece for chunk in chunks for piece in _pieces(chunk)}
        query = " OR ".join(map(_quoted, sorted(asked)))
        rows = db.execute(_NEARLY_SQLITE, {"query": query, "most": _NEAR_TITLES})
    likeness = {key: min(_likeness(chunk, letters) for chunk in chunks) for key, letters in rows}
    return sorted((key for key, share in likeness.items() if share >= _LIKE), key=lambda key: (-likeness[key], key))


def _likeness(chunk: str, letters: str) -> float:
    pieces = _pieces(chunk)
    return sum(piece in letters for piece in pieces) / len(pieces)


def _pieces(chunk: str) -> set[str]:
    return {chunk[at : at + _PIECE] for at in range(len(chunk) - _PIECE + 1)}


def _ids(statement: TextClause, query: str) -> list[int]:
    return list(db.scalars(statement, {"query": query, "most": MOST}))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _escaped(chunk: str) -> str:
    return chunk.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
