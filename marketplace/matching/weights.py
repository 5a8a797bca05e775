"""What counts how much when what fits is put in order: the country's dated rows, and where each part is full.

Every set of weights carries a version that is kept with each ranking made by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from marketplace.i18n import t
from marketplace.kernel.dated import ANY
from marketplace.kernel.money import parse_baht
from marketplace.matching.travel import rate_table


class Part(StrEnum):
    """The parts of a score, in the order they are added up."""

    MONEY = "money"
    BAHT = "baht"
    INTEREST = "interest"
    GOAL = "goal"
    NEAR = "near"
    SOON = "soon"
    CREDITS = "credits"
    RELIABLE = "reliable"


PART_NAMES = {
    Part.MONEY: t("Money left each month"),
    Part.BAHT: t("First money soon"),
    Part.INTEREST: t("Interests and skills"),
    Part.GOAL: t("Their own goal"),
    Part.NEAR: t("A short way"),
    Part.SOON: t("A start soon"),
    Part.CREDITS: t("Credit toward school"),
    Part.RELIABLE: t("A provider that holds its sessions"),
}


FEW_FIRST = t("Weight for those with few options")


@dataclass(frozen=True)
class Weights:
    """Shares of the score by part, where each part is full or empty, and the seed that breaks ties."""

    version: str
    shares: tuple[float, ...]
    enough_satang: int
    enough_shared: int
    enough_credits: int
    finished_level: int
    farthest_minutes: int
    latest_days: int
    latest_baht_days: int
    usual_reliability: float
    known_after: int
    seed: str
    few_first: int
    """How much more whoever has one single option counts when a whole list is placed; shared by their options."""

    @property
    def by_part(self) -> dict[Part, int]:
        """The shares by part, as somebody would set them."""
        return {part: round(share) for part, share in zip(Part, self.shares, strict=True)}

    def with_shares(self, shares: Mapping[Part, int], version: str, few_first: int | None = None) -> "Weights":
        """The same, with shares somebody has set, and the weight of those with few options where it is given."""
        few = self.few_first if few_first is None else few_first
        return replace(self, version=version, shares=tuple(float(shares[part]) for part in Part), few_first=few)


@lru_cache(maxsize=512)
def national(day: date) -> Weights:
    """The country's weights on a day; raises NoRate before the first row."""
    table = rate_table()
    shares = [table.one(day, "weight", part.value) for part in Part]
    since = max(
        row.effective_from for row in (*shares, table.one(day, "seed", "ties"), table.one(day, "few_first", ANY))
    )
    return Weights(
        version=f"th:{since.isoformat()}",
        shares=tuple(float(row.facts["value"]) for row in shares),
        enough_satang=parse_baht(_value(day, "enough", Part.MONEY)),
        enough_shared=int(_value(day, "enough", Part.INTEREST)),
        enough_credits=int(_value(day, "enough", Part.CREDITS)),
        finished_level=int(_value(day, "enough", "level")),
        farthest_minutes=int(_value(day, "enough", Part.NEAR)),
        latest_days=int(_value(day, "enough", Part.SOON)),
        latest_baht_days=int(_value(day, "enough", Part.BAHT)),
        usual_reliability=float(_value(day, "usual", Part.RELIABLE)),
        known_after=int(_value(day, "enough", Part.RELIABLE)),
        seed=_value(day, "seed", "ties"),
        few_first=int(_value(day, "few_first", ANY)),
    )


def _value(day: date, rate: str, subject: str) -> str:
    return rate_table().one(day, rate, subject).facts["value"]
