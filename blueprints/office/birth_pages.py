"""The birth date on the page of a young person: whether somebody has to look at it, and how it came to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.youth_forms import BirthForm
from marketplace.i18n import Text, dates, t, words
from marketplace.kernel import clock
from marketplace.people import birth, policy
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.history import Move
    from models.youth import Youth


@dataclass(frozen=True, slots=True)
class BirthPart:
    """The birth date, whether somebody has to look at it, and how it came to be."""

    born: str
    doubt: Text | None
    told: tuple[str, ...]
    action: str


def form(youth: Youth) -> BirthForm:
    """The form by which the birth date is confirmed, as it stands."""
    return BirthForm(data={"birth_date": youth.birth_date})


def part(actor: Actor, youth: Youth) -> BirthPart:
    """What is known of the birth date, and the way to confirm it for those who may."""
    doubt = birth.doubts([youth]).get(youth.id)
    born = youth.birth_date
    return BirthPart(
        born=dates.short_date(born, year=True) if born is not None else str(t("Not given")),
        doubt=t(
            "Changed by themselves on {day}, and nobody has confirmed it. Until then the guardian is asked as by the"
            " date before: {before}.",
            day=dates.short_date(clock.bangkok(doubt.at).date(), year=True),
            before=dates.short_date(doubt.before, year=True),
        )
        if doubt is not None
        else None,
        told=tuple(str(_told(move)) for move in birth.changes(youth)),
        action=url_for("office.confirm_birth_date", youth=youth.ref)
        if policy.can_confirm_birth_date(actor, youth)
        else "",
    )


def _told(move: Move) -> Text:
    """One change or confirmation in a line."""
    day = dates.short_date(clock.bangkok(move.at).date(), year=True)
    before, now = (_iso(told) for told in (move.from_state, move.to_state))
    if move.verb == birth.CONFIRMED:
        paper = words.word(v.BirthProof, move.reason)
        return t("{day}: {now} confirmed ({paper}). {note}", day=day, now=now, paper=paper, note=move.note)
    return t("{day}: changed by themselves from {before} to {now}", day=day, before=before, now=now)


def _iso(told: str) -> Text | str:
    return dates.short_date(date.fromisoformat(told), year=True) if told else t("not told")
