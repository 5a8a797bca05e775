"""'What happens after I apply?' and what the law promises those under 18."""

from dataclasses import dataclass

from marketplace.areas.settings import setting_of
from marketplace.i18n import Text, t
from marketplace.labour.limits import limits_on
from marketplace.offers.queries import Detail
from models.vocabulary import OpportunityKind


@dataclass(frozen=True)
class Step:
    """One step on the way."""

    title: str
    text: str
    state: str
    note: str = ""


def steps(detail: Detail) -> tuple[Step, ...]:
    """From the first question to the first day, with the days each has to answer."""
    one = detail.opportunity
    office = setting_of(one.office_key)
    said = [
        (t("You answer up to 7 short questions"), t("about 3 minutes, kept so that you can go on later")),
        (
            t("The provider answers within {days} working days", days=office.provider_days),
            t("they may ask you to come and look first"),
        ),
        (
            t("The office approves within {days} working days", days=office.officer_days),
            t("it looks at money and safety"),
        ),
    ]
    if one.kind == OpportunityKind.PLACEMENT:
        said.append((t("You sign the agreement and begin"), t("you, your guardian, the employer and the office")))
    else:
        said.append((t("You begin"), t("you get a message with the day, the place and who to ask for")))
    return tuple(
        Step(str(title), str(text), "now" if number == 0 else "next") for number, (title, text) in enumerate(said)
    )


def law_words(detail: Detail) -> Text | None:
    """What young workers are promised here; nothing where no young worker may come."""
    one = detail.opportunity
    limits = limits_on(one.starts_on)
    if one.kind != OpportunityKind.PLACEMENT or one.age_min >= limits.young_until_age:
        return None
    return t(
        "If you are under {age}: no work from 22.00 to 06.00, no overtime, no dangerous work,"
        " and an hour's rest after four hours.",
        age=limits.young_until_age,
    )
