"""The front of the house: the public list as strangers see it, kept ready for less than a second.

Whoever carries nothing but a choice of language gets the page that was made for the last such reader, unless the
list was changed here meanwhile or the page has grown old. Such pages hold no token and need no nonce, so one page is
right for all. An unchanged page travels as a word only.
"""

import re
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from blueprints.compression import packed
from marketplace.offers import catalogue

KEPT_FOR = 0.8
"""Seconds; with as long until another process's change is noticed, an edit shows within two."""

PATHS = frozenset({"/", "/opportunities"})
MOST = 256
_LONGEST_QUERY = 400
_HARMLESS = re.compile(r"(?:okat-(?:lang|guest)=[^;]*(?:; ?|$))*")

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it is sent, and until when."""

    headers: Headers
    body: bytes
    mark: str
    until: float
    edited: float


class Front:
    """Stands before the application and answers what it has just answered."""

    def __init__(self, app: Flask, inner: Application) -> None:
        self._app, self._inner = app, inner
        self._kept: dict[Key, Kept] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        kept = self._kept.get(key)
        if kept is None or kept.until < time.monotonic() or kept.edited != catalogue.last_edit():
            made = self._make(key, environ, start_response)
            if isinstance(made, list):
                return made
            kept = made
        if environ.get("HTTP_IF_NONE_MATCH") == kept.mark:
            start_response("304 NOT MODIFIED", [pair for pair in kept.headers if not pair[0].startswith("Content-")])
            return [b""]
        start_response("200 OK", kept.headers)
        return [kept.body]

    def _key(self, environ: dict[str, Any]) -> Key | None:
        """What the page depends on; None where it depends on more than that."""
        if environ["PATH_INFO"] not in PATHS or environ["REQUEST_METHOD"] != "GET" or self._app.testing:
            return None
        cookies, query = environ.get("HTTP_COOKIE", ""), environ.get("QUERY_STRING", "")
        if len(query) > _LONGEST_QUERY or "lang=" in query or not _HARMLESS.fullmatch(cookies):
            return None
        spoken = re.search(r"okat-lang=([^;]*)", cookies)
        packs = "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else ""
        host, scheme = environ.get("HTTP_HOST"), environ["wsgi.url_scheme"]
        return environ["PATH_INFO"], query, spoken[1] if spoken else "", packs, host, scheme

    def _make(self, key: Key, environ: dict[str, Any], start_response: Any) -> Kept | list[bytes]:
        """Ask the application; what is not a plain page is passed on as it is."""
        said: list[Any] = []
        edited = catalogue.last_edit()
        plain = environ | {"HTTP_ACCEPT_ENCODING": "", "HTTP_IF_NONE_MATCH": ""}
        answer = self._inner(plain, lambda status, headers, _info=None: said.extend((status, headers)))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, headers = said
        if not status.startswith("200") or any(name == "Set-Cookie" for name, _ in headers):
            start_response(status, headers)
            return [body]
        kept = _kept(headers, body, packs=bool(key[3]), edited=edited)
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = kept
        return kept


def install(app: Flask) -> None:
    """Put the front before the application."""
    app.wsgi_app = Front(app, app.wsgi_app)  # type: ignore[method-assign]


def _kept(headers: Headers, body: bytes, *, packs: bool, edited: float) -> Kept:
    mark = f'W/"{zlib.crc32(body):08x}-{len(body):x}"'
    sent = packed(body) if packs else body
    fixed = [(name, value) for name, value in headers if name not in ("Content-Length", "Content-Encoding", "ETag")]
    fixed += [("Content-Length", str(len(sent))), ("ETag", mark)]
    if packs:
        fixed.append(("Content-Encoding", "gzip"))
    return Kept(fixed, sent, mark, time.monotonic() + KEPT_FOR, edited)
