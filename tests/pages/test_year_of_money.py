"""The year of money as a page, a PDF and a file: the same sums, in plain words, and one's own alone."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from marketplace.earnings import decisions
from marketplace.kernel import clock, paper
from models.account import Account
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.factories.money import lines, make_batch, make_earning, make_fund, make_wage, pay, release, three_people
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")
YEAR = "/youth/money/year"
PAPER = f"{YEAR}/paper"


def visit(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, youth.account_id))


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    told = client.get(f"{YEAR}.csv{query}").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(told)))


def test_page_and_file_say_the_same_sums(client: Client) -> None:
    enrolment, fund, people = make_enrolment("in_learning", youth=make_youth(years=19)), make_fund(), three_people()
    make_earning(fund, enrolment=enrolment, satang=1_100_50, earned_on=clock.today())
    held = make_earning(fund, enrolment=enrolment, satang=20_00, earned_on=clock.today())
    decisions.hold(held, by=people.officer, reason="sum_unclear")
    make_wage(enrolment, 340_00)
    visit(client, enrolment.youth)
    page = client.page(YEAR)
    said = page.select_one("main").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert str(clock.today().year + 543) in page.h1.get_text()  # type: ignore[union-attr]
    assert "1,120.50 บาท" in said
    assert "340 บาท" in said
    assert "1,460.50" not in said
    assert "ต้องตรวจยอดเงิน" in said
    found = rows(client)
    assert sorted(row["บาท"] for row in found) == ["1100.50", "20.00", "340.00"]
    assert {row["ใครจ่าย"] for row in found} == {"นายจ้าง", "กองทุน"}


def test_the_paper_is_a_pdf_in_sarabun(client: Client) -> None:
    enrolment = make_enrolment("in_learning", youth=make_youth(years=19))
    make_earning(make_fund(), enrolment=enrolment, earned_on=clock.today())
    visit(client, enrolment.youth)
    answer = client.get(client.post(PAPER).location)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


def sheet(client: Client, monkeypatch: pytest.MonkeyPatch, lang: str) -> tuple[str, str, str]:
    """The words of the paper, its title and the name of its file."""
    seen: list[tuple[str, str]] = []

    def drawn(html: str, *, title: str) -> bytes:
        seen.append((html, title))
        return b"%PDF-"

    monkeypatch.setattr(paper, "pdf", drawn)
    answer = client.get(client.post(f"{PAPER}?lang={lang}").location)
    html, title = seen[0]
    page = BeautifulSoup(html, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == lang
    return page.get_text(" ", strip=True), title, answer.headers["Content-Disposition"]


def test_the_paper_is_of_one_language_and_says_who_paid_what_in_baht(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolment, fund, people = make_enrolment("in_learning", youth=make_youth(years=19)), make_fund(), three_people()
    release(batch := make_batch(fund, people, make_earning(fund, enrolment=enrolment, satang=1_100_50)), people)
    pay(lines(batch)[0], people)
    make_wage(enrolment, 340_00)
    firm = db.get_one(Organisation, enrolment.opportunity.organisation_id)
    names, this = (firm.name_th, firm.name_en), clock.today().year
    visit(client, enrolment.youth)
    words, title, file = sheet(client, monkeypatch, "th")
    assert title == f"สรุปรายได้ ปี {this + 543}"
    assert f"-{this + 543}.pdf" in file
    for said in ("กองทุนเทศบาล", names[0], "1,100.50 บาท (หนึ่งพันหนึ่งร้อยบาทห้าสิบสตางค์)", "ทุกยอดเป็นบาท"):
        assert said in words
    words, title, file = sheet(client, monkeypatch, "en")
    assert title == f"Summary of earnings in {this}"
    assert f"-{this}.pdf" in file
    for said in ("Paid by: Municipal fund", "Arrived or paid: 1,100.50 baht", "All sums are in baht."):
        assert said in words
    assert "กองทุน" not in words
    assert "บาท" not in words


def test_the_file_counts_years_in_one_way(client: Client) -> None:
    enrolment = make_enrolment("in_learning", youth=make_youth(years=19))
    make_earning(make_fund(), enrolment=enrolment, earned_on=clock.today())
    visit(client, enrolment.youth)
    (row,) = rows(client)
    assert row["เดือน"] == row["วันที่ทำได้"][:7] == f"{clock.today():%Y-%m}"


def test_an_empty_year_is_said_kindly_everywhere(client: Client) -> None:
    visit(client, make_youth())
    assert "ปีนี้ยังไม่มีรายการเงิน" in client.page(YEAR).get_text()
    assert rows(client) == []
    assert client.get(client.post(PAPER).location).status_code == 200


@pytest.mark.parametrize("year", ["0000", "9999", "abc", "2569.5", "-1", "๒๕๖๙", "2401", "1' OR 1", ""])
def test_a_year_that_is_none_is_this_year(client: Client, year: str) -> None:
    visit(client, make_youth())
    page = client.page(f"{YEAR}?year={year}")
    assert str(clock.today().year + 543) in page.h1.get_text()  # type: ignore[union-attr]


def test_a_year_of_the_buddhist_era_is_understood(client: Client) -> None:
    visit(client, make_youth())
    last = clock.today().year - 1
    for year in (last, last + 543):
        assert str(last + 543) in client.page(f"{YEAR}?year={year}").h1.get_text()  # type: ignore[union-attr]


def test_nobody_else_has_such_a_year(client: Client) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    for path in (YEAR, f"{YEAR}.csv"):
        assert client.get(path).status_code == 404
    assert client.post(PAPER).status_code == 404
    visit(client, make_youth())
    assert client.get(f"{YEAR}.exe").status_code == 404


def test_somebody_elses_sums_are_never_in_it(client: Client) -> None:
    make_earning(make_fund(), satang=777_00, earned_on=clock.today())
    visit(client, make_youth())
    assert rows(client) == []
    assert "777" not in client.page(YEAR).get_text()


def test_the_month_says_why_a_sum_is_held(client: Client) -> None:
    enrolment, people = make_enrolment("in_learning", youth=make_youth(years=19)), three_people()
    held = make_earning(make_fund(), enrolment=enrolment, earned_on=clock.today())
    decisions.hold(held, by=people.officer, reason="evidence_unclear")
    visit(client, enrolment.youth)
    assert "เพราะ: หลักฐานไม่ชัดเจน" in client.page("/youth/money").get_text()
