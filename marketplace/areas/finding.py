"""Finding a place from what somebody typed: short words for levels, either language, small slips forgiven."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from marketplace.areas.reference import Place, gazetteer
from marketplace.i18n import thai
from models.vocabulary import AreaLevel

_LEVELS: Final = {
    AreaLevel.PROVINCE: r"จังหวัด|จ\s?\.|changwat\b|province\b",
    AreaLevel.DISTRICT: r"อำเภอ|เขต|อ\s?\.|amphoe\b|amphur\b|khet\b|district\b",
    AreaLevel.SUBDISTRICT: r"ตำบล|แขวง|ต\s?\.|tambon\b|khwaeng\b|subdistrict\b|sub-district\b",
}
_MARK = re.compile(
    r"(?:(?<=^)|(?<=[\s,/]))(?:" + "|".join(f"(?P<{level.value}>{words})" for level, words in _LEVELS.items()) + r")\s*"
)
_ALIASES: Final = {
    "กทม": "10", "กรุงเทพ": "10", "กรุงเทพฯ": "10", "bkk": "10", "krungthep": "10",
    "อยุธยา": "14", "ayutthaya": "14", "โคราช": "30", "korat": "30",
}  # fmt: skip
# Tone marks, the short-vowel sign and the silencer are what people mistype; spaces and stops they add.
_LOOSE = re.compile("[\u0e47-\u0e4e\\s.\\-'’()]")
_DEPTH: Final = {AreaLevel.PROVINCE: 0, AreaLevel.DISTRICT: 1, AreaLevel.SUBDISTRICT: 2}
_LIKE_ENOUGH: Final = 0.6
_LONGER: Final = 3
_LONGEST: Final = 200
_MOST_WORDS: Final = 8

EXACT: Final = 1.0
BEGINS: Final = 0.9
CONTAINS: Final = 0.8
_LIKE: Final = 0.7


class Match(NamedTuple):
    """An area a text can mean: exact when every word names it or what it lies in, or begun by the only word."""

    place: Place
    is_exact: bool
    begins: bool


class _Spelling(NamedTuple):
    key: str
    pairs: frozenset[str]
    code: str


def search(text: str, limit: int = 10) -> list[Place]:
    """The areas a hand-typed text can mean, the likeliest first; nothing when nothing is like it.

    Reads `ต.สะเตง อ.เมือง จ.ยะลา`, `สะเตง ยะลา`, `อำเภอเบตง`, `sateng`, `Mueang Yala`, `95000`.
    """
    return [match.place for match in matches(text)[:limit]]


def matches(text: str) -> list[Match]:
    """All that `search` finds, each told to be exact or only alike."""
    typed = thai.normalise(text[:_LONGEST])
    if re.fullmatch(r"\d{5}", typed):
        return [Match(one, False, False) for one in gazetteer().values() if typed in one.postcodes]
    words = _words(typed)
    found, count = _fitting(words), len(words)
    if words and not _is_sure(found):
        apart = _words(typed, r"[\s,/]")
        if len(apart) > len(words) and (found_apart := _fitting(apart)):
            found, count = found_apart, len(apart)
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], _DEPTH[gazetteer()[pair[0]].level], pair[0]))
    exact = (count + 1) * EXACT
    return [Match(gazetteer()[code], score >= exact, count == 1 and score >= 2 * BEGINS) for code, score in ranked]


def _words(typed: str, parted_by: str = "[,/]") -> list[tuple[AreaLevel | None, str]]:
    """What was typed in pieces, each with the level it names, if any."""
    pieces: list[tuple[AreaLevel | None, str]] = []
    level, start = None, 0
    for mark in [*_MARK.finditer(typed), None]:
        between = typed[start : mark.start() if mark else None]
        for number, part in enumerate(filter(None, map(_loose, re.split(parted_by, between)))):
            pieces.append((None if number else level, part))
        if mark:
            level, start = AreaLevel(str(mark.lastgroup)), mark.end()
    return pieces


def _fitting(words: list[tuple[AreaLevel | None, str]]) -> dict[str, float]:
    """Areas that answer to one word themselves and to every other by something above them."""
    if not words or len(words) > _MOST_WORDS:
        return {}
    scores = [_scores(key, level) for level, key in words]
    fitting: dict[str, float] = {}
    for code in set().union(*scores):
        line = [code[:length] for length in (2, 4, 6) if length <= len(code)]
        held = [max((found.get(one, 0.0) for one in line), default=0.0) for found in scores]
        if all(held):
            fitting[code] = sum(held) + max(found.get(code, 0.0) for found in scores)
    return fitting


def _is_sure(found: Mapping[str, float]) -> bool:
    """Whether a single word named something outright, not only something like it."""
    return max(found.values(), default=0.0) >= 2 * CONTAINS


def _scores(key: str, level: AreaLevel | None) -> Mapping[str, float]:
    """How well each area of a level answers to one word."""
    scores: dict[str, float] = {}
    alike: list[tuple[float, str]] = []
    pairs = _pairs(key)
    for spelling in _spellings():
        if level is not None and gazetteer()[spelling.code].level is not level:
            continue
        if score := _how(key, spelling.key):
            scores[spelling.code] = max(score, scores.get(spelling.code, 0.0))
        elif not scores and abs(len(key) - len(spelling.key)) <= _LONGER:
            like = _likeness(pairs, spelling.pairs)
            if like >= _LIKE_ENOUGH:
                alike.append((like, spelling.code))
    return scores or {code: _LIKE * like for like, code in sorted(alike)}


def _how(key: str, spelling: str) -> float:
    if key == spelling:
        return EXACT
    if spelling.startswith(key):
        return BEGINS
    return CONTAINS if len(key) > 2 and key in spelling else 0.0


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _pairs(key: str) -> frozenset[str]:
    framed = f"^{key}$"
    return frozenset(framed[at : at + 2] for at in range(len(framed) - 1))


def _loose(word: str) -> str:
    return _LOOSE.sub("", word)


@cache
def _spellings() -> tuple[_Spelling, ...]:
    found: list[_Spelling] = []
    for place in gazetteer().values():
        names = [place.name_th, place.name_en]
        if place.level is AreaLevel.DISTRICT and place.code.endswith("01") and not place.code.startswith("10"):
            names += ["เมือง", "Mueang", "Muang"]
        keys = {_loose(thai.normalise(name)) for name in names}
        keys |= {_loose(alias) for alias, code in _ALIASES.items() if code == place.code}
        found += [_Spelling(key, _pairs(key), place.code) for key in sorted(keys)]
    return tuple(found)
