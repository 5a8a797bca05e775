"""Differences between the books and what banks and payment services say: listed by age, answered by people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.deciding import pressed
from blueprints.guard import commits, guard
from blueprints.office import bp, difference_abouts, difference_pages, suspense_pages
from blueprints.office.difference_forms import DifferenceForm
from blueprints.office.suspense_forms import ExitForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.earnings import coming_back, put_right
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.payments import differences, explained, policy, queries
from models.vocabulary import DifferenceKind

if TYPE_CHECKING:
    from models.gift import Difference


@bp.get("/differences")
@guard(policy.can_see_differences)
def show_differences() -> ResponseReturnValue:
    return render("office/differences.html", page=difference_pages.listed(actor()))


@bp.get("/differences/<difference>")
@guard(policy.can_see_difference, difference=queries.one_difference)
def show_difference(difference: Difference) -> ResponseReturnValue:
    return page_of(difference)


@bp.post("/differences/<difference>")
@guard(policy.can_answer_difference, difference=queries.one_difference)
@commits
def answer_difference(difference: Difference) -> ResponseReturnValue:
    form = difference_pages.form_for(difference, DifferenceForm.posted())
    try:
        if form.validate():
            _answer(difference, form)
            return redirect(url_for("office.show_difference", difference=difference.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return page_of(difference, form), 422


@bp.post("/differences/<difference>/agree")
@guard(policy.can_agree_difference, difference=queries.one_difference)
@commits
def agree_difference(difference: Difference) -> ResponseReturnValue:
    try:
        decision = pressed("agree", "return")
        if decision == "agree" and explained.in_words(difference):
            differences.agree_words(difference, by=actor())
            tell(_explained(difference))
            return redirect(url_for("office.show_difference", difference=difference.ref), 303)
        if decision == "agree" and differences.is_of_a_return(difference):
            coming_back.agree(difference, by=actor())
            tell(t("Kept as come back. It is free in the fund again."), "money")
            return redirect(url_for("office.show_difference", difference=difference.ref), 303)
        if decision == "agree" and differences.is_of_an_answer(difference):
            put_right.agree(difference, by=actor())
            tell(t("Put right. Line and book say what the bank says."), "money")
            return redirect(url_for("office.show_difference", difference=difference.ref), 303)
        if decision == "agree":
            differences.agree(difference, by=actor())
            tell(t("Adjusted. The book says why and by whom."), "money")
            return redirect(url_for("office.show_difference", difference=difference.ref), 303)
    except Invalid as refusal:
        form = DifferenceForm()
        form.take(refusal)
        return page_of(difference, form), 422
    differences.send_back(difference, by=actor())
    tell(t("Not agreed. It is open again."))
    return redirect(url_for("office.show_difference", difference=difference.ref), 303)


def _explained(difference: Difference) -> Text:
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return t("Kept. The book stays as it is.")
    if explained.names_more(difference):
        return t("Kept. The book stays as two people adjusted it.")
    return t("Kept. The line stays as it was kept, and its sums may be paid again.")


def page_of(difference: Difference, form: DifferenceForm | None = None, exit_form: ExitForm | None = None) -> str:
    """The page of a difference, with whatever was filled in on it."""
    return render(
        "office/difference.html",
        page=difference_pages.one(actor(), difference),
        about=difference_abouts.of(actor(), difference),
        form=form or difference_pages.form_for(difference, DifferenceForm()),
        exit_form=exit_form or blank_exit(difference),
    )


def blank_exit(difference: Difference) -> ExitForm:
    """The form for a way out of suspense, with what a sum of this difference may do."""
    return ExitForm().offer(suspense_pages.funds(), suspense_pages.others(difference))


def _offer(difference: Difference) -> Callable[..., None]:
    """By which door it is offered that the bank is right."""
    if differences.is_of_a_return(difference):
        return coming_back.propose_anew
    return put_right.propose if differences.is_of_an_answer(difference) else differences.propose_later_sum


def _answer(difference: Difference, form: DifferenceForm) -> None:
    reason, who = form.reason.data or "", actor()
    if form.answer.data == "match":
        differences.match(difference, reason=reason, by=who)
    elif form.answer.data == "explain" and explained.needs_two(difference):
        differences.propose_words(difference, reason=reason, by=who)
        tell(t("Proposed. An approver of the office decides."))
        return
    elif form.answer.data == "explain":
        differences.explain(difference, reason=reason, by=who)
    elif form.answer.data == "right":
        _offer(difference)(difference, reason=reason, by=who)
        tell(t("Proposed. An approver of the office decides."))
        return
    else:
        differences.propose(difference, satang=form.satang, reason=reason, by=who)
        by_approver = t("Proposed. An approver of the office decides.")
        tell(by_approver if difference.fund_id is not None else t("Proposed. Another steward decides."))
        return
    tell(t("Kept. It stays in the list of what was answered."))
