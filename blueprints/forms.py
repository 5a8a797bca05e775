"""Forms are the shape and words of input: they check, they never query and never save."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Self

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import FileField, HiddenField, PasswordField, StringField, ValidationError
from wtforms import Form as PlainForm

from blueprints import hearing, incoming
from blueprints.fields import TypedField
from blueprints.posted import hold_to_one_answer
from marketplace.i18n import Text, t, unseen
from marketplace.kernel.errors import DomainError, Invalid, Several

# WTForms has no Thai of its own; its few built-in sentences are looked up in our catalogues.
BUILT_IN = (
    t("This field is required."),
    t("Not a valid choice."),
    t("Invalid Choice: could not coerce."),
    t("Not a valid integer value."),
    t("Not a valid date value."),
    t("Field must be equal to {other}.", other=""),
    t("Invalid input."),
)


class _OurWords:
    def gettext(self, message: str) -> str:
        return str(Text(message.rstrip(".") + "."))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(Text(singular if n == 1 else plural))


class Form(PlainForm):
    """A form over what was posted; the once-key and the CSRF token are the guard's business.

    `carried` are the files that were chosen before it was refused and are kept until it is sent again.
    """

    carried: tuple[object, ...] = ()

    class Meta:
        """How WTForms speaks here."""

        def get_translations(self, _form: object) -> _OurWords:
            """Our catalogues."""
            return _OurWords()

        def bind_field(self, form: Any, unbound: Any, options: Any) -> Any:
            """Every text but a password is stripped of what cannot be seen before it is judged."""
            if _is_text(unbound.field_class):
                options["filters"] = [_visible, *unbound.kwargs.get("filters", ())]
            return unbound.bind(form=form, **options)

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Fill the fields; a text in which something was hidden comes back without it, to be read once more."""
        super().process(*args, **kwargs)
        for field in self:
            is_text = _is_text(type(field)) and not isinstance(field, HiddenField)
            is_read = is_text or isinstance(field, TypedField)
            if is_read and any(unseen.hides(str(text)) for text in field.raw_data or ()):
                field.process_errors = [*field.process_errors, str(HIDDEN)]
                if isinstance(field, TypedField):
                    field.raw_data = [_visible(str(text)) or "" for text in field.raw_data or ()]

    @classmethod
    def posted(cls, **values: Any) -> Self:
        """The form filled with this request's post; raises Invalid when one question came with two answers."""
        form = cls(CombinedMultiDict([request.files, request.form]), **values)
        hold_to_one_answer(form)
        form.refuse_cut_files()
        return form

    def refuse_cut_files(self) -> None:
        """A file that did not come in whole is refused at its field when the form is judged."""
        for field in self:
            if isinstance(field, FileField):
                if not request.takes_files:  # type: ignore[attr-defined]
                    raise RuntimeError(f"{request.endpoint} asks for files and does not take them")
                if (why := incoming.refusal_of(field.data, getattr(field, "most", None))) is not None:
                    field.process_errors = [*field.process_errors, str(why)]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whether it holds; what only the office may read goes no further than there."""
        holds = bool(super().validate(*args, **kwargs))
        if holds:
            hearing.withhold(self)
        return holds

    def take(self, error: DomainError) -> None:
        """Show a refusal of the domain beside its field, or above the form when it has none."""
        hearing.give_back(self)
        named = error.errors if isinstance(error, Invalid) and error.errors else {error.field or "": error.message}
        for name, message in named.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, *_sentences(message)]
            else:
                self.form_errors += _sentences(message)

    def take_rest(self, found: Mapping[str, object]) -> None:
        """Show also what the domain would refuse, at the fields of which nothing is said yet."""
        for name, message in found.items():
            if not self._fields[name].errors:
                self._fields[name].errors = _sentences(message)

    def problems(self) -> Iterator[tuple[str, str]]:
        """(field id, sentence) for the error summary, in the order of the fields.

        One that is said twice or asks for an answer names its field.
        """
        for message in self.form_errors:
            yield "", str(message)
        found = [problem for field in self for problem in _of_field(field)]
        said = Counter(message for _, message in found)
        for field, message in found:
            is_vague = message == str(UNANSWERED) and isinstance(field.label.text, Text)
            yield field.id, f"{field.label.text}: {message}" if is_vague or said[message] > 1 else message


def _sentences(message: object) -> list[str]:
    return [str(one) for one in (message if isinstance(message, Several) else (message,))]


UNANSWERED = t("Please answer this.")
"""What says nothing without the name of its field."""

NO_VERSION = -1
"""What no matter ever stands at: a page that names nonsense is out of date."""


def version_in(field: HiddenField) -> int | None:
    """The version a page showed; None when it does not tell, and never the one there is when it tells nonsense."""
    return version_told(str(field.raw_data[0]) if field.raw_data else None)


def version_told(said: str | None) -> int | None:
    """The same of a text that was sent."""
    if said is None:
        return None
    text = said.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else NO_VERSION


class SeenForm(Form):
    """A form about a matter that others may move: `version` is what its page showed."""

    version = HiddenField()

    def seen_version(self) -> int | None:
        """The version the page showed; None when it does not tell."""
        return version_in(self.version)


def _of_field(field: Any) -> Iterator[tuple[Any, str]]:
    """A field's own refusals, or those of the fields inside it."""
    inner = getattr(field, "entries", None) or getattr(getattr(field, "form", None), "_fields", {}).values()
    for one in inner:
        yield from _of_field(one)
    for message in field.errors:
        if not isinstance(message, dict | list) and (not inner or isinstance(field.errors, list)):
            yield field, str(message)


def _is_text(kind: type) -> bool:
    return issubclass(kind, StringField) and not issubclass(kind, PasswordField)


HIDDEN = t("Something that cannot be seen was hidden in this text. We took it out: read it again, then send it.")
"""What only deceives or breaks is told of; what phones and word processors put around words is taken out in silence."""


def _visible(text: str | None) -> str | None:
    """One spelling of the letters, nothing that cannot be seen or turns the others round, nothing around it."""
    if text is None:
        return None
    lines = unseen.visible(text).replace("\r\n", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def fail(message: Text) -> ValidationError:
    """A field's own refusal in our words."""
    return ValidationError(str(message))
