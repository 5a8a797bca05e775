"""Breaks that put off days of staying, as an office writes them down and answers those that are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import milestone_parts
from blueprints.guard import commits, guard
from blueprints.milestone_forms import BreakAnswerForm, BreakForm
from blueprints.office import bp
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.enrolments import milestone_access, stay_breaks
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.people.disclosure import provider_view

if TYPE_CHECKING:
    from blueprints.milestone_parts import Away
    from models.milestone import Milestone, StayBreak


@dataclass(frozen=True, slots=True)
class BreaksPage:
    """The breaks of one learner."""

    title: Text
    subtitle: str
    breaks: tuple[Away, ...]
    add_href: str
    back_href: str


@bp.get("/milestones/<milestone>/breaks")
@guard(milestone_access.can_record_break, milestone=milestone_access.one)
def show_breaks(milestone: Milestone) -> ResponseReturnValue:
    return _breaks(milestone, BreakForm())


@bp.post("/milestones/<milestone>/breaks")
@guard(milestone_access.can_record_break, milestone=milestone_access.one)
@commits
def add_break(milestone: Milestone) -> ResponseReturnValue:
    form = BreakForm.posted()
    if not form.validate() or form.from_on.data is None or form.to_on.data is None:
        return _breaks(milestone, form), 422
    first, last, reason = form.from_on.data, form.to_on.data, form.reason.data or ""
    try:
        stay_breaks.add(milestone.enrolment, first, last, reason=reason, by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _breaks(milestone, form), 422
    tell(t("The break is written down. The days of staying that are still open come later by it."))
    if settled := stay_breaks.counted_over(milestone.enrolment, first):
        what = " · ".join(str(milestone_parts.title_of(one)) for one in settled)
        tell(t("Confirmed already, although this break begins before its day: {what}. It stays as it is; if it was paid"
               " too early, look at it again.", what=what), "danger")  # fmt: skip
    return redirect(url_for("office.show_breaks", milestone=milestone.ref), 303)


@bp.get("/breaks/<away>")
@guard(milestone_access.can_answer_break_as_office, away=milestone_access.one_break)
def show_break(away: StayBreak) -> ResponseReturnValue:
    return _break(away, BreakAnswerForm(data={"version": str(away.version)}))


@bp.post("/breaks/<away>")
@guard(milestone_access.can_answer_break_as_office, away=milestone_access.one_break)
@commits
def answer_break(away: StayBreak) -> ResponseReturnValue:
    form = BreakAnswerForm.posted()
    if not milestone_parts.answered(away, form):
        return _break(away, form), 422
    tell(t("Kept."))
    return redirect(url_for("office.show_milestones"), 303)


@bp.post("/breaks/<away>/remove")
@guard(milestone_access.can_answer_break_as_office, away=milestone_access.one_break)
@commits
def remove_break(away: StayBreak) -> ResponseReturnValue:
    stay_breaks.take_back(away, by=actor())
    tell(t("The break is taken back."))
    return redirect(url_for("office.show_milestones"), 303)


def _breaks(milestone: Milestone, form: BreakForm) -> str:
    known = provider_view(milestone.enrolment.youth, approved=True)
    page = BreaksPage(
        title=t("Breaks of {name}", name=known.called),
        subtitle=milestone_parts.opportunity_of(milestone),
        breaks=tuple(_away(one) for one in stay_breaks.of(milestone.enrolment_id)),
        add_href=url_for("office.add_break", milestone=milestone.ref),
        back_href=url_for("office.show_milestone", milestone=milestone.ref),
    )
    return render("office/breaks.html", page=page, form=form)


def _away(one: StayBreak) -> Away:
    href = url_for("office.show_break", away=one.ref)
    return milestone_parts.away(one, href=href, remove_href=url_for("office.remove_break", away=one.ref))


def _break(away: StayBreak, form: BreakAnswerForm) -> str:
    called = provider_view(milestone_access.enrolment_of(away).youth, approved=True).called
    page = milestone_parts.asked(away, called, url_for("office.show_milestones"))
    return render("office/break.html", page=page, form=form)
