"""Messages in the protected channel, for those of this part."""

from blueprints import thread_routes
from blueprints.mentor import bp
from marketplace.resources import pledges
from marketplace.threads import queries

thread_routes.add_to(
    bp, may_open=pledges.can_pledge, may_write=queries.is_adult, own=queries.of_mentor, load=queries.for_mentor
)
