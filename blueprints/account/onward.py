"""Where to after signing in: only to a page of ours that can be read, whatever the address says."""

import re
from urllib.parse import unquote

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

LONGEST = 500
# One slash, then nothing that a browser might take for another slash, a line's end or nothing at all.
_ADDRESS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2044\u2215\u3000\ufeff\uff0f]*")


def own_path(wanted: str) -> str | None:
    """The address when it leads to a readable page of this house and nowhere else; None for everything else."""
    if not wanted or len(wanted) > LONGEST or not _ADDRESS.fullmatch(wanted):
        return None
    path = re.split(r"[?#]", wanted, maxsplit=1)[0]
    plain = unquote(unquote(path))
    if not _ADDRESS.fullmatch(plain) or "//" in plain or ".." in plain:
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    try:
        adapter.match(unquote(path), method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return wanted
