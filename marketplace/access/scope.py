"""Area scope: the same rule as a filter for lists and as an answer about one thing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true


@dataclass(frozen=True, slots=True)
class AreaScope:
    """A set of area-code prefixes and of offices (`la:<ref>` or `d:<district>`), or the whole country.

    In `stands_in` are offices that have nobody, each with the district in which somebody stands in for it.
    """

    national: bool = False
    prefixes: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    stands_in: tuple[tuple[str, str], ...] = ()

    def covers(self, area_code: str | None, office_key: str | None) -> bool:
        """Whether a thing at this place belongs to the scope."""
        if self.national:
            return True
        if office_key is not None and (office_key in self.offices or self._stands_in(area_code, office_key)):
            return True
        return area_code is not None and bool(self.prefixes) and area_code.startswith(self.prefixes)

    def condition(self, area_code: Any, office_key: Any) -> ColumnElement[bool]:
        """The same rule over two columns."""
        if self.national:
            return true()
        parts: list[ColumnElement[bool]] = [area_code.between(code, code + "99999") for code in self.prefixes]
        if self.offices:
            parts.append(office_key.in_(self.offices))
        for district in sorted({within for _, within in self.stands_in}):
            offices = [office for office, within in self.stands_in if within == district]
            parts.append(and_(office_key.in_(offices), area_code.between(district, district + "99999")))
        return or_(*parts) if parts else false()

    def __bool__(self) -> bool:
        return self.national or bool(self.prefixes) or bool(self.offices) or bool(self.stands_in)

    def __or__(self, other: "AreaScope") -> "AreaScope":
        return AreaScope(
            national=self.national or other.national,
            prefixes=(*self.prefixes, *other.prefixes),
            offices=(*self.offices, *other.offices),
            stands_in=(*self.stands_in, *other.stands_in),
        )

    def _stands_in(self, area_code: str | None, office_key: str) -> bool:
        return any(
            office == office_key and area_code is not None and area_code.startswith(district)
            for office, district in self.stands_in
        )
