"""Concerns: what waits by its clock, one of them on one page, and every act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, concern_pages
from blueprints.office import concern_forms as forms
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.concerns import handling, policy, queries
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from models.vocabulary import ConcernOutcome, ConcernUrgency

if TYPE_CHECKING:
    from collections.abc import Callable

    from blueprints.forms import Form
    from models.concern import Concern


@bp.get("/concerns")
@guard(policy.can_open)
def show_concerns() -> ResponseReturnValue:
    return render("office/concerns.html", page=concern_pages.listed(actor(), asked_page()))


@bp.get("/concerns/<concern>")
@guard(policy.can_see, concern=queries.one)
def show_concern(concern: Concern) -> ResponseReturnValue:
    return _page(concern)


@bp.post("/concerns/<concern>/take")
@guard(policy.can_work, concern=queries.one)
@commits
def take_concern(concern: Concern) -> ResponseReturnValue:
    handling.take(concern, by=actor())
    tell(t("It is in your hands now."))
    return _back(concern)


@bp.post("/concerns/<concern>/note")
@guard(policy.can_work, concern=queries.one)
@commits
def note_concern(concern: Concern) -> ResponseReturnValue:
    form = forms.NoteForm.posted()
    return _try(concern, "note", form, lambda: handling.note(concern, form.text.data or "", by=actor()), t("Kept."))


@bp.post("/concerns/<concern>/urgency")
@guard(policy.can_work, concern=queries.one)
@commits
def judge_concern(concern: Concern) -> ResponseReturnValue:
    form = forms.UrgencyForm.posted()

    def judge() -> None:
        handling.judge(concern, ConcernUrgency(form.urgency.data), by=actor())

    return _try(concern, "urgency", form, judge, t("Kept. Its clock follows."))


@bp.post("/concerns/<concern>/name")
@guard(policy.can_lead, concern=queries.one)
@commits
def name_in_concern(concern: Concern) -> ResponseReturnValue:
    form = forms.NameForm.posted()
    said = t("Kept. They see nothing of it and cannot decide on it.")
    return _try(concern, "name", form, lambda: handling.name(concern, form.who.data or "", by=actor()), said)


@bp.post("/concerns/<concern>/pause")
@guard(policy.can_lead, concern=queries.one)
@commits
def pause_access(concern: Concern) -> ResponseReturnValue:
    form = forms.PauseForm.posted(people=concern_pages.pausable(concern))
    said = t("Access is paused from the next request on.")

    def pause() -> None:
        handling.pause(concern, form.account.data or "", form.pause_reason.data or "", by=actor())

    return _try(concern, "pause", form, pause, said)


@bp.post("/concerns/<concern>/resume")
@guard(policy.can_lead, concern=queries.one)
@commits
def resume_access(concern: Concern) -> ResponseReturnValue:
    form = forms.ResumeForm.posted(people=concern_pages.paused(concern))
    said = t("Access is as it was before.")

    def resume() -> None:
        handling.resume(concern, form.pause.data or "", form.end_reason.data or "", by=actor())

    return _try(concern, "resume", form, resume, said)


@bp.post("/concerns/<concern>/hand-over")
@guard(policy.can_lead, concern=queries.one)
@commits
def hand_concern_over(concern: Concern) -> ResponseReturnValue:
    form = forms.HandForm.posted(people=concern_pages.case_workers(concern))
    said = t("Given over. The case worker was told.")
    return _try(
        concern, "hand", form, lambda: handling.hand_over(concern, int(form.worker.data or 0), by=actor()), said
    )


@bp.post("/concerns/<concern>/escalate")
@guard(policy.can_work, concern=queries.one)
@commits
def escalate_concern(concern: Concern) -> ResponseReturnValue:
    form = forms.EscalateForm.posted()
    said = t("It is with the next level now.")
    return _try(
        concern, "escalate", form, lambda: handling.escalate(concern, form.reason.data or "", by=actor()), said, True
    )


@bp.post("/concerns/<concern>/close")
@guard(policy.can_lead, concern=queries.one)
@commits
def close_concern(concern: Concern) -> ResponseReturnValue:
    form = forms.CloseForm.posted()

    def close() -> None:
        outcome = ConcernOutcome(form.outcome.data)
        handling.close(concern, outcome, form.done.data or "", form.told.data or "", by=actor())

    return _try(concern, "close", form, close, t("Closed. Whoever reported it can read what you told them."))


def _try(
    concern: Concern, name: str, form: Form, act: Callable[[], object], said: Text, leaves: bool = False
) -> ResponseReturnValue:
    """Do it when the form holds, else show the page again with this form open and what was typed."""
    try:
        if form.validate():
            act()
            tell(said)
            return redirect(url_for("office.show_concerns"), 303) if leaves else _back(concern)
    except Invalid as refusal:
        form.take(refusal)
    return _page(concern, {name: form}, 422)


def _back(concern: Concern) -> ResponseReturnValue:
    return redirect(url_for("office.show_concern", concern=concern.ref), 303)


def _page(concern: Concern, given: dict[str, Form] | None = None, status: int = 200) -> ResponseReturnValue:
    every: dict[str, Form] = {
        "note": forms.NoteForm(),
        "urgency": forms.UrgencyForm(urgency=concern.urgency),
        "name": forms.NameForm(),
        "pause": forms.PauseForm(people=concern_pages.pausable(concern)),
        "resume": forms.ResumeForm(people=concern_pages.paused(concern)),
        "hand": forms.HandForm(people=concern_pages.case_workers(concern)),
        "escalate": forms.EscalateForm(),
        "close": forms.CloseForm(),
    }
    tried = next(iter(given), "") if given else ""
    page = concern_pages.one(actor(), concern)
    return render("office/concern.html", page=page, forms=every | (given or {}), tried=tried), status
