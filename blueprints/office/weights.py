"""What counts how much in the order of matches: read by the staff of a place, decided by its committee."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, weight_pages
from blueprints.office.weight_forms import DecisionForm, ReasonForm, SharesForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.matching import committee, places, policy
from marketplace.matching.places import Place


@bp.get("/weights")
@guard(policy.can_see_any_weights)
def show_weight_places() -> ResponseReturnValue:
    return render("office/weight_places.html", page=weight_pages.listed(actor()))


@bp.get("/weights/<place>")
@guard(policy.can_see_weights, place=places.asked)
def show_weights(place: Place) -> ResponseReturnValue:
    return render("office/weights.html", page=weight_pages.weights(actor(), place))


@bp.get("/weights/<place>/change")
@guard(policy.can_set_weights, place=places.asked)
def try_weights(place: Place) -> ResponseReturnValue:
    if not request.args.keys() & set(weight_pages.NAMES):
        return _trying(place, weight_pages.as_they_are(place))
    form = SharesForm(request.args)
    try:
        if form.validate():
            committee.check(form.shares(), form.few())
            return _trying(place, form, tried=True)
    except Invalid as refusal:
        form.take(refusal)
    return _trying(place, form)


@bp.post("/weights/<place>")
@guard(policy.can_set_weights, place=places.asked)
@commits
def set_weights(place: Place) -> ResponseReturnValue:
    form = DecisionForm.posted()
    try:
        if form.validate():
            committee.set_weights(
                place,
                form.shares(),
                form.reason.data or "",
                by=actor(),
                seen=form.seen_version(),
                few_first=form.few(),
            )
            tell(t("Kept. Lists made from now on are ordered by it."))
            return _back(place)
    except (Invalid, Conflict) as refusal:
        form.take(refusal)
    wrong = any(field.errors for field in form.numbers())
    return _trying(place, form, tried=not wrong, decision=form), 422


@bp.get("/weights/<place>/withdraw")
@guard(policy.can_set_weights, place=places.asked)
def ask_weights_back(place: Place) -> ResponseReturnValue:
    return _asking_back(place, ReasonForm(data={"seen": weight_pages.newest(place)}))


@bp.post("/weights/<place>/withdraw")
@guard(policy.can_set_weights, place=places.asked)
@commits
def withdraw_weights(place: Place) -> ResponseReturnValue:
    form = ReasonForm.posted()
    try:
        if form.validate():
            committee.withdraw(place, form.reason.data or "", by=actor(), seen=form.seen_version())
            tell(t("This place has no weights of its own any more."))
            return _back(place)
    except (Invalid, Conflict) as refusal:
        form.take(refusal)
    return _asking_back(place, form), 422


def _trying(place: Place, form: SharesForm, *, tried: bool = False, decision: DecisionForm | None = None) -> str:
    page = weight_pages.change(place, form if tried else None)
    said = decision or ReasonForm(data={"seen": weight_pages.newest(place)})
    return render("office/weights_change.html", page=page, form=form, said=said)


def _asking_back(place: Place, form: ReasonForm) -> str:
    return render("office/weights_back.html", page=weight_pages.weights(actor(), place), form=form)


def _back(place: Place) -> ResponseReturnValue:
    return redirect(url_for("office.show_weights", place=place.key), 303)
