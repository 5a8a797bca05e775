"""Finished values for giving: the funds that take gifts, one gift as its giver sees it, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import fund_words
from blueprints.parts import Fact
from blueprints.public.forms import GIVERS
from marketplace.areas.offices import office_names
from marketplace.earnings import origins
from marketplace.i18n import Text, dates, pick, t
from marketplace.i18n.sums import baht_words
from marketplace.i18n.text import current_locale
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.payments import queries
from models.vocabulary import FundLevel, GiftState, GiftWay, RefundState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.earning import Fund
    from models.gift import Gift, GiftRefund
    from models.offer import Opportunity

_TITLES: dict[str, Text] = {
    GiftState.STARTED: t("Almost there"),
    GiftState.OPENED: t("Not paid yet"),
    GiftState.PENDING: t("Your payment is on its way"),
    GiftState.PAID: t("Thank you. Your gift has arrived"),
    GiftState.FAILED: t("The payment did not go through"),
    GiftState.EXPIRED: t("This gift was not paid"),
}
_TEXTS: dict[str, Text] = {
    GiftState.STARTED: t("The payment page is being prepared. Reload this page in a minute."),
    GiftState.OPENED: t("Pay on the page of the payment service, by card or PromptPay. Then you come back here."),
    GiftState.PENDING: t("PromptPay can take a few minutes. This page shows when it has arrived."),
    GiftState.PAID: t("It stands in the book of the fund. You need not do anything more."),
    GiftState.FAILED: t("No money was taken. You can try again."),
    GiftState.EXPIRED: t("The payment page has ended and no money was taken. You can start again."),
}
_KINDS = {GiftState.PAID: "done", GiftState.FAILED: "stop", GiftState.EXPIRED: "draft", GiftState.STARTED: "draft"}
_BACK: dict[str, Text] = {
    RefundState.APPROVED: t("On its way back to you"),
    RefundState.SENT: t("On its way back to you"),
    RefundState.DONE: t("Sent back to you"),
    RefundState.FAILED: t("Could not be sent back; it stays with the fund"),
}


@dataclass(frozen=True, slots=True)
class FundLine:
    """One fund that takes gifts."""

    title: str
    note: Text
    href: str


@dataclass(frozen=True, slots=True)
class GivePage:
    """Every fund that takes gifts."""

    funds: tuple[FundLine, ...]


@dataclass(frozen=True, slots=True)
class FundPart:
    """The fund one is about to give to."""

    title: str
    line: Text
    source: str


@dataclass(frozen=True, slots=True)
class GiftPage:
    """One gift as its giver sees it."""

    amount: Text
    to: str
    title: Text
    text: Text
    kind: str
    facts: tuple[Fact, ...]
    pay_href: str
    look_href: str
    receipt_href: str
    again_href: str
    transfer: tuple[Text | str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt as it is printed."""

    office: str
    number: str
    issued: str
    amount: str
    words: str
    facts: tuple[Fact, ...]
    back_href: str


def funds() -> GivePage:
    """The funds that take gifts, wide ones first."""
    found = queries.open_funds()
    told = fund_words.told(found)
    return GivePage(
        tuple(
            FundLine(pick(fund.name_th, fund.name_en), told[fund.id], url_for("public.show_give_form", fund=fund.ref))
            for fund in found
        )
    )


def to_programme(programme_id: int) -> tuple[FundLine, ...]:
    """The funds of a programme one may give to now."""
    return _lines(queries.of_programme(programme_id))


def to_area(code: str) -> tuple[FundLine, ...]:
    """The funds of a place one may give to now."""
    return _lines(queries.of_area(code))


def to_posting(posting: Opportunity) -> FundLine | None:
    """The fund that pays a posting, where one may give to it now."""
    found = queries.of_posting(posting.fund_id)
    if found is None:
        return None
    alone = found.level == FundLevel.OPPORTUNITY
    words = t("Give to this opportunity") if alone else t("Give to the fund that pays for it")
    return FundLine(str(words), fund_words.one_told(found), url_for("public.show_give_form", fund=found.ref))


def _lines(found: Sequence[Fund]) -> tuple[FundLine, ...]:
    told = fund_words.told(found)
    return tuple(
        FundLine(
            str(t("Give to {fund}", fund=pick(one.name_th, one.name_en))),
            told[one.id],
            url_for("public.show_give_form", fund=one.ref),
        )
        for one in found
    )


def fund(one: Fund) -> FundPart:
    """The fund a form is about."""
    until = dates.long_date(one.ends_on, weekday=False)
    return FundPart(
        title=pick(one.name_th, one.name_en),
        line=t("{what}, runs until {day}", what=fund_words.one_told(one), day=until),
        source=one.source,
    )


def gift(one: Gift) -> GiftPage:
    """Where a gift is and what its giver can do now."""
    waits_for_transfer = one.way == GiftWay.TRANSFER and one.state == GiftState.STARTED
    payable = one.state == GiftState.OPENED and (one.session_ends_at or clock.now()) > clock.now()
    state = GiftState(one.state)
    return GiftPage(
        amount=t("{sum} baht", sum=baht(one.amount_satang)),
        to=pick(one.fund.name_th, one.fund.name_en),
        title=t("We wait for your transfer") if waits_for_transfer else _TITLES[state],
        text=t("The office records it when it has arrived, usually within three working days.")
        if waits_for_transfer
        else _TEXTS[state],
        kind=_KINDS.get(state, ""),
        facts=_facts(one),
        pay_href=one.session_url if payable else "",
        look_href=url_for("public.look_after_gift", gift=one.ref)
        if one.session_ref and state in (GiftState.OPENED, GiftState.PENDING)
        else "",
        receipt_href=url_for("public.show_receipt", gift=one.ref) if state == GiftState.PAID else "",
        again_href=url_for("public.show_give_form", fund=one.fund.ref)
        if state in (GiftState.FAILED, GiftState.EXPIRED)
        else "",
        transfer=_transfer(one) if waits_for_transfer else (),
    )


def receipt(one: Gift) -> ReceiptPage:
    """What a paid gift's receipt says."""
    office = office_names([one.fund.office_key])[one.fund.office_key]
    paid = clock.bangkok(one.paid_at or one.created_at).date()
    facts = [
        Fact(t("Received from"), lines=(one.giver_name, GIVERS[one.giver_kind])),
        Fact(t("For"), lines=(pick(one.fund.name_th, one.fund.name_en), fund_words.one_told(one.fund))),
        Fact(t("On"), dates.long_date(one.received_on or paid, weekday=False)),
        Fact(t("How it was paid"), _way(one)),
    ]
    facts += [Fact(t("Sent back"), line) for line in _sent_back(queries.refunds_of(one))]
    return ReceiptPage(
        office=office,
        number=one.ref,
        issued=dates.long_date(clock.today(), weekday=False),
        amount=str(t("{sum} baht", sum=baht(one.amount_satang))),
        words=baht_words(one.amount_satang) if current_locale() == "th" else "",
        facts=tuple(facts),
        back_href=url_for("public.show_gift", gift=one.ref),
    )


def _facts(one: Gift) -> tuple[Fact, ...]:
    facts = [
        Fact(t("Given by"), one.giver_name),
        Fact(
            t("To"),
            lines=(pick(one.fund.name_th, one.fund.name_en), fund_words.one_told(one.fund)),
            href=(where := fund_words.href(one.fund)),
            link=t("See what it is for") if where else "",
        ),
        Fact(t("Number of the gift"), one.ref),
    ]
    if one.fee_satang:
        facts.append(Fact(t("Kept by the payment service"), t("{sum} baht", sum=baht(one.fee_satang))))
    facts += [Fact(t("Sent back"), line) for line in _sent_back(queries.refunds_of(one))]
    if one.state == GiftState.PAID:
        earned, waits = origins.became(one.fund.ref, one.ref)
        facts.append(Fact(t("Earned by young people"), t("{sum} baht", sum=baht(earned))))
        facts.append(Fact(t("Still waits in the fund"), t("{sum} baht", sum=baht(waits))))
    return tuple(facts)


def _sent_back(refunds: Sequence[GiftRefund]) -> list[Text]:
    told = (one for one in refunds if one.state in _BACK)
    return [t("{sum} baht: {what}", sum=baht(one.amount_satang), what=_BACK[one.state]) for one in told]


def _way(one: Gift) -> Text | str:
    if one.way == GiftWay.ONLINE:
        return t("Online, payment {ref}", ref=one.payment_ref)
    return t("Bank transfer, reference {ref}", ref=one.payment_ref)


def _transfer(one: Gift) -> tuple[Text | str, ...]:
    where = one.fund.transfer_to or t("The office writes to you with the account of the fund.")
    return (where, t("Write this number with your transfer: {number}", number=one.ref[-9:]))
