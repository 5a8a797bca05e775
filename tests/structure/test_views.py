"""Every view has a rule; a view that writes commits at its edge, and a page that is read never does."""

from collections.abc import Iterator
from typing import Any

from flask import Flask

from blueprints.guard import READS


def views(app: Flask) -> Iterator[tuple[str, frozenset[str], Any]]:
    """Endpoint, its methods and its function, for each rule of the map."""
    for rule in app.url_map.iter_rules():
        yield rule.endpoint, frozenset(rule.methods or ()) - {"OPTIONS"}, app.view_functions[rule.endpoint]


def test_every_view_has_a_rule(app: Flask) -> None:
    assert [name for name, _, view in views(app) if not hasattr(view, "okat_rule")] == []


def test_every_view_either_reads_or_writes(app: Flask) -> None:
    assert [name for name, methods, _ in views(app) if methods & READS and methods - READS] == []


def test_what_writes_commits_and_what_reads_does_not(app: Flask) -> None:
    wrong = [name for name, methods, view in views(app) if hasattr(view, "okat_commits") == bool(methods & READS)]
    assert wrong == []


def test_guarded_addresses_load_their_objects(app: Flask) -> None:
    unloaded = [
        f"{rule.endpoint}: {name}"
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "okat_rule", None)
        for name in app.view_functions[rule.endpoint].okat_rule.loaders
        if name not in rule.arguments
    ]
    assert unloaded == []
