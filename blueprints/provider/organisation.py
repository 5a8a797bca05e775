"""Our organisation: what it is called and what it says of itself, changed by whoever is in charge of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import organisation_parts
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.parts import Fact
from blueprints.provider import bp
from blueprints.provider.organisation_form import OrganisationForm
from blueprints.provider.parts import Item
from blueprints.session import actor, tell
from marketplace.areas import names, offices
from marketplace.i18n import pick, t
from marketplace.i18n.words import word
from marketplace.kernel.errors import DomainError
from marketplace.offers import organisations
from marketplace.organisations import sayings
from marketplace.organisations.states import STANDING
from models.vocabulary import OrganisationKind, OrganisationState

if TYPE_CHECKING:
    from models.organisation import Organisation


@bp.get("/organisation")
@guard(organisations.can_tend_any)
def show_organisations() -> ResponseReturnValue:
    found = organisations.own(actor())
    if len(found) == 1:
        return _page(found[0], OrganisationForm.of(found[0]))
    items = tuple(
        Item(
            url_for("provider.show_organisation", organisation=one.ref),
            pick(one.name_th, one.name_en),
            names.address(one.area_code),
        )
        for one in found
    )
    return render("provider/organisations.html", items=items)


@bp.get("/organisation/<organisation>")
@guard(organisations.can_tend, organisation=organisations.one)
def show_organisation(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation, OrganisationForm.of(organisation))


@bp.post("/organisation/<organisation>")
@guard(organisations.can_tend, organisation=organisations.one)
@commits
def describe_organisation(organisation: Organisation) -> ResponseReturnValue:
    form = OrganisationForm.posted()
    try:
        if form.validate():
            changed = organisations.describe(organisation, form.draft(), version=form.read_version(), by=actor())
            tell(t("Kept. It is shown so from now on.") if changed else t("Nothing was different."))
            return redirect(url_for("provider.show_organisation", organisation=organisation.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _page(organisation, form), refusal.status
    return _page(organisation, form), 422


def _page(organisation: Organisation, form: OrganisationForm) -> str:
    kept = (
        Fact(t("Kind"), str(word(OrganisationKind, organisation.kind))),
        Fact(t("Area"), names.address(organisation.area_code)),
        Fact(t("Looks after it"), offices.office_name(organisation.office_key)),
    )
    return render(
        "provider/organisation.html",
        kept=kept,
        form=form,
        state=sayings.STATES[organisation.state] if organisation.state != OrganisationState.ACTIVE else "",
        why=organisation_parts.said_last(organisation, ("suspend",)) if organisation.suspended_at else "",
        is_public=organisation.state in STANDING,
        action=url_for("provider.describe_organisation", organisation=organisation.ref),
        papers_href=url_for("provider.show_papers", organisation=organisation.ref),
        public_href=url_for("public.show_organisation", ref=organisation.ref),
    )
