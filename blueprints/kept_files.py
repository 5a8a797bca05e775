"""Files that were handed in: read from a form as they may be kept, and sent so that a browser only puts them away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from flask import Response, send_from_directory

from blueprints.session import config
from marketplace.files import checking
from marketplace.files.checking import CheckedFile

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class Kept(Protocol):
    """What is known of a kept file."""

    @property
    def stored_name(self) -> str:
        """Under which name it lies."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def given_name(self) -> str:
        """How whoever gave it called it."""


def shown(given: Iterable[Any]) -> list[CheckedFile]:
    """The files that were chosen, as they may be kept; raises Invalid."""
    return [checking.check(file.read(), file.filename) for file in given if getattr(file, "filename", "")]


def send(kept: Kept) -> Response:
    """The file as a download that may do nothing."""
    answer = send_from_directory(
        config().uploads,
        kept.stored_name,
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=kept.given_name,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
