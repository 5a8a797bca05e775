"""Our organisation: what it says of itself, and what its office has to agree to before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import organisation_parts
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.parts import Fact
from blueprints.provider import bp
from blueprints.provider.organisation_form import ChangeForm, OrganisationForm
from blueprints.provider.parts import Item
from blueprints.session import actor, tell
from marketplace.areas import names, offices
from marketplace.i18n import pick, t
from marketplace.i18n.words import word
from marketplace.kernel.errors import DomainError
from marketplace.organisations import changes, describing, policy, sayings
from marketplace.organisations.states import STANDING
from models.vocabulary import OrganisationKind, OrganisationState

if TYPE_CHECKING:
    from models.organisation import Organisation, OrganisationChange


@bp.get("/organisation")
@guard(describing.can_tend_any)
def show_organisations() -> ResponseReturnValue:
    found = describing.own(actor())
    if len(found) == 1:
        return _page(found[0])
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
@guard(policy.can_tend, organisation=describing.one)
def show_organisation(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation)


@bp.post("/organisation/<organisation>")
@guard(policy.can_tend, organisation=describing.one)
@commits
def describe_organisation(organisation: Organisation) -> ResponseReturnValue:
    form = OrganisationForm.posted()
    try:
        if form.validate():
            changed = describing.describe(organisation, form.words(), version=form.read_version(), by=actor())
            tell(t("Kept. It is shown so from now on.") if changed else t("Nothing was different."))
            return redirect(url_for("provider.show_organisation", organisation=organisation.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _page(organisation, form=form), refusal.status
    return _page(organisation, form=form), 422


@bp.post("/organisation/<organisation>/changes")
@guard(policy.can_tend, organisation=describing.one)
@commits
def propose_change(organisation: Organisation) -> ResponseReturnValue:
    form = ChangeForm.posted().offer(changes.staff(organisation))
    try:
        if form.validate():
            made = changes.propose(organisation, form.wanted(), by=actor())
            tell(t("It waits for the office. The old stands until then.") if made else t("Nothing was different."))
            if made and (lacks := organisation_parts.lacking(organisation)) is not None:
                tell(lacks)
            return redirect(url_for("provider.show_organisation", organisation=organisation.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _page(organisation, change=form), refusal.status
    return _page(organisation, change=form), 422


@bp.post("/organisation-changes/<change>/take-back")
@guard(changes.can_take_back, change=changes.one)
@commits
def take_back_change(change: OrganisationChange) -> ResponseReturnValue:
    changes.take_back(change, by=actor())
    tell(t("Taken back. Everything stays as it was."))
    return redirect(url_for("provider.show_organisation", organisation=changes.organisation_of(change).ref), 303)


def _page(organisation: Organisation, *, form: OrganisationForm | None = None, change: ChangeForm | None = None) -> str:
    waits = changes.waiting(organisation)
    kept = (
        Fact(t("Name"), pick(organisation.name_th, organisation.name_en)),
        Fact(t("Kind"), str(word(OrganisationKind, organisation.kind))),
        Fact(t("Area"), names.address(organisation.area_code)),
        Fact(t("Looks after it"), offices.office_name(organisation.office_key)),
    )
    return render(
        "provider/organisation.html",
        kept=kept,
        form=form or OrganisationForm.of(organisation),
        change=change or ChangeForm.of(organisation, changes.staff(organisation)),
        change_open=change is not None,
        can_change=organisation.state in STANDING and waits is None,
        waits=organisation_parts.change_facts(waits),
        lacking=organisation_parts.lacking(organisation),
        papers_href=url_for("provider.show_papers", organisation=organisation.ref),
        take_back_href=url_for("provider.take_back_change", change=waits.ref) if waits else "",
        refused=organisation_parts.refusal(organisation) if waits is None else "",
        state=sayings.STATES[organisation.state] if organisation.state != OrganisationState.ACTIVE else "",
        why=organisation_parts.said_last(organisation, ("suspend",)) if organisation.suspended_at else "",
        is_public=organisation.state in STANDING,
        organisation=organisation.ref,
        links=(
            (t("Documents and how long they hold"), url_for("provider.show_papers", organisation=organisation.ref)),
            (t("How it has gone with us"), url_for("provider.show_own_trust", organisation=organisation.ref)),
            (t("Our places"), url_for("provider.show_branches", organisation=organisation.ref)),
        ),
        public_href=url_for("public.show_organisation", ref=organisation.ref),
    )
