"""A mentor of one's own: what one wishes, the wait, how it goes, and how it was."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.youth import bp, mentor_pages
from blueprints.youth.forms import OtherwiseForm, SurveyForm, WishForm
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.mentoring import matches, meetings, wishes
from marketplace.people import policy
from marketplace.people import queries as people


@bp.get("/mentor")
@guard(policy.is_young)
def show_mentor() -> ResponseReturnValue:
    return _page(_wish())


@bp.post("/mentor/wish")
@guard(policy.is_young)
@commits
def wish_mentor() -> ResponseReturnValue:
    form, youth = WishForm.posted(), people.own_youth(actor())
    if form.validate():
        try:
            wishes.tell(youth, form.wish(), by=actor())
            wishes.wait(youth, by=actor())
        except (Invalid, Conflict) as refusal:
            form.take(refusal)
    if form.errors or form.form_errors:
        return _page(form), 422
    tell(t("You are on the list. We tell you as soon as somebody says yes."))
    return redirect(url_for("youth.show_mentor"), 303)


@bp.post("/mentor/wait/end")
@guard(policy.is_young)
@commits
def stop_waiting() -> ResponseReturnValue:
    wishes.stop_waiting(people.own_youth(actor()).id)
    tell(t("Done."))
    return redirect(url_for("youth.show_mentor"), 303)


@bp.post("/mentor/check-in")
@guard(policy.is_young)
@commits
def check_in() -> ResponseReturnValue:
    match = matches.for_youth(actor())
    if match is None:
        raise IllegalMove(t("There is no question waiting for you."))
    meetings.answer(match, _face("face"), wants_talk="talk" in request.form, by=actor())
    tell(t("Thank you. Only your office reads this, never your mentor."))
    return redirect(url_for("youth.show_mentor"), 303)


@bp.get("/mentor/meetings/<told>/otherwise")
@guard(policy.is_young)
def show_otherwise(told: str) -> ResponseReturnValue:
    return _otherwise(told, OtherwiseForm())


@bp.post("/mentor/meetings/<told>/otherwise")
@guard(policy.is_young)
@commits
def say_otherwise(told: str) -> ResponseReturnValue:
    form, match = OtherwiseForm.posted(), meetings.match_of(people.own_youth(actor()).id, told)
    if not form.validate():
        return _otherwise(told, form), 422
    meetings.say_otherwise(match, told, by=actor(), words=form.words.data or "")
    tell(t("Thank you. Your office asks how it was; your mentor is not told that you said so."))
    return redirect(url_for("youth.show_mentor"), 303)


def _otherwise(told: str, form: OtherwiseForm) -> str:
    """The page that asks once: which meeting, and what to say of it."""
    meeting = meetings.told_of(meetings.match_of(people.own_youth(actor()).id, told), told)
    return render("youth/otherwise.html", said=mentor_pages.said_of(meeting), form=form, told=told)


@bp.post("/mentor/survey")
@guard(policy.is_young)
@commits
def tell_how_it_was() -> ResponseReturnValue:
    match, form = meetings.to_survey(people.own_youth(actor()).id), SurveyForm.posted()
    if match is None:
        raise IllegalMove(t("There is no question waiting for you."))
    if not form.validate():
        return _page(_wish(), form), 422
    meetings.survey(match, "youth", int(form.face.data), again=bool(form.again.data), by=actor())
    tell(t("Thank you for telling us."))
    return redirect(url_for("youth.show_mentor"), 303)


@bp.post("/mentor/end")
@guard(policy.is_young)
@commits
def end_mentoring() -> ResponseReturnValue:
    match = matches.for_youth(actor())
    if match is None:
        raise IllegalMove(t("This match does not run."))
    matches.end(match, by=actor(), reason="not_fitting" if "not_fitting" in request.form else "youth_stopped")
    tell(t("It has ended. Your mentor sees nothing of you any more."))
    return redirect(url_for("youth.show_mentor"), 303)


def _face(name: str) -> int:
    said = request.form.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) == 1 else 0


def _wish() -> WishForm:
    youth = people.own_youth(actor())
    return WishForm.of(wishes.of(youth.id), youth)


def _page(form: WishForm, survey: SurveyForm | None = None) -> str:
    page = mentor_pages.mentor(actor(), people.own_youth(actor()))
    return render("youth/mentor.html", page=page, form=form, survey=survey or SurveyForm())
