"""What a fund is for, in words, wherever a fund is named: a programme, an area or one opportunity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from marketplace.earnings import levels
from marketplace.i18n import Text, pick, t
from models.vocabulary import FundLevel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from marketplace.earnings.levels import Whose
    from models.earning import Fund

LEVELS: dict[str, Text] = {
    FundLevel.PROGRAMME: t("Fund of a programme"),
    FundLevel.AREA: t("Fund of an area"),
    FundLevel.OPPORTUNITY: t("Fund of one opportunity"),
}


def told(funds: Collection[Fund]) -> Mapping[int, Text]:
    """What each of these funds is for, by its id: its level with the programme, the office or the posting."""
    whose = levels.whose(funds)
    return {one.id: t("{level}, {place}", level=LEVELS[one.level], place=_name(whose[one.id])) for one in funds}


def one_told(fund: Fund) -> Text:
    """The same of one fund."""
    return told([fund])[fund.id]


def href(fund: Fund) -> str:
    """The public page of what a fund is set aside for; empty where it is an area's."""
    whose = levels.whose([fund])[fund.id]
    if whose.programme is not None:
        return url_for("public.show_programme", slug=whose.programme.slug)
    if whose.posting is not None:
        return url_for("public.show_opportunity", ref=whose.posting.ref)
    return ""


def _name(whose: Whose) -> str:
    if whose.programme is not None:
        return pick(whose.programme.name_th, whose.programme.name_en)
    if whose.posting is not None:
        return pick(whose.posting.title_th, whose.posting.title_en)
    return whose.office
