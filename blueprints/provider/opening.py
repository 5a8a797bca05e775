"""Bringing an organisation in: filled in over days, its documents shown, sent to the office of its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import kept_files
from blueprints.guard import commits, guard, limited
from blueprints.pages import render
from blueprints.provider import bp, opening_pages
from blueprints.provider.opening_forms import OpeningForm, PaperForm
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.organisations import onboarding, policy, rules

if TYPE_CHECKING:
    from models.organisation import Organisation


@bp.get("/opening")
@guard(policy.can_open)
def show_openings() -> ResponseReturnValue:
    return _begin(OpeningForm())


@bp.post("/opening")
@limited(limits.LINK)
@guard(policy.can_open)
@commits
def begin_opening() -> ResponseReturnValue:
    form = OpeningForm.posted()
    try:
        if form.validate():
            made = onboarding.begin(form.draft(), by=actor())
            tell(t("Kept. Now show the documents; you can go on another day."))
            return redirect(url_for("provider.show_opening", opening=made.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _begin(form), refusal.status
    return _begin(form), 422


@bp.get("/opening/<opening>")
@guard(policy.can_see_opening, opening=onboarding.one)
def show_opening(opening: Organisation) -> ResponseReturnValue:
    return _page(opening, OpeningForm.of(opening))


@bp.post("/opening/<opening>")
@guard(policy.can_see_opening, opening=onboarding.one)
@commits
def save_opening(opening: Organisation) -> ResponseReturnValue:
    form = OpeningForm.posted()
    try:
        if form.validate():
            onboarding.save(opening, form.draft(), version=form.read_version(), by=actor())
            tell(t("Kept."))
            return redirect(url_for("provider.show_opening", opening=opening.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _page(opening, form), refusal.status
    return _page(opening, form), 422


@bp.post("/opening/<opening>/<any(submit,take_back,give_up):verb>")
@guard(policy.can_see_opening, opening=onboarding.one)
@commits
def move_opening(opening: Organisation, verb: str) -> ResponseReturnValue:
    form = OpeningForm.of(opening)
    try:
        getattr(onboarding, verb)(opening, by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _page(opening, form), refusal.status
    tell(opening_pages.DONE[verb])
    return redirect(url_for("provider.show_opening", opening=opening.ref), 303)


def _begin(form: OpeningForm) -> str:
    return render("provider/openings.html", items=opening_pages.items(onboarding.opened_by(actor())), form=form)


def _page(found: Organisation, form: OpeningForm) -> str:
    return render(
        "provider/opening.html",
        page=opening_pages.opening(found),
        form=form,
        paper=PaperForm().offer(rules.asked(found.kind, clock.today())),
        accept=kept_files.ACCEPTED,
    )
