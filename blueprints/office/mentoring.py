"""Mentoring: who waits, a round that proposes, requests to mentors, and answers that ask for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, mentoring_pages
from blueprints.office.mentoring_pages import Refused
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, DomainError, Invalid
from marketplace.matching import mentor_round
from marketplace.mentoring import calls, disputes, matches, wishes
from marketplace.people import queries as people
from marketplace.resources import vetting

if TYPE_CHECKING:
    from models.mentoring import MentorMatch
    from models.youth import Youth


@bp.get("/mentoring")
@guard(wishes.can_open)
def show_mentoring() -> ResponseReturnValue:
    return render("office/mentoring.html", page=mentoring_pages.mentoring(actor()))


@bp.post("/mentoring/round")
@guard(wishes.can_open)
@commits
def run_round() -> ResponseReturnValue:
    done, failed = 0, 0
    for pair in mentor_round.round_for(actor()).pairs:
        try:
            mentor_round.propose(pair, by=actor())
            done += 1
        except Conflict:
            failed += 1
    said = t("Proposed: {done}. Not to be had any more: {failed}.", done=done, failed=failed)
    tell(said if failed else t("Proposed: {done}. Look at each, then ask the mentors.", done=done))
    return redirect(url_for("office.show_mentoring"), 303)


@bp.post("/mentoring/propose/<youth>")
@guard(wishes.can_match, youth=people.one_youth)
@commits
def propose_mentor(youth: Youth) -> ResponseReturnValue:
    wish, chosen = wishes.of(youth.id), request.form.get("mentor", "")
    try:
        mentor = vetting.find(actor(), chosen)
        if mentor is None:
            raise Invalid(t("Choose from the list."))
        matches.propose(youth, mentor, by=actor(), enrolment_id=wish.enrolment_id if wish is not None else None)
    except DomainError as refusal:
        page = mentoring_pages.mentoring(actor(), Refused(youth.ref, refusal.message, chosen))
        if all(not one.refusal for one in page.waiting):
            raise  # whoever waits no more has no place on the page where it could be said
        return render("office/mentoring.html", page=page), refusal.status
    tell(t("Proposed. Look at it, then ask the mentor."))
    return redirect(url_for("office.show_mentoring"), 303)


@bp.post("/mentoring/<match>/request")
@guard(matches.is_office, match=matches.for_office)
@commits
def request_mentor(match: MentorMatch) -> ResponseReturnValue:
    matches.request(match, by=actor())
    tell(t("The mentor has been asked."))
    return redirect(url_for("office.show_mentoring"), 303)


@bp.post("/mentoring/<match>/look")
@guard(matches.is_office, match=matches.for_office)
@commits
def look_at_check_in(match: MentorMatch) -> ResponseReturnValue:
    calls.mark(match, by=actor())
    tell(t("Kept: you have called."))
    return redirect(url_for("office.show_mentoring"), 303)


@bp.post("/mentoring/<match>/meetings/<told>")
@guard(matches.is_office, match=matches.for_office)
@commits
def settle_meeting(match: MentorMatch, told: str) -> ResponseReturnValue:
    disputes.settle(match, told, request.form.get("found", ""), by=actor())
    tell(t("Settled. The young person reads what you found."))
    return redirect(url_for("office.show_mentoring"), 303)


@bp.post("/mentoring/<match>/end")
@guard(matches.is_office, match=matches.for_office)
@commits
def end_mentoring(match: MentorMatch) -> ResponseReturnValue:
    try:
        matches.end(match, by=actor(), reason=request.form.get("reason", ""))
    except DomainError as refusal:
        if refusal.status != 422:
            raise
        tell(t("Choose a reason."))
        return redirect(url_for("office.show_mentoring"), 303)
    tell(t("It has ended. The mentor sees nothing of it any more."))
    return redirect(url_for("office.show_mentoring"), 303)
