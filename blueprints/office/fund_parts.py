"""What a fund may pay, the fund above it, and its parts, as facts of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints import fund_words
from blueprints.parts import Fact
from marketplace.earnings import allotting, families, policy, queries, ruling
from marketplace.i18n import pick, t, words
from marketplace.kernel.money import baht
from marketplace.offers import fund_rules
from marketplace.offers.fund_rules import USES
from models.vocabulary import Field, OpportunityKind

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.earning import Fund


def facts(actor: Actor, one: Fund, may: bool) -> tuple[Fact, ...]:
    """What it may pay, the fund above it, and the parts it gave money to; only funds the reader may see are named."""
    above = [up for up in queries.funds_of(actor) if up.id == one.parent_id]
    parts = [part for part in allotting.parts_of(one) if policy.can_see_fund(actor, part)]
    given = tuple(t("{fund}: {sum} baht", fund=_named(part), sum=baht(allotting.allotted(part))) for part in parts)
    found = [Fact(t("Passed on to its parts"), lines=given)] if given else []
    return (*_set_aside(one), _rules(one, may), *_room(actor, one), *_above(one, above, may), *found)


def _set_aside(one: Fund) -> tuple[Fact, ...]:
    """The programme or the opportunity it is set aside for, with the page everybody sees."""
    where = fund_words.href(one)
    return (Fact(t("What it is for"), fund_words.one_told(one), href=where, link=t("See it")),) if where else ()


def _room(actor: Actor, one: Fund) -> tuple[Fact, ...]:
    """What the ceilings of the fund and of those above it still leave; a fund the reader may not see is not named."""
    lines = []
    for fund in fund_rules.chain(one):
        if (most := fund.most_in_all_satang) is None:
            continue
        has = families.committed(fund)
        sums = {"has": baht(has), "most": baht(most), "left": baht(max(most - has, 0))}
        if policy.can_see_fund(actor, fund):
            name = _named(fund)
            lines.append(t("{fund}: {has} of {most} baht paid, owed or promised, {left} baht left", fund=name, **sums))
        else:
            lines.append(t("A fund above: {left} baht left", left=sums["left"]))
    return (Fact(t("Under the ceiling"), lines=tuple(lines)),) if lines else ()


def _rules(one: Fund, may: bool) -> Fact:
    """Everything that is said of what it may pay."""
    rules = ruling.of(one)
    told: list[object] = [USES[use] for use in rules.uses]
    told += [*words.words(OpportunityKind, rules.kinds), *words.words(Field, rules.fields)]
    for label, most in (
        (t("At most for one young person"), rules.most_per_youth_satang),
        (t("At most at once"), rules.most_per_earning_satang),
        (t("At most in all, with its parts"), rules.most_in_all_satang),
    ):
        if most is not None:
            told.append(t("{label} {sum} baht", label=label, sum=baht(most)))
    href = url_for("office.show_fund_rules", fund=one.ref) if may else ""
    return Fact(t("What this fund may pay"), lines=tuple(told) or (t("Everything"),), href=href)


def _above(one: Fund, above: list[Fund], may: bool) -> tuple[Fact, ...]:
    href = url_for("office.show_part", fund=one.ref) if may else ""
    if not above and not may:
        return ()
    return (Fact(t("The fund above"), _named(above[0]) if above else t("None"), href=href),)


def _named(one: Fund) -> str:
    return pick(one.name_th, one.name_en)
