"""Finished values for a sheet that was given out: what stood on it, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.parts import Fact
from marketplace.earnings.statement import statement_for
from marketplace.i18n import Text, dates, t
from marketplace.people.disclosure import staff_view
from marketplace.statements import changes, codes, sayings, service
from marketplace.statements.content import lines_of
from models.vocabulary import StatementKind

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.statement import IssuedStatement

KINDS = {StatementKind.MONTH: t("Statement of earnings"), StatementKind.YEAR: t("Summary of earnings of a year")}


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A sheet as it was given out, in its own words and language."""

    title: Text
    code: str
    verdict: Text
    kind: str
    facts: tuple[Fact, ...]
    lost: tuple[Text, ...]
    changed: tuple[Text, ...]
    said: dict[str, Any]
    locale: str
    is_year: bool


def one(actor: Actor, issued: IssuedStatement) -> CheckedPage:
    """The sheet beside what the books say today."""
    kept = service.content_of(issued)
    found = changes.since(kept.lines, lines_of(statement_for(issued.youth_id, (kept.first, kept.last))))
    said, seen, code = dict(kept.said), staff_view(actor, issued.youth), codes.printed(issued.code)
    return CheckedPage(
        title=t("Sheet {code}", code=code),
        code=code,
        verdict=sayings.verdict(found),
        kind="stop" if any(change.is_loss for change in found) else "done",
        facts=(
            Fact(t("What it is"), KINDS[kept.kind]),
            Fact(t("Name on the sheet"), said["name"] or t("None, the place was left empty")),
            Fact(
                t("Young person"),
                seen.called,
                href=url_for("office.show_youth", youth=seen.ref),
                link=t("See the young person"),
            ),
            Fact(t("Period"), dates.date_range(kept.first, kept.last)),
            Fact(t("Issued"), dates.long_date(kept.issued_on, weekday=False)),
        ),
        lost=tuple(sayings.change(change) for change in found if change.is_loss),
        changed=tuple(sayings.change(change) for change in found if not change.is_loss),
        said=said,
        locale=kept.locale,
        is_year=kept.kind == StatementKind.YEAR,
    )
