"""First in, first spent: which gift an earning came from, also when gifts went back and money was taken out."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.earnings.origins import Inflow, cover, kept


def flow(seq: int, satang: int, cause: str = "", kind: str = "donation") -> Inflow:
    return Inflow(seq, kind, cause or f"G{seq}", satang)


def test_the_oldest_money_is_spent_first_and_an_earning_may_stand_on_two_gifts() -> None:
    flows = [flow(1, 100), flow(2, 50), flow(3, 70)]
    assert [(one.seq, one.satang) for one in cover(flows, 0, 100)] == [(1, 100)]
    assert [(one.seq, one.satang) for one in cover(flows, 90, 80)] == [(1, 10), (2, 50), (3, 20)]
    assert cover(flows, 220, 10) == ()


def test_what_went_back_is_taken_from_its_own_gift_and_what_was_cut_from_the_newest() -> None:
    flows = [flow(1, 100), flow(2, 50), flow(3, -30, "G1", "refund"), flow(4, -60, "F", "cut")]
    assert [(one.seq, one.satang) for one in kept(flows)] == [(1, 60)]


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=30), st.data())
def test_every_satang_has_one_origin(sums: list[int], data: st.DataObject) -> None:
    flows = [flow(number, satang) for number, satang in enumerate(sums)]
    cuts = sorted(data.draw(st.lists(st.integers(0, sum(sums)), max_size=10)))
    parts = [cover(flows, low, high - low) for low, high in zip([0, *cuts], [*cuts, sum(sums)], strict=True)]
    by_gift: dict[int, int] = {}
    for part in parts:
        for one in part:
            by_gift[one.seq] = by_gift.get(one.seq, 0) + one.satang
    assert by_gift == dict(enumerate(sums))
