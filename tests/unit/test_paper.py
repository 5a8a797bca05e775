"""Papers: a PDF in Sarabun that fetches nothing, with Thai that can be copied."""

import pytest

from marketplace.kernel import paper


@pytest.mark.parametrize("scheme", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "ftp://127.0.0.1/x"])
def test_nothing_is_fetched(scheme: str, caplog: pytest.LogCaptureFixture) -> None:
    plain = paper.pdf("<p>x</p>")
    with caplog.at_level("ERROR", logger="weasyprint"):
        forged = paper.pdf(f'<p>x</p><img src="{scheme}"><link rel="stylesheet" href="{scheme}">')
    assert forged.startswith(b"%PDF-")
    assert len(forged) < len(plain) + 2_000, "no picture and no file came in"
    assert scheme in caplog.text


def test_tone_marks_stand_before_sara_am() -> None:
    assert paper._SARA_AM.sub("\u0e4d\\1\u0e32", "\u0e19\u0e49\u0e33") == "\u0e19\u0e4d\u0e49\u0e32"
