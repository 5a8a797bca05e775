"""The front of the house: the public list as strangers see it, made without waking the whole house.

Whoever carries nothing but a choice of language gets the page that was made for the last such reader, unless the
list was changed here meanwhile or the page has grown old. Such pages hold no token and need no nonce, so one page is
right for all. An unchanged page travels as a word only.

A page nobody has asked for before is made by the very function its route calls. The first one of each host goes all
the way through the application, which checks the host and says the headers; later ones carry the same headers.
"""

import re
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import Flask

from blueprints.compression import packed
from marketplace.i18n.text import set_locale
from marketplace.offers import catalogue
from models.session import begin_scope, end_scope

KEPT_FOR = 0.8
"""Seconds; with as long until another process's change is noticed, an edit shows within two."""

MOST = 256
_LONGEST_QUERY = 400
_HARMLESS = re.compile(r"""(?:okat-(?:lang|guest)=[^;"\s]*(?:; ?|$))*""")
_SPOKEN = re.compile(r"(?:^|; ?)okat-lang=([^;]*)")
_PLAIN = re.compile(r"[\w&=.:-]*", re.ASCII)

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
Maker = Callable[[Mapping[str, Sequence[str]]], bytes]


class Key(NamedTuple):
    """What a page depends on."""

    path: str
    query: str
    spoken: str
    packs: bool
    host: str | None
    scheme: str

    @property
    def is_personal(self) -> bool:
        """Whether hours of one's own are in it, so that hardly anybody will ask the same."""
        return "free=" in self.query

    @property
    def house(self) -> tuple[str, str | None, str]:
        """What the headers depend on."""
        return self.path, self.host, self.scheme


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it is sent, and until when; no mark on what is not worth keeping."""

    headers: Headers
    body: bytes
    mark: str
    until: float
    edited: float


_shown: dict[str, tuple[str, Maker]] = {}


def shows(endpoint: str, *paths: str) -> Callable[[Maker], Maker]:
    """Let the front show what a public endpoint answers strangers at these paths, made by this function alone."""

    def known(maker: Maker) -> Maker:
        _shown.update(dict.fromkeys(paths, (endpoint, maker)))
        return maker

    return known


class Front:
    """Stands before the application and answers what it has just answered."""

    def __init__(self, app: Flask, inner: Application) -> None:
        self._app, self._inner = app, inner
        self._kept: dict[Key, Kept] = {}
        self._headers: dict[tuple[str, str | None, str], Headers] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        kept = self._kept.get(key)
        if kept is None or kept.until < time.monotonic() or kept.edited != catalogue.last_edit():
            made = self._make(key) or self._ask(key, environ, start_response)
            if isinstance(made, list):
                return made
            kept = made
        if kept.mark and environ.get("HTTP_IF_NONE_MATCH") == kept.mark:
            start_response("304 NOT MODIFIED", [pair for pair in kept.headers if not pair[0].startswith("Content-")])
            return [b""]
        start_response("200 OK", kept.headers)
        return [kept.body]

    def _key(self, environ: dict[str, Any]) -> Key | None:
        """What the page depends on; None where it depends on more than that."""
        if environ["PATH_INFO"] not in _shown or environ["REQUEST_METHOD"] != "GET" or self._app.testing:
            return None
        cookies, query = environ.get("HTTP_COOKIE", ""), environ.get("QUERY_STRING", "")
        if len(query) > _LONGEST_QUERY or "lang=" in query or not _HARMLESS.fullmatch(cookies):
            return None
        spoken = _SPOKEN.search(cookies)
        return Key(
            path=environ["PATH_INFO"],
            query=query,
            spoken=spoken[1] if spoken else "",
            packs="gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""),
            host=environ.get("HTTP_HOST"),
            scheme=environ["wsgi.url_scheme"],
        )

    def _make(self, key: Key) -> Kept | None:
        """The page, made here; None where the application has to be asked."""
        headers, given = self._headers.get(key.house), _given(key.query)
        if headers is None or given is None:
            return None
        edited = catalogue.last_edit()
        begin_scope(writes=False)
        set_locale(key.spoken)
        try:
            with self._app.app_context():
                body = _shown[key.path][1](given)
        except Exception:  # noqa: BLE001  the application is asked next, and it knows how to say what is wrong
            return None
        finally:
            end_scope()
        return self._keep(key, headers, body, edited)

    def _ask(self, key: Key, environ: dict[str, Any], start_response: Any) -> Kept | list[bytes]:
        """The page as the application answers it; what is not a plain page is passed on as it is."""
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
        fixed = [(name, value) for name, value in headers if name not in ("Content-Length", "Content-Encoding", "ETag")]
        if self._is_public(key.path):
            if len(self._headers) >= MOST:
                self._headers.clear()
            self._headers[key.house] = fixed
        return self._keep(key, fixed, body, edited)

    def _keep(self, key: Key, headers: Headers, body: bytes, edited: float) -> Kept:
        sent = packed(body) if key.packs else body
        said = [*headers, ("Content-Length", str(len(sent)))]
        if key.packs:
            said.append(("Content-Encoding", "gzip"))
        if key.is_personal:
            return Kept(said, sent, "", 0.0, edited)
        mark = f'W/"{zlib.crc32(body):08x}-{len(body):x}"'
        kept = Kept([*said, ("ETag", mark)], sent, mark, time.monotonic() + KEPT_FOR, edited)
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = kept
        return kept

    def _is_public(self, path: str) -> bool:
        """Whether the page's own rule lets everybody in, so that nobody has to be asked who they are."""
        rule = getattr(self._app.view_functions[_shown[path][0]], "okat_rule", None)
        return rule is not None and rule.open_to_all


def install(app: Flask) -> None:
    """Put the front before the application."""
    app.wsgi_app = Front(app, app.wsgi_app)  # type: ignore[method-assign]


def _given(query: str) -> Mapping[str, Sequence[str]] | None:
    """The values of each name of a query, read as the application would; None where it would refuse it."""
    if _PLAIN.fullmatch(query):
        pairs: Iterable[Sequence[str]] = (pair.partition("=")[::2] for pair in query.split("&") if pair)
    elif "%00" in query or not query.isascii():
        return None
    else:
        pairs = parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote")
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given
