"""What people read about a concern: its kind as it is offered, its state, its end."""

from marketplace.i18n import Text, t
from models.vocabulary import ConcernKind, ConcernLevel, ConcernOutcome, ConcernState, ConcernUrgency

KINDS: dict[ConcernKind, Text] = {
    ConcernKind.DANGER: t("Somebody is in danger now"),
    ConcernKind.VIOLENCE: t("Somebody hurts or threatens"),
    ConcernKind.TOUCH: t("Touching, or sexual words or pictures"),
    ConcernKind.CONTACT: t("An adult writes or meets in secret"),
    ConcernKind.WORK: t("The work is dangerous, at night or not paid"),
    ConcernKind.MONEY: t("Somebody asked for money or kept an identity card"),
    ConcernKind.INSULT: t("Insults, bullying or being treated worse than others"),
    ConcernKind.OTHER: t("Something else that is not right"),
}
URGENCIES: dict[ConcernUrgency, Text] = {
    ConcernUrgency.DANGER: t("Danger: within 1 hour"),
    ConcernUrgency.SERIOUS: t("Serious: within 24 hours"),
    ConcernUrgency.OTHER: t("Other: within 3 working days"),
}
LEVELS: dict[ConcernLevel, Text] = {
    ConcernLevel.OFFICE: t("With the office of the place"),
    ConcernLevel.PROVINCE: t("With the province"),
    ConcernLevel.COUNTRY: t("With those who keep Okat"),
}
STATES: dict[ConcernState, Text] = {
    ConcernState.NEW: t("Waits to be taken up"),
    ConcernState.IN_HAND: t("Somebody is looking into it"),
    ConcernState.CLOSED: t("This report is closed"),
}
OUTCOMES: dict[ConcernOutcome, Text] = {
    ConcernOutcome.RESOLVED: t("It was put right"),
    ConcernOutcome.PASSED_ON: t("Passed on to the police or child protection"),
    ConcernOutcome.NOT_CONFIRMED: t("It could not be confirmed"),
    ConcernOutcome.DUPLICATE: t("It was reported already"),
}
