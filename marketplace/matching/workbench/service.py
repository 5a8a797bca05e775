"""Verbs of a run: ask for it, stop it, run it again with the locks, have it applied or replayed."""

from marketplace.access import Actor
from marketplace.areas import offices
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.matching import shortlists
from marketplace.matching.committee import weights_for
from marketplace.matching.workbench import asking, building, queries
from marketplace.matching.workbench.asking import Asked
from marketplace.matching.workbench.states import ALLOCATION
from models.allocation import AllocationRun
from models.session import db
from models.vocabulary import AllocationState


def start(asked: Asked, *, title: str, seed: int, by: Actor) -> AllocationRun:
    """Ask for a run; the worker takes it up. Raises Invalid when the list or the opportunities are empty."""
    if asked.office not in asking.offices(by):
        raise Invalid(t("Choose an office of your own area."), field="office")
    people = asking.people(by, asked)
    area = people[0].area_code or offices.areas_of(asked.office)[0]
    building.opportunities(asked, area[:2])
    weights = weights_for(area, clock.today())
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
        weights_version=weights.version,
        few_first=str(weights.few_first),
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
    """Work it out anew from what is known now, keeping the locked pairs; nothing is proven of it until then."""
    advance(
        ALLOCATION,
        run,
        "rerun",
        by=by,
        percent=0,
        trouble={},
        bound=None,
        binding={},
        started_at=None,
        ended_at=None,
        seen_at=None,
    )


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
