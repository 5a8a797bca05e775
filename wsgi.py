"""The composition root: the only file that knows every room."""

import gc
import importlib
import os
import pkgutil
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints
from blueprints import assets, compression, errors, filters, front, guard, locale, session
from blueprints.again import Persistent
from blueprints.console import readiness
from blueprints.posted import OnceRequest
from marketplace.config import Config, from_environment
from marketplace.earnings import bank_formats
from marketplace.i18n.text import LOCALES
from marketplace.kernel.sealing import use_keys
from marketplace.matching.index import live
from marketplace.payments import connecting
from models.session import begin_scope, connect, end_scope

MAX_UPLOAD = 12 * 1024 * 1024


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing made while starting is garbage: looking for some again and again takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def create_app(config: Config | None = None) -> Flask:
    """A configured application bound to its database; importing this module has no side effects."""
    if config is None:
        readiness.hold_to_what_is_there(sys.argv, os.environ)
    settings = config or from_environment()
    use_keys(settings.keys)
    settings.data.mkdir(parents=True, exist_ok=True)
    connect(settings.database_url)
    connecting.begin(settings)
    bank_formats.begin(settings.data / "banks")
    app = Persistent(__name__, static_folder=None)
    app.config.update(
        OKAT=settings,
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        STYLEGUIDE=settings.development,
    )
    app.url_map.strict_slashes = False
    app.request_class = OnceRequest
    front.install(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_headers)
    session.start(app)
    app.before_request(locale.choose)
    app.before_request(guard.check_request)
    app.teardown_request(_end)
    filters.install(app)
    errors.install(app)
    assets.install(app)
    compression.install(app)
    for module in _rooms():
        if hasattr(module, "bp"):
            app.register_blueprint(module.bp)
        if hasattr(module, "commands"):
            for command in module.commands:
                app.cli.add_command(command)
    if settings.warm:
        live.start()
    return app


@_uncollected()
def served(config: Config | None = None) -> Flask:
    """The application as a worker of the server starts it: what is made once is made before anybody waits for it."""
    app = create_app(config)
    hosts = app.config["OKAT"].trusted_hosts or ("localhost",)
    for locale_code in LOCALES:
        stranger, cookie = app.test_client(use_cookies=False), f"{session.LANG_COOKIE}={locale_code}"
        stranger.get("/", base_url=f"http://{hosts[0].lstrip('.')}", headers={"Cookie": cookie})
    # What stands now stays, so the collector of garbage need not look at it again and again.
    gc.collect()
    gc.freeze()
    return app


def _rooms() -> list[Any]:
    """Every audience's package; each registers its own topics when imported."""
    return [
        importlib.import_module(f"blueprints.{found.name}")
        for found in pkgutil.iter_modules(blueprints.__path__)
        if found.ispkg
    ]


def _begin() -> None:
    begin_scope(writes=request.method not in guard.READS)
    g.nonce = secrets.token_urlsafe(16)


def _end(_error: BaseException | None) -> None:
    end_scope()


def _headers(response: Response) -> Response:
    nonce = g.get("nonce", "")
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    response.headers.setdefault("Vary", "Cookie")
    if session.config().secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if response.cache_control.public:
        return response
    # Files come with a rule of their own that lets a shared phone keep them.
    response.headers["Cache-Control"] = "no-store" if _is_personal(response) else "no-cache"
    return response


def _is_personal(response: Response) -> bool:
    """Whether it is somebody's own: read signed in, setting a cookie, behind a door or by a secret address."""
    if session.cookie_name() in request.cookies or response.headers.get("Set-Cookie"):
        return True
    rule = getattr(current_app.view_functions.get(request.endpoint or ""), "okat_rule", None)
    return (rule is not None and not rule.open_to_all) or "token" in (request.view_args or {})
