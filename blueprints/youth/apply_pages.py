"""Finished values for applying: what, when and for how much, who will see what, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import answering, beginning_words
from blueprints.cards import art_of, promised_words, start_words
from blueprints.parts import Fact
from blueprints.youth import birth_words, help_pages
from blueprints.youth.question_pages import href_for, question_href
from marketplace.areas import names, offices
from marketplace.areas.settings import setting_of
from marketplace.enrolments import applications, beginning, rules
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel import clock
from marketplace.matching import help_words, reasons
from marketplace.matching.fit import Fit, judge
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import take_home
from marketplace.offers import coming
from marketplace.offers.cards import weekly
from marketplace.offers.coming import Span
from marketplace.offers.states import takes_applications
from marketplace.people import guardians
from marketplace.people import youth as young
from marketplace.people.disclosure import age_band
from models.vocabulary import Mode, Support

if TYPE_CHECKING:
    from datetime import date

    from blueprints.youth.keeping import Person
    from marketplace.matching.bundles import Bundle
    from marketplace.offers.queries import Detail
    from models.offer import Opportunity


@dataclass(frozen=True)
class Step:
    """One step of what comes."""

    title: Text
    text: Text | str = ""
    state: str = "next"
    note: object = ""


@dataclass(frozen=True)
class Missing:
    """An answer that has to come first."""

    href: str
    title: Text


@dataclass(frozen=True)
class Caution:
    """What does not fit, or an answer that would tell."""

    text: Text
    href: str = ""


@dataclass(frozen=True)
class ApplyPage:
    """One confirmation."""

    title: str
    art: str
    facts: tuple[Fact, ...]
    warnings: tuple[Caution, ...]
    help: tuple[Fact, ...]
    help_lead: Text | str
    open_answers: tuple[Caution, ...]
    seen: tuple[Fact, ...]
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]
    has_nobody: bool
    office: str
    area_href: str
    asks_name: bool
    name_lead: Text
    birth_note: Text | None
    keep_href: str
    closed: Text | None
    asked_href: str
    back_href: str


def apply(offer: Detail, who: Person, on: date, *, brought: bool, bundle: Bundle | None = None) -> ApplyPage:
    """The page before asking; `bundle` is the help that could be kept with it."""
    one, youth, here = offer.opportunity, who.youth, url_for("youth.show_apply", offer=offer.opportunity.ref)
    live = applications.live_request(youth.id, one.id) if youth is not None else None
    terms = offer_terms(offer.shown)
    fit, waits = judge(who.life, terms, on), who.life.waits_for(terms)
    needs_guardian = youth is not None and guardians.is_needed(youth, on)
    missing = [
        Missing(question_href(number, here), title)
        for number, title, known in (
            (1, t("Your birth date"), who.answers.birth_date),
            (2, t("Your subdistrict"), who.answers.area_code),
        )
        if known is None
    ]
    return ApplyPage(
        title=pick(one.title_th, one.title_en),
        art=art_of(one.field),
        facts=facts(
            one,
            offer.span,
            money=_money(offer, who, on),
            starts=_starts(offer, who, waits, on),
        ),
        warnings=(
            *_too_late(offer, waits),
            *(() if bundle else (Caution(reasons.why_not(one)) for one in fit.reasons_no)),
        ),
        help=help_pages.parts(bundle),
        help_lead=help_words.sentence(bundle) if bundle else "",
        open_answers=tuple(Caution(reasons.depends(field), href_for(field, here)) for field in fit.depends_on),
        seen=_seen(who, needs_guardian=needs_guardian),
        steps=_steps(offer, who, waits, needs_guardian=needs_guardian),
        missing=tuple(missing),
        has_nobody=_has_nobody(who),
        office=offices.office_name(youth.office_key) if youth is not None and youth.office_key else "",
        area_href=url_for("public.show_area", code=youth.area_code) if youth is not None and youth.area_code else "",
        asks_name=youth is not None and not young.has_legal_name(youth),
        name_lead=_name_lead(needs_guardian=needs_guardian),
        birth_note=birth_words.still_asked(youth),
        keep_href=url_for("youth.show_keeping", then=here) if missing and brought else "",
        closed=None if offer.is_open else _closed(offer, on),
        asked_href=url_for("youth.show_application", application=live.ref) if live else "",
        back_href=url_for("public.show_opportunity", ref=one.ref),
    )


def _cautions(fit: Fit, bundle: Bundle | None) -> tuple[Caution, ...]:
    """What does not fit, and would not with the help that can be kept either."""
    return () if bundle else tuple(Caution(reasons.why_not(reason)) for reason in fit.reasons_no)


def _too_late(offer: Detail, waits: int) -> tuple[Caution, ...]:
    """What is open, and over before the last answer to this person is due."""
    found = offer.is_open and coming.for_wait(offer.opportunity, waits).first is None
    return (Caution(coming.TOO_LATE),) if found else ()


def _closed(offer: Detail, on: date) -> Text:
    """Why nobody can ask now."""
    is_over = takes_applications(offer.opportunity, offer.organisation.state, on, on)
    return coming.NOBODY_NEW if is_over else t("This is not open for applications now.")


def _starts(offer: Detail, who: Person, waits: int, on: date) -> str:
    """The day the card says; nothing where nobody can ask now, or nobody can decide yet."""
    return start_words(offer.shown.card, waits, on) if offer.is_open and not _is_undecided(who) else ""


def facts(one: Opportunity, span: Span, *, money: tuple[object, ...] = (), starts: str = "") -> tuple[Fact, ...]:
    """What, when, where and for how much."""
    place = (pick(one.place_th, one.place_en), names.address(one.area_code))
    when = (*weeks.each(weekly(one.slots)), dates.date_range(*span.runs), *((starts,) if starts else ()))
    rows = (
        Fact(t("With whom"), pick(one.organisation.name_th, one.organisation.name_en)),
        Fact(t("When"), lines=when),
        Fact(t("Where"), lines=(t("Online, from home"),) if one.mode == Mode.ONLINE else tuple(filter(None, place))),
        Fact(t("Money"), lines=money),
        Fact(t("What to bring"), pick(one.bring_th, one.bring_en)),
    )
    return tuple(row for row in rows if row.value or row.lines)


def _money(offer: Detail, who: Person, on: date) -> tuple[object, ...]:
    terms = offer_terms(offer.shown)
    money = take_home(who.life, terms, on)
    figure, lines = promised_words(offer.shown.card, who.life.waits_for(terms), terms, money, on, is_open=offer.is_open)
    return tuple(filter(None, (figure, *lines)))


def _seen(who: Person, *, needs_guardian: bool) -> tuple[Fact, ...]:
    """Who reads what, before and after approval."""
    if who.youth is None:
        return ()
    known = (who.youth.alias, age_band(who.youth), names.titled(who.youth.area_code[:4]) if who.youth.area_code else "")
    shared = words.words(Support, who.answers.shared_needs)
    rows = [
        Fact(t("The provider, now"), lines=(*(one for one in known if one), *shared, t("and your words below"))),
        Fact(t("The provider, once you are approved"), t("your first name and nickname too")),
        Fact(t("Your local office"), lines=(t("what you told us, so that it can decide"), *_standing_in(who))),
    ]
    if needs_guardian:
        rows.insert(2, Fact(t("Your guardian"), t("your name, what it is, where, when and the money; nothing else")))
    return tuple(rows)


def _standing_in(who: Person) -> tuple[object, ...]:
    """Who decides where the young person's office has nobody, in a line."""
    if who.youth is None or not who.youth.area_code or not who.youth.office_key:
        return ()
    said = answering.standing_in(who.youth.office_key, who.youth.area_code)
    return (said,) if said is not None else ()


def _has_nobody(who: Person) -> bool:
    """Whether nobody of the young person's place would hear them here."""
    if who.youth is None or not who.youth.area_code or not who.youth.office_key:
        return False
    return answering.has_nobody(who.youth.office_key, who.youth.area_code)


def _is_undecided(who: Person) -> bool:
    """Whether nobody of the young person's place can decide yet, so that no day can be promised."""
    if who.youth is None or not who.youth.area_code or not who.youth.office_key:
        return False
    return answering.has_no_decider(who.youth.office_key, who.youth.area_code)


def _steps(offer: Detail, who: Person, waits: int, *, needs_guardian: bool) -> tuple[Step, ...]:
    """Every answer with its days, which together are those that are waited for."""
    own = beginning.office_of(who.youth) if who.youth is not None else ""
    there = setting_of(offer.opportunity.office_key)
    setting = setting_of(own) if own else there
    first = (
        [Step(t("Your guardian signs"), t("within {days} working days, by a link we give you", days=_guardian_days()))]
        if needs_guardian
        else []
    )
    answer, begin = t("Your local office decides"), t("You begin")
    provider = Step(t("The provider answers"), t("within {days} working days", days=there.provider_days))
    if _is_undecided(who):
        nobody = t("Nobody there decides here yet, so nobody can say when.")
        return (*first, provider, Step(answer, nobody), Step(begin, t("Once your office has decided")))
    second = t("A second person of your office looks as well")
    return (
        *first,
        provider,
        Step(answer, t("within {days} working days", days=setting.officer_days)),
        *([Step(second, t("within {days} working days", days=setting.second_days))] if setting.two_step_review else []),
        Step(begin, beginning_words.for_asker(offer.opportunity, waits, clock.today())),
    )


def _name_lead(*, needs_guardian: bool) -> Text:
    """Why the name on one's papers is asked, in a line."""
    if needs_guardian:
        return t("Your office needs it to decide, and your guardian to sign. Others go on seeing what you are called.")
    return t("Your office needs it to decide. Others go on seeing what you are called.")


def _guardian_days() -> int:
    return rules.number("guardian_days")
