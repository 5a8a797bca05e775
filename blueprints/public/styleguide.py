"""The living styleguide: every component in every state, in development and tests only."""

from flask import abort, current_app
from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import bp, styleguide_samples


@bp.get("/styleguide")
@public
def show_styleguide() -> ResponseReturnValue:
    """All components in all states."""
    if not current_app.config["STYLEGUIDE"]:
        abort(404)
    return render("styleguide/show.html", sample=styleguide_samples)


@bp.get("/styleguide/sheet")
@public
def show_sheet() -> ResponseReturnValue:
    """The printed sheet."""
    if not current_app.config["STYLEGUIDE"]:
        abort(404)
    return render("styleguide/sheet.html", sample=styleguide_samples)
