"""A verdict is yes, no with a reason, or hidden; and it is true exactly when it allows."""

from marketplace.access import Verdict
from marketplace.i18n import t, use


def test_only_yes_is_true() -> None:
    assert Verdict.yes()
    assert not Verdict.no(t("This place is outside your own area."))
    assert not Verdict.hidden()


def test_a_refusal_says_why_in_the_language_of_its_reader() -> None:
    reason = Verdict.no(t("This place is outside your own area.")).reason
    with use("en"):
        assert str(reason) == "This place is outside your own area."
    with use("th"):
        assert str(reason) == "ที่นี่อยู่นอกพื้นที่ของคุณ"


def test_hidden_has_nothing_to_say() -> None:
    assert Verdict.hidden().reason is None
    assert Verdict.when(False) is Verdict.hidden()
    assert Verdict.when(True) is Verdict.yes()
