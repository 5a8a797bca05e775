"""Messages in the protected channel: conversations one is in, beginning one, reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue

from blueprints import thread_parts
from blueprints.guard import commits, guard, limited
from blueprints.provider import bp
from blueprints.session import actor
from marketplace.access import limits
from marketplace.offers import policy
from marketplace.threads import queries

if TYPE_CHECKING:
    from models.thread import Thread

ONE, ALL, BEGIN = "provider.show_thread", "provider.show_messages", "provider.begin_thread"


@bp.get("/messages")
@guard(policy.can_supply)
def show_messages() -> ResponseReturnValue:
    return thread_parts.listed(queries.of_provider(actor()), ONE, BEGIN)


@bp.post("/messages")
@guard(policy.can_supply)
@commits
def begin_thread() -> ResponseReturnValue:
    return thread_parts.try_begin(queries.of_provider(actor()), ONE, BEGIN)


@bp.get("/messages/<thread>")
@guard(queries.is_adult, thread=queries.for_provider)
def show_thread(thread: Thread) -> ResponseReturnValue:
    return thread_parts.show(thread, ONE, ALL)


@bp.post("/messages/<thread>")
@limited(limits.MESSAGE)
@guard(queries.is_adult, thread=queries.for_provider)
@commits
def write_in_thread(thread: Thread) -> ResponseReturnValue:
    return thread_parts.try_write(thread, ONE, ALL)
