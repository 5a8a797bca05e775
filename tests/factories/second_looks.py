"""Verified completions and rounds of second looks at them."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from marketplace.access import SYSTEM
from marketplace.audit import record
from marketplace.earnings import prints
from marketplace.kernel import clock
from marketplace.second_looks import service
from models.enrolment import Claim, Enrolment
from models.second_look import LookRound
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import acting, make_enrolment, make_staff
from tests.factories.offers import SATENG

_numbers = itertools.count(1)


def make_verified(enrolment: Enrolment | None = None, *, at: datetime | None = None, **given: Any) -> Claim:
    """A completion somebody claimed and verified."""
    done = enrolment or make_enrolment("completed")
    facts = {"ref": f"C-DONE-{next(_numbers)}", "office_key": done.office_key, "state": "verified", "hours": 0}
    claim = Claim(**(facts | {"enrolment_id": done.id, "created_at": at or clock.now()} | given))
    db.add(claim)
    db.flush()
    record(SYSTEM, "claim.shown", claim, words=prints.of_words(claim.note), sha256=[])
    return claim


def draw(area: str = SATENG, wanted: int = 100) -> LookRound:
    """A round over everything verified in the last year in the province of an area."""
    province = acting(make_staff(Role.PROVINCE, area[:2]))
    today = clock.today()
    return service.draw_round(area[:2], today - timedelta(days=365), today, wanted, by=province)
