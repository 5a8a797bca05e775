"""Back to where a question came from: only to pages a young person may have come from, whatever the address says."""

import re

from flask import request

_PAGES = re.compile(r"/(?:youth|opportunities)(?:/[A-Za-z0-9-]+)*(?:\?[A-Za-z0-9_=&%+.:;-]*)?")
_LONGEST = 300


def then() -> str:
    """Where to go afterwards, or nothing."""
    wanted = request.values.get("then", "")
    return wanted if len(wanted) <= _LONGEST and _PAGES.fullmatch(wanted) else ""


def here() -> str:
    """This page as an address to come back to."""
    return request.full_path.rstrip("?")
