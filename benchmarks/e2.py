"""e2: p50 of a trigram index with bm25 ÷ p50 of our ranked search, 100,000 titles and descriptions on SQLite.

Both answer the same questions: one or two words as often as texts use them, one in five a rare one, and one in five
misspelt.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence

from sqlalchemy import text

from benchmarks import texts
from benchmarks.databases import sqlite
from benchmarks.harness import Claim, finish, medians
from marketplace.i18n import thai
from marketplace.offers import finding
from models.session import begin_scope, connect, db, end_scope, unit_of_work

BAR, QUESTIONS, ROUNDS, MISSPELT = 2.5, 300, 5, 0.2
BASELINE = text("SELECT rowid FROM trigrams WHERE trigrams MATCH :query ORDER BY bm25(trigrams, 8.0, 1.0) LIMIT 20")


def main() -> int:
    """Measure on SQLite."""
    with sqlite() as url:
        connect(url)
        library = texts.build()
        with unit_of_work():
            db.execute(text("CREATE VIRTUAL TABLE trigrams USING fts5(title, body, tokenize = 'trigram')"))
            rows = [{"id": k, "title": thai.normalise(t), "body": thai.normalise(b)} for k, t, b in library.texts]
            db.execute(text("INSERT INTO trigrams (rowid, title, body) VALUES (:id, :title, :body)"), rows)
        questions = _questions(library)
        begin_scope(writes=False)
        told = medians(ROUNDS, {"trigrams": lambda: _p50(_trigrams, questions), "ours": lambda: _p50(_ours, questions)})
        end_scope()
    note = f"p50 {told['trigrams'] * 1e3:.2f} ms by trigrams, {told['ours'] * 1e3:.2f} ms ours"
    return finish("e2", [Claim("sqlite", told["trigrams"] / told["ours"], BAR)], n=texts.COUNT, note=note)


def _questions(library: texts.Library) -> list[str]:
    chance = random.Random(11)
    rare = list(library.planted)
    asked = []
    for number in range(QUESTIONS):
        common = chance.choices(library.common, cum_weights=texts.OFTEN, k=chance.randint(1, 2))
        words = [chance.choice(rare)] if number % 5 == 0 else common
        long = [word for word in words if len(word) > 3]
        if long and chance.random() < MISSPELT:
            words[words.index(long[0])] = texts.slip(chance, long[0])
        asked.append(" ".join(words))
    return asked


def _p50(ask: Callable[[str], object], questions: Sequence[str]) -> float:
    spans = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        spans.append(time.perf_counter() - start)
    return statistics.median(spans)


def _ours(question: str) -> object:
    return finding.find(question)


def _trigrams(question: str) -> object:
    parts = " AND ".join('"' + part + '"' for part in thai.normalise(question).split() if len(part) >= 3)
    return db.execute(BASELINE, {"query": parts}).all() if parts else []
