"""The house of components: each macro says its arguments and is on the styleguide; sheets hold classes and tokens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACROS = sorted((ROOT / "templates/components").glob("*.html"))
SHEETS = sorted((ROOT / "static/css/components").glob("*.css"))
GUIDE = "".join(path.read_text("utf8") for path in (ROOT / "templates/styleguide").glob("*.html"))
FRAME = "".join(path.read_text("utf8") for path in ROOT.glob("templates/*/*.html") if "styleguide" not in path.parts)


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", MACROS, ids=named)
def test_a_component_says_its_arguments_and_stays_small(path: Path) -> None:
    text = path.read_text("utf8")
    assert text.startswith("{# "), "the first line tells the arguments"
    assert text.count("\n") <= 60
    assert re.search(rf"macro ({path.stem}s?|{path.stem}_\w+|\w+_{path.stem})\(", text)


@pytest.mark.parametrize("path", MACROS, ids=named)
def test_a_component_is_listed_in_the_readme(path: Path) -> None:
    assert f"**{path.name}**" in (ROOT / "templates/components/README.md").read_text("utf8")


@pytest.mark.parametrize("path", MACROS, ids=named)
def test_a_component_is_shown_or_used_by_one_that_is(path: Path) -> None:
    assert f"components/{path.name}" in GUIDE + FRAME


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_a_sheet_uses_classes_and_tokens_only(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf8"), flags=re.DOTALL)
    assert "!important" not in text
    assert not re.search(r"(^|[\s,}])#[a-z][\w-]*\s*[{,.:]", text), "no ids"
    raw = re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", text)
    assert raw in ([], ["#fff"]), "colours come from the tokens; a code to scan stands on white"


def test_a_list_wears_only_classes_that_are_drawn() -> None:
    pages = "".join(path.read_text("utf8") for path in ROOT.glob("templates/**/*.html"))
    worn = {name for names in re.findall(r'<[uo]l class="([^"{]+)"', pages) for name in names.split()}
    drawn = set(re.findall(r"\.([a-z][\w-]*)", "".join(path.read_text("utf8") for path in SHEETS)))
    assert worn - drawn == set()
