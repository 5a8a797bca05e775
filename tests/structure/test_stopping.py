"""Whatever may write into the books is pressed on a page that says so while money is stopped."""

from flask import Flask

from blueprints import stopping
from blueprints.guard import READS
from tests.fixtures.calls import reaching
from tests.structure.test_views import views

DOOR = "marketplace.ledger.posting.post"
MIRROR = "marketplace.ledger.posting.reverse"
BEGUN = "marketplace.ledger.stops.check"
"""What begins a gift asks this itself, before a page is opened for it."""


def writers() -> frozenset[str]:
    return reaching(DOOR) | reaching(MIRROR) | reaching(BEGUN)


def test_every_view_that_may_write_into_the_books_says_that_they_are_stopped(app: Flask) -> None:
    able = writers()
    pressed = {
        name: view for name, methods, view in views(app)
        if methods - READS and f"{view.__module__}.{view.__name__}" in able
    }  # fmt: skip
    assert len(pressed) > 20, "the walk has lost its way"
    assert [name for name in sorted(pressed) if not stopping_says(app, name)] == []


def test_every_page_beside_such_a_view_says_so_too(app: Flask) -> None:
    able = writers()
    written = {
        rule.rule for rule in app.url_map.iter_rules()
        if (view := app.view_functions[rule.endpoint]) and f"{view.__module__}.{view.__name__}" in able
        and set(rule.methods or ()) - READS
    }  # fmt: skip
    quiet = [
        rule.endpoint for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and any(one == rule.rule or one.startswith(f"{rule.rule}/") for one in written)
        and rule.rule.count("/") > 1 and not stopping_says(app, rule.endpoint)
    ]  # fmt: skip
    assert quiet == []


def test_nothing_is_named_in_vain(app: Flask) -> None:
    able = {name.rpartition(".")[0].removeprefix("blueprints.") for name in writers()}
    assert stopping.PARTS - able == set()
    assert (stopping.LEADS | stopping.QUIET) - set(app.view_functions) == set()


def stopping_says(app: Flask, endpoint: str) -> bool:
    with app.app_context():
        return stopping.may_move_money(endpoint)
