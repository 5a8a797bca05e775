"""Points a learner is paid for: said to be reached by the organisation, and breaks that put off days of staying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import kept_files, milestone_parts
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.milestone_forms import BreakAnswerForm, BreakForm, SayForm
from blueprints.pages import render
from blueprints.provider import bp
from blueprints.session import actor, config, tell
from marketplace.access import limits
from marketplace.enrolments import intake, learner_names, milestone_access, milestones, stay_breaks
from marketplace.i18n import Text, pick, t
from marketplace.kernel.errors import Invalid

if TYPE_CHECKING:
    from blueprints.milestone_parts import Away, Point
    from models.enrolment import Enrolment
    from models.milestone import Milestone, StayBreak


@dataclass(frozen=True, slots=True)
class PointsPage:
    """The points of one learner."""

    title: Text
    subtitle: str
    points: tuple[Point, ...]
    breaks: tuple[Away, ...]
    breaks_href: str
    has_stays: bool
    back_href: str


@dataclass(frozen=True, slots=True)
class SayPage:
    """What is said of one point."""

    title: Text
    point: Point
    early: Text | None
    accept: str
    back_href: str


@bp.get("/learners/<learner>/milestones")
@guard(milestone_access.can_see_points, learner=intake.one)
def show_milestones(learner: Enrolment) -> ResponseReturnValue:
    return _points(learner, BreakForm())


@bp.post("/learners/<learner>/milestones")
@guard(milestone_access.can_see_points, learner=intake.one)
@commits
def add_break(learner: Enrolment) -> ResponseReturnValue:
    form = BreakForm.posted()
    if not form.validate() or form.from_on.data is None or form.to_on.data is None:
        return _points(learner, form), 422
    try:
        stay_breaks.add(learner, form.from_on.data, form.to_on.data, reason=form.reason.data or "", by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _points(learner, form), 422
    tell(t("The break is written down. The days of staying that are still open come later by it."))
    return redirect(url_for("provider.show_milestones", learner=learner.ref), 303)


@bp.post("/breaks/<away>/remove")
@guard(milestone_access.can_answer_break, away=milestone_access.one_break)
@commits
def remove_break(away: StayBreak) -> ResponseReturnValue:
    stay_breaks.take_back(away, by=actor())
    tell(t("The break is taken back."))
    return redirect(url_for("provider.show_milestones", learner=milestone_access.enrolment_of(away).ref), 303)


@bp.get("/breaks/<away>")
@guard(milestone_access.can_answer_break, away=milestone_access.one_break)
def show_break(away: StayBreak) -> ResponseReturnValue:
    return _break(away, BreakAnswerForm(data={"version": str(away.version)}))


@bp.post("/breaks/<away>")
@guard(milestone_access.can_answer_break, away=milestone_access.one_break)
@commits
def answer_break(away: StayBreak) -> ResponseReturnValue:
    form = BreakAnswerForm.posted()
    if not milestone_parts.answered(away, form):
        return _break(away, form), 422
    tell(t("Kept."))
    return redirect(url_for("provider.show_milestones", learner=milestone_access.enrolment_of(away).ref), 303)


@bp.get("/milestones/<milestone>")
@guard(milestone_access.can_say, milestone=milestone_access.one)
def show_milestone(milestone: Milestone) -> ResponseReturnValue:
    return _say(milestone, SayForm().about(stay=milestone.days is not None))


@bp.post("/milestones/<milestone>")
@limited(limits.UPLOAD)
@guard(milestone_access.can_say, milestone=milestone_access.one)
@commits
@takes_files
def say_milestone(milestone: Milestone) -> ResponseReturnValue:
    form, proof = SayForm.posted().about(stay=milestone.days is not None), kept_files.Proof()
    if not proof.taken(form):
        return _say(milestone, proof.over(form)), 422
    try:
        milestones.say(
            milestone,
            by=actor(),
            said_as="host",
            proof=form.proof.data or "",
            still_there=form.still_there,
            files=proof.files,
            folder=config().uploads,
        )
    except Invalid as refusal:
        form.take(refusal)
        return _say(milestone, proof.over(form)), 422
    proof.used()
    tell(t("Said. The office looks at it next."))
    return redirect(url_for("provider.show_milestones", learner=milestone.enrolment.ref), 303)


def _points(learner: Enrolment, form: BreakForm) -> str:
    found = milestones.of(learner.id)
    page = PointsPage(
        title=t("Milestones of {name}", name=learner_names.one(learner)),
        subtitle=pick(learner.opportunity.title_th, learner.opportunity.title_en),
        points=tuple(
            milestone_parts.point(one, url_for("provider.show_milestone", milestone=one.ref)) for one in found
        ),
        breaks=tuple(_away(one) for one in stay_breaks.of(learner.id)),
        breaks_href=url_for("provider.add_break", learner=learner.ref),
        has_stays=any(one.days is not None for one in found),
        back_href=url_for("provider.show_application", application=learner.ref),
    )
    return render("provider/milestones.html", page=page, form=form)


def _away(one: StayBreak) -> Away:
    href = url_for("provider.show_break", away=one.ref)
    return milestone_parts.away(one, href=href, remove_href=url_for("provider.remove_break", away=one.ref))


def _break(one: StayBreak, form: BreakAnswerForm) -> str:
    learner = milestone_access.enrolment_of(one)
    back = url_for("provider.show_milestones", learner=learner.ref)
    page = milestone_parts.asked(one, learner_names.one(learner), back)
    return render("provider/break.html", page=page, form=form)


def _say(milestone: Milestone, form: SayForm) -> str:
    early = milestones.is_early(milestone)
    page = SayPage(
        title=t(
            "{name}: {what}", name=learner_names.one(milestone.enrolment), what=milestone_parts.title_of(milestone)
        ),
        point=milestone_parts.point(milestone),
        early=t("It is too early to say yes. That they are no longer there can be said at any time.")
        if early
        else None,
        accept=milestone_parts.ACCEPT,
        back_href=url_for("provider.show_milestones", learner=milestone.enrolment.ref),
    )
    return render("provider/milestone.html", page=page, form=form)
