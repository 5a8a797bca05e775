"""'One change opens N more' is the number a full recount gives, for every change."""

from dataclasses import replace
from datetime import date
from random import Random

from marketplace.i18n import use
from marketplace.kernel import week
from marketplace.matching.changes import ChangeKind, best, openings, possible
from marketplace.matching.fit import judge
from tests.unit import oracle_fit, pairs_fit


def test_every_count_equals_a_recount_from_nothing():
    rng = Random(2571)
    kinds = set()
    for _ in range(12):
        life = pairs_fit.life(rng)
        offers = [pairs_fit.offer(rng) for _ in range(150)]
        counted = {opening.change: opening.more for opening in openings(life, offers, pairs_fit.ON)}
        now = {o.ref for o in offers if oracle_fit.fits_for(life, o, pairs_fit.ON, life.transport)}
        for change in possible(life):
            then = {o.ref for o in offers if judge(change.life, o, pairs_fit.ON).fits}
            assert counted.get(change, 0) == len(then - now), change.kind
            if then - now:
                kinds.add(change.kind)
    assert kinds == set(ChangeKind)


def test_a_change_alters_one_answer_only():
    life = pairs_fit.life(Random(1))
    fields = {
        ChangeKind.PART: "free",
        ChangeKind.TRAVEL: "travel_minutes_max",
        ChangeKind.SUPPORT: "support_needs",
        ChangeKind.DOCUMENTS: "has_documents",
        ChangeKind.TRANSPORT: "transport",
    }
    for change in possible(life):
        field = fields[change.kind]
        assert replace(change.life, **{field: getattr(life, field)}) == life
        assert change.life != life


def test_what_is_free_already_or_has_no_limit_is_not_offered_as_a_change():
    life = replace(pairs_fit.life(Random(2)), free=week.FULL, travel_minutes_max=None, support_needs=frozenset())
    assert {change.kind for change in possible(replace(life, has_documents=True))} <= {ChangeKind.TRANSPORT}


def test_the_openings_shown_are_of_different_kinds_and_largest_first():
    rng = Random(2572)
    life = replace(pairs_fit.life(rng), travel_minutes_max=15, free=0x0F0F0F0F, birth_date=date(2005, 1, 1))
    shown = best(openings(life, [pairs_fit.offer(rng) for _ in range(800)], pairs_fit.ON))
    assert len({opening.change.kind for opening in shown}) == len(shown) or len(shown) == 3
    assert [each.more for each in shown] == sorted((each.more for each in shown), reverse=True)


def test_a_change_is_said_in_words():
    life = replace(pairs_fit.life(Random(3)), free=0, travel_minutes_max=30)
    texts = {change.value: change.text for change in possible(life)}
    with use("th"):
        assert str(texts["61"]) == "ถ้าว่างบ่ายวันอาทิตย์ด้วย"
        assert str(texts["45"]) == "ถ้าเดินทางได้ 45 นาที"
    with use("en"):
        assert str(texts["61"]) == "If Sunday afternoon were free too"
