"""Today: where a young person begins."""

from flask.typing import ResponseReturnValue

from blueprints.guard import guard
from blueprints.pages import render
from blueprints.session import actor
from blueprints.youth import bp, today_pages
from marketplace.agreements import queries as agreements
from marketplace.earnings.statement import statement_for
from marketplace.enrolments import own, queries
from marketplace.notices.queries import told
from marketplace.people import policy
from marketplace.people import queries as people


@bp.get("")
@guard(policy.is_young)
def show_today() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    day = today_pages.Day(
        youth=youth,
        sessions=own.coming(youth.id),
        enrolments=queries.for_youth(youth.id),
        told=statement_for(youth.id, today_pages.since()),
        agreements=agreements.of_youth(youth.id),
        notices=told(actor(), limit=today_pages.MOST_NOTICES),
    )
    return render("youth/today.html", page=today_pages.today(day))
