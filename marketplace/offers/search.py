"""The index of the public list: kept in the same transaction as the change, so nothing shown is older than the truth.

Words are parted by us because Thai is written without spaces; what is found is ranked with titles first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, func, insert, or_, select, text

from marketplace.areas import names
from marketplace.i18n import compounds, thai, use
from marketplace.kernel import clock
from marketplace.offers import cards, catalogue, coming, pay, payers, spelling
from marketplace.offers.coming import Span
from marketplace.offers.facets import Group, is_evening, mark
from marketplace.offers.states import KNOWN
from models.listing import Listing
from models.offer import Opportunity, Slot
from models.organisation import Organisation
from models.session import db
from models.vocabulary import OpportunityState

_BATCH: Final = 500
_LONGEST_WAIT: Final = timedelta(days=60)
"""Far enough ahead that a change of an office's days to answer is seen too."""
_LISTING_LOCK: Final = 24_390_522
_TITLE_AT, _BODY_AT = "1A", "2D"
# What the search engine would break a word at: neither a letter, nor a figure, nor a mark of a Thai letter.
_BREAK: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+|_+")


def index(opportunity: Opportunity) -> None:
    """Bring the list and the search up to this opportunity, within the transaction that changed it."""
    db.flush()
    index_many([opportunity.id])


def index_many(opportunity_ids: Sequence[int]) -> None:
    """The same for many at once."""
    for first in range(0, len(opportunity_ids), _BATCH):
        _index_batch(opportunity_ids[first : first + _BATCH])
    catalogue.changed()


def rebuild() -> int:
    """Index everything that is published anew and return how many that is."""
    published = list(db.scalars(select(Opportunity.id).where(Opportunity.state == OpportunityState.PUBLISHED)))
    known = list(db.scalars(select(Listing.opportunity_id).where(Listing.listed)))
    index_many(sorted({*published, *known}))
    return len(published)


def relist_unfunded() -> int:
    """Bring up to date the rows that still promise what no fund stands behind; returns how many there were."""
    unpromised = ",".join(f'"{name}":0' for name in payers.ON_CARDS)
    promises = or_(Listing.facts.not_like(f"%{unpromised}%"), Listing.facts.like('%"points":%'))
    stale = (
        select(Listing.opportunity_id)
        .join(Opportunity, Opportunity.id == Listing.opportunity_id)
        .where(Listing.listed, Opportunity.fund_id.is_(None), promises)
    )
    found = list(db.scalars(stale))
    if found:
        index_many(found)
    return len(found)


def relist_moved() -> int:
    """Bring up to date the rows whose first day for a newcomer has passed or moved; returns how many there were."""
    untold = and_(Listing.facts.like('%"points":%'), Listing.facts.not_like('%"stays_from":%'))
    older = or_(Listing.facts.not_like('%"opens_on"%'), untold)
    running = or_(Listing.first_on < clock.today() + _LONGEST_WAIT, older)
    asked = select(Listing.opportunity_id).join(Opportunity, Opportunity.id == Listing.opportunity_id)
    still = asked.where(Listing.listed, running, Opportunity.apply_by >= clock.today())
    ids, moved = db.scalars(still.order_by(Listing.opportunity_id)).all(), 0
    for start in range(0, len(ids), _BATCH):
        wanted = select(Opportunity, Listing.first_on, Listing.apply_by, Listing.facts)
        joined = wanted.join(Listing, Listing.opportunity_id == Opportunity.id)
        rows = db.execute(joined.where(Opportunity.id.in_(ids[start : start + _BATCH]))).all()
        spans = coming.of_many([one for one, *_ in rows])
        stale = [one.id for one, first, until, facts in rows if _is_stale(spans[one.id], first, until, facts)]
        moved += len(stale)
        if stale:
            index_many(stale)
    return moved


def _is_stale(span: Span, first_on: date, apply_by: date, facts: str) -> bool:
    untold = '"opens_on"' not in facts or ('"points":' in facts and '"stays_from":' not in facts)
    return (first_on, apply_by) != (span.sorts_on, span.asks_until) or untold


def words(said: str) -> list[str]:
    """The words of a text as the index keeps them."""
    return [piece for token in thai.tokens(said) for piece in _BREAK.split(token) if piece]


def _index_batch(ids: Sequence[int]) -> None:
    if not ids:
        return
    _queue_up()
    rows = db.execute(
        select(Opportunity, Organisation, Organisation.state)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(Opportunity.id.in_(ids))
        .order_by(Opportunity.id)
    ).all()
    slots: dict[int, list[Slot]] = {}
    for slot in db.scalars(select(Slot).where(Slot.opportunity_id.in_(ids)).order_by(Slot.weekday, Slot.start_minute)):
        slots.setdefault(slot.opportunity_id, []).append(slot)
    known = set(db.scalars(select(Listing.opportunity_id).where(Listing.opportunity_id.in_(ids))))
    # The state is read as a column: what this process holds of the organisation may be older than its suspension.
    stands = {one.id: state in KNOWN for one, _, state in rows}
    shown = [one for one, _, _ in rows if one.state == OpportunityState.PUBLISHED and stands[one.id]]
    seen = {one.id for one in shown}
    kept = seen | known
    spans = coming.of_many([one for one, _, _ in rows if one.id in kept], slots)
    off = coming.off_days(sorted(kept))
    seq = int(db.scalar(select(func.coalesce(func.max(Listing.seq), 0))) or 0)
    listings = [
        listing_row(one, organisation, slots.get(one.id, []), spans[one.id], seq + number, off.get(one.id, ()))
        | {"listed": one.id in seen}
        for number, (one, organisation, _) in enumerate((found for found in rows if found[0].id in kept), start=1)
    ]
    db.execute(delete(Listing).where(Listing.opportunity_id.in_(ids)).execution_options(synchronize_session=False))
    if listings:
        db.execute(insert(Listing), listings)
    _forget_words(ids)
    organisations = {one.id: organisation for one, organisation, _ in rows}
    keep_words([(one.id, *_texts(one, organisations[one.id])) for one in shown])


def _queue_up() -> None:
    """Changes of the list follow one another, so that `seq` grows in the order of commits."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LISTING_LOCK})


def listing_row(
    one: Opportunity, organisation: Organisation, slots: Sequence[Slot], span: Span, seq: int, off: Sequence[date] = ()
) -> dict[str, object]:
    """What the listing table keeps of an opportunity; the days are those that are held, `off` those cancelled."""
    return {
        "opportunity_id": one.id,
        "seq": seq,
        "listed": one.state == OpportunityState.PUBLISHED,
        "marks": " ".join(_marks(one, slots)),
        "area_code": one.area_code,
        "lat": one.lat,
        "lon": one.lon,
        "starts_on": one.starts_on,
        "first_on": span.sorts_on,
        "apply_by": span.asks_until,
        "money_satang": pay.month_satang(one, slots),
        "week": one.week_mask,
        "facts": cards.facts_of(one, organisation, slots, span, off),
    }


def _marks(one: Opportunity, slots: Sequence[Slot]) -> Iterator[str]:
    yield mark(Group.KIND, one.kind)
    yield mark(Group.FIELD, one.field)
    yield mark(Group.FORM, one.form)
    yield mark(Group.MODE, one.mode)
    yield mark(Group.LEVEL, str(one.level_min))
    yield from (mark(Group.SUPPORT, value) for value in one.supports)
    yield from (mark(Group.LANGUAGE, value) for value in one.languages)
    if pay.pays(one):
        yield mark(Group.PAID, "1")
    if is_evening(cards.weekly(slots)):
        yield mark(Group.EVENING, "1")


def _texts(one: Opportunity, organisation: Organisation) -> tuple[str, str]:
    """What is read first, and the rest; pieces are parted apart so that a word never runs into the next piece."""
    title = "\n".join((one.title_th, one.title_en))
    body = "\n".join(
        (
            one.summary_th,
            one.summary_en,
            one.about_th,
            one.about_en,
            one.place_th,
            one.place_en,
            organisation.name_th,
            organisation.name_en,
            *_area_names(one.area_code),
        )
    )
    return title, body


def _area_names(code: str) -> Iterator[str]:
    for length in (6, 4, 2):
        for locale in ("th", "en"):
            with use(locale):
                yield names.plain(code[:length])


def _forget_words(ids: Sequence[int]) -> None:
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("DELETE FROM search_words WHERE opportunity_id = ANY(:ids)"), {"ids": list(ids)})
        return
    for place in ("search_words", "search_letters"):
        db.execute(text(f"DELETE FROM {place} WHERE rowid = :id"), [{"id": one} for one in ids])  # noqa: S608


def keep_words(texts: Iterable[tuple[int, str, str]]) -> None:
    """Let opportunities be found by their words, given as (id, title, the rest)."""
    rows: list[dict[str, Any]] = []
    learned: set[str] = set()
    for key, title, body in texts:
        first, rest = _piecewise(title), _piecewise(body)
        learned.update(first, rest)
        rows.append({"id": key, "title": first, "body": rest, "letters": thai.normalise(title.replace("\n", " "))})
    if not rows:
        return
    spelling.learn(learned)
    if db.get_bind().dialect.name == "postgresql":
        statement = (
            "INSERT INTO search_words (opportunity_id, words, letters) VALUES (:id, CAST(:words AS tsvector), :letters)"
        )
        db.execute(
            text(statement),
            [{"id": row["id"], "words": vector(row["title"], row["body"]), "letters": row["letters"]} for row in rows],
        )
        return
    db.execute(
        text("INSERT INTO search_words (rowid, title, body) VALUES (:id, :title, :body)"),
        [{"id": row["id"], "title": " ".join(row["title"]), "body": " ".join(row["body"])} for row in rows],
    )
    db.execute(
        text("INSERT INTO search_letters (rowid, letters) VALUES (:id, :letters)"),
        [{"id": row["id"], "letters": row["letters"]} for row in rows],
    )


def _piecewise(said: str) -> list[str]:
    parted = [word for piece in said.split("\n") for word in words(piece)]
    known = set(parted)
    others = (word for run in thai.normalise(said).split() for word in compounds.inside(run))
    return parted + [word for word in dict.fromkeys(others) if word not in known]


def vector(title: Sequence[str], body: Sequence[str]) -> str:
    """A text vector of PostgreSQL: title words weigh most."""
    first, rest = set(title), set(body)
    return " ".join(
        f"{lexeme(word)}:{','.join(at for at, held in ((_TITLE_AT, first), (_BODY_AT, rest)) if word in held)}"
        for word in sorted(first | rest)
    )


def lexeme(word: str) -> str:
    """A word as PostgreSQL quotes it in a vector or a query."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
