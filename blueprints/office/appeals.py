"""Appeals of organisations against a number, for the province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import trust_parts
from blueprints.guard import commits, guard
from blueprints.office import bp
from blueprints.office.money_parts import Item
from blueprints.office.organisation_forms import AnswerAppealForm
from blueprints.pages import render
from blueprints.parts import Fact
from blueprints.session import actor, tell
from marketplace.i18n import dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.organisations import appeals, sayings, trust
from models.vocabulary import AppealState

if TYPE_CHECKING:
    from models.organisation import TrustAppeal


@bp.get("/appeals")
@guard(appeals.can_watch)
def show_appeals() -> ResponseReturnValue:
    return render("office/appeals.html", items=tuple(_item(one) for one in appeals.waiting(actor())))


@bp.get("/appeals/<appeal>")
@guard(appeals.can_answer, appeal=appeals.one)
def show_appeal(appeal: TrustAppeal) -> ResponseReturnValue:
    return _page(appeal, AnswerAppealForm())


@bp.post("/appeals/<appeal>")
@guard(appeals.can_answer, appeal=appeals.one)
@commits
def answer_appeal(appeal: TrustAppeal) -> ResponseReturnValue:
    form = AnswerAppealForm.posted()
    try:
        if form.validate():
            appeals.answer(appeal, form.answer.data, form.reason.data or "", by=actor())
            tell(t("Answered. The organisation is told."))
            return redirect(url_for("office.show_appeals"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(appeal, form), 422


def _item(one: TrustAppeal) -> Item:
    organisation = appeals.organisation_of(one)
    day = dates.short_date(clock.bangkok(one.made_at).date())
    return Item(
        href=url_for("office.show_appeal", appeal=one.ref),
        title=pick(organisation.name_th, organisation.name_en),
        note=t("{part}, made on {day}", part=sayings.TRUST[one.part], day=day),
    )


def _page(appeal: TrustAppeal, form: AnswerAppealForm) -> str:
    organisation = appeals.organisation_of(appeal)
    return render(
        "office/appeal.html",
        title=pick(organisation.name_th, organisation.name_en),
        about=Fact(sayings.TRUST[appeal.part], appeal.said),
        state=sayings.APPEAL_STATES[appeal.state],
        is_waiting=appeal.state == AppealState.WAITING,
        facts=trust_parts.own_facts(trust.of(organisation), trust.counts(organisation)),
        form=form,
    )
