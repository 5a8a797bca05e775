"""What an agreed change made otherwise, kept as it was read when the office agreed: before, after, when and by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import pick, use
from marketplace.offers import differences, postings
from marketplace.offers.drafts import PostingDraft
from models.account import Account
from models.history import AuditEvent
from models.offer import Opportunity
from models.session import db

AGREED = "opportunity.agreed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as it was and as it is, in the reader's language."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """One change that counts, with whoever agreed to it."""

    change_ref: str
    at: datetime
    by_id: int | None
    facts: tuple[Fact, ...]

    @property
    def by_name(self) -> str:
        """For colleagues."""
        account = db.get(Account, self.by_id) if self.by_id is not None else None
        return account.name if account is not None else "Okat"


def keep(posting: Opportunity, was: PostingDraft, *, change: Opportunity, by: Actor) -> None:
    """Write down what the change made otherwise, in both languages."""
    now, said = postings.draft_of(posting), {}
    for locale in ("th", "en"):
        with use(locale):
            found = differences.between(was, now)
            said[locale] = [[str(one.label), *map(str, one.lines)] for one in found]
    record(by, AGREED, posting, change=change.ref, th=said["th"], en=said["en"], hazards=sorted(now.hazards))


def hazards_since(posting_id: int) -> list[tuple[datetime, frozenset[str]]]:
    """Of every change of it that counts, when it did and the kinds of dangerous work from then on, oldest first."""
    wanted = select(AuditEvent.at, AuditEvent.details).where(
        AuditEvent.subject_type == Opportunity.__tablename__,
        AuditEvent.subject_id == posting_id,
        AuditEvent.action == AGREED,
    )
    found = ((at, details.get("hazards")) for at, details in db.execute(wanted.order_by(AuditEvent.id)))
    return [(at, frozenset(map(str, named))) for at, named in found if isinstance(named, list)]


def of_posting(posting: Opportunity) -> tuple[Agreed, ...]:
    """Every change of it that counts, oldest first."""
    wanted = select(AuditEvent).where(
        AuditEvent.subject_type == Opportunity.__tablename__,
        AuditEvent.subject_id == posting.id,
        AuditEvent.action == AGREED,
    )
    return tuple(
        Agreed(str(one.details["change"]), one.at, one.actor_id, tuple(_facts(one)))
        for one in db.scalars(wanted.order_by(AuditEvent.id))
    )


def of_change(change: Opportunity) -> Agreed | None:
    """What this change made otherwise, once the office has agreed to it."""
    original = db.get(Opportunity, change.replaces_id) if change.replaces_id is not None else None
    found = () if original is None else of_posting(original)
    return next((one for one in found if one.change_ref == change.ref), None)


def _facts(event: AuditEvent) -> Iterator[Fact]:
    for thai, english in zip(_rows(event, "th"), _rows(event, "en"), strict=True):
        label, *lines = (pick(one, other) for one, other in zip(thai, english, strict=True))
        yield Fact(label, tuple(lines))


def _rows(event: AuditEvent, locale: str) -> list[list[str]]:
    rows = event.details[locale]
    return rows if isinstance(rows, list) else []
