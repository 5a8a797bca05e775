"""`flask match allocate` and `flask match deserts`: a whole list at once, files in and out, without a database."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from blueprints.console.match import given, group, read, refuse, write
from marketplace.i18n import use
from marketplace.imports import match_files
from marketplace.kernel import week
from marketplace.matching.allocation import sentences
from marketplace.matching.allocation.lists import problem_of, some
from marketplace.matching.allocation.problem import MILLION, NONE, Plan, Problem
from marketplace.matching.allocation.solving import solve
from marketplace.matching.allocation.wide import Pairs, solve_over
from marketplace.matching.deserts.demand import AreaNeed, Condition, needs, without
from marketplace.matching.deserts.siting import Chosen, best_additions
from marketplace.matching.edges import edges
from marketplace.matching.terms import FundTerms, MentorTerms, OfferTerms, YouthTerms

_FILE = click.Path(path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
AREAS = ("area", "youth", "without", "seats", *(condition.value for condition in Condition))
LINES = ("youth", "opportunity", "mentor", "fit", "reason", "next_best")
ALL_PAIRS = 5_000_000
"""Young people x opportunities up to which every pair that fits is placed over from the start."""

BEST = 30


@group.command("allocate")
@click.option("--opportunities", "offered", required=True, type=_FILE, help="File of opportunities.")
@click.option("--youth", "young", required=True, type=_FILE, help="File of young people.")
@click.option("--funds", "paying", type=_FILE, help="File of funds; without it money does not limit.")
@click.option("--mentors", "leading", type=_FILE, help="File of mentors; without it mentor time does not limit.")
@click.option("--on", type=_DAY, help="The day it is judged on (default today).")
@click.option("--seed", default=0, show_default=True, help="Chooses among equals.")
@click.option(
    "--edges",
    "best",
    type=click.IntRange(min=1),
    help=f"Begin with the best so many of each (default: every pair of a short list, {BEST} of a long one).",
)
@click.option("--output", required=True, type=_FILE, help="CSV file to write.")
def allocate(
    offered: Path,
    young: Path,
    paying: Path | None,
    leading: Path | None,
    on: datetime | None,
    seed: int,
    best: int | None,
    output: Path,
) -> None:
    """Write the best placement of a whole list, and print what it reaches, its proven bound and what binds as JSON."""
    offers, people, day = _given(offered, young, on)
    funds = sorted(read(paying, match_files.funds), key=_ref) if paying else []
    mentors = sorted(read(leading, match_files.mentors), key=_ref) if leading else []
    whole = len(people) * len(offers) <= ALL_PAIRS and best is None
    most = len(offers) if whole else best or BEST
    pairs = edges([one.life for one in people], offers, day, max(most, 1))
    try:
        problem = problem_of(people, offers, pairs, funds=funds, mentors=mentors)
    except ValueError as beyond:
        refuse(f"{young.name}: {beyond}")
    if whole:
        plan = solve(problem, seed=seed, progress=_progress)
    else:
        plan = solve_over(problem, _Every(people, offers, day), seed=seed, progress=_progress)
    if sys.stderr.isatty():
        click.echo("\r100 %", err=True)
    with use("th"):
        write(output, LINES, _lines(problem, plan))
    click.echo(json.dumps(_summary(plan), ensure_ascii=False))


@group.command("deserts")
@click.option("--opportunities", "offered", required=True, type=_FILE, help="File of opportunities.")
@click.option("--youth", "young", required=True, type=_FILE, help="File of young people.")
@click.option("--k", "most", default=5, show_default=True, type=click.IntRange(min=0), help="How many additions.")
@click.option("--on", type=_DAY, help="The day it is judged on (default today).")
@click.option("--output", required=True, type=_FILE, help="CSV file to write.")
def deserts(offered: Path, young: Path, most: int, on: datetime | None, output: Path) -> None:
    """Write who finds nothing by subdistrict, and print the additions that open the most as JSON, exactly counted."""
    offers, people, day = _given(offered, young, on)
    write(output, AREAS, (_area(row) for row in needs(people, offers, day)))
    with use("th"):
        chosen = [_chosen(one) for one in best_additions(people, offers, day, most)]
        click.echo(json.dumps({"without": len(without(people, offers, day)), "additions": chosen}, ensure_ascii=False))


def _given(offered: Path, young: Path, on: datetime | None) -> tuple[Sequence[OfferTerms], Sequence[YouthTerms], date]:
    """Both files in the order of their references, so that nothing depends on the order of rows."""
    offers, people, day = given(offered, young, on)
    return sorted(offers, key=_ref), sorted(people, key=_ref), day


def _ref(one: OfferTerms | YouthTerms | FundTerms | MentorTerms) -> str:
    return one.ref


def _area(row: AreaNeed) -> tuple[object, ...]:
    conditions = (row.without_by_condition.get(condition, 0) for condition in Condition)
    return (row.area, row.youth, row.without, row.seats, *conditions)


def _chosen(one: Chosen) -> dict[str, object]:
    """An addition with all it takes to count it again: the cells of a row of opportunities."""
    offer = one.addition.offer
    point = offer.point
    return {
        "what": str(one.addition.text),
        "opens": one.opens,
        "alone": one.alone,
        "youth": list(one.youth),
        "row": {
            "ref": offer.ref,
            "kind": offer.kind,
            "title": str(one.addition.text),
            "area": offer.area,
            "lat": point.lat if point else "",
            "lon": point.lon if point else "",
            "mode": offer.mode,
            "sessions": week.write(offer.slots),
            "start": offer.starts_on.isoformat(),
            "end": "",
            "apply_by": offer.apply_by.isoformat() if offer.apply_by else "",
            "seats_left": offer.seats_left,
            "languages": ";".join(sorted(offer.languages)),
            "supports_offered": ";".join(sorted(offer.supports_offered)),
            "requires_documents": 0,
            "place_type": offer.place_type,
        },
    }


class _Every:
    """Every pair that fits, of a part of the list."""

    def __init__(self, people: Sequence[YouthTerms], offers: Sequence[OfferTerms], day: date) -> None:
        self.people, self.offers, self.day = people, offers, day

    def __call__(self, first: int, last: int) -> Pairs:
        lives = [one.life for one in self.people[first:last]]
        return some(edges(lives, self.offers, self.day, len(self.offers)), first)


def _progress(done: float) -> bool:
    if sys.stderr.isatty():
        click.echo(f"\r{done:4.0%}", err=True, nl=False)
    return True


def _lines(problem: Problem, plan: Plan) -> Iterator[tuple[str, ...]]:
    rows = zip(problem.youth, plan.offer, plan.mentor, plan.fit, plan.why, plan.next_best, strict=True)
    for youth, offer, mentor, fit, why, following in rows:
        placed = offer != NONE
        yield (
            youth,
            problem.offers[int(offer)] if placed else "",
            problem.mentors[int(mentor)] if mentor != NONE else "",
            f"{int(fit) / MILLION:.6f}" if placed else "",
            str(sentences.told(why, placed=bool(placed))),
            problem.offers[int(following)] if following != NONE else "",
        )


def _summary(plan: Plan) -> dict[str, object]:
    return {
        "objective": round(plan.objective / plan.unit, 6),
        "bound": round(plan.bound / plan.unit, 6),
        "gap": plan.gap,
        "binding": [{"kind": kind, "ref": ref} for kind, ref in plan.binding],
    }
