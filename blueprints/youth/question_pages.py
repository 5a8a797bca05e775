"""Finished values for the questions: what is asked, why, and what the answers so far say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.youth import birth_words
from marketplace.areas import names
from marketplace.i18n import Text, dates, t, weeks, words
from marketplace.kernel import week
from marketplace.kernel.money import baht
from marketplace.people import answers as told
from marketplace.people import free_time
from marketplace.people import youth as young
from models.vocabulary import Field, Language, Support, Transport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blueprints.youth.keeping import Person
    from marketplace.people.answers import Answers

START = "/"


@dataclass(frozen=True)
class Question:
    """One question in words; `template` is the part of the page that asks it."""

    template: str
    title: Text
    lead: Text | None
    why: Text


_NOT_SHOWN = t("Providers and employers never see it. You can change it or take it back at any time.")
QUESTIONS: dict[int, Question] = {
    1: Question(
        "birth",
        t("When were you born?"),
        t("Some work is closed by law to people under 18. We show only what is open to you."),
        t("Providers see an age band, never the day itself. Your guardian takes part until you are 20."),
    ),
    2: Question(
        "area",
        t("Where do you live?"),
        t("The subdistrict is enough. We need no house number."),
        t("We work out the way from the middle of your subdistrict. Providers see the district only."),
    ),
    3: Question(
        "free",
        t("When are you usually free?"),
        t("Tap the boxes when you are free, first those you are sure of. Leave out times of care or help at home."),
        t("So that we only show what you can really go to. Providers do not see this table, only that the times fit."),
    ),
    4: Question(
        "interests",
        t("What would you like to do?"),
        t("Choose as many as you like."),
        t("What you like comes first. Nothing is left out because of it."),
    ),
    5: Question(
        "needs",
        t("What must be there so that you can come?"),
        t("Choose only what you could not do without. None is an answer too."),
        t("We leave out places that do not have it. You decide who may know."),
    ),
    6: Question("travel", t("How long may the way there take?"), t("One way, from door to door."), _NOT_SHOWN),
    7: Question("money", t("What about money?"), t("Both may stay open."), _NOT_SHOWN),
}
IN_PLACE: dict[str, Question] = {
    "level": Question("level", t("What have you finished at school?"), None, t("A few courses ask for a level.")),
    "languages": Question(
        "languages", t("Which languages do you use?"), None, t("We only show what is held in a language of yours.")
    ),
    "has_documents": Question(
        "documents",
        t("Do you have papers?"),
        t("An ID card or a birth certificate. Without them many things are open too."),
        t("Some places have to ask for them. Nobody is reported for having none."),
    ),
    "transport": Question(
        "transport", t("How do you get about?"), None, t("We work out how long the way takes and what it costs.")
    ),
}


@dataclass(frozen=True)
class QuestionPage:
    """What stands around one question; `number` is 0 for one asked in place."""

    title: Text
    lead: Text | None
    why: Text
    number: int
    total: int
    back_href: str
    back_label: Text
    then: str
    skip_label: Text
    boxes: frozenset[str]
    finer: str
    place: str
    place_href: str
    share: tuple[tuple[str, Text, bool], ...]
    count: Text | None


def question(
    number: int,
    who: Person,
    *,
    then: str = "",
    boxes: Iterable[str] | None = None,
    in_time: int | None = None,
) -> QuestionPage:
    """One of the seven."""
    asked, free = QUESTIONS[number], who.answers.free
    before = url_for("youth.show_question", number=number - 1) if number > 1 else START
    return QuestionPage(
        title=asked.title,
        lead=asked.lead,
        why=asked.why,
        number=number,
        total=told.QUESTIONS,
        back_href=then or before,
        back_label=t("Back") if then or number == 1 else t("The question before"),
        then=then,
        skip_label=t("Skip this question"),
        boxes=frozenset(boxes) if boxes is not None else free_time.boxes(free),
        finer=str(weeks.exact(week.slots_of(free))) if free is not None and free_time.is_finer(free) else "",
        place=names.address(who.area_code) if who.area_code and number > 2 else "",
        place_href=question_href(2, then or question_href(number)),
        share=tuple(
            (need, words.word(Support, need), need in who.answers.shared_needs) for need in who.answers.support_needs
        ),
        count=None if in_time is None else t("opportunities at these times: {count}", count=in_time),
    )


def in_place(field: str, *, then: str) -> QuestionPage:
    """One of the four asked when a result depends on it."""
    asked = IN_PLACE[field]
    return QuestionPage(
        title=asked.title,
        lead=asked.lead,
        why=asked.why,
        number=0,
        total=told.QUESTIONS,
        back_href=then or url_for("youth.show_matches"),
        back_label=t("Back"),
        then=then,
        skip_label=t("Leave it open"),
        boxes=frozenset(),
        finer="",
        place="",
        place_href="",
        share=(),
        count=None,
    )


@dataclass(frozen=True)
class Fact:
    """One answer with the way to change it."""

    label: Text
    value: object
    lines: tuple[object, ...]
    href: str


@dataclass(frozen=True)
class ProfilePage:
    """Everything somebody told."""

    facts: tuple[Fact, ...]
    next_href: str
    keep_href: str
    sign_up_href: str
    matches_href: str
    is_kept: bool
    birth_note: Text | None


def profile(who: Person, *, can_keep: bool) -> ProfilePage:
    """The answers so far, each with its change."""
    following = who.answers.next_question
    keep = url_for("youth.show_keeping")
    return ProfilePage(
        facts=(*facts(who.answers, then=url_for("youth.show_profile")), *_name(who)),
        next_href=url_for("youth.show_question", number=following) if following else "",
        keep_href=keep if can_keep else "",
        sign_up_href=url_for("account.show_sign_up", next=keep) if who.youth is None else "",
        matches_href=url_for("youth.show_matches"),
        is_kept=who.youth is not None,
        birth_note=birth_words.still_asked(who.youth),
    )


def facts(answers: Answers, *, then: str) -> tuple[Fact, ...]:
    """Each answer in words."""
    rows: tuple[tuple[int | str, Text, object], ...] = (
        (1, t("Born"), dates.long_date(answers.birth_date, weekday=False) if answers.birth_date else None),
        (2, t("Lives in"), names.address(answers.area_code) if answers.area_code else None),
        (3, t("Free times"), None if answers.free is None else weeks.each(week.slots_of(answers.free))),
        (4, t("Likes"), words.words(Field, answers.interests)),
        (4, t("Can do"), answers.skills),
        (5, t("Needs"), words.words(Support, answers.support_needs)),
        (5, t("The provider may know"), words.words(Support, answers.shared_needs)),
        (6, t("Way there"), _minutes(answers.travel_minutes_max)),
        (7, t("Needs a month"), _sum(answers.need_per_month_satang)),
        (7, t("May cost"), _cost(answers.cost_per_month_max_satang)),
        ("level", t("Finished"), _level(answers.level)),
        ("languages", t("Languages"), None if answers.languages is None else words.words(Language, answers.languages)),
        ("has_documents", t("Papers"), _yes_no(answers.has_documents)),
        ("transport", t("Gets about"), words.word(Transport, answers.transport) if answers.transport else None),
    )
    return tuple(_fact(place, label, value, then) for place, label, value in rows)


def _name(who: Person) -> tuple[Fact, ...]:
    """The name on the ID card, which only money and signatures need."""
    if who.youth is None:
        return ()
    named = young.legal_name(who.youth)
    return (Fact(t("Name on the ID card"), named or t("Not told"), (), url_for("youth.show_name")),)


def question_href(place: int | str, then: str = "") -> str:
    """Where one question is asked: a number, or the name of one asked in place."""
    if isinstance(place, int):
        return url_for("youth.show_question", number=place, then=then or None)
    return url_for("youth.show_question_in_place", field=place, then=then or None)


def href_for(field: str, then: str = "") -> str:
    """Where the answer a match waits for is asked."""
    return question_href(told.QUESTION_OF.get(field, field), then)


def _fact(place: int | str, label: Text, value: object, then: str) -> Fact:
    lines = tuple(value) if isinstance(value, tuple) else ()
    return Fact(label, value if value and not lines else t("Not told"), lines, question_href(place, then))


def _minutes(limit: int | None) -> Text | None:
    return None if limit is None else t("Up to {minutes} minutes", minutes=limit)


def _sum(satang: int | None) -> Text | None:
    return t("{sum} baht", sum=baht(satang)) if satang else None


def _cost(satang: int | None) -> Text | None:
    if satang is None:
        return None
    return t("Up to {sum} baht a month", sum=baht(satang)) if satang else t("It has to be free")


def _level(level: int | None) -> Text | None:
    if level is None:
        return None
    return words.level(level) if level else t("No school certificate yet")


def _yes_no(known: bool | None) -> Text | None:
    if known is None:
        return None
    return t("Yes") if known else t("No, or not at hand")
