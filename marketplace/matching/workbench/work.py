"""What the worker does with runs: solve, apply, replay; no transaction that writes is open while the solver thinks.

Each step is safe to repeat or to miss: a run is claimed by its move, a line is applied for once, and whatever a
worker left behind when it died is taken up again.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from sqlalchemy import and_, delete, select, update

from marketplace.access import SYSTEM
from marketplace.access.sessions import load_actor
from marketplace.audit.moves import advance
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, IllegalMove
from marketplace.matching.allocation.problem import MILLION, NONE, Cancelled, Infeasible, Plan
from marketplace.matching.allocation.solving import Progress, solve
from marketplace.matching.allocation.wide import proven_over
from marketplace.matching.reading import lives_of
from marketplace.matching.workbench import applying, asking, building, changing, queries, telling, titles
from marketplace.matching.workbench.building import Built, Stopped
from marketplace.matching.workbench.states import ALLOCATION
from marketplace.notices.words import pack
from marketplace.offers import queries as offers
from models.account import Account
from models.allocation import AllocationLine, AllocationRun
from models.session import db, reading, transactional, unit_of_work
from models.vocabulary import AllocationState as S
from models.youth import Youth

log = logging.getLogger("okat.matching")
DEAD = timedelta(minutes=10)
"""A run nobody has touched for so long has lost its worker."""

EVERY = 0.5
"""Seconds between two words on how far it is."""

MOST_VERSIONS = 60
STOPS: dict[str, Callable[[str], Text]] = {
    "fit": lambda _: t("A locked pair does not fit any more."),
    "seats": lambda ref: t("More people are locked to one opportunity than it has free seats: {ref}", ref=ref),
    "fund": lambda ref: t("The locked pairs cost more than the fund has: {ref}", ref=ref),
    "mentor": lambda ref: t("The locked pairs need more hours than the mentors have: {ref}", ref=ref),
}


def work() -> str:
    """Take up everything that waits; returns what was done."""
    put_back()
    done = [_solve(key) for key in _waiting(S.QUEUED)]
    done += [applying.apply_all(key) for key in _waiting(S.APPLYING)]
    done += [_replay(key) for key in _to_replay()]
    return " ".join(filter(None, done))


@transactional
def put_back() -> None:
    """Queue again what a worker left behind."""
    gone = clock.now() - DEAD
    for run in db.scalars(select(AllocationRun).where(AllocationRun.state == S.RUNNING, AllocationRun.seen_at < gone)):
        advance(ALLOCATION, run, "put_back", by=SYSTEM, percent=0)


def _waiting(state: S) -> list[int]:
    with unit_of_work(), reading():
        wanted = select(AllocationRun.id).where(AllocationRun.state == state)
        return list(db.scalars(wanted.order_by(AllocationRun.made_at)))


def _to_replay() -> list[int]:
    with unit_of_work(), reading():
        wanted = select(AllocationRun.id).where(
            AllocationRun.replay_asked_at.is_not(None), AllocationRun.replayed_at.is_(None)
        )
        return list(db.scalars(wanted))


def _solve(key: int) -> str:
    try:
        _claim(key)
    except (IllegalMove, Conflict):
        return ""
    try:
        built, locked, seed = _build(key)
        built, plan = _placed(built, locked, seed, _progress(key, 40, 100))
        _propose(key, built, locked, plan)
    except (Stopped, Cancelled, IllegalMove, Conflict):
        return "stopped"
    except Infeasible as binds:
        _fail(key, _stops(binds), (binds.kind, binds.ref))
    except DomainError as refusal:
        _fail(key, refusal.message if isinstance(refusal.message, Text) else _OTHER)
    except Exception:
        log.exception("allocation %s failed", key)
        _fail(key, _OTHER)
    return "solved"


def _stops(binds: Infeasible) -> Text:
    """The limit that binds, in a sentence with its title."""
    with unit_of_work(), reading():
        title = titles.of([(binds.kind, binds.ref)]).get(binds.ref, binds.ref)
    if binds.kind == "mentor" and title == binds.ref:
        # It is a young person whom no mentor may take; the list of locks says who.
        return t("Somebody is locked to time with a mentor whom no checked mentor near them can lead.")
    return STOPS[binds.kind](title) if binds.kind in STOPS else _OTHER


_OTHER = t("It could not be worked out. Try again; if it happens again, tell whoever keeps the system.")


@transactional
def _claim(key: int) -> None:
    now = clock.now()
    advance(ALLOCATION, db.get_one(AllocationRun, key), "start", by=SYSTEM, started_at=now, seen_at=now, percent=0)


def solve_at_once(run: AllocationRun) -> None:
    """Propose within the caller's transaction, for a world that is being made; raises what stands in the way."""
    now = clock.now()
    advance(ALLOCATION, run, "start", by=SYSTEM, started_at=now, seen_at=now, percent=0)
    built, locked = _built(run, lambda _: True)
    built, plan = _placed(built, locked, run.seed, lambda _: True)
    _write(run, built, locked, plan)


def _placed(built: Built, locked: dict[str, str | None], seed: int, told: Progress) -> tuple[Built, Plan]:
    """The plan with a bound that holds over all that fits, and the problem it was found in."""
    if built.rest is None:
        return built, solve(built.problem, seed=seed, locked=locked, progress=told)
    plan, problem = proven_over(built.problem, built.part, seed=seed, locked=locked, progress=told)
    return replace(built, problem=problem, rest=None), plan


def _build(key: int) -> tuple[Built, dict[str, str | None], int]:
    told = _progress(key, 0, 40)
    with unit_of_work(), reading():
        run = db.get_one(AllocationRun, key)
        return *_built(run, told), run.seed


def _built(run: AllocationRun, told: Progress) -> tuple[Built, dict[str, str | None]]:
    """The problem of a run with the locked pairs of people who are still on its list.

    Whoever has got the very seat they are locked to is placed already: their line stays as it is, beside the problem.
    """
    asked, kept = asking.read(run.asked), queries.seated(run)
    everybody = asking.people(load_actor(db.get_one(Account, run.made_by_id)), asked)
    people = [one for one in everybody if one.id not in kept]
    if not people:
        return replace(building.NOTHING, kept=tuple(sorted(kept))), {}
    known = {one.ref for one in people}
    locked = {ref: offer for ref, offer in changing.locks(run).items() if ref in known}
    found = building.opportunities(asked, run.area_code[:2])
    return replace(building.build(people, found, told, locked), kept=tuple(sorted(kept))), locked


def _progress(key: int, low: int, high: int) -> Progress:
    """Writes how far it is, at most twice a second, and says whether to go on."""
    last = [0.0, 1.0]

    def told(fraction: float) -> bool:
        if monotonic() - last[0] < EVERY:
            return bool(last[1])
        last[:] = [monotonic(), float(_touch(key, low + int((high - low) * min(1.0, max(0.0, fraction)))))]
        return bool(last[1])

    return told


@transactional
def _touch(key: int, percent: int) -> bool:
    touched = db.execute(
        update(AllocationRun)
        .where(AllocationRun.id == key, AllocationRun.state == S.RUNNING)
        .values(percent=percent, seen_at=clock.now())
        .returning(AllocationRun.id)
    )
    return touched.first() is not None


@transactional
def _propose(key: int, built: Built, locked: dict[str, str | None], plan: Plan) -> None:
    _write(db.get_one(AllocationRun, key), built, locked, plan)


def _write(run: AllocationRun, built: Built, locked: dict[str, str | None], plan: Plan) -> None:
    of_run = and_(AllocationLine.run_id == run.id, AllocationLine.youth_id.not_in(built.kept))
    by_hand = set(db.scalars(select(AllocationLine.youth_id).where(of_run, AllocationLine.by_hand)))
    db.execute(delete(AllocationLine).where(of_run))
    kept = queries.worth(run) or 0
    db.add_all(_lines(run, built, locked, plan, by_hand))
    advance(
        ALLOCATION,
        run,
        "propose",
        by=SYSTEM,
        percent=100,
        ended_at=clock.now(),
        problem=building.pack(built, locked),
        plan_digest=building.digest(built.problem, plan),
        weights_version=_versions(built),
        few_first=", ".join(map(str, built.few_first)),
        objective=plan.objective * MILLION // plan.unit + kept,
        bound=-(-plan.bound * MILLION // plan.unit) + kept,
        binding={"found": [list(one) for one in plan.binding]},
        replay_asked_at=None,
        replayed_at=None,
        replay_same=None,
    )


def _versions(built: Built) -> str:
    """The weights of every place somebody of the list lives in, as far as there is room to say so."""
    said = ", ".join(built.weights)
    return said if len(said) <= MOST_VERSIONS else f"{said[: MOST_VERSIONS - 1]}…"


def _lines(
    run: AllocationRun, built: Built, locked: dict[str, str | None], plan: Plan, by_hand: set[int]
) -> list[AllocationLine]:
    people: dict[int, Youth] = {
        one.id: one for first in range(0, len(built.youth_ids), 500) for one in _people(built, first)
    }
    lives = dict(zip(people, lives_of(list(people.values())), strict=True))
    cards = {one.card.id: one for one in offers.shown(built.offer_ids)}
    made, today = [], clock.today()
    rows = zip(built.youth_ids, built.problem.youth, plan.offer.tolist(), plan.mentor.tolist(), strict=True)
    for place, (key, ref, offer, mentor) in enumerate(rows):
        card = cards.get(built.offer_ids[offer]) if offer != NONE else None
        following = int(plan.next_best[place])
        made.append(
            AllocationLine(
                run_id=run.id,
                youth_id=key,
                opportunity_id=built.offer_ids[offer] if offer != NONE else None,
                mentor_id=built.mentor_ids[mentor] if mentor != NONE else None,
                fit_millionths=min(1_000_000, int(plan.fit[place])),
                weight_hundredths=int(built.problem.priority[place]),
                why=plan.why[place].value,
                next_best_id=built.offer_ids[following] if following != NONE else None,
                reasons=telling.kept_reasons(lives[key], card, today) if card is not None else {},
                locked=ref in locked,
                by_hand=key in by_hand and ref in locked,
            )
        )
    return made


def _people(built: Built, first: int) -> list[Youth]:
    return list(db.scalars(select(Youth).where(Youth.id.in_(built.youth_ids[first : first + 500]))))


@transactional
def _fail(key: int, why: Text, limit: tuple[str, str] | None = None) -> None:
    """Say why no plan was found; `limit` is what the locked pairs break."""
    run = db.get_one(AllocationRun, key)
    if run.state == S.RUNNING:
        broken = {"broken": list(limit)} if limit is not None else {}
        advance(ALLOCATION, run, "fail", by=SYSTEM, ended_at=clock.now(), trouble=pack(why), binding=broken)


def _replay(key: int) -> str:
    with unit_of_work(), reading():
        run = db.get_one(AllocationRun, key)
        packed, seed, digest = run.problem, run.seed, run.plan_digest
    if packed is None:
        return ""
    built, locked = building.unpack(packed)
    same = building.digest(built.problem, solve(built.problem, seed=seed, locked=locked)) == digest
    _replayed(key, same)
    return "replayed"


@transactional
def _replayed(key: int, same: bool) -> None:
    db.execute(
        update(AllocationRun)
        .where(AllocationRun.id == key)
        .values(replayed_at=clock.now(), replay_same=same)
        .execution_options(synchronize_session=False)
    )
