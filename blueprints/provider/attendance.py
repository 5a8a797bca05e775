"""This week's sessions and the roll: the page sets everybody to came, and what was sent is all that counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import devices
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.provider import agreement_pages, bp, session_pages
from blueprints.provider.forms import RollForm
from blueprints.session import actor, tell
from marketplace.enrolments import attendance, claims, intake, timetables
from marketplace.i18n import t, thai, words
from marketplace.i18n.words import duration
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import payers, policy, shelf
from models.vocabulary import AttendanceStatus

if TYPE_CHECKING:
    from models.enrolment import Attendance
    from models.offer import Session


LONGEST = 4
"""Digits of the most minutes a session can take."""


@bp.get("/")
@guard(policy.can_supply)
def show_week() -> ResponseReturnValue:
    first = clock.today() - timedelta(days=2)
    ours = sorted(actor().organisation_ids(*policy.SUPPLIERS))
    held = attendance.sessions_between(ours, first, clock.today() + timedelta(days=6))
    waiting, total = intake.of_actor(actor(), states=("provider_review",))
    newest, _total = claims.of_organisations(ours, size=50)
    asked = [claim for claim in newest if claim.state == "more_evidence_needed"]
    mend, organisations = payers.lacking(ours), shelf.organisations_of(actor())
    over = agreement_pages.to_assess(actor())
    page = session_pages.week(held, waiting, total, asked, mend, organisations, over)
    return render("provider/week.html", page=page)


@bp.get("/sessions/<meeting>")
@guard(attendance.can_see, meeting=attendance.session_of)
def show_roll(meeting: Session) -> ResponseReturnValue:
    return _roll(meeting, RollForm())


@bp.post("/sessions/<meeting>")
@guard(attendance.can_mark, meeting=attendance.session_of)
@commits
def mark_roll(meeting: Session) -> ResponseReturnValue:
    form = RollForm.posted()
    if request.form.get("preset") == "clear":
        if meeting.marked_at is not None:
            tell(t("This is the roll as it is kept now, also where somebody else marked it. Nothing of yours is kept."))
        return redirect(url_for("provider.show_roll", meeting=meeting.ref), 303)
    if not form.validate():
        return _refused(meeting, form), 422
    try:
        attendance.mark(meeting, _marks(), by=actor(), reason=form.reason.data or "", seen=form.seen.data)
    except attendance.Overtaken as refusal:
        form.take_overtaken(refusal, _set_meanwhile(meeting))
        return _roll(meeting, form), 409
    except Invalid as refusal:
        form.take(refusal)
        return _refused(meeting, form), 422
    devices.leave(attendance.side_of(actor(), meeting), *(line.enrolment.id for line in attendance.roll(meeting)))
    tell(t("Attendance is kept. You can correct it for 48 hours."))
    return redirect(url_for("provider.show_roll", meeting=meeting.ref), 303)


@bp.post("/sessions/<meeting>/cancel")
@guard(attendance.can_cancel, meeting=attendance.session_of)
@commits
def cancel_session(meeting: Session) -> ResponseReturnValue:
    timetables.cancel(meeting, by=actor(), note="")
    tell(t("This session will not be held."))
    return redirect(url_for("provider.show_roll", meeting=meeting.ref), 303)


@bp.post("/sessions/<meeting>/restore")
@guard(attendance.can_cancel, meeting=attendance.session_of)
@commits
def restore_session(meeting: Session) -> ResponseReturnValue:
    timetables.restore(meeting, by=actor())
    tell(t("This session will be held."))
    return redirect(url_for("provider.show_roll", meeting=meeting.ref), 303)


def _marks() -> dict[str, attendance.Mark]:
    sent = (name.removeprefix("mark-") for name in request.form if name.startswith("mark-"))
    found = {ref: _mark(ref) for ref in sent}
    return {ref: mark for ref, mark in found.items() if mark is not None}


def _mark(ref: str) -> attendance.Mark | None:
    """What was sent about one learner; raises Invalid for what is no mark."""
    value = request.form.get(name := f"mark-{ref}")
    if not value:
        return None
    if value not in AttendanceStatus._value2member_map_:
        said = t("Choose came, late or away for each person.")
        raise Invalid(said, errors={name: said})
    return attendance.Mark(AttendanceStatus(value), minutes=_minutes(ref))


def _minutes(ref: str) -> int | None:
    """For how long somebody was there, where that was written down."""
    text = thai.digits(request.form.get(f"minutes-{ref}", "")).strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > LONGEST:
        raise Invalid(t("Write the minutes as a whole number."), field=f"mark-{ref}")
    return int(text)


def _refused(meeting: Session, form: RollForm) -> str:
    """The roll again, as it was sent; rows that said what somebody else has kept go on saying it."""
    form.remember(_set_meanwhile(meeting))
    return _roll(meeting, form)


def _set_meanwhile(meeting: Session) -> dict[str, str]:
    """By the names of their radios, the learners of whom somebody else has kept another mark than was sent."""
    return {
        f"mark-{line.enrolment.ref}": str(t("Kept meanwhile: {mark}", mark=_told(line.mark)))
        for line in attendance.roll(meeting)
        if line.mark is not None and _is_other(line)
    }


def _is_other(line: attendance.RollLine) -> bool:
    try:
        sent = _mark(line.enrolment.ref)
    except Invalid:
        return True
    return sent is not None and attendance.differs(line, {line.enrolment.ref: sent})


def _told(mark: Attendance) -> str:
    """A mark in words, with its minutes where it has any."""
    said = str(words.word(AttendanceStatus, mark.status))
    return said if mark.minutes is None else f"{said} {duration(mark.minutes)}"


def _roll(meeting: Session, form: RollForm) -> str:
    verdict = attendance.may_be_marked(actor(), meeting)
    touched = {name.removeprefix("mark-"): value for name, value in request.form.items() if name.startswith("mark-")}
    timed = {
        name.removeprefix("minutes-"): value for name, value in request.form.items() if name.startswith("minutes-")
    }
    lines = attendance.roll(meeting)
    logs = session_pages.logged(actor(), meeting, lines)
    page = session_pages.roll(meeting, lines, verdict, session_pages.Sent(touched, timed, form.wrong), logs)
    return render("provider/roll.html", page=page, form=form)
