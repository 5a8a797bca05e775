"""The log of worked days of an agreement, written and confirmed by the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import agreement_parts, devices
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.provider import agreement_pages, bp
from blueprints.provider.agreement_forms import ConfirmForm, DayForm
from blueprints.session import actor, tell
from marketplace.agreements import policy, queries
from marketplace.agreements.states import WORK_DAY
from marketplace.enrolments import worked
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from models.vocabulary import ActingSide

if TYPE_CHECKING:
    from models.agreement import Agreement, WorkDay


@bp.get("/agreements/<agreement>/days")
@guard(policy.can_change, agreement=queries.one)
def show_days(agreement: Agreement) -> ResponseReturnValue:
    page = agreement_pages.one(actor(), agreement)
    return render("provider/days.html", page=page, form=DayForm(worked_on=page.last_day or clock.today()))


@bp.post("/agreements/<agreement>/days")
@guard(policy.can_change, agreement=queries.one)
@commits
def enter_day(agreement: Agreement) -> ResponseReturnValue:
    form = DayForm.posted()
    try:
        if form.validate():
            worked.enter(agreement, form.draft(), by=actor())
            devices.leave(ActingSide.ORGANISATION, agreement.enrolment_id)
            tell(t("Written down. The young person sees it."))
            return redirect(url_for("provider.show_days", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("provider/days.html", page=agreement_pages.one(actor(), agreement), form=form), 422


@bp.get("/days/<day>")
@guard(policy.can_log_day, day=queries.one_day)
def show_day(day: WorkDay) -> ResponseReturnValue:
    return _page(day, _form_of(day))


@bp.post("/days/<day>")
@guard(policy.can_log_day, day=queries.one_day)
@commits
def correct_day(day: WorkDay) -> ResponseReturnValue:
    form = DayForm.posted()
    try:
        if form.validate():
            worked.correct(day, form.draft(), by=actor())
            devices.leave(ActingSide.ORGANISATION, day.agreement.enrolment_id)
            tell(t("Corrected. The young person sees it anew."))
            return redirect(url_for("provider.show_days", agreement=day.agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(day, form, status=422)


@bp.post("/days/<day>/confirm")
@guard(policy.can_log_day, day=queries.one_day)
@commits
def confirm_day(day: WorkDay) -> ResponseReturnValue:
    form = ConfirmForm.posted()
    known = bool(form.known.data)
    try:
        worked.confirm(day, known=known, by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _page(day, _form_of(day), form, 422)
    devices.leave(ActingSide.ORGANISATION, day.agreement.enrolment_id)
    if known:
        tell(t("Confirmed, and its wage is on your list. The office sees that the law does not allow such a day."))
    else:
        tell(t("Confirmed. It counts as a day they came, and its wage is on your list."))
    return redirect(url_for("provider.show_days", agreement=day.agreement.ref), 303)


def _form_of(day: WorkDay) -> DayForm:
    return DayForm(
        worked_on=day.worked_on,
        start=day.start_minute,
        end=day.end_minute % 1440 or 1440,
        rest=day.rest_minutes,
        tasks=day.tasks,
    )


def _page(day: WorkDay, form: DayForm, confirming: ConfirmForm | None = None, status: int = 200) -> ResponseReturnValue:
    may = WORK_DAY.verbs(day.state)
    return render(
        "provider/day.html",
        day=agreement_parts.day(day, day.agreement),
        form=form,
        confirming=confirming or ConfirmForm(),
        can_correct="correct" in may,
        confirm_href=url_for("provider.confirm_day", day=day.ref) if "confirm" in may else "",
        back_href=url_for("provider.show_days", agreement=day.agreement.ref),
    ), status
