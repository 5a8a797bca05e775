"""Which pages each role can open, from the access table and the two worlds."""

from collections.abc import Iterator

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
        is_file = endpoint.partition(".")[2].startswith(("export_", "download_", "send_"))
        if method != "GET" or is_file or endpoint in NO_PAGES or not expected.allows(identity, own=True):
            continue
        if identity == "anonymous" or not expected.allows("anonymous", own=True):
            yield address(client, endpoint, names, side)
