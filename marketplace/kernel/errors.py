"""What can go wrong in plain words: every refusal carries the sentence its reader will see."""

from collections.abc import Mapping


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


class TooMany(DomainError):
    """Asked too often; try later."""

    status = 429
