"""Finished values for the verification of completions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.exporting import Export, links
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact, Step
from marketplace.audit import history
from marketplace.enrolments import attendance, claim_states, claimed_hours, claims, learner_names, progress
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.offers import payers
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Verdict
    from models.enrolment import Claim

PAGE = 20


@dataclass(frozen=True)
class Line:
    """One claim in the list."""

    href: str
    title: str
    note: Text
    due: Text | str
    due_kind: str
    flag: Text | None


@dataclass(frozen=True)
class WaitingPage:
    """Claims that wait for a decision."""

    total: int
    items: tuple[Line, ...]
    pages: tuple[PageLink, ...]
    export: Export


@dataclass(frozen=True)
class Proof:
    """A file that was given."""

    href: str
    title: str
    note: Text


@dataclass(frozen=True)
class ClaimPage:
    """One claim with what a decision needs."""

    title: Text
    subtitle: str
    facts: tuple[Fact, ...]
    files: tuple[Proof, ...]
    steps: tuple[Step, ...]
    can_decide: bool
    why_not: Text | None
    waits: bool
    state: Text
    flag: Text | None


def waiting(found: Sequence[Claim], total: int, page: int) -> WaitingPage:
    """The soonest due first."""
    names = learner_names.of_all(one.enrolment for one in found)
    done = progress.of_many([one.enrolment for one in found])
    return WaitingPage(
        total=total,
        items=tuple(_line(one, done[one.enrolment_id], names) for one in found),
        pages=page_links("office.show_claims", page, total, PAGE),
        export=links("office.export_claims"),
    )


def waiting_file(found: Sequence[Claim]) -> tuple[list[object], list[list[object]]]:
    """The same with a head, for a file."""
    head: list[object] = [
        t("Reference"), t("Name"), t("Posting"), t("Organisation"), t("Hours claimed"), t("Sessions attended"),
        t("Sessions planned"), t("Sessions held"), t("Look at"), t("Due"),
    ]  # fmt: skip
    done = progress.of_many([one.enrolment for one in found])
    names = learner_names.of_all(one.enrolment for one in found)
    return head, [_row(one, done[one.enrolment_id], names) for one in found]


def _row(claim: Claim, done: progress.Progress, names: learner_names.Names) -> list[object]:
    offer = claim.enrolment.opportunity
    return [
        claim.ref,
        learner_names.pick(names, claim.enrolment),
        pick(offer.title_th, offer.title_en),
        pick(offer.organisation.name_th, offer.organisation.name_en),
        claim.hours,
        done.attended,
        done.planned,
        done.held,
        done.flag or "",
        clock.bangkok(claim.due_at).date().isoformat() if claim.due_at else "",
    ]


def owed_satang(claim: Claim) -> int:
    """What is owed once it is verified; nothing where no fund pays."""
    offer = claim.enrolment.opportunity
    return 0 if payers.lacks_fund(offer) else offer.completion_bonus_satang


def one(claim: Claim, verdict: Verdict) -> ClaimPage:
    """Hours against attendance, proof in view."""
    enrolment, offer = claim.enrolment, claim.enrolment.opportunity
    seen, done, moves = attendance.summary(enrolment), progress.of(enrolment), history(claim)
    said = claimed_hours.told(claim, moves)
    return ClaimPage(
        title=t("Completion of {name}", name=learner_names.one(enrolment)),
        subtitle=pick(offer.title_th, offer.title_en),
        facts=(
            Fact(t("Organisation"), pick(offer.organisation.name_th, offer.organisation.name_en)),
            Fact(t("Hours claimed"), claim.hours),
            Fact(
                t("Attendance"),
                lines=(done.text, t("{hours} hours, away {away} times", hours=seen["hours"], away=seen["away"])),
            ),
            Fact(t("What was learned"), lines=claims.paragraphs_of(claim) or ("–",)),
            Fact(t("Credits"), offer.credits),
            Fact(t("Owed when verified"), t("{sum} baht", sum=baht(owed_satang(claim)))),
        ),
        files=tuple(
            Proof(
                url_for("provider.show_file", ref=file.ref),
                file.given_name,
                t("{size} kB", size=max(1, file.size // 1024)),
            )
            for file in claim.evidence
        ),
        steps=tuple(Step(claim_states.step(move), said[move.id], dates.date_time(move.at)) for move in moves),
        can_decide=bool(verdict),
        why_not=verdict.reason,
        waits=claim.state in (v.ClaimState.CLAIMED, v.ClaimState.UNDER_REVIEW),
        state=words.word(v.ClaimState, claim.state),
        flag=done.flag,
    )


def _line(one: Claim, done: progress.Progress, names: learner_names.Names) -> Line:
    due: Text | str = ""
    kind = ""
    if one.due_at is not None:
        kind = "late" if one.due_at < clock.now() else ""
        due = t("Answer by {day}", day=dates.short_date(clock.bangkok(one.due_at).date()))
    title = pick(one.enrolment.opportunity.title_th, one.enrolment.opportunity.title_en)
    return Line(
        url_for("office.show_claim", claim=one.ref),
        learner_names.pick(names, one.enrolment),
        t("{title}, hours {hours}, sessions {attended} of {planned}", title=title, hours=one.hours,
          attended=done.attended, planned=done.planned),
        due,
        kind,
        done.flag,
    )  # fmt: skip
