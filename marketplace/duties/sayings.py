"""The law's tasks in plain words: what is owed and why, what was found and why, and what a paper is."""

from marketplace.i18n import Text, t
from models.vocabulary import DutyKind, FindingCause, FindingWeight, PaperKind, PaperState

DUTIES: dict[str, Text] = {
    DutyKind.START_NOTICE: t("Tell the labour inspector of the start"),
    DutyKind.END_NOTICE: t("Tell the labour inspector of the end"),
    DutyKind.INSURANCE: t("Register for social security"),
}
WHY: dict[str, Text] = {
    DutyKind.START_NOTICE: t(
        "They were under 18 on their first day. The law asks the employer to tell the labour inspector within 15 days"
        " (Labour Protection Act s. 45(1), form KhoRo 2)."
    ),
    DutyKind.END_NOTICE: t(
        "They were under 18 when the work ended. The law asks the employer to tell the labour inspector within 7 days"
        " (Labour Protection Act s. 45(3), form KhoRo 4)."
    ),
    DutyKind.INSURANCE: t(
        "Whoever is employed is registered for social security within 30 days (Social Security Act ss. 33-34)."
    ),
}
FORMS: frozenset[str] = frozenset({DutyKind.START_NOTICE, DutyKind.END_NOTICE})
"""What is told on a form that is filled in here."""

CAUSES: dict[str, Text] = {
    FindingCause.BIRTHDAY: t("because of a birthday"),
    FindingCause.WAGE: t("because the minimum wage has changed"),
    FindingCause.PAPER: t("because a paper has run out or no longer counts"),
    FindingCause.NOTICE: t("because a notice is late"),
    FindingCause.TERMS: t("because of the terms of the work"),
    FindingCause.DAY: t("in the log of worked days"),
}
FOLLOWS: dict[str, Text] = {
    FindingWeight.BLOCKS: t("The work may not go on so. Change it today, and talk with the office."),
    FindingWeight.ASKS: t("The work goes on; what is missing has to be brought."),
    FindingWeight.TELLS: t("Good to know; nothing has to be done."),
}
PAPERS: dict[str, Text] = {
    PaperKind.NIGHT_PERMIT: t("Permit for night work (Director-General, s. 47)"),
    PaperKind.STUDENT_PART_TIME: t("Proof of being a pupil or student (part-time work)"),
    PaperKind.REGISTERED_TRAINEE: t("Registered curriculum and training contract"),
    PaperKind.SCHOOL_INTERNSHIP: t("Letter of the school: part of its curriculum"),
    PaperKind.VOLUNTEER_OBSERVATION: t("Letter of the school or centre: looking on"),
}
PAPER_STATES: dict[str, Text] = {
    PaperState.WAITING: t("Waits for the office"),
    PaperState.CONFIRMED: t("Counts"),
    PaperState.REFUSED: t("Does not count"),
}
