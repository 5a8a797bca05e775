"""The answer of a policy: yes, no with a reason, or hidden as if it did not exist."""

from dataclasses import dataclass

from marketplace.i18n import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an act is allowed; a refusal explains itself or hides the subject."""

    allowed: bool
    reason: Text | None = None

    @classmethod
    def yes(cls) -> "Verdict":
        """Allowed."""
        return _YES

    @classmethod
    def no(cls, reason: Text) -> "Verdict":
        """Refused, with the reason its reader will see."""
        return cls(False, reason)

    @classmethod
    def hidden(cls) -> "Verdict":
        """Refused so that foreign and missing sound the same."""
        return _HIDDEN

    @classmethod
    def when(cls, allowed: bool) -> "Verdict":
        """Yes, or hidden."""
        return _YES if allowed else _HIDDEN

    def __bool__(self) -> bool:
        return self.allowed


_YES = Verdict(True)
_HIDDEN = Verdict(False)
