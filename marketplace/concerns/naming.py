"""Whom the words of a report mean among those who would look into it: they never see it, and it goes past their desk.

Nobody is asked and nobody is told. A part of a name is enough, and so is a number or an address somebody signs in with:
it errs toward the next level, where a mistake costs somebody else an hour and nobody their safety.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

from sqlalchemy import select

from marketplace.concerns import desks, notes
from marketplace.concerns.policy import DESKS
from marketplace.i18n.thai import normalise
from marketplace.kernel import clock
from marketplace.people import accounts, spelled
from marketplace.people import desks as offices
from models.account import Account, Membership
from models.concern import Concern, ConcernNamed
from models.session import db
from models.vocabulary import ConcernLevel, Role

LEAST = 3
"""Letters and marks of a part of a name that means somebody; shorter ones only stand within the whole name."""

LEAST_DIGITS = 8

_TITLES = (
    "คุณครู", "คุณหมอ", "คุณ", "ครู", "อาจารย์", "พี่", "น้า", "ลุง", "ป้า", "ปลัด", "ผอ", "ดร", "หมอ", "กำนัน", "นายก",
    "ผู้ใหญ่บ้าน", "ผู้ใหญ่",
)  # fmt: skip
_NO_NAMES = (
    "เจ้าหน้าที่", "ผู้ดูแล", "ผู้ดูแลระบบ", "ผู้อนุมัติ", "จังหวัด", "เทศบาล", "officer", "staff", "admin", "office", "demo", "the",
)  # fmt: skip
_MARKS = re.compile("[\u0e47-\u0e4e]")


def _plain(text: str) -> str:
    """One spelling without gaps, tone marks and small signs."""
    kept = "".join(c for c in normalise(text) if unicodedata.category(c)[0] in "LMN")
    return _MARKS.sub("", kept)


_BEFORE = re.compile("^(?:" + "|".join(map(_plain, _TITLES)) + ")")
_COMMON = frozenset(map(_plain, _NO_NAMES))


def meant(text: str, name: str, logins: Iterable[str] = ()) -> bool:
    """Whether words mean somebody of this name, or who signs in with one of these; titles and tone marks aside."""
    said, digits = _plain(text), "".join(c for c in normalise(text) if c.isdigit())
    words = set(re.findall(r"[a-z]+", normalise(text)))
    for login in filter(None, logins):
        numbers = "".join(c for c in login if c.isdigit())
        if "@" not in login and len(numbers) >= LEAST_DIGITS:
            if numbers.removeprefix("66").removeprefix("0") in digits:
                return True
            continue
        box = _plain(login.partition("@")[0])
        if _plain(login) in said or (len(box) > LEAST and box not in _COMMON and box in said):
            return True
    parts = [part for part in map(_bare, spelled.parts(name)) if part]
    whole = "".join(parts)
    if len(whole) >= LEAST and whole not in _COMMON and whole in said:
        return True
    return any(
        (part in words if part.isascii() else part in said)
        for part in parts
        if len(part) >= LEAST and part not in _COMMON
    )


def among(text: str, area_code: str | None, office_key: str) -> set[int]:
    """The accounts that could ever look into a report of a place and are meant by its words."""
    if not text.strip():
        return set()
    return {int(one.id) for one in _candidates(area_code, office_key) if _means(text, one)}


def conflicted(organisation_ids: Collection[int], area_code: str | None, office_key: str) -> set[int]:
    """Of the same: those who act for an organisation the report was made about."""
    held = select(Membership.account_id).where(Membership.organisation_id.in_(organisation_ids), *offices.held_today())
    acting = set(db.scalars(held)) if organisation_ids else set()
    return acting & {one.id for one in _candidates(area_code, office_key)}


def is_meant(concern: Concern, account_id: int) -> bool:
    """Whether what its reporter wrote means somebody, who may have come to the desk only since."""
    account = db.get(Account, account_id)
    told = (notes.meaning_of(one) for one in concern.notes if one.from_reporter)
    return account is not None and concern.reporter_id != account_id and any(_means(text, account) for text in told)


def exclude(concern: Concern, account_ids: Collection[int]) -> set[int]:
    """Bar those from a concern, without a word to anybody; gives whom it barred now. Never whoever reported it."""
    new = set(account_ids) - desks.named_in(concern) - {concern.reporter_id or 0}
    for account in db.scalars(select(Account).where(Account.id.in_(new)).order_by(Account.id)):
        concern.named.append(ConcernNamed(account_id=account.id, account=account, named_by_id=None, at=clock.now()))
    db.flush()
    return new


def past(level: ConcernLevel, area_code: str | None, office_key: str, barred: Collection[int]) -> ConcernLevel:
    """The first level from this one up on whose desk nobody is barred; the country where there is no other."""
    levels = list(ConcernLevel)
    for one in levels[levels.index(level) :]:
        if not desks.accounts_at(one, area_code, office_key) & set(barred):
            return one
    return ConcernLevel.COUNTRY


def _candidates(area_code: str | None, office_key: str) -> list[Account]:
    able = set[int]().union(*(desks.accounts_at(level, area_code, office_key) for level in DESKS))
    if office_key:
        able |= offices.accounts_of(office_key, Role.CASEWORKER, area_code=area_code)
    return list(db.scalars(select(Account).where(Account.id.in_(able)).order_by(Account.id)))


def _means(text: str, account: Account) -> bool:
    return meant(text, account.name, (account.email or "", accounts.phone_of(account), account.ref))


def _bare(part: str) -> str:
    plain = _plain(part)
    return _BEFORE.sub("", plain) or plain
