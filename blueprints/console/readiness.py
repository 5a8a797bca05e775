"""Whether the database is there and new enough, asked before a command that reads the books or people."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from itertools import pairwise
from typing import Any

import click

from marketplace import config
from models import schema

WITHOUT_TABLES = frozenset(("db", "labour", "match", "routes", "serve", "template"))
"""What brings the database up itself, or asks nothing of it."""

READS = frozenset((("ledger", "verify"), ("ledger", "prove")))
"""Commands that only read: an installation that is not there is not begun by them."""


def _asks_first(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def asked(*given: Any, **named: Any) -> Any:
        if (why := schema.unready()) is not None:
            click.echo(why, err=True)
            sys.exit(2)
        return run(*given, **named)

    return asked


def hold_to_what_is_there(words: Sequence[str], environment: Mapping[str, str]) -> None:
    """Make nothing for a command that only reads the books: end with 2 where no installation is."""
    if READS.isdisjoint(pairwise(words)):
        return
    if (missing := config.missing(environment)) is not None:
        click.echo(f"no installation: {missing} is not there; look at OKAT_DATA", err=True)
        sys.exit(2)


def guarded(command: click.Command) -> click.Command:
    """The same command, which says in a line why it cannot ask the database yet."""
    if command.name in WITHOUT_TABLES:
        return command
    if isinstance(command, click.Group):
        for one in command.commands.values():
            guarded(one)
    elif command.callback is not None:
        command.callback = _asks_first(command.callback)
    return command
