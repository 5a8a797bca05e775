"""Points that are paid for, promised to an enrolment as if it had been approved with them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from marketplace.earnings import funds
from marketplace.kernel import clock, ids
from models.earning import Fund
from models.enrolment import Enrolment
from models.milestone import Milestone
from models.session import db
from models.vocabulary import CountsFrom, MilestoneKind


def make_point(enrolment: Enrolment, fund: Fund, kind: MilestoneKind, satang: int, **given: Any) -> Milestone:
    """One more point of an enrolment."""
    last = db.scalar(select(func.max(Milestone.number)).where(Milestone.enrolment_id == enrolment.id)) or 0
    facts: dict[str, Any] = {
        "ref": ids.new_ref("M"),
        "enrolment_id": enrolment.id,
        "fund_id": fund.id,
        "number": last + 1,
        "kind": kind,
        "title": "" if kind == MilestoneKind.STAY else "สอบผ่าน",
        "counts_from": CountsFrom.START,
        "amount_satang": satang,
        "created_at": clock.now(),
    }
    made = Milestone(**(facts | given))
    db.add(made)
    db.flush()
    return made


def make_stay(
    enrolment: Enrolment, fund: Fund, *, days: int = 30, satang: int = 500_00, due_on: date | None = None, **given: Any
) -> Milestone:
    """Days of staying, full today unless told otherwise."""
    due = due_on or clock.today()
    facts = {"days": days, "begins_on": due - timedelta(days=days), "due_on": due} | given
    return make_point(enrolment, fund, MilestoneKind.STAY, satang, **facts)


def promise(enrolment: Enrolment, fund: Fund, satang: int, by: Any) -> None:
    """Money of the fund kept for an enrolment."""
    funds.reserve(fund.id, enrolment, satang, by=by)
