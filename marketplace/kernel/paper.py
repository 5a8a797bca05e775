"""Printed papers: HTML of our own becomes a PDF in Thai, in Sarabun, and nothing is fetched from anywhere.

Sara am is laid out in its two parts with the tone mark between them, in the order they are drawn; whoever searches or
copies the text of the file finds it whole.
"""

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.kernel.paper_text import say_sara_am

_HERE = Path(__file__).parent
_FONTS = _HERE.parents[1] / "static" / "fonts"
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")
_WEIGHTS = (400, 700)


def pdf(html: str, *, title: str = "") -> bytes:
    """The sheet as a PDF; images may only stand in the HTML itself, as data. The first takes a second or two longer."""
    weasyprint = importlib.import_module("weasyprint")
    fonts = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    sheet = weasyprint.CSS(string=_style(), font_config=fonts, url_fetcher=_only("file"))
    page = weasyprint.HTML(string=_SARA_AM.sub("\u0e4d\\1\u0e32", html), url_fetcher=_only("data"))
    document = page.render(stylesheets=[sheet], font_config=fonts)
    if title:
        document.metadata.title = title
    made: bytes = document.write_pdf(finisher=say_sara_am)
    return made


@cache
def _style() -> str:
    """The style of every paper with its fonts."""
    faces = "".join(
        f"@font-face {{ font-family: Sarabun; font-weight: {weight};"
        f" src: url('{(_FONTS / f'sarabun-{weight}.woff2').as_uri()}') }}\n"
        for weight in _WEIGHTS
    )
    return faces + (_HERE / "paper.css").read_text(encoding="utf-8")


def _only(scheme: str) -> Any:
    return importlib.import_module("weasyprint.urls").URLFetcher(allowed_protocols=(scheme,))
