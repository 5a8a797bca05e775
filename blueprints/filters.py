"""What templates may say: words, money, and links; no arithmetic and no queries."""

from flask import Flask, g

from blueprints.session import csrf_token, once_key
from marketplace.i18n import Text
from marketplace.i18n.text import current_locale
from marketplace.kernel.money import baht


def install(app: Flask) -> None:
    """Give the template environment its few words."""
    app.jinja_env.globals.update(
        _=say,
        csrf_token=csrf_token,
        once_key=once_key,
        locale_code=current_locale,
        csp_nonce=lambda: g.get("nonce", ""),
    )
    app.jinja_env.filters.update(baht=baht)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True


def say(key: str, **values: object) -> Text:
    """A message of the catalogue, rendered where it stands."""
    return Text(key, tuple(values.items()))
