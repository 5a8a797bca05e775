"""Whether the database is there and new enough, asked before a command that reads the books or people."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from models import schema

WITHOUT_TABLES = frozenset(("db", "labour", "match", "routes", "serve", "template"))
"""What brings the database up itself, or asks nothing of it."""


def _asks_first(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def asked(*given: Any, **named: Any) -> Any:
        if (why := schema.unready()) is not None:
            click.echo(why, err=True)
            sys.exit(2)
        return run(*given, **named)

    return asked


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
