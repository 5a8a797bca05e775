"""Shortlists: what was chosen for one young person, kept as it was judged, shared with them when it is ready.

A kept line never changes: it says what was known on its day. Whether it can still be applied for is asked anew.
"""

from collections.abc import Sequence

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload, selectinload

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.matching import changes_told, sentences
from marketplace.matching.choosing import Choice, Hit
from marketplace.matching.reasons import DEPENDS, depends, reasons
from marketplace.notices.words import pack, unpack
from marketplace.people.queries import visible_to
from models.offer import Opportunity
from models.session import db
from models.shortlist import Shortlist, ShortlistLine
from models.youth import Youth

MOST = 20
RULES_VERSION = "fit-2026-11"
"""By which hard rules a list was judged; kept with it."""

SHARED = t("Somebody who helps you put together a list for you.")


def save(youth: Youth, choice: Choice, refs: Sequence[str], *, by: Actor, note: str = "") -> Shortlist:
    """Keep what was chosen out of a list, in the order of the list.

    Raises Invalid for nothing, for too much, and for what is no longer in the list.
    """
    wanted = set(refs)
    if not wanted:
        raise Invalid(t("Choose at least one."), field="pick")
    if len(wanted) > MOST:
        raise Invalid(t("Choose at most {most} at a time.", most=MOST), field="pick")
    chosen = [hit for hit in (*choice.fitting, *choice.waiting) if hit.offer.ref in wanted]
    if len(chosen) < len(wanted):
        raise Invalid(t("Something you chose is no longer in this list. Look again and choose anew."), field="pick")
    made = Shortlist(
        ref=ids.new_ref("SL"),
        youth_id=youth.id,
        made_by_id=by.account_id,
        made_at=clock.now(),
        judged_on=choice.on,
        weights_version=choice.weights_version,
        rules_version=RULES_VERSION,
        supposed=pack(choice.change.text) if choice.change is not None else {},
        note=note.strip()[:400],
    )
    db.add(made)
    db.flush()
    db.add_all(_line(made, place, hit, choice) for place, hit in enumerate(chosen, start=1))
    record(by, "shortlist.save", made, youth=youth.ref, lines=len(chosen))
    db.flush()
    return made


def share(shortlist: Shortlist, *, by: Actor) -> None:
    """Show it to the young person and tell them; raises Conflict when that was done already."""
    _turn(shortlist, shared=True)
    record(by, "shortlist.share", shortlist)
    path = f"/youth/shortlists/{shortlist.ref}"
    notices.tell(shortlist.youth.account_id, event="shortlist.shared", message=SHARED, path=path, about=shortlist)


def take_back(shortlist: Shortlist, *, by: Actor) -> None:
    """Show it to the young person no longer; raises Conflict when they do not see it."""
    _turn(shortlist, shared=False)
    record(by, "shortlist.take_back", shortlist)
    notices.cancel(shortlist)


def one(actor: Actor, ref: str) -> Shortlist:
    """A shortlist for a young person the actor may see as staff; raises NotFound alike for foreign and missing."""
    return _found(_loaded().where(Shortlist.ref == ref, visible_to(actor)))


def one_shared(actor: Actor, ref: str) -> Shortlist:
    """A shortlist shared with the asking young person; raises NotFound."""
    own = (Shortlist.youth_id == actor.youth_id, Shortlist.shared_at.is_not(None))
    return _found(_loaded().where(Shortlist.ref == ref, *own))


def for_youth(actor: Actor, youth: Youth) -> Sequence[Shortlist]:
    """Every shortlist of a young person the actor may see, newest first."""
    found = _loaded().where(Shortlist.youth_id == youth.id, visible_to(actor))
    return db.scalars(found.order_by(Shortlist.made_at.desc(), Shortlist.id.desc())).unique().all()


def shared_with(actor: Actor, most: int = 3) -> Sequence[Shortlist]:
    """What was shared with the asking young person, newest first."""
    if actor.youth_id is None:
        return ()
    found = _loaded().where(Shortlist.youth_id == actor.youth_id, Shortlist.shared_at.is_not(None))
    return db.scalars(found.order_by(Shortlist.shared_at.desc(), Shortlist.id.desc()).limit(most)).unique().all()


def said_of(line: ShortlistLine) -> Text:
    """Why it fitted on its day, or what it depended on, in one sentence to the young person."""
    waits, phrases = _kept(line)
    return depends(waits) if waits else sentences.why(phrases)


def told_of(line: ShortlistLine) -> Text:
    """The same to the staff."""
    waits, phrases = _kept(line)
    return sentences.depends_told(waits) if waits else sentences.why_told(phrases)


def _kept(line: ShortlistLine) -> tuple[str, list[Text]]:
    """The answer it waited for, if any, and the phrases on why it fitted."""
    kept = line.reasons.get("lines")
    phrases = [unpack(each) for each in kept] if isinstance(kept, list) else []
    fields = {text.key: name for name, text in DEPENDS.items()}
    waits = next((fields[each.key] for each in phrases if each.key in fields), "")
    return waits, [each for each in phrases if each.key not in fields]


def supposed_of(shortlist: Shortlist) -> Text | None:
    """The change the list supposed, where it supposed one."""
    return unpack(shortlist.supposed) if shortlist.supposed else None


def supposed_told_of(shortlist: Shortlist) -> Text | None:
    """The same to the staff."""
    kept = supposed_of(shortlist)
    return None if kept is None else changes_told.told_of(kept)


def _line(made: Shortlist, place: int, hit: Hit, choice: Choice) -> ShortlistLine:
    said = [depends(name) for name in hit.fit.depends_on[:1]]
    said += reasons(choice.seen_as, hit.offer, choice.on, hit.money)
    return ShortlistLine(
        shortlist_id=made.id,
        place=place,
        opportunity_id=hit.shown.card.id,
        score_millionths=round(hit.score * 1_000_000),
        month_satang=hit.money.month_satang,
        minutes=hit.fit.travel_minutes,
        first_pay_on=hit.money.first_payday,
        reasons={"lines": [pack(each) for each in said]},
    )


def _turn(shortlist: Shortlist, *, shared: bool) -> None:
    turned = db.execute(
        update(Shortlist)
        .where(
            Shortlist.id == shortlist.id, Shortlist.shared_at.is_(None) if shared else Shortlist.shared_at.is_not(None)
        )
        .values(shared_at=clock.now() if shared else None, version=Shortlist.version + 1)
        .execution_options(synchronize_session=False)
        .returning(Shortlist.id)
    ).first()
    if turned is None:
        raise Conflict(t("They see it already.") if shared else t("They do not see it."))
    db.refresh(shortlist, ["shared_at", "version"])


def _loaded() -> Select[Shortlist]:
    return (
        select(Shortlist)
        .join(Youth, Youth.id == Shortlist.youth_id)
        .options(
            joinedload(Shortlist.youth),
            joinedload(Shortlist.made_by),
            selectinload(Shortlist.lines).joinedload(ShortlistLine.opportunity).joinedload(Opportunity.organisation),
        )
    )


def _found(wanted: Select[Shortlist]) -> Shortlist:
    found = db.scalar(wanted)
    if found is None:
        raise NotFound
    return found
