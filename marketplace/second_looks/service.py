"""Draw a round, answer a second look, publish what was found. A claim found false is revoked and its money undone."""

from datetime import date

from sqlalchemy import and_, or_, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import decisions, funds, grounds
from marketplace.earnings.states import EARNING
from marketplace.enrolments import milestones, telling
from marketplace.enrolments.claim_states import CLAIM
from marketplace.enrolments.reasons import FALSE_COMPLETION
from marketplace.enrolments.states import ENROLMENT
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.recoveries import service as recoveries
from marketplace.second_looks import drawing, facts, policy, queries
from marketplace.second_looks.signs import risk_of, signs_of
from marketplace.second_looks.states import LOOK, ROUND
from models.earning import Earning
from models.enrolment import Enrolment
from models.milestone import Milestone
from models.second_look import LookRound, SecondLook
from models.session import db
from models.vocabulary import CountsFrom, EarningSource, LookRisk, LookState, MilestoneKind, RoundState

MOST = 500
VERBS = {LookState.TRUE: "find_true", LookState.FALSE: "find_false", LookState.UNCLEAR: "leave_unclear"}


def draw_round(area_code: str, first_on: date, last_on: date, wanted: int, *, by: Actor) -> LookRound:
    """Draw `wanted` of the completions verified in an area in a time; each moves to 'audited'.

    Raises Invalid for a time that cannot be, a number out of range, or when there is nothing to draw.
    """
    if first_on > last_on or last_on > clock.today():
        raise Invalid(t("The time begins before it ends, and ends today at the latest."), field="last_on")
    if not 1 <= wanted <= MOST:
        raise Invalid(t("Draw from 1 to {most}.", most=MOST), field="wanted")
    if not policy.can_draw(by, area_code):
        raise Invalid(t("Choose an area of your own."), field="area")
    claims = queries.verified(area_code, first_on, last_on)
    if not claims:
        raise Invalid(t("No verified completion of this time waits to be drawn."), field="first_on")
    signs = signs_of(facts.seen(claims), facts.seen(queries.others(area_code, claims)))
    strata: dict[LookRisk, list[str]] = {risk: [] for risk in LookRisk}
    for ref, found in signs.items():
        strata[risk_of(found)].append(ref)
    drawn = LookRound(
        ref=ids.new_ref("R"),
        area_code=area_code,
        first_on=first_on,
        last_on=last_on,
        seed=ids.new_ref("S"),
        sizes={str(risk): len(refs) for risk, refs in strata.items()},
        state=RoundState.OPEN,
        drawn_by_id=by.account_id,
        drawn_at=clock.now(),
    )
    db.add(drawn)
    db.flush()
    by_ref = {one.ref: one for one in claims}
    counts = drawing.shares({risk: len(refs) for risk, refs in strata.items()}, wanted)
    for risk, count in counts.items():
        for ref in drawing.draw(strata[risk], count, drawn.seed):
            claim = by_ref[ref]
            advance(CLAIM, claim, "audit", by=by, note=drawn.ref)
            db.add(
                SecondLook(
                    ref=ids.new_ref("L"),
                    round_id=drawn.id,
                    claim_id=claim.id,
                    risk=risk,
                    signs=sorted(signs[ref]),
                    state=LookState.WAITING,
                )
            )
    db.flush()
    record(by, "second_looks.draw", drawn, wanted=wanted, drawn=sum(counts.values()), of=len(claims))
    return drawn


def answer(look: SecondLook, found: LookState, *, note: str, by: Actor) -> None:
    """Say what a second look found; the note is mandatory unless it is true.

    A false completion is revoked, and so is the end of its enrolment: what it earned and was not paid is cancelled,
    what was paid stands in the list of what has to come back, what was still promised is free again. The same answer
    of the same person again changes nothing; another raises IllegalMove once it has ended.
    """
    if found not in VERBS:
        raise Invalid(t("Choose what you found."), field="found")
    if found != LookState.TRUE and not note.strip():
        raise Invalid(t("Write down what you saw."), field="note")
    if (look.looked_by_id, look.state, look.note) == (by.account_id, found, note.strip()):
        return
    advance(LOOK, look, VERBS[found], by=by, note=note, looked_by_id=by.account_id, looked_at=clock.now())
    look.note = note.strip()
    if found == LookState.TRUE:
        advance(CLAIM, look.claim, "confirm", by=by, note=look.ref)
    elif found == LookState.FALSE:
        advance(CLAIM, look.claim, "revoke", by=by, note=note)
        _take_back(look, by)


def publish(drawn: LookRound, *, by: Actor) -> None:
    """Let everybody read what a round found, once; raises Conflict while a look waits."""
    if drawn.state == RoundState.PUBLISHED:
        return
    if any(look.state == LookState.WAITING for look in drawn.looks):
        raise Conflict(t("Some completions still wait for their second look."))
    advance(ROUND, drawn, "publish", by=by, published_at=clock.now())


def earned(look: SecondLook) -> list[Earning]:
    """What the completion earned, staying after it and every correction of that included."""
    stays = select(Milestone.id).where(
        Milestone.enrolment_id == look.claim.enrolment_id,
        Milestone.kind == MilestoneKind.STAY,
        Milestone.counts_from == CountsFrom.COMPLETION,
    )
    of_claim = and_(Earning.source_type == EarningSource.CLAIM, Earning.source_id == look.claim_id)
    of_stays = and_(Earning.source_type == EarningSource.MILESTONE, Earning.source_id.in_(stays))
    found = list(db.scalars(select(Earning).where(or_(of_claim, of_stays)).order_by(Earning.id)))
    return [*found, *grounds.corrected_from(found)]


def _take_back(look: SecondLook, by: Actor) -> None:
    enrolment = db.get_one(Enrolment, look.claim.enrolment_id)
    milestones.end_all(enrolment, by=by, reason=FALSE_COMPLETION)
    for earning in earned(look):
        if EARNING.allows(earning.state, "cancel"):
            decisions.cancel(earning, by=by, reason=FALSE_COMPLETION, note=look.ref)
        else:
            recoveries.open_for(earning, reason=FALSE_COMPLETION, cause_ref=look.ref, by=by)
    funds.release_reserve(enrolment, by=by)
    if ENROLMENT.allows(enrolment.state, "revoke"):
        advance(ENROLMENT, enrolment, "revoke", by=by, reason=FALSE_COMPLETION, note=look.ref, changed_at=clock.now())
        enrolment.reason = FALSE_COMPLETION
        telling.completion_revoked(enrolment)
