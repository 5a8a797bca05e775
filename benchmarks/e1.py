"""e1: of all texts that hold a rare word, how many are on the first page of whoever looks for it.

One question in five has one letter more, less, other, or two swapped.
"""

import random

from benchmarks import texts
from benchmarks.databases import both
from benchmarks.harness import Claim, finish
from marketplace.offers import finding
from models.session import begin_scope, connect, end_scope

BAR, PAGE, MISSPELT = 0.97, 20, 0.2


def main() -> int:
    """Measure on both databases with the same questions."""
    claims, told = [], []
    with both() as urls:
        for kind, url in urls.items():
            connect(url)
            library = texts.build()
            chance = random.Random(7)
            asked = {word: texts.slip(chance, word) if chance.random() < MISSPELT else word for word in library.planted}
            begin_scope(writes=False)
            right = {word: _found(library.planted[word], said) for word, said in asked.items()}
            end_scope()
            slipped = [right[word] for word, said in asked.items() if said != word]
            claims.append(Claim(kind, sum(right.values()) / len(right), BAR))
            told.append(f"{kind}: {sum(slipped) / len(slipped):.3f} of the {len(slipped)} misspelt")
    return finish("e1", claims, n=texts.COUNT, note="; ".join(told))


def _found(wanted: frozenset[int], said: str) -> float:
    return len(wanted & set(finding.find(said).ids[:PAGE])) / len(wanted)
