"""Journeys wait as long as a busy machine needs, and look at a page only by what waits for it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
JOURNEYS = sorted((ROOT / "tests/journeys").glob("test_*.py"))
BROWSER = ROOT / "tests/fixtures/browser.py"
LEAST = 30
"""In seconds. A browser's limits are in milliseconds, those of processes and sockets in seconds."""
IN_SECONDS = {"urlopen", "wait", "HTTPConnection", "run"}
LOOKS_ONCE = {
    "all_inner_texts",
    "all_text_contents",
    "count",
    "get_attribute",
    "inner_text",
    "input_value",
    "is_checked",
    "is_disabled",
    "is_enabled",
    "is_hidden",
    "is_visible",
    "text_content",
    "url",
}


def limits(tree: ast.Module) -> Iterator[tuple[ast.Call, float]]:
    """Every call that says how long it waits, and its seconds; a name stands for what the file gave it."""
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        doer = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [word.value for word in call.keywords if word.arg == "timeout"]
        given += call.args[:1] if doer in {"set_default_timeout", "set_default_navigation_timeout"} else []
        for value in given:
            said = value.value if isinstance(value, ast.Constant) else named.get(getattr(value, "id", ""), 0)
            yield call, float(said) / (1 if doer in IN_SECONDS else 1000)


@pytest.mark.parametrize("file", [BROWSER, *JOURNEYS], ids=lambda file: file.stem)
def test_nothing_in_a_journey_gives_up_early(file: Path) -> None:
    assert [call.lineno for call, seconds in limits(ast.parse(file.read_text("utf8"))) if seconds < LEAST] == []


def test_what_is_expected_of_a_page_has_that_time_too() -> None:
    calls = [ast.unparse(call.func) for call, _ in limits(ast.parse(BROWSER.read_text("utf8")))]
    assert {"expect.set_options", "context.set_default_timeout"} <= set(calls)


@pytest.mark.parametrize("file", JOURNEYS, ids=lambda file: file.stem)
def test_no_journey_asserts_what_it_saw_at_one_glance(file: Path) -> None:
    """`expect` looks again until it is so; an answer on its way makes a single look right or wrong by chance."""
    found = [
        f"{node.lineno}: {look.attr}"
        for node in ast.walk(ast.parse(file.read_text("utf8")))
        if isinstance(node, ast.Assert)
        for look in ast.walk(node.test)
        if isinstance(look, ast.Attribute) and look.attr in LOOKS_ONCE
    ]
    assert found == []


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("expect(x).to_be_visible(timeout=5_000)", 5), ("SOON = 900\npage.goto('/', timeout=SOON)", 0.9)],
)
def test_a_limit_is_read_in_its_unit(written: str, seconds: float) -> None:
    assert [found for _, found in limits(ast.parse(written))] == [seconds]
