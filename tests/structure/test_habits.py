"""Ways of working that a reader may rely on: who commits, who moves a state, what a template may say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Where a transaction may end: a request, a job, a command. Everything else is part of one.
EDGES = {"models/session.py", "blueprints/guard.py"}
MOVERS = {"marketplace/audit/moves.py"}
QUERIES = {"query", "execute", "scalars", "scalar", "filter_by", "all", "first"}
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\b(src|nonce|type)=)", re.IGNORECASE
)


def sources(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def test_only_the_edge_commits() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources("blueprints", "marketplace", "models")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
        if name not in EDGES
    ]
    assert found == []


def test_no_state_is_assigned_by_hand() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources("blueprints", "marketplace")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state" and name not in MOVERS
    ]
    assert found == []


def test_no_error_is_swallowed_whole() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources("blueprints", "marketplace", "models")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or getattr(node.type, "id", "") == "Exception")
        if len(node.body) == 1 and isinstance(node.body[0], ast.Pass | ast.Continue)
    ]
    assert found == []


def test_templates_hold_no_style_script_or_handler_of_their_own() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if INLINE.search(line)
    ]
    assert found == []


def test_templates_ask_the_database_nothing() -> None:
    asking = re.compile(r"\.(" + "|".join(sorted(QUERIES)) + r")\(")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if asking.search(line)
    ]
    assert found == []


def test_whoever_scores_takes_the_terms_that_are_scored() -> None:
    """`offer_terms` alone knows no record of the provider; `live.rated` does."""
    found = [
        name
        for name, tree in sources("blueprints", "marketplace")
        for names in [_imported(tree)]
        if "marketplace.matching.reading.offer_terms" in names
        and names & {f"marketplace.matching.scoring.{verb}" for verb in ("score", "rank", "order")}
    ]
    assert found == []


def _imported(tree: ast.Module) -> set[str]:
    return {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
