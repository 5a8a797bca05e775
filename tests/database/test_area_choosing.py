"""A place typed by hand: taken straight only when nothing else bears its name, chosen from a list otherwise."""

import pytest

from marketplace.areas import authorities, choosing
from marketplace.i18n import use

pytestmark = pytest.mark.usefixtures("database")


def codes(text: str) -> list[str]:
    found = choosing.meant(text)
    assert found.code is None
    return [choice.code for choice in found.choices]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ต.ยะลา", "950106"),
        ("ตำบลยะลา", "950106"),
        ("สะเตงนอก ยะลา", "950116"),
        ("สะเตง", "950101"),
        ("ต.สะเตง อ.เมืองยะลา จ.ยะลา", "950101"),
        ("ต.สะเตงอ.เมืองจ.ยะลา", "950101"),
        ("Sateng, Mueang Yala, Yala", "950101"),
        ("แขวงบางนาใต้", "104703"),
        ("เชียงใหม่ ร้อยเอ็ด", "450802"),
        ("ต.ศรีภูมิ เชียงใหม่", "500101"),
        ("ต.ศรีภูมิ เมืองเชียงใหม่ เชียงใหม่", "500101"),
        ("เทศบาลนครยะลา", "950101"),
        ("อบต.สะเตงนอก", "950116"),
        ("๙๕๐๑๐๑", "950101"),
    ],
)
def test_a_sole_exact_name_is_taken_straight(typed: str, code: str) -> None:
    authorities.load_authorities()
    assert choosing.meant(typed).code == code


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("เชียงใหม่", ["500101", "50", "450802"]),
        ("Chiang Mai", ["500101", "50", "450802"]),
        ("chiangmai", ["500101", "50", "450802"]),
        ("ยะลา", ["950101", "95", "950106"]),
        ("บางนา", ["104702", "1047", "141505"]),
        ("Bang Na", ["104702", "1047", "141505"]),
        ("เบตง", ["950201", "9502"]),
        ("จ.ยะลา", ["950101", "9501"]),
        ("อ.เบตง จ.ยะลา", ["950201"]),
        ("เขตบางนา", ["104702", "104703"]),
        ("กทม", ["1001"]),
        ("ปทุม", ["340107", "130101", "13"]),
        ("เทศบาลเมืองชลบุรี", ["200101", "2001"]),
        ("สะเต", ["950101", "950116"]),
        ("สเตงนอก", ["950116"]),
    ],
)
def test_everything_else_is_asked_the_likeliest_first(typed: str, first: list[str]) -> None:
    assert codes(typed)[: len(first)] == first


def test_every_bearer_of_a_common_name_is_on_the_list() -> None:
    assert len(codes("หนองบัว")) > 28
    assert not choosing.meant("หนองบัว").is_cut
    assert choosing.meant("อำเภอเมือง").is_cut


@pytest.mark.parametrize("typed", ["แอตแลนติส", "", "  ", "<script>", "000000", "123456789", "ต." * 90])
def test_what_means_nothing_offers_nothing(typed: str) -> None:
    assert choosing.meant(typed) == choosing.Meant()


def test_a_district_leads_to_its_subdistricts_and_nothing_leads_below_them() -> None:
    assert {choice.code[:4] for choice in choosing.within("9502")} == {"9502"}
    assert choosing.within("9502")[0].code == "950201"
    assert choosing.within("950201") == choosing.within("99") == ()


def test_lines_speak_the_reader_s_language() -> None:
    with use("en"):
        first, second, *_ = choosing.meant("Yala").choices
        assert (str(first.name), first.note) == ("Sateng", "Mueang Yala, Yala")
        assert str(second.name) == "Elsewhere in Yala Province"
