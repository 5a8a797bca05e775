"""One sentence for each result and one reason for each refusal; the staff are never told 'you'."""

from datetime import date

import pytest

from marketplace.i18n import t, use
from marketplace.i18n.catalogue import singulars
from marketplace.matching import reasons, sentences
from marketplace.matching.fit import Fit, Reason, Rule
from marketplace.resources import amounts
from models.vocabulary import Support
from tests.structure.messages import in_source

FACTS = {
    Rule.APPLY_BY: (date(2026, 11, 1),), Rule.AGE: (15, 24), Rule.LEVEL: (2,), Rule.LANGUAGE: ("malay",),
    Rule.SUPPORTS: ("childcare",), Rule.ENGAGED: ("ช่างไฟ",), Rule.TRAVEL: (50, 30), Rule.COST: (20_000, 0),
    Rule.WORK_AGE: (15,), Rule.HAZARD: (18,), Rule.CLOSED_PLACE: (18,), Rule.NIGHT: (18,),
}  # fmt: skip
PHRASES = [*reasons.OFFERED.values(), reasons.ON_FOOT, reasons.ENOUGH, reasons.OF_INTEREST, reasons.USES_SKILL]


def no(*rules: Rule) -> Fit:
    return Fit(tuple(Reason(rule, FACTS.get(rule, ())) for rule in rules), (), None)


@pytest.mark.parametrize("count", range(4))
def test_why_it_fits_is_one_sentence_of_one_to_three_phrases(count):
    for locale, end, joint in (("en", ".", " and "), ("th", "", " และ")):
        with use(locale):
            told = str(sentences.why_told(PHRASES[:count]))
            assert told.endswith(end)
            assert told.count(".") == (1 if locale == "en" else 0)
            assert count == 1 or joint in told
    with use("en"):
        assert str(sentences.why(PHRASES[:3])) == "It fits you: no steps, bring your child and a ride is there."


def test_no_phrase_says_you_to_the_staff():
    with use("th"):
        said = [str(sentences.why_told([each])) for each in PHRASES]
        said += [str(sentences.why_not_told(no(rule))) for rule in Rule]
        said += [str(sentences.depends_told(name)) for name in reasons.DEPENDS]
        said += [str(sentences.told(Reason(Rule.SUPPORTS, (need,)))) for need in (*Support, "unheard of")]
    assert [each for each in said if "คุณ" in each] == []


def test_the_single_reason_is_the_one_that_can_be_changed_least():
    assert no(*Rule).reason == Reason(Rule.WORK_AGE, (15,))
    assert no(Rule.SEATS, Rule.TIME, Rule.TRAVEL).reason == Reason(Rule.TIME)
    assert {no(rule, Rule.SEATS).reason.rule for rule in Rule} == set(Rule)
    assert no().reason is None
    assert not sentences.why_not(no())


def test_english_says_one_of_one():
    with use("en"):
        said = [str(amounts.words("hours_per_week", minutes)) for minutes in (1, 60, 61, 121, 120)]
        assert said == ["1 minute", "1 hour", "1 hour 1 minute", "2 hours 1 minute", "2 hours"]
        assert str(t("{count} hours × {amount} baht", count=1, amount="95")) == "1 hour × 95 baht"
        assert str(t("{count} hours × {amount} baht", count="11", amount="1")) == "11 hours × 1 baht"
    with use("th"):
        assert str(t("{count} trips", count=1)) != "1 trip"


def test_every_form_of_one_belongs_to_a_message():
    assert set(singulars()) <= {found.key for found in in_source()}


def test_one_day_of_help_is_said_as_one():
    with use("en"):
        said = [str(t("{amount} on {days} days", amount="1 hour", days=days)) for days in (1, 2)]
    assert said == ["1 hour on 1 day", "1 hour on 2 days"]
