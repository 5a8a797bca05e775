"""Pages of a list as finished links; every filter stays in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from marketplace.i18n import Text, t

MOST_PAGES = 5_000


@dataclass(frozen=True)
class PageLink:
    """One link of the pagination; `gap` is an ellipsis."""

    label: Text | str
    href: str
    current: bool = False
    gap: bool = False


def asked_page() -> int:
    """The page this address asks for; the first when it asks for none that can be."""
    return max(1, min(request.args.get("page", 1, type=int), MOST_PAGES))


def page_links(endpoint: str, page: int, total: int, size: int, **filters: object) -> tuple[PageLink, ...]:
    """First, last and near pages; nothing for a single page."""
    values: dict[str, Any] = filters
    return links_to(lambda number: url_for(endpoint, page=number, **values), page, total, size)


def links_to(address: Callable[[int], str], page: int, total: int, size: int) -> tuple[PageLink, ...]:
    """The same with addresses made by `address`."""
    last = max(1, -(-total // size))
    page = min(max(page, 1), last)
    if last == 1:
        return ()
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    links: list[PageLink] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            links.append(PageLink("…", "", gap=True))
        links.append(PageLink(str(number), address(number), number == page))
    if page < last:
        links.append(PageLink(t("Next"), address(page + 1)))
    return tuple(links)
