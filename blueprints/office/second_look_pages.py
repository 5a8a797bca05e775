"""Finished values for second looks at completions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.exporting import Export, links
from blueprints.office.money_parts import Item
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact
from marketplace.areas import names
from marketplace.earnings import sayings as money
from marketplace.enrolments import claims, progress
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.people.disclosure import view_in
from marketplace.second_looks import policy, queries, sayings, service
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.second_look import LookRound, SecondLook


@dataclass(frozen=True, slots=True)
class ListPage:
    """What waits for the reader, and the rounds of their area."""

    total: int
    items: tuple[Item, ...]
    pages: tuple[PageLink, ...]
    rounds: tuple[Item, ...]
    draw_href: str


@dataclass(frozen=True, slots=True)
class LookPage:
    """One completion to look at again."""

    title: Text
    subtitle: str
    state: Text
    is_done: bool
    signs: tuple[Text, ...]
    facts: tuple[Fact, ...]
    money: tuple[Fact, ...]
    claim_href: str
    can_answer: bool
    why_not: Text | None


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with what it found so far."""

    title: Text
    subtitle: Text
    said: Text
    facts: tuple[Fact, ...]
    items: tuple[Item, ...]
    export: Export
    can_publish: bool
    why_not: Text | None
    publish_href: str


def listed(actor: Actor, page: int) -> ListPage:
    """What waits, those with most signs first."""
    found, total = queries.waiting_for(actor, page=page)
    return ListPage(
        total=total,
        items=tuple(_item(one) for one in found),
        pages=page_links("office.show_second_looks", page, total, queries.PAGE),
        rounds=tuple(_round_item(one) for one in queries.rounds(actor) if policy.can_see_round(actor, one)),
        draw_href=url_for("office.show_draw") if policy.can_draw_any(actor) else "",
    )


def areas(actor: Actor) -> list[tuple[str, str]]:
    """The areas somebody may draw in."""
    return [(code, names.titled(code)) for code in actor.scope(*policy.DRAWERS).prefixes]


def one(actor: Actor, look: SecondLook) -> LookPage:
    """Everything a second look needs; who claimed and who verified stay unnamed, so that the look is free."""
    claim, verdict = look.claim, policy.can_answer(actor, look)
    offer = claim.enrolment.opportunity
    return LookPage(
        title=t("Did {name} complete it?", name=_called(actor, look)),
        subtitle=pick(offer.title_th, offer.title_en),
        state=sayings.STATE[v.LookState(look.state)],
        is_done=look.state in (v.LookState.TRUE, v.LookState.FALSE),
        signs=tuple(sayings.SIGN[v.LookSign(sign)] for sign in look.signs),
        facts=(
            Fact(t("Organisation"), pick(offer.organisation.name_th, offer.organisation.name_en)),
            Fact(t("Place"), names.address(offer.area_code)),
            Fact(t("Hours claimed"), claim.hours),
            Fact(t("Attendance"), progress.of(claim.enrolment).text),
            Fact(t("Claimed on"), dates.long_date(clock.bangkok(claim.created_at).date())),
            Fact(t("Note"), lines=claims.paragraphs_of(claim) or ("–",)),
            Fact(t("Files"), len(claim.evidence)),
            *((Fact(t("What was seen"), look.note),) if look.note else ()),
        ),
        money=tuple(
            Fact(t("{sum} baht", sum=baht(earning.amount_satang)), money.EARNING[v.EarningState(earning.state)])
            for earning in service.earned(look)
        ),
        claim_href=url_for("office.show_claim", claim=claim.ref) if claims.can_see_as_office(actor, claim) else "",
        can_answer=bool(verdict),
        why_not=verdict.reason,
    )


def round_of(actor: Actor, drawn: LookRound) -> RoundPage:
    """Counts, the share with its interval, and every look with its state."""
    found, verdict = queries.found(drawn), policy.can_publish(actor, drawn)
    return RoundPage(
        title=t("Second looks in {area}", area=names.titled(drawn.area_code)),
        subtitle=t("Completions claimed {days}", days=dates.date_range(drawn.first_on, drawn.last_on)),
        said=sayings.estimate(found),
        facts=(
            Fact(t("Completions in this time"), found.size),
            Fact(t("Drawn"), found.drawn),
            Fact(t("True"), found.true),
            Fact(t("Not true"), found.false),
            Fact(t("Cannot be said"), found.unclear),
            Fact(t("Still waiting"), found.waiting),
            Fact(t("Seed of the draw"), drawn.seed),
        ),
        items=tuple(
            Item(
                url_for("office.show_look", look=look.ref),
                look.ref,
                " · ".join(str(sayings.SIGN[v.LookSign(sign)]) for sign in look.signs),
                sayings.STATE[v.LookState(look.state)],
            )
            for look in sorted(drawn.looks, key=lambda look: look.id)
        ),
        export=links("office.export_round", drawn=drawn.ref),
        can_publish=bool(verdict),
        why_not=verdict.reason,
        publish_href=url_for("office.publish_round", drawn=drawn.ref),
    )


def round_file(drawn: LookRound) -> tuple[list[object], list[list[object]]]:
    """Every look of a round with a head, for a file."""
    head: list[object] = [t("Reference"), t("Stratum"), t("Signs"), t("State"), t("Note")]
    looks = sorted(drawn.looks, key=lambda look: look.id)
    return head, [
        [look.ref, look.risk, ";".join(look.signs), sayings.STATE[v.LookState(look.state)], look.note] for look in looks
    ]


def _called(actor: Actor, look: SecondLook) -> str:
    """What the young person is called by whoever looks; an auditor reads a number."""
    if policy.is_looker(actor, look):
        return view_in(actor, look.claim.enrolment.youth, look.claim.enrolment).called
    return look.ref


def _item(look: SecondLook) -> Item:
    offer = look.claim.enrolment.opportunity
    signs = " · ".join(str(sayings.SIGN[v.LookSign(sign)]) for sign in look.signs)
    return Item(
        url_for("office.show_look", look=look.ref),
        pick(offer.title_th, offer.title_en),
        signs or pick(offer.organisation.name_th, offer.organisation.name_en),
        sayings.STATE[v.LookState(look.state)] if look.state == v.LookState.UNCLEAR else "",
    )


def _round_item(drawn: LookRound) -> Item:
    found = queries.found(drawn)
    return Item(
        url_for("office.show_round", drawn=drawn.ref),
        t("{area}, {days}", area=names.titled(drawn.area_code), days=dates.date_range(drawn.first_on, drawn.last_on)),
        t("Looked at {done} of {drawn}", done=found.drawn - found.waiting, drawn=found.drawn),
        t("Published") if drawn.state == v.RoundState.PUBLISHED else "",
    )
