"""Weekly times in few words, as the cards show them."""

import pytest

from marketplace.i18n import use
from marketplace.i18n.weeks import summary
from marketplace.kernel import week


@pytest.mark.parametrize(
    ("times", "thai", "english"),
    [
        (
            "mon 16:30-19:30;wed 16:30-19:30;fri 16:30-19:30;sat 08:00-12:00",
            "จ. พ. ศ. 16.30–19.30 และ\u00a0ส. เช้า",
            "Mon Wed Fri 16.30–19.30 and Sat morning",
        ),
        (
            "mon 16:00-18:30;tue 16:00-18:30;wed 16:00-18:30;thu 16:00-18:30",
            "จ.–พฤ. 16.00–18.30",
            "Mon–Thu 16.00–18.30",
        ),
        ("sat 13:00-16:00", "ส. 13.00–16.00", "Sat 13.00–16.00"),
        (
            "tue 18:00-20:00;thu 18:00-20:00;sat 11:00-14:00",
            "อ. พฤ. 18.00–20.00 และ\u00a0ส. 11.00–14.00",
            "Tue Thu 18.00–20.00 and Sat 11.00–14.00",
        ),
        (
            "mon 09:00-12:00;tue 13:00-16:00;sun 16:00-18:00",
            "จ. 09.00–12.00 อ. บ่าย และ\u00a0อา. เย็น",
            "Mon 09.00–12.00, Tue afternoon and Sun evening",
        ),
        ("fri 22:00-02:00", "ศ. 22.00–02.00", "Fri 22.00–02.00"),
        (";".join(f"{d} 08:00-12:00" for d in week.DAY_NAMES), "ทุกวัน 08.00–12.00", "every day 08.00–12.00"),
        ("", "ไม่มีเวลาตายตัว", "no fixed times"),
    ],
)  # fmt: skip
def test_a_week_is_said_in_few_words(times, thai, english):
    said = summary(week.parse(times))
    with use("th"):
        assert str(said) == thai
    with use("en"):
        assert str(said) == english
