"""Every PDF can be searched in Thai: what stands on the sheet is what a reader of the file finds."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from marketplace.kernel import clock, paper
from models.account import Account
from models.session import db as session
from models.vocabulary import DutyKind
from tests.factories.agreements import valid
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.labour import duties, look, make_employer, make_work
from tests.factories.money import make_earning, make_fund
from tests.fixtures.pdf_reading import text_of

pytestmark = pytest.mark.usefixtures("db")
MAKERS = {
    "blueprints/agreement_parts.py",
    "blueprints/contribution_parts.py",
    "blueprints/provider/law.py",
    "blueprints/youth/statements.py",
}


@pytest.fixture
def drawn(monkeypatch):
    """The HTML of every paper that is made."""
    made: list[str] = []
    real = paper.pdf
    monkeypatch.setattr(paper, "pdf", lambda html, **given: (made.append(html), real(html, **given))[1])
    return made


def assert_found(html: str, pdf: bytes) -> None:
    """Whatever the sheet says, word for word, and sara am among it."""
    body = BeautifulSoup(html, "html.parser").body
    found = text_of(pdf)
    words = [word for part in body.stripped_strings for word in part.split()]
    assert sum("\u0e33" in word for word in words) > 1
    assert [word for word in words if word not in found] == []
    assert "\u0e4d" not in found


def test_an_agreement(app, drawn) -> None:
    table = valid()
    answer = app.test_client().sign_in(table.accounts["youth"]).get(f"/youth/agreements/{table.agreement.ref}/pdf")
    assert_found(drawn[0], answer.data)


def test_a_form_of_the_law(app, drawn) -> None:
    work = make_work(work="fri 19:00-23:00", days_ago=3)
    look()
    start = duties(work)[DutyKind.START_NOTICE]
    answer = app.test_client().sign_in(make_employer(work)).post(f"/provider/law/duties/{start.ref}/form")
    assert_found(drawn[0], answer.data)


def test_a_year_of_money(app, drawn) -> None:
    enrolment = make_enrolment("in_learning", youth=make_youth(years=19))
    make_earning(make_fund(), enrolment=enrolment, earned_on=clock.today())
    browser = app.test_client().sign_in(session.get_one(Account, enrolment.youth.account_id))
    answer = browser.get(browser.post("/youth/money/year/paper").location)
    assert_found(drawn[0], answer.data)


def test_no_other_page_makes_one() -> None:
    root = Path(paper.__file__).parents[2]
    found = {
        str(path.relative_to(root))
        for folder in ("blueprints", "marketplace")
        for path in (root / folder).rglob("*.py")
        if re.search(r"\bpaper\.pdf\(", path.read_text(encoding="utf-8"))
    }
    assert found == MAKERS
