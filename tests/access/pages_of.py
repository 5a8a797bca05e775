"""Which pages and files each role can open, from the access table and the two worlds, and the text of each."""

import io
from collections.abc import Iterator

import openpyxl

from marketplace.kernel import paper
from tests.access.test_matrix import EXPECTED, address, cells
from tests.access.world import World

# Not pages: files, data, and doors that only lead on.
NO_PAGES = frozenset(
    {
        "account.show_calendar",
        "assets.send_asset",
        "office.download_template",
        "office.download_verdicts",
        "office.export_queue",
        "office.preview_import",
        "office.show_gift_file",
        "office.show_statement_page",
        "provider.download_template",
        "provider.download_verdicts",
        "provider.preview_import",
        "provider.show_file",
        "provider.show_organisation_file",
        "public.download_sessions",
        "public.show_process",
        "public.show_readiness",
        "public.show_robots",
        "public.show_sitemap",
    }
)
WALKERS = (
    "anonymous",
    "youth",
    "guardian",
    "provider",
    "employer",
    "mentor",
    "caseworker",
    "officer",
    "approver",
    "authoriser",
    "province",
    "funder",
    "auditor",
    "steward",
)
"""Every role that has pages of its own, one after the other."""


def pages_of(client, identity: str, side: World) -> Iterator[str]:
    """The address of every page this identity may open; what everybody sees is walked once, by nobody in particular."""
    for endpoint, method, names in cells(client.application):
        expected = EXPECTED[(endpoint, method)]
        if method != "GET" or is_file(endpoint) or endpoint in NO_PAGES or not expected.allows(identity, own=True):
            continue
        if identity == "anonymous" or not expected.allows("anonymous", own=True):
            yield address(client, endpoint, names, side)


PRINTED = ("provider.print_law_form", "provider.print_law_record")
"""Sheets that are asked for by pressing, because the look is kept."""


def is_file(endpoint: str) -> bool:
    """Whether a route answers with something to keep and no page."""
    return endpoint.partition(".")[2].startswith(("export_", "download_", "send_"))


def files_of(client, identity: str, side: World) -> Iterator[tuple[str, str, str]]:
    """Method, endpoint and address of every file this identity may have, in every kind it comes in."""
    for endpoint, method, names in cells(client.application):
        asked = (method == "GET" and (is_file(endpoint) or endpoint in NO_PAGES)) or endpoint in PRINTED
        if not asked or not EXPECTED[(endpoint, method)].allows(identity, own=True):
            continue
        path = address(client, endpoint, names, side)
        yield method, endpoint, path
        if path.endswith(".csv"):
            yield method, endpoint, path.removesuffix(".csv") + ".xlsx"


class Sheets:
    """The text of every paper as it goes to the printer."""

    def __init__(self, monkeypatch) -> None:
        self.made: list[str] = []
        monkeypatch.setattr(paper, "pdf", self._print)

    def _print(self, html: str, **_given: object) -> bytes:
        self.made.append(html)
        return b"%PDF-1.7 stands for what was printed"

    def text_of(self, answer) -> str:
        """All that can be read in a file: the words of a printed sheet, every cell of a table, else all of it."""
        body = answer.get_data()
        if answer.mimetype == "application/pdf" and self.made:
            return self.made.pop()
        if body.startswith(b"PK"):
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
            cells_of = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
            return "\n".join(str(cell) for cell in cells_of if cell is not None)
        return str(body.decode("utf-8", errors="replace"))
