"""The register and what places are called."""

import pytest

from marketplace.areas import names
from marketplace.areas.reference import gazetteer
from marketplace.i18n import use
from marketplace.kernel.errors import NotFound
from models.vocabulary import AreaLevel


def count(level: AreaLevel) -> int:
    return sum(place.level is level for place in gazetteer().values())


def test_the_whole_country_is_in_the_register() -> None:
    assert count(AreaLevel.PROVINCE) == 77
    assert count(AreaLevel.DISTRICT) == 928
    assert count(AreaLevel.SUBDISTRICT) == 7436


def test_every_area_stands_under_its_parent_and_has_both_names() -> None:
    for place in gazetteer().values():
        assert place.parent_code is None or place.parent_code in gazetteer()
        assert place.code.startswith(place.parent_code or "")
        assert place.name_th
        assert place.name_en.isascii()


def test_every_subdistrict_has_a_postcode() -> None:
    missing = [p.code for p in gazetteer().values() if p.level is AreaLevel.SUBDISTRICT and not p.postcodes]
    assert not missing


@pytest.mark.parametrize(
    ("code", "th", "en"),
    [
        ("95", "จังหวัดยะลา", "Yala Province"),
        ("9502", "อำเภอเบตง", "Betong District"),
        ("950101", "ตำบลสะเตง", "Sateng Subdistrict"),
        ("10", "กรุงเทพมหานคร", "Bangkok"),
        ("1001", "เขตพระนคร", "Phra Nakhon District, Bangkok"),
        ("100111", "แขวงบางขุนพรหม", "Bang Khun Phrom Subdistrict, Bangkok"),
    ],
)
def test_a_title_has_the_word_for_its_level(code: str, th: str, en: str) -> None:
    with use("th"):
        assert names.titled(code) == th
    with use("en"):
        assert names.titled(code) == en


def test_an_address_goes_all_the_way_up() -> None:
    with use("th"):
        assert names.address("950101") == "ต.สะเตง อ.เมืองยะลา จ.ยะลา"
        assert names.address("100111") == "แขวงบางขุนพรหม เขตพระนคร กรุงเทพมหานคร"
    with use("en"):
        assert names.address("950101") == "Sateng, Mueang Yala, Yala"


@pytest.mark.parametrize("code", ["", "9", "99", "950199", "95010", "abc", "๙๕", "9501 ", "950101'"])
def test_a_code_that_names_nothing_is_not_found(code: str) -> None:
    assert not names.exists(code)
    with pytest.raises(NotFound):
        names.titled(code)


def test_all_subdistricts_of_a_choice_are_named_as_their_places_are() -> None:
    with use("th"):
        assert str(names.every(["100101", "100102"])) == "ทุกแขวง"
        assert str(names.every(["100101", "950101"])) == str(names.every([])) == "ทุกตำบล"
