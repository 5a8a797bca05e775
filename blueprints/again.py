"""The whole request once more, when the database asks for it: two who wait for each other, or one who waited too long.

Such a refusal comes before anything was committed, so the request is begun anew as if it had just arrived: a new
transaction, the person asked for again, what was to be said forgotten, files read from their start.
"""

import random
import time

from flask import Flask, Response, g, request

from blueprints import incoming
from models.session import RETRIES, end_scope, pause, retryable

_KEPT = ("last_try", "counted")


class Persistent(Flask):
    """The application, which tries a request up to five times more before it gives up."""

    def full_dispatch_request(self) -> Response:
        """Answer the request of this context."""
        for attempt in range(RETRIES + 1):
            g.last_try = attempt == RETRIES
            try:
                return super().full_dispatch_request()
            except Exception as error:
                if g.last_try or not retryable(error):
                    raise
                _forget()
                time.sleep(pause(attempt, random.random()))  # noqa: S311  jitter, not a secret
        raise AssertionError("unreachable")


def worth_another_try(error: BaseException) -> bool:
    """Whether this error is one to begin again for, rather than one to tell of."""
    return retryable(error) and not g.get("last_try", True)


def _forget() -> None:
    end_scope()
    for name in [name for name in g if name not in _KEPT]:
        g.pop(name)
    incoming.rewind(request.files)
