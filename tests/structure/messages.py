"""Finds every message of the source: `t("...")` in Python, `_("...")` in templates, with the values each is given."""

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("blueprints", "marketplace", "models")


@dataclass(frozen=True)
class Message:
    """One use of a message; `values` is None when they cannot be told from the source."""

    where: str
    key: str | None
    values: frozenset[str] | None


@cache
def in_source() -> tuple[Message, ...]:
    """Every message of Python files and templates."""
    return tuple(found())


def found() -> Iterator[Message]:
    """The messages file by file."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield from in_python(file)
    environment = jinja2.Environment(autoescape=True)
    for file in sorted((ROOT / "templates").rglob("*.html")):
        yield from in_template(environment, file)


def in_python(file: Path) -> Iterator[Message]:
    """The messages of one Python file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "_") and node.args:
            named = [keyword.arg for keyword in node.keywords]
            values = None if None in named else frozenset(name for name in named if name)
            for key in literals(node.args[0]):
                yield Message(f"{file.relative_to(ROOT)}:{node.lineno}", key, values)


def literals(node: ast.expr) -> Iterator[str | None]:
    """The strings an expression may be; None where that cannot be told."""
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    else:
        yield node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_template(environment: jinja2.Environment, file: Path) -> Iterator[Message]:
    """The messages of one template."""
    for call in environment.parse(file.read_text(encoding="utf-8"), filename=str(file)).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
            values = None if call.dyn_kwargs else frozenset(keyword.key for keyword in call.kwargs)
            for key in template_literals(call.args[0]):
                yield Message(f"{file.relative_to(ROOT)}:{call.lineno}", key, values)


def template_literals(node: nodes.Expr) -> Iterator[str | None]:
    """The strings a template expression may be; None where that cannot be told."""
    if isinstance(node, nodes.CondExpr):
        yield from template_literals(node.expr1)
        if node.expr2 is not None:
            yield from template_literals(node.expr2)
    else:
        yield node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def places(text: str) -> frozenset[str]:
    """The `{named}` places of a message."""
    return frozenset(name.split(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None)
