"""Look into a concern: take it, give it to a case worker, note, name whom it is about, pause access, close."""

from sqlalchemy import select

from marketplace import notices
from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.concerns import desks, notes, rules
from marketplace.concerns.states import CONCERN
from marketplace.concerns.words import KINDS
from marketplace.i18n import Text, dates, screening, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.kernel.sealing import seal, unseal
from marketplace.people import accounts
from marketplace.resources import pledges
from marketplace.resources.states import PLEDGE
from models.account import Account
from models.concern import AccessPause, Concern, ConcernNamed
from models.resource import Resource
from models.session import db
from models.vocabulary import ConcernKind, ConcernLevel, ConcernOutcome, ConcernState, ConcernUrgency

REASON_LEAST = 10


def take(concern: Concern, *, by: Actor) -> None:
    """Take a new concern up: its clock stops; raises Conflict when a colleague was quicker."""
    advance(CONCERN, concern, "take", by=by, handler_id=by.account_id, taken_at=clock.now(), due_at=None)


def hand_over(concern: Concern, account_id: int, *, by: Actor) -> None:
    """Give it to a case worker of the place, who sees it from now on; raises Invalid for anybody else.

    The move keeps to whom: whoever had it may follow where it goes (`traces.py`).
    """
    if account_id not in desks.case_workers_of(concern):
        raise Invalid(t("Choose a case worker of this place."), field="worker")
    worker = db.get_one(Account, account_id)
    advance(CONCERN, concern, "hand_over", by=by, note=worker.ref, handler_id=worker.id)
    notices.tell(
        account_id,
        event="concern.given",
        message=t("A concern was given to you: {what}, {code}.", **said_of(concern)),
        path=desks.PATH.format(ref=concern.ref),
        about=concern,
    )


def note(concern: Concern, text: str, *, by: Actor) -> None:
    """Keep what was seen, said or done; only those who look into it read it."""
    _write(concern, text, by, field="text")
    record(by, "concern.note", concern)


def judge(concern: Concern, urgency: ConcernUrgency, *, by: Actor) -> None:
    """Say how urgent it is; while nobody has taken it up its clock runs anew from when it was reported."""
    if concern.urgency == urgency:
        return
    record(by, "concern.judge", concern, before=concern.urgency, now=str(urgency))
    concern.urgency = urgency
    if concern.state == ConcernState.NEW:
        concern.due_at = rules.due(urgency, concern.reported_at)


def raise_for(concern: Concern, said: str, *, by: Actor) -> bool:
    """Make a concern as grave as words of danger that were added to it; never less grave, and no clock gets longer."""
    if not (found := screening.danger_of(said)):
        return False
    kind = min(ConcernKind(concern.kind), ConcernKind(found), key=rules.KINDS.index)
    before = ConcernUrgency(concern.urgency)
    urgency = min(before, rules.URGENCY[kind], key=rules.URGENCIES.index)
    if (kind, urgency) == (concern.kind, before):
        return False
    record(by, "concern.raise", concern, kind=str(kind), before=str(before), now=str(urgency))
    concern.kind, concern.urgency = kind, urgency
    if concern.due_at is not None:
        concern.due_at = min(concern.due_at, rules.due(urgency, clock.now()))
    db.flush()
    return True


def tell_graver(concern: Concern) -> None:
    """Tell whoever answers for it, and whoever has it in hand, that it is graver than it was."""
    message = t(
        "A concern became graver: something was added to it ({what}, {code}). Look at it now.", **said_of(concern)
    )
    if concern.due_at is not None:
        when = dates.date_time(concern.due_at)
        message = t(
            "A concern became graver: something was added to it ({what}, {code}). Take it up by {when}.",
            when=when, **said_of(concern),
        )  # fmt: skip
    desks.tell(concern, "concern.graver", message, also=concern.handler_id)


def said_of(concern: Concern) -> dict[str, Text | str]:
    """By what a notice names a concern: its kind and its code, and nobody."""
    return {"what": KINDS[ConcernKind(concern.kind)], "code": concern.ref}


def name(concern: Concern, who: str, *, by: Actor) -> Account:
    """Say whom it is about, by phone, e-mail or reference: from now on they neither see it nor decide on it.

    Where that leaves nobody at its level it goes up. Raises Invalid when nobody is found, Conflict for the reporter.
    """
    account = _found(who)
    if account is None:
        raise Invalid(t("Nobody with this phone number, e-mail or reference has an account."), field="who")
    if account.id == concern.reporter_id:
        raise Conflict(t("That is whoever reported it."))
    if account.id == by.account_id:
        raise Forbidden(t("You cannot name yourself. Ask a colleague to take it over."))
    known = next((one for one in concern.named if one.account_id == account.id), None)
    if known is not None and known.named_by_id is not None:
        return account
    if known is None:
        known = ConcernNamed(account_id=account.id, account=account, at=clock.now())
        concern.named.append(known)
    known.named_by_id = by.account_id
    db.flush()
    record(by, "concern.name", concern, account=account.ref)
    if concern.handler_id == account.id:
        _up(concern, by=SYSTEM, reason="handler_named", at_least=ConcernLevel(concern.level))
    elif concern.state == ConcernState.NEW and not (
        desks.accounts_at(ConcernLevel(concern.level), concern.area_code, concern.office_key) - desks.named_in(concern)
    ):
        _up(concern, by=SYSTEM, reason="all_named", at_least=rules.above(ConcernLevel(concern.level)))
    return account


def pass_by(concern: Concern, meant: set[int]) -> bool:
    """Take it past the desk of those whom words added to it mean: from the hands of one, or while nobody has it."""
    level = ConcernLevel(concern.level)
    here = desks.accounts_at(level, concern.area_code, concern.office_key)
    if concern.handler_id not in meant and not (concern.state == ConcernState.NEW and here & meant):
        return False
    _up(concern, by=SYSTEM, reason="words_name", at_least=rules.above(level))
    return True


def pause(concern: Concern, account_ref: str, reason: str, *, by: Actor) -> AccessPause:
    """The interim measure: at the next request this account acts over nobody but itself, until it is ended.

    Only somebody a reader of the concern named, or whose own words opened it: those whom its words may mean are kept
    out of it, no more, until then.
    Raises Invalid without a reason, Conflict when it waits already.
    """
    named = next((one for one in concern.named if one.account.ref == account_ref), None)
    if named is None or named.account_id not in accused(concern):
        raise NotFound
    if len(reason.strip()) < REASON_LEAST:
        raise Invalid(t("Write why access has to wait, in a sentence."), field="pause_reason")
    if any(one.account_id == named.account_id and one.ended_at is None for one in concern.pauses):
        raise Conflict(t("Access is paused already."))
    ref = ids.new_ref("AP")
    made = AccessPause(
        ref=ref,
        account_id=named.account_id,
        account=named.account,
        reason_sealed=seal(reason.strip()[:1_000], f"access_pause|reason|{ref}"),
        began_by_id=by.account_id,
        began_at=clock.now(),
    )
    concern.pauses.append(made)
    db.flush()
    record(by, "concern.pause", concern, account=account_ref)
    _stop_pledges(named.account_id, by)
    return made


def resume(concern: Concern, pause_ref: str, reason: str, *, by: Actor) -> None:
    """End an interim measure, with the reason; raises Conflict when it has ended."""
    found = next((one for one in concern.pauses if one.ref == pause_ref), None)
    if found is None:
        raise NotFound
    if len(reason.strip()) < REASON_LEAST:
        raise Invalid(t("Write why access may begin again, in a sentence."), field="end_reason")
    if found.ended_at is not None:
        raise Conflict(t("This has ended already."))
    found.end_reason_sealed = seal(reason.strip()[:1_000], f"access_pause|end_reason|{found.ref}")
    found.ended_at, found.ended_by_id = clock.now(), by.account_id
    record(by, "concern.resume", concern, account=found.account.ref)


def escalate(concern: Concern, reason: str, *, by: Actor) -> None:
    """Pass it to the next level by hand, with the reason; raises Conflict at the highest."""
    if concern.level == ConcernLevel.COUNTRY:
        raise Conflict(t("It is at the highest level already."))
    _write(concern, reason, by, field="reason")
    _up(concern, by=by, reason="by_hand", at_least=rules.above(ConcernLevel(concern.level)))


def escalate_overdue(concern: Concern) -> None:
    """Nobody took it up in time: the next level is told and its clock begins; at the highest it is told again."""
    _up(concern, by=SYSTEM, reason="overdue", at_least=rules.above(ConcernLevel(concern.level)))


def close(concern: Concern, outcome: ConcernOutcome, text: str, told: str, *, by: Actor) -> None:
    """Close it with what came of it and what whoever reported it is told; both are written out.

    Raises Conflict while access is still paused: that is decided first, either way.
    """
    if len(told.strip()) < REASON_LEAST:
        raise Invalid(t("Write to whoever reported it what was done, in a sentence."), field="told")
    if any(one.ended_at is None for one in concern.pauses) and outcome in (
        ConcernOutcome.NOT_CONFIRMED,
        ConcernOutcome.DUPLICATE,
    ):
        raise Conflict(t("Access is still paused here. End the pause first, or choose another end."))
    _write(concern, text, by, field="done")
    advance(
        CONCERN, concern, "close", by=by, outcome=outcome, told=told.strip()[:500],
        closed_at=clock.now(), closed_by_id=by.account_id,
    )  # fmt: skip
    notices.tell(
        concern.reporter_id,
        event="concern.closed",
        message=t("There is an answer to what you reported."),
        path=f"/report/mine/{concern.ref}",
        about=concern,
    )


def wrote(concern: Concern) -> set[int]:
    """Whose own words a concern is about that nobody reported: Okat found them where they were typed."""
    if concern.reporter_id is not None:
        return set()
    return {one.author_id for one in concern.notes if one.from_reporter and one.author_id is not None}


def accused(concern: Concern) -> set[int]:
    """Whom a concern is about: those a reader of it named, and whose own words opened it."""
    by_words = wrote(concern)
    return {one.account_id for one in concern.named if one.named_by_id is not None or one.account_id in by_words}


def contact_of(concern: Concern) -> str:
    """How whoever reported it may be reached, or nothing."""
    return unseal(concern.contact_sealed, f"concern|contact|{concern.ref}") if concern.contact_sealed else ""


def reason_of(one: AccessPause) -> str:
    """Why access waits."""
    return unseal(one.reason_sealed, f"access_pause|reason|{one.ref}")


def _stop_pledges(account_id: int, by: Actor) -> None:
    """What they lend or give of themselves is offered to nobody; it comes back only after it was looked at anew."""
    for pledge in db.scalars(select(Resource).where(Resource.owner_account_id == account_id).order_by(Resource.id)):
        if PLEDGE.allows(pledge.state, "suspend"):
            pledges.move(pledge, "suspend", by=by, reason="interim_measure")


def _up(concern: Concern, *, by: Actor, reason: str, at_least: ConcernLevel) -> None:
    level = desks.lowest_from(at_least, concern.area_code, concern.office_key, desks.named_in(concern))
    now = clock.now()
    due = rules.due(ConcernUrgency(concern.urgency), now)
    advance(CONCERN, concern, "escalate", by=by, reason=reason, level=level, handler_id=None, due_at=due)
    when = dates.date_time(due)
    message = t("A concern came up to you: {what}, {code}. Take it up by {when}.", when=when, **said_of(concern))
    desks.tell(concern, "concern.escalated", message)


def _write(concern: Concern, text: str, by: Actor, *, field: str) -> None:
    if len(text.strip()) < REASON_LEAST:
        raise Invalid(t("Write it out in a sentence."), field=field)
    if len(text) > 4_000:
        raise Invalid(t("Please write at most {count} characters.", count=4_000), field=field)
    notes.add(concern, text, by.account_id)


def _found(who: str) -> Account | None:
    said = who.strip()[:120]
    return accounts.find(said) or db.scalar(select(Account).where(Account.ref == said.upper()))
