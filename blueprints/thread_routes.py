"""The four routes of messages, alike for everybody who writes in the protected channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints import thread_parts
from blueprints.guard import commits, guard, limited
from blueprints.session import actor
from marketplace.access import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from blueprints.guard import Loader, Policy
    from marketplace.access import Actor
    from models.thread import Thread


def add_to(
    bp: Blueprint, *, may_open: Policy, may_write: Policy, own: Callable[[Actor], Iterable[Thread]], load: Loader
) -> None:
    """Conversations one is in, beginning one, reading and writing, under `/messages` of a blueprint."""
    one, everything, begin = (f"{bp.name}.{view}" for view in ("show_thread", "show_messages", "begin_thread"))

    @bp.get("/messages")
    @guard(may_open)
    def show_messages() -> ResponseReturnValue:
        return thread_parts.listed(own(actor()), one, begin)

    @bp.post("/messages")
    @guard(may_open)
    @commits
    def begin_thread() -> ResponseReturnValue:
        return thread_parts.try_begin(own(actor()), one, begin)

    @bp.get("/messages/<thread>")
    @guard(may_write, thread=load)
    def show_thread(thread: Thread) -> ResponseReturnValue:
        return thread_parts.show(thread, one, everything)

    @bp.post("/messages/<thread>")
    @limited(limits.MESSAGE)
    @guard(may_write, thread=load)
    @commits
    def write_in_thread(thread: Thread) -> ResponseReturnValue:
        return thread_parts.try_write(thread, one, everything)
