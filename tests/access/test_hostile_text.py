"""Text that people stored never becomes markup on anybody's page, nor a formula in anybody's spreadsheet."""

import csv
import io

import pytest
from sqlalchemy import String, Text, select, update
from sqlalchemy.exc import DBAPIError

from marketplace.kernel.sealing import seal
from models.base import Base
from models.session import db
from models.youth import Guardian, Youth
from tests.access.pages_of import WALKERS, pages_of
from tests.access.test_matrix import identity_client
from tests.fixtures.corpus import MARK

SPOKEN = (
    "title_th", "title_en", "summary_th", "summary_en", "about_th", "about_en", "name", "name_th", "name_en", "note",
    "nickname", "goal", "message", "skills", "place_name", "address", "address_th", "contact", "offer_th", "source",
    "terms_th", "bring_th", "relation", "signer_name", "given_name", "label", "reason_text", "alias", "words",
)  # fmt: skip
"""Columns that keep what somebody wrote in their own words."""
REGISTER = frozenset({"area", "local_authority", "programme", "holiday"})


def store(text: str) -> int:
    """Put a text wherever somebody's own words are kept; gives how many columns took it."""
    took = 0
    for table in Base.metadata.sorted_tables:
        for name in SPOKEN:
            column = table.c.get(name)
            if column is None or table.name in REGISTER or not isinstance(column.type, String | Text):
                continue
            try:
                with db.begin_nested():
                    db.execute(update(table).values({name: text}))
                took += 1
            except DBAPIError:
                continue
    for youth in db.scalars(select(Youth)):
        youth.first_name_sealed = seal(text, f"youth|first_name|{youth.ref}")
        youth.last_name_sealed = seal(text, f"youth|last_name|{youth.ref}")
    for guardian in db.scalars(select(Guardian)):
        guardian.name_sealed = seal(text, f"guardian|name|{guardian.ref}")
    db.commit()
    return took


@pytest.mark.only_sqlite
def test_nothing_anybody_wrote_becomes_markup_on_any_page(app, sides) -> None:
    assert store(MARK) >= 15
    wrong, shown = [], 0
    for identity in WALKERS:
        client = identity_client(app, sides, identity)
        for path in pages_of(client, identity, sides[0]):
            answer = client.get(path)
            assert answer.status_code < 500, f"{identity}: {path}"
            body = answer.get_data(as_text=True)
            shown += "&gt;&lt;x-1&gt;" in body
            if "<x-1>" in body or "$49" in body:
                wrong.append(f"{identity}: {path}")
    assert shown > 30
    assert not wrong, "\n".join(wrong)


@pytest.mark.only_sqlite
@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\u200b=1", "＝1+1", "\t=1"])
def test_no_file_holds_a_cell_that_a_spreadsheet_would_calculate(app, sides, formula: str) -> None:
    store(formula)
    client = identity_client(app, sides, "officer")
    fund = sides[0].things["fund"]
    for path in ("/office/queue.csv", f"/office/funds/{fund}/book.csv"):
        answer = client.get(path)
        assert answer.status_code == 200
        cells = [cell for row in csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))) for cell in row]
        assert path.startswith("/office/funds") or f"'{formula}" in cells
        assert [cell for cell in cells if cell.lstrip("\u200b").startswith(("=", "+", "@", "＝", "\t"))] == []
        assert formula not in cells
