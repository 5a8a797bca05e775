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
from marketplace.ledger import stops
from marketplace.payments import disputes, queries
from models.vocabulary import DisputeState, FundLevel, GiftState, GiftWay, RefundState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.earning import Fund
    from models.gift import Gift, GiftDispute, GiftRefund
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
_LEAVES = (RefundState.APPROVED, RefundState.SENT, RefundState.DONE)
_AT_SERVICE = t(
    "It stands in the book of the fund. The payment service passes it on to the fund's bank account together with other"
    " gifts. You need not do anything more."
)
"""True before and after it is passed on: one arrival holds many gifts."""
_DISPUTES: dict[str, Text] = {
    DisputeState.OPEN: t("The bank has not decided yet"),
    DisputeState.WON: t("Decided for the fund"),
    DisputeState.LOST: t("Decided for the giver"),
}


_WAITS = t("Payments wait just now")
_WAITS_TEXT = t(
    "If you have paid already, nothing is lost: this page shows it once money moves again. If not, please wait with it."
)


@dataclass(frozen=True, slots=True)
class Gone:
    """Why the fund does not have a gift that had arrived, and what its paper says then."""

    title: Text
    text: Text
    kind: str
    paper: Text
    is_receipt: bool = False


_DISPUTED: dict[DisputeState, Gone] = {
    DisputeState.OPEN: Gone(
        t("Your bank is looking into this payment"),
        t(
            "The bank was told that something about it is not right, and holds the sum until it has decided."
            " If that was a mistake, please tell your bank."
        ),
        "",
        t(
            "This is not a receipt: the giver's bank is looking into the payment and holds the sum until"
            " it has decided."
        ),
    ),
    DisputeState.LOST: Gone(
        t("Your bank has taken this payment back"),
        t("The fund does not have this money any more. You need not do anything more."),
        "draft",
        t("This is not a receipt: the giver's bank has taken the payment back, and the fund does not have the money."),
    ),
}
_ON_ITS_WAY = Gone(
    t("Your gift is on its way back to you"),
    t("It can take some days. If you are asked for an account to send it to, please answer."),
    "",
    t(
        "The fund had received this gift and is sending it back, as it says above."
        " This gives no right to a tax deduction."
    ),
    is_receipt=True,
)
_SENT_BACK = Gone(
    t("Your gift was sent back to you"),
    t("The fund does not have this money any more. You need not do anything more."),
    "draft",
    t(
        "The fund had received this gift and has sent it back, as it says above."
        " This gives no right to a tax deduction."
    ),
    is_receipt=True,
)
_HAS_IT: dict[str, Text] = {
    GiftWay.TRANSFER: t("This receipt says that the fund has received the gift. It gives no right to a tax deduction."),
    GiftWay.ONLINE: t(
        "This receipt says that the payment service has received the gift for the fund."
        " It gives no right to a tax deduction."
    ),
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
    """A receipt as it is printed; a record of the payment alone where the giver's bank took it back."""

    title: Text
    is_receipt: bool
    says: Text
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
    stopped = stops.stopped_since() is not None
    payable = not stopped and one.state == GiftState.OPENED and (one.session_ends_at or clock.now()) > clock.now()
    state = GiftState(one.state)
    gone = _gone(one)
    title, text, kind = (gone.title, gone.text, gone.kind) if gone else _said(one)
    return GiftPage(
        amount=t("{sum} baht", sum=baht(one.amount_satang)),
        to=pick(one.fund.name_th, one.fund.name_en),
        title=title,
        text=text,
        kind=kind,
        facts=_facts(one),
        pay_href=one.session_url if payable else "",
        look_href=url_for("public.look_after_gift", gift=one.ref)
        if one.session_ref and state in (GiftState.OPENED, GiftState.PENDING)
        else "",
        receipt_href=url_for("public.show_receipt", gift=one.ref)
        if state == GiftState.PAID and (gone is None or gone.is_receipt)
        else "",
        again_href=url_for("public.show_give_form", fund=one.fund.ref)
        if state in (GiftState.FAILED, GiftState.EXPIRED)
        else "",
        transfer=_transfer(one) if waits_for_transfer else (),
    )


def receipt(one: Gift) -> ReceiptPage:
    """What a paid gift's receipt says; none says that the fund has what went back."""
    gone = _gone(one)
    is_receipt = gone is None or gone.is_receipt
    office = office_names([one.fund.office_key])[one.fund.office_key]
    paid = clock.bangkok(one.paid_at or one.created_at).date()
    facts = [
        Fact(t("Received from"), lines=(one.giver_name, GIVERS[one.giver_kind])),
        Fact(t("For"), lines=(pick(one.fund.name_th, one.fund.name_en), fund_words.one_told(one.fund))),
        Fact(t("On"), dates.long_date(one.received_on or paid, weekday=False)),
        Fact(t("How it was paid"), _way(one)),
    ]
    facts += _went_back(one)
    return ReceiptPage(
        title=t("Receipt") if is_receipt else t("Record of a payment"),
        is_receipt=is_receipt,
        says=gone.paper if gone else _HAS_IT[one.way],
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
    facts += _went_back(one)
    if one.state == GiftState.PAID:
        earned, waits = origins.became(one.fund.ref, one.ref)
        facts.append(Fact(t("Earned by young people"), t("{sum} baht", sum=baht(earned))))
        facts.append(Fact(t("Still waits in the fund"), t("{sum} baht", sum=baht(waits))))
    return tuple(facts)


def _said(one: Gift) -> tuple[Text, Text, str]:
    """Title, text and kind of a gift by its state."""
    state, online = GiftState(one.state), one.way == GiftWay.ONLINE
    if state == GiftState.STARTED and not online:
        text = t("The office records it when it has arrived, usually within three working days.")
        return t("We wait for your transfer"), text, _KINDS[state]
    if state in (GiftState.OPENED, GiftState.PENDING) and stops.stopped_since() is not None:
        return _WAITS, _WAITS_TEXT, ""
    text = _AT_SERVICE if state == GiftState.PAID and online else _TEXTS[state]
    return _TITLES[state], text, _KINDS.get(state, "")


def _gone(one: Gift) -> Gone | None:
    """Why the fund does not have a gift that had arrived; None where it has, or some of it."""
    if one.state != GiftState.PAID:
        return None
    if (disputed := disputes.standing(one)) is not None:
        return _DISPUTED[disputed]
    leaving = [back for back in queries.refunds_of(one) if back.state in _LEAVES]
    if sum(back.amount_satang for back in leaving) < one.amount_satang:
        return None
    return _SENT_BACK if all(back.state == RefundState.DONE for back in leaving) else _ON_ITS_WAY


def _went_back(one: Gift) -> list[Fact]:
    told = [back for back in queries.refunds_of(one) if back.state in _BACK]
    facts = [Fact(t("Sent back"), _sum_of(back, _BACK[back.state])) for back in told]
    return facts + [
        Fact(t("Disputed at the bank"), _sum_of(each, _DISPUTES[each.state])) for each in queries.disputes_of(one)
    ]


def _sum_of(one: GiftRefund | GiftDispute, what: Text) -> Text:
    return t("{sum} baht: {what}", sum=baht(one.amount_satang), what=what)


def _way(one: Gift) -> Text | str:
    if one.way == GiftWay.ONLINE:
        return t("Online, payment {ref}", ref=one.payment_ref)
    return t("Bank transfer, reference {ref}", ref=one.payment_ref)


def _transfer(one: Gift) -> tuple[Text | str, ...]:
    where = one.fund.transfer_to or t("The office writes to you with the account of the fund.")
    return (where, t("Write this number with your transfer: {number}", number=one.ref[-9:]))
