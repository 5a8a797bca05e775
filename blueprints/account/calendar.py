"""The neutral page behind the quick exit: this month, and nothing that tells where one has been."""

from flask.typing import ResponseReturnValue

from blueprints.account import bp, pages
from blueprints.guard import public
from blueprints.pages import render
from marketplace.kernel import clock


@bp.get("/calendar")
@public
def show_calendar() -> ResponseReturnValue:
    return render("account/calendar.html", page=pages.month(clock.today()))
