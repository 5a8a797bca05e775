"""Which office answers for somebody's place, in words; another one while that has nobody here."""

from marketplace.areas import offices
from marketplace.i18n import Text, t
from marketplace.people import desks
from models.vocabulary import Role

_HELPS = (Role.CASEWORKER, Role.OFFICER)


def has_nobody(office_key: str, area_code: str) -> bool:
    """Whether nobody hears a young person of this place: not the office, not its district and not the province."""
    return desks.is_empty(office_key, area_code, *_HELPS)


def has_no_decider(office_key: str, area_code: str) -> bool:
    """Whether nobody of this place can decide about a request."""
    return desks.is_empty(office_key, area_code, Role.OFFICER)


def has_no_reviewer(office_key: str, area_code: str) -> bool:
    """The same of the first and the second review together, so that the page does not tell which of them it is in."""
    return desks.is_empty(office_key, area_code, Role.OFFICER, Role.APPROVER)


def office_words(office_key: str, area_code: str) -> Text | str:
    """The office that answers, by name; where it has nobody, who stands in for it, or that nobody does."""
    desk = desks.answering(office_key, area_code, Role.OFFICER, Role.CASEWORKER)
    said = offices.office_names({office_key, desk.office_key})
    if not desk.accounts:
        return t("{office}, where nobody works with Okat yet", office=said[office_key])
    if desk.office_key == office_key:
        return said[office_key]
    return t("{other}, while {office} has nobody here", other=said[desk.office_key], office=said[office_key])


def who_sees(office_key: str, area_code: str) -> Text:
    """What happens while a guardian has the link, and who sees it meanwhile: the office, who stands in, or nobody."""
    desk = desks.answering(office_key, area_code, *_HELPS)
    if not desk.accounts:
        return t("Give them the link. Nobody of your area works with Okat yet, so until they sign nobody else sees it.")
    if desk.office_key == office_key:
        return t("Give them the link. Until they sign, only your local office can see it, to help you.")
    name = offices.office_name(desk.office_key)
    return t("Give them the link. Until they sign, only {office} can see it, to help you.", office=name)


def standing_in(office_key: str, area_code: str) -> Text | None:
    """Who decides in the place of an office that has nobody, or that nobody does; nothing where it has somebody."""
    desk = desks.answering(office_key, area_code, Role.OFFICER)
    if not desk.accounts:
        return t("{office} has nobody who decides here yet", office=offices.office_name(office_key))
    if desk.office_key == office_key:
        return None
    said = offices.office_names({office_key, desk.office_key})
    return t("{office} has nobody here yet: {other} decides", office=said[office_key], other=said[desk.office_key])
