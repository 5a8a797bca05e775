"""The law of young workers in plain words, for whoever hosts, works or looks after somebody who does."""

from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import bp, labour_pages


@bp.get("/labour-law")
@public
def show_labour_law() -> ResponseReturnValue:
    return render("public/labour_law.html", page=labour_pages.law())
