"""Lines of a run as rows of a list and of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import allocation_words as say
from marketplace.i18n import Text, pick, t
from marketplace.matching.workbench import queries, titles
from marketplace.notices.words import unpack
from marketplace.people import policy as people
from marketplace.people.disclosure import view_in
from models.vocabulary import AllocationOutcome

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.allocation import AllocationLine, AllocationRun


@dataclass(frozen=True, slots=True)
class Column:
    """A column after the first three."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One person, as `components/queue.html` prints it."""

    ref: str
    title: str
    href: str
    note: Text | str
    due: Text | str
    due_kind: str
    flag: Text | str
    is_flag: bool
    pickable: bool
    checked: bool
    cells: tuple[Text | str, ...]
    due_exact: str = ""
    here: bool = False


COLUMNS = (
    Column(t("Next best")),
    Column(t("Mentor")),
    Column(t("Points"), num=True),
    Column(t("Weight"), num=True),
)


def rows(actor: Actor, run: AllocationRun, found: Sequence[AllocationLine], *, may: bool) -> tuple[Row, ...]:
    """Lines as rows; with `may` they can be locked and changed."""
    called = titles.of_mentors(queries.mentors(run))
    return tuple(_row(actor, run, line, called, may=may) for line in found)


def head() -> list[str]:
    """The head of the file."""
    said = (
        t("Reference"),
        t("Name"),
        t("Opportunity"),
        t("Organisation"),
        t("Mentor"),
        t("Reference of the mentor"),
        t("Points"),
        t("Weight"),
        t("Points x weight"),
        t("Why"),
        t("Reasons"),
        t("Next best"),
        t("Locked"),
        t("What came of it"),
    )
    return [str(one) for one in said]


def export_row(actor: Actor, run: AllocationRun, line: AllocationLine) -> list[str]:
    """One line as texts."""
    offer = line.opportunity
    return [
        line.youth.ref,
        view_in(actor, line.youth, run).called,
        pick(offer.title_th, offer.title_en) if offer is not None else "",
        pick(offer.organisation.name_th, offer.organisation.name_en) if offer is not None else "",
        _mentor(line),
        line.mentor.ref if line.mentor is not None else "",
        f"{line.fit_millionths / 10_000:.4f}",
        _weight(line),
        f"{line.fit_millionths * line.weight_hundredths / 1_000_000:.6f}" if line.weight_hundredths else "",
        str(say.why(line)),
        " · ".join(map(str, _reasons(line))),
        _next_best(line),
        "1" if line.locked else "",
        str(_outcome(line)[0]),
    ]


def _row(actor: Actor, run: AllocationRun, line: AllocationLine, called: dict[int, str], *, may: bool) -> Row:
    offer, outcome = line.opportunity, _outcome(line)
    reasons = " · ".join(map(str, _reasons(line)))
    there = url_for("office.show_allocation_line", run=run.ref, youth=line.youth.ref)
    may_see = people.can_see_youth_as_staff(actor, line.youth)
    person = url_for("office.show_youth", youth=line.youth.ref) if may_see else ""
    return Row(
        ref=line.youth.ref,
        title=view_in(actor, line.youth, run).called,
        href=there if may else person,
        note=f"{pick(offer.title_th, offer.title_en)} · {pick(offer.organisation.name_th, offer.organisation.name_en)}"
        if offer is not None
        else t("Not placed"),
        due=outcome[0] or (t("Locked") if line.locked else ""),
        due_kind=outcome[1],
        flag=f"{say.why(line)}{': ' if reasons else ''}{reasons}",
        is_flag=offer is None,
        pickable=may,
        checked=line.locked,
        cells=(
            _next_best(line) or "–",
            called.get(line.mentor_id or 0, "–"),
            say.points(line.fit_millionths),
            _weight(line) or "–",
        ),
    )


def _weight(line: AllocationLine) -> str:
    return f"{line.weight_hundredths / 100:.2f}" if line.weight_hundredths is not None else ""


def _outcome(line: AllocationLine) -> tuple[Text | str, str]:
    if line.outcome == AllocationOutcome.APPLIED:
        return t("Applied"), ""
    if line.outcome == AllocationOutcome.SKIPPED:
        why = unpack(line.outcome_note) if line.outcome_note else ""
        return t("Left out: {why}", why=why), "late"
    return "", ""


def _reasons(line: AllocationLine) -> tuple[Text, ...]:
    kept = line.reasons.get("lines")
    return tuple(unpack(one) for one in kept) if isinstance(kept, list) else ()


def _next_best(line: AllocationLine) -> str:
    offer = line.next_best
    if offer is None:
        return ""
    return f"{pick(offer.title_th, offer.title_en)} · {pick(offer.organisation.name_th, offer.organisation.name_en)}"


def _mentor(line: AllocationLine) -> str:
    return pick(line.mentor.title_th, line.mentor.title_en) if line.mentor is not None else ""
