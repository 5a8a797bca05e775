"""The engine and the law written a second time must agree on every case of a grid of postings, ages and shifts."""

import csv
import io
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from marketplace.imports import labour_files
from tests.unit import oracle_labour

START = date(2026, 3, 1)
END = date(2026, 8, 31)
BIRTHS = [
    date(2011, 3, 2), date(2011, 3, 1), date(2011, 2, 28), date(2012, 2, 29), date(2008, 3, 2), date(2008, 3, 1),
    date(2008, 2, 29), date(2008, 8, 31), date(2008, 9, 1), date(2006, 3, 2), date(2006, 3, 1), date(2010, 6, 15),
    date(2008, 3, 15), date(1999, 1, 1),
]  # fmt: skip
SHIFTS = [
    "mon 08:00-12:00",
    "mon 08:00-12:01",
    "mon 08:00-12:00;mon 13:00-17:00",
    "mon 08:00-12:00;mon 12:59-16:59",
    "mon 08:00-11:00;mon 11:30-12:30",
    "mon 08:00-11:00;mon 11:30-12:31",
    "mon 08:00-12:00;mon 13:00-17:00;mon 18:00-18:01",
    ";".join(f"{day} 08:00-12:00;{day} 13:00-17:00" for day in oracle_labour.DAYS[:6]),
    ";".join(f"{day} 08:00-12:00;{day} 13:00-17:00" for day in oracle_labour.DAYS[:6]) + ";sat 18:00-18:01",
    ";".join(f"{day} 08:00-12:00;{day} 13:00-16:00" for day in oracle_labour.DAYS[:6]),
    ";".join(f"{day} 09:00-11:00" for day in oracle_labour.DAYS),
    "fri 18:00-22:00",
    "fri 18:01-22:01",
    "sat 05:59-09:00",
    "sat 06:00-10:00",
    "sun 20:00-00:00;mon 00:30-02:00",
    "sun 22:00-02:00;mon 02:30-03:00",
    "tue 12:00-12:00",
    "wed 21:30-06:30",
    "thu 08:00-10:00;thu 10:00-12:00;thu 13:00-15:30",
]
BASE = {
    "province": "95", "district": "", "wage_per_day": 337, "hazards": "", "place_type": "cafe",
    "overtime_hours_per_week": 0, "works_holidays": False, "night_permit": False, "notified_on": START,
    "ended_notified_on": None, "guardian_consent": True, "deposit": False, "pays_to": "youth", "lift_kg": 0,
    "sex": "f", "start": START, "end": END,
}  # fmt: skip
POSTINGS = [
    {},
    {"notified_on": None},
    {"notified_on": START + timedelta(days=15)},
    {"notified_on": START + timedelta(days=16)},
    {"ended_notified_on": END + timedelta(days=7)},
    {"ended_notified_on": END + timedelta(days=8), "guardian_consent": False},
    {"wage_per_day": 336.99},
    {"province": "10", "wage_per_day": 399},
    {"province": "50", "district": "5001", "wage_per_day": 379},
    {"province": "50", "district": "5002", "wage_per_day": 357},
    {"province": "84", "district": "8404", "wage_per_day": 400},
    {"place_type": "hotel_type_2_3_4"},
    {"place_type": "entertainment", "wage_per_day": 400},
    {"place_type": "seafood_processing"},
    {"place_type": "fishing_vessel", "hazards": "H06"},
    {"place_type": "gambling"},
    {"place_type": "slaughterhouse"},
    {"hazards": "H01;H12"},
    {"hazards": "H13", "night_permit": True},
    {"night_permit": True, "sex": "m"},
    {"overtime_hours_per_week": 0.5},
    {"works_holidays": True},
    {"deposit": True},
    {"pays_to": "other"},
    {"lift_kg": 20},
    {"lift_kg": 20.5},
    {"lift_kg": 25, "sex": "m"},
    {"lift_kg": 25.001, "sex": "m"},
    {"guardian_consent": False},
    {"start": date(2025, 6, 1), "end": date(2025, 6, 30), "province": "10", "wage_per_day": 372},
    {"start": date(2025, 6, 1), "end": date(2025, 7, 1), "province": "10", "wage_per_day": 372},
    {"start": date(2025, 6, 30), "end": date(2025, 7, 1), "place_type": "hotel_type_2_3_4", "wage_per_day": 400},
    {"start": date(2028, 2, 29), "end": date(2028, 2, 29), "wage_per_day": 0},
    {"start": date(2026, 2, 28), "end": date(2026, 3, 1)},
    {"deposit": True, "pays_to": "other", "works_holidays": True, "wage_per_day": 0, "guardian_consent": False},
    {"place_type": "hotel", "lift_kg": 30, "overtime_hours_per_week": 6},
]


def written(cases: list[dict]) -> bytes:
    """The cases as the file anybody would hand in."""
    said = io.StringIO(newline="")
    sheet = csv.DictWriter(said, labour_files.COLUMNS)
    sheet.writeheader()
    for number, case in enumerate(cases):
        cells = {name: int(cell) if isinstance(cell, bool) else cell for name, cell in case.items()}
        sheet.writerow({**cells, "case": number})
    return said.getvalue().encode()


def grid() -> list[dict]:
    return [
        {**BASE, **posting, "birth_date": born, "shifts": shifts}
        for posting, born, shifts in product(POSTINGS, BIRTHS, SHIFTS)
    ]


def assert_agreed(cases: list[dict]) -> set[str]:
    seen: set[str] = set()
    for case, found in zip(cases, labour_files.judge_file(written(cases), "grid.csv"), strict=True):
        expected = oracle_labour.broken(case)
        assert list(found.verdict.numbers) == expected, case
        assert found.verdict.outcome == oracle_labour.outcome(expected), case
        seen |= set(expected)
    return seen


def test_ten_thousand_cases_of_postings_ages_and_shifts_are_judged_as_the_law_says():
    cases = grid()
    assert len(cases) >= 10_000
    assert assert_agreed(cases) == {
        "LW01", "LW02", "LW04", "LW05", "LW06", "LW07", "LW08", "LW09", "LW11", "LW12", "LW13", "LW15", "LW18", "LW20",
    }  # fmt: skip


def random_case(rng: Random) -> dict:
    shifts, free_from = [], 0
    while True:
        begin = free_from + rng.choice([0, 15, 30, 59, 60, 61, 120, 300, 700])
        length = rng.choice([1, 30, 60, 119, 120, 180, 240, 241, 300, 480])
        if begin + length > 6 * 1440 + 1440 or begin >= 7 * 1440:
            break
        free_from = begin + length
        day, minute = divmod(begin, 1440)
        end = (minute + length) % 1440
        shifts.append(f"{oracle_labour.DAYS[day]} {minute // 60:02}:{minute % 60:02}-{end // 60:02}:{end % 60:02}")
    kept = rng.sample(shifts, k=rng.randint(1, min(12, len(shifts))))
    start = date(2025, 1, 1) + timedelta(days=rng.randint(0, 700))
    end_day = start + timedelta(days=rng.randint(0, 200))
    return {
        **BASE,
        "birth_date": start - timedelta(days=rng.randint(14 * 365, 21 * 365)),
        "start": start,
        "end": end_day,
        "shifts": ";".join(kept),
        "province": rng.choice(["10", "95", "20", "84"]),
        "wage_per_day": rng.choice([0, 337, 352, 371.99, 372, 400]),
        "place_type": rng.choice(["cafe", "farm", "hotel_type_2_3_4", "gambling"]),
        "hazards": rng.choice(["", "", "", "H07"]),
        "night_permit": rng.random() < 0.3,
        "guardian_consent": rng.random() < 0.7,
        "notified_on": rng.choice([None, start, start + timedelta(days=rng.randint(14, 17))]),
        "ended_notified_on": rng.choice([None, end_day + timedelta(days=rng.randint(6, 9))]),
        "lift_kg": rng.choice([0, 10, 22.5, 26]),
        "sex": rng.choice("mf"),
    }


@pytest.mark.parametrize("count", [400, pytest.param(100_000, marks=pytest.mark.full)])
def test_random_weeks_are_judged_as_the_law_says(count):
    rng = Random(2569)
    assert_agreed([random_case(rng) for _ in range(count)])
