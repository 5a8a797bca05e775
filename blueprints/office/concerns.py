"""Concerns: what waits by its clock, one of them on one page, and every act on it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, concern_pages, concern_traces
from blueprints.office import concern_forms as forms
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.concerns import handling, policy, queries, traces
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from models.vocabulary import ConcernOutcome, ConcernUrgency

if TYPE_CHECKING:
    from collections.abc import Callable

    from blueprints.forms import Form
    from blueprints.guard import Policy
    from models.concern import Concern


@bp.get("/concerns")
@guard(policy.can_open)
def show_concerns() -> ResponseReturnValue:
    return render("office/concerns.html", page=concern_pages.listed(actor(), asked_page()))


@bp.get("/concerns/<concern>")
@guard(traces.can_follow, concern=traces.one)
def show_concern(concern: Concern) -> ResponseReturnValue:
    if not policy.can_see(actor(), concern):
        return render("office/concern_trace.html", page=concern_traces.one(actor(), concern))
    return _page(concern)


@bp.post("/concerns/<concern>/take")
@guard(policy.can_work, concern=queries.one)
@commits
def take_concern(concern: Concern) -> ResponseReturnValue:
    handling.take(concern, by=actor())
    tell(t("It is in your hands now."))
    return _back(concern)


def _step(
    path: str,
    name: str,
    may: Policy,
    form_for: Callable[[Concern], Form],
    said: Text,
    *,
    leaves: bool = False,
) -> Callable[[Callable[[Concern, Any], object]], None]:
    """A route that does one thing when its form holds, else shows the page again with that form open and filled."""

    def routed(act: Callable[[Concern, Any], object]) -> None:
        @bp.post(f"/concerns/<concern>/{path}", endpoint=act.__name__)
        @guard(may, concern=queries.one)
        @commits
        @wraps(act)
        def run(concern: Concern) -> ResponseReturnValue:
            form = form_for(concern)
            try:
                if form.validate():
                    act(concern, form)
                    tell(said)
                    return redirect(url_for("office.show_concerns"), 303) if leaves else _back(concern)
            except Invalid as refusal:
                form.take(refusal)
            return _page(concern, {name: form}, 422)

    return routed


@_step("note", "note", policy.can_work, lambda _: forms.NoteForm.posted(), t("Kept."))
def note_concern(concern: Concern, form: forms.NoteForm) -> None:
    handling.note(concern, form.text.data or "", by=actor())


@_step("urgency", "urgency", policy.can_work, lambda _: forms.UrgencyForm.posted(), t("Kept. Its clock follows."))
def judge_concern(concern: Concern, form: forms.UrgencyForm) -> None:
    handling.judge(concern, ConcernUrgency(form.urgency.data), by=actor())


@_step(
    "name", "name", policy.can_lead, lambda _: forms.NameForm.posted(),
    t("Kept. They see nothing of it and cannot decide on it."),
)  # fmt: skip
def name_in_concern(concern: Concern, form: forms.NameForm) -> None:
    handling.name(concern, form.who.data or "", by=actor())


@_step(
    "pause", "pause", policy.can_lead, lambda one: forms.PauseForm.posted(people=concern_pages.pausable(one)),
    t("Access is paused from the next request on."),
)  # fmt: skip
def pause_access(concern: Concern, form: forms.PauseForm) -> None:
    handling.pause(concern, form.account.data or "", form.pause_reason.data or "", by=actor())


@_step(
    "resume", "resume", policy.can_lead, lambda one: forms.ResumeForm.posted(people=concern_pages.paused(one)),
    t("Access is as it was before."),
)  # fmt: skip
def resume_access(concern: Concern, form: forms.ResumeForm) -> None:
    handling.resume(concern, form.pause.data or "", form.end_reason.data or "", by=actor())


@_step(
    "hand-over", "hand", policy.can_lead, lambda one: forms.HandForm.posted(people=concern_pages.case_workers(one)),
    t("Given over. The case worker was told."),
)  # fmt: skip
def hand_concern_over(concern: Concern, form: forms.HandForm) -> None:
    handling.hand_over(concern, int(form.worker.data or 0), by=actor())


@_step(
    "escalate", "escalate", policy.can_work, lambda _: forms.EscalateForm.posted(),
    t("It is with the next level now."), leaves=True,
)  # fmt: skip
def escalate_concern(concern: Concern, form: forms.EscalateForm) -> None:
    handling.escalate(concern, form.reason.data or "", by=actor())


@_step(
    "close", "close", policy.can_lead, lambda _: forms.CloseForm.posted(),
    t("Closed. Whoever reported it can read what you told them."),
)  # fmt: skip
def close_concern(concern: Concern, form: forms.CloseForm) -> None:
    outcome = ConcernOutcome(form.outcome.data)
    handling.close(concern, outcome, form.done.data or "", form.told.data or "", by=actor())


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
