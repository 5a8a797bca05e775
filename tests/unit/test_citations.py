"""Sources that the public reads are said in Thai on Thai pages and stay as they are on English ones."""

import csv
import re
from pathlib import Path

import pytest

import marketplace
from marketplace.i18n.citations import cite
from marketplace.i18n.text import use

ROOM = Path(marketplace.__file__).parent
SHOWN = (
    *sorted((ROOM / "labour" / "data").glob("*.csv")),
    ROOM / "areas" / "data" / "programmes.csv",
    ROOM / "matching" / "data" / "rates.csv",
    ROOM / "resources" / "data" / "values.csv",
)


@pytest.mark.parametrize("file", SHOWN, ids=lambda file: file.stem)
def test_no_word_of_english_is_left(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as rows:
        sources = {row["source"] for row in csv.DictReader(rows)}
    assert sources
    with use("th"):
        left = {source: cite(source) for source in sources if re.search("[A-Za-z]{2,}", cite(source))}
    assert left == {}
    with use("en"):
        assert {cite(source) for source in sources} == sources


def test_the_whole_name_of_an_act_wins_over_its_beginning() -> None:
    with use("th"):
        assert cite("Labour Protection Act B.E. 2541 ss. 29-30") == "พ.ร.บ.คุ้มครองแรงงาน พ.ศ. 2541 ม.29-30"
        assert cite("somebody's own word") == "somebody's own word"
