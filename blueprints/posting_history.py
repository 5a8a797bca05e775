"""What happened to a posting, for those who wrote it and those who review it: its moves and the changes agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.areas import offices
from marketplace.audit import history
from marketplace.i18n import Text, dates, t, words
from marketplace.offers import agreed
from models import vocabulary as v

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.offers.agreed import Agreed
    from models.offer import Opportunity

_VERBS = {"take_in": t("The office agreed"), "revise": t("Changed while it waited")}


@dataclass(frozen=True)
class Happened:
    """One line of the history."""

    title: Text
    note: Text | str
    at: str


def happened(one: Opportunity, *, for_staff: bool) -> tuple[Happened, ...]:
    """Every step, oldest first, each agreed change with what it made otherwise; colleagues read who agreed."""
    found: list[tuple[datetime, Text, Text | str]] = [
        (move.at, _VERBS.get(move.verb) or words.word(v.OpportunityState, move.to_state), move.note)
        for move in history(one)
    ]
    found += [
        (change.at, t("A change was agreed to"), _said(change, one, for_staff=for_staff))
        for change in agreed.of_posting(one)
    ]
    found.sort(key=lambda row: row[0])
    return tuple(Happened(title, note, dates.date_time(at)) for at, title, note in found)


def agreed_to(one: Opportunity, *, for_staff: bool) -> Text | None:
    """That, when and by whom a change was agreed to."""
    found = agreed.of_change(one)
    if found is None:
        return None
    return t("{who} agreed to this change on {at}.", who=_who(found, one, for_staff=for_staff), at=_at(found))


def _at(change: Agreed) -> str:
    return dates.date_time(change.at)


def _who(change: Agreed, one: Opportunity, *, for_staff: bool) -> str:
    return change.by_name if for_staff else offices.office_name(one.office_key)


def _said(change: Agreed, one: Opportunity, *, for_staff: bool) -> Text:
    what = " · ".join(f"{fact.label}: {', '.join(fact.lines)}" for fact in change.facts)
    return t("{what} (agreed by {who})", what=what, who=_who(change, one, for_staff=for_staff))
