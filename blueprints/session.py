"""Who is asking, carried by one signed cookie over our session table; idle time is told by the cookie itself."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.access import ANONYMOUS, Actor, sessions
from marketplace.config import Config
from marketplace.i18n import Text
from marketplace.i18n.text import LOCALES
from marketplace.kernel import clock

COOKIE = "okat"
GUEST_COOKIE = "okat-guest"
LANG_COOKIE = "okat-lang"
ANSWERS_COOKIE = "okat-answers"
TOLD_COOKIE = "okat-told"
FRESH_FOR = 60
LONGEST_TOLD = 3_600


class SignedIn(UserMixin):  # type: ignore[misc]  # flask_login ships no types
    """What Flask-Login holds for a request: our actor."""

    def __init__(self, actor: Actor, secret: str, shared_device: bool) -> None:
        self.actor, self.secret, self.shared_device = actor, secret, shared_device

    def get_id(self) -> str:
        """The account's public reference."""
        return self.actor.ref


class NoSecondSession(SessionInterface):
    """Flask's own signed cookie is not used here: what its session is told lasts for the request."""

    def open_session(self, _app: Flask, _request: Request) -> SecureCookieSession:
        """An empty session."""
        return SecureCookieSession()

    def save_session(self, _app: Flask, _session: SessionMixin, _response: Response) -> None:
        """Forget it."""


def start(app: Flask) -> None:
    """Let Flask-Login ask our session table for every request."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(_load)
    app.after_request(_keep_fresh)
    app.session_interface = NoSecondSession()


def actor() -> Actor:
    """The actor of this request; nobody when signed out."""
    user = current_user
    return user.actor if user.is_authenticated else ANONYMOUS


def config() -> Config:
    """The settings of this installation."""
    settings: Config = current_app.config["OKAT"]
    return settings


def sign_in_with(secret: str, *, shared_device: bool) -> None:
    """Give the browser the secret of a new session; a shared one forgets it when it closes."""
    g.new_session, g.new_is_shared = secret, shared_device


def sign_out() -> None:
    """Take the session cookie back with this answer and end the session."""
    if current_user.is_authenticated:
        sessions.close_session(current_user.secret)
    g.new_session = ""


def is_shared_device() -> bool:
    """Whether this session was begun on a phone that others use too."""
    return bool(current_user.is_authenticated and current_user.shared_device)


def cookie_name() -> str:
    """What the session cookie is called; over TLS browsers let nobody else set one of this name."""
    return f"__Host-{COOKIE}" if config().secure_cookies else COOKIE


def session_key() -> str:
    """What binds forms to this browser: the session, or a guest cookie made when first needed."""
    if current_user.is_authenticated:
        return hashlib.sha256(current_user.secret.encode()).hexdigest()
    guest = request.cookies.get(GUEST_COOKIE) or g.get("guest")
    if not guest:
        guest = g.guest = secrets.token_urlsafe(24)
    return hashlib.sha256(guest.encode()).hexdigest()


HELP = "help"


def tell(message: Text, kind: str = "done") -> None:
    """Say something on the next page this browser sees."""
    g.told = [*g.get("told", []), {"text": str(message), "kind": kind}]


def tell_of_help(message: Text, *, ref: str = "", undone: bool = False) -> None:
    """Say that words of danger were passed on and whom to call, with the number of the report for whoever made it.

    It stands on the page that answers where there is one, and is not put off to the next.
    """
    said = {"text": str(message), "kind": HELP, "ref": ref, "undone": undone}
    g.told = [said, *g.get("told", [])]


def help_now() -> tuple[object, ...]:
    """What is to be said of help, for the page that answers; it is not said again on the next."""
    told = g.get("told", [])
    g.told = [one for one in told if one["kind"] != HELP]
    return tuple(one for one in told if one["kind"] == HELP)


def messages() -> tuple[object, ...]:
    """What was to be said on this page, said once."""
    now, raw = help_now(), request.cookies.get(TOLD_COOKIE)
    if not raw:
        return now
    g.heard = True
    try:
        found = URLSafeSerializer(config().secret, salt="told").loads(raw)
    except BadSignature:
        return now
    return (*found, *now)


def csrf_token() -> str:
    """The token every form carries back."""
    return _mac("csrf", session_key())


def once_key() -> str:
    """A fresh key for a form, so that pressing twice counts once."""
    return secrets.token_urlsafe(16)


def csrf_holds() -> bool:
    """Whether this write comes from one of our own pages."""
    origin = request.headers.get("Origin")
    if origin and origin not in (request.host_url.rstrip("/"), "null"):
        return False
    given = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token", "")
    return _same(given, csrf_token())


def client_address() -> str:
    """The caller's address, as told by the trusted proxies."""
    return request.remote_addr or "unknown"


def _load(incoming: Request) -> SignedIn | None:
    parts = incoming.cookies.get(cookie_name(), "").split(".")
    if len(parts) != 3 or not _same(parts[2], _mac("session", parts[0], parts[1])):
        return None
    found = sessions.actor_of(parts[0])
    if found is None or not parts[1].isdecimal():
        return None
    who, shared = found
    rested = clock.now().timestamp() - int(parts[1])
    if rested > sessions.idle_limit(who, shared_device=shared).total_seconds():
        return None
    g.cookie_age = rested
    return SignedIn(who, parts[0], shared)


def _keep_fresh(response: Response) -> Response:
    if response.cache_control.public:
        # What anybody may keep a copy of carries nobody's cookie.
        return response
    settings = config()
    options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.secure_cookies, "path": "/"}
    new = g.get("new_session")
    if new == "":
        response.delete_cookie(cookie_name(), **options)
        response.delete_cookie(ANSWERS_COOKIE, path="/")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    elif new:
        response.set_cookie(cookie_name(), _cookie(new), max_age=_lasting(g.new_is_shared), **options)
    elif g.get("cookie_age", 0) > FRESH_FOR:
        lasting = _lasting(current_user.shared_device)
        response.set_cookie(cookie_name(), _cookie(current_user.secret), max_age=lasting, **options)
    if g.get("told"):
        said = _told(settings)
        response.set_cookie(TOLD_COOKIE, said, max_age=60, **options)
    elif g.get("heard"):
        response.delete_cookie(TOLD_COOKIE, path="/")
    if "guest" in g:
        response.set_cookie(GUEST_COOKIE, g.guest, max_age=int(timedelta(days=1).total_seconds()), **options)
    if request.args.get("lang") in LOCALES:
        response.set_cookie(
            LANG_COOKIE, request.args["lang"], max_age=int(timedelta(days=365).total_seconds()), **options
        )
    return response


def _told(settings: Config) -> str:
    """What is to be said, the last of it left out when a cookie cannot hold it all."""
    told = list(g.told)
    while len(said := str(URLSafeSerializer(settings.secret, salt="told").dumps(told))) > LONGEST_TOLD:
        told.pop()
    return said


def _lasting(shared_device: bool) -> int | None:
    return None if shared_device else int(sessions.OWN_LIFE.total_seconds())


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf8", "replace"), expected.encode())


def _cookie(secret: str) -> str:
    stamp = str(int(clock.now().timestamp()))
    return f"{secret}.{stamp}.{_mac('session', secret, stamp)}"


def _mac(*parts: str) -> str:
    return hmac.new(config().secret, "|".join(parts).encode(), hashlib.sha256).hexdigest()
