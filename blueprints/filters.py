"""What templates may say: words, money, and links; no arithmetic and no queries."""

import re
from typing import Final

from flask import Flask, g
from markupsafe import Markup, escape

from blueprints.session import csrf_token, once_key
from marketplace.i18n import Text
from marketplace.i18n.text import current_locale
from marketplace.kernel.money import baht

_COMPOUNDS: Final = re.compile("มีรายได้|รายได้|ผู้ช่วย")
"""Words that browsers part in the middle: their dictionaries read ราย and ได้, ผู้ and ช่วย."""


def install(app: Flask) -> None:
    """Give the template environment its few words."""
    app.jinja_env.globals.update(
        _=say,
        csrf_token=csrf_token,
        once_key=once_key,
        locale_code=current_locale,
        csp_nonce=lambda: g.get("nonce", ""),
    )
    app.jinja_env.filters.update(baht=baht, whole=whole, named=named)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True


def say(key: str, **values: object) -> Text:
    """A message of the catalogue, rendered where it stands."""
    return Text(key, tuple(values.items()))


def whole(said: object) -> Markup:
    """The text with the Thai words kept whole that a browser would part at the end of a line."""
    if isinstance(said, Markup):
        return said
    return Markup(_COMPOUNDS.sub(r'<span class="nb">\g<0></span>', str(escape(said))))  # noqa: S704


LONGEST_WHOLE: Final = 16
"""A word longer than this would not fit beside anything on a small phone, so it may be parted."""


def named(said: object, name: str) -> Markup:
    """The text with the words of somebody's name kept whole, which stand in no dictionary of a browser."""
    if isinstance(said, Markup):
        return said
    text = str(whole(said))
    for word in sorted({one for one in name.split() if 1 < len(one) <= LONGEST_WHOLE}, key=len, reverse=True):
        kept = str(escape(word))
        text = re.sub(rf"(?<![\w>]){re.escape(kept)}(?!\w)", f'<span class="nb">{kept}</span>', text)
    return Markup(text)  # noqa: S704
