"""One pledge: its week and its coming weeks, what is asked of it, what was promised and given, and days of rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.mentor import bp, pledge_pages
from blueprints.mentor.forms import RestForm, TimesForm, UseForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import pick, t
from marketplace.kernel.errors import DomainError
from marketplace.mentoring import matches
from marketplace.resources import asking, availability, pledges, uses
from models.vocabulary import ResourceKind

if TYPE_CHECKING:
    from models.reservation import Reservation
    from models.resource import Resource


@bp.get("/asked")
@guard(pledges.can_pledge)
def show_requests() -> ResponseReturnValue:
    return render("mentor/requests.html", requests=pledge_pages.requests(asking.waiting_for(actor())))


@bp.post("/asked/<asked>/<any(accept,decline):answer>")
@guard(asking.can_answer, asked=asking.one)
@commits
def answer_request(asked: Reservation, answer: str) -> ResponseReturnValue:
    if answer == "accept":
        asking.accept(asked, by=actor())
        tell(t("Thank you. It is kept for them."))
    else:
        asking.decline(asked, by=actor())
        tell(t("That is all right. The office looks for somebody else."))
    return redirect(url_for("mentor.show_pledge", pledge=asked.resource.ref), 303)


def _use_page(asked: Reservation) -> pledge_pages.UsePage:
    return pledge_pages.use_page(asked, matches.of_reservation(asked.id))


@bp.get("/asked/<asked>/given")
@guard(asking.can_answer, asked=asking.one)
def show_use(asked: Reservation) -> ResponseReturnValue:
    return render("mentor/use.html", page=_use_page(asked), form=UseForm())


@bp.post("/asked/<asked>/given")
@guard(asking.can_answer, asked=asking.one)
@commits
def tell_use(asked: Reservation) -> ResponseReturnValue:
    form = UseForm.posted()
    if form.validate():
        try:
            uses.tell(asked, form.amount_in(asked.resource.unit), form.used_on.data, by=actor())
        except DomainError as refusal:
            form.take(refusal)
    if form.errors or form.form_errors:
        return render("mentor/use.html", page=_use_page(asked), form=form), 422
    tell(t("Kept. It counts as soon as the office has confirmed it."))
    return redirect(url_for("mentor.show_pledge", pledge=asked.resource.ref), 303)


@bp.get("/<pledge>")
@guard(pledges.can_change, pledge=pledges.own)
def show_pledge(pledge: Resource) -> ResponseReturnValue:
    return _page(pledge, RestForm())


@bp.get("/<pledge>/times")
@guard(pledges.can_change, pledge=pledges.own)
def show_times(pledge: Resource) -> ResponseReturnValue:
    return _times(pledge, TimesForm.of(pledge, availability.of(pledge.id), matches.profile_of(pledge)))


@bp.post("/<pledge>/times")
@guard(pledges.can_change, pledge=pledges.own)
@commits
def tell_times(pledge: Resource) -> ResponseReturnValue:
    is_mentor = pledge.kind == ResourceKind.MENTOR
    form = TimesForm.posted().of_mentor(is_mentor=is_mentor)
    if form.validate():
        try:
            pledges.resize(pledge, form.capacity.data or 0, by=actor())
            availability.tell(pledge, form.times(availability.of(pledge.id)), by=actor())
            if is_mentor:
                matches.tell_profile(pledge, form.gender.data or None, form.load_most.data or 1, by=actor())
        except DomainError as refusal:
            form.take(refusal)
    if form.errors or form.form_errors:
        return _times(pledge, form), 422
    tell(t("Kept. From now on only these times are promised."))
    return redirect(url_for("mentor.show_pledge", pledge=pledge.ref), 303)


@bp.post("/<pledge>/rests")
@guard(pledges.can_change, pledge=pledges.own)
@commits
def rest_pledge(pledge: Resource) -> ResponseReturnValue:
    form = RestForm.posted()
    if form.validate():
        try:
            availability.rest(pledge, form.from_on.data, form.to_on.data, by=actor())
        except DomainError as refusal:
            form.take(refusal)
    if form.errors or form.form_errors:
        return _page(pledge, form), 422
    tell(t("Rest well. Nothing new is promised on these days."))
    return redirect(url_for("mentor.show_pledge", pledge=pledge.ref), 303)


@bp.post("/<pledge>/rests/<rest>/end")
@guard(pledges.can_change, pledge=pledges.own)
@commits
def end_rest(pledge: Resource, rest: str) -> ResponseReturnValue:
    availability.end_rest(pledge, rest, by=actor())
    tell(t("Done."))
    return redirect(url_for("mentor.show_pledge", pledge=pledge.ref), 303)


def _page(pledge: Resource, rest: RestForm) -> str:
    return render("mentor/pledge.html", page=pledge_pages.pledge_page(pledge), form=rest)


def _times(pledge: Resource, form: TimesForm) -> str:
    return render(
        "mentor/times.html",
        title=pick(pledge.title_th, pledge.title_en),
        back_href=url_for("mentor.show_pledge", pledge=pledge.ref),
        boxes=frozenset(form.free.data or ()),
        is_mentor=pledge.kind == ResourceKind.MENTOR,
        form=form,
    )
