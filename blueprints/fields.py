"""Fields that read what Thai people write: dates in either era, baht, clock times, places by name."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from wtforms import Field, FileField, IntegerField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from blueprints import hearing, incoming
from marketplace.areas import choosing, names
from marketplace.areas.choosing import Choice
from marketplace.i18n import Text, t, thai
from marketplace.i18n.dates import year_shown
from marketplace.i18n.reading import parse_date
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht, parse_baht
from marketplace.people import spelled

LARGEST_BAHT = 10_000_000
LARGEST_BALANCE = 1_000_000_000
_NO_SUM = t("Write a sum in baht, for example 350 or 1,200.50.")


class DataFile(FileField):
    """A file of rows, which is no picture: where it is too large its own limit in bytes is told."""

    def __init__(self, label: Text, *, most: int = incoming.LARGEST_FILE, **given: Any) -> None:
        super().__init__(label, **given)  # type: ignore[arg-type]  # rendered for its reader
        self.most = most


class _Needed(InputRequired):
    """An answer of blanks is no answer."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        super().__call__(form, field)
        if field.data == "":
            field.errors = []
            raise StopValidation(str(self.message))


def needed() -> InputRequired:
    """The answer may not be missing."""
    return _Needed(t("Please answer this."))  # type: ignore[arg-type]  # rendered for its reader


def chosen(_form: object, field: Field) -> None:
    """One of the choices came with the form, be it the one that says nothing; what was not sent was not chosen."""
    if not field.raw_data:
        raise ValidationError(str(t("Please answer this.")))


class _AtMost:
    """The bound a browser keeps while somebody writes, and we when it comes."""

    def __init__(self, letters: int) -> None:
        self.letters, self.field_flags = letters, {"maxlength": letters}

    def __call__(self, _form: object, field: Field) -> None:
        if field.data and (given := len(field.data)) > self.letters:
            message = t("At most {most} letters; these are {given}.", most=self.letters, given=given)
            raise ValidationError(str(message))


def at_most(letters: int) -> Callable[[object, Field], None]:
    """No longer than so many letters."""
    return _AtMost(letters)


def no_contact(_form: object, field: Field) -> None:
    """Nothing that may not cross from one person to another: ways past Okat, secrets, pressure.

    What was found is said, what was typed stays. What a young person says of danger is passed on and never refused.
    """
    _said(hearing.judge(field))


def heard(_form: object, field: Field) -> None:
    """The office alone reads it: nothing is refused, and what it says of danger is passed on."""
    hearing.listen(field)


def a_name(_form: object, field: Field) -> None:
    """The name of somebody: letters, at least two, and no figures."""
    _said(spelled.not_a_name(field.data or ""))


def kin(_form: object, field: Field) -> None:
    """What somebody is to somebody, in letters; nothing written is no answer, which another rule asks for."""
    if (field.data or "").strip():
        _said(spelled.not_kin(field.data))


def _said(refusal: Text | None) -> None:
    if refusal is not None:
        raise ValidationError(str(refusal))


def between(least: int, most: int) -> Callable[[object, Field], None]:
    """A whole number within bounds."""

    def check(_form: object, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(str(t("Write a whole number from {least} to {most}.", least=least, most=most)))

    return check


def options(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """(value, word) pairs as the choices of a select, of radios or of ticks."""
    return [SelectChoice(value, word) for value, word in pairs]


class TypedField(Field):
    """A text field with a meaning: what was typed is shown again as typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown(self.data)

    def shown(self, value: Any) -> str:
        """A value as it would be typed."""
        return str(value)

    def read(self, text: str) -> Any:
        """The meaning of a text; raises a refusal in words."""
        return text

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was posted; an empty answer is no answer."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = self.read(text) if text else None


class WholeField(IntegerField):
    """A whole number in digits of either script; a browser's own field of numbers swallows Thai ones without a word."""

    widget = TextInput()

    def __init__(self, *given: Any, render_kw: dict[str, Any] | None = None, **named: Any) -> None:
        super().__init__(*given, render_kw={"inputmode": "numeric", **(render_kw or {})}, **named)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was posted."""
        super().process_formdata([thai.digits(text).replace(",", "").strip() for text in valuelist])


class DateField(TypedField):
    """A day written in either era."""

    def shown(self, value: date) -> str:
        """Day, month and the year as the reader counts it, so that one page keeps to one calendar."""
        return f"{value.day}/{value.month}/{year_shown(value)}"

    def read(self, text: str) -> date:
        """The day meant."""
        try:
            return parse_date(text)
        except Invalid as refusal:
            raise ValueError(str(refusal)) from refusal


class BahtField(TypedField):
    """A sum in baht, kept as satang."""

    most = LARGEST_BAHT

    def shown(self, value: int) -> str:
        """Baht without a unit; nothing for zero."""
        return baht(value) if value else ""

    def read(self, text: str) -> int:
        """Satang."""
        try:
            satang = parse_baht(text)
        except ValueError as error:
            digits = thai.digits(text).replace(",", "")
            is_sum = digits.isdecimal() and len(digits) > len(str(self.most))
            raise ValueError(str(self._too_much() if is_sum else _NO_SUM)) from error
        if satang > self.most * 100:
            raise ValueError(str(self._too_much()))
        return satang

    def _too_much(self) -> Text:
        return t("At most {most} baht fit here.", most=f"{self.most:,}")


class BalanceField(BahtField):
    """What a bank account holds: nothing, or more than any one sum that moves."""

    most = LARGEST_BALANCE

    def shown(self, value: int) -> str:
        """Baht without a unit; nothing is a balance, too."""
        return baht(value)


class ClockField(TypedField):
    """A time of day, kept as minutes after midnight."""

    def shown(self, value: int) -> str:
        """`16.30`."""
        return f"{value // 60 % 24:02d}.{value % 60:02d}"

    def read(self, text: str) -> int:
        """Minutes after midnight from `16.30`, `16:30`, `16` or `๑๖.๓๐`."""
        hours, _, minutes = thai.digits(text).replace("น", "").strip(" .").replace(":", ".").partition(".")
        # Longer runs of digits are no time, and of very long ones Python makes no number.
        if not (hours.isdecimal() and (minutes or "0").isdecimal() and len(hours) <= 2 >= len(minutes)):
            raise ValueError(str(t("Write a time, for example 16.30.")))
        found = int(hours) * 60 + int((minutes or "0").ljust(2, "0")[:2])
        if int(hours) > 24 or int(minutes or "0") > 59 or found > 1440:
            raise ValueError(str(t("Write a time, for example 16.30.")))
        return found


class SubdistrictField(TypedField):
    """A subdistrict by its name or its code; `places` holds what to choose from when a name is not enough.

    The choice is posted as `NAME-choice` beside `NAME-typed`, the text it was offered for: a text typed anew wins.
    """

    places: tuple[Choice, ...] = ()
    _chosen = False

    @property
    def choice_name(self) -> str:
        """What the radio buttons are called."""
        return f"{self.name}-choice"

    @property
    def typed_name(self) -> str:
        """What keeps the text that the choices belong to."""
        return f"{self.name}-typed"

    def shown(self, value: str) -> str:
        """Its address in words."""
        return names.address(value) if names.exists(value) else value

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read the text, or the line chosen for it."""
        super().process(formdata, *args, **kwargs)
        code = formdata.get(self.choice_name, "") if formdata is not None else ""
        if not names.exists(code) or formdata.get(self.typed_name, self._value()).strip() != self._value().strip():
            return
        self.places = choosing.within(code)
        if self.places:
            self.data, refusal = None, str(t("Now choose the subdistrict in {place}.", place=names.titled(code)))
            self.process_errors = [refusal]
        else:
            self.data, self.process_errors, self._chosen = code, [], True

    def _value(self) -> str:
        return self.shown(self.data) if self._chosen else super()._value()

    def read(self, text: str) -> str:
        """The code of the one subdistrict meant."""
        found = choosing.meant(text)
        self.places = found.choices
        if found.code is not None:
            return found.code
        if not self.places:
            raise ValueError(str(t("We do not know this place. Write the subdistrict and the province.")))
        if found.is_cut:
            raise ValueError(str(t("Many places have this name. Choose yours, or write the province as well.")))
        raise ValueError(str(t("Choose your place below, or write it again.")))


class TicksField(SelectMultipleField):
    """Several choices as real check boxes; unknown values are refused."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, _form: BaseForm) -> None:
        """Refuse what is not on the list, in our words."""
        known = {str(value) for value, *_ in self.iter_choices()}
        if any(str(value) not in known for value in self.data or ()):
            raise ValidationError(str(t("Choose from the list.")))
