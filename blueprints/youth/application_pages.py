"""Finished values for a young person's applications: the list, one of them, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import agreement_parts, answering, claim_words
from blueprints.cards import art_of
from blueprints.parts import Fact
from blueprints.posting_facts import public_href
from blueprints.youth import birth_words, help_pages, standing
from blueprints.youth.apply_pages import facts
from marketplace.agreements import queries as agreements
from marketplace.areas import offices
from marketplace.enrolments import awaiting, claims, commitments, consents, own, queries, reasons, undoing
from marketplace.enrolments.states import OPEN
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.offers import coming
from marketplace.people import guardian_cases
from marketplace.resources import bundles, uses
from models.vocabulary import EnrolmentState as S

if TYPE_CHECKING:
    from marketplace.enrolments.queries import HistoryLine
    from models.enrolment import Enrolment


@dataclass(frozen=True)
class Item:
    """One application in the list."""

    href: str
    title: str
    note: Text | str
    due: Text | str
    due_kind: str
    due_exact: str


@dataclass(frozen=True)
class ListGroup:
    """Applications of one kind."""

    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ApplicationsPage:
    """Every application."""

    title: Text
    groups: tuple[ListGroup, ...]
    matches_href: str


def applications(found: Sequence[Enrolment]) -> ApplicationsPage:
    """What waits for the young person first, then what is on its way, what goes on, and what has ended."""
    helped = own.with_case_worker([one.id for one in found if one.state == S.AWAITING_GUARDIAN])
    live = [one for one in found if one.state not in standing.ENDED]
    asked = [one for one in live if one.state in standing.WAITS_FOR_YOU and not standing.is_paused(one)]
    mine = [one for one in asked if one.id not in helped]
    running = [one for one in live if undoing.told_state(one) in own.GOING_AGAIN]
    waiting = [one for one in live if one not in mine and one not in running]
    groups = (
        (t("Waiting for you: {count}", count=len(mine)), mine),
        (t("On the way"), waiting),
        (t("Going on"), running),
        (t("Ended"), [one for one in found if one.state in standing.ENDED]),
    )
    return ApplicationsPage(
        title=t("Your applications"),
        groups=tuple(
            ListGroup(title, tuple(item(one, helped=helped.get(one.id, "")) for one in some))
            for title, some in groups
            if some
        ),
        matches_href=url_for("youth.show_matches"),
    )


@dataclass(frozen=True)
class ApplicationPage:
    """One application with everything that can be done."""

    title: str
    art: str
    here_href: str
    status: standing.Standing
    lines: tuple[object, ...]
    reason: Text | str
    reason_note: str
    facts: tuple[Fact, ...]
    help: tuple[Fact, ...]
    help_stands: Text | str
    to_thank: tuple[tuple[str, Text], ...]
    thank_words: tuple[tuple[str, Text], ...]
    thank_href: str
    way: tuple[standing.Step, ...]
    history: tuple[standing.Step, ...]
    guardian_href: str
    ask_after_all_href: str
    take_href: str
    pass_href: str
    reply_href: str
    question: str
    withdraw_href: str
    offer_href: str
    matches_href: str
    has_ended: bool


def _agreement(one: Enrolment) -> tuple[Fact, ...]:
    """What was agreed about the work, once it was offered to be signed; before that, that it is awaited."""
    if agreements.is_offered(one.id):
        return agreement_parts.facts_of(one, lambda found: url_for("youth.show_agreement", agreement=found.ref))
    waits = None if undoing.is_untold(one) else awaiting.awaited(one)
    return (Fact(t("Agreement"), waits),) if waits is not None else ()


def _completion(one: Enrolment) -> tuple[Fact, ...]:
    """Where the completion stands that was claimed for them, if it was."""
    claim = claims.latest(one.id) if one.state in _CLAIMED_FROM else None
    return (Fact(t("Your completion"), lines=claim_words.for_youth(claim, one)),) if claim is not None else ()


_CLAIMED_FROM = (S.IN_LEARNING, S.ON_BREAK, S.COMPLETED)


def application(one: Enrolment) -> ApplicationPage:
    """One application: where it stands, what happened, what the young person can do."""
    lines, helped, no_anew = queries.history(one), _cause(one), consents.refused_anew(one)
    state, ref = undoing.told_state(one), one.ref
    bundle = bundles.latest(one.id)
    refused = one.state in (S.DECLINED, S.REFUSED, S.CANCELLED, S.WAITLISTED)
    offer = one.opportunity
    return ApplicationPage(
        title=pick(offer.title_th, offer.title_en),
        art=art_of(offer.field),
        here_href=url_for("youth.show_application", application=ref),
        status=standing.standing(one, cause=helped),
        lines=(*_kept(one), *(_no_anew(one) if no_anew else ()), *_birth(one), *_link_made(one), *_whom(one)),
        reason=_reason(one, lines) if refused else "",
        reason_note=_note(lines) if refused else "",
        facts=(*facts(offer, coming.of(offer), money=_money(one)), *_words(one), *_agreement(one), *_completion(one)),
        help=help_pages.kept(bundle),
        help_stands=help_pages.stands(bundle),
        to_thank=help_pages.to_thank(bundle),
        thank_words=tuple(uses.THANKS.items()),
        thank_href=url_for("youth.thank", application=ref),
        way=standing.way(one, guardian=any(line.verb == "ask_guardian" for line in lines)) if state in OPEN else (),
        history=standing.told(one, lines, own.heard(one)),
        guardian_href=url_for("youth.show_guardian", application=ref)
        if _is_asked(one, helped=bool(helped), no_anew=no_anew) and not standing.is_paused(one)
        else "",
        ask_after_all_href=url_for("youth.show_guardian", application=ref)
        if _may_ask_after_all(one, helped or ("declined" if no_anew else ""))
        else "",
        take_href=url_for("youth.take_seat", application=ref)
        if state == S.OFFERED and not standing.is_paused(one)
        else "",
        pass_href=url_for("youth.pass_seat", application=ref) if state == S.OFFERED else "",
        reply_href=url_for("youth.reply", application=ref) if state == S.RETURNED else "",
        question=_note(lines) if state == S.RETURNED else "",
        withdraw_href=url_for("youth.show_withdrawal", application=ref) if one.state in OPEN else "",
        offer_href=public_href(offer),
        matches_href=url_for("youth.show_matches"),
        has_ended=one.state in standing.ENDED,
    )


@dataclass(frozen=True)
class GuardianPage:
    """The guardian's part: the link, and the way without one."""

    title: str
    link: str
    qr: str
    make_href: str
    ask_href: str
    back_href: str
    reasons: tuple[tuple[str, Text], ...]
    is_waiting: bool
    is_anew: bool
    is_paused: bool
    with_case_worker: bool
    cause: str
    may_ask_after_all: bool
    has_nobody: bool
    area_href: str
    status: standing.Standing
    refusal: object
    link_made: tuple[Text, ...]


def guardian(one: Enrolment, *, link: str = "", qr: str = "", refusal: object = "") -> GuardianPage:
    """How the guardian's signature is asked for; the link is shown only on the page that made it."""
    no_anew, is_anew = consents.refused_anew(one), consents.may_ask_anew(one)
    asked = "declined" if no_anew else _cause(one)
    return GuardianPage(
        title=pick(one.opportunity.title_th, one.opportunity.title_en),
        link=link,
        qr=qr,
        make_href=url_for("youth.make_guardian_link", application=one.ref),
        ask_href=url_for("youth.ask_without_guardian", application=one.ref),
        back_href=url_for("youth.show_application", application=one.ref),
        reasons=tuple(guardian_cases.CANNOT_ASK.items()),
        is_waiting=one.state == S.AWAITING_GUARDIAN or is_anew,
        is_anew=is_anew,
        is_paused=standing.is_paused(one),
        with_case_worker=bool(asked),
        cause=asked,
        may_ask_after_all=_may_ask_after_all(one, asked),
        has_nobody=answering.has_nobody(one.office_key, one.area_code),
        area_href=url_for("public.show_area", code=one.area_code),
        status=standing.refused_anew(one) if no_anew else standing.standing(one, cause=asked),
        refusal=refusal,
        link_made=_link_made(one),
    )


def _cause(one: Enrolment) -> str:
    """Why a case worker has it while it waits for a guardian, or nothing."""
    return own.with_case_worker([one.id]).get(one.id, "") if one.state == S.AWAITING_GUARDIAN else ""


def _is_asked(one: Enrolment, *, helped: bool, no_anew: bool) -> bool:
    """Whether the young person is to give their guardian a link: the first, or one for what has changed."""
    if undoing.told_state(one) == S.AWAITING_GUARDIAN and not helped:
        return True
    return not no_anew and consents.may_ask_anew(one)


def _may_ask_after_all(one: Enrolment, cause: str) -> bool:
    """Whether a link can still be made by the young person although a case worker has it."""
    return bool(cause) and not standing.is_paused(one) and consents.may_ask_after_all(one)


def item(one: Enrolment, *, helped: str = "") -> Item:
    """One application in a line; `helped` says why a case worker has it in the guardian's place."""
    words, kind, exact = ("", "", "") if helped else standing.due(one)
    return Item(
        href=url_for("youth.show_application", application=one.ref),
        title=pick(one.opportunity.title_th, one.opportunity.title_en),
        note=standing.standing(one, cause=helped).title,
        due=words,
        due_kind=kind,
        due_exact=exact,
    )


def _kept(one: Enrolment) -> tuple[Text, ...]:
    kept = standing.kept_meanwhile(one)
    return (kept,) if kept is not None else ()


def _no_anew(one: Enrolment) -> tuple[Text, ...]:
    """That the guardian does not agree with what has changed, and who speaks with them."""
    said = standing.refused_anew(one)
    return said.title, said.text


def _birth(one: Enrolment) -> tuple[object, ...]:
    """Why the guardian is asked, where only a changed birth date asks for them."""
    note = birth_words.still_asked(one.youth) if one.state == S.AWAITING_GUARDIAN else None
    return (note,) if note is not None else ()


def _link_made(one: Enrolment) -> tuple[Text, ...]:
    """That a case worker has made a link, which one of the young person's own would end."""
    made = own.link_of_case_worker(one) if one.state == S.AWAITING_GUARDIAN else None
    if made is None:
        return ()
    day = dates.short_date(clock.bangkok(made).date())
    return (t("A case worker made a link for your guardian on {day}. A new one that you make ends it.", day=day),)


def _whom(one: Enrolment) -> tuple[object, ...]:
    person = own.person_of(one.youth)
    if one.state in standing.ENDED:
        return ()
    if not person and answering.has_nobody(one.office_key, one.area_code):
        name = offices.office_name(one.office_key)
        nobody = t("Nobody of {office} works with Okat yet, so questions are not answered here.", office=name)
        return (nobody, t("To talk with somebody, call 1300, free, day and night."))
    office = answering.office_words(one.office_key, one.area_code)
    if person:
        return (t("Questions: ask {person}, or {office}.", person=person, office=office),)
    return (t("Questions: ask {office}.", office=office),)


def _reason(one: Enrolment, lines: list[HistoryLine]) -> Text | str:
    code = one.reason or (lines[-1].reason if lines else "")
    return reasons.words(code) or ""


def _note(lines: list[HistoryLine]) -> str:
    return lines[-1].note if lines else ""


def _money(one: Enrolment) -> tuple[object, ...]:
    """What comes from whom, by its rule."""
    offer = one.opportunity
    rows = (
        (t("Wage {sum} baht a day, from the employer", sum=baht(offer.wage_per_day_satang)), offer.wage_per_day_satang),
        (
            t("Wage {sum} baht an hour, from the employer", sum=baht(offer.wage_per_hour_satang)),
            offer.wage_per_hour_satang,
        ),
        *(
            (t("{what}: {sum} baht", what=line.label, sum=baht(line.each_satang)), line.each_satang)
            for line in commitments.rules_of(offer)
        ),
        (t("You pay {sum} baht a month", sum=baht(offer.cost_per_month_satang)), offer.cost_per_month_satang),
    )
    return tuple(words for words, satang in rows if satang) or (t("Free to learn"),)


def _words(one: Enrolment) -> tuple[Fact, ...]:
    sent = Fact(t("Sent"), dates.date_time(one.created_at))
    return (sent, Fact(t("Your words"), one.note)) if one.note else (sent,)
