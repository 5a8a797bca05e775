"""Files that were handed in: read from a form as they may be kept, and sent so that a browser only puts them away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from flask import Response, request, send_from_directory
from wtforms import MultipleFileField

from blueprints import incoming
from blueprints.session import actor, config
from marketplace.files import checking, waiting
from marketplace.files.checking import CheckedFile
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid

if TYPE_CHECKING:
    from typing import TypeVar

    from blueprints.forms import Form

    F = TypeVar("F", bound=Form)

CHOOSE_AGAIN = t("The file was not kept. Please choose it again.")
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class Kept(Protocol):
    """What is known of a kept file."""

    @property
    def stored_name(self) -> str:
        """Under which name it lies."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def given_name(self) -> str:
        """How whoever gave it called it."""


def shown(given: Iterable[Any]) -> list[CheckedFile]:
    """The files that were chosen, as they may be kept; raises Invalid."""
    return [checking.check(file.read(), file.filename) for file in given if getattr(file, "filename", "")]


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that was chosen before the form was refused, as the form shows it."""

    name: str
    called: str
    size: Text


class Proof:
    """The files of one form: those just chosen, and those that were kept when it was refused before."""

    def __init__(self) -> None:
        self._folder, self._owner = config().data, actor().ref
        self._earlier = waiting.of(self._folder, self._owner, request.form.getlist("carried"))
        self._new: list[CheckedFile] = []

    @property
    def files(self) -> list[CheckedFile]:
        """All of them."""
        return [*(one.file for one in self._earlier), *self._new]

    def taken(self, form: Form) -> bool:
        """Whether the form holds and every file with it; all that is wrong is told at once."""
        is_whole = form.validate()
        return self.read(form) and is_whole

    def read(self, form: Form) -> bool:
        """Whether every file just chosen may be kept; of one that may not it is told at its field."""
        refused, field = False, form["files"]
        takes_one = not isinstance(field, MultipleFileField)
        for file in [field.data] if takes_one else field.data or ():
            if incoming.refusal_of(file) is not None:
                continue
            try:
                self._new += shown([file])
            except Invalid as refusal:
                form.take(refusal)
                refused = True
        if takes_one and self._new:
            # Where there is room for one, the one chosen last is meant.
            self.used()
            self._earlier = []
        return not refused

    def over(self, form: F) -> F:
        """The refused form with its files kept until it is sent again."""
        form.carried = self.carry()
        return form

    def carry(self) -> tuple[Carried, ...]:
        """Keep them until the form is sent again."""
        kept = [*self._earlier, *(waiting.put(self._folder, self._owner, one) for one in self._new)]
        return tuple(
            Carried(one.name, one.file.given_name, t("{size} kB", size=max(1, len(one.file.content) // 1024)))
            for one in kept[: checking.MOST_FILES]
        )

    def used(self) -> None:
        """Nothing of them waits any more."""
        waiting.forget(self._folder, self._owner, self._earlier)


def not_kept(form: Form, name: str) -> None:
    """Say at the field of a refused form that its file, of a kind that is kept nowhere, has to be chosen again."""
    if getattr(form[name].data, "filename", ""):
        form[name].errors = [*form[name].errors, str(CHOOSE_AGAIN)]


def send(kept: Kept) -> Response:
    """The file as a download that may do nothing."""
    answer = send_from_directory(
        config().uploads,
        kept.stored_name,
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=kept.given_name,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
