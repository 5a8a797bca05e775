"""A change of a published posting and those who work there already: what the law says of each of them under it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.agreements import outdated
from marketplace.duties import watching
from marketplace.duties.placements import Placement, gathered
from marketplace.duties.states import RUNNING
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid, at_fields
from marketplace.labour.judging import Broken, judge
from marketplace.labour.rates import NoRate
from marketplace.offers import changes, postings
from marketplace.offers.drafts import PostingDraft
from marketplace.people.disclosure import view_in
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import OpportunityKind

UNLAWFUL = t("This change would make the work of people who are there unlawful, so it cannot be agreed to.")


@dataclass(frozen=True, slots=True)
class Unlawful:
    """Somebody whose work the change would make unlawful, with the rules it would break anew."""

    enrolment: Enrolment
    broken: tuple[Broken, ...]


def against(change: Opportunity) -> list[Unlawful]:
    """Whose work there the change would make unlawful; what is unlawful without it keeps nobody from agreeing."""
    original = changes.original_of(change)
    if original is None:
        return []
    would_be = changes.merged(postings.draft_of(original), postings.draft_of(change), change.replaces_names)
    if would_be.kind != OpportunityKind.PLACEMENT:
        return []
    was_work = original.kind == OpportunityKind.PLACEMENT
    found = ((one, tuple(_anew(one, would_be, was_work=was_work))) for one in gathered(_running(original)))
    return [Unlawful(one.enrolment, broken) for one, broken in found if broken]


def refusals(change: Opportunity, *, by: Actor) -> list[Text]:
    """One sentence for each rule and person, named as this reader of an office may know them."""
    return told(against(change), lambda one: view_in(by, one.youth, one).called)


def told(found: Iterable[Unlawful], called: Callable[[Enrolment], str]) -> list[Text]:
    """One sentence for each rule and person, by the name that `called` gives."""
    return [
        t(
            "{name} works there, and with this change the law would not allow it: {why}",
            name=called(one.enrolment),
            why=broken.text,
        )
        for one in found
        for broken in one.broken
    ]


def must_be_lawful(change: Opportunity, *, by: Actor) -> None:
    """Raises Invalid where it would make the work of somebody who is there unlawful, with each rule and person."""
    found = refusals(change, by=by)
    if found:
        raise Invalid(UNLAWFUL, errors=at_fields(("decision", one) for one in (UNLAWFUL, *found)))


def follow(posting: Opportunity) -> None:
    """A change counts: look at everybody who works there, and ask for agreements that say the same."""
    if posting.kind == OpportunityKind.PLACEMENT:
        outdated.follow(posting)
        watching.look_at(_running(posting))


def _running(posting: Opportunity) -> list[int]:
    wanted = select(Enrolment.id).where(Enrolment.opportunity_id == posting.id, Enrolment.state.in_(RUNNING))
    return list(db.scalars(wanted.order_by(Enrolment.id)))


def _anew(placement: Placement, would_be: PostingDraft, *, was_work: bool) -> Iterable[Broken]:
    if placement.enrolment.youth.birth_date is None:
        return
    times = tuple((time.slot, time.kind) for time in would_be.times)
    try:
        known = _blocking(placement) if was_work else {}
        changed = _blocking(replace(placement, terms=would_be, times=times))
    except (Invalid, NoRate):
        # What cannot be judged at all is refused with the posting itself.
        return
    for number, broken in changed.items():
        if number not in known or set(broken.reasons) - set(known[number].reasons):
            yield broken


def _blocking(placement: Placement) -> dict[str, Broken]:
    today = clock.today()
    return {one.number: one for one in judge(placement.case_on(today), on=today).blocking}
