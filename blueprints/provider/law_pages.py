"""Finished values for what the law of labour asks of an employer: to do, found, and each placement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import law_parts
from blueprints.law_parts import Finding, Paper
from blueprints.parts import Fact
from blueprints.provider.parts import Item, enrolment_word
from marketplace.duties import forms, queries, sayings
from marketplace.duties.states import RUNNING
from marketplace.enrolments import learner_names, undoing
from marketplace.i18n import Text, dates, t
from marketplace.kernel.errors import NotFound
from models.vocabulary import DutyState

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.enrolment import Enrolment
    from models.labour import LabourDuty


@dataclass(frozen=True, slots=True)
class LawPage:
    """Everything the law asks of the organisations somebody acts for."""

    to_do: tuple[Item, ...]
    found: tuple[Finding, ...]
    workers: tuple[Item, ...]
    done: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One notice: why it is owed, until when, its form, and its receipt."""

    title: Text
    status: Text | str
    status_kind: str
    why: Text
    facts: tuple[Fact, ...]
    is_due: bool
    form_href: str
    undo_href: str
    worker_href: str


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """One placement: what was found, what is owed, and its papers."""

    title: Text
    subtitle: str
    state: Text
    found: tuple[Finding, ...]
    duties: tuple[Item, ...]
    papers: tuple[Paper, ...]
    can_add: bool
    add_href: str
    record_href: str


def one_worker(actor: Actor, ref: str) -> Enrolment:
    """One placement whose approval is told; raises NotFound."""
    found = queries.one_worker(actor, ref)
    if undoing.is_untold(found):
        raise NotFound
    return found


def law(actor: Actor) -> LawPage:
    """What waits now, what was found, and what was done."""
    found = [one for one in queries.own_findings(actor) if not undoing.is_untold(one.enrolment)]
    return LawPage(
        to_do=tuple(
            _duty(one) for one in queries.own_duties(actor, DutyState.DUE) if not undoing.is_untold(one.enrolment)
        ),
        found=law_parts.findings(
            found,
            hrefs={one.enrolment_id: url_for("provider.show_law_worker", worker=one.enrolment.ref) for one in found},
            names={one.enrolment_id: _called(one.enrolment) for one in found},
        ),
        workers=tuple(_worker(one) for one in queries.own_workers(actor) if not undoing.is_untold(one)),
        done=tuple(_duty(one) for one in queries.own_duties(actor, DutyState.SENT)),
    )


def duty(one: LabourDuty) -> DutyPage:
    """One notice."""
    due = law_parts.due_of(one)
    sent = one.state == DutyState.SENT
    facts = [
        Fact(t("Young worker"), _called(one.enrolment)),
        Fact(t("Placement"), law_parts.title_of(one.enrolment)),
        Fact(t("Day it is about"), dates.long_date(one.event_on, weekday=False)),
        Fact(t("Due"), dates.long_date(one.due_on)),
    ]
    if one.sent_on is not None:
        facts += [
            Fact(t("Sent on"), dates.long_date(one.sent_on, weekday=False)),
            Fact(t("Number of the receipt"), one.receipt),
        ]
    return DutyPage(
        title=sayings.DUTIES[one.kind],
        status=due.text,
        status_kind="done" if sent else "stop" if due.kind == "late" else "",
        why=sayings.WHY[one.kind],
        facts=tuple(facts),
        is_due=one.state == DutyState.DUE,
        form_href=url_for("provider.print_law_form", duty=one.ref) if one.kind in sayings.FORMS else "",
        undo_href=url_for("provider.undo_law_duty", duty=one.ref) if sent else "",
        worker_href=url_for("provider.show_law_worker", worker=one.enrolment.ref),
    )


def worker(one: Enrolment) -> WorkerPage:
    """One placement."""
    return WorkerPage(
        title=t("{name}: {title}", name=_called(one), title=law_parts.title_of(one)),
        subtitle=law_parts.period_of(one),
        state=enrolment_word(one.state),
        found=law_parts.findings(queries.findings_of(one)),
        duties=tuple(_duty(each, short=True) for each in queries.duties_of(one)),
        papers=law_parts.papers(queries.papers_of(one)),
        can_add=one.state in RUNNING,
        add_href=url_for("provider.add_law_paper", worker=one.ref),
        record_href=url_for("provider.print_law_record", worker=one.ref) if forms.has_record(one) else "",
    )


def _duty(one: LabourDuty, *, short: bool = False) -> Item:
    due = law_parts.due_of(one)
    note = "" if short else t("{name}: {title}", name=_called(one.enrolment), title=law_parts.title_of(one.enrolment))
    return Item(
        href=url_for("provider.show_law_duty", duty=one.ref),
        title=sayings.DUTIES[one.kind],
        note=note,
        due=due.text,
        due_kind=due.kind,
        due_exact=due.exact,
    )


def _worker(one: Enrolment) -> Item:
    return Item(
        href=url_for("provider.show_law_worker", worker=one.ref),
        title=_called(one),
        note=f"{law_parts.title_of(one)} · {law_parts.period_of(one)}",
    )


def _called(one: Enrolment) -> str:
    return one.youth.alias if undoing.is_untold(one) else learner_names.one(one)
