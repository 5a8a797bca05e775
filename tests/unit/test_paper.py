"""Papers: a PDF in Sarabun that fetches nothing, with Thai that can be copied."""

import pytest

from marketplace.kernel import paper
from tests.fixtures.pdf_reading import text_of


@pytest.mark.parametrize("scheme", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "ftp://127.0.0.1/x"])
def test_nothing_is_fetched(scheme: str, caplog: pytest.LogCaptureFixture) -> None:
    plain = paper.pdf("<p>x</p>")
    with caplog.at_level("ERROR", logger="weasyprint"):
        forged = paper.pdf(f'<p>x</p><img src="{scheme}"><link rel="stylesheet" href="{scheme}">')
    assert forged.startswith(b"%PDF-")
    assert len(forged) < len(plain) + 2_000, "no picture and no file came in"
    assert scheme in caplog.text


@pytest.mark.parametrize(
    "words", ["ทำงาน", "น้ำดื่ม", "ป้ำ", "ฝำ", "คำสั่งที่ทำ", "<b>กำ</b>ไร", "จำนวน 1,020.50 บาท", "สํานักงาน"]
)
def test_sara_am_is_found_as_it_is_typed(words: str) -> None:
    found = text_of(paper.pdf(f"<p>{words}</p><p>{words} {words * 9}</p>"))
    typed = words.replace("<b>", "").replace("</b>", "").replace("\u0e4d\u0e32", "\u0e33").replace(" ", "")
    assert found.startswith(typed * 11)
    assert "\u0e4d" not in found


def test_a_paper_without_sara_am_and_one_without_words_are_whole() -> None:
    assert text_of(paper.pdf("<p>ABC 1.5 -2</p>")).startswith("ABC1.5-2")
    assert paper.pdf("").startswith(b"%PDF-")


def test_tone_marks_stand_before_sara_am() -> None:
    assert paper._SARA_AM.sub("\u0e4d\\1\u0e32", "\u0e19\u0e49\u0e33") == "\u0e19\u0e4d\u0e49\u0e32"
