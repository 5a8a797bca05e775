"""A young person's own word that they are still there, and breaks they ask to be written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import devices, kept_files, milestone_parts
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.milestone_forms import BreakForm, OwnForm
from blueprints.pages import render
from blueprints.session import actor, config, tell
from blueprints.youth import bp
from marketplace.access import limits
from marketplace.enrolments import milestone_access, milestones, own, stay_breaks
from marketplace.i18n import pick, t
from marketplace.kernel.errors import Invalid
from models.vocabulary import ActingSide, BreakState

if TYPE_CHECKING:
    from blueprints.milestone_parts import Away, Point, Shown
    from models.enrolment import Enrolment
    from models.milestone import Milestone, StayBreak


@dataclass(frozen=True, slots=True)
class SayPage:
    """One point, and what was shown for it."""

    point: Point
    title: str
    files: tuple[Shown, ...]
    accept: str
    breaks_href: str
    back_href: str


@dataclass(frozen=True, slots=True)
class BreaksPage:
    """The breaks of one enrolment, and whether one more may be asked for."""

    title: str
    breaks: tuple[Away, ...]
    can_ask: bool
    ask_href: str
    back_href: str


@bp.get("/milestones/<milestone>")
@guard(milestone_access.can_say_own, milestone=milestone_access.one)
def show_milestone(milestone: Milestone) -> ResponseReturnValue:
    return _page(milestone, OwnForm())


@bp.post("/milestones/<milestone>")
@limited(limits.UPLOAD)
@guard(milestone_access.can_say_own, milestone=milestone_access.one)
@commits
@takes_files
def say_milestone(milestone: Milestone) -> ResponseReturnValue:
    form, proof = OwnForm.posted(), kept_files.Proof()
    if not proof.taken(form):
        return _page(milestone, proof.over(form)), 422
    try:
        milestones.say(
            milestone,
            by=actor(),
            said_as="youth",
            proof=form.proof.data or "",
            files=proof.files,
            folder=config().uploads,
        )
    except Invalid as refusal:
        form.take(refusal)
        return _page(milestone, proof.over(form)), 422
    proof.used()
    devices.leave(ActingSide.LEARNER, milestone.enrolment_id)
    tell(t("Said. Your office looks at it next; keep the paper."))
    return redirect(url_for("youth.show_money"), 303)


@bp.get("/applications/<application>/breaks")
@guard(own.is_own, application=own.one)
def show_breaks(application: Enrolment) -> ResponseReturnValue:
    return _breaks(application, BreakForm())


@bp.post("/applications/<application>/breaks")
@guard(own.is_own, application=own.one)
@commits
def ask_break(application: Enrolment) -> ResponseReturnValue:
    form = BreakForm.posted()
    if not form.validate() or form.from_on.data is None or form.to_on.data is None:
        return _breaks(application, form), 422
    try:
        stay_breaks.ask(application, form.from_on.data, form.to_on.data, reason=form.reason.data or "", by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _breaks(application, form), 422
    tell(t("Asked. Your provider or your office answers; you are told."))
    return redirect(url_for("youth.show_breaks", application=application.ref), 303)


@bp.post("/breaks/<away>/remove")
@guard(milestone_access.can_take_back_own, away=milestone_access.one_break)
@commits
def remove_break(away: StayBreak) -> ResponseReturnValue:
    stay_breaks.take_back(away, by=actor())
    tell(t("The break is taken back."))
    return redirect(url_for("youth.show_breaks", application=milestone_access.enrolment_of(away).ref), 303)


def _page(milestone: Milestone, form: OwnForm) -> str:
    page = SayPage(
        point=milestone_parts.point(milestone),
        title=milestone_parts.opportunity_of(milestone),
        files=milestone_parts.files(milestone),
        accept=milestone_parts.ACCEPT,
        breaks_href=url_for("youth.show_breaks", application=milestone.enrolment.ref),
        back_href=url_for("youth.show_money"),
    )
    return render("youth/milestone.html", page=page, form=form)


def _breaks(application: Enrolment, form: BreakForm) -> str:
    page = BreaksPage(
        title=pick(application.opportunity.title_th, application.opportunity.title_en),
        breaks=tuple(_away(one) for one in stay_breaks.of(application.id)),
        can_ask=stay_breaks.is_staying(application),
        ask_href=url_for("youth.ask_break", application=application.ref),
        back_href=url_for("youth.show_money"),
    )
    return render("youth/breaks.html", page=page, form=form)


def _away(one: StayBreak) -> Away:
    own_to_take_back = one.state == BreakState.ASKED
    return milestone_parts.away(
        one, remove_href=url_for("youth.remove_break", away=one.ref) if own_to_take_back else ""
    )
