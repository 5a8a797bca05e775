"""Finished values for one line of a payout batch: who is paid, where to, for what, and what the bank said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from markupsafe import Markup

from blueprints.office import difference_pages, earning_pages
from blueprints.office.money_parts import Item, Money
from blueprints.parts import Fact
from marketplace.earnings import (
    bank_differences,
    coming_back,
    contradicted,
    destinations,
    hands,
    on_behalf,
    policy,
    remittance,
    sayings,
)
from marketplace.i18n import Text, dates, t
from marketplace.kernel.money import baht
from marketplace.payments import adjusted, line_sums
from models.vocabulary import LineOutcome, PayMethod, PayoutState

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.earnings.on_behalf import Told
    from marketplace.earnings.remittance import ByHand
    from models.earning import Earning
    from models.payout import PayoutLine


@dataclass(frozen=True, slots=True)
class LinePage:
    """One line with its causes and what may be done with it."""

    title: str
    amount: Text
    amount_lines: tuple[object, ...]
    facts: tuple[Fact, ...]
    differences: tuple[Item, ...]
    parts: tuple[Money, ...]
    total: tuple[Money, ...]
    can_settle: bool
    settle_href: str
    can_remove: bool
    remove_href: str
    code_href: str
    back_href: str
    back_label: Text


@dataclass(frozen=True, slots=True)
class CodePage:
    """What whoever pays one line by hand sees once."""

    title: str
    amount: Text
    facts: tuple[Fact, ...]
    picture: Markup
    warning: Text | None
    back_href: str
    back_label: Text


def code(one: PayoutLine, found: ByHand) -> CodePage:
    """The code to scan, with what the banking app has to show before anybody presses there."""
    return CodePage(
        title=found.name,
        amount=t("{sum} baht", sum=baht(found.amount_satang)),
        facts=(Fact(t("PromptPay number"), found.number), Fact(t("Line"), one.ref)),
        picture=Markup(found.code.data.decode()),  # noqa: S704  drawn by us, of digits
        warning=t(
            "A file of this batch was taken {when}. Pay here only if the bank will not pay this line from it.",
            when=dates.date_time(found.file_at),
        )
        if found.file_at is not None
        else None,
        back_href=url_for("office.show_line", line=one.ref),
        back_label=t("Payout batch {number}", number=one.batch.number),
    )


def line(actor: Actor, one: PayoutLine) -> LinePage:
    """One line: who is paid, for what, where to, and what the bank said."""
    batch, named = one.batch, hands.sees_names(actor, one.batch.fund)
    may = bool(policy.can_settle_line(actor, one))
    facts = [
        Fact(t("Account"), account(one)),
        Fact(t("The bank's answer"), sayings.OUTCOME[one.outcome]),
    ]
    if (entered := on_behalf.told_of_line(one)) is not None:
        facts.append(Fact(t("Account written down by"), lines=_entered(entered)))
    seen = destinations.looked_at({one.youth_id})
    if others := seen.shared.get(one.youth_id):
        told = t("Others have the same account or number: {count}. Make sure who is paid.", count=len(others))
        facts.append(Fact(t("Look at this"), told))
    if one.youth_id in seen.wrong:
        facts.append(Fact(t("Look at this"), t("This PromptPay number cannot be right. Ask for it again.")))
    if one.settled_on is not None:
        facts.append(Fact(t("On which day"), dates.long_date(one.settled_on)))
    if one.bank_ref:
        facts.append(Fact(t("The bank's reference"), one.bank_ref))
    if one.reason:
        facts.append(Fact(t("The bank's reason"), one.reason))
    facts += _by_two(one)
    facts += _back(one, causes := remittance.causes_of(one))
    return LinePage(
        title=hands.payee(one.youth) if named else one.ref,
        amount=t("{sum} baht", sum=baht(one.amount_satang)),
        amount_lines=(one.ref,),
        facts=tuple(facts),
        differences=_differences(one),
        parts=_parts(causes),
        total=(Money(t("Together, baht"), baht(one.amount_satang)),),
        can_settle=may and batch.state == PayoutState.RELEASED and one.outcome == LineOutcome.PENDING,
        settle_href=url_for("office.settle_line", line=one.ref),
        can_remove=may and batch.state == PayoutState.OPEN,
        remove_href=url_for("office.remove_line", line=one.ref),
        code_href=url_for("office.show_code", line=one.ref)
        if one.method == PayMethod.PROMPTPAY and policy.can_pay_by_hand(actor, one) and remittance.can_be_scanned(one)
        else "",
        back_href=url_for("office.show_payout", batch=batch.ref),
        back_label=t("Payout batch {number}", number=batch.number),
    )


def _differences(one: PayoutLine) -> tuple[Item, ...]:
    """What waits for an answer of the line itself and of earlier payments of its sums, and what a book was adjusted."""
    waits = (*bank_differences.of_line(one), *contradicted.among([one]))
    found = {said.id: said for said in (*waits, *adjusted.of_line(one.ref))}
    return tuple(difference_pages.short(found[key]) for key in sorted(found))


def _by_two(one: PayoutLine) -> list[Fact]:
    """What the bank paid by it as two people adjusted the book, and what of that has not come back."""
    if not line_sums.all_of(one.ref):
        return []
    booked, left = line_sums.booked(one.ref), line_sums.left(one.ref)
    told = [t("{sum} baht", sum=baht(booked))]
    if left != booked:
        told.append(t("{sum} baht of it have not come back", sum=baht(left)))
    return [Fact(t("The bank paid, as two people adjusted the book"), lines=tuple(told))]


def _back(one: PayoutLine, causes: Sequence[Earning]) -> list[Fact]:
    """What of it came back after it was paid: how much, on which day and by which reference, and who said so."""
    backs = coming_back.of_line(one, causes)
    names = hands.names_of({by for back in backs for by in back.people})
    return [
        Fact(
            t("The money came back"),
            lines=(
                t("{sum} baht", sum=baht(back.satang)),
                dates.long_date(back.on),
                back.words or "–",
                t("said by {names}", names=" · ".join(names[by] for by in back.people if by in names) or "–"),
            ),
        )
        for back in backs
    ]


def _entered(told: Told) -> tuple[object, ...]:
    guardian = (t("The guardian knows"),) if told.guardian_told else ()
    return (told.by, dates.date_time(told.at), told.proof, *guardian)


def _parts(earnings: Sequence[Earning]) -> tuple[Money, ...]:
    return tuple(
        Money(
            earning_pages.cause(one),
            baht(one.amount_satang),
            (t("Proof {ref}", ref=one.evidence_ref or "–"),),
            url_for("office.show_earning", earning=one.ref),
        )
        for one in earnings
    )


def account(one: PayoutLine) -> Text:
    """Where a line goes; of a number only its end is shown."""
    if not one.account_end or one.method is None:
        return t("No account known yet")
    where = destinations.BANKS.get(one.bank) or sayings.METHOD[one.method]
    return t("{where} ending in {end}", where=where, end=one.account_end)
