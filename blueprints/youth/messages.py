"""Messages in the protected channel: conversations one is in, beginning one, reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue

from blueprints import thread_parts
from blueprints.guard import commits, guard, limited
from blueprints.session import actor
from blueprints.youth import bp
from marketplace.access import limits
from marketplace.threads import queries

if TYPE_CHECKING:
    from models.thread import Thread

ONE, ALL, BEGIN = "youth.show_thread", "youth.show_messages", "youth.begin_thread"


@bp.get("/messages")
@guard(queries.has_youth)
def show_messages() -> ResponseReturnValue:
    return thread_parts.listed(queries.of_youth(actor()), ONE, BEGIN)


@bp.post("/messages")
@guard(queries.has_youth)
@commits
def begin_thread() -> ResponseReturnValue:
    return thread_parts.try_begin(queries.of_youth(actor()), ONE, BEGIN)


@bp.get("/messages/<thread>")
@guard(queries.is_youth, thread=queries.for_youth)
def show_thread(thread: Thread) -> ResponseReturnValue:
    return thread_parts.show(thread, ONE, ALL)


@bp.post("/messages/<thread>")
@limited(limits.MESSAGE)
@guard(queries.is_youth, thread=queries.for_youth)
@commits
def write_in_thread(thread: Thread) -> ResponseReturnValue:
    return thread_parts.try_write(thread, ONE, ALL)
