"""Reading the description of a bank's files, and saying at once, and where, what is wrong with it."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marketplace.earnings.bank_shapes import ANY, ANY_DAY, BadFormat, BankFormat, Cell, Edge, Shape
from models.vocabulary import LineOutcome

PAY_FACTS = frozenset({"number", "line", "name", "method", "bank", "account", "amount", "pay_on"})
RESULT_FACTS = frozenset({"line", "outcome", "bank_ref", "settled_on", "reason", "amount"})
PAY_SUMS = frozenset({"count", "total", "batch", "pay_on"})
RESULT_SUMS = frozenset({"count", "total", "paid_count", "paid_total"})
AMOUNTS = frozenset({"baht", "baht-grouped", "satang"})
ERAS = frozenset({"ce", "be"})
_DATE = re.compile(r"[DMY/.\- ]+")
_SUM = re.compile(r"\{(\w+)\}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def read(path: Path) -> BankFormat:
    """One format; raises BadFormat."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFormat(f"{path.name}: {error}") from error
    return _Reader(path.name).whole(told)


class _Reader:
    """What is in one file, looked at piece by piece."""

    def __init__(self, name: str) -> None:
        self.name = name

    def must(self, truth: object, where: str, why: str) -> None:
        """Go on only if it is so."""
        if not truth:
            raise BadFormat(f"{self.name}: {where}: {why}")

    def whole(self, told: dict[str, Any]) -> BankFormat:
        """Both files of one bank."""
        self._known(told, "file", {"name", "th", "en", "place", "pay", "result"})
        for key in ("name", "th", "en"):
            self.must(isinstance(told.get(key), str) and told[key].strip(), key, "write a text")
        self.must(_NAME.fullmatch(told["name"]), "name", "small letters, digits and hyphens, at most 40")
        self.must(isinstance(told.get("place", 5), int), "place", "write a whole number")
        for key in ("pay", "result"):
            self.must(isinstance(told.get(key), dict), key, "this part is missing")
        pay = self._shape(told["pay"], "pay", PAY_FACTS, PAY_SUMS)
        result = self._shape(told["result"], "result", RESULT_FACTS, RESULT_SUMS)
        self._pays(pay)
        self._answers(result)
        return BankFormat(told["name"], told["th"], told["en"], told.get("place", 5), pay, result)

    def _shape(self, told: dict[str, Any], part: str, facts: frozenset[str], sums: frozenset[str]) -> Shape:
        self._known(told, part, set(Shape.__dataclass_fields__))
        for key in ("headings", "any_order", "whole_numbers"):
            self.must(isinstance(told.get(key, False), bool), f"{part}.{key}", "true or false")
        self.must("headings" in told, f"{part}.headings", "true or false")
        for key in ("delimiter", "date", "amount"):
            self.must(isinstance(told.get(key), str), f"{part}.{key}", "write a text")
        fits = len(told["delimiter"]) == 1 and told["delimiter"] not in '"\r\n'
        self.must(fits, f"{part}.delimiter", "one letter, no quotation mark")
        self.must(told["amount"] in AMOUNTS, f"{part}.amount", f"one of {_list(AMOUNTS)}")
        self.must(told.get("era", "ce") in ERAS, f"{part}.era", f"one of {_list(ERAS)}")
        self.must(_is_date(told["date"], part), f"{part}.date", "DD, MM and YYYY, each once, for example DD/MM/YYYY")
        self.must(str(told.get("suffix", "csv")).isalnum(), f"{part}.suffix", "letters and digits")
        given: dict[str, Any] = dict(told)
        for key in ("top", "end"):
            if key in told:
                given[key] = self._edge(told[key], f"{part}.{key}", sums)
        can_move = told["headings"] and "top" not in given
        self.must(not told.get("any_order") or can_move, f"{part}.any_order", "needs headings and no opening line")
        given["encodings"] = self._encodings(told.get("encodings"), f"{part}.encodings")
        given["columns"] = self._columns(told.get("columns"), f"{part}.columns", facts)
        return Shape(**given)

    def _encodings(self, told: Any, where: str) -> tuple[str, ...]:
        self.must(isinstance(told, list) and told, where, "a list of at least one")
        for name in told:
            try:
                "0".encode(name)
            except (LookupError, TypeError) as error:
                raise BadFormat(f"{self.name}: {where}: {name} is no known encoding") from error
        return tuple(told)

    def _columns(self, told: Any, where: str, facts: frozenset[str]) -> tuple[Cell, ...]:
        self.must(isinstance(told, list) and told, where, "a list of at least one column")
        cells = [self._cell(one, f"{where}[{at}]", facts) for at, one in enumerate(told, 1)]
        heads = [one.head.casefold() for one in cells]
        self.must(len(heads) == len(set(heads)), where, "each heading once")
        given = [one.fact for one in cells if one.fact]
        self.must(len(given) == len(set(given)), where, "each fact once")
        return tuple(cells)

    def _cell(self, told: Any, where: str, facts: frozenset[str]) -> Cell:
        self.must(isinstance(told, dict), where, "a column is written in braces")
        self._known(told, where, {"head", "is", "always", "optional", "words"})
        self.must(isinstance(told.get("head"), str) and told["head"].strip(), where, "head is missing")
        self.must(("is" in told) != isinstance(told.get("always"), str), where, "either is or always")
        self.must("is" not in told or told["is"] in facts, where, f"is: one of {_list(facts)}")
        words = told.get("words", {})
        fits = isinstance(words, dict) and all(isinstance(word, str) for word in words.values())
        self.must(fits, where, "words: a text for each word")
        return Cell(
            told["head"].strip(), told.get("is", ""), told.get("always", ""), bool(told.get("optional")), dict(words)
        )

    def _edge(self, told: Any, where: str, sums: frozenset[str]) -> Edge:
        self.must(isinstance(told, dict), where, "cells is missing")
        self._known(told, where, {"cells", "optional"})
        cells = told.get("cells")
        fits = isinstance(cells, list) and cells and all(isinstance(one, str) for one in cells)
        self.must(fits, where, "cells: a list of texts")
        for one in cells:
            if "{" in one or "}" in one:
                found = _SUM.fullmatch(one)
                self.must(found and found[1] in sums, where, f"{one}: in braces stands one of {_list(sums)}")
        self.must(cells[0] not in ("", ANY) and "{" not in cells[0], where, "the first cell says which line this is")
        return Edge(tuple(cells), bool(told.get("optional")))

    def _pays(self, shape: Shape) -> None:
        given = {one.fact for one in shape.columns}
        for fact in ("line", "name", "account", "amount"):
            self.must(fact in given, "pay.columns", f"{fact} is missing: without it nobody can be paid, or told apart")
        self.must(len(shape.encodings) == 1, "pay.encodings", "a file we write has one encoding")
        self.must(not shape.any_order, "pay.any_order", "a file we write has one order")

    def _answers(self, shape: Shape) -> None:
        by_fact = {one.fact: one for one in shape.columns if one.fact}
        for fact in ("line", "outcome", "bank_ref", "settled_on", "reason"):
            self.must(fact in by_fact, "result.columns", f"{fact} is missing")
        meant = set(by_fact["outcome"].words.values())
        ends = {one.value for one in LineOutcome if one is not LineOutcome.PENDING}
        self.must(meant <= ends, "result.columns", f"outcome: words mean one of {_list(ends)}")
        for outcome in (LineOutcome.PAID.value, LineOutcome.FAILED.value):
            self.must(outcome in meant, "result.columns", f"outcome: no word for {outcome}")
        edges = [edge for edge in (shape.top, shape.end) if edge]
        sums = {cell for edge in edges for cell in edge.cells}
        needs = "amount" in by_fact or not sums & {"{total}", "{paid_total}"}
        self.must(needs, "result", "a total needs a column for the amount")
        fits = not shape.any_order or all(len(edge.cells) <= len(shape.columns) for edge in edges)
        self.must(fits, "result.end", "more cells than columns")

    def _known(self, told: Mapping[str, Any], where: str, keys: set[str]) -> None:
        for key in told:
            self.must(key in keys, where, f"{key} is not known; one of {_list(keys)}")


def _is_date(told: str, part: str) -> bool:
    if told == ANY_DAY:
        return part == "result"
    bare = re.sub(r"[/.\- ]", "", told)
    parts = all(bare.count(one) == 1 for one in ("DD", "MM", "YYYY"))
    return parts and len(bare) == 8 and _DATE.fullmatch(told) is not None


def _list(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names))
