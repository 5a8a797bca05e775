"""Points that are paid for: what was said to be reached, and days of staying that nobody has said anything of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import milestone_parts
from blueprints.guard import commits, guard
from blueprints.milestone_forms import PointVerdictForm
from blueprints.office import bp
from blueprints.pages import render
from blueprints.paging import asked_page, page_links
from blueprints.parts import Fact, Step
from blueprints.session import actor, tell
from marketplace.audit import history, standing
from marketplace.enrolments import milestone_access, milestone_files, milestones
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel.errors import Invalid
from marketplace.offers import policy
from marketplace.people.disclosure import provider_view
from models.vocabulary import MilestoneState

if TYPE_CHECKING:
    from blueprints.milestone_parts import Point, Shown
    from blueprints.paging import PageLink
    from models.milestone import Milestone, StayBreak


@dataclass(frozen=True, slots=True)
class Line:
    """One point in the list."""

    href: str
    title: str
    note: Text
    due: Text | str
    due_kind: str = ""


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Points that wait for the office."""

    total: int
    asked: tuple[Line, ...]
    items: tuple[Line, ...]
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class DecidePage:
    """One point with what a decision needs."""

    title: Text
    subtitle: str
    point: Point
    facts: tuple[Fact, ...]
    files: tuple[Shown, ...]
    flag: Text | None
    steps: tuple[Step, ...]
    waits: bool
    why_not: Text | None


@bp.get("/milestones")
@guard(policy.can_review_any)
def show_milestones() -> ResponseReturnValue:
    page = asked_page()
    found, total = milestone_access.waiting_for(actor(), page=page)
    links = page_links("office.show_milestones", page, total, milestone_access.PAGE)
    asked = tuple(_asked(one) for one in milestone_access.asked_breaks(actor()))
    waiting = WaitingPage(total, asked, tuple(_line(one) for one in found), links)
    return render("office/milestones.html", page=waiting)


@bp.get("/milestones/<milestone>")
@guard(milestone_access.can_see_as_office, milestone=milestone_access.one)
def show_milestone(milestone: Milestone) -> ResponseReturnValue:
    return _page(milestone, PointVerdictForm(data={"version": str(milestone.version)}))


@bp.post("/milestones/<milestone>")
@guard(milestone_access.can_decide, milestone=milestone_access.one)
@commits
def decide_milestone(milestone: Milestone) -> ResponseReturnValue:
    form = PointVerdictForm.posted()
    standing.must_be_seen(milestones.MILESTONE, milestone, form.seen_version(), by=actor())
    if not form.validate():
        return _page(milestone, form), 422
    try:
        _decide(milestone, form.decision.data or "", form.note.data or "")
    except Invalid as refusal:
        form.take(refusal)
        return _page(milestone, form), 422
    tell(t("Your decision is kept. What it earns is now owed.") if milestone.state == "verified" else t("Kept."))
    return redirect(url_for("office.show_milestones"), 303)


def _decide(milestone: Milestone, decision: str, note: str) -> None:
    if decision == "verify":
        milestones.verify(milestone, by=actor(), note=note)
    elif decision == "back":
        milestones.send_back(milestone, by=actor(), note=note)
    else:
        milestones.end(milestone, by=actor(), note=note)


def _line(one: Milestone) -> Line:
    said = one.state == MilestoneState.SAID
    return Line(
        href=url_for("office.show_milestone", milestone=one.ref),
        title=provider_view(one.enrolment.youth, approved=True).called,
        note=t(
            "{what}, {sum}, {title}",
            what=milestone_parts.title_of(one),
            sum=milestone_parts.amount_of(one),
            title=milestone_parts.opportunity_of(one),
        ),
        due=t("Said to be reached") if said else t("Nobody has said anything since {day}", day=_day(one)),
        due_kind="" if said else "late",
    )


def _asked(one: StayBreak) -> Line:
    learner = milestone_access.enrolment_of(one)
    return Line(
        href=url_for("office.show_break", away=one.ref),
        title=provider_view(learner.youth, approved=True).called,
        note=milestone_parts.away(one).text,
        due=t("Asks for a break"),
    )


def _day(one: Milestone) -> str:
    return dates.short_date(one.due_on) if one.due_on else ""


def _page(milestone: Milestone, form: PointVerdictForm) -> str:
    verdict = milestone_access.can_decide(actor(), milestone)
    # Before anybody has said anything there is nothing to verify or to send back.
    form.offer(milestones.MILESTONE.verbs(milestone.state))
    offer = milestone.enrolment.opportunity
    breaks = milestones.breaks_of(milestone.enrolment_id)
    known = provider_view(milestone.enrolment.youth, approved=True)
    facts = [
        Fact(t("Organisation"), pick(offer.organisation.name_th, offer.organisation.name_en)),
        Fact(t("What it brings"), milestone_parts.amount_of(milestone)),
        Fact(t("Where it stands"), milestones.WORDS[milestone.state]),
    ]
    if milestone.begins_on:
        facts.append(Fact(t("Counted from"), dates.long_date(milestone.begins_on, weekday=False)))
    if milestone.days is not None:
        facts.append(Fact(t("The day"), milestone_parts.day_of(milestone)))
        told = tuple(
            t("{days}: {reason}", days=dates.date_range(one.from_on, one.to_on), reason=one.reason) for one in breaks
        )
        href = url_for("office.show_breaks", milestone=milestone.ref)
        facts.append(Fact(t("Breaks"), lines=told or (t("None written down"),), href=href, link=t("See the breaks")))
    facts += [Fact(t("What was said"), lines=said) for said in [milestone_parts.said_of(milestone)] if said]
    is_shown_elsewhere = milestone_files.shown_elsewhere(milestone)
    page = DecidePage(
        title=t("{name}: {what}", name=known.called, what=milestone_parts.title_of(milestone)),
        subtitle=milestone_parts.opportunity_of(milestone),
        point=milestone_parts.point(milestone),
        facts=tuple(facts),
        files=milestone_parts.files(milestone),
        flag=t("The same file was shown for somebody else") if is_shown_elsewhere else None,
        steps=tuple(
            Step(milestones.WORDS[move.to_state], move.note, dates.date_time(move.at)) for move in history(milestone)
        ),
        waits=milestone.state in milestones.OPEN and bool(verdict),
        why_not=verdict.reason,
    )
    return render("office/milestone.html", page=page, form=form)
