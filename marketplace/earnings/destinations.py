"""Where a young person wants to be paid: a bank account or a PromptPay number, sealed; only four digits show."""

from dataclasses import dataclass
from typing import Final

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.i18n.thai import digits
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.sealing import seal
from models.payout import PayoutAccount
from models.session import db
from models.vocabulary import PayMethod
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
_LENGTHS = {PayMethod.BANK: (10, 12), PayMethod.PROMPTPAY: (10, 13)}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where money is to go, as it was typed."""

    method: PayMethod
    bank: str
    number: str


def choose(youth: Youth, wanted: Destination, *, by: Actor) -> None:
    """Keep where the next money goes; what is on its way goes where it was meant to. Raises Invalid."""
    number = "".join(letter for letter in digits(wanted.number) if letter.isdecimal())
    is_bank = wanted.method is PayMethod.BANK
    if is_bank and wanted.bank not in BANKS:
        raise Invalid(t("Choose a bank."), field="bank")
    least, most = _LENGTHS[wanted.method]
    if not least <= len(number) <= most or (not is_bank and len(number) not in (least, most)):
        raise Invalid(t("Check the digits of this number."), field="number")
    kept = db.get(PayoutAccount, youth.id) or PayoutAccount(youth_id=youth.id)
    kept.method, kept.bank = wanted.method, wanted.bank if is_bank else ""
    kept.number_sealed = seal(number, f"payout_account|number|{youth.id}")
    kept.account_end, kept.changed_at = number[-4:], clock.now()
    db.add(kept)
    db.flush()
    record(by, "youth.pay_to", youth, method=str(wanted.method))
    message = t("Where your money goes was changed. If it was not you, tell your office today.")
    notices.tell(youth.account_id, event="pay_to.changed", message=message, about=youth)
