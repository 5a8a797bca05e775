"""How it went at our organisation, in plain numbers, and the appeal against one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import trust_parts
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.parts import Fact
from blueprints.provider import bp
from blueprints.provider.organisation_form import AppealForm
from blueprints.session import actor, tell
from marketplace.audit import history
from marketplace.i18n import dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.organisations import appeals, describing, policy, sayings, trust

if TYPE_CHECKING:
    from models.organisation import Organisation, TrustAppeal


@bp.get("/organisation/<organisation>/trust")
@guard(policy.can_tend, organisation=describing.one)
def show_own_trust(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation, AppealForm())


@bp.post("/organisation/<organisation>/trust")
@guard(policy.can_tend, organisation=describing.one)
@commits
def make_appeal(organisation: Organisation) -> ResponseReturnValue:
    form = AppealForm.posted()
    try:
        if form.validate():
            appeals.make(organisation, form.part.data, form.said.data or "", by=actor())
            tell(t("Your appeal is with the province. It answers here."))
            return redirect(url_for("provider.show_own_trust", organisation=organisation.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _page(organisation, form), refusal.status
    return _page(organisation, form), 422


def _page(organisation: Organisation, form: AppealForm) -> str:
    return render(
        "provider/trust.html",
        title=pick(organisation.name_th, organisation.name_en),
        facts=trust_parts.own_facts(trust.of(organisation), trust.counts(organisation)),
        made=tuple(_appeal(one) for one in appeals.of(organisation)),
        form=form,
        back_href=url_for("provider.show_organisation", organisation=organisation.ref),
    )


def _appeal(one: TrustAppeal) -> Fact:
    answer = next((move.note for move in reversed(history(one)) if move.note), "")
    day = dates.short_date(clock.bangkok(one.made_at).date())
    when = t("{state}, made on {day}", state=sayings.APPEAL_STATES[one.state], day=day)
    return Fact(sayings.TRUST[one.part], lines=tuple(part for part in (when, one.said, answer) if part))
