"""Weekly times in few words, as the cards show them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.i18n import use
from marketplace.i18n.weeks import changed, each, exact, summary
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


def test_what_is_signed_says_beginning_and_end_of_every_day():
    times = "tue 13:00-17:00;thu 13:00-17:00;sat 08:00-12:00;sun 22:00-02:00"
    with use("th"):
        assert str(exact(week.parse(times))) == "อ. พฤ. 13.00–17.00 ส. 08.00–12.00 และ\u00a0อา. 22.00–02.00"
        assert str(summary(week.parse(times))).startswith("อ. พฤ. 13.00–17.00 ส. เช้า")


def test_whoever_decides_reads_a_line_for_every_pair_of_hours_and_for_the_days_that_change():
    before, after = (
        week.parse("mon 11:55-11:58;mon 17:00-18:00;tue 17:00-18:00;fri 17:00-18:00"),
        week.parse("mon 11:55-11:58;mon 17:00-18:00;tue 18:00-19:00;fri 18:00-19:00;sun 08:00-12:00"),
    )
    with use("th"):
        assert [*map(str, each(before))] == ["จ. 11.55–11.58", "จ. อ. ศ. 17.00–18.00"]
        assert [*map(str, each(()))] == ["ไม่มีเวลาตายตัว"]
        assert [*map(str, changed(before, after))] == ["อ. ศ.: 17.00–18.00 → 18.00–19.00", "อา.: – → 08.00–12.00"]
        assert changed(after, after) == ()


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_other_times_are_other_words(drawn):
    """A reader of the words finds the very times again, by a parser that knows nothing of how they are written."""
    slots = sorted({week.Slot(day, start, start + long) for day, start, long in drawn})
    with use("en"):
        assert read_back(str(exact(slots))) == slots


def read_back(said):
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    found = []
    pattern = r"(every day|[A-Z][a-z]{2}(?:[ –][A-Z][a-z]{2})*) (\d\d)\.(\d\d)–(\d\d)\.(\d\d)"
    for on, *clock in re.findall(pattern, said.replace("\u00a0", " ")):
        first, last = (int(hour) * 60 + int(minute) for hour, minute in (clock[:2], clock[2:]))
        if on == "every day":
            which = list(range(7))
        elif "–" in on:
            begin, end = (days.index(day) for day in on.split("–"))
            which = list(range(begin, end + 1))
        else:
            which = [days.index(day) for day in on.split()]
        found += [week.Slot(day, first, last if last > first else last + 1440) for day in which]
    return sorted(found)
