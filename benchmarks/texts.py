"""Thai texts by seed: titles and descriptions of running words, with rare words planted in a few of them."""

import random
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

from marketplace.i18n import thai
from marketplace.offers import search
from models.session import unit_of_work

COUNT = 100_000
COMMON, PLANTED, EACH = 3_000, 500, 5
OFTEN = list(accumulate(1 / rank for rank in range(10, COMMON + 10)))
"""How often each common word is used: the nth about 1/n as often as the first, as in any language."""

BATCH = 2_000
LETTERS = "กขคงจชดตทนบปพมยรลวสหอาิีุูเแโ"


@dataclass(frozen=True)
class Library:
    """The texts that were indexed, the words everybody uses, and where each rare word stands."""

    texts: list[tuple[int, str, str]]
    common: list[str]
    planted: dict[str, frozenset[int]]


def build(seed: int = 2569) -> Library:
    """Write the texts and index them in the bound, migrated database."""
    chance = random.Random(seed)
    words = _dictionary()
    chance.shuffle(words)
    common = words[:COMMON]
    used = "|".join(common)
    rare = [word for word in words[COMMON:] if len(word) >= 5 and word not in used][:PLANTED]
    planted = {word: frozenset(chance.sample(range(1, COUNT + 1), EACH)) for word in rare}
    inside: dict[int, list[str]] = {}
    for word, keys in planted.items():
        for key in keys:
            inside.setdefault(key, []).append(word)
    texts = [_text(chance, key, common, inside.get(key, [])) for key in range(1, COUNT + 1)]
    for first in range(0, COUNT, BATCH):
        with unit_of_work():
            search.keep_words(texts[first : first + BATCH])
    return Library(texts, common, planted)


def slip(chance: random.Random, word: str) -> str:
    """The word with one letter more, less, other, or two swapped."""
    at = chance.randrange(1, len(word))
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == 2 or at + 1 >= len(word):
        return word[:at] + chance.choice(LETTERS) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _text(chance: random.Random, key: int, common: list[str], rare: list[str]) -> tuple[int, str, str]:
    """Words run together as people write them, with a space here and there."""
    title = chance.choices(common, cum_weights=OFTEN, k=4)
    body = chance.choices(common, cum_weights=OFTEN, k=chance.randint(12, 24))
    for word in rare:
        where = title if chance.random() < 0.3 else body
        where.insert(chance.randint(0, len(where)), word)
    return key, "".join(title), "".join(word + (" " if chance.random() < 0.25 else "") for word in body)


def _dictionary() -> list[str]:
    package = find_spec("pythainlp")
    assert package is not None
    assert package.origin is not None
    lines = (Path(package.origin).parent / "corpus" / "words_th.txt").read_text(encoding="utf-8").splitlines()
    known = {thai.normalise(line) for line in lines}
    return sorted(word for word in known if 3 <= len(word) <= 12 and " " not in word and thai.tokens(word) == [word])
