"""Which language a request is answered in: what was asked for, what was chosen before, what the account says."""

from flask import request

from blueprints.session import LANG_COOKIE, actor, cookie_name
from marketplace.i18n.text import DEFAULT, LOCALES, set_locale

WORDLESS = ("assets.send_asset", "public.show_process", "public.show_readiness")


def choose() -> None:
    """Before every request; an anonymous reader costs no query, and neither does what has no words."""
    if request.endpoint in WORDLESS:
        return
    for wanted in (request.args.get("lang"), request.cookies.get(LANG_COOKIE)):
        if wanted in LOCALES:
            set_locale(wanted or DEFAULT)
            return
    set_locale(actor().locale if cookie_name() in request.cookies else DEFAULT)
