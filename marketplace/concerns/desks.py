"""The people who answer for a concern at its level today, without those it names."""

from collections.abc import Collection

from sqlalchemy import select

from marketplace import notices
from marketplace.concerns import rules
from marketplace.concerns.policy import DESKS
from marketplace.i18n import Text
from marketplace.people import desks
from models.account import Account, Membership
from models.concern import Concern
from models.session import db
from models.vocabulary import ConcernLevel, Role

PATH = "/office/concerns/{ref}"


def accounts_at(level: ConcernLevel, area_code: str | None, office_key: str) -> set[int]:
    """Whoever answers at a level for a place; accounts that are closed are left out."""
    role = DESKS[level]
    if level == ConcernLevel.OFFICE:
        return _living(desks.accounts_of(office_key, role, area_code=area_code)) if office_key else set()
    held = select(Membership.account_id).where(Membership.role == role, *desks.held_today())
    if level == ConcernLevel.PROVINCE:
        if area_code is None:
            return set()
        held = held.where(Membership.area_code == area_code[:2])
    return _living(set(db.scalars(held)))


def case_workers_of(concern: Concern) -> dict[int, str]:
    """Case workers of the place with their names: those it can be given to."""
    if not concern.office_key:
        return {}
    found = _living(desks.accounts_of(concern.office_key, Role.CASEWORKER, area_code=concern.area_code))
    return desks.names_of(found - named_in(concern) - {concern.reporter_id or 0})


def named_in(concern: Concern) -> set[int]:
    """The accounts a concern names."""
    return {one.account_id for one in concern.named}


def lowest_from(
    level: ConcernLevel, area_code: str | None, office_key: str, without: Collection[int] = ()
) -> ConcernLevel:
    """The first level from this one up where somebody is left to look; the country when there is nobody at all."""
    start = rules.LEVELS.index(level)
    for one in rules.LEVELS[start:]:
        if accounts_at(one, area_code, office_key) - set(without):
            return one
    return ConcernLevel.COUNTRY


def tell(concern: Concern, event: str, message: Text, *, also: int | None = None) -> None:
    """Tell whoever answers for it now, and one more if need be; nobody it names or who reported it."""
    for account_id in sorted(answering(concern, also=also)):
        tell_one(account_id, concern, event, message)


def tell_one(account_id: int, concern: Concern, event: str, message: Text) -> None:
    """Tell one of them; what was added again and again is one notice that counts."""
    again = notices.tell_again if event == "concern.added" else notices.tell
    again(account_id, event=event, message=message, path=path_of(concern), about=concern)


def answering(concern: Concern, *, also: int | None = None) -> set[int]:
    """Whoever answers for it now, and one more if need be; nobody it names or who reported it."""
    told = accounts_at(ConcernLevel(concern.level), concern.area_code, concern.office_key)
    told |= {also} if also is not None else set()
    return told - named_in(concern) - {concern.reporter_id or 0}


def path_of(concern: Concern) -> str:
    """The page of a concern in the office."""
    return PATH.format(ref=concern.ref)


def _living(accounts: set[int]) -> set[int]:
    wanted = select(Account.id).where(Account.id.in_(accounts), Account.disabled_at.is_(None))
    return set(db.scalars(wanted))
