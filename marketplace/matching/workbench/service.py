"""Verbs of a run: ask for it, stop it, lock and change lines, run again with the locks, have it applied or replayed."""

from collections.abc import Collection

from sqlalchemy import update

from marketplace.access import Actor
from marketplace.areas import offices
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.matching import shortlists
from marketplace.matching.committee import weights_for
from marketplace.matching.fit import judge
from marketplace.matching.index import live
from marketplace.matching.reading import life_of
from marketplace.matching.scoring import score
from marketplace.matching.takehome import take_home
from marketplace.matching.workbench import asking, building, checks, queries
from marketplace.matching.workbench.asking import Asked
from marketplace.matching.workbench.states import ALLOCATION
from marketplace.offers.cards import Shown
from models.allocation import AllocationLine, AllocationRun
from models.session import db
from models.vocabulary import AllocationState

LOCKED = "locked"


def start(asked: Asked, *, title: str, seed: int, by: Actor) -> AllocationRun:
    """Ask for a run; the worker takes it up. Raises Invalid when the list or the opportunities are empty."""
    if asked.office not in asking.offices(by):
        raise Invalid(t("Choose an office of your own area."), field="office")
    people = asking.people(by, asked)
    area = people[0].area_code or offices.areas_of(asked.office)[0]
    building.opportunities(asked, area[:2])
    made = AllocationRun(
        ref=ids.new_ref("AL"),
        title=title.strip()[:120] or str(t("Proposal for {count} people", count=len(people))),
        area_code=area,
        office_key=asked.office,
        made_by_id=by.account_id,
        made_at=clock.now(),
        state=AllocationState.QUEUED,
        asked=asked.kept(),
        seed=seed,
        weights_version=weights_for(area, clock.today()).version,
        rules_version=shortlists.RULES_VERSION,
    )
    db.add(made)
    db.flush()
    record(by, "allocation.ask", made, people=len(people), seed=seed)
    return made


def cancel(run: AllocationRun, *, by: Actor) -> None:
    """Stop it before it is done; nothing is proposed."""
    advance(ALLOCATION, run, "cancel", by=by, ended_at=clock.now())


def rerun(run: AllocationRun, *, by: Actor) -> None:
    """Work it out anew from what is known now, keeping the locked pairs."""
    advance(ALLOCATION, run, "rerun", by=by, percent=0, trouble={}, started_at=None, ended_at=None, seen_at=None)


def ask_to_apply(run: AllocationRun, *, by: Actor) -> None:
    """Let the worker turn every placed line into an application, in the name of whoever asks."""
    if not any(line.opportunity_id for line in queries.lines(run, view="placed")):
        raise Conflict(t("Nobody is placed, so there is nothing to apply for."))
    advance(ALLOCATION, run, "apply", by=by, percent=0, seen_at=None)


def ask_to_replay(run: AllocationRun, *, by: Actor) -> None:
    """Let the worker solve the very same problem again and compare."""
    if not run.plan_digest:
        raise IllegalMove(t("There is no plan to replay yet."))
    run.replay_asked_at, run.replayed_at, run.replay_same = clock.now(), None, None
    record(by, "allocation.replay", run)
    db.flush()


def lock(run: AllocationRun, youth_refs: Collection[str], shown: Collection[str], *, by: Actor) -> int:
    """Lock the lines of `youth_refs` among those `shown`, unlock the others of them; returns how many are locked."""
    _open(run)
    wanted, seen = set(youth_refs), set(shown)
    for line in queries.lines(run):
        if line.youth.ref in seen:
            line.locked = line.youth.ref in wanted
    record(by, "allocation.lock", run, lines=len(wanted & seen))
    db.flush()
    return len(wanted & seen)


def place(run: AllocationRun, line: AllocationLine, chosen: Shown | None, *, by: Actor) -> None:
    """Place one person by hand, or nowhere; the line is locked. Raises Invalid with the one reason why not."""
    _open(run)
    if chosen is not None:
        objection = checks.objection(run, line, chosen)
        if objection is not None:
            raise Invalid(objection, field="offer")
    line.opportunity_id = chosen.card.id if chosen is not None else None
    line.fit_millionths = _fit(line, chosen) if chosen is not None else 0
    line.mentor_id = None
    line.why, line.locked, line.by_hand = LOCKED, True, True
    record(by, "allocation.place", run, youth=line.youth.ref, offer=chosen.card.ref if chosen is not None else "")
    db.flush()
    db.expire(line, ["opportunity", "mentor"])


def locks(run: AllocationRun) -> dict[str, str | None]:
    """The locked pairs by reference; None stays unplaced."""
    return {
        line.youth.ref: line.opportunity.ref if line.opportunity is not None else None
        for line in queries.lines(run, view="locked")
    }


def _open(run: AllocationRun) -> None:
    """Lines change only while the plan is a proposal; the run is touched so that two changes cannot miss each other."""
    touched = db.execute(
        update(AllocationRun)
        .where(AllocationRun.id == run.id, AllocationRun.state == AllocationState.PROPOSED)
        .values(version=AllocationRun.version + 1)
        .execution_options(synchronize_session=False)
        .returning(AllocationRun.version)
    ).first()
    if touched is None:
        raise IllegalMove(t("Lines can be changed only while the plan is a proposal."))
    db.refresh(run, ["version"])


def _fit(line: AllocationLine, chosen: Shown) -> int:
    life, today = life_of(line.youth), clock.today()
    (offer,) = live.rated([chosen], today)
    fit, weights = judge(life, offer, today), weights_for(line.youth.area_code, today)
    return round(score(life, offer, today, fit, take_home(life, offer, today), weights=weights) * 1_000_000)
