"""A list placed at once as an officer does it: people who told everything, a run asked for and worked out."""

from typing import Any

from sqlalchemy import select

from marketplace.matching.workbench import work
from models.allocation import AllocationLine, AllocationRun
from models.session import db
from models.youth import Youth
from tests.factories.enrolments import make_youth
from tests.fixtures.client import Client

NEW = "/office/allocations/new"


def told(**given: Any) -> Youth:
    """Somebody who told all that matters to a match."""
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    return make_youth(**(facts | {"profile_step": 7, "travel_minutes_max": 60} | given))


def ask(client: Client, **given: Any) -> str:
    """Ask for a run of Yala; returns its address."""
    answer = client.post(NEW, data={"office": "la:yala-city", "seed": "7"} | given)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    return str(answer.headers["Location"])


def worked() -> None:
    """Let the worker do what waits."""
    db.commit()
    work.work()
    db.expire_all()


def run() -> AllocationRun:
    """The only run there is."""
    return db.scalars(select(AllocationRun)).one()


def lines() -> dict[int, AllocationLine]:
    """The lines of all runs by young person."""
    return {line.youth_id: line for line in db.scalars(select(AllocationLine))}
