"""The list page for somebody without an account: the whole template rendered once a language, and filled.

Nothing of it depends on who looks but the parts that are filled, so it is as good as rendering it anew. The template
asks who is looking, so the first page of a kind can only be made within a request.
"""

from dataclasses import fields, replace
from functools import lru_cache

from flask import g, render_template

from blueprints.prebuilt import Piece, hole
from blueprints.public.list_page import ListPage
from blueprints.shell import shell

TEMPLATE = "public/opportunities.html"
_CHOICES = ("knows_week", "is_empty")
_FILLED = tuple(field.name for field in fields(ListPage) if field.name not in _CHOICES)


def frame(page: ListPage, locale: str, query: str) -> bytes:
    """The page, finished; `query` is that of its address without the language."""
    here = f"{page.action}?{query}&lang=" if query else f"{page.action}?lang="
    values = [getattr(page, name) for name in _FILLED]
    return _frame(locale, page.knows_week, page.is_empty).fill(here, *values)


@lru_cache(maxsize=8)
def _frame(_locale: str, knows_week: bool, is_empty: bool) -> Piece:
    holes = {name: hole(number) for number, name in enumerate(_FILLED, start=1)}
    page = ListPage(knows_week=knows_week, is_empty=is_empty, **holes)
    kept, g.nonce = g.nonce, ""
    try:
        return Piece(
            render_template(
                TEMPLATE, shell=replace(shell(), lang_th_href=hole(0) + "th", lang_en_href=hole(0) + "en"), page=page
            )
        )
    finally:
        g.nonce = kept
