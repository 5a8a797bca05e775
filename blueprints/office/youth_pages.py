"""Finished values for young people as the staff of their area see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.cards import CardView, told_card
from blueprints.exporting import Export, links
from blueprints.office import account_pages, answer_pages, birth_pages, concern_links, shortlist_pages
from blueprints.office.money_parts import Item
from blueprints.office.queue_rows import due_of
from blueprints.office.shortlist_pages import Earlier
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact
from marketplace.concerns import together
from marketplace.enrolments import applications, pauses, sayings
from marketplace.enrolments import policy as enrolling
from marketplace.enrolments import queries as enrolments
from marketplace.i18n import Text, dates, pick, t, thai, words
from marketplace.kernel import clock, week
from marketplace.matching import committee, for_you, sentences
from marketplace.matching import policy as matching
from marketplace.matching.fit import judge
from marketplace.matching.reading import life_of, offer_terms
from marketplace.offers import finding
from marketplace.offers import queries as offers
from marketplace.people import civil, guardians, policy, queries
from marketplace.people import youth as young
from marketplace.people.disclosure import FACT_NAMES, staff_view
from marketplace.people.disclosure import Fact as Sealed
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.offers.queries import Detail
    from marketplace.people.civil_law import Known
    from marketplace.people.disclosure import StaffView
    from models.enrolment import Enrolment
    from models.youth import Youth

MOST_CHOICES = 20
ID_DIGITS = 13


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a list."""

    href: str
    title: str
    note: Text | str
    due: Text | str = ""
    due_kind: str = ""
    due_exact: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """Young people of the area, or those found by a number."""

    title: Text
    words: str
    items: tuple[Line, ...]
    pages: tuple[PageLink, ...]
    by_number: bool
    can_find: bool
    problem: str = ""
    export: Export | None = None


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact read in full, on this page only."""

    label: Text
    value: str
    call_href: str = ""


@dataclass(frozen=True, slots=True)
class CivilPart:
    """The civil status, what it means for a guardian's part, and how it came to be."""

    status: Text
    meaning: Text
    paper: Text | str
    is_unproven: bool
    told: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True)
class YouthPage:
    """One young person."""

    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    enrolments: tuple[Line, ...]
    apply_href: str
    shortlists: tuple[Earlier, ...]
    shortlist_href: str
    reveal_href: str
    shown: ShownFact | None
    civil: CivilPart
    birth: birth_pages.BirthPart
    answers: answer_pages.AnswersPart
    concerns: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """What may be applied for."""

    title: Text
    back_href: str
    words: str
    cards: tuple[CardView, ...]
    free: frozenset[tuple[int, int]]
    lead: Text


@dataclass(frozen=True, slots=True)
class BehalfPage:
    """One opportunity for one person, before applying."""

    title: Text
    back_href: str
    card: CardView
    free: frozenset[tuple[int, int]]
    doubts: tuple[Text, ...]
    open: tuple[Text, ...]
    closed: Text | None


def listed(actor: Actor, sought: str, page: int) -> ListPage:
    """A page of the young people of the area, newest first; `sought` is part of a name or a reference."""
    total = queries.count_youth(actor, words=sought)
    found = queries.list_youth(actor, words=sought, page=page)
    return ListPage(
        title=t("Young people: {count}", count=f"{total:,}"),
        words=sought,
        items=tuple(line(actor, one) for one in found),
        pages=page_links("office.show_youth_list", page, total, queries.PAGE, q=sought or None),
        by_number=False,
        can_find=bool(policy.can_register_youth(actor)),
        export=links("office.export_youth", q=sought or None),
    )


def listed_file(actor: Actor, people: Sequence[Youth]) -> tuple[list[object], list[list[object]]]:
    """The young people on screen with a head; a file holds no more of them than the screen does."""
    seen = [(one.ref, staff_view(actor, one)) for one in people]
    rows: list[list[object]] = [[ref, who.full_name or "", who.called, who.age_band, who.place] for ref, who in seen]
    return [t("Reference"), t("Full name"), t("Called"), t("Age"), t("Area")], rows


def by_number(actor: Actor, number: str) -> Sequence[Youth]:
    """Those with this national or phone number in the actor's area; raises Invalid for what is neither."""
    digits = "".join(letter for letter in thai.digits(number) if letter.isdecimal())
    if len(digits) == ID_DIGITS:
        one = queries.find_by_national_id(actor, digits)
        return [one] if one is not None else []
    return queries.find_by_phone(actor, number)


def found(actor: Actor, people: Sequence[Youth]) -> ListPage:
    """Those found by a number; the number itself is not repeated."""
    return ListPage(
        title=t("Found by number: {count}", count=len(people)),
        words="",
        items=tuple(line(actor, one) for one in people),
        pages=(),
        by_number=True,
        can_find=True,
    )


def not_found(actor: Actor, problem: object) -> ListPage:
    """The list with what was wrong with the number."""
    return replace(listed(actor, "", 1), problem=str(problem))


def shown(fact: Sealed, value: str) -> ShownFact:
    """A revealed fact."""
    digits = "".join(letter for letter in value if letter in "+0123456789")
    return ShownFact(
        FACT_NAMES[fact], value or str(t("Not given")), f"tel:{digits}" if fact is Sealed.PHONE and digits else ""
    )


def one(actor: Actor, youth: Youth, revealed: ShownFact | None = None) -> YouthPage:
    """One young person; numbers are masked."""
    who = staff_view(actor, youth)
    return YouthPage(
        title=who.full_name or who.called,
        subtitle=" · ".join(filter(None, (who.called if who.full_name else "", who.alias, who.place))),
        facts=_facts(actor, youth, who),
        enrolments=tuple(_enrolment(one) for one in enrolments.for_youth_in_scope(actor, youth.id)),
        apply_href=url_for("office.show_choices", youth=youth.ref)
        if enrolling.can_apply_on_behalf(actor, youth)
        else "",
        shortlists=shortlist_pages.lists(actor, youth),
        shortlist_href=url_for("office.show_choosing", youth=youth.ref) if matching.can_shortlist(actor, youth) else "",
        reveal_href=url_for("office.reveal_fact", youth=youth.ref) if policy.can_reveal(actor, youth) else "",
        shown=revealed,
        civil=_civil(actor, youth),
        birth=birth_pages.part(actor, youth),
        answers=answer_pages.part(actor, youth),
        concerns=tuple(concern_links.short(one) for one in together.of_youth(actor, youth.id)),
    )


@dataclass(frozen=True, slots=True)
class NamePage:
    """Whose name is written down."""

    title: Text
    back_href: str


def name(actor: Actor, youth: Youth) -> NamePage:
    """The page of one name."""
    called = staff_view(actor, youth).called
    return NamePage(t("Name on the ID card of {name}", name=called), url_for("office.show_youth", youth=youth.ref))


def choices(actor: Actor, youth: Youth, sought: str) -> ChoicesPage:
    """What fits this person, or what a text finds whether it fits or not."""
    life, today = life_of(youth), clock.today()
    if sought.strip():
        shown_now = offers.shown(finding.find(sought).ids[:MOST_CHOICES])
        lead = t("Found: {count}", count=len(shown_now))
    else:
        judged = for_you.find(life, today, weights=committee.weights_for(youth.area_code, today))
        fitting = judged.fitting[:MOST_CHOICES]
        shown_now = [*fitting, *judged.waiting[: MOST_CHOICES - len(fitting)]]
        fits, waits = len(judged.fitting), len(judged.waiting)
        lead = t(
            "Fits this person: {fits}. Depends on an answer: {waits}. Search to see others.", fits=fits, waits=waits
        )
    cards = [told_card(one, life, today) for one in shown_now]
    return ChoicesPage(
        title=t("Apply for {name}", name=staff_view(actor, youth).called),
        back_href=url_for("office.show_youth", youth=youth.ref),
        words=sought,
        cards=tuple(
            replace(card, href=url_for("office.show_behalf", youth=youth.ref, opportunity=one.card.ref))
            for card, one in zip(cards, shown_now, strict=True)
        ),
        free=_free(youth),
        lead=lead,
    )


def behalf(actor: Actor, youth: Youth, detail: Detail) -> BehalfPage:
    """The card with everything that speaks against it; a person decides all the same."""
    life, today = life_of(youth), clock.today()
    fit = judge(life, offer_terms(detail.shown), today)
    card = told_card(detail.shown, life, today)
    return BehalfPage(
        title=t("Apply for {name}", name=staff_view(actor, youth).called),
        back_href=url_for("office.show_choices", youth=youth.ref),
        card=card,
        free=_free(youth),
        doubts=tuple(sentences.told(reason) for reason in fit.reasons_no),
        open=tuple(sentences.depends_told(field) for field in fit.depends_on),
        closed=applications.closed(detail.opportunity),
    )


def _free(youth: Youth) -> frozenset[tuple[int, int]]:
    free = week.from_bytes(youth.free_mask) if youth.free_mask is not None else week.EMPTY
    return frozenset((part.weekday, int(part.part)) for part in week.parts(free))


def _civil(actor: Actor, youth: Youth) -> CivilPart:
    needed = guardians.is_needed(youth, clock.today())
    told = (
        t(
            "{day}: {status}. {note}",
            day=dates.short_date(clock.bangkok(move.at).date(), year=True),
            status=words.word(v.CivilStatus, move.to_state),
            note=move.note,
        )
        for move in civil.changes(youth)
    )
    return CivilPart(
        status=words.word(v.CivilStatus, youth.civil_status),
        meaning=t("A guardian takes part in a request.") if needed else t("They decide alone, without a guardian."),
        paper=_paper(civil.kept(youth)),
        is_unproven=civil.is_unproven(youth),
        told=tuple(map(str, told)),
        action=url_for("office.tell_civil_status", youth=youth.ref)
        if policy.can_tell_civil_status(actor, youth)
        else "",
    )


def _paper(known: Known) -> Text | str:
    """The paper a civil status rests on, with its day; its number is for whoever looks at the paper again."""
    if known.proof is None or known.since is None:
        return ""
    kind = words.word(v.CivilProof, known.proof)
    return t(
        "{paper} no. {number}, {day}", paper=kind, number=known.number, day=dates.short_date(known.since, year=True)
    )


def _facts(actor: Actor, youth: Youth, who: StaffView) -> tuple[Fact, ...]:
    known = guardians.recorded(youth, clock.today())
    named = tuple(f"{guardians.name_of(one)} ({one.relation})" for one in known) if who.full_name else ()
    rows = (
        Fact(t("Age"), t("{age} years old", age=who.age) if who.age is not None else who.age_band),
        _name(actor, youth),
        Fact(FACT_NAMES[Sealed.NATIONAL_ID], who.national_id or t("Not given")),
        Fact(FACT_NAMES[Sealed.PHONE], who.phone or t("Not given")),
        Fact(FACT_NAMES[Sealed.ADDRESS], t("Known, read with a reason") if who.has_address else t("Not given")),
        *_money(actor, youth),
        *answer_pages.facts(actor, youth),
        Fact(t("Support needed"), lines=words.words(v.Support, who.needs) or (t("None told"),)),
        Fact(t("Goal"), youth.goal),
        Fact(t("Guardian"), lines=named),
    )
    return tuple(fact for fact in rows if fact.value or fact.lines)


def _money(actor: Actor, youth: Youth) -> tuple[Fact, ...]:
    return (account_pages.fact(actor, youth),) if policy.can_reveal(actor, youth) else ()


def _name(actor: Actor, youth: Youth) -> Fact:
    """The name money and signatures need, for those who see names, and a way to write it down for those who may."""
    if not policy.can_reveal(actor, youth):
        return Fact(t("Name on the ID card"))
    href = url_for("office.show_legal_name", youth=youth.ref) if policy.can_put_name(actor, youth) else ""
    known = young.legal_name(youth)
    label = t("Change the name") if known else t("Write the name down")
    return Fact(t("Name on the ID card"), known or t("Not known, so no money can be sent"), href=href, link=label)


def _enrolment(one: Enrolment) -> Line:
    due = due_of(enrolling.owed_at(one))
    return Line(
        href=url_for("office.show_enrolment", enrolment=one.ref),
        title=pick(one.opportunity.title_th, one.opportunity.title_en),
        note=t("{state}, closed for now by the office", state=sayings.state(one.state))
        if pauses.is_closed(one)
        else sayings.state(one.state),
        due=due.text,
        due_kind=due.kind,
        due_exact=due.exact,
    )


def registered_line(actor: Actor, one: Youth) -> Line:
    """The same with the day on which they were registered."""
    shown, day = line(actor, one), dates.long_date(clock.bangkok(one.created_at).date())
    return replace(shown, note=t("{who}, registered {day}", who=shown.note, day=day))


def line(actor: Actor, one: Youth) -> Line:
    """A young person as an entry of a list."""
    who = staff_view(actor, one)
    note = t("{band}, {place}", band=who.age_band, place=who.place) if who.place else who.age_band
    title = f"{who.full_name} ({who.called})" if who.full_name else who.called
    return Line(url_for("office.show_youth", youth=one.ref), title, note)
