"""What staff write anew of somebody: where they live, when they are free, what they need, how they are reached.

Somebody without an account has nobody else to write it. Whoever has one answers for themselves: of them only what they
asked for is written, they are told, and what they need and how they are reached stays theirs alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid
from marketplace.people import answers, contact, desks, telling
from marketplace.people import youth as young
from models.history import Move
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

VERB, HANDED_OVER = "corrected", "youth.handed_over"
NOTE_SHORTEST, NOTE_LONGEST, ADDRESS_LONGEST = 5, 300, 300
NAMES: Final = {
    "area_code": t("where they live"),
    "free": t("free times"),
    "travel_minutes_max": t("the way there"),
    "support_needs": t("support needed"),
    "phone": t("phone number"),
    "address": t("address"),
}
"""What can be written anew, as the history names it."""

THEIR_OWN: Final = ("support_needs", "phone", "address")
"""What nobody writes for somebody who has an account."""

_SHORT: Final = {"area_code": "area", "travel_minutes_max": "travel", "support_needs": "needs"}
_LONG: Final = {short: name for name, short in _SHORT.items()}


class Overtaken(Conflict):
    """Somebody changed it since its page was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """How it is now; of the last three None leaves what is kept, and an empty text takes it away."""

    area_code: str
    free: int | None
    travel_minutes_max: int | None
    support_needs: tuple[str, ...] | None = None
    phone: str | None = None
    address: str | None = None


def correct(youth: Youth, now: Correction, *, note: str, version: int, by: Actor) -> None:
    """Keep what is different now, and how it is known; another subdistrict means another office from now on.

    Raises Invalid at the field that cannot be, Overtaken when somebody changed it since `version`, Forbidden for what
    is for its owner alone to tell.
    """
    said = plain_note(note)
    _lock(youth, version)
    before, reached = answers.of(youth), _reached(youth, now)
    needs = before.support_needs if now.support_needs is None else now.support_needs
    facts = {"area_code": now.area_code, "free": now.free, "travel_minutes_max": now.travel_minutes_max}
    told = answers.given(before, 0, **facts, support_needs=needs)
    changed = [name for name in NAMES if name in reached or getattr(told, name, None) != getattr(before, name, None)]
    _judge(youth, changed)
    answers.keep(youth, told, by=by)
    _keep_reached(youth, reached)
    _remember(youth, changed, before.area_code, said, by)
    if youth.account_id is not None:
        message = t("Your office wrote down what you told them. Please look whether it is right.")
        notices.tell(youth.account_id, event="youth.corrected", message=message, path="/youth/profile", about=youth)


def hand_over(youth: Youth) -> None:
    """Tell the office of somebody's new home that they are with it; whoever looked after them before does no more."""
    office, area = youth.office_key or "", youth.area_code or ""
    let_go(youth)
    message = t("Somebody who lives in your area now was handed over to your office. Please get in touch with them.")
    path = f"/office/youth/{youth.ref}"
    telling.office(office, area, Role.CASEWORKER, event=HANDED_OVER, message=message, path=path, about=youth)


def let_go(youth: Youth) -> None:
    """Whoever looked after somebody in a place they have left does no more, unless they work in the new one too."""
    office, area = youth.office_key or "", youth.area_code or ""
    if youth.case_worker_id not in desks.accounts_of(office, Role.CASEWORKER, area_code=area):
        youth.case_worker_id = None
        db.flush()


def changes(youth: Youth) -> Sequence[Move]:
    """Everything that was written anew, newest first."""
    wanted = select(Move).where(
        Move.subject_type == Youth.__tablename__, Move.subject_id == youth.id, Move.verb == VERB
    )
    return db.scalars(wanted.order_by(Move.id.desc())).all()


def changed_in(move: Move) -> tuple[Text, ...]:
    """What one of these changes wrote anew, in words."""
    return tuple(NAMES[_LONG.get(short, short)] for short in move.reason.split(","))


def plain_note(note: str) -> str:
    """How it is known, in one sentence; raises Invalid for what says nothing."""
    said = " ".join(note.split())
    if not NOTE_SHORTEST <= len(said) <= NOTE_LONGEST:
        raise Invalid(t("Write in one sentence how you know it, for example that they told you."), field="note")
    return said


def _lock(youth: Youth, version: int) -> None:
    taken = db.execute(
        update(Youth)
        .where(Youth.id == youth.id, Youth.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
        .returning(Youth.id)
    ).first()
    if taken is None:
        db.refresh(youth)
        raise Overtaken(t("Somebody else has changed this meanwhile. Nothing of yours is kept yet."))
    db.refresh(youth)


def _reached(youth: Youth, now: Correction) -> dict[str, str]:
    """The sealed facts that are different now, in the form they are kept in."""
    found: dict[str, str] = {}
    if now.phone is not None:
        found["phone"] = contact.phone(now.phone) if now.phone.strip() else ""
    if now.address is not None:
        found["address"] = contact.plain(now.address, longest=ADDRESS_LONGEST, field="address")
    elif now.area_code != youth.area_code and youth.address_sealed is not None and youth.account_id is None:
        said = t("They live elsewhere now. Write the new address, or tick that the one we have is no longer right.")
        raise Invalid(said, field="address")
    return {fact: text for fact, text in found.items() if text != young.read(youth, fact)}


def _judge(youth: Youth, changed: Sequence[str]) -> None:
    if youth.account_id is not None and any(name in THEIR_OWN for name in changed):
        raise Forbidden(t("This is for them alone to tell."))
    if not changed:
        raise Invalid(t("Nothing is different from what is kept."))


def _keep_reached(youth: Youth, reached: dict[str, str]) -> None:
    if "phone" in reached:
        young.put_phone(youth, reached["phone"])
    if "address" in reached:
        young.put(youth, "address", reached["address"])
    db.flush()


def _remember(youth: Youth, changed: Sequence[str], before: str | None, said: str, by: Actor) -> None:
    has_moved = "area_code" in changed
    db.add(
        Move(
            subject_type=youth.__tablename__,
            subject_id=youth.id,
            verb=VERB,
            from_state=(before or "") if has_moved else "",
            to_state=(youth.area_code or "") if has_moved else "",
            actor_id=by.account_id,
            reason=",".join(_SHORT.get(name, name) for name in changed),
            note=said,
            at=clock.now(),
        )
    )
    db.flush()
    record(by, "youth.corrected", youth, fields=sorted(changed))
