"""Files of rates as they are looked at: what each row would set, and the words such a file may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints import worth_parts
from blueprints.importing import Column, Shown
from marketplace.areas import names
from marketplace.i18n import Text, dates, t, words
from marketplace.kernel.money import baht
from models.vocabulary import RateStanding, ResourceKind, ResourceUnit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.imports.verdicts import Verdict
    from marketplace.resources.rates import RateDraft

AS_TYPED = ("kind", "unit", "amount", "effective_from", "standing", "source")


def shown(areas: Iterable[str]) -> Shown:
    """What a row would set, with its area where somebody has several; of a refused row what stands in the file."""
    several = len(tuple(areas)) > 1
    columns = (
        Column(t("Kind")),
        Column(t("For")),
        Column(t("Baht"), num=True),
        Column(t("In force from")),
        Column(t("It stands on")),
        Column(t("Source or method")),
    )

    def cells(verdict: Verdict) -> tuple[object, ...]:
        draft: RateDraft | None = verdict.draft
        if draft is None:
            raw = tuple(verdict.cells.get(one, "") or "–" for one in AS_TYPED)
            return (verdict.cells.get("area", "") or "–", *raw) if several else raw
        said = (
            words.word(ResourceKind, draft.kind),
            worth_parts.ONE[draft.unit],
            baht(draft.amount_satang),
            dates.short_date(draft.effective_from, year=True),
            worth_parts.STANDINGS[draft.standing],
            draft.source,
        )
        return (names.titled(draft.area_code), *said) if several else said

    return Shown((Column(t("Area")), *columns) if several else columns, cells)


def vocabulary(areas: Iterable[str]) -> tuple[tuple[str, str, Text | str], ...]:
    """Every word a file may use: its column, the word, and what it means."""
    kinds = [("kind", one.value, words.word(ResourceKind, one)) for one in ResourceKind]
    units = [("unit", one.value, worth_parts.ONE[one]) for one in ResourceUnit]
    standings = [("standing", one.value, worth_parts.STANDINGS[one]) for one in RateStanding]
    return (*kinds, *units, *standings, *(("area", code, names.titled(code)) for code in areas))
