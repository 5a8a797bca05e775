import pytest

from marketplace.i18n.sums import baht_words


@pytest.mark.parametrize(
    ("satang", "words"),
    [
        (0, "ศูนย์บาทถ้วน"),
        (1_00, "หนึ่งบาทถ้วน"),
        (10_00, "สิบบาทถ้วน"),
        (11_00, "สิบเอ็ดบาทถ้วน"),
        (21_50, "ยี่สิบเอ็ดบาทห้าสิบสตางค์"),
        (101_00, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (540_00, "ห้าร้อยสี่สิบบาทถ้วน"),
        (3_060_00, "สามพันหกสิบบาทถ้วน"),
        (1_000_001_00, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (21_000_000_25, "ยี่สิบเอ็ดล้านบาทยี่สิบห้าสตางค์"),
        (75, "เจ็ดสิบห้าสตางค์"),
    ],
)
def test_a_sum_is_written_out_as_thai_papers_do(satang: int, words: str) -> None:
    assert baht_words(satang) == words
