"""Where the money of somebody without a login goes, written down by the case worker who looks after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard, limited
from blueprints.office import account_pages, bp
from blueprints.office.account_forms import AccountForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.earnings import on_behalf
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.people import queries

if TYPE_CHECKING:
    from models.youth import Youth


@bp.get("/youth/<youth>/account")
@guard(on_behalf.can_enter, youth=queries.one_youth)
def show_account_for(youth: Youth) -> ResponseReturnValue:
    return _page(youth, AccountForm())


@bp.post("/youth/<youth>/account")
@limited(limits.UPLOAD)
@guard(on_behalf.can_enter, youth=queries.one_youth)
@commits
def enter_account(youth: Youth) -> ResponseReturnValue:
    form = AccountForm.posted()
    try:
        if form.validate():
            on_behalf.enter(youth, form.draft(), form.basis(), by=actor())
            tell(t("Kept in your name. The next money goes there."))
            return redirect(url_for("office.show_youth", youth=youth.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(youth, form), 422


def _page(youth: Youth, form: AccountForm) -> str:
    return render("office/youth_account.html", page=account_pages.one(actor(), youth), form=form)
