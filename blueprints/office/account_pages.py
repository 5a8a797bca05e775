"""Finished values for the page on which a case worker writes down where somebody's money goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.parts import Fact
from marketplace.earnings import destinations, on_behalf, queries, sayings
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.people.disclosure import staff_view

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.payout import PayoutAccount
    from models.youth import Youth


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Whose account is written down, what is known of it, and who has to be told."""

    title: Text
    back_href: str
    facts: tuple[Fact, ...]
    says_themselves: bool
    guardian: Text | None
    asks_guardian: bool


def one(actor: Actor, youth: Youth) -> AccountPage:
    """The page of one account; of the number only its end."""
    return AccountPage(
        title=t("Where the money of {name} goes", name=staff_view(actor, youth).called),
        back_href=url_for("office.show_youth", youth=youth.ref),
        facts=facts(queries.payout_account(youth.id)),
        says_themselves=youth.account_id is not None,
        guardian=_guardian(youth),
        asks_guardian=on_behalf.must_be_told_in_person(youth),
    )


def fact(actor: Actor, youth: Youth) -> Fact:
    """Where the money goes, on the page of the person, with the way to write it down for those who may."""
    account = queries.payout_account(youth.id)
    may = youth.account_id is None and bool(on_behalf.can_enter(actor, youth))
    said = where(account) if account is not None else t("Not known, so no money can be sent")
    label = t("Write another one down") if account is not None else t("Write it down with them")
    href = url_for("office.show_account_for", youth=youth.ref) if may else ""
    return Fact(t("Where their money goes"), said, href=href, link=label)


def where(account: PayoutAccount) -> Text:
    """Bank or PromptPay with the end of the number."""
    name = destinations.BANKS.get(account.bank) or sayings.METHOD[account.method]
    return t("{where} ending in {end}", where=name, end=account.account_end)


def facts(account: PayoutAccount | None) -> tuple[Fact, ...]:
    """What is known of an account: where, since when, who wrote it down, and until when it waits."""
    if account is None:
        return ()
    day = dates.long_date(clock.bangkok(account.changed_at).date())
    found = [Fact(t("Account"), where(account)), Fact(t("Since"), day)]
    if (told := on_behalf.told_of(account)) is not None:
        found.append(Fact(t("Written down by"), lines=(told.by, told.proof)))
    if account.held_until is not None and account.held_until > clock.now():
        found.append(Fact(t("No money before"), dates.date_time(account.held_until)))
    return tuple(found)


def _guardian(youth: Youth) -> Text | None:
    told = on_behalf.to_be_told(youth)
    if not told:
        return None
    return t("The guardian has to know: {who}.", who=", ".join(one.relation for one in told))
