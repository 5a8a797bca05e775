"""Rules about what hurts: dangerous work, closed places, weights, and danger taken home."""

from collections.abc import Iterator

from marketplace.i18n import Text, t
from marketplace.labour.cases import Case, Sex, Standing
from marketplace.labour.law import number
from marketplace.labour.limits import closed_places_on, hazards_on


def no_hazards(case: Case, at: Standing) -> Iterator[Text]:
    """LW11: no work of the list of s. 49."""
    for hazard in hazards_on(at.day):
        if hazard.code in case.hazards and at.age < hazard.closed_under_age:
            yield t("{code} is closed to anyone under {age}.", code=hazard.code, age=hazard.closed_under_age)


def no_closed_place(case: Case, at: Standing) -> Iterator[Text]:
    """LW12: no work in a place of the list of s. 50."""
    age = closed_places_on(at.day).get(case.place_type.value)
    if age is not None and at.age < age:
        yield t("This kind of place is closed to anyone under {age}.", age=age)


def weights(case: Case, at: Standing) -> Iterator[Text]:
    """LW18: at most 20 kg for girls and 25 kg for boys (ministerial regulation B.E. 2547)."""
    if not at.is_young:
        return
    most = number(f"lift_grams_{(case.sex or Sex.FEMALE).value}", at.day)
    if case.lift_grams > most:
        yield t("More than {kg} kg may not be lifted by hand.", kg=most // 1000)


def no_dangerous_home_work(case: Case, at: Standing) -> Iterator[Text]:
    """LW19: no dangerous work is given home to anyone under 18 (Home Workers Protection Act ss. 20-21)."""
    age = number("home_work_hazard_age", at.day)
    if case.records.is_home_work and case.hazards and at.age < age:
        yield t("Dangerous work may not be given home to anyone under {age}.", age=age)
