"""What matching keeps: shortlists as somebody of the staff made them."""

from collections.abc import Sequence

from marketplace.access import Actor
from marketplace.kernel import clock, ids
from marketplace.matching import shortlists
from marketplace.matching.workbench.asking import Asked
from models.allocation import AllocationLine, AllocationRun
from models.offer import Opportunity
from models.session import db
from models.shortlist import Shortlist, ShortlistLine
from models.youth import Youth


def make_shortlist(youth: Youth, offers: Sequence[Opportunity], *, by: Actor, shared: bool = False) -> Shortlist:
    """A shortlist in the order given."""
    made = Shortlist(
        ref=ids.new_ref("SL"),
        youth_id=youth.id,
        made_by_id=by.account_id,
        made_at=clock.now(),
        judged_on=clock.today(),
        weights_version="th:2026-01-01",
        rules_version=shortlists.RULES_VERSION,
        shared_at=clock.now() if shared else None,
    )
    db.add(made)
    db.flush()
    db.add_all(
        ShortlistLine(
            shortlist_id=made.id, place=place, opportunity_id=offer.id, score_millionths=500_000, month_satang=0
        )
        for place, offer in enumerate(offers, start=1)
    )
    db.flush()
    return made


def make_run(
    people: Sequence[Youth], offers: Sequence[Opportunity | None], *, by: Actor, state: str = "proposed"
) -> AllocationRun:
    """A run with one line a person, in the office of the first."""
    made = AllocationRun(
        ref=ids.new_ref("AL"),
        title="ข้อเสนอ",
        area_code=people[0].area_code,
        office_key=people[0].office_key,
        made_by_id=by.account_id,
        made_at=clock.now(),
        state=state,
        asked=Asked(office=people[0].office_key or "").kept(),
        seed=7,
        weights_version="th:2026-01-01",
        rules_version=shortlists.RULES_VERSION,
    )
    db.add(made)
    db.flush()
    db.add_all(
        AllocationLine(
            run_id=made.id,
            youth_id=youth.id,
            opportunity_id=offer.id if offer is not None else None,
            fit_millionths=500_000 if offer is not None else 0,
            why="best" if offer is not None else "no_fit",
        )
        for youth, offer in zip(people, offers, strict=True)
    )
    db.flush()
    return made
