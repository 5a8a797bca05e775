"""Messages in the protected channel, for those of this part."""

from blueprints import thread_routes
from blueprints.provider import bp
from marketplace.offers import policy
from marketplace.threads import queries

thread_routes.add_to(
    bp, may_open=policy.can_supply, may_write=queries.is_adult, own=queries.of_provider, load=queries.for_provider
)
