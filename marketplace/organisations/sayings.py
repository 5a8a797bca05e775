"""What the states of an organisation and its documents are called."""

from marketplace.i18n import Text, t
from models.vocabulary import AppealState as A
from models.vocabulary import ChangeState as C
from models.vocabulary import OrganisationPaperKind as K
from models.vocabulary import OrganisationState as S
from models.vocabulary import PaperState as P
from models.vocabulary import TrustPart as T

STATES: dict[str, Text] = {
    S.DRAFT: t("Being filled in"),
    S.SUBMITTED: t("Sent to the office"),
    S.IN_REVIEW: t("The office is looking at it"),
    S.INFO_REQUESTED: t("The office has asked something"),
    S.ACTIVE: t("Active organisation"),
    S.DECLINED: t("The office did not take it in"),
    S.SUSPENDED: t("Suspended by the office"),
    S.RENEWAL_DUE: t("A document has run out"),
    S.LAPSED: t("Given up"),
}

PAPERS: dict[str, Text] = {
    K.REGISTRATION: t("Registration certificate"),
    K.LICENCE: t("Licence to teach"),
    K.SAFEGUARDING: t("Safeguarding statement, signed"),
    K.PLACE_PHOTO: t("Photo of the place"),
    K.COMMUNITY_LETTER: t("Letter of the village head or local authority"),
    K.INSURANCE: t("Accident insurance"),
}

PAPER_STATES: dict[str, Text] = {
    P.WAITING: t("Waits for the office"),
    P.CONFIRMED: t("Looked at and in order"),
    P.REFUSED: t("Does not count"),
}

CHANGE_STATES: dict[str, Text] = {
    C.WAITING: t("Waits for the office"),
    C.ACCEPTED: t("Agreed to by the office"),
    C.REFUSED: t("Not agreed to by the office"),
    C.TAKEN_BACK: t("Taken back by the organisation"),
}

FIELDS: dict[str, Text] = {
    "name_th": t("Name in Thai"),
    "name_en": t("Name in English"),
    "kind": t("Kind"),
    "area_code": t("Area"),
    "registration_no": t("Registration number"),
    "in_charge": t("In charge as well"),
    "branch": t("One of its places"),
    "address": t("Address or how to find it"),
    "point": t("Point on the map"),
}

TRUST: dict[str, Text] = {
    T.REPLY: t("Answers in time"),
    T.COMPLETION: t("Completed by those who began"),
    T.RETENTION: t("Still there after 90 days"),
    T.AUDITS: t("Completions found true when looked at again"),
}

TRUST_MEANS: dict[str, Text] = {
    T.REPLY: t("Requests answered, yes, no or wait, within five days. Taken back before then counts for nothing."),
    T.COMPLETION: t(
        "Of those who began and have ended, how many completed. Who moved to another place counts for nothing."
    ),
    T.RETENTION: t(
        "Of those who began at least ninety days ago, how many were still there, or done, on the ninetieth."
    ),
    T.AUDITS: t("Completions drawn by lot and looked at again by somebody else: how many were true."),
}

APPEAL_STATES: dict[str, Text] = {
    A.WAITING: t("Waits for the province"),
    A.AGREED: t("Agreed: the number is not told for a while"),
    A.STANDS: t("The number stands"),
}
