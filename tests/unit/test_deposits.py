"""A placement's words that ask for a deposit are found; those that deny it, or speak of insurance, are not."""

from types import SimpleNamespace

import pytest

from marketplace.offers import deposits
from marketplace.offers.wording import TEXTS
from models.vocabulary import OpportunityKind


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("เก็บค่าประกันชุด 500 บาท คืนเมื่อจบ", True),
        ("วางเงินประกันก่อนเริ่มงาน", True),
        ("มัดจำไม่คืน", True),
        ("ขาดงานหักค่าชุด", True),
        ("A deposit of 500 baht is kept", True),
        ("ไม่เก็บเงินประกัน", False),
        ("ไม่มีค่ามัดจำใด ๆ", False),
        ("ไม่หักค่าชุด", False),
        ("นายจ้างจ่ายค่าประกันอุบัติเหตุ", False),
        ("มีเงินประกันสังคม", False),
        ("No deposit is taken", False),
    ],
)
def test_a_deposit_is_found_in_words(text: str, asks: bool) -> None:
    assert bool(deposits.asked_in(text)) is asks


def test_it_is_refused_at_its_field_where_somebody_under_18_may_come() -> None:
    given = dict.fromkeys(TEXTS, "") | {"about_th": "เก็บค่าประกันชุด 500 บาท"}
    found = {
        (kind, age): [
            name
            for name, _ in deposits.problems(SimpleNamespace(kind=kind, age_min=age, **given))  # type: ignore[arg-type]
        ]
        for kind in (OpportunityKind.PLACEMENT, OpportunityKind.COURSE)
        for age in (15, 18)
    }
    assert found.pop((OpportunityKind.PLACEMENT, 15)) == ["about_th"]
    assert not any(found.values())
