"""Judging one case by every rule: what is broken, under which section, and what follows.

A pure judgement: the same case on the same day is judged alike anywhere, from a file, a posting or a running placement.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
from marketplace.labour import danger_rules, pay_rules, people_rules, time_rules
from marketplace.labour.cases import Case, Standing, standing_on
from marketplace.labour.law import RuleRow, Weight, rules_on

Judge = Callable[[Case, Standing], Iterator[Text]]

RULES: dict[str, Judge] = {
    "LW01": people_rules.minimum_age,
    "LW02": people_rules.notice_of_start,
    "LW03": people_rules.conditions_on_record,
    "LW04": people_rules.notice_of_end,
    "LW05": time_rules.rest_after_four_hours,
    "LW06": time_rules.no_night_work,
    "LW07": time_rules.no_overtime,
    "LW08": time_rules.hours,
    "LW09": time_rules.weekly_day_off,
    "LW10": time_rules.holidays_and_leave,
    "LW11": danger_rules.no_hazards,
    "LW12": danger_rules.no_closed_place,
    "LW13": pay_rules.no_deposit,
    "LW14": time_rules.leave_to_learn,
    "LW15": pay_rules.minimum_wage,
    "LW16": pay_rules.household,
    "LW17": people_rules.sea_fishing,
    "LW18": danger_rules.weights,
    "LW19": danger_rules.no_dangerous_home_work,
    "LW20": people_rules.guardian_agrees,
    "LW21": people_rules.learning_beside_work,
    "LW22": people_rules.social_security,
}
"""The rules by number; a row of rules.csv says since when each holds and what it weighs."""


class Outcome(StrEnum):
    """What follows from a judgement."""

    OK = "ok"
    NEEDS_ACTION = "needs_action"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Broken:
    """A broken rule as it was in force, with every reason."""

    rule: RuleRow
    reasons: tuple[Text, ...]

    @property
    def number(self) -> str:
        """LW01 to LW22."""
        return self.rule.number

    @property
    def text(self) -> Text:
        """Its first reason with its section, for the one line beside a field."""
        section = Either(self.rule.section_th, self.rule.section_en)
        return t("{reason} ({section}, {number})", reason=self.reasons[0], section=section, number=self.number)

    @property
    def why(self) -> str:
        """Its reasons and its section in the reader's language."""
        said = " ".join(str(reason) for reason in self.reasons)
        return f"{said} ({self.rule.section})"


@dataclass(frozen=True)
class Verdict:
    """Every broken rule of a case, by number."""

    broken: tuple[Broken, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Blocked by any rule that blocks; papers alone ask for action."""
        if any(each.rule.weight == Weight.BLOCKS for each in self.broken):
            return Outcome.BLOCKED
        return Outcome.NEEDS_ACTION if self.broken else Outcome.OK

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the broken rules."""
        return tuple(each.number for each in self.broken)

    @property
    def blocking(self) -> tuple[Broken, ...]:
        """The broken rules under which the work may not happen."""
        return tuple(each for each in self.broken if each.rule.weight == Weight.BLOCKS)

    @property
    def asking(self) -> tuple[Broken, ...]:
        """The broken rules that a paper puts right."""
        return tuple(each for each in self.broken if each.rule.weight == Weight.ASKS)


def judge(case: Case, on: date | None = None) -> Verdict:
    """Hold a case against every rule in force; the age is taken on the first day, or on `on` when it is later.

    Raises NoRate where the law of that day or the minimum wage of the place is not known.
    """
    at = standing_on(case.birth_date, max(case.start, on or case.start))
    found = ((row, tuple(RULES[row.number](case, at))) for row in rules_on(at.day) if row.number in RULES)
    return Verdict(tuple(Broken(row, reasons) for row, reasons in found if reasons))
