"""Statements of earnings that were given out."""

from datetime import date
from typing import Any

from blueprints.youth import money_pages, statement_sheets
from marketplace.access import SYSTEM, Actor
from marketplace.earnings.statement import statement_for
from marketplace.i18n import use
from marketplace.kernel import clock
from marketplace.statements import service
from models.statement import IssuedStatement
from models.vocabulary import StatementKind
from models.youth import Youth


def make_issued(youth: Youth, kind: str = "month", *, by: Actor = SYSTEM, locale: str = "th") -> IssuedStatement:
    """This month's or this year's sheet of a young person, as they would have it made."""
    with use(locale):
        if kind == StatementKind.YEAR:
            year = clock.today().year
            told = statement_for(youth.id, (date(year, 1, 1), date(year, 12, 31)))
            return service.issue(youth, told, StatementKind.YEAR, _empty_year(year), by=by)
        told = statement_for(youth.id, money_pages.month_of(""))
        said = statement_sheets.words(money_pages.statement(told, youth))
        return service.issue(youth, told, StatementKind.MONTH, said, by=by)


def _empty_year(year: int) -> dict[str, Any]:
    lists: dict[str, Any] = dict.fromkeys(("parts", "stuck", "undone", "in_kind"), ())
    words = dict.fromkeys(("office", "issued", "name", "period"), "")
    return lists | words | {"paper_heading": f"{year}", "year": f"{year}", "is_empty": True}
