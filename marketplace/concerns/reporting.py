"""Report a concern, signed in or not; add to it later, see where it stands. Reporters never read others' notes."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.access import ANONYMOUS, Actor, Verdict
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.concerns import desks, handling, naming, notes, places, rules, together
from marketplace.concerns.notes import Heading
from marketplace.concerns.states import CONCERN
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid, NotFound
from marketplace.kernel.sealing import seal
from models.concern import Concern
from models.session import db
from models.vocabulary import ConcernKind, ConcernLevel, ConcernState, ConcernUrgency, NoteHeading

LONGEST = 4_000
LONGEST_ABOUT = 200
LONGEST_SEGMENT = 40
"""References are shorter; whatever is longer in an address may be a secret."""

PUBLIC_PAGES = ("/opportunities/", "/organisations/", "/resources/", "/areas/", "/programmes/")
"""An application or a conversation has one young person in it: its address would name whoever gave no name."""

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
"""30 to the power of 12: more than 58 bits, tried at most ten times an hour by one person."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody reports; everything but the kind may be missing.

    `about` is whom it is about in words, `chosen` are keys of `places.concerned`, `works_at` is the desk it is about.
    `youth_id` is whose safety it is about, where whoever passes it on knows that; `wrote` is the account whose own
    words are passed on and are what it is about: it never sees it.
    """

    kind: ConcernKind
    text: str = ""
    contact: str = ""
    path: str = ""
    province: str = ""
    shows_name: bool = False
    about: str = ""
    chosen: tuple[str, ...] = ()
    works_at: ConcernLevel | None = None
    youth_id: int | None = None
    wrote: int | None = None
    heading: Heading | None = None
    """What of ours stands above the words; nobody is looked for in it."""


def report(draft: Draft, *, by: Actor) -> tuple[Concern, str]:
    """Keep a report and tell whoever has to look; returns it with the code by which its reporter finds it again.

    Whoever its words or choices mean among those who could look never sees it, and it goes past their desk.
    Raises Invalid for words that are too long. Without a name shown, who reported is not kept at all.
    """
    if len(draft.text) > LONGEST:
        raise Invalid(t("Please write at most {count} characters.", count=LONGEST), field="text")
    if len(draft.about) > LONGEST_ABOUT:
        raise Invalid(t("Please write at most {count} characters.", count=LONGEST_ABOUT), field="about")
    place = places.of_youth(draft.youth_id) or places.of(by, draft.path, draft.province)
    now = clock.now()
    heading, barred = draft.heading or _about(draft, by), _barred(draft, place, by)
    if not draft.shows_name:
        place = places.without_person(place)
    urgency, code = rules.URGENCY[draft.kind], new_code()
    lowest = ConcernLevel.OFFICE if place.office_key else ConcernLevel.PROVINCE
    if draft.works_at is not None:
        lowest = max(lowest, rules.above(draft.works_at), key=rules.LEVELS.index)
    lowest = naming.past(lowest, place.area_code, place.office_key, barred)
    level = desks.lowest_from(lowest, place.area_code, place.office_key, {by.account_id or 0, *barred})
    ref = ids.new_ref("CN")
    concern = Concern(
        ref=ref,
        code_hash=_hash(code),
        kind=draft.kind,
        urgency=urgency,
        level=level,
        state=ConcernState.NEW,
        area_code=place.area_code,
        office_key=place.office_key,
        about_path=draft.path[:200] if draft.shows_name or is_public_address(draft.path) else "",
        contact_sealed=seal(draft.contact.strip()[:200], f"concern|contact|{ref}") if draft.contact.strip() else None,
        reporter_id=by.account_id if draft.shows_name else None,
        shows_name=draft.shows_name and by.is_known,
        youth_id=place.youth_id if draft.shows_name else None,
        due_at=rules.due(urgency, now),
        reported_at=now,
        notes=[],
        named=[],
        pauses=[],
    )
    db.add(concern)
    db.flush()
    naming.exclude(concern, barred)
    if heading is not None or draft.text.strip():
        _add(concern, draft.text, by, draft.wrote, heading)
    # The trail of acts would give away who reported without a name.
    record(by if draft.shows_name else ANONYMOUS, "concern.report", concern, kind=str(draft.kind), level=str(level))
    together.tell_reported(concern)
    return concern, code


def by_code(code: str) -> Concern:
    """The concern somebody's code opens, in whatever spelling; raises NotFound."""
    read = spelled(code)
    if len(read.replace("-", "")) != CODE_LENGTH:
        raise NotFound
    wanted = select(Concern).where(Concern.code_hash == _hash(read))
    found = db.scalars(wanted.options(selectinload(Concern.notes), selectinload(Concern.named))).first()
    if found is None:
        raise NotFound
    return found


def own(actor: Actor) -> list[Concern]:
    """What somebody reported under their name, the newest first."""
    wanted = select(Concern).where(Concern.reporter_id == (actor.account_id or 0)).options(selectinload(Concern.notes))
    return list(db.scalars(wanted.order_by(Concern.id.desc()).limit(50)))


def one_own(actor: Actor, ref: str) -> Concern:
    """One of them; raises NotFound."""
    wanted = select(Concern).where(Concern.reporter_id == (actor.account_id or 0), Concern.ref == ref)
    found = db.scalars(wanted.options(selectinload(Concern.notes), selectinload(Concern.named))).first()
    if found is None:
        raise NotFound
    return found


def is_own(actor: Actor, concern: Concern) -> Verdict:
    """Whoever reported it under their name."""
    return Verdict.when(actor.account_id is not None and concern.reporter_id == actor.account_id)


def add(concern: Concern, text: str, *, by: Actor, wrote: int | None = None, heading: Heading | None = None) -> None:
    """More from whoever reported it; what is graver than all before makes the concern graver and its clock shorter.

    A closed concern opens again, one level higher than where it was closed.
    """
    if not text.strip():
        raise Invalid(t("Write what you want to add."), field="text")
    if len(text) > LONGEST:
        raise Invalid(t("Please write at most {count} characters.", count=LONGEST), field="text")
    who = by if concern.reporter_id is not None else ANONYMOUS
    _add(concern, text, who, wrote, heading)
    record(who, "concern.add", concern)
    graver = handling.raise_for(concern, text, by=who)
    meant = naming.exclude(concern, naming.among(text, concern.area_code, concern.office_key))
    if concern.state != ConcernState.CLOSED:
        if not handling.pass_by(concern, meant) and not graver:
            desks.tell(
                concern,
                "concern.added",
                t("Somebody added to a concern they reported: {what}, {code}.", **handling.said_of(concern)),
            )
        elif graver:
            handling.tell_graver(concern)
        return
    level = desks.lowest_from(
        rules.above(ConcernLevel(concern.level)), concern.area_code, concern.office_key, desks.named_in(concern)
    )
    advance(
        CONCERN, concern, "reopen", by=who, level=level, handler_id=None, outcome=None, closed_at=None,
        closed_by_id=None, due_at=rules.due(ConcernUrgency(concern.urgency), clock.now()),
    )  # fmt: skip
    message = t("Whoever reported it opened a closed concern again: {what}, {code}.", **handling.said_of(concern))
    desks.tell(concern, "concern.reopened", message)


def is_open_address(path: str) -> bool:
    """Whether a page's address may be kept with a report: one of ours, without what may be a secret in it."""
    if not path.startswith("/") or path.startswith("//") or not path.isascii() or not path.isprintable():
        return False
    return len(path) <= 200 and all(len(part) <= LONGEST_SEGMENT for part in path.split("/"))


def is_public_address(path: str) -> bool:
    """Whether a page looks the same to everybody, so that its address tells nothing of who was on it."""
    return path == "/" or path.startswith(PUBLIC_PAGES)


def new_code() -> str:
    """A fresh code in groups of four."""
    return spelled("".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)))


def spelled(code: str) -> str:
    """A code as it was shown when it was given, however it was typed: capitals in groups of four."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _about(draft: Draft, by: Actor) -> Heading | None:
    """Whom it is about, by choice and in words."""
    labels = dict(places.concerned(by, draft.path))
    whom = [str(labels[key]) for key in draft.chosen if key in labels]
    whom += [draft.about.strip()] if draft.about.strip() else []
    return Heading(NoteHeading.ABOUT, ", ".join(whom)) if whom else None


def _barred(draft: Draft, place: places.Place, by: Actor) -> set[int]:
    """Who could look into it and must not: whoever the words or the choices mean, or who acts for whom it is about."""
    where = (place.area_code, place.office_key)
    labels = dict(places.concerned(by, draft.path))
    keys = [key for key in draft.chosen if key in labels]
    chosen = places.accounts_of(keys)
    about = {one.id for one in places.organisations_of(draft.path, ())} | places.organisations_in(keys)
    words = naming.among(f"{draft.text}\n{draft.about}", *where)
    wrote = {draft.wrote} if draft.wrote is not None else set()
    return (words | chosen | wrote | naming.conflicted(about, *where)) - {by.account_id or 0}


def _add(concern: Concern, text: str, by: Actor, wrote: int | None, heading: Heading | None) -> None:
    author_id = by.account_id if concern.reporter_id is not None else wrote
    notes.add(concern, text, author_id, from_reporter=True, heading=heading)


def _hash(code: str) -> str:
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()
