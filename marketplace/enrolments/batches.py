"""Approving many at once: only what is plain, each in its own transaction, and the rest listed with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from marketplace.access import Actor
from marketplace.areas.settings import settings_of
from marketplace.enrolments import approvals, checks, policy, queries, rules
from marketplace.i18n import Text, t
from marketplace.kernel.errors import DomainError, Invalid, NotFound
from models.earning import Fund
from models.enrolment import Enrolment
from models.session import db, transactional
from models.vocabulary import EnrolmentState


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One request a batch does not touch, and why."""

    ref: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch would do: what it takes, what it leaves out, and the money it promises."""

    taken: tuple[Enrolment, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch did; what was passed up waits for a second review and is not approved yet."""

    approved: tuple[str, ...]
    passed_up: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def plan(refs: Sequence[str], *, by: Actor) -> Plan:
    """Sort chosen requests into those a batch may approve and those a person has to open.

    Raises Invalid for none, or for more than the most a batch may hold.
    """
    wanted = _unique(refs)
    taken: list[Enrolment] = []
    left: list[LeftOut] = []
    found = {enrolment.ref: enrolment for enrolment in queries.many(by, wanted)}
    judged = checks.of_many(list(found.values()))
    for ref in wanted:
        enrolment = found.get(ref)
        if enrolment is None:
            left.append(LeftOut(ref, t("It is not in your queue.")))
            continue
        reason = _why_not(by, enrolment, checks.flags(judged[enrolment.id]), taken)
        if reason is None:
            taken.append(enrolment)
        else:
            left.append(LeftOut(ref, reason))
    return Plan(tuple(taken), tuple(left))


def passing_up(found: Sequence[Enrolment]) -> frozenset[int]:
    """Those of these, by id, for which a yes is the first of two reviews and approves nothing."""
    settings = settings_of({one.office_key for one in found}) if found else {}
    return frozenset(one.id for one in found if settings[one.office_key].two_step_review and not _step(one))


def approve_batch(refs: Sequence[str], *, by: Actor, seen: Mapping[str, int] = MappingProxyType({})) -> Outcome:
    """Approve what is plain, one transaction and one line of audit each; what cannot be done is left as it was.

    `seen` are the versions the page showed, by reference: what somebody else decided since is left with who and when.
    """
    wanted = _unique(refs)
    # Each item is its own transaction; the request's own, which has only read, ends before the first of them begins.
    db.rollback()
    done: dict[str, str] = {}
    left: list[LeftOut] = []
    for ref in wanted:
        try:
            done[ref] = _approve_one(ref, by, seen.get(ref))
        except NotFound:
            left.append(LeftOut(ref, t("It is not in your queue.")))
        except DomainError as error:
            left.append(LeftOut(ref, error.message if isinstance(error.message, Text) else t("It could not be done.")))
    passed = tuple(ref for ref, state in done.items() if state == EnrolmentState.SECOND_REVIEW)
    return Outcome(tuple(ref for ref in done if ref not in passed), passed, tuple(left))


@transactional
def _approve_one(ref: str, by: Actor, version: int | None) -> str:
    """Say yes to one that is plain; returns the state it is in then."""
    enrolment = queries.one(by, ref)
    if version is not None and version != enrolment.version:
        # Whoever was quicker is named before anything else is weighed.
        approvals.must_be_open(enrolment, by=by, version=version)
    # Held here, so that whoever asks for it below finds it in the session.
    _fund = db.get(Fund, enrolment.opportunity.fund_id) if enrolment.opportunity.fund_id is not None else None
    reason = _why_not(by, enrolment, checks.flags(checks.of(enrolment)), [])
    if reason is not None:
        raise Invalid(reason)
    approvals.approve(enrolment, by=by, why=("all_met",), version=version)
    return enrolment.state


def _why_not(by: Actor, enrolment: Enrolment, flags: int, taken: Sequence[Enrolment]) -> Text | None:
    verdict = policy.decision(by, enrolment)
    if not verdict and (already := approvals.already(enrolment)) is not None:
        return already
    if not verdict:
        return verdict.reason or t("It is not in your queue.")
    if flags:
        return t("Something here asks a person to look.")
    if taken and (taken[0].opportunity.kind, _step(taken[0])) != (enrolment.opportunity.kind, _step(enrolment)):
        return t("It is of another kind than the others.")
    return None


def _step(enrolment: Enrolment) -> bool:
    return enrolment.state == EnrolmentState.SECOND_REVIEW


def _unique(refs: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(refs))
    most = rules.number("batch_most")
    if not wanted:
        raise Invalid(t("Choose at least one."), field="pick")
    if len(wanted) > most:
        raise Invalid(t("Choose at most {most} at a time.", most=most), field="pick")
    return wanted
