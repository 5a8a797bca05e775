"""The columns in memory against a plain loop: same results, same order, same counts, whatever is asked and changed."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from marketplace.kernel import week
from marketplace.kernel.geo import Point, distance_km
from marketplace.offers.columns import Columns, Row
from marketplace.offers.facets import ALL_OF, VALUES, Group, mark
from marketplace.offers.wanted import Near, Sort, Wanted

TODAY = date(2026, 11, 22)
PLACES = (("950101", 6.54, 101.28), ("950201", 5.77, 101.07), ("101801", 13.73, 100.5), ("380101", 18.36, 103.65))


def some_rows(chance: random.Random, count: int, first: int = 1) -> list[Row]:
    return [some_row(chance, key) for key in range(first, first + count)]


def some_row(chance: random.Random, key: int) -> Row:
    area, lat, lon = chance.choice(PLACES)
    marks = [mark(group, chance.choice(VALUES[group])) for group in (Group.KIND, Group.FIELD, Group.LEVEL, Group.MODE)]
    marks += [mark(Group.SUPPORT, value) for value in chance.sample(VALUES[Group.SUPPORT], chance.randint(0, 3))]
    if chance.random() < 0.5:
        marks.append(mark(Group.PAID, "1"))
    hours = week.mask([week.Slot(chance.randrange(7), chance.choice((540, 990, 1200, 1350)), 1380)])
    return Row(
        id=key,
        marks=" ".join(marks),
        area_code=area,
        lat=lat + chance.uniform(-0.2, 0.2),
        lon=lon + chance.uniform(-0.2, 0.2),
        first_on=TODAY + timedelta(days=chance.randint(-5, 60)),
        apply_by=TODAY + timedelta(days=chance.randint(-3, 40)),
        money_satang=chance.randrange(0, 900_000, 100),
        week=week.to_bytes(hours),
    )


def some_wanted(chance: random.Random, ids: list[int]) -> Wanted:
    near = None
    if chance.random() < 0.5:
        _, lat, lon = chance.choice(PLACES)
        near = Near(Point(lat, lon), chance.choice((None, 5.0, 25.0, 400.0)))
    chosen = {
        group: frozenset(chance.sample(VALUES[group], min(len(VALUES[group]), chance.randint(1, 2))))
        for group in (Group.KIND, Group.FIELD, Group.SUPPORT, Group.PAID)
        if chance.random() < 0.3
    }
    free = week.from_parts(chance.sample(week.PARTS, 24)) if chance.random() < 0.4 else None
    if free is not None and chance.random() < 0.5:
        free |= 1 << 40
    return Wanted(
        today=TODAY,
        chosen=chosen,
        ids=tuple(chance.sample(ids, len(ids) // 2)) if chance.random() < 0.2 else None,
        areas=tuple(chance.sample(["95", "9501", "101801", "38"], chance.randint(0, 2))),
        near=near,
        starts_by=TODAY + timedelta(days=21) if chance.random() < 0.3 else None,
        free=free,
        sort=chance.choice(list(Sort)),
        first=chance.choice((0, 0, 20)),
    )


def passes(row: Row, wanted: Wanted, *, without: Group | None = None) -> bool:
    held = set(row.marks.split())
    for group, values in wanted.chosen.items():
        marks = {mark(group, value) for value in values}
        if group != without and not (marks <= held if group in ALL_OF else marks & held):
            return False
    if row.apply_by < wanted.today or (wanted.starts_by and row.first_on > wanted.starts_by):
        return False
    if wanted.ids is not None and row.id not in wanted.ids:
        return False
    if wanted.areas and not row.area_code.startswith(wanted.areas):
        return False
    if wanted.near and wanted.near.km is not None and away(row, wanted) > wanted.near.km:
        return False
    return wanted.free is None or week.covers(wanted.free, week.from_bytes(row.week))


def away(row: Row, wanted: Wanted) -> float:
    assert wanted.near is not None
    return distance_km(wanted.near.point, Point(row.lat, row.lon))


def order(row: Row, wanted: Wanted) -> tuple[float, int]:
    by = wanted.sort
    if by == Sort.BEST and wanted.ids is not None:
        return wanted.ids.index(row.id), row.id
    if by == Sort.NEAR and wanted.near is not None:
        return away(row, wanted), row.id
    if by == Sort.MONEY:
        return -row.money_satang, row.id
    if by == Sort.CLOSING:
        return row.apply_by.toordinal(), row.id
    return max(row.first_on, wanted.today).toordinal(), row.id


def wider_ones(wanted: Wanted) -> list[tuple[str, Wanted]]:
    """The same with each wish given up in turn."""
    marks = [
        (str(given_up), replace(wanted, chosen={group: of for group, of in wanted.chosen.items() if group != given_up}))
        for given_up in wanted.chosen
    ]
    return [("late", replace(wanted, starts_by=None)), ("busy", replace(wanted, free=None)), *marks]


def kept_out(columns: Columns, wanted: Wanted) -> dict[str, int]:
    """What one wish alone keeps out, as the search counted it."""
    found = columns.search(wanted).alone
    return {"late": found.late, "busy": found.busy, **{str(group): more for group, more in found.groups.items()}}


def check(columns: Columns, rows: dict[int, Row], wanted: Wanted) -> None:
    right = sorted((row for row in rows.values() if passes(row, wanted)), key=lambda row: order(row, wanted))
    found = columns.search(wanted)
    assert found.total == columns.count(wanted) == len(right)
    page = right[wanted.first : wanted.first + wanted.count]
    if wanted.sort == Sort.NEAR and wanted.near is not None:
        assert [round(away(rows[key], wanted), 1) for key in found.ids] == [round(away(row, wanted), 1) for row in page]
    else:
        assert list(found.ids) == [row.id for row in page]
    assert kept_out(columns, wanted) == {name: columns.count(wider) - found.total for name, wider in wider_ones(wanted)}
    for group, counts in found.counts.items():
        alone = group if group not in ALL_OF else None
        there = [row for row in rows.values() if passes(row, wanted, without=alone)]
        for value in VALUES[group]:
            assert counts.get(value, 0) == sum(mark(group, value) in row.marks.split() for row in there), (group, value)


@pytest.mark.parametrize("seed", [*range(5), *(pytest.param(one, marks=pytest.mark.full) for one in range(5, 12))])
def test_the_columns_agree_with_a_plain_loop_through_every_change(seed: int) -> None:
    chance = random.Random(seed)
    columns = Columns()
    rows = {row.id: row for row in some_rows(chance, 2_300)}
    columns.put(list(rows.values()))
    for _ in range(4):
        changed = [some_row(chance, key) for key in chance.sample(sorted(rows), 40)]
        fresh = some_rows(chance, 30, first=max(rows) + 1)
        gone = [key for key in chance.sample(sorted(rows), 20) if key not in {row.id for row in changed}]
        columns.put([*changed, *fresh], gone)
        rows = {key: row for key, row in rows.items() if key not in gone} | {row.id: row for row in (*changed, *fresh)}
        assert len(columns) == len(rows)
        for _ in range(12):
            check(columns, rows, some_wanted(chance, sorted(rows)))


def test_counts_by_area_are_those_of_a_plain_loop() -> None:
    rows = some_rows(random.Random(1), 300)
    columns = Columns()
    columns.put(rows)
    still_open = [row for row in rows if row.apply_by >= TODAY]
    for digits, prefix in ((2, ""), (4, "95"), (6, "9501")):
        right: dict[str, int] = {}
        for row in still_open:
            if row.area_code.startswith(prefix):
                right[row.area_code[:digits]] = right.get(row.area_code[:digits], 0) + 1
        assert columns.area_counts(TODAY, digits, prefix) == right


def test_nothing_on_the_shelf_is_an_empty_page() -> None:
    found = Columns().search(Wanted(today=TODAY, near=Near(Point(6.5, 101.2), 10.0)))
    assert (found.total, found.ids) == (0, ())
