"""How things are now with somebody whose life has changed: where they live, when they are free, whom to ring."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField

from blueprints.fields import SubdistrictField, TicksField, at_most, needed, no_contact, options
from blueprints.forms import NO_VERSION, Form, fail, version_in
from marketplace.i18n import t, words
from marketplace.kernel import week
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.people import answers, contact, corrections, free_time
from marketplace.people.corrections import THEIR_OWN, Correction
from models.vocabulary import Support

if TYPE_CHECKING:
    from models.youth import Youth

MINUTES = (15, 30, 45, 60, 90)
ANY = "any"


class AnswersForm(Form):
    """What staff write anew; of somebody with an account only what they may be asked to write."""

    area_code = SubdistrictField(t("Subdistrict they live in"), validators=[needed()])
    free = TicksField(t("Their free time in a week"), choices=options((part.code, part.code) for part in week.PARTS))
    minutes = RadioField(t("How long may the way there take?"), validators=[needed()], default=ANY)
    support_needs = TicksField(t("What must be there so that they can come?"), choices=options(words.choices(Support)))
    phone = StringField(t("Phone number"), validators=[at_most(40)])
    no_phone = BooleanField(t("The number we have is no longer right. Take it away"))
    address = StringField(t("Address"), validators=[at_most(corrections.ADDRESS_LONGEST)])
    no_address = BooleanField(t("The address we have is no longer right. Take it away"))
    note = TextAreaField(t("How you know it"), validators=[needed(), at_most(corrections.NOTE_LONGEST), no_contact])
    version = HiddenField()
    as_read = HiddenField()
    """What stood on the page when it was opened: what is sent as it stood there was not written by whoever sends it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_minutes()

    def _offer_minutes(self) -> None:
        own = self.minutes.data or ""
        asked = {int(own)} if own.isdecimal() and 0 < int(own[:4]) <= answers.FARTHEST_MINUTES else set[int]()
        self.minutes.choices = [
            *((str(each), t("Up to {minutes} minutes", minutes=each)) for each in sorted({*MINUTES, *asked})),
            (ANY, t("It does not matter")),
        ]

    @classmethod
    def of(cls, youth: Youth) -> Self:
        """The form as it is kept today; what is sealed is not read for it."""
        now = _as_kept(youth)
        return cls(data=now | {"version": str(youth.version), "as_read": json.dumps(now)})._for(youth)

    @classmethod
    def posted_for(cls, youth: Youth) -> Self:
        """The form as it was sent, without what is theirs alone to tell."""
        return cls.posted()._for(youth)

    def validate_phone(self, field: StringField) -> None:
        """A number somebody can be called by, when one is given."""
        if (field.data or "").strip():
            _held(contact.phone, field)

    def validate_note(self, field: TextAreaField) -> None:
        """A sentence, not a word."""
        _held(corrections.plain_note, field)

    def correction(self, youth: Youth) -> Correction:
        """What was written; an empty phone number or address leaves the one that is kept."""
        before = answers.of(youth).free
        free = free_time.ticked(before, self.free.data) if self.free.data else None
        limit = None if self.minutes.data == ANY else int(self.minutes.data)
        if "support_needs" not in self:
            return Correction(area_code=self.area_code.data, free=free, travel_minutes_max=limit)
        return Correction(
            area_code=self.area_code.data,
            free=free,
            travel_minutes_max=limit,
            support_needs=tuple(self.support_needs.data or ()),
            phone=_anew(self.phone, self.no_phone),
            address=_anew(self.address, self.no_address),
        )

    def take_overtaken(self, refusal: DomainError, kept: Mapping[str, object], youth: Youth) -> None:
        """What is kept otherwise by now stands at its field; what was written stays, to be looked at and sent again.

        A field that was left as it was read takes what is kept now, so that nobody's answer is put back unseen.
        """
        self.take(refusal)
        self.form_errors.append(str(t("Look at what is kept now, and keep yours again as it should be.")))
        self.take_rest({name: said for name, said in kept.items() if name in self})
        now, read = _as_kept(youth), _read(self.as_read.data or "")
        for name in now.keys() & read.keys():
            if name in self and _plain(self[name].data) == _plain(read[name]):
                self[name].raw_data, self[name].data = [], now[name]
        self._offer_minutes()
        self.version.raw_data, self.version.data = [], str(youth.version)
        self.as_read.raw_data, self.as_read.data = [], json.dumps(now)

    def read_version(self) -> int:
        """Which state was read; none there is when the page does not say."""
        told = version_in(self.version)
        return NO_VERSION if told is None else told

    def _for(self, youth: Youth) -> Self:
        if youth.account_id is not None:
            for name in (*THEIR_OWN, "no_phone", "no_address"):
                del self[name]
        return self


def _as_kept(youth: Youth) -> dict[str, Any]:
    told = answers.of(youth)
    return {
        "area_code": told.area_code or "",
        "free": sorted(free_time.boxes(told.free)),
        "minutes": ANY if told.travel_minutes_max is None else str(told.travel_minutes_max),
        "support_needs": sorted(told.support_needs),
    }


def _read(told: str) -> dict[str, Any]:
    """What stood there, as the page tells it; nothing where it does not say."""
    try:
        found = json.loads(told)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


def _held(judge: Callable[[str], str], field: StringField) -> None:
    try:
        judge(field.data or "")
    except Invalid as refusal:
        raise fail(refusal.message) from refusal


def _anew(field: StringField, gone: BooleanField) -> str | None:
    text = (field.data or "").strip()
    return text or ("" if gone.data else None)
