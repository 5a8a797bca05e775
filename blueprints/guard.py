"""The door of every view: its rule, its objects, its transaction. A view without a rule does not exist."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user  # noqa: TID251
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.routing import RequestRedirect

from blueprints import hearing
from blueprints.session import actor, client_address, csrf_holds, session_key
from marketplace.access import Actor, Verdict, limits, submissions
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError, Forbidden, NotFound, OpenTooLong, TooMany
from models.session import db, unit_of_work

View = Callable[..., ResponseReturnValue]
Policy = Callable[..., Verdict]
Loader = Callable[[Actor, str], Any]
log = logging.getLogger("okat.access")
READS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Rule:
    """What a view demands of its caller; `name` is printed by `routes policy`."""

    name: str
    policy: Policy | None = None
    loaders: dict[str, Loader] = field(default_factory=dict)
    open_to_all: bool = False


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    return _ruled(view, Rule("public", open_to_all=True))


def signed_in(view: View) -> View:
    """Open to whoever is signed in, for their own things only."""
    return _ruled(view, Rule("signed_in"))


def guard(policy: Policy, **loaders: Loader) -> Callable[[View], View]:
    """Load the objects named in the address, ask `policy(actor, *objects)`, and only then enter the view."""
    name = f"{policy.__module__.removeprefix('marketplace.')}.{policy.__name__}"

    def ruled(view: View) -> View:
        return _ruled(view, Rule(name, policy, dict(loaders)))

    return ruled


def limited(
    limit: limits.Limit, person: Callable[[], str] | None = None, count: Callable[..., None] = limits.count
) -> Callable[[View], View]:
    """Count a try before anything else happens; stands above the rule. Words of danger sent too fast are heard."""

    def counted(view: View) -> View:
        @wraps(view)
        def run(**arguments: Any) -> ResponseReturnValue:
            if not g.get("counted"):
                who = person() if person else session_key()
                # Knowing the caller began a transaction; on SQLite the count, in its own, would wait for ever.
                db.rollback()
                try:
                    count(limit, person=who, address=client_address())
                except TooMany:
                    if request.method not in READS:
                        _hear_what_was_refused()
                    raise
                g.counted = True
            return view(**arguments)

        return run

    return counted


def commits(view: View) -> View:
    """Commit when the view succeeds, forget everything when it does not; a second press gets the first answer."""
    return _committing(view, apart=False)


def commits_each(view: View) -> View:
    """The same for a view whose verb makes each item a transaction of its own: the press counts before the first."""
    return _committing(view, apart=True)


def _committing(view: View, *, apart: bool) -> View:
    @wraps(view)
    def run(**arguments: Any) -> ResponseReturnValue:
        # Of a try that was turned away nothing follows.
        g.pop("afterwards", None)
        key = request.form.get("once", "")[:64]
        if key:
            earlier = submissions.claim(key, session_key=session_key(), endpoint=request.endpoint or "")
            if earlier is not None:
                return redirect(earlier or request.full_path, 303)
            if apart:
                db.commit()
        try:
            response = make_response(view(**arguments))
        except DomainError:
            _hear_what_was_refused()
            raise
        if response.status_code >= 400:
            db.rollback()
            keep_what_was_heard()
            return hearing.said_on(response)
        hearing.pass_on()
        if key:
            submissions.remember(key, response.headers.get("Location", ""))
        db.commit()
        _do_afterwards()
        return hearing.said_on(response)

    run.okat_commits = True  # type: ignore[attr-defined]
    return run


def afterwards(work: Callable[[], object]) -> None:
    """Do this once the request is committed: a call to the outside with transactions of its own.

    What fails here is logged and left to the worker; what was committed stays.
    """
    g.afterwards = [*g.get("afterwards", []), work]


def _do_afterwards() -> None:
    for work in g.pop("afterwards", ()):
        try:
            work()
        except Exception:
            log.exception("%s: what was to follow the commit did not", request.endpoint)
            db.rollback()


def keep_on_record(work: Callable[[], object]) -> None:
    """Write something down although the request is refused: in a transaction of its own, after the page is made."""
    db.rollback()
    with unit_of_work():
        work()


def check_request() -> ResponseReturnValue | None:
    """Before every request: no rule, no view; a write must come from our own page."""
    if request.endpoint is None or request.routing_exception is not None:
        return None
    view = current_app.view_functions[request.endpoint]
    if request.endpoint == "static" or not hasattr(view, "okat_rule"):
        abort(404)
    if "\x00" in request.path or any("\x00" in value for values in request.args.listvalues() for value in values):
        abort(400)
    if request.method not in READS and not getattr(view, "okat_foreign", False) and not csrf_holds():
        raise OpenTooLong(t("Nothing was changed. Open the page anew and send it once more."))
    return None


def foreign_writes(view: View) -> View:
    """Accept writes from outside our pages (a hook with a signature of its own)."""
    view.okat_foreign = True  # type: ignore[attr-defined]
    return view


def takes_files(view: View) -> View:
    """Read a form with files to its end, so that one too large is refused at its field; stands right above the view."""
    view.okat_takes_files = True  # type: ignore[attr-defined]
    return view


def keep_what_was_heard() -> None:
    """Words of danger are not lost with the request they came in, and the page that refuses it says so."""
    if hearing.is_waiting():
        keep_on_record(lambda: hearing.pass_on(undone=True))


def _hear_what_was_refused() -> None:
    """The same of words that no form was made of."""
    db.rollback()
    hearing.listen_to_the_rest()
    keep_what_was_heard()


def _ruled(view: View, rule: Rule) -> View:
    @wraps(view)
    def run(**arguments: Any) -> ResponseReturnValue:
        if rule.open_to_all:
            return view(**arguments)
        if not current_user.is_authenticated:
            return _to_sign_in()
        try:
            admitted = _admitted(rule, arguments)
        except DomainError:
            if request.method not in READS:
                _hear_what_was_refused()
            raise
        return view(**admitted)

    run.okat_rule = rule  # type: ignore[attr-defined]
    return run


def _admitted(rule: Rule, arguments: dict[str, Any]) -> dict[str, Any]:
    who = actor()
    loaded, verdict = _judged(rule, arguments, who)
    if not verdict:
        if verdict.reason:
            g.subjects = tuple(loaded.values())
        log.info("%s %s refused to %s by %s", request.method, request.endpoint, who.ref, rule.name)
        raise Forbidden(verdict.reason) if verdict.reason else NotFound()
    g.subjects = tuple(loaded.values())
    return {**arguments, **loaded}


def _judged(rule: Rule, arguments: dict[str, Any], who: Actor) -> tuple[dict[str, Any], Verdict]:
    loaded = {name: load(who, arguments[name]) for name, load in rule.loaders.items()}
    return loaded, rule.policy(who, *loaded.values()) if rule.policy is not None else Verdict.yes()


def would_open(endpoint: str, arguments: dict[str, Any]) -> bool:
    """Whether a page would open to whoever asks now, by its own rule; whoever is signed out can sign in for it."""
    rule = getattr(current_app.view_functions[endpoint], "okat_rule", None)
    if rule is None:
        return False
    if rule.open_to_all or not current_user.is_authenticated:
        return True
    try:
        return bool(_judged(rule, arguments, actor())[1])
    except DomainError:
        return False


def can_be_read(path: str) -> bool:
    """The same of an address: whether there is a page at it that would open to whoever asks now."""
    try:
        endpoint, arguments = current_app.create_url_adapter(request).match(path, "GET")  # type: ignore[union-attr]
    except (NoSuchPage, MethodNotAllowed, RequestRedirect):
        return False
    return would_open(endpoint, dict(arguments))


def _to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method in READS else "/"
    return redirect(url_for("account.show_sign_in", next=target), 303)
