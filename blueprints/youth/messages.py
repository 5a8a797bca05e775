"""Messages in the protected channel, for those of this part."""

from blueprints import thread_routes
from blueprints.youth import bp
from marketplace.threads import queries

thread_routes.add_to(
    bp, may_open=queries.has_youth, may_write=queries.is_youth, own=queries.of_youth, load=queries.for_youth
)
