"""Giving: which funds take gifts, a short form, and the giver's own page with what became of it, by its address."""

from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import afterwards, commits, limited, public
from blueprints.pages import render
from blueprints.public import bp, give_pages
from blueprints.public.forms import GiveForm
from blueprints.session import actor
from marketplace.access import limits
from marketplace.i18n.text import current_locale
from marketplace.kernel.errors import Invalid, NotFound
from marketplace.payments import gifts, queries, rail, rounds
from models.vocabulary import GiftState, GiftWay


@bp.get("/give")
@public
def show_give() -> ResponseReturnValue:
    return render("public/give.html", page=give_pages.funds())


@bp.get("/give/to/<fund>")
@public
def show_give_form(fund: str) -> ResponseReturnValue:
    return render("public/give_form.html", page=give_pages.fund(queries.open_fund(fund)), form=GiveForm())


@bp.post("/give/to/<fund>")
@limited(limits.GIVE)
@public
@commits
def give(fund: str) -> ResponseReturnValue:
    found, form = queries.open_fund(fund), GiveForm.posted()
    if not form.validate():
        return render("public/give_form.html", page=give_pages.fund(found), form=form), 422
    try:
        gift = gifts.start(
            found, form.draft(), way=GiftWay(form.way.data), by=actor(), locale=current_locale(), back_to=_back_to
        )
    except Invalid as refusal:
        form.take(refusal)
        return render("public/give_form.html", page=give_pages.fund(found), form=form), 422
    service = rail.in_use()
    if gift.way == GiftWay.ONLINE and service is not None:
        gift.fund = found
        afterwards(partial(rounds.open_page, gifts.order_of(gift), service))
    return redirect(url_for("public.show_gift", gift=gift.ref), 303)


@bp.get("/give/<gift>")
@public
def show_gift(gift: str) -> ResponseReturnValue:
    return render("public/gift.html", page=give_pages.gift(queries.by_ref(gift)))


@bp.post("/give/<gift>/look")
@limited(limits.GIVE)
@public
@commits
def look_after_gift(gift: str) -> ResponseReturnValue:
    found, service = queries.by_ref(gift), rail.in_use()
    if service is not None and found.session_ref and found.state != GiftState.PAID:
        afterwards(partial(rounds.look, found.session_ref, service))
    return redirect(url_for("public.show_gift", gift=found.ref), 303)


@bp.get("/give/<gift>/receipt")
@public
def show_receipt(gift: str) -> ResponseReturnValue:
    found = queries.by_ref(gift)
    if found.state != GiftState.PAID:
        raise NotFound
    return render("public/gift_receipt.html", page=give_pages.receipt(found))


def _back_to(gift_ref: str) -> str:
    return request.host_url.rstrip("/") + url_for("public.show_gift", gift=gift_ref)
