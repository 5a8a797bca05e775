"""The code of any paper from here, typed by hand: it leads to the page that says whether the paper is genuine."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, limited, public
from blueprints.pages import render
from blueprints.public import bp
from marketplace.access import limits
from marketplace.agreements import queries as agreements
from marketplace.i18n import Text, t
from marketplace.kernel import ids
from marketplace.kernel.errors import NotFound
from marketplace.resources import certificates
from marketplace.statements import codes

LONGEST = 200
CERTIFICATE, AGREEMENT = "CC", "A"
WHOLE = t("Type the whole code as it stands on the paper.")
UNKNOWN = t("No paper has this code. Compare each letter with the paper and try again.")


@bp.get("/verify")
@public
def show_verify() -> ResponseReturnValue:
    return _page()


@bp.post("/verify")
@limited(limits.CHECK)
@public
@commits
def check_paper() -> ResponseReturnValue:
    typed = request.form.get("code", "")[:LONGEST]
    if (sheet := codes.read(typed)) is not None:
        return redirect(url_for("public.show_checked_statement", code=sheet), 303)
    whole = ids.typed_ref(typed)
    if whole is None:
        return _page(typed, WHOLE), 422
    for prefix in (CERTIFICATE, AGREEMENT):
        if whole[0] in ("", prefix) and (href := _page_of(prefix, whole[1] if whole[0] else f"{prefix}-{whole[1]}")):
            return redirect(href, 303)
    return _page(typed, UNKNOWN), 422


def _page_of(prefix: str, ref: str) -> str:
    """Where the paper with this reference is read; empty where there is none."""
    try:
        if prefix == CERTIFICATE:
            return url_for("public.show_verified_contribution", certificate=certificates.genuine(ref).ref)
        return url_for("public.show_verified_agreement", ref=agreements.verified(ref).ref)
    except NotFound:
        return ""


def _page(typed: str = "", words: Text | str = "") -> str:
    return render("public/verify.html", typed=typed, words=words)
