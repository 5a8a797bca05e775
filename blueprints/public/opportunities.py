"""The public list of opportunities, open to everybody, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from flask import Response, make_response, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints import front
from blueprints.carried import brought
from blueprints.guard import guard, public
from blueprints.pages import render
from blueprints.public import asking, bp, waits
from blueprints.public.detail_page import Asks, detail_page
from blueprints.public.list_frame import frame
from blueprints.public.list_page import in_template, list_page
from blueprints.public.map_page import map_page
from blueprints.session import TOLD_COOKIE, actor
from marketplace.access import Actor
from marketplace.enrolments import own
from marketplace.i18n import current_locale
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.matching import helped
from marketplace.matching.bundles import Bundle
from marketplace.matching.reading import life_of, offer_terms, terms_of
from marketplace.matching.terms import ANYONE, LifeTerms
from marketplace.offers import calendar, policy, queries, saved, shelf
from marketplace.offers.queries import Detail
from marketplace.offers.structured import structured
from marketplace.people import answers
from marketplace.people import queries as people
from marketplace.people.answers import NONE_YET
from models.vocabulary import Role

if TYPE_CHECKING:
    from models.offer import Opportunity

NO_SCRIPT_OF_ITS_OWN = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
"""The list holds only modules of ours, so it needs no nonce and one page is right for every stranger."""


@bp.get("/")
@bp.get("/opportunities")
@public
def show_opportunities() -> ResponseReturnValue:
    who, given = actor(), request.args.to_dict(flat=False)
    has_answered = _has_answered(who)
    waiting = ANYONE if who.is_known else waits.life(who)
    if who.is_known or has_answered or waiting != ANYONE or TOLD_COOKIE in request.cookies:
        page = list_page(asking.read(given), _told(who), clock.today(), waiting)
        asks_questions = not has_answered and _asks(who) in (Asks.SELF, Asks.NEWCOMER)
        return render("public/opportunities.html", page=in_template(page), asks_questions=asks_questions)
    response = make_response(list_for_strangers(given))
    response.headers["Content-Security-Policy"] = NO_SCRIPT_OF_ITS_OWN
    return response


@front.shows("public.show_opportunities", "/", "/opportunities")
def list_for_strangers(given: asking.Given) -> bytes:
    """The list as it is sent to somebody who carries nothing but a choice of language."""
    asked = asking.read(given)
    return frame(list_page(asked, None, clock.today()), current_locale(), asked.query(page=asked.page))


@bp.get("/opportunities/map")
@public
def show_map() -> ResponseReturnValue:
    page = map_page(asking.read(request.args.to_dict(flat=False)), _told(actor()), clock.today())
    return render("public/map.html", page=page)


@bp.get("/opportunities/<ref>")
@public
def show_opportunity(ref: str) -> ResponseReturnValue:
    who, detail, asked = actor(), queries.one(ref), asking.read(request.args.to_dict(flat=False))
    if own.is_withheld(who, detail):
        return render("public/not_offered.html"), 410
    told = _told(who) or _brought(who)
    page = detail_page(
        detail,
        asking.life_of(asked, told),
        clock.today(),
        told=told is not None,
        asks=_asks(who),
        bundle=_help(who, told, detail),
        is_saved=saved.is_saved(detail.opportunity.id, who),
        back=url_for("public.show_opportunities", **asked.address()),
    )
    # What nobody can ask for any more is no offer to search engines either.
    offered = detail.is_open and detail.organisation.suspended_at is None
    return render(
        "public/opportunity.html",
        page=page,
        structured=structured(detail.opportunity, detail.organisation, detail.span, url=page.share_url)
        if offered
        else None,
        qr=_qr(page.share_url),
        signed_in=who.is_known,
        is_stopped=detail.organisation.suspended_at is not None,
        sign_in_href=url_for("account.show_sign_in", next=request.path),
    )


@bp.get("/opportunities/<posting>/preview")
@guard(policy.can_preview, posting=shelf.for_preview)
def preview_opportunity(posting: Opportunity) -> ResponseReturnValue:
    is_own = bool(policy.can_see_own(actor(), posting))
    back = url_for("provider.show_posting" if is_own else "office.show_posting", posting=posting.ref)
    page = detail_page(
        queries.preview(posting), ANYONE, clock.today(), told=False, asks=Asks.NOBODY, is_saved=False, back=back
    )
    return render("public/opportunity.html", page=page, preview=not policy.is_public(posting), signed_in=True)


@bp.get("/opportunities/<ref>/sessions.ics")
@public
def download_sessions(ref: str) -> ResponseReturnValue:
    detail = queries.one(ref)
    if own.is_withheld(actor(), detail):
        raise NotFound
    sessions = queries.coming_sessions(detail.opportunity.id)
    link = url_for("public.show_opportunity", ref=ref, _external=True)
    response = Response(calendar.sessions_ics(detail.opportunity, sessions, url=link), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{detail.opportunity.ref}.ics"'
    return response


def _asks(who: Actor) -> Asks:
    """Young people ask for themselves, strangers once they have begun, case workers for those they look after."""
    if not who.is_known:
        return Asks.NEWCOMER
    if who.has(Role.YOUTH):
        return Asks.SELF
    return Asks.OTHERS if who.has(Role.CASEWORKER, Role.OFFICER) else Asks.NOBODY


def _has_answered(who: Actor) -> bool:
    """Whether all seven questions were passed, here or in this browser."""
    told = answers.of(people.own_youth(who)) if who.youth_id is not None else brought()
    return told.next_question is None


def _told(who: Actor) -> LifeTerms | None:
    """What a signed-in youth told about their life, and the seats they have."""
    return life_of(people.own_youth(who)) if who.youth_id is not None else None


def _brought(who: Actor) -> LifeTerms | None:
    """What somebody without an account answered in this browser, as their list of what fits knows it."""
    carried = brought() if not who.is_known else NONE_YET
    return terms_of(carried) if carried != NONE_YET else None


def _help(who: Actor, told: LifeTerms | None, detail: Detail) -> Bundle | None:
    """Help from people nearby that would make it fit a signed-in youth."""
    if told is None or who.youth_id is None or not told.support_needs or not detail.is_open:
        return None
    home = people.own_youth(who).area_code or ""
    return helped.for_offer(told, home, offer_terms(detail.shown), clock.today())


def _qr(link: str) -> Markup:
    """The link as a picture to scan; drawn by us, so it is safe as it stands."""
    drawn = segno.make(link, error="m").svg_inline(scale=4, border=2, light="#fff", svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704
