"""Finished values for gifts as the office of a fund sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.gift_forms import GIVERS
from blueprints.office.money_parts import Item
from blueprints.parts import Fact
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.payments import asking, disputes, documents, inquiries, policy, queries, rail, refunds
from models.vocabulary import DisputeState, GiftState, GiftWay, RefundState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.access import Actor
    from marketplace.payments.inquiries import Inquiry
    from models.earning import Fund
    from models.gift import Gift, GiftDispute, GiftDocument, GiftRefund

STATES: dict[str, Text] = {
    GiftState.STARTED: t("Begun"),
    GiftState.OPENED: t("Not paid yet"),
    GiftState.PENDING: t("Payment on its way"),
    GiftState.PAID: t("Received"),
    GiftState.FAILED: t("Payment failed"),
    GiftState.EXPIRED: t("Never paid"),
}
REFUNDS: dict[str, Text] = {
    RefundState.ASKED: t("Waits for an approver"),
    RefundState.APPROVED: t("Approved, being sent"),
    RefundState.SENT: t("With the payment service"),
    RefundState.DONE: t("Sent back"),
    RefundState.FAILED: t("Could not be sent back; the fund has it again"),
    RefundState.DECLINED: t("Declined"),
}
MISSING = t("Document still missing")
DISPUTES: dict[str, Text] = {
    DisputeState.OPEN: t("The giver's bank took it back for now"),
    DisputeState.WON: t("Decided for the fund"),
    DisputeState.LOST: t("Decided for the giver"),
}
INQUIRIES = {
    inquiries.State.ASKED: (
        t("Waits for an answer"),
        t(
            "This is a question and no dispute yet: nothing was taken, and the gift stays in the fund. Answer it in"
            " time on the pages of the payment service, with the record of the payment, or send all of the gift back:"
            " that ends it. Without an answer it can become a dispute, and then the bank takes the sum and a fee."
        ),
    ),
    inquiries.State.ANSWERED: (
        t("Answered, the bank is looking at it"),
        t("Nothing was taken, and nothing is to be done for now. Sending all of the gift back ends it."),
    ),
    inquiries.State.ENDED: (t("Ended, the bank asks no more"), t("Nothing was taken, and nothing is to be done.")),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """That banks wait for answers about gifts, and the page of the gift that is due first."""

    text: Text
    href: str


@dataclass(frozen=True, slots=True)
class GiftsPage:
    """Gifts to one fund."""

    title: str
    back_href: str
    gifts: tuple[Item, ...]
    can_keep: bool
    arrival_href: str
    give_href: str
    online: Text


@dataclass(frozen=True, slots=True)
class ArrivalPage:
    """What stands around the form of a transfer that came."""

    title: str
    back_href: str


@dataclass(frozen=True, slots=True)
class RefundLine:
    """One sum on its way back."""

    title: Text
    note: str
    decide_href: str
    can_approve: bool
    sent_href: str


@dataclass(frozen=True, slots=True)
class GiftPage:
    """One gift."""

    title: Text
    state: Text
    fund: str
    back_href: str
    facts: tuple[Fact, ...]
    refunds: tuple[RefundLine, ...]
    disputes: tuple[Fact, ...]
    inquiries: tuple[Fact, ...]
    files: tuple[Item, ...]
    lacks_file: bool
    file_href: str
    transfer_href: str
    give_up_href: str
    refund_href: str
    left: Text
    not_back: Text | str
    receipt_href: str
    receipt_words: Text


def head(actor: Actor) -> Asked | None:
    """One line for the head of a queue, or nothing where no giver's bank waits for an answer."""
    if not (found := asking.awaited_of(actor)):
        return None
    first, count = found[0], len(found)
    text = t("Givers' banks wait for an answer about gifts: {count}", count=count)
    if first.answer_by_at is not None:
        when = dates.date_time(first.answer_by_at)
        text = t("Givers' banks wait for an answer about gifts: {count}, the next by {when}", count=count, when=when)
    return Asked(text, url_for("office.show_gift", gift=first.gift_ref))


def gifts(actor: Actor, fund: Fund) -> GiftsPage:
    """The gifts of a fund, the newest first."""
    may = bool(policy.can_keep_gifts(actor, fund))
    found = queries.gifts_to(fund)
    lacking, asked = documents.lacking(found), inquiries.among(found)
    return GiftsPage(
        title=pick(fund.name_th, fund.name_en),
        back_href=url_for("office.show_fund", fund=fund.ref),
        gifts=tuple(_item(one, lacks=one.id in lacking, asked=asked.get(one.id, ())) for one in found),
        can_keep=may,
        arrival_href=url_for("office.show_arrival", fund=fund.ref) if may else "",
        give_href=url_for("public.show_give_form", fund=fund.ref) if fund.takes_gifts else "",
        online=t("Givers can pay by card and PromptPay.")
        if rail.in_use() is not None
        else t("No payment service is connected, so givers transfer and you record what has come."),
    )


def arrival(fund: Fund) -> ArrivalPage:
    """The fund a transfer came to."""
    return ArrivalPage(pick(fund.name_th, fund.name_en), url_for("office.show_gifts", fund=fund.ref))


def gift(actor: Actor, one: Gift) -> GiftPage:
    """One gift with what was sent back of it and what can be done."""
    may = bool(policy.can_keep_gift(actor, one))
    waits = may and one.way == GiftWay.TRANSFER and one.state == GiftState.STARTED
    files = documents.of(one)
    left = refunds.left_of(one) if one.state == GiftState.PAID else 0
    disputed = disputes.standing(one)
    return GiftPage(
        title=t("Gift of {sum} baht", sum=baht(one.amount_satang)),
        state=STATES[one.state],
        fund=pick(one.fund.name_th, one.fund.name_en),
        back_href=url_for("office.show_gifts", fund=one.fund.ref),
        facts=_facts(one),
        refunds=tuple(_refund(actor, one, way_back, disputed) for way_back in queries.refunds_of(one)),
        disputes=tuple(_dispute(dispute) for dispute in queries.disputes_of(one)),
        inquiries=tuple(_inquiry(asked) for asked in inquiries.of(one)),
        files=tuple(_file(file) for file in files),
        lacks_file=documents.is_asked(one) and not files,
        file_href=url_for("office.add_gift_files", gift=one.ref) if may and one.state == GiftState.PAID else "",
        transfer_href=url_for("office.record_transfer", gift=one.ref) if waits else "",
        give_up_href=url_for("office.give_up_gift", gift=one.ref) if waits else "",
        refund_href=url_for("office.ask_refund", gift=one.ref) if may and left else "",
        left=t("Up to {sum} baht can go back. Only what is free in the fund is sent.", sum=baht(left)),
        not_back=disputes.WHY_NOT[disputed] if disputed else "",
        receipt_href=url_for("public.show_receipt", gift=one.ref) if one.state == GiftState.PAID else "",
        receipt_words=t("Record of the payment to print") if disputed else t("Receipt to print"),
    )


def _item(one: Gift, *, lacks: bool, asked: Sequence[Inquiry]) -> Item:
    day = dates.short_date(clock.bangkok(one.paid_at or one.created_at).date(), year=True)
    return Item(
        href=url_for("office.show_gift", gift=one.ref),
        title=t("{sum} baht, {name}", sum=baht(one.amount_satang), name=one.giver_name),
        note=t("{state}, {day}", state=STATES[one.state], day=day),
        due=said
        if (said := _asked(asked))
        else MISSING
        if lacks
        else t("Record the transfer")
        if one.way == GiftWay.TRANSFER and one.state == GiftState.STARTED
        else "",
        due_kind="soon",
    )


def _asked(found: Sequence[Inquiry]) -> Text | None:
    """That the giver's bank waits for an answer, and until when."""
    waiting = [one for one in found if one.state == inquiries.State.ASKED]
    if not waiting:
        return None
    days = [one.answer_by_at for one in waiting if one.answer_by_at is not None]
    if not days:
        return t("The giver's bank asks")
    day = dates.short_date(clock.bangkok(min(days)).date())
    return t("The giver's bank asks: answer by {day}", day=day)


def _inquiry(one: Inquiry) -> Fact:
    """What the giver's bank asks, what it means, and until when an answer is waited for."""
    state, words = INQUIRIES[one.state]
    by = one.answer_by_at if one.state == inquiries.State.ASKED else None
    until = (t("Answer by {day}", day=dates.date_time(by)),) if by else ()
    return Fact(state, lines=(t("{sum} baht", sum=baht(one.amount_satang)), *until, words))


def _file(one: GiftDocument) -> Item:
    note = t("{size} kB, added {when}", size=max(1, one.size // 1024), when=dates.date_time(one.added_at))
    return Item(href=url_for("office.show_gift_file", gift_file=one.ref), title=one.given_name, note=note)


def _facts(one: Gift) -> tuple[Fact, ...]:
    facts = [
        Fact(t("Given by"), lines=(one.giver_name, dict(GIVERS)[one.giver_kind])),
        Fact(t("E-mail"), one.giver_email or t("not given")),
        Fact(t("How"), t("Online") if one.way == GiftWay.ONLINE else t("Bank transfer")),
        Fact(t("Begun"), dates.date_time(one.created_at)),
    ]
    if one.paid_at is not None:
        facts.append(Fact(t("Received"), dates.date_time(one.paid_at)))
        facts.append(Fact(t("Reference"), one.payment_ref or ""))
    if one.document_ref:
        facts.append(Fact(t("Document"), one.document_ref))
    if one.fee_satang is not None:
        facts.append(Fact(t("Kept by the payment service"), t("{sum} baht", sum=baht(one.fee_satang))))
    return tuple(facts)


def _refund(actor: Actor, gift: Gift, one: GiftRefund, disputed: DisputeState | None) -> RefundLine:
    one.gift = gift
    may = one.state == RefundState.ASKED and bool(policy.can_decide_refund(actor, one))
    by_hand = gift.way == GiftWay.TRANSFER and one.state == RefundState.APPROVED
    to_send = by_hand and bool(policy.can_record_refund(actor, one))
    what = t("Approved, an officer sends it from the fund's account") if by_hand else REFUNDS[one.state]
    return RefundLine(
        title=t("{sum} baht: {what}", sum=baht(one.amount_satang), what=what),
        note=one.reason,
        decide_href=url_for("office.decide_refund", refund=one.ref) if may else "",
        can_approve=disputed is None,
        sent_href=url_for("office.record_refund", refund=one.ref) if to_send else "",
    )


def _dispute(one: GiftDispute) -> Fact:
    until = (t("Answer by {day}", day=dates.date_time(one.answer_by_at)),) if one.answer_by_at else ()
    return Fact(DISPUTES[one.state], lines=(t("{sum} baht", sum=baht(one.amount_satang)), *until))
