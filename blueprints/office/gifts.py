"""Gifts to an office's funds: a fund opened for them, transfers recorded with their document, sums sent back by two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import kept_files
from blueprints.deciding import pressed
from blueprints.guard import commits, guard, takes_files
from blueprints.office import bp, gift_pages
from blueprints.office.gift_forms import ArrivalForm, DocumentForm, RefundForm, SentBackForm, TakesForm, TransferForm
from blueprints.pages import render
from blueprints.session import actor, config, tell
from marketplace.earnings import queries as money
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.payments import gifts, policy, queries, refunds
from marketplace.payments.gifts import Papers
from models.vocabulary import GiftWay

if TYPE_CHECKING:
    from models.earning import Fund
    from models.gift import Gift, GiftRefund


@bp.get("/funds/<fund>/gifts")
@guard(policy.can_see_gifts, fund=money.one_fund)
def show_gifts(fund: Fund) -> ResponseReturnValue:
    form = TakesForm(takes=fund.takes_gifts, transfer_to=fund.transfer_to)
    return render("office/gifts.html", page=gift_pages.gifts(actor(), fund), form=form)


@bp.post("/funds/<fund>/gifts")
@guard(policy.can_keep_gifts, fund=money.one_fund)
@commits
def allow_gifts(fund: Fund) -> ResponseReturnValue:
    form = TakesForm.posted()
    if not form.validate():
        return render("office/gifts.html", page=gift_pages.gifts(actor(), fund), form=form), 422
    gifts.allow_gifts(fund, takes=form.takes.data, transfer_to=form.transfer_to.data or "", by=actor())
    tell(t("Kept."))
    return redirect(url_for("office.show_gifts", fund=fund.ref), 303)


@bp.get("/funds/<fund>/gifts/arrival")
@guard(policy.can_keep_gifts, fund=money.one_fund)
def show_arrival(fund: Fund) -> ResponseReturnValue:
    form = ArrivalForm(received_on=clock.today())
    return _arrival(fund, form)


@bp.post("/funds/<fund>/gifts/arrival")
@guard(policy.can_keep_gifts, fund=money.one_fund)
@commits
@takes_files
def record_arrival(fund: Fund) -> ResponseReturnValue:
    form, proof = ArrivalForm.posted(), kept_files.Proof()
    try:
        if proof.taken(form):
            gift = gifts.record_arrival(fund, form.draft(), form.came(), by=actor(), papers=_papers(proof))
            proof.used()
            tell(t("It stands in the book of the fund."), "money")
            return redirect(url_for("office.show_gift", gift=gift.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _arrival(fund, proof.over(form)), 422


def _arrival(fund: Fund, form: ArrivalForm) -> str:
    return render("office/gift_arrival.html", page=gift_pages.arrival(fund), form=form, accept=kept_files.ACCEPTED)


@bp.get("/gifts/<gift>")
@guard(policy.can_see_gift, gift=queries.one_gift)
def show_gift(gift: Gift) -> ResponseReturnValue:
    return page_of(gift)


@bp.post("/gifts/<gift>/transfer")
@guard(policy.can_keep_gift, gift=queries.one_gift)
@commits
@takes_files
def record_transfer(gift: Gift) -> ResponseReturnValue:
    form, proof = TransferForm.posted(), kept_files.Proof()
    try:
        if proof.taken(form):
            gifts.record_transfer(gift, form.came(), by=actor(), papers=_papers(proof))
            proof.used()
            tell(t("It stands in the book of the fund."), "money")
            return redirect(url_for("office.show_gift", gift=gift.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return page_of(gift, proof.over(form)), 422


@bp.post("/gifts/<gift>/give-up")
@guard(policy.can_keep_gift, gift=queries.one_gift)
@commits
def give_up_gift(gift: Gift) -> ResponseReturnValue:
    gifts.give_up(gift, by=actor())
    tell(t("Noted: it never came."))
    return redirect(url_for("office.show_gifts", fund=gift.fund.ref), 303)


@bp.post("/gifts/<gift>/refund")
@guard(policy.can_keep_gift, gift=queries.one_gift)
@commits
def ask_refund(gift: Gift) -> ResponseReturnValue:
    form = RefundForm.posted()
    try:
        if form.validate():
            refunds.ask(gift, form.amount.data, reason=form.reason.data or "", by=actor())
            tell(t("Asked. An approver of the office decides."))
            return redirect(url_for("office.show_gift", gift=gift.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return page_of(gift, refund_form=form), 422


@bp.post("/refunds/<refund>")
@guard(policy.can_decide_refund, refund=queries.one_refund)
@commits
def decide_refund(refund: GiftRefund) -> ResponseReturnValue:
    gift = refund.gift
    try:
        decision = pressed("approve", "decline")
    except Invalid as refusal:
        return _again(gift, refusal)
    if decision == "approve":
        refunds.approve(refund, gift, by=actor())
        by_hand = t("Approved. An officer sends it from the fund's account now and records it here.")
        online = t("Approved. It is sent within a few minutes.")
        tell(by_hand if gift.way == GiftWay.TRANSFER else online, "money")
    else:
        refunds.decline(refund, by=actor())
        tell(t("Declined. The gift stays with the fund."))
    return redirect(url_for("office.show_gift", gift=gift.ref), 303)


@bp.post("/refunds/<refund>/sent")
@guard(policy.can_record_refund, refund=queries.one_refund)
@commits
def record_refund(refund: GiftRefund) -> ResponseReturnValue:
    gift, form = refund.gift, SentBackForm.posted()
    try:
        if pressed("sent", "failed") == "failed":
            refunds.not_sent(refund, gift, by=actor())
            tell(t("Noted. The fund has the money again."), "money")
            return redirect(url_for("office.show_gift", gift=gift.ref), 303)
        if form.validate():
            refunds.sent_by_hand(refund, gift, bank_ref=form.bank_ref.data or "", by=actor())
            tell(t("Noted. The receipt and the giver's page say so."), "money")
            return redirect(url_for("office.show_gift", gift=gift.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return page_of(gift, sent_form=form), 422


def _again(gift: Gift, refusal: Invalid) -> ResponseReturnValue:
    """The page of a gift once more, with what it refused."""
    form = SentBackForm()
    form.take(refusal)
    return page_of(gift, sent_form=form), 422


def page_of(
    gift: Gift,
    form: TransferForm | None = None,
    *,
    refund_form: RefundForm | None = None,
    sent_form: SentBackForm | None = None,
    file_form: DocumentForm | None = None,
) -> str:
    """The page of a gift, with whatever was filled in on it."""
    return render(
        "office/gift.html",
        page=gift_pages.gift(actor(), gift),
        form=form or TransferForm(received_on=clock.today()),
        refund_form=refund_form or RefundForm(),
        sent_form=sent_form or SentBackForm(),
        file_form=file_form or DocumentForm(),
        accept=kept_files.ACCEPTED,
    )


def _papers(proof: kept_files.Proof) -> Papers:
    return Papers(proof.files, config().uploads)
