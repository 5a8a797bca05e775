"""Area scope: the same rule as a filter for lists and as an answer about one thing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true


@dataclass(frozen=True, slots=True)
class AreaScope:
    """A set of area-code prefixes and of offices (`la:<ref>` or `d:<district>`), or the whole country."""

    national: bool = False
    prefixes: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()

    def covers(self, area_code: str | None, office_key: str | None) -> bool:
        """Whether a thing at this place belongs to the scope."""
        if self.national:
            return True
        return (office_key is not None and office_key in self.offices) or (
            area_code is not None and area_code.startswith(self.prefixes) if self.prefixes else False
        )

    def condition(self, area_code: Any, office_key: Any) -> ColumnElement[bool]:
        """The same rule over two columns."""
        if self.national:
            return true()
        parts: list[ColumnElement[bool]] = [area_code.between(code, code + "99999") for code in self.prefixes]
        if self.offices:
            parts.append(office_key.in_(self.offices))
        return or_(*parts) if parts else false()

    def __bool__(self) -> bool:
        return self.national or bool(self.prefixes) or bool(self.offices)
