"""Sums that are not baht say so, in the way people of that money write them."""

import pytest

from marketplace.payments import foreign
from models.gift import Difference
from models.vocabulary import DifferenceKind as K


@pytest.mark.parametrize(
    ("kind", "detail", "currency"),
    [
        (K.CURRENCY, "usd pi_1", "usd"),
        (K.AMOUNT, "thb pi_1", "thb"),
        (K.AMOUNT, "re_1", "thb"),
        (K.UNKNOWN_GIFT, "eur cs_1", "eur"),
        (K.UNKNOWN_GIFT, "pi_1", "thb"),
        (K.WRONG_MODE, "jpy", "jpy"),
        (K.WRONG_MODE, "", "thb"),
        (K.NOT_BOOKED, "charge txn_1 usd", "usd"),
        (K.NOT_BOOKED, "charge txn_1 thb", "thb"),
        (K.NOT_BOOKED, "", "thb"),
        (K.BANK_TOTAL, "abc", "thb"),
        (K.BANK_LINE, "abc KTB", "thb"),
    ],
)
def test_the_currency_is_read_from_the_details(kind: K, detail: str, currency: str) -> None:
    one = Difference(kind=kind, detail=detail)
    assert (foreign.currency_of(one), foreign.is_foreign(one)) == (currency, currency != "thb")


@pytest.mark.parametrize(
    ("smallest", "currency", "said"),
    [
        (14_00, "usd", "14.00 USD"),
        (-1_234_05, "eur", "−1,234.05 EUR"),
        (2_000, "jpy", "2,000 JPY"),
        (1_500, "kwd", "1.500 KWD"),
        (0, "usd", "0.00 USD"),
    ],
)
def test_a_sum_is_written_with_its_own_places(smallest: int, currency: str, said: str) -> None:
    assert foreign.written(smallest, currency) == said
