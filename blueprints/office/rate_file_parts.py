"""Files of rates as they are looked at: what each row would set, and the words such a file may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.importing import Column, Shown
from marketplace.areas import names
from marketplace.i18n import Text, dates, t, words
from marketplace.kernel.money import baht
from marketplace.resources import rates
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
            raw = tuple(_as_typed(one, verdict.cells.get(one, "")) for one in AS_TYPED)
            return (verdict.cells.get("area", "") or "–", *raw) if several else raw
        said = (
            words.word(ResourceKind, draft.kind),
            rates.ONE[draft.unit],
            baht(draft.amount_satang),
            dates.short_date(draft.effective_from, year=True),
            rates.STANDINGS[draft.standing],
            draft.source,
        )
        return (names.titled(draft.area_code), *said) if several else said

    return Shown((Column(t("Area")), *columns) if several else columns, cells)


def _as_typed(column: str, said: str) -> Text | str:
    """What stands in the file, a word of the list as it is called."""
    return _CALLED.get((column, said.strip().lower())) or said or "–"


_CALLED: dict[tuple[str, str], Text] = {
    **{("kind", one.value): words.word(ResourceKind, one) for one in ResourceKind},
    **{("unit", one.value): rates.ONE[one] for one in ResourceUnit},
    **{("standing", one.value): rates.STANDINGS[one] for one in RateStanding},
}


def vocabulary(areas: Iterable[str]) -> tuple[tuple[str, str, Text | str], ...]:
    """Every word a file may use: its column, the word, and what it means."""
    named = ((column, word, called) for (column, word), called in _CALLED.items())
    return (*named, *(("area", code, names.titled(code)) for code in areas))
