"""Whom word to an office reaches: its own people, else whoever stands in for them, else the platform's stewards.

The one way by which a room tells an office something, so that nothing is said to nobody. Stewards read no more than
that somebody is missing and where, once about one subject: they see nothing of young people.
"""

from collections.abc import Iterable

from marketplace import notices
from marketplace.areas import names
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
from marketplace.notices.service import Subject
from marketplace.people import desks
from models.vocabulary import Role

STEWARD_PATH = "/office/people"
NOBODY, OVERDUE = "office.nobody", "office.overdue"


def office(
    office_key: str,
    area_code: str,
    *roles: Role,
    event: str,
    message: Text,
    path: str,
    about: Subject,
    also: Iterable[int] = (),
    gathered: bool = False,
) -> None:
    """Tell whoever answers in one of the roles at an office, and `also` these; stewards where that is nobody.

    What is `gathered` is told once where the same waits unread since minutes (`notices.tell`).
    """
    accounts = desks.who_answers(office_key, area_code, *roles) | set(also)
    tell(accounts, event=event, message=message, path=path, about=about, gathered=gathered)
    if not accounts:
        missing = t(
            "Something waits for an office in {place}, where nobody answers it in Okat yet. Find somebody.",
            place=district(area_code),
        )
        stewards(event=NOBODY, message=missing, about=about, gathered=gathered)


def level_above(
    office_key: str, area_code: str, *roles: Role, event: str, message: Text, path: str, about: Subject
) -> None:
    """Tell the level above that an answer is overdue: the province, or stewards where it owes it itself or is empty."""
    above = desks.level_above(office_key, area_code, *roles)
    tell(above, event=event, message=message, path=path, about=about)
    if not above:
        missing = t(
            "An answer is overdue in {place}, and nobody above it hears of it in Okat. Find somebody.",
            place=district(area_code),
        )
        stewards(event=OVERDUE, message=missing, about=about)


def stewards(*, event: str, message: Text, about: Subject, gathered: bool = False) -> None:
    """Tell the platform's stewards, each once of one event about a subject."""
    people = desks.everywhere(Role.STEWARD)
    tell(people, event=event, message=message, path=STEWARD_PATH, about=about, once=True, gathered=gathered)


def district(area_code: str) -> Either:
    """Where somebody is missing, no nearer than stewards need it."""
    found = names.place(area_code[:4])
    return Either(found.name_th, found.name_en)


def tell(
    accounts: Iterable[int],
    *,
    event: str,
    message: Text,
    path: str,
    about: Subject,
    once: bool = False,
    gathered: bool = False,
) -> None:
    """Tell each of them the same."""
    for account_id in sorted(accounts):
        notices.tell(account_id, event=event, message=message, path=path, about=about, once=once, gathered=gathered)
