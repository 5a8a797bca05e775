"""A run in words: where it stands, what the plan is worth, what stands in the way, and why a line reads so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.areas import names
from marketplace.i18n import Text, dates, t, words
from marketplace.matching.allocation.problem import Why
from marketplace.matching.workbench import queries, titles
from marketplace.notices.words import unpack
from models.vocabulary import AllocationState as S
from models.vocabulary import OpportunityKind, Support

if TYPE_CHECKING:
    from models.allocation import AllocationLine, AllocationRun

STATES = {
    S.QUEUED: t("Waiting for its turn"),
    S.RUNNING: t("Being worked out"),
    S.PROPOSED: t("A proposal"),
    S.FAILED: t("Could not be worked out"),
    S.CANCELLED: t("Stopped"),
    S.APPLYING: t("Applications are being made"),
    S.APPLIED: t("Applied"),
}
WHYS = {
    Why.BEST: t("The best of everything that fits"),
    Why.LOCKED: t("Locked by a person"),
    Why.NO_FIT: t("Nothing open fits just now"),
    Why.SEATS: t("A better fit has no free seat left"),
    Why.FUND: t("The fund of a better fit has no money left"),
    Why.MENTOR: t("No mentor has an hour left for a better fit"),
}
MOST_BINDING = 8


def state_text(run: AllocationRun, counted: dict[str, int]) -> Text:
    """What the state means and what comes next."""
    match S(run.state):
        case S.QUEUED | S.RUNNING | S.APPLYING:
            return t("You may leave this page; it goes on by itself.")
        case S.PROPOSED:
            return t("Nothing has happened yet. Look through it, lock what is right, and apply when you are sure.")
        case S.FAILED:
            return unpack(run.trouble) if run.trouble else t("Try again.")
        case S.CANCELLED:
            return t("Nothing was proposed. You can run it again.")
        case S.APPLIED:
            return t(
                "Applications made: {applied}. Left out: {skipped}. Providers and the office decide on each.",
                applied=counted["applied"],
                skipped=counted["skipped"],
            )


def sums(run: AllocationRun, counted: dict[str, int]) -> tuple[Text, ...]:
    """How many are placed, what the plan is worth, and how far the best possible could be."""
    if not counted[""]:
        return ()
    placed = t("Placed: {placed} of {all} people", placed=counted["placed"], all=counted[""])
    shown = t("The points of all lines add up to {points}.", points=points(queries.points(run)))
    if run.objective is None:
        return placed, shown
    worth = t("Each counted with its weight, the plan is worth {points}", points=points(run.objective))
    if run.bound is None:
        return placed, shown, worth, _unproven(S(run.state))
    worth = t("{worth}; no plan with the same locks can be worth more than {most}", worth=worth, most=points(run.bound))
    gap = (run.bound - run.objective) / run.bound if run.bound else 0.0
    if gap < 0.0001:
        return placed, shown, worth, t("There is no better plan within these limits.")
    return placed, shown, worth, t("At most {percent} % could still be gained.", percent=f"{gap * 100:.2f}")


def _unproven(state: S) -> Text:
    """Why it is not known how near the plan is to the best."""
    match state:
        case S.PROPOSED:
            return t("Lines or locks were changed since. Run it again to learn how near it is to the best.")
        case S.APPLYING | S.APPLIED:
            return t("Lines or locks were changed since it was worked out; how near it is to the best is not known.")
        case _:
            return t("The lines below are those of the plan before.")


def binding(run: AllocationRun) -> tuple[Text, ...]:
    """What stands before better fits, each in a sentence."""
    found: Any = run.binding.get("found", ())
    known = titles.of(found)
    said = [_binds(kind, known.get(ref, ref)) for kind, ref in found[:MOST_BINDING]]
    more = len(found) - MOST_BINDING
    return (*said, t("and {count} more limits", count=more)) if more > 0 else tuple(said)


def why(line: AllocationLine) -> Text:
    """Why the line reads as it does."""
    if line.by_hand:
        return t("Placed by hand") if line.opportunity_id is not None else t("Left out by hand")
    return WHYS.get(Why(line.why), t("Not looked at")) if line.why else t("Not looked at")


def replay(run: AllocationRun) -> Text:
    """Whether the plan was found again."""
    if run.replayed_at is not None:
        day = dates.date_time(run.replayed_at)
        changed = queries.changed(run)
        if run.replay_same and changed:
            return t(
                "Worked out again on {day}: the very same plan as first proposed. Lines changed by hand since: {count}",
                day=day,
                count=changed,
            )
        if run.replay_same:
            return t("Worked out again on {day}: the very same plan.", day=day)
        return t("Worked out again on {day}: another plan. Tell whoever keeps the system.", day=day)
    if run.replay_asked_at is not None:
        return t("Being worked out again")
    return t("With the same list and the same seed anybody finds the same plan.")


def who(run: AllocationRun) -> tuple[Text | str, ...]:
    """Whose list it is."""
    asked: dict[str, Any] = run.asked
    if asked.get("refs"):
        return (t("People by reference: {count}", count=len(asked["refs"])),)
    said: list[Text | str] = [t("Everybody") if asked.get("with_cases") else t("Without a request")]
    if asked.get("area"):
        said.append(names.titled(asked["area"]))
    if asked.get("need"):
        said.append(words.word(Support, asked["need"]))
    if asked.get("mine"):
        said.append(t("Looked after by whoever asked"))
    return tuple(said)


def what(run: AllocationRun) -> tuple[Text | str, ...]:
    """In what they are placed."""
    asked: dict[str, Any] = run.asked
    where = names.titled(asked["offer_area"]) if asked.get("offer_area") else t("The whole province, and online")
    said: list[Text | str] = [where]
    said += [words.word(OpportunityKind, kind) for kind in asked.get("kinds", ())]
    if asked.get("fund"):
        said.append(titles.of([("fund", asked["fund"])]).get(asked["fund"], asked["fund"]))
    return tuple(said)


def points(millionths: int) -> str:
    """A fit, or the sum of many, in points of a hundred each."""
    return f"{millionths / 10_000:,.1f}"


def _binds(kind: str, title: str) -> Text:
    match kind:
        case "seats":
            return t("{title}: every seat is taken, and more people would fit better there", title=title)
        case "fund":
            return t("{title}: the money is used up, and more people would fit better", title=title)
        case _:
            return t("{title}: has no hour left, and more people would fit better", title=title)
