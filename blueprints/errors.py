"""Refusals as pages: the same warm words for every status, and the same 404 for foreign and missing."""

import logging

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from blueprints.again import worth_another_try
from blueprints.pages import render
from marketplace.kernel.errors import DomainError, NotFound
from models.session import end_scope

log = logging.getLogger("okat")
KNOWN = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refusal(error: DomainError) -> ResponseReturnValue:
    end_scope()
    return _page(error.status, "" if isinstance(error, NotFound) else str(error))


def _http(error: HTTPException) -> ResponseReturnValue:
    end_scope()
    status = error.code or 500
    if status < 400 or isinstance(error, SecurityError):
        # For a host that is not ours no address of ours can be made, and so no page.
        return error.get_response()
    body, code = _page(status if status in KNOWN else 400, "")
    headers = (
        {"Allow": ", ".join(error.valid_methods or ())} if status == 405 and hasattr(error, "valid_methods") else {}
    )
    return body, status if status != code else code, headers


def _unexpected(error: Exception) -> ResponseReturnValue:
    if worth_another_try(error):
        raise error
    log.exception("unexpected error on %s %s", request.method, request.url_rule)
    g.failed = True
    end_scope()
    return _page(500, "")


def _page(status: int, message: str) -> tuple[str, int]:
    return render(f"errors/{status if status not in (400, 405) else 400}.html", message=message), status
