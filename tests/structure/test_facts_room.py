"""A list of facts is laid out by the room it has itself: a narrow column beside others breaks no word."""

from pathlib import Path

FACTS = Path(__file__).resolve().parents[2] / "static/css/components/facts.css"


def test_facts_stand_beside_each_other_only_where_their_own_list_is_wide() -> None:
    style = FACTS.read_text()
    assert "container-type: inline-size" in style
    assert "@container (min-width: 30rem) { .facts > div { grid-template-columns: 11rem" in style
    assert "@media" not in style
