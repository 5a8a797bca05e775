"""What was posted, question by question: one answered twice has no answer, and the first is never just taken."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Request, current_app
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import Field, MultipleFileField, SelectMultipleField

from blueprints import incoming
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid

TWICE = t("One question came with two answers. Nothing was changed; go back and give one.")


class Answers(ImmutableMultiDict[str, str]):
    """Answers by name; only `getlist` reads several of one name, whoever asks for one gets one or a refusal."""

    def __getitem__(self, name: str) -> str:
        """The one answer; raises Invalid when there are several."""
        given = self.getlist(name)
        if len(given) > 1:
            raise Invalid(TWICE)
        return super().__getitem__(name)

    def items(self, multi: bool = False) -> Any:
        """Names with their one answer, or with each of several."""
        return super().items(multi=True) if multi else ((name, self[name]) for name in self)


class OnceRequest(Request):
    """A request of which nobody reads the first of two answers by mistake, nor more than its view takes."""

    form_data_parser_class = incoming.Parser

    @property
    def max_content_length(self) -> int | None:
        """How many bytes are read: far more where files are taken, since one too large is refused at its field."""
        if self.mimetype == "multipart/form-data" and self.takes_files:
            return incoming.MOST_READ
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @property
    def takes_files(self) -> bool:
        """Whether its view takes files."""
        view = current_app.view_functions.get(self.endpoint or "")
        return getattr(view, "okat_takes_files", False)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        if not isinstance(self.form, Answers):
            self.__dict__["form"] = Answers(self.form)


def hold_to_one_answer(fields: Iterable[Field]) -> None:
    """Raises Invalid when a question that takes one answer came with several."""
    for field in _asked(fields):
        if len(field.raw_data or ()) > 1 and not isinstance(field, SelectMultipleField | MultipleFileField):
            raise Invalid(TWICE)


def _asked(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields, and those inside them."""
    for field in fields:
        inner = getattr(field, "entries", None) or getattr(field, "form", None)
        if inner is None:
            yield field
        else:
            yield from _asked(inner)
