"""Finding by words: the words as they are, then what may have been meant, then parts of words; best first."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import TextClause, text

from marketplace.i18n import thai
from marketplace.offers import search, spelling
from marketplace.offers.spelling import Meant
from models.session import db

MOST: Final = 1_000
"""How many hits are ranked; a text that finds more is told as 'more than'."""

_FEW: Final = 5
_LONGEST_QUERY: Final = 100
_MOST_WORDS: Final = 12
_PIECE: Final = 3
_NEAR_TITLES: Final = 50
_NEVER_FIRST: Final = frozenset("ะัาำิีึืฺุูๅๆ็่้๊๋์ํ๎")
_MARKS: Final = dict.fromkeys(map(ord, "ัิีึืฺุู็่้๊๋์ํ๎"))
_LIKE: Final = 0.5

_WORDS_SQLITE = "SELECT rowid FROM search_words WHERE search_words MATCH ? ORDER BY rowid DESC LIMIT ?"
_LETTERS_SQLITE = "SELECT rowid FROM search_letters WHERE search_letters MATCH ? LIMIT ?"
_NEARLY_SQLITE = "SELECT rowid, letters FROM search_letters WHERE search_letters MATCH ? LIMIT ?"
_WORDS_POSTGRESQL = text(
    "SELECT opportunity_id FROM search_words, CAST(:query AS tsquery) AS asked WHERE words @@ asked"
    " ORDER BY ts_rank(words, asked) DESC, opportunity_id LIMIT :most"
)
_LETTERS_POSTGRESQL = text("SELECT opportunity_id FROM search_words WHERE letters LIKE :query LIMIT :most")
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
    chunks = {chunk: parted for chunk in plain.split()[:_MOST_WORDS] if (parted := search.words(chunk))}
    typed = [Meant((word,)) for parted in chunks.values() for word in parted][:_MOST_WORDS]
    if not typed:
        return Hits(())
    found = [] if any(map(_is_odd, typed)) else _with_words(typed)
    told = ""
    if not found and (guessed := _guess(chunks)):
        found = _with_words(guessed)
        told = " ".join(place.words[0] for place in guessed) if found else ""
    if not found:
        found = _with_words(typed)
    if len(found) < _FEW and len(typed) == 1:
        found += _with_letters(list(chunks))
    if not found:
        found = _nearly([chunk for chunk in chunks if len(chunk) > _PIECE])
    if not found and len(typed) > 1:
        found = _with_words(typed, every=False)
    return Hits(tuple(dict.fromkeys(found)), told)


def _is_odd(place: Meant) -> bool:
    """Whether this is the splinter a slip leaves when Thai words are parted."""
    word = place.words[0]
    return (thai.is_thai(word) and len(word.translate(_MARKS)) < 2) or word[0] in _NEVER_FIRST


def _guess(chunks: Mapping[str, Sequence[str]]) -> list[Meant]:
    """The query with slips mended, chunk by chunk; empty when nothing can be mended."""
    places: list[Meant] = []
    mended = False
    for chunk, parted in chunks.items():
        meant = spelling.meant(chunk, parted)
        mended = mended or bool(meant)
        places.extend(meant or (Meant((word,)) for word in parted))
    return places[:_MOST_WORDS] if mended else []


def _with_words(places: Sequence[Meant], *, every: bool = True) -> list[int]:
    """Hits of the words, those in titles first and of those the newest."""
    if db.get_bind().dialect.name == "postgresql":
        joined = (" & " if every else " | ").join(
            "(" + " | ".join(map(search.lexeme, place.words)) + ")" for place in places
        )
        return _ids(_WORDS_POSTGRESQL, joined)
    joined = (" AND " if every else " OR ").join("(" + " OR ".join(map(_quoted, place.words)) + ")" for place in places)
    titles = [key for (key,) in _rows(_WORDS_SQLITE, f"title : ({joined})", MOST)]
    if len(titles) >= MOST:
        return titles
    first = set(titles)
    return titles + [key for (key,) in _rows(_WORDS_SQLITE, joined, MOST) if key not in first]


def _with_letters(chunks: Sequence[str]) -> list[int]:
    """Titles that hold every chunk as a part of a word."""
    long = [chunk for chunk in chunks if len(chunk) >= _PIECE]
    if not long or len(long) < len(chunks):
        return []
    if db.get_bind().dialect.name == "postgresql":
        pattern = "%" + "%".join(_escaped(chunk) for chunk in long) + "%"
        return _ids(_LETTERS_POSTGRESQL, pattern)
    pieces = dict.fromkeys(piece for chunk in long for piece in _pieces(chunk))
    return [key for (key,) in _rows(_LETTERS_SQLITE, " AND ".join(map(_quoted, pieces)), MOST)]


def _nearly(chunks: Sequence[str]) -> list[int]:
    """Titles that hold most pieces of every chunk, the closest first: a slip inside a compound word."""
    if not chunks:
        return []
    if db.get_bind().dialect.name == "postgresql":
        if not db.scalar(_HAS_TRIGRAMS):
            return []
        rows: Sequence[Any] = db.execute(_NEARLY_POSTGRESQL, {"query": " ".join(chunks), "most": _NEAR_TITLES}).all()
    else:
        # One slip spoils the pieces of one half at most.
        halves = (half for chunk in chunks for half in (chunk[: len(chunk) // 2 + 1], chunk[len(chunk) // 2 - 1 :]))
        whole = (" AND ".join(map(_quoted, pieces)) for half in halves if (pieces := _pieces(half)))
        rows = _rows(_NEARLY_SQLITE, " OR ".join(f"({half})" for half in whole), _NEAR_TITLES)
    likeness = {key: min(_likeness(chunk, letters) for chunk in chunks) for key, letters in rows}
    return sorted((key for key, share in likeness.items() if share >= _LIKE), key=lambda key: (-likeness[key], key))


def _likeness(chunk: str, letters: str) -> float:
    pieces = _pieces(chunk)
    return sum(piece in letters for piece in pieces) / len(pieces)


def _pieces(chunk: str) -> list[str]:
    return [chunk[at : at + _PIECE] for at in range(len(chunk) - _PIECE + 1)]


def _ids(statement: TextClause, query: str) -> list[int]:
    return list(db.scalars(statement, {"query": query, "most": MOST}))


def _rows(statement: str, query: str, most: int) -> Sequence[Any]:
    """What SQLite's own search finds; hundreds of bare numbers need no mapping."""
    if not query:
        return ()
    found = db.connection().exec_driver_sql(statement, (query, most))
    rows: Sequence[Any] = found.cursor.fetchall()
    found.close()
    return rows


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _escaped(chunk: str) -> str:
    return chunk.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
