"""Young people and their mentor: what is asked, who one stands by, the meetings, the goals and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.mentor import bp, match_pages
from blueprints.mentor.forms import EndForm, GoalForm, MeetingForm, SurveyForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.mentoring import closing, matches, meetings
from marketplace.resources import pledges
from models.vocabulary import MeetingOutcome

if TYPE_CHECKING:
    from models.mentoring import MentorMatch


@bp.get("/matches")
@guard(pledges.can_pledge)
def show_matches() -> ResponseReturnValue:
    return _list(SurveyForm())


@bp.post("/matches/how-it-was")
@guard(pledges.can_pledge)
@commits
def tell_how_it_was() -> ResponseReturnValue:
    form = SurveyForm.posted()
    if not form.validate():
        return _list(form), 422
    match = closing.ended_of(actor(), form.match.data or "")
    meetings.survey(match, "mentor", int(form.score.data), again=bool(form.again.data), by=actor())
    tell(t("Thank you for telling us."))
    return redirect(url_for("mentor.show_matches"), 303)


@bp.get("/matches/<match>")
@guard(matches.is_mentor, match=matches.for_mentor)
def show_match(match: MentorMatch) -> ResponseReturnValue:
    return _page(match)


@bp.post("/matches/<match>/<any(accept,decline):answer>")
@guard(matches.is_mentor, match=matches.for_mentor)
@commits
def answer_match(match: MentorMatch, answer: str) -> ResponseReturnValue:
    if answer == "accept":
        matches.accept(match, by=actor())
        tell(t("Thank you. It begins today, and the young person has been told."))
        return redirect(url_for("mentor.show_match", match=match.ref), 303)
    matches.decline(match, by=actor())
    tell(t("That is all right. The office looks for somebody else."))
    return redirect(url_for("mentor.show_matches"), 303)


@bp.post("/matches/<match>/meetings")
@guard(matches.is_mentor, match=matches.for_mentor)
@commits
def tell_meeting(match: MentorMatch) -> ResponseReturnValue:
    form = MeetingForm.posted()
    if form.validate():
        try:
            outcome = MeetingOutcome(form.outcome.data)
            two_deep = bool(form.two_deep.data)
            minutes = form.minutes.data or 0
            meetings.tell(match, form.held_on.data, minutes, outcome, two_deep=two_deep, by=actor())
        except Invalid as refusal:
            form.take(refusal)
    if form.errors or form.form_errors:
        return _page(match, meeting=form), 422
    most = meetings.most_counted(match)
    if form.outcome.data == MeetingOutcome.HELD and most is not None and (form.minutes.data or 0) > most:
        tell(t("Kept. Of a week {most} minutes count as given help; what you gave beyond it is a gift.", most=most))
    else:
        tell(t("Kept."))
    return redirect(url_for("mentor.show_match", match=match.ref), 303)


@bp.post("/matches/<match>/goals")
@guard(matches.is_mentor, match=matches.for_mentor)
@commits
def set_goal(match: MentorMatch) -> ResponseReturnValue:
    form = GoalForm.posted()
    if not form.validate():
        return _page(match, goal=form), 422
    try:
        meetings.set_goal(match, form.words.data or "", by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _page(match, goal=form), 422
    tell(t("Kept."))
    return redirect(url_for("mentor.show_match", match=match.ref), 303)


@bp.post("/matches/<match>/goals/<goal>")
@guard(matches.is_mentor, match=matches.for_mentor)
@commits
def reach_goal(match: MentorMatch, goal: str) -> ResponseReturnValue:
    meetings.reach(match, goal, by=actor())
    tell(t("Well done, both of you."))
    return redirect(url_for("mentor.show_match", match=match.ref), 303)


@bp.post("/matches/<match>/end")
@guard(matches.is_mentor, match=matches.for_mentor)
@commits
def end_match(match: MentorMatch) -> ResponseReturnValue:
    form = EndForm.posted()
    if form.validate():
        try:
            matches.end(match, by=actor(), reason=form.reason.data or "", note=form.note.data or "")
            meetings.survey(match, "mentor", int(form.score.data), again=bool(form.again.data), by=actor())
        except Invalid as refusal:
            form.take(refusal)
    if form.errors or form.form_errors:
        return _page(match, end=form), 422
    tell(t("It has ended. Thank you for your time."))
    return redirect(url_for("mentor.show_matches"), 303)


def _list(form: SurveyForm) -> str:
    page = match_pages.listed(matches.of_owner(actor()), closing.to_ask(actor()))
    return render("mentor/matches.html", page=page, form=form)


def _page(
    match: MentorMatch,
    meeting: MeetingForm | None = None,
    goal: GoalForm | None = None,
    end: EndForm | None = None,
) -> str:
    return render(
        "mentor/match.html",
        page=match_pages.one(match),
        meeting=meeting or MeetingForm(),
        goal=goal or GoalForm(),
        end=end or EndForm(),
    )
