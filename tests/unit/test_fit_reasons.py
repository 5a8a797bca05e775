"""Why it suits: at most three short phrases, the weightiest first, in both languages."""

from dataclasses import replace
from datetime import date

from marketplace.i18n import use
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching import changes, reasons
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import ANYONE, LifeTerms, OfferTerms
from models.vocabulary import Support

ON = date(2026, 11, 22)
HOME = Point(6.54, 101.28)
LIFE = LifeTerms(point=HOME, transport="walk", level=1)
EVENING = OfferTerms(
    ref="O", area="950101", field="cooking", point=Point(6.55, 101.28), starts_on=date(2026, 11, 30),
    slots=week.parse("mon 16:30-19:30;sat 08:00-12:00"), credits=2,
)  # fmt: skip
MORNING = replace(EVENING, slots=week.parse("mon 09:00-12:00"))


def said(life: LifeTerms, offer: OfferTerms) -> list[str]:
    with use("th"):
        return [str(text) for text in reasons.reasons(life, offer, ON, take_home(life, offer, ON))]


def test_the_card_says_evening_on_foot_and_no_certificate():
    assert said(LIFE, EVENING) == ["เย็นได้", "เดินไปได้", "ไม่ต้องมีวุฒิ"]


def test_a_need_that_is_met_comes_before_what_is_good_for_anyone():
    offer = replace(EVENING, mode="online", level_min=1, supports_offered=frozenset({"device", "meal"}))
    assert said(replace(LIFE, support_needs=frozenset({"device"})), offer) == ["เย็นได้", "มีมือถือให้ยืม", "อยู่บ้านก็ทำได้"]


def test_credits_and_what_is_offered_fill_the_rest():
    offer = replace(MORNING, level_min=1, point=None, supports_offered=frozenset({"device", "ride"}))
    assert said(ANYONE, offer) == ["นับ 2 หน่วยกิต", "มีรถรับส่ง", "มีมือถือให้ยืม"]


def test_interest_skill_and_money_are_named():
    offer = replace(MORNING, point=None, skills=frozenset({"knife"}), stipend_per_session_satang=100_000)
    life = replace(LIFE, interests=frozenset({"cooking"}), skills=frozenset({"knife"}), need_per_month_satang=400_000)
    assert said(life, offer) == ["รายได้พอกับที่ต้องการ", "ตรงกับที่สนใจ", "ได้ใช้สิ่งที่ทำเป็น"]


def test_no_reason_is_said_twice():
    life = replace(LIFE, support_needs=frozenset({"evening", "no_documents"}), has_documents=False)
    offer = replace(EVENING, supports_offered=frozenset({"evening", "no_documents"}))
    assert said(life, offer) == ["เย็นได้", "ไม่ต้องมีเอกสาร", "เดินไปได้"]


def test_weekends_are_a_reason_only_when_nothing_is_on_a_weekday():
    assert said(ANYONE, replace(EVENING, slots=week.parse("sat 08:00-12:00")))[0] == "เสาร์ อาทิตย์ได้"


def test_no_certificate_is_no_news_to_who_finished_school():
    assert "ไม่ต้องมีวุฒิ" not in said(replace(LIFE, level=3), EVENING)


def test_every_support_can_be_offered_missed_and_covered_in_words():
    for table in (reasons.OFFERED, reasons.MISSING, changes.COVERED):
        assert set(table) == set(Support)


def test_every_sentence_has_its_thai():
    texts = [
        *reasons.OFFERED.values(), *reasons.MISSING.values(), *reasons.LEVELS.values(), *reasons.DEPENDS.values(),
        *changes.COVERED.values(), *changes.FASTER.values(), reasons.ANOTHER_MISSING,
    ]  # fmt: skip
    with use("th"):
        assert all(str(text) != text.key for text in texts)
