"""Sums the payment service tells in other money than baht: which money it is, and how it is written."""

from marketplace.payments.told import CURRENCY
from models.gift import Difference
from models.vocabulary import DifferenceKind as K

_FIRST = (K.CURRENCY, K.AMOUNT, K.UNKNOWN_GIFT, K.WRONG_MODE)
"""Their details begin with the currency; those of `NOT_BOOKED` end with it."""

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


def written(smallest: int, currency: str) -> str:
    """`14.00 USD`: a sum in the smallest unit of its currency, as people of that money write it."""
    places = 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2
    whole, rest = divmod(abs(smallest), 10**places)
    text = f"{whole:,}.{rest:0{places}d}" if places else f"{whole:,}"
    return f"{'−' if smallest < 0 else ''}{text} {currency.upper()}"
