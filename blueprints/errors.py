"""Refusals as pages: the same warm words for every status, and the same 404 for foreign and missing."""

import logging
import re

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from blueprints import hearing, incoming, outage_page
from blueprints.again import worth_another_try
from blueprints.guard import can_be_read, keep_what_was_heard
from blueprints.pages import render
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError, NotFound, OpenTooLong
from marketplace.kernel.sizes import MB, megabytes
from models.outage import Outage, outage_of
from models.session import end_scope

log = logging.getLogger("okat")
MOST_SHOWN = 20_000
REPORT = "/report"
_CHOSEN = re.compile("[a-z]+(_[a-z]+)*")
"""What a list or a button sends for a reason that was chosen; nobody wrote it."""

KNOWN = frozenset({400, 403, 404, 405, 409, 413, 414, 422, 429, 431, 500, 503})


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refusal(error: DomainError) -> ResponseReturnValue:
    end_scope()
    written = _written() if request.method == "POST" else ()
    if isinstance(error, NotFound):
        return _page(error.status, "", written=written)
    matter = _matter() if request.method == "POST" else ""
    return _page(error.status, str(error), written=written, matter=matter, too_long=isinstance(error, OpenTooLong))


def _http(error: HTTPException) -> ResponseReturnValue:
    end_scope()
    outage = outage_of(getattr(error, "original_exception", None))
    if outage is not None:
        return _away(outage)
    status = error.code or 500
    if status < 400 or isinstance(error, SecurityError):
        # For a host that is not ours no address of ours can be made, and so no page.
        return error.get_response()
    if status == 413:
        incoming.let_pass(request.environ["wsgi.input"])
    matter = _matter() if status in (405, 413) else ""
    page = _page(status if status in KNOWN else 400, _too_large() if status == 413 else "", matter=matter)
    if isinstance(page, Response):
        return page
    body = page[0]
    headers = (
        {"Allow": ", ".join(error.valid_methods or ())} if status == 405 and hasattr(error, "valid_methods") else {}
    )
    return body, status, headers


def _too_large() -> str:
    """How much came in and how much may, where both are known; a form too long without a file has other words."""
    most, came = request.max_content_length, request.content_length
    if not most or not came or came <= most:
        return ""
    sizes = {"size": megabytes(came), "most": megabytes(most)}
    if most == incoming.MOST_READ:
        what_to_do = t(
            "What you sent is {size} MB; nothing above {most} MB is read. A photo or document may have"
            " {file} MB: take it at lower quality, or send a photo instead of a film.",
            file=incoming.LARGEST_FILE // MB, **sizes,
        )  # fmt: skip
        return str(what_to_do)
    return str(t("What you sent is {size} MB; at most {most} MB fit in one go.", **sizes))


def _unexpected(error: Exception) -> ResponseReturnValue:
    if worth_another_try(error):
        raise error
    g.failed = True
    outage = outage_of(error)
    if outage is not None:
        log.error("%s %s: the store is %s: %s", request.method, request.url_rule, outage, error)
        return _away(outage)
    log.exception("unexpected error on %s %s", request.method, request.url_rule)
    _let_go()
    try:
        keep_what_was_heard()
    except Exception:
        log.exception("words of danger were not passed on")
        _let_go()
    return _page(500, "", written=_written() if hearing.passed_on() else ())


def _away(outage: Outage) -> Response:
    """The page that asks nobody anything, because nobody could answer."""
    _let_go()
    posted = request.method not in ("GET", "HEAD")
    return outage_page.answer(outage, _written() if posted else (), posted=posted)


def _let_go() -> None:
    """End what was begun; where the store is away there is nothing left to end."""
    try:
        end_scope()
    except Exception as error:
        if outage_of(error) is None:
            raise


def _page(
    status: int, message: str, *, written: tuple[str, ...] = (), matter: str = "", too_long: bool = False
) -> tuple[str, int] | Response:
    try:
        return _made(status, message, written, matter, too_long)
    except Exception as error:
        # The page of a refusal asks who is signed in; the store may have gone away since.
        outage = outage_of(error)
        if outage is None:
            raise
        return _away(outage)


def _made(status: int, message: str, written: tuple[str, ...], matter: str, too_long: bool) -> tuple[str, int]:
    """The page; words of danger that nobody was told of have whom to call and where to report beside them."""
    heard = tuple(text for text in written if hearing.was_heard(text))
    page = render(
        f"errors/{status}.html", message=message, written=written, heard=heard, matter=matter, too_long=too_long,
        is_danger=any(hearing.sounds_of_danger(text) for text in written if text not in heard), is_report=_is_report(),
    )  # fmt: skip
    return page, status


def _is_report() -> bool:
    """Whether somebody was reporting: whom to call is said to them in place, whatever they wrote."""
    return request.path.rstrip("/") == REPORT or request.path.startswith(f"{REPORT}/")


def _written() -> tuple[str, ...]:
    """The words that were posted and are not kept, so that they can be copied."""
    found = (text.strip() for name in hearing.WORDS for text in request.form.getlist(name))
    asked = [text for text in found if text and not _CHOSEN.fullmatch(text)]
    asked += [text for text in hearing.passed_on() if not hearing.is_among(text, asked)]
    return tuple(text[:MOST_SHOWN] for text in asked)


def _matter() -> str:
    """The page of the matter a post was about: its own address or the nearest above it that they can read, if any."""
    path = request.path
    for _ in range(3):
        if path.count("/") > 1 and can_be_read(path):
            return path
        path = path.rpartition("/")[0]
    return ""
