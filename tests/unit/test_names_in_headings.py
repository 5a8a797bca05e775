"""A name in a heading is never parted inside one of its words."""

import pytest
from markupsafe import escape

from blueprints.filters import named


@pytest.mark.parametrize(
    ("said", "name", "shown"),
    [
        (
            "วันทำงานของ อับดุลเลาะ (รุส)",
            "อับดุลเลาะ (รุส)",
            'วันทำงานของ <span class="nb">อับดุลเลาะ</span> <span class="nb">(รุส)</span>',
        ),
        ("<b>: งาน", "<b>", f'<span class="nb">{escape("<b>")}</span>: งาน'),
        ("ก: งาน", "ก", "ก: งาน"),
        (f"{'น' * 17}: งาน", "น" * 17, f"{'น' * 17}: งาน"),
    ],
)
def test_each_word_of_a_name_stays_in_one_piece_unless_it_is_too_long(said, name, shown) -> None:
    assert str(named(said, name)) == shown
