"""What a fund may pay, and the fund it is a part of: rules, and money passed between the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp
from blueprints.office.fund_rule_forms import PartForm, RulesForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.earnings import allotting, funds, policy, queries, ruling
from marketplace.i18n import Text, pick, t
from marketplace.kernel import ids
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht

if TYPE_CHECKING:
    from models.earning import Fund


@dataclass(frozen=True, slots=True)
class PartPage:
    """A fund and the one above it."""

    title: str
    lines: tuple[Text, ...]
    back_href: str
    has_above: bool


@bp.get("/funds/<fund>/rules")
@guard(policy.can_manage_fund, fund=queries.one_fund)
def show_fund_rules(fund: Fund) -> ResponseReturnValue:
    return _rules(fund, RulesForm.of(ruling.of(fund)))


@bp.post("/funds/<fund>/rules")
@guard(policy.can_manage_fund, fund=queries.one_fund)
@commits
def keep_fund_rules(fund: Fund) -> ResponseReturnValue:
    form = RulesForm.posted()
    try:
        if form.validate():
            ruling.keep(fund, form.rules(), by=actor())
            tell(t("The rules are kept. They hold from the next approval and the next earning on."))
            return redirect(url_for("office.show_fund", fund=fund.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _rules(fund, form), 422


@bp.get("/funds/<fund>/part")
@guard(policy.can_manage_fund, fund=queries.one_fund)
def show_part(fund: Fund) -> ResponseReturnValue:
    return _part(fund, PartForm(above=_choices(fund)))


@bp.post("/funds/<fund>/part")
@guard(policy.can_manage_fund, fund=queries.one_fund)
@commits
def change_part(fund: Fund) -> ResponseReturnValue:
    form = PartForm.posted(above=_choices(fund))
    try:
        if form.validate():
            _change(fund, form)
            tell(t("The money is passed on, and both books say why."), "money")
            return redirect(url_for("office.show_fund", fund=fund.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _part(fund, form), 422


def _change(fund: Fund, form: PartForm) -> None:
    above = queries.one_fund(actor(), form.parent.data or "")
    if not policy.can_manage_fund(actor(), above):
        raise Invalid(t("Only an officer of that fund passes its money on."), field="parent")
    # A fund that has its part already keeps it; what was chosen is then that one.
    if fund.parent_id is None:
        allotting.place_under(fund, above, by=actor())
    key, note = request.form.get("once", "")[:40] or ids.token(), form.note.data or ""
    move = allotting.give_back if form.way.data == "back" else allotting.allot
    move(fund, form.amount.data, key=key, by=actor(), note=note)


def _choices(fund: Fund) -> list[tuple[str, str]]:
    """The funds it may be a part of: the one it is of already, else any other of the reader's."""
    found = [one for one in queries.funds_of(actor()) if one.closed_at is None and one.id != fund.id]
    if fund.parent_id is not None:
        found = [one for one in found if one.id == fund.parent_id]
    return [(one.ref, pick(one.name_th, one.name_en)) for one in found]


def _rules(fund: Fund, form: RulesForm) -> str:
    back, title = url_for("office.show_fund", fund=fund.ref), pick(fund.name_th, fund.name_en)
    return render("office/fund_rules.html", form=form, back_href=back, title=title)


def _part(fund: Fund, form: PartForm) -> str:
    lines = [t("Free here: {sum} baht", sum=baht(funds.available(fund.id)))]
    if fund.parent_id is not None:
        given = t("Given by the fund above and not gone back: {sum} baht", sum=baht(allotting.allotted(fund)))
        lines += [given, t("Free above: {sum} baht", sum=baht(funds.available(fund.parent_id)))]
    page = PartPage(
        title=pick(fund.name_th, fund.name_en),
        lines=tuple(lines),
        back_href=url_for("office.show_fund", fund=fund.ref),
        has_above=fund.parent_id is not None,
    )
    return render("office/fund_part.html", page=page, form=form)
