"""One page keeps to one calendar: what is filled in and the examples count years as the reader does."""

import re
from datetime import date
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from blueprints.fields import DateField, WholeField
from marketplace.i18n import t, use

MONDAY = date(2026, 11, 30)
CATALOGUES = Path(__file__).parents[2] / "marketplace" / "i18n" / "catalogues" / "th"
_BUDDHIST = re.compile(r"(?:/|\b[A-Z][a-z]{2} )25\d\d\b")


class _Sample(Form):
    day = DateField("Day")


class Seats(Form):
    seats = WholeField("Seats")


@pytest.mark.parametrize(("locale", "shown"), [("th", "30/11/2569"), ("en", "30/11/2026")])
def test_a_day_is_filled_in_as_its_reader_counts_and_read_in_either_era(locale: str, shown: str) -> None:
    with use(locale):
        assert _Sample(day=MONDAY).day._value() == shown
        for typed in ("30/11/2569", "30/11/2026", "2026-11-30"):
            form = _Sample(MultiDict({"day": typed}))
            assert form.validate()
            assert form.day.data == MONDAY
            assert form.day._value() == typed, "what was typed stays as it was typed"


def test_no_english_example_has_a_buddhist_year_and_the_thai_ones_have() -> None:
    for catalogue in CATALOGUES.glob("*.po"):
        for line in catalogue.read_text(encoding="utf-8").splitlines():
            assert not (line.startswith("msgid ") and _BUDDHIST.search(line)), line
    with use("th"):
        assert str(t("For example 24/11/2026")) == "เช่น 24/11/2569"


@pytest.mark.parametrize(("typed", "meant"), [("๑๒", 12), ("1,200", 1200), (" 7 ", 7), ("สิบ", None), ("", None)])
def test_whole_numbers_are_read_in_either_script_and_shown_as_typed(typed: str, meant: int | None) -> None:
    form = Seats(MultiDict({"seats": typed}))
    form.validate()
    assert form.seats.data == meant
    shown = str(form.seats())
    assert 'type="text"' in shown
    assert 'inputmode="numeric"' in shown
    assert f'value="{typed}"' in shown, "it stays as it was typed"
