"""The figure of a card: what is left in a month, what is to be paid, and free only where nothing goes out."""

import pytest

from blueprints.cards import money_words
from marketplace.i18n import use
from marketplace.matching.takehome import take_home
from tests.unit.test_takehome_cases import FAR, HOME, NEAR, ON, SATURDAY, lives, offer

PAYS = {"stipend_per_session_satang": 10_000}
COSTS = {"cost_per_month_satang": 100_000}


@pytest.mark.parametrize(
    ("terms", "life", "figure", "said"),
    [
        ({}, lives(HOME), "Free to learn", ()),
        ({}, lives(NEAR), "Free to learn", ()),
        (PAYS, lives(HOME), "433 baht", ("a month, no fares",)),
        (COSTS, lives(HOME), "1,000 baht", ("a month, you pay",)),
        ({**PAYS, **COSTS}, lives(HOME), "567 baht", ("a month, you pay",)),
        ({**PAYS, "cost_per_month_satang": 433_00}, lives(HOME), "0 baht", ("just covers",)),
        ({}, lives(FAR, "public"), None, ("a month, you pay", "learning itself is free")),
        ({"stipend_per_session_satang": 100}, lives(FAR, "public"), None, ("you pay", "learning itself is free")),
        (COSTS, lives(FAR, "public"), None, ("a month, you pay", "with the way")),
    ],
)
def test_a_card_says_what_is_left_or_what_is_paid(terms, life, figure, said) -> None:
    given = offer("", SATURDAY, **terms)
    money = take_home(life, given, ON)
    with use("en"):
        shown, lines = money_words(given, money)
    assert figure is None or shown == figure
    assert shown != "Free to learn" or money.month_satang == 0
    if figure is None:
        assert money.month_satang < 0
        assert shown == f"{-money.month_satang // 100:,} baht"
    for words in said:
        assert any(words in line for line in lines)
