"""Finished values for a run that its locks made fail: which of them are in the way, each with the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import url_for

from marketplace.i18n import Text, pick, t
from marketplace.matching.workbench import holding
from marketplace.people.disclosure import view_in

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.matching.workbench.holding import Lock
    from models.allocation import AllocationRun

MOST: Final = 25


@dataclass(frozen=True, slots=True)
class LockInTheWay:
    """One locked line."""

    ref: str
    who: str
    where: str
    why: Text | None
    href: str


@dataclass(frozen=True, slots=True)
class Stop:
    """What to do about the locks of a failed run; `more_href` leads to those there is no room for."""

    text: Text
    locks: tuple[LockInTheWay, ...]
    more_href: str
    more_text: Text


def stop(actor: Actor, run: AllocationRun) -> Stop | None:
    """The locks that keep the run from a plan; None where it did not fail by them."""
    if not holding.broken(run):
        return None
    found = holding.in_the_way(run)
    return Stop(
        text=_TO_DO if found else _SETTLED,
        locks=tuple(_lock(actor, run, one) for one in found[:MOST]),
        more_href=url_for("office.show_allocation", run=run.ref, view="locked") if len(found) > MOST else "",
        more_text=t("See the locked lines"),
    )


_TO_DO: Final = t("Take a lock away or change a line, then run it again.")
_SETTLED: Final = t("No lock is in the way any more. Run it again.")


def _lock(actor: Actor, run: AllocationRun, one: Lock) -> LockInTheWay:
    line, offer = one.line, one.line.opportunity
    return LockInTheWay(
        ref=line.youth.ref,
        who=view_in(actor, line.youth, run).called,
        where=f"{pick(offer.title_th, offer.title_en)} · {pick(offer.organisation.name_th, offer.organisation.name_en)}"
        if offer is not None
        else "",
        why=one.why,
        href=url_for("office.show_allocation_line", run=run.ref, youth=line.youth.ref),
    )
