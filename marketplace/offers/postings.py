"""Postings: a provider writes and submits, an officer of the place publishes or asks for changes."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select

from marketplace.access import Actor
from marketplace.areas.offices import office_key_for
from marketplace.areas.points import point_of
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids, week
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.offers import (
    changes,
    coming,
    drafts,
    fund_rules,
    payers,
    policy,
    promises,
    search,
    sessions,
    standing,
    telling,
)
from marketplace.offers.drafts import PostingDraft, WeeklyTime, check, check_keepable, check_words
from marketplace.offers.states import CHANGEABLE, POSTING
from models.earning import Fund
from models.offer import Opportunity, Slot
from models.organisation import Organisation
from models.session import db
from models.vocabulary import (
    CountsFrom,
    Field,
    LearningForm,
    Mode,
    OpportunityKind,
    OpportunityState,
    OrganisationState,
    PlaceType,
    Precision,
    SlotKind,
)

SENSITIVE = (
    "kind", "area_code", "place_th", "mode", "place_type", "starts_on", "ends_on", "seats_lowered",
    "age_min", "age_max", "hazards",
    "requires_documents", "wage_per_day_satang", "wage_per_hour_satang", "stipend_per_session_satang",
    "stipend_per_hour_satang", "travel_per_session_satang", "completion_bonus_satang", "cost_per_month_satang",
    "fund_id", "times",
    "promises", "stays_from",
)  # fmt: skip
"""What a reviewed posting may not change without being reviewed again: place, time, money, safety."""

EDITED = "opportunity.edit"


def create(draft: PostingDraft, organisation: Organisation, *, by: Actor) -> Opportunity:
    """Keep a new draft of `organisation`; raises Invalid for what no draft may say."""
    check_keepable(draft)
    payers.must_not_be_anothers(draft.fund_id)
    return create_unchecked(draft, organisation, by=by)


def create_unchecked(draft: PostingDraft, organisation: Organisation, *, by: Actor) -> Opportunity:
    """The same for what repeats an old posting: what it says wrongly is shown when it is changed or submitted."""
    if organisation.state not in (OrganisationState.ACTIVE, OrganisationState.RENEWAL_DUE):
        raise Invalid(t("Your organisation is not active yet, so it cannot post. Ask the office that reviews it."))
    if payers.is_anothers(draft.fund_id):
        draft = replace(draft, fund_id=None)
    opportunity = _made(organisation.id, by)
    _write(opportunity, draft)
    record(by, "opportunity.create", opportunity)
    return opportunity


def _made(organisation_id: int, by: Actor) -> Opportunity:
    now = clock.now()
    return Opportunity(
        ref=ids.new_ref("O"),
        organisation_id=organisation_id,
        created_by_id=by.account_id,
        created_at=now,
        changed_at=now,
    )


def _write(opportunity: Opportunity, draft: PostingDraft) -> None:
    _fill(opportunity, draft)
    db.add(opportunity)
    db.flush()
    _keep_times(opportunity, draft)
    promises.keep(opportunity, draft.promises)
    search.index(opportunity)


def edit(opportunity: Opportunity, draft: PostingDraft, *, by: Actor) -> Opportunity | None:
    """Change a posting; what everybody reads stands until the office has agreed to another place, time or sum.

    Returns the change that waits for the office, None where the posting itself was changed. Raises Conflict when fewer
    seats are given than are taken or another change waits, Invalid for what no draft may say.
    """
    check_keepable(draft)
    standing_one = changes.original_of(opportunity) or opportunity
    payers.must_not_be_anothers(draft.fund_id, standing_one.id)
    changes.must_seat(standing_one, draft)
    changed = changed_facts(draft_of(opportunity), draft)
    if opportunity.state in CHANGEABLE and changed & set(SENSITIVE):
        return _propose(opportunity, draft, changed, by=by)
    if opportunity.state in CHANGEABLE:
        # What everybody reads already is not reviewed again for its words.
        check_words(draft)
    is_waiting = policy.is_waiting_change(opportunity)
    if is_waiting:
        check(draft)
    if opportunity.replaces_id is not None:
        opportunity.replaces_names = sorted({*opportunity.replaces_names, *changed} - {"external_ref"})
    _apply(opportunity, draft, changed, by=by)
    if is_waiting and changed:
        advance(POSTING, opportunity, "revise", by=by, submitted_at=clock.now())
        telling.asked(opportunity)
    return None


def _apply(opportunity: Opportunity, draft: PostingDraft, changed: set[str], *, by: Actor) -> None:
    _fill(opportunity, draft)
    _keep_times(opportunity, draft)
    if "promises" in changed:
        promises.keep(opportunity, draft.promises)
    record(by, EDITED, opportunity, changed=sorted(changed))
    if opportunity.state in CHANGEABLE:
        sessions.generate(opportunity)
    search.index(opportunity)


def _propose(opportunity: Opportunity, draft: PostingDraft, changed: set[str], *, by: Actor) -> Opportunity:
    """Hand the change of a published posting in as one of its own."""
    check(draft)
    changes.must_be_the_first(opportunity)
    made = _made(opportunity.organisation_id, by)
    # The number in its organisation's own file stays with the posting.
    made.replaces_names = sorted(changed - {"external_ref"})
    made.replaces_id, made.pay_day = opportunity.id, opportunity.pay_day
    _write(made, replace(draft, external_ref=None))
    record(by, "opportunity.propose", made, changes=opportunity.ref, changed=sorted(changed))
    advance(POSTING, made, "submit", by=by, submitted_at=clock.now())
    telling.asked(made)
    return made


def _take_in(change: Opportunity, *, by: Actor, note: str) -> Opportunity:
    """Let a published posting be as its change says; raises Conflict where it is over or its seats are taken."""
    original = changes.locked(change)
    was = draft_of(original)
    draft = changes.merged(was, draft_of(change), change.replaces_names)
    check(draft)
    changes.must_seat(original, draft)
    check_papers(original)
    _apply(original, draft, changed_facts(was, draft), by=by)
    advance(POSTING, change, "take_in", by=by, note=note, review_note="")
    search.index(change)
    telling.agreed(original)
    return original


def pay_from(opportunity: Opportunity, fund: Fund, *, by: Actor) -> None:
    """Let a fund pay what is promised from now on; who was approved before is paid by the fund that promised it.

    Raises Invalid where the fund does not answer for its place or may not pay what it promises.
    """
    if not payers.covers(fund, opportunity.area_code):
        raise Invalid(t("This fund does not answer for the place of the posting."), field="posting")
    sums = fund_rules.asked_of(opportunity)
    for refusal in fund_rules.refusals(fund, opportunity, sums):
        raise Invalid(refusal, field="posting")
    before, opportunity.fund_id = opportunity.fund_id, fund.id
    db.flush()
    record(by, "opportunity.pay_from", opportunity, before=before, fund=fund.ref)
    search.index(opportunity)


def submit(opportunity: Opportunity, *, by: Actor) -> None:
    """Hand a complete draft that people can still join to the office of its place; raises Invalid naming every gap."""
    if found := lacking(opportunity):
        is_only_late = [*found.values()] == [coming.NOBODY_CAN_JOIN]
        message = coming.NOBODY_CAN_JOIN if is_only_late else t("Please look at the marked answers.")
        raise Invalid(message, errors=found)
    check_papers(opportunity)
    advance(POSTING, opportunity, "submit", by=by, submitted_at=clock.now())
    search.index(opportunity)
    telling.asked(opportunity)


def lacking(opportunity: Opportunity) -> dict[str, object]:
    """By field, all that keeps a posting from being submitted: what is said in it, and that nobody could join."""
    found = drafts.lacking(draft_of(opportunity))
    if opportunity.starts_on <= opportunity.ends_on and coming.leaves_nobody(opportunity):
        found.setdefault("ends_on", coming.NOBODY_CAN_JOIN)
    return found


def publish(opportunity: Opportunity, *, by: Actor, note: str = "") -> Opportunity:
    """Let everybody see it and make its sessions, or what is changed about the posting it is a change of.

    Returns the posting that everybody reads.
    """
    _begin_review(opportunity, by)
    if opportunity.replaces_id is not None:
        return _take_in(opportunity, by=by, note=note)
    check(draft_of(opportunity))
    check_papers(opportunity)
    advance(POSTING, opportunity, "publish", by=by, note=note, published_at=clock.now(), review_note="")
    sessions.generate(opportunity)
    search.index(opportunity)
    telling.published(opportunity)
    return opportunity


def request_changes(opportunity: Opportunity, *, by: Actor, note: str) -> None:
    """Send it back with what has to change; the note is mandatory."""
    if not note.strip():
        raise Invalid(t("Say what has to change."), field="note")
    _begin_review(opportunity, by)
    advance(POSTING, opportunity, "request_changes", by=by, note=note, review_note=note)
    search.index(opportunity)
    telling.changes_asked(opportunity)


def reject(opportunity: Opportunity, *, by: Actor, note: str) -> None:
    """Refuse it for good; the reason is mandatory."""
    if not note.strip():
        raise Invalid(t("Give the reason."), field="note")
    _begin_review(opportunity, by)
    advance(POSTING, opportunity, "reject", by=by, note=note, review_note=note)
    search.index(opportunity)
    telling.refused(opportunity)


def move(opportunity: Opportunity, verb: str, *, by: Actor, note: str = "") -> None:
    """Pause, resume, close, archive or withdraw; nothing is shown again while its organisation may publish nothing."""
    if verb == "resume":
        check_papers(opportunity)
    advance(POSTING, opportunity, verb, by=by, note=note)
    search.index(opportunity)


def check_papers(opportunity: Opportunity) -> None:
    """Raises Conflict where the organisation is not active, Invalid where a document that it needs has run out."""
    wanted = select(Organisation.state).where(Organisation.id == opportunity.organisation_id)
    if db.scalar(wanted) not in (OrganisationState.ACTIVE, OrganisationState.RENEWAL_DUE):
        raise Conflict(t("The organisation is not active, so nothing of it can be published."))
    if (why := standing.refusal(opportunity.id)) is not None:
        raise Invalid(why)


def draft_of(opportunity: Opportunity) -> PostingDraft:
    """The posting as the draft it could be edited from."""
    slots = db.scalars(
        select(Slot).where(Slot.opportunity_id == opportunity.id).order_by(Slot.weekday, Slot.start_minute)
    )
    times = tuple(WeeklyTime(week.Slot(s.weekday, s.start_minute, s.end_minute), SlotKind(s.kind)) for s in slots)
    plain: dict[str, Any] = {name: getattr(opportunity, name) for name in _COLUMNS}
    lists: dict[str, Any] = {name: tuple(getattr(opportunity, name)) for name in _LISTS}
    precise = opportunity.point_precision == Precision.PLACE
    return PostingDraft(
        **plain,
        kind=OpportunityKind(opportunity.kind),
        form=LearningForm(opportunity.form),
        field=Field(opportunity.field),
        mode=Mode(opportunity.mode),
        place_type=PlaceType(opportunity.place_type),
        lat=opportunity.lat if precise else None,
        lon=opportunity.lon if precise else None,
        times=times,
        promises=promises.of(opportunity.id),
        stays_from=CountsFrom(opportunity.stays_from),
        **lists,
    )


def changed_facts(before: PostingDraft, after: PostingDraft) -> set[str]:
    """Names of what differs; fewer seats counts as `seats_lowered`."""
    old, new = _facts(before), _facts(after)
    found = {name for name, value in new.items() if old[name] != value}
    if "seats" in found and after.seats < before.seats:
        found.add("seats_lowered")
    return found


_LISTS = ("languages", "skills", "supports", "hazards")
_COLUMNS = (
    "title_th", "title_en", "summary_th", "summary_en", "about_th", "about_en", "bring_th", "bring_en",
    "area_code", "place_th",
    "place_en", "starts_on", "ends_on", "apply_by", "seats", "age_min", "age_max", "level_min", "requires_documents",
    "wage_per_day_satang", "wage_per_hour_satang", "stipend_per_session_satang", "stipend_per_hour_satang",
    "travel_per_session_satang", "completion_bonus_satang", "cost_per_month_satang", "credits", "fund_id",
    "external_ref",
)  # fmt: skip


def _facts(draft: PostingDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


def _fill(opportunity: Opportunity, draft: PostingDraft) -> None:
    for name in _COLUMNS:
        setattr(opportunity, name, getattr(draft, name))
    for name in _LISTS:
        setattr(opportunity, name, list(getattr(draft, name)))
    for name in ("kind", "form", "field", "mode", "place_type", "stays_from"):
        setattr(opportunity, name, str(getattr(draft, name)))
    opportunity.office_key = office_key_for(draft.area_code)
    opportunity.week_mask = week.to_bytes(draft.mask)
    opportunity.changed_at = clock.now()
    if draft.lat is not None and draft.lon is not None:
        opportunity.lat, opportunity.lon, opportunity.point_precision = draft.lat, draft.lon, Precision.PLACE
    else:
        point = point_of(draft.area_code)
        opportunity.lat, opportunity.lon, opportunity.point_precision = point.lat, point.lon, point.precision


def _keep_times(opportunity: Opportunity, draft: PostingDraft) -> None:
    db.execute(
        delete(Slot).where(Slot.opportunity_id == opportunity.id), execution_options={"synchronize_session": "fetch"}
    )
    db.add_all(
        Slot(
            opportunity_id=opportunity.id,
            weekday=time.slot.weekday,
            start_minute=time.slot.start_minute,
            end_minute=time.slot.end_minute,
            kind=time.kind,
        )
        for time in draft.times
    )
    db.flush()


def _begin_review(opportunity: Opportunity, by: Actor) -> None:
    if opportunity.state == OpportunityState.SUBMITTED:
        advance(POSTING, opportunity, "start_review", by=by)
