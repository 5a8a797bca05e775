"""Asking for a place: one page that says everything, one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard, limited
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.youth import apply_pages, bp, help_pages
from blueprints.youth.forms import ApplyForm
from blueprints.youth.keeping import brought, person
from marketplace.access import limits
from marketplace.enrolments import applications, own
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.people import queries
from marketplace.people import youth as young
from models.vocabulary import EnrolmentState

if TYPE_CHECKING:
    from marketplace.matching.bundles import Bundle
    from marketplace.offers.queries import Detail
    from models.enrolment import Enrolment


@bp.get("/apply/<offer>")
@guard(own.can_ask, offer=own.offer)
def show_apply(offer: Detail) -> ResponseReturnValue:
    if own.is_withheld(actor(), offer):
        return _not_offered()
    return _page(offer, ApplyForm(data={"with_help": True}), help_pages.for_offer(offer, person()))


@bp.post("/apply/<offer>")
@limited(limits.APPLY, person=lambda: actor().ref)
@guard(own.can_ask, offer=own.offer)
@commits
def apply(offer: Detail) -> ResponseReturnValue:
    if own.is_withheld(actor(), offer):
        return _not_offered()
    form, bundle = ApplyForm.posted(), help_pages.for_offer(offer, person())
    if not form.validate():
        return _page(offer, form, bundle), 422
    youth = queries.own_youth(actor())
    asks = bundle.asks() if bundle is not None and form.with_help.data else ()
    try:
        if form.with_help.data and bundle is None:
            raise Invalid(t("The help was taken by somebody just now. You can ask without it, or come back later."))
        if not young.has_legal_name(youth):
            young.put_legal_name(youth, form.first_name.data or "", form.last_name.data or "", by=actor())
        made = applications.apply(offer.opportunity, youth, by=actor(), note=form.note.data or "", help_asked=asks)
    except Invalid as refusal:
        form.take(refusal)
        return _page(offer, form, bundle), 422
    tell(t("Sent. You can see here at any time where it stands."))
    return redirect(_next(made), 303)


def _next(made: Enrolment) -> str:
    waits = made.state == EnrolmentState.AWAITING_GUARDIAN
    return url_for("youth.show_guardian" if waits else "youth.show_application", application=made.ref)


def _not_offered() -> ResponseReturnValue:
    """What its public page says while its organisation is suspended."""
    return render("public/not_offered.html"), 410


def _page(offer: Detail, form: ApplyForm, bundle: Bundle | None) -> str:
    page = apply_pages.apply(offer, person(), clock.today(), brought=brought().is_begun, bundle=bundle)
    return render("youth/apply.html", page=page, form=form)
