"""What does not fit, for the staff: all of it whatever the index knows, each with its reason, found by its title."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from marketplace.i18n import use
from marketplace.kernel import clock
from marketplace.matching import choosing, refusals, sentences
from marketplace.matching.choosing import Asked, Choice
from marketplace.matching.index import live
from marketplace.matching.reading import life_of
from marketplace.offers import search
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_staff, make_youth
from tests.factories.offers import BETONG, make_opportunity, make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")

# Far off, too high a level, not in the free hours, of no language told, and none of it near what one change would open.
OUT_OF_REACH = {"area_code": BETONG, "level_min": 6, "languages": ["english"], "requires_documents": True}


@pytest.fixture
def youth() -> Youth:
    return make_youth(
        languages=["thai"], level=2, has_documents=False, transport="walk", travel_minutes_max=15, profile_step=7
    )


@pytest.fixture
def refs(youth: Youth) -> set[str]:
    """Five and twenty that do not fit, in several ways; two more do."""
    for number in range(2):
        make_opportunity(title_th=f"เข้ากัน {number}")
    made = [make_opportunity(title_th=f"ไกลมาก {number}", **OUT_OF_REACH) for number in range(22)]
    made += [make_opportunity(title_th=f"วุฒิสูง {number}", level_min=5) for number in range(3)]
    return {one.ref for one in made}


def chosen(youth: Youth, asked: Asked | None = None) -> tuple[Choice, Asked]:
    asked = asked or Asked()
    return choosing.choose(life_of(youth), asked, clock.today()), asked


@pytest.mark.parametrize("ready", [True, False])
@pytest.mark.parametrize("alone", [0, 300])
def test_every_one_is_there_once_whatever_the_index_knows(
    youth: Youth, refs: set[str], ready: bool, alone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "PLAIN", alone)
    if ready:
        live.build()
    found = refusals.refused(*chosen(youth))
    assert found is not None
    leafed = [one for first in range(0, len(found), 10) for one in found.part(first, first + 10)]
    assert sorted(shown.card.ref for shown, _ in leafed) == sorted(refs)
    assert all(fit.reason is not None for _, fit in leafed)
    assert "ไกลมาก" not in leafed[0][0].card.title_th, "the nearest come first"


def test_the_index_and_judging_one_by_one_agree_on_a_narrowed_list_and_on_a_change(
    youth: Youth, refs: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_placement(title_th="งานไกล", area_code=BETONG)
    make_opportunity(title_th="เอกสาร", requires_documents=True)
    live.build()
    for asked in (
        Asked(kinds=frozenset({"placement"})),
        Asked(switches=frozenset({"near"})),
        Asked(change="documents-1"),
    ):
        told = []
        for alone in (0, 300):
            monkeypatch.setattr(refusals, "PLAIN", alone)
            found = refusals.refused(*chosen(youth, asked))
            assert found is not None
            told.append(list(found.keys))
        assert told[0] == told[1]
        assert len(told[0]) < len(refs) + 2


def test_of_too_much_to_judge_nobody_is_told_half(
    youth: Youth, refs: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "PLAIN", 0)
    monkeypatch.setattr(refusals, "PLAIN_AT_MOST", 10)
    assert refusals.refused(*chosen(youth)) is None


def test_the_tab_counts_and_leafs_through_all_of_them(client: Client, youth: Youth, refs: set[str]) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    address = f"/office/youth/{youth.ref}/shortlist"
    page = client.page(f"{address}?show=rejected")
    assert [tab.select_one("b").get_text() for tab in page.select(".tabs a")] == ["2", str(len(refs))]
    second = client.page(f"{address}?show=rejected&page=2")
    links = [a["href"] for one in (page, second) for a in one.select(".tasks a")]
    assert sorted(str(link).rsplit("/", 1)[-1] for link in links) == sorted(refs)


def test_a_title_or_a_reference_says_why_it_is_not_offered(client: Client, youth: Youth, refs: set[str]) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    closed = make_opportunity(title_th="ปิดแล้ว", apply_by=clock.today() - timedelta(days=1))
    fits = make_opportunity(title_th="จักสานไม้ไผ่")
    search.index(closed)
    address = f"/office/youth/{youth.ref}/shortlist?show=rejected&q="

    def said(what: str) -> list[str]:
        return [row.get_text(" ", strip=True) for row in client.page(address + what).select(".tasks li")]

    ref = min(refs)
    (fit,) = (one.fit for one in refusals.look_up(chosen(youth)[0], ref)[:1])
    with use("th"):
        assert str(sentences.why_not_told(fit)) in said(ref.lower())[0]
    assert "เข้ากันได้ อยู่ในอีกรายการหนึ่ง" in said("จักสาน")[0]
    assert fits.title_th in said("จักสาน")[0]
    assert "ตอนนี้ไม่เปิดรับสมัคร" in said(closed.ref)[0]
    assert said("ZZ-NOT-THERE") == []
    page = client.page(address + "ZZ-NOT-THERE")
    assert "ไม่มีรายการใดใช้ชื่อหรือรหัสนี้" in page.select_one("main").get_text()
    assert page.select_one("#q")["value"] == "ZZ-NOT-THERE"
    db.rollback()


@pytest.mark.parametrize("show", ["", "?show=rejected", "?show=rejected&q=ไกล"])
def test_however_many_there_are_the_page_asks_the_database_as_often(
    client: Client, youth: Youth, refs: set[str], show: str
) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    address = f"/office/youth/{youth.ref}/shortlist{show}"

    def asked() -> int:
        client.page(address)
        seen: list[str] = []
        hear = lambda *given: seen.append(given[2])  # noqa: E731
        event.listen(db.get_bind(), "before_cursor_execute", hear)
        client.page(address)
        event.remove(db.get_bind(), "before_cursor_execute", hear)
        return len([said for said in seen if "max(listing.seq)" not in said and "seats_moved_at >=" not in said])

    few = asked()
    for number in range(60):
        make_opportunity(title_th=f"ไกลอีก {number}", **OUT_OF_REACH)
    assert asked() == few
