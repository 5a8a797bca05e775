"""Finished values for differences: what was expected, what was found, how old it is, and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import difference_ends, difference_sums, suspense_pages
from blueprints.office.difference_forms import RIGHT, RIGHT_NOW, DifferenceForm
from blueprints.office.money_parts import Item
from blueprints.parts import Fact
from marketplace.areas.offices import office_names
from marketplace.earnings import bank_differences, coming_back, hands
from marketplace.earnings.bank_answers import ROWS
from marketplace.earnings.sayings import OUTCOME
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.payments import adjusted, differences, explained, foreign, policy, queries, remainders, suspense
from models.vocabulary import DifferenceKind, DifferenceState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from blueprints.office.suspense_pages import SuspensePart
    from marketplace.access import Actor
    from models.gift import Difference, ServiceBalance

KINDS: dict[str, Text] = {
    DifferenceKind.AMOUNT: t("Another sum was paid than was asked for"),
    DifferenceKind.CURRENCY: t("Paid in another currency than baht"),
    DifferenceKind.UNKNOWN_GIFT: t("A payment that belongs to no gift we wait for"),
    DifferenceKind.WRONG_MODE: t("A test message reached the real books, or the other way round"),
    DifferenceKind.NOT_BOOKED: t("The payment service moved money that is not in the books"),
    DifferenceKind.NOT_THERE: t("A gift in the books is not in the payment service's account"),
    DifferenceKind.BALANCE: t("The payment service holds another sum than the books say"),
    DifferenceKind.BANK_LINE: t("The bank and a payout line do not agree"),
    DifferenceKind.BANK_TOTAL: t("The bank's total and a batch do not agree"),
    DifferenceKind.BANK_BALANCE: t("The bank's statement and the book do not agree"),
}
STATES: dict[str, Text] = {
    DifferenceState.OPEN: t("Waits for an answer"),
    DifferenceState.PROPOSED: t("Waits for a second person"),
    DifferenceState.MATCHED: t("The other side has come"),
    DifferenceState.ADJUSTED: t("Adjusted by two people"),
    DifferenceState.EXPLAINED: t("Explained"),
}
PUT_RIGHT = t("Put right by two people")
EXPLAINED_BY_TWO = t("Explained by two people")
CAME_BACK = t("Came back, two people say so")
LATE = 7


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """What waits, the oldest first, and what was answered."""

    waiting: tuple[Item, ...]
    answered: tuple[Item, ...]
    names: str
    """Words that are kept whole at the end of a line: of the people who answered."""
    gap: Text | None
    balances_href: str
    suspense_href: str


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """One difference."""

    title: Text
    state: Text
    whose: Text | str
    is_done: bool
    facts: tuple[Fact, ...]
    answer_href: str
    agree_href: str
    agrees: Text | None
    proposed: Text | None
    most: Text | None
    todo: Text | None
    suspense: SuspensePart | None


def listed(actor: Actor) -> DifferencesPage:
    """The reader's differences."""
    waiting, answered = queries.differences_of(actor), queries.differences_of(actor, answered=True, limit=50)
    offices = office_names({one.fund.office_key for one in (*waiting, *answered) if one.fund is not None})
    people = hands.names_of({by for one in answered for by in (one.proposed_by_id, one.decided_by_id)})
    batches = bank_differences.batches_of({one.about for one in (*waiting, *answered)})
    return DifferencesPage(
        tuple(_item(one, offices, {}, batches) for one in waiting),
        tuple(_item(one, offices, people, batches) for one in answered),
        " ".join(sorted(people.values())),
        _gap(queries.service_gap(actor)),
        url_for("office.show_bank_balances") if policy.can_see_balances(actor) else "",
        url_for("office.show_suspense") if policy.can_see_suspense(actor) else "",
    )


def _gap(last: ServiceBalance | None) -> Text | None:
    """That the sums still differ, whatever was answered."""
    if last is None:
        return None
    return t(
        "The payment service holds {held} baht, the books say {booked} baht (asked {when}). The sums differ until one"
        " of the two moves, whatever was answered.",
        held=baht(last.held_satang), booked=baht(last.booked_satang), when=dates.date_time(last.at),
    )  # fmt: skip


def one(actor: Actor, difference: Difference) -> DifferencePage:
    """One difference with what can be done about it."""
    waits = difference.state == DifferenceState.OPEN
    proposed = difference.state == DifferenceState.PROPOSED
    may_agree = proposed and bool(policy.can_agree_difference(actor, difference))
    sum_ = difference.adjust_satang or 0
    why_not = _why_not_agreed(difference) if proposed else None
    return DifferencePage(
        title=_title(difference),
        state=_state_of(difference),
        whose=difference_ends.whose(difference) if proposed and not may_agree else "",
        is_done=not waits and not proposed,
        facts=_facts(difference),
        answer_href=url_for("office.answer_difference", difference=difference.ref)
        if waits and policy.can_answer_difference(actor, difference)
        else "",
        agree_href=url_for("office.agree_difference", difference=difference.ref) if may_agree else "",
        agrees=(t("Agree and adjust") if sum_ else t("Agree")) if why_not is None else None,
        proposed=_to_agree(difference, sum_)
        if proposed and why_not is None
        else None
        if proposed
        else _adjusted(difference),
        most=_most(difference) if waits and difference.fund_id is None else None,
        todo=_todo(difference) if waits else why_not or _overturned(difference),
        suspense=suspense_pages.part(actor, difference),
    )


def _state_of(one: Difference) -> Text:
    """How far it is; what two people changed by it in words of its own."""
    if one.state == DifferenceState.ADJUSTED and differences.is_of_an_answer(one):
        return PUT_RIGHT
    if one.state == DifferenceState.ADJUSTED and differences.is_of_a_return(one):
        return CAME_BACK
    if one.state == DifferenceState.EXPLAINED and one.proposed_by_id is not None:
        return EXPLAINED_BY_TWO
    return STATES[one.state]


def _todo(difference: Difference) -> Text | None:
    """What to do about it, where its kind alone does not say it."""
    if differences.is_of_an_answer(difference) and (ends := difference_ends.of_sums(difference)) is not None:
        return ends
    why_not = differences.never_adjusted(difference)
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return why_not or (differences.LESS_BY_TWO if explained.needs_two(difference) else None)
    if why_not is None and difference_sums.is_later(difference):
        return difference_sums.todo(difference)
    if explained.needs_two(difference) and why_not is not adjusted.AT_BANK:
        return differences.by_two(difference)
    said = foreign.back_words(difference)
    return said[1] if said else why_not


def _why_not_agreed(difference: Difference) -> Text | None:
    """Why what was proposed of another sum of a line can no longer be agreed to."""
    of_the_bank = (DifferenceKind.BANK_LINE, DifferenceKind.BANK_BALANCE)
    if difference.kind not in of_the_bank or differences.is_put_right(difference):
        return None
    if explained.in_words(difference):
        return _overturned(difference)
    return differences.never_adjusted(difference)


def _overturned(difference: Difference) -> Text | None:
    """That the statement by which it was answered does not stand any more."""
    is_so = difference.kind == DifferenceKind.BANK_BALANCE and remainders.is_overturned(difference)
    return remainders.OVERTURNED if is_so else None


def _adjusted(difference: Difference) -> Text | None:
    """By how much a book was adjusted, and whether that still stands."""
    if (since := difference_sums.kept(difference)) is not None:
        return since
    satang = difference.adjust_satang or 0
    if difference.state != DifferenceState.ADJUSTED or not satang:
        return None
    return _to_agree(difference, satang)


def _to_agree(difference: Difference, satang: int) -> Text:
    """What a second person agrees to, or has agreed to."""
    return difference_ends.to_put_right(difference) or _proposed(difference, satang)


def _title(difference: Difference) -> Text:
    """What it is called, in the words of what it is about."""
    if differences.is_of_a_return(difference):
        return t("Paid money that came back")
    said = foreign.back_words(difference)
    return said[0] if said else KINDS[difference.kind]


def _proposed(difference: Difference, satang: int) -> Text:
    """What a second person agrees to."""
    if difference.state == DifferenceState.PROPOSED and difference_sums.is_later(difference):
        return difference_sums.proposed(difference, satang)
    sum_ = baht(abs(satang))
    if difference.fund_id is not None and difference.state == DifferenceState.ADJUSTED:
        more, less = t("The fund got {sum} baht more.", sum=sum_), t("The fund got {sum} baht less.", sum=sum_)
    elif difference.fund_id is not None:
        more, less = t("The fund gets {sum} baht more.", sum=sum_), t("The fund gets {sum} baht less.", sum=sum_)
    elif suspense.is_payout(difference):
        more = t("{sum} baht that belong to no fund yet went from the payment service to the bank account.", sum=sum_)
        less = t("{sum} baht were taken from the bank account for what belongs to no fund yet.", sum=sum_)
    else:
        more = t("{sum} baht that came are taken up into suspense.", sum=sum_)
        less = t("{sum} baht that went are taken up into suspense.", sum=sum_)
    return more if satang > 0 else less


def _most(difference: Difference) -> Text:
    """How far the books can be brought, before anybody tries."""
    limit = suspense.most(difference)
    if not limit:
        return t("By now the payment service holds what the books say, so there is nothing to take up.")
    return t("It can be adjusted by {sum} baht: {way}.", sum=baht(abs(limit)), way=way_words(difference)[limit < 0][1])


def way_words(difference: Difference) -> tuple[tuple[str, Text], tuple[str, Text]]:
    """The two ways in which a difference of no fund changes the books."""
    if suspense.is_payout(difference):
        return ("up", t("It reached the bank account")), ("down", t("It was taken from the bank account"))
    return ("up", t("Money came that is not in the books")), ("down", t("Money went that is not in the books"))


def form_for(difference: Difference, form: DifferenceForm) -> DifferenceForm:
    """The form in the words of what the difference is about, and of who answers it."""
    found = _form_for(difference, form)
    if not explained.needs_two(difference):
        return found
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return found.less_by_two()
    return found.by_two(_right(difference))


def _right(difference: Difference) -> tuple[str, Text] | None:
    """The one way in which a second person agrees that the bank is right; None where a sum is adjusted, or nothing."""
    if differences.is_of_an_answer(difference):
        return RIGHT
    is_later = difference_sums.is_later(difference) and differences.never_adjusted(difference) is None
    return RIGHT_NOW if is_later else None


def _form_for(difference: Difference, form: DifferenceForm) -> DifferenceForm:
    if differences.is_of_an_answer(difference):
        return form.of_an_answer()
    if differences.is_of_a_return(difference):
        return form.of_a_return()
    if differences.never_adjusted(difference) is not None:
        return form.in_words_alone()
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return form.exactly(remainders.apart(difference))
    if difference_sums.is_later(difference):
        return form.of_a_later_sum()
    return form if difference.fund_id is not None else form.without_fund(way_words(difference))


def short(one: Difference, who: str = "") -> Item:
    """A difference on the page of what it is about; `who` is paid by its line, where the page names them."""
    return Item(
        href=url_for("office.show_difference", difference=one.ref),
        title=_title(one),
        note=sums(one),
        more=_state_of(one),
        also=(*((who,) if who else ()), one.about),
    )


def _about(one: Difference, batches: Mapping[str, int]) -> Text | str:
    """What it is about, with the number of its batch where it is a line or the batch itself."""
    number = batches.get(one.about)
    return t("Batch {number}, {about}", number=number, about=one.about) if number is not None else one.about


def _state(one: Difference, people: Mapping[int, str]) -> Text:
    """How far it is; once answered with the day and who did."""
    said = _answered(one, people)
    return _state_of(one) if said is None else t("{state} ({said})", state=_state_of(one), said=said)


def _answered(one: Difference, people: Mapping[int, str]) -> Text | None:
    """On which day it was answered, and by whom; an adjustment names both."""
    if one.decided_at is None:
        return None
    who = [people[by] for by in (one.proposed_by_id, one.decided_by_id) if by is not None and by in people]
    day = dates.short_date(clock.bangkok(one.decided_at).date())
    return t("{day}, {who}", day=day, who=" · ".join(dict.fromkeys(who)) or "–")


def _item(one: Difference, offices: dict[str, str], people: Mapping[int, str], batches: Mapping[str, int]) -> Item:
    days = (clock.today() - clock.bangkok(one.found_at).date()).days
    where = pick(one.fund.name_th, one.fund.name_en) if one.fund else t("no fund")
    owner = offices[one.fund.office_key] if one.fund else t("the keepers of Okat")
    waits = one.state in queries.OPEN_DIFFERENCES
    return Item(
        href=url_for("office.show_difference", difference=one.ref),
        title=_title(one),
        note=sums(one),
        more=_state(one, people),
        also=(where, t("In the hands of {owner}", owner=owner), _about(one, batches)),
        due=(t("{days} days old", days=days) if days else t("found today")) if waits else "",
        due_kind="late" if days >= LATE else "soon",
        due_exact=dates.date_time(one.found_at),
    )


def _rows(one: Difference) -> Text | None:
    """The numbers of rows, where a file of the bank says another than it has."""
    if not one.detail.startswith(ROWS):
        return None
    came, _, told = one.detail.removeprefix(ROWS).partition(":")
    return t("The file has {came} rows and says {told}", came=came, told=told)


def _balance(one: Difference) -> Text | None:
    """At the end of which day the bank's statement says another balance."""
    if one.kind != DifferenceKind.BANK_BALANCE:
        return None
    return t("Balance at the end of {day}", day=dates.short_date(date.fromisoformat(one.detail), year=True))


def _answer(one: Difference) -> Text | None:
    """How the bank says that a payout line ended, where that was kept otherwise; of what came back when and by what."""
    if differences.is_of_a_return(one):
        back = coming_back.said_by(one)
        sum_, day, words = (
            baht(coming_back.came_by(one)),
            dates.short_date(back.on, year=True),
            back.bank_ref or one.answer or "–",
        )
        return t("{sum} baht came back, {day}, {said}", sum=sum_, day=day, said=words)
    if not differences.is_of_an_answer(one):
        return None
    outcome, day, said = one.detail.removeprefix(differences.ANSWER).split(":", 2)
    return t("The bank says: {outcome}, {day}, {said}", outcome=OUTCOME[outcome], said=said,
             day=dates.short_date(date.fromisoformat(day), year=True))  # fmt: skip


def sums(one: Difference) -> Text:
    """What was expected and what was found, or what the bank says, in a few words."""
    if (said := _rows(one) or _answer(one)) is not None:
        return said
    found: Text | str = _in_baht(one.found_satang)
    if one.found_satang is not None and foreign.is_foreign(one):
        found = _other_money(one.found_satang, one)
    return t("Expected {expected}, found {found}", expected=_in_baht(one.expected_satang), found=found)


def _in_baht(satang: int | None) -> Text | str:
    return "–" if satang is None else t("{sum} baht", sum=baht(satang))


def _other_money(satang: int, one: Difference) -> str:
    return foreign.written(satang, foreign.currency_of(one))


def _sum(satang: int | None) -> str:
    return "–" if satang is None else baht(satang)


def _found(one: Difference) -> Fact:
    """What was found, in its own money where that is not baht."""
    if one.found_satang is not None and foreign.is_foreign(one):
        return Fact(t("Found"), _other_money(one.found_satang, one))
    return Fact(t("Found, baht"), _sum(one.found_satang))


def _facts(one: Difference) -> tuple[Fact, ...]:
    facts = [
        Fact(t("Expected, baht"), _sum(one.expected_satang)),
        _found(one),
        Fact(t("About"), one.about),
        Fact(t("Details"), _rows(one) or _answer(one) or _balance(one) or one.detail or "–"),
        Fact(t("Fund"), pick(one.fund.name_th, one.fund.name_en) if one.fund else t("no fund")),
        Fact(t("Found on"), dates.date_time(one.found_at)),
    ]
    if one.answer:
        facts.append(Fact(t("What was said"), one.answer))
    if one.decided_at is not None:
        facts.append(Fact(t("Answered on"), dates.date_time(one.decided_at)))
        people = hands.names_of({one.proposed_by_id, one.decided_by_id})
        for label, by in ((t("Proposed by"), one.proposed_by_id), (t("Answered by"), one.decided_by_id)):
            if by is not None and by in people:
                facts.append(Fact(label, people[by]))
    return tuple(facts)
