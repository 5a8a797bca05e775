"""Where a young person wants to be paid: a bank account or a PromptPay number, sealed; only four digits show."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.earnings import promptpay
from marketplace.i18n import Text, t
from marketplace.i18n.thai import digits
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.sealing import blind_index, seal, unseal
from models.payout import PayoutAccount
from models.session import db
from models.vocabulary import AccountProof, PayMethod
from models.youth import Youth

BANKS: Final[dict[str, Text]] = {
    "BBL": t("Bangkok Bank"),
    "KBANK": t("Kasikornbank"),
    "KTB": t("Krungthai Bank"),
    "SCB": t("Siam Commercial Bank"),
    "BAY": t("Krungsri"),
    "TTB": t("TMBThanachart"),
    "GSB": t("Government Savings Bank"),
    "BAAC": t("Bank for Agriculture (BAAC)"),
    "GHB": t("Government Housing Bank"),
    "ISBT": t("Islamic Bank of Thailand"),
}
HELD = timedelta(hours=24)
"""So long no money goes to an account that has just been changed."""
_LEAST, _MOST = 10, 12
"""Digits of a bank account."""


@dataclass(frozen=True, slots=True)
class Entered:
    """On what basis somebody else wrote an account down: what they were shown, and whether a guardian knows."""

    proof: AccountProof
    guardian_told: bool


@dataclass(frozen=True, slots=True)
class Destination:
    """Where money is to go, as it was typed."""

    method: PayMethod
    bank: str
    number: str


def choose(youth: Youth, wanted: Destination, *, by: Actor, entered: Entered | None = None) -> None:
    """Keep where the next money goes; what is on its way goes where it was meant to. Raises Invalid.

    After a change money waits a day, so that whoever did not make it can say so; the first account waits for nobody.
    `entered` is the basis on which it is written down for them; who says the same account themselves makes it theirs.
    """
    is_bank = wanted.method is PayMethod.BANK
    if is_bank and wanted.bank not in BANKS:
        raise Invalid(t("Choose a bank."), field="bank")
    number = _account(wanted.number) if is_bank else promptpay.number(wanted.number)
    bank = wanted.bank if is_bank else ""
    kept, now = db.get(PayoutAccount, youth.id), clock.now()
    if kept is None:
        kept = PayoutAccount(youth_id=youth.id)
    elif (kept.method, kept.bank, number_of(kept)) == (wanted.method, bank, number):
        _make_theirs(kept, youth, entered, by)
        return
    else:
        kept.held_until = now + HELD
    kept.method, kept.bank = wanted.method, bank
    kept.number_sealed = seal(number, _place(youth.id))
    kept.account_end, kept.changed_at = number[-4:], now
    _sign(kept, entered, by)
    db.add(kept)
    db.flush()
    basis = {"proof": str(entered.proof), "guardian_told": entered.guardian_told} if entered is not None else {}
    record(by, "youth.pay_to", youth, method=str(wanted.method), **basis)
    message = t("Where your money goes was changed. If it was not you, tell your office today.")
    notices.tell(youth.account_id, event="pay_to.changed", message=message, about=youth)


def held(youth_ids: Collection[int]) -> dict[int, datetime]:
    """Whose money waits because their account was changed less than a day ago, and until when."""
    wanted = select(PayoutAccount.youth_id, PayoutAccount.held_until).where(
        PayoutAccount.youth_id.in_(set(youth_ids)), PayoutAccount.held_until > clock.now()
    )
    return {youth_id: until for youth_id, until in db.execute(wanted) if until is not None}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen about the accounts of some young people: whose number others have too, and whose cannot be one."""

    shared: dict[int, tuple[int, ...]]
    wrong: frozenset[int]


def looked_at(youth_ids: Collection[int]) -> Seen:
    """Look at where some young people are paid, against everybody's: brothers and sisters share phones, thieves too."""
    mine = set(youth_ids)
    ends = select(PayoutAccount.account_end).where(PayoutAccount.youth_id.in_(mine))
    alike: dict[tuple[str, str, str], list[PayoutAccount]] = defaultdict(list)
    for account in db.scalars(select(PayoutAccount).where(PayoutAccount.account_end.in_(ends))):
        alike[account.method, account.bank, account.account_end].append(account)
    shared, wrong = dict[int, tuple[int, ...]](), set[int]()
    for (method, _bank, _end), accounts in alike.items():
        if not any(account.youth_id in mine for account in accounts):
            continue
        if len(accounts) == 1 and method != PayMethod.PROMPTPAY:
            continue
        by_number: dict[str, list[int]] = defaultdict(list)
        for account in accounts:
            by_number[number_of(account)].append(account.youth_id)
        for number, people in by_number.items():
            if method == PayMethod.PROMPTPAY and not promptpay.is_right(number):
                wrong.update(mine.intersection(people))
            if len(people) > 1:
                shared |= {one: tuple(sorted(set(people) - {one})) for one in people if one in mine}
    return Seen(shared, frozenset(wrong))


def number_of(account: PayoutAccount) -> str:
    """The whole number; callers have asked a policy and keep a read log, or show nothing of it."""
    return unseal(account.number_sealed, _place(account.youth_id))


def print_of(account: PayoutAccount) -> str:
    """What tells one account from every other without saying its number: its bank and whole number, folded."""
    return blind_index("pay_to", f"{account.method}|{account.bank}|{digits(number_of(account))}")


def _sign(account: PayoutAccount, entered: Entered | None, by: Actor) -> None:
    account.entered_by_id = by.account_id if entered is not None else None
    account.proof = entered.proof if entered is not None else None
    account.guardian_told = entered is not None and entered.guardian_told


def _make_theirs(account: PayoutAccount, youth: Youth, entered: Entered | None, by: Actor) -> None:
    if entered is None and account.entered_by_id is not None:
        _sign(account, None, by)
        record(by, "youth.pay_to_is_mine", youth)


def _account(text: str) -> str:
    number = "".join(letter for letter in digits(text) if letter.isdecimal())
    if not _LEAST <= len(number) <= _MOST or len(set(number)) == 1:
        raise Invalid(t("Check the digits of this number."), field="number")
    return number


def _place(youth_id: int) -> str:
    return f"payout_account|number|{youth_id}"
