"""Sums the payment service tells in other money than baht: which money it is, and how it is written."""

from collections.abc import Mapping

from marketplace.i18n import Text, t
from marketplace.payments.told import CURRENCY, DISPUTE, REFUND
from models.gift import Difference
from models.vocabulary import DifferenceKind as K

_FIRST = (K.CURRENCY, K.AMOUNT, K.UNKNOWN_GIFT, K.WRONG_MODE)
"""Their details begin with the currency; those of `NOT_BOOKED` end with it."""

BACK: Mapping[str, str] = {REFUND: "refund", DISPUTE: "dispute"}
"""With what the key of a difference begins, where money on its way back is told in other money than baht."""

_SAID: Mapping[str, tuple[Text, Text]] = {
    "refund": (
        t("A refund was told in another currency than baht"),
        t("The message is kept and nothing of it is booked. See at the payment service which sum in baht went back,"
          " then adjust the book of the fund by it, or say why there is nothing to book."),
    ),
    "dispute": (
        t("A dispute was told in another currency than baht"),
        t("The message is kept and nothing of it is booked: no dispute stands for it here. Answer it at the payment"
          " service before its day, see which sum in baht was taken, then adjust the book of the fund by it, or say why"
          " there is nothing to book."),
    ),
}  # fmt: skip

_LETTERS = 3
# The service counts these in whole units, in thousandths; all others in hundredths.
_WHOLE = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
_THOUSANDTHS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])


def currency_of(difference: Difference) -> str:
    """In which money the sum that was found is told: `thb`, unless its details name another."""
    said = difference.detail.split()
    if not said or difference.kind not in (*_FIRST, K.NOT_BOOKED):
        return CURRENCY
    word = said[-1 if difference.kind == K.NOT_BOOKED else 0]
    is_one = len(word) == _LETTERS and word.isascii() and word.isalpha() and word.islower()
    return word if is_one else CURRENCY


def is_foreign(difference: Difference) -> bool:
    """Whether the sum that was found is other money than baht, so that it can't be held against the books."""
    return currency_of(difference) != CURRENCY


def back_words(difference: Difference) -> tuple[Text, Text] | None:
    """What a difference about money on its way back is called, and what to do; None where it is about another."""
    return _SAID.get(difference.key.split(":")[1]) if difference.kind == K.CURRENCY else None


def written(smallest: int, currency: str) -> str:
    """`14.00 USD`: a sum in the smallest unit of its currency, as people of that money write it."""
    places = 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2
    whole, rest = divmod(abs(smallest), 10**places)
    text = f"{whole:,}.{rest:0{places}d}" if places else f"{whole:,}"
    return f"{'−' if smallest < 0 else ''}{text} {currency.upper()}"
