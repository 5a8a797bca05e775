"""What can go wrong in plain words: every refusal carries the sentence its reader will see."""

from collections.abc import Iterable, Mapping


class Several(tuple[object, ...]):
    """More than one sentence about one field; one after the other where there is room for one line only."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(str(one) for one in self)


class DomainError(Exception):
    """A refusal that a person may read; `message` renders itself in the reader's language."""

    status = 422

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """Missing or not yours: both sound the same."""

    status = 404

    def __init__(self, message: object = "not found") -> None:
        super().__init__(message)


class Forbidden(DomainError):
    """Yours to see, not yours to do, with the reason."""

    status = 403


class OpenTooLong(Forbidden):
    """A page that was open longer than its form holds, or whose form came from elsewhere."""


class IllegalMove(DomainError):
    """The subject is not in a state that allows this."""

    status = 409


class Conflict(DomainError):
    """Somebody else was first: decided already, taken, full, or changed meanwhile."""

    status = 409


class Invalid(DomainError):
    """What was given cannot be accepted; `errors` names each field with its sentence."""

    def __init__(
        self, message: object, *, field: str | None = None, errors: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message, field=field)
        self.errors = dict(errors or ({field: message} if field else {}))


def at_fields(problems: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Everything that is wrong by its field, in its order: more than one about a field as `Several`, none twice."""
    found: dict[str, list[object]] = {}
    for field, said in problems:
        if said not in found.setdefault(field, []):
            found[field].append(said)
    return {field: said[0] if len(said) == 1 else Several(said) for field, said in found.items()}


def refuse_at(found: Mapping[str, object]) -> None:
    """Raise Invalid with everything that is wrong at its field; nothing where nothing is."""
    for field, said in found.items():
        raise Invalid(said, field=field, errors=found)


class TooMany(DomainError):
    """Asked too often; try later."""

    status = 429
