"""Postings that somebody is still writing: kept on the server as typed, read by their writer alone on any device.

Nothing is judged here and nothing is published: only the editor's own form makes a posting of it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.offers.policy import SUPPLIERS
from marketplace.offers.states import EDITABLE
from models.offer import Opportunity
from models.session import db
from models.writing import PostingWriting

MOST = 30
MOST_LETTERS = 60_000
KEPT_FOR = timedelta(days=90)
_TITLE_LONGEST = 160


class Overtaken(Conflict):
    """It was saved from somewhere else since this device read it; `writing` is what stands now."""

    def __init__(self, writing: PostingWriting) -> None:
        super().__init__(t("This was saved on another device meanwhile."))
        self.writing = writing


def is_writer(actor: Actor, writing: PostingWriting) -> Verdict:
    """Whoever typed it, and nobody else."""
    return Verdict.when(actor.account_id is not None and actor.account_id == writing.account_id)


def own(actor: Actor, ref: str) -> PostingWriting:
    """One's own; raises NotFound alike for foreign and missing."""
    found = db.scalars(_of(actor).where(PostingWriting.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def named(actor: Actor, ref: str) -> PostingWriting | None:
    """One's own that is no change of a kept posting, if the name is one."""
    wanted = _of(actor).where(PostingWriting.ref == ref, PostingWriting.opportunity_id.is_(None))
    return db.scalars(wanted).first() if ref else None


def of_posting(actor: Actor, posting: Opportunity) -> PostingWriting | None:
    """What one has begun to change of a posting."""
    return db.scalars(_of(actor).where(PostingWriting.opportunity_id == posting.id)).first()


def unfinished(actor: Actor) -> Sequence[PostingWriting]:
    """Everything one has begun and may still go on with, the latest first."""
    ours = select(Opportunity.id).where(
        Opportunity.organisation_id.in_(actor.organisation_ids(*SUPPLIERS)), Opportunity.state.in_(EDITABLE)
    )
    may = or_(PostingWriting.opportunity_id.is_(None), PostingWriting.opportunity_id.in_(ours))
    wanted = _of(actor).where(may).options(joinedload(PostingWriting.opportunity))
    return db.scalars(wanted.order_by(PostingWriting.saved_at.desc(), PostingWriting.id.desc())).all()


def keep(
    answers: Mapping[str, Sequence[str]],
    *,
    by: Actor,
    writing: PostingWriting | None = None,
    posting: Opportunity | None = None,
    version: int | None = None,
) -> PostingWriting:
    """Keep what was typed, whatever it is; `version` is what this device read of it.

    Raises Overtaken when another device saved in between, Invalid when there is too much of it.
    """
    said: dict[str, object] = {name: [text.replace("\x00", "") for text in texts] for name, texts in answers.items()}
    if sum(len(text) for texts in answers.values() for text in texts) > MOST_LETTERS:
        raise Invalid(t("This is too long to be kept."))
    title = (list(answers.get("title_th", ())) or [""])[0].replace("\x00", "").strip()[:_TITLE_LONGEST]
    if writing is None:
        return _begin(said, title, posting, by)
    # Saving runs while somebody types: one statement decides between two devices.
    saved = db.execute(
        update(PostingWriting)
        .where(PostingWriting.id == writing.id, PostingWriting.version == version)
        .values(answers=said, title=title, version=PostingWriting.version + 1, saved_at=clock.now())
        .execution_options(synchronize_session=False)
        .returning(PostingWriting.id)
    ).first()
    db.refresh(writing)
    if saved is None:
        raise Overtaken(writing)
    return writing


def forget(writing: PostingWriting, *, by: Actor) -> None:
    """Throw it away; the posting it was to change stays as it is."""
    record(by, "posting_writing.forget", writing)
    db.delete(writing)
    db.flush()


def finish(writing: PostingWriting | None) -> None:
    """It has become a posting, or the change of one."""
    if writing is not None:
        db.delete(writing)
        db.flush()


def is_behind(writing: PostingWriting, posting: Opportunity) -> bool:
    """Whether somebody kept another change of the posting since this was begun."""
    return writing.based_at is not None and writing.based_at < posting.changed_at


def sweep() -> int:
    """Forget what nobody has gone on with for long; returns how many went."""
    old = delete(PostingWriting).where(PostingWriting.saved_at < clock.now() - KEPT_FOR)
    return len(db.execute(old.returning(PostingWriting.id)).all())


def _begin(said: dict[str, object], title: str, posting: Opportunity | None, by: Actor) -> PostingWriting:
    counted = select(func.count()).where(PostingWriting.account_id == by.account_id)
    if (db.scalar(counted) or 0) >= MOST:
        raise Invalid(t("You have begun {most} postings already. Finish one or throw one away first.", most=MOST))
    now = clock.now()
    made = PostingWriting(
        ref=ids.new_ref("PW"),
        account_id=by.account_id,
        opportunity_id=posting.id if posting is not None else None,
        title=title,
        answers=said,
        based_at=posting.changed_at if posting is not None else None,
        begun_at=now,
        saved_at=now,
    )
    try:
        with db.begin_nested():
            db.add(made)
    except IntegrityError as error:
        if posting is None or (there := of_posting(by, posting)) is None:
            raise
        raise Overtaken(there) from error
    # Only the beginning is on record: what is typed afterwards is nobody's matter before it is kept for good.
    record(by, "posting_writing.begin", made)
    return made


def _of(actor: Actor) -> Select[PostingWriting]:
    return select(PostingWriting).where(PostingWriting.account_id == (actor.account_id or 0))
