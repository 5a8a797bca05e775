"""Payment proofs for auditors: each payment by reference, its chain to the fund, and the books checked by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.guard import guard
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, config
from blueprints.steward import bp, proof_pages
from marketplace.earnings import audits

if TYPE_CHECKING:
    from models.earning import Earning


@bp.get("/proofs")
@guard(audits.can_see_proofs)
def show_proofs() -> ResponseReturnValue:
    search = audits.Search(request.args.get("q", "").strip()[:40], request.args.get("outcome", "")[:20])
    page = asked_page()
    return render("steward/proofs.html", page=proof_pages.proofs(actor(), search, page))


@bp.get("/proofs/<earning>")
@guard(audits.can_see_proof, earning=audits.one)
def show_proof(earning: Earning) -> ResponseReturnValue:
    return render("steward/proof.html", page=proof_pages.proof(earning, config().uploads))


@bp.get("/books")
@guard(audits.can_see_books)
def show_books() -> ResponseReturnValue:
    return render("steward/proof_books.html", page=proof_pages.books())
