"""The page of one opportunity: six plain questions in the order people ask them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from flask import url_for

from blueprints.cards import Why, art_of, due_words, promised_words, way_words
from blueprints.parts import Fact
from blueprints.public import give_pages
from blueprints.public.give_pages import FundLine
from blueprints.public.money_part import MoneyPart, money_part
from blueprints.public.standing import Step, law_words, steps
from blueprints.public.week_part import WeekPart, week_part
from marketplace.areas import names, offices, working_days
from marketplace.i18n import Text, pick, t
from marketplace.i18n.dates import long_date
from marketplace.i18n.words import level, word
from marketplace.kernel.money import baht
from marketplace.matching import help_words, reasons, sentences
from marketplace.matching.beside import beside
from marketplace.matching.bundles import Bundle
from marketplace.matching.fit import judge
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.offers.coming import NOBODY_NEW
from marketplace.offers.queries import Detail
from models.vocabulary import Language, LearningForm, OpportunityKind, OrganisationKind, Precision, Support


class Asks(Enum):
    """Whom the reader may ask for a place for."""

    SELF = "self"
    NEWCOMER = "newcomer"
    OTHERS = "others"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Standing:
    """Whether one can apply, in a sentence, and what to press."""

    title: str
    text: str
    kind: str
    action: str
    href: str


@dataclass(frozen=True)
class DetailPage:
    """Everything the template says."""

    title: str
    lede: str
    art: str
    kind: str
    reasons: tuple[Why, ...]
    depends: str
    money: str
    money_lines: tuple[str, ...]
    standing: Standing
    about: tuple[str, ...]
    week: WeekPart
    pay: MoneyPart
    place: tuple[str, ...]
    map_href: str
    supports: tuple[str, ...]
    needs: tuple[Fact, ...]
    behind: tuple[Fact, ...]
    law: str
    steps: tuple[Step, ...]
    share_url: str
    ics_href: str
    save_action: str
    is_saved: bool
    back_href: str
    gives: FundLine | None


def detail_page(
    detail: Detail,
    life: LifeTerms,
    on: date,
    *,
    told: bool,
    is_saved: bool,
    back: str,
    asks: Asks = Asks.SELF,
    bundle: Bundle | None = None,
) -> DetailPage:
    """The page for whoever lives this life; `told` when it is a youth's own, `back` the list they came from.

    `asks` is whom they could ask for a place for, `bundle` the help with which it would fit.
    """
    one, offer = detail.opportunity, offer_terms(detail.shown)
    money = take_home(life, offer, on)
    if not detail.is_open:
        money = replace(money, first_payday=None)
    figure, lines = promised_words(detail.shown.card, life.waits_for(offer), offer, money, on, is_open=detail.is_open)
    begins = detail.shown.card.begins_on(working_days.answered(on, life.waits_for(offer))) if detail.is_open else None
    once = beside(detail.shown.card.points, one.stays_from, begins, detail.shown.card.last_on)
    way = way_words(life, offer, on)
    said, depends = _reasons(life, offer, on, told=told)
    if bundle is not None:
        said = (Why(str(help_words.sentence(bundle))), *(Why(str(why)) for why in reasons.reasons(life, offer, on)))
    return DetailPage(
        title=pick(one.title_th, one.title_en),
        lede=pick(one.summary_th, one.summary_en),
        art=art_of(one.field),
        kind=f"{word(OpportunityKind, one.kind)} · {word(LearningForm, one.form)}",
        reasons=said,
        depends=depends,
        money=figure,
        money_lines=lines,
        standing=_standing(detail, on, asks),
        about=_paragraphs(pick(one.about_th, one.about_en)),
        week=week_part(detail, offer, life, on),
        pay=money_part(detail, offer, money, once),
        place=tuple(line for line in (_place(detail), way) if line),
        map_href=f"geo:{one.lat},{one.lon}" if one.point_precision == Precision.PLACE else "",
        supports=tuple(str(word(Support, support)) for support in one.supports),
        needs=tuple(_needs(detail)),
        behind=tuple(_behind(detail)),
        law="" if (law := law_words(detail)) is None else str(law),
        steps=steps(detail),
        share_url=url_for("public.show_opportunity", ref=one.ref, _external=True),
        ics_href=url_for("public.download_sessions", ref=one.ref),
        save_action=url_for("public.forget_opportunity" if is_saved else "public.save_opportunity", ref=one.ref),
        is_saved=is_saved,
        back_href=back,
        gives=None if detail.is_stopped else give_pages.to_posting(one),
    )


def _reasons(life: LifeTerms, offer: OfferTerms, on: date, *, told: bool) -> tuple[tuple[Why, ...], str]:
    fit = judge(life, offer, on) if told else None
    if fit is not None and fit.reasons_no:
        others = len(fit.reasons_no) - 1
        further = str(t("Further reasons: {count}", count=others)) if others else ""
        return (Why(str(sentences.why_not(fit)), ok=False),), further
    if fit is not None and fit.fits:
        phrases = reasons.why_it_fits(life, offer, on, take_home(life, offer, on))
        return (Why(str(sentences.why(phrases))),), ""
    waits = str(reasons.depends(fit.depends_on[0])) if fit is not None and fit.depends_on else ""
    return tuple(Why(str(said)) for said in reasons.reasons(life, offer, on)), waits


def _standing(detail: Detail, on: date, asks: Asks) -> Standing:
    """Open, full, closing today, closed or paused: what it means and what one can do."""
    one = detail.opportunity
    if detail.is_stopped:
        waits = t("The organisation is not taking anybody on now.")
        return Standing(str(t("No longer open")), str(waits), "stop", "", "")
    if detail.is_paused:
        waits = t("The provider has stopped taking applications for a while.")
        return Standing(str(t("Paused for now")), str(waits), "stop", "", "")
    if not detail.is_open:
        closed = t("Applications closed on {day}", day=long_date(one.apply_by)) if one.apply_by < on else NOBODY_NEW
        return Standing(str(t("No longer open")), str(closed), "stop", "", "")
    due = due_words(detail.span.asks_until, on)[0]
    until = str(t("Apply until {day}.", day=long_date(detail.span.asks_until)))
    if detail.shown.seats_left <= 0:
        wait = t("All {seats} places are taken. If one is freed, it is offered in order.", seats=one.seats)
        return Standing(
            str(t("Full, you can wait")), f"{wait} {until}", "draft", *_press(asks, t("Ask to wait"), one.ref)
        )
    left = t("Open, places left: {left} of {seats}", left=detail.shown.seats_left, seats=one.seats)
    full = t("If it fills before, you can ask to wait.")
    return Standing(str(left), f"{until} {full}", "" if due else "done", *_press(asks, t("Apply"), one.ref))


def _press(asks: Asks, words: Text, ref: str) -> tuple[str, str]:
    """What to press and where it leads; nothing for those who ask for nobody."""
    match asks:
        case Asks.SELF:
            return str(words), url_for("youth.show_apply", offer=ref)
        case Asks.NEWCOMER:
            return str(words), url_for("account.show_sign_up", next=url_for("youth.show_apply", offer=ref))
        case Asks.OTHERS:
            return str(t("Choose a young person to apply for")), url_for("office.show_youth_list")
    return "", ""


def _place(detail: Detail) -> str:
    one = detail.opportunity
    if detail.shown.card.is_online:
        return str(t("Online, from home"))
    return " ".join(part for part in (pick(one.place_th, one.place_en), names.address(one.area_code)) if part)


def _needs(detail: Detail) -> Iterator[Fact]:
    one = detail.opportunity
    if one.age_max is None:
        yield Fact(t("Age"), str(t("{least} and over", least=one.age_min)))
    else:
        yield Fact(t("Age"), str(t("{least}–{most} years", least=one.age_min, most=one.age_max)))
    yield Fact(t("School finished"), str(level(one.level_min)))
    papers = t("An identity card or other papers") if one.requires_documents else t("No papers needed")
    yield Fact(t("Papers"), str(papers))
    yield Fact(t("Language"), ", ".join(str(word(Language, language)) for language in one.languages))
    if bring := pick(one.bring_th, one.bring_en):
        yield Fact(t("To bring"), bring)
    if one.cost_per_month_satang:
        yield Fact(t("Costs"), str(t("{amount} baht a month", amount=baht(one.cost_per_month_satang))))
    yield Fact(
        t("Guardian"),
        str(
            t(
                "Under 20, a parent or a guardian named by a court signs too, by phone."
                " If you live with relatives, ask us."
            )
        ),
    )


def _behind(detail: Detail) -> Iterator[Fact]:
    one, organisation = detail.opportunity, detail.organisation
    yield Fact(
        word(OrganisationKind, organisation.kind),
        pick(organisation.name_th, organisation.name_en),
        href="" if detail.is_stopped else url_for("public.show_organisation", ref=organisation.ref),
        link=str(t("See what else they offer")),
    )
    yield Fact(t("Looks after it"), offices.office_name(one.office_key))
    if organisation.visited_on is not None:
        visited = t("Visited by the office on {day}", day=long_date(organisation.visited_on, weekday=False))
        yield Fact(t("Place checked"), str(visited))
    if one.credits:
        yield Fact(t("Credits"), str(t("Counts {count} credits", count=one.credits)))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
