"""What Stripe tells: believed only when signed, kept once for ever, done in the same transaction."""

import logging

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, foreign_writes, public
from blueprints.hooks import bp
from marketplace.payments import inbox, rail

log = logging.getLogger("okat.payments")


@bp.post("/stripe")
@public
@foreign_writes
@commits
def hear_stripe() -> ResponseReturnValue:
    service = rail.in_use()
    if service is None:
        return "", 400
    body = request.get_data(cache=False)
    try:
        event = service.check(body, request.headers.get("Stripe-Signature", ""))
    except rail.Forged as forged:
        log.warning("a message was not believed: %s", forged)
        return "", 400
    inbox.receive(event, live=service.live, body=body)
    return "", 200
