"""What a fund may pay, the fund above it, and its parts, as facts of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.parts import Fact
from marketplace.earnings import allotting, policy, queries, ruling
from marketplace.i18n import pick, t, words
from marketplace.kernel.money import baht
from marketplace.offers.fund_rules import USES
from models.vocabulary import Field, OpportunityKind

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.earning import Fund


def facts(actor: Actor, one: Fund) -> tuple[Fact, ...]:
    """What it may pay, the fund above it, and the parts it gave money to; only funds the reader may see are named."""
    rules, found = ruling.of(one), []
    if rules.uses:
        found.append(Fact(t("What it pays"), lines=tuple(USES[use] for use in rules.uses)))
    if rules.kinds or rules.fields:
        told = (*words.words(OpportunityKind, rules.kinds), *words.words(Field, rules.fields))
        found.append(Fact(t("For what"), lines=told))
    for label, most in (
        (t("At most for one young person"), rules.most_per_youth_satang),
        (t("At most at once"), rules.most_per_earning_satang),
    ):
        if most is not None:
            found.append(Fact(label, t("{sum} baht", sum=baht(most))))
    above = [up for up in queries.funds_of(actor) if up.id == one.parent_id]
    found += [Fact(t("The fund above"), _named(up), href=_to(up), link=t("See it")) for up in above]
    parts = [part for part in allotting.parts_of(one) if policy.can_see_fund(actor, part)]
    if parts:
        given = [t("{fund}: {sum} baht", fund=_named(part), sum=baht(allotting.allotted(part))) for part in parts]
        found.append(Fact(t("Passed on to its parts"), lines=tuple(given)))
    return tuple(found)


def _named(one: Fund) -> str:
    return pick(one.name_th, one.name_en)


def _to(one: Fund) -> str:
    return url_for("office.show_fund", fund=one.ref)
