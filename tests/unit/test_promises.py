"""Points of a posting as people write them: read, shown again, and refused beside their field."""

import pytest

from marketplace.kernel.errors import Invalid
from marketplace.offers import promises
from marketplace.offers.promises import Promise
from models.vocabulary import MilestoneKind as K


def test_lines_and_semicolons_are_read_and_written_again() -> None:
    found = promises.read("สอบผ่าน: 300; ทำงานกลุ่ม: ๑,๒๐๐.50\n\nส่งงาน: ข้อ 2: 50", K.STEP, field="steps")
    assert [(one.title, one.satang) for one in found] == [
        ("สอบผ่าน", 300_00), ("ทำงานกลุ่ม", 1_200_50), ("ส่งงาน: ข้อ 2", 50_00),
    ]  # fmt: skip
    assert promises.read(promises.written(found, K.STEP), K.STEP, field="steps") == found


@pytest.mark.parametrize("typed", ["สอบผ่าน", "สอบผ่าน 300", "สอบผ่าน:", "สอบผ่าน: -5", "x: 1e9", ":::"])
def test_what_has_no_sum_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        promises.read(typed, K.STEP, field="milestones")
    assert refused.value.field == "milestones"


@pytest.mark.parametrize(
    ("point", "field"),
    [
        (Promise(K.STEP, 100, " . "), "steps"),
        (Promise(K.STEP, 0, "x"), "steps"),
        (Promise(K.THING, 100, "x" * 121), "things"),
        (Promise(K.STAY, 2_000_001, days=90), "stay_90"),
        (Promise(K.STAY, -1, days=30), "stay_30"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_field(point: Promise, field: str) -> None:
    assert [name for name, _ in promises.problems([point])][:1] == [field]


def test_no_more_than_so_many() -> None:
    assert [name for name, _ in promises.problems([Promise(K.STEP, 100, f"x{n}") for n in range(6)])] == ["steps"]


@pytest.mark.parametrize("again", ["สอบผ่าน", " สอบผ่าน ", "สอบผ่่าน"])
def test_two_points_of_one_name_are_told_at_their_field(again: str) -> None:
    twice = [Promise(K.STEP, 100, "สอบผ่าน"), Promise(K.STEP, 200, again)]
    [(field, said)] = promises.problems(twice)
    assert (field, "สอบ" in str(said)) == ("steps", True)
    assert not list(promises.problems([twice[0], Promise(K.THING, 200, "สอบผ่าน")]))
