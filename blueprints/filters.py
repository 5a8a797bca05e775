"""What templates may say: words, money, and links; no arithmetic and no queries."""

import re
from collections.abc import Iterable
from typing import Final

from flask import Flask, g
from markupsafe import Markup, escape

from blueprints.session import csrf_token, once_key
from marketplace.i18n import Text
from marketplace.i18n.almanac import DAYS_SHORT, MONTHS, MONTHS_SHORT
from marketplace.i18n.text import current_locale
from marketplace.kernel.money import baht

_COMPOUNDS: Final = "มีรายได้|รายได้|ผู้ช่วย|ผู้ปกครอง|ผู้รับผิดชอบ|ที่พักพิง"
"""Words that browsers part in the middle: their dictionaries read ราย and ได้, ผู้ and ช่วย."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_WEEKDAY: Final = _any_of(word for said in DAYS_SHORT.values() for word in said)
_MONTH: Final = _any_of(word for months in (MONTHS, MONTHS_SHORT) for said in months.values() for word in said)
_DAY: Final = (
    rf"(?:(?<!\w)(?:{_WEEKDAY}) )?(?<![\d.,])\d{{1,2}}(?:–\d{{1,2}})? (?:{_MONTH})(?!\w)"
    r"(?: \d{4}(?!\d))?"
)
"""A day with its month and year: `ศ. 11 ธ.ค. 2569`, `3–30 พฤศจิกายน 2569`, `11 Dec`."""
_HOURS: Final = r"(?<!\d)\d{2}\.\d{2}–\d{2}\.\d{2}(?:\u00a0น\.)?"
_WHOLE: Final = re.compile(
    rf"(?P<code>(?<![\w/-])[A-Z]{{1,2}}(?:-[0-9A-Z]{{4}}){{3,8}}(?![\w-]))|{_DAY}|{_HOURS}|{_COMPOUNDS}"
)


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
    """The text with days, hours, codes and Thai words kept whole that a browser would part at the end of a line."""
    if isinstance(said, Markup):
        return said
    return Markup(_WHOLE.sub(_kept, str(escape(said))))  # noqa: S704


def _kept(found: re.Match[str]) -> str:
    """A code may still be parted where nothing is wide enough for it; the others fit everywhere."""
    return f'<span class="{"whole" if found["code"] else "nb"}">{found[0]}</span>'


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
