"""Messages in the protected channel: conversations one is in, beginning one, reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue

from blueprints import thread_parts
from blueprints.guard import commits, guard, limited
from blueprints.mentor import bp
from blueprints.session import actor
from marketplace.access import limits
from marketplace.resources import pledges
from marketplace.threads import queries

if TYPE_CHECKING:
    from models.thread import Thread

ONE, ALL, BEGIN = "mentor.show_thread", "mentor.show_messages", "mentor.begin_thread"


@bp.get("/messages")
@guard(pledges.can_pledge)
def show_messages() -> ResponseReturnValue:
    return thread_parts.listed(queries.of_mentor(actor()), ONE, BEGIN)


@bp.post("/messages")
@guard(pledges.can_pledge)
@commits
def begin_thread() -> ResponseReturnValue:
    return thread_parts.try_begin(queries.of_mentor(actor()), ONE, BEGIN)


@bp.get("/messages/<thread>")
@guard(queries.is_adult, thread=queries.for_mentor)
def show_thread(thread: Thread) -> ResponseReturnValue:
    return thread_parts.show(thread, ONE, ALL)


@bp.post("/messages/<thread>")
@limited(limits.MESSAGE)
@guard(queries.is_adult, thread=queries.for_mentor)
@commits
def write_in_thread(thread: Thread) -> ResponseReturnValue:
    return thread_parts.try_write(thread, ONE, ALL)
