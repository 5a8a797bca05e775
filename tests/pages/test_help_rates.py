"""What help is worth: from law where law says it, else an estimate that says so, or an area's own dated rate."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest

from marketplace.access import SYSTEM
from marketplace.i18n import dates, t
from marketplace.imports import loading
from marketplace.insight import leverage
from marketplace.kernel import clock
from marketplace.labour.rates import minimum_wages
from marketplace.resources import rates, value
from models.earning import Earning
from models.enrolment import Enrolment
from models.history import AuditEvent
from models.resource_rate import ResourceRate
from models.session import db
from models.vocabulary import RateStanding, ResourceKind, ResourceUnit, Role, Support
from tests.factories.desk import typed
from tests.factories.enrolments import SATENG, acting, give_role, make_account, make_enrolment
from tests.factories.money import make_earning, make_fund
from tests.factories.offers import BETONG
from tests.factories.pledges import keep, make_help

pytestmark = pytest.mark.usefixtures("database")
PATH, WORTH = "/office/help-rates", "/resources/worth?area=95"
HOUR = ("volunteer", "hours_per_week")


def seated(role: Role, area: str = "95"):
    account = make_account(f"{role}-{area}")
    give_role(account, role, area_code=area)
    db.commit()
    return account


def filled(**given: str) -> dict[str, str]:
    said = {
        "area": "95",
        "kind": "volunteer",
        "unit": "hours_per_week",
        "amount": "60",
        "effective_from": typed(clock.today() + timedelta(days=3)),
        "standing": "public",
        "source": "มติคณะกรรมการจังหวัดยะลา ครั้งที่ 4/2569",
    }
    return said | given


def an_hour(day: date, area: str, own: Sequence[ResourceRate] = ()) -> int:
    return value.worth(*HOUR, [(area, day, 60)], own)[0]


def test_an_hour_follows_the_minimum_wage_of_its_place_and_day() -> None:
    today = clock.today()
    assert an_hour(today, SATENG) == 337_00 // 8
    assert an_hour(today, "100101") == 400_00 // 8
    assert an_hour(today, "901101") == 380_00 // 8
    assert minimum_wages().find(today, "95", "*") is not None


def test_the_form_names_a_day_it_takes_and_chooses_nothing_for_anybody(client) -> None:
    client.sign_in(seated(Role.COMMITTEE))
    page = client.page(PATH).main
    tomorrow = clock.today() + timedelta(days=1)
    assert str(t("Tomorrow at the earliest, for example {day}", day=tomorrow)) in page.get_text()
    for name in ("kind", "unit", "standing"):
        assert page.select_one(f"select[name={name}] option")["value"] == ""


def test_an_areas_own_rate_holds_from_its_day_before_the_country_and_the_smaller_before_the_larger(client) -> None:
    client.sign_in(seated(Role.COMMITTEE))
    assert client.post(PATH, data=filled()).status_code == 303
    district = filled(area="9502", amount="75")
    assert client.post(PATH, data=district).status_code == 422, "a district is not its committee's to choose here"
    other = acting(seated(Role.COMMITTEE, "9502"))
    day = clock.today() + timedelta(days=3)
    drafted = rates.RateDraft(
        "9502", ResourceKind.VOLUNTEER, ResourceUnit.HOURS_PER_WEEK, day, 75_00, RateStanding.ESTIMATE, "ประชุมกับผู้ใหญ่บ้าน"
    )
    rates.set_rate(drafted, by=other)
    own = value.own_rates()
    assert an_hour(day - timedelta(days=1), SATENG, own) == 337_00 // 8
    assert an_hour(day, SATENG, own) == 60_00
    assert an_hour(day, BETONG, own) == 75_00
    assert an_hour(day, "100101", own) == 400_00 // 8
    kept = db.query(AuditEvent).filter_by(action="resource_rate.set").order_by(AuditEvent.id).first()
    assert kept.details["satang"] == 60_00


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"effective_from": typed(clock.today())}, "effective_from"),
        ({"effective_from": "1/1/2500"}, "effective_from"),
        ({"amount": "0"}, "amount"),
        ({"amount": "10001"}, "amount"),
        ({"source": "มติ"}, "source"),
        ({"source": "ถามที่ 081-234-5678 ได้"}, "source"),
        ({"kind": "gold"}, "kind"),
        ({"area": "10"}, "area"),
    ],
)
def test_a_wrong_rate_is_told_at_its_field_and_nothing_typed_is_lost(client, given, field) -> None:
    client.sign_in(seated(Role.PROVINCE))
    answer = client.post(PATH, data=filled(**given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)
    assert "มติ" in answer.get_data(as_text=True) or "081" in answer.get_data(as_text=True)
    assert db.query(ResourceRate).count() == 0


def test_a_rate_is_taken_back_before_its_day_and_never_afterwards(client) -> None:
    client.sign_in(seated(Role.COMMITTEE))
    client.post(PATH, data=filled())
    ref = db.query(ResourceRate).one().ref
    with clock.frozen(clock.now() + timedelta(days=4)):
        client.sign_in(seated(Role.PROVINCE))
        assert client.post(f"{PATH}/{ref}/withdraw").status_code == 409
    client.sign_in(seated(Role.COMMITTEE, "90"))
    assert client.post(f"{PATH}/{ref}/withdraw").status_code == 404
    client.sign_in(seated(Role.PROVINCE))
    assert client.post(f"{PATH}/{ref}/withdraw").status_code == 303
    assert client.post(f"{PATH}/{ref}/withdraw").status_code == 409
    assert value.own_rates() == []


def test_everybody_reads_the_rates_of_a_place_and_which_are_estimates(client) -> None:
    page = client.page(WORTH).get_text()
    for said in ("42.12", "ข้อสมมติของแพลตฟอร์ม", "อัตราทางการ", "พ.ร.บ.คุ้มครองแรงงาน", "1,200 บาท", "มาตรา 4 จัตวา"):
        assert said in page
    assert "ไม่มีกฎหมายหรือหน่วยงานใดรับรอง" in page
    assert not [word for word in ("Okat assumes", "Royal Decree", "Ministry") if word in page]
    assert "กรุงเทพมหานคร" in client.page("/resources/worth?area=nonsense").select_one("h1").get_text()


def give_help(minutes: int = 600) -> None:
    from marketplace.resources import reservations, uses

    pledge = make_help(Support.LANGUAGE_HELP, kind="volunteer", unit="hours_per_week", capacity=minutes)
    kept = keep(pledge, amount=minutes)
    reservations.confirm(kept, by=SYSTEM)
    uses.confirm(uses.tell(kept, minutes, clock.today(), by=SYSTEM), by=acting(make_account()))


def spend(people: int, satang: int = 10_00) -> None:
    fund = make_fund()
    for _ in range(people):
        earning = make_earning(fund, enrolment=make_enrolment("in_learning"), satang=satang)
        db.execute(Earning.__table__.update().where(Earning.__table__.c.id == earning.id).values(state="paid"))
    db.commit()


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_the_leverage_of_a_place_is_shown_when_enough_people_stand_behind_it(client, people, shown) -> None:
    give_help()
    spend(people)
    assert db.query(Enrolment).count() == people
    page = client.page("/areas/95").get_text()
    assert ("เงินกองทุนทุก 1 บาท" in page) is shown
    assert ("ยังมีคนน้อยเกินไป" in page) is not shown
    found = leverage.of(["95"], leverage.year_begun(clock.today()), clock.today())
    assert found.ratio == Fraction(421_25, people * 10_00)
    if shown:
        assert f"{float(found.ratio):,.2f}" in page
        assert "421" not in page, "no sum is told to everybody"
        assert "ความช่วยเหลือที่ยืนยันแล้ว" in page
        assert client.page("/programmes/abe-yala").select("#leverage")
    assert "เงินกองทุนทุก 1 บาท" not in client.page("/areas/10").get_text()


IMPORT = f"{PATH}/import"


def row(**given: str) -> dict[str, str]:
    said = filled(**given)
    return {"source": "มติคณะกรรมการจังหวัด ครั้งที่ 4/2569", **{name: said[name] for name in loading.ALL["rates"].columns}}


def as_file(*rows: dict[str, str]) -> bytes:
    written = io.StringIO(newline="")
    sheet = csv.DictWriter(written, loading.ALL["rates"].columns, restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    return written.getvalue().encode("cp874")


def looked_at(client, content: bytes, name: str = "rates.csv"):
    answer = client.post(IMPORT, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-800:]
    return answer.location, client.page(answer.location)


def kept(client, where: str) -> None:
    assert client.post(f"{IMPORT}/keep", data={"file": where.rpartition("file=")[2]}).status_code == 303


def test_the_template_is_looked_at_without_writing_set_once_and_adds_nothing_again(client) -> None:
    client.sign_in(seated(Role.COMMITTEE))
    assert f'href="{IMPORT}"' in client.get(PATH).get_data(as_text=True)
    known = [[cell.get_text() for cell in one.select("th, td")] for one in client.page(IMPORT).select("tbody tr")]
    assert [one[1] for one in known] == [*ResourceKind, *ResourceUnit, *RateStanding, "95"]
    template = client.get(f"{IMPORT}/template").data
    where, page = looked_at(client, template)
    first, _ = ([cell.get_text() for cell in one.select("th, td")] for one in page.select("tbody tr"))
    since = dates.short_date(clock.today() + timedelta(days=30), year=True)
    assert first[1:6] == ["ภูมิปัญญา ผู้รู้", "หนึ่งชั่วโมง", "600", since, "อัตราทางการ"]
    assert db.query(ResourceRate).count() == 0
    kept(client, where)
    first, second = db.query(ResourceRate).order_by(ResourceRate.id)
    assert (first.amount_satang, first.effective_from) == (600_00, clock.today() + timedelta(days=30))
    assert (second.amount_satang, second.area_code, second.standing) == (80_50, "95", "estimate")
    assert db.query(AuditEvent).filter_by(action="resource_rate.set").count() == 2
    _, page = looked_at(client, template)
    assert page.get_text().count("มีอยู่แล้ว คงไว้ตามเดิม") >= 2
    assert page.select_one(f'form[action="{IMPORT}/keep"]') is None


def test_each_row_of_a_file_has_a_verdict_and_only_the_good_ones_are_set(client) -> None:
    client.sign_in(seated(Role.PROVINCE))
    client.post(PATH, data=filled(kind="mentor"))
    day = clock.today() + timedelta(days=9)
    rows = (
        row(effective_from=f"{day.day}/{day.month}/{day.year + 543 - 2500}"),
        row(effective_from=typed(day)),
        row(kind="mentor"),
        row(kind="mentor", amount="61"),
        row(kind="gold"),
        row(unit="places", amount="=1+1"),
        row(unit="places", amount="-5"),
        row(unit="places", effective_from=typed(clock.today())),
        row(unit="places", effective_from="31/2/2570"),
        row(unit="places", source="โทร 081-234-5678"),
        row(unit="places", source="=HYPERLINK(1)"),
        row(unit="places", area="10"),
        row(kind="childcare", unit="places", area="๙๕", amount="๗๕.๕๐"),
        row(kind="อาสาสมัคร", unit="หนึ่งเที่ยว", standing="Estimate"),
    )
    where, page = looked_at(client, as_file(*rows))
    found = {int(one.select_one("th").get_text()): one.get_text(" ", strip=True) for one in page.select("tbody tr")}
    told = {2: "ใหม่", 3: "แถว 2", 4: "มีอยู่แล้ว", 5: "60 บาท", 6: "gold", 7: "amount", 8: "amount", 9: "effective_from",
            10: "effective_from", 11: "source", 13: "95", 14: "ใหม่", 15: "ใหม่"}  # fmt: skip
    assert {number: said for number, said in told.items() if said not in found[number]} == {}
    assert ("ภูมิปัญญา ผู้รู้" in found[6], "หนึ่งที่ต่อสัปดาห์" in found[7]) == (True, True), "refused rows speak like others"
    verdicts = client.get(where.replace("/preview", "/verdicts.csv")).get_data(as_text=True)
    assert not [cell for line in csv.reader(io.StringIO(verdicts)) for cell in line if cell.startswith("=")]
    kept(client, where)
    sums = [(one.kind, one.unit, one.amount_satang) for one in db.query(ResourceRate).order_by(ResourceRate.id)]
    assert ("volunteer", "hours_per_week", 60_00) in sums
    assert ("childcare", "places", 75_50) in sums
    assert ("volunteer", "trips_per_week", 60_00) in sums, "the words of the page itself are known"
    assert ("mentor", "hours_per_week", 61_00) not in sums


def test_rates_by_file_are_for_committees_and_provinces_and_for_their_own_area(client) -> None:
    client.sign_in(seated(Role.OFFICER, "950101"))
    assert client.get(IMPORT).status_code == 404
    client.sign_in(seated(Role.COMMITTEE, "90"))
    where, page = looked_at(client, as_file(row(area="95")))
    assert "90" in page.select_one("tbody tr").get_text()
    kept(client, where)
    assert db.query(ResourceRate).count() == 0


def test_a_workbook_sets_rates_as_well(client) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    given = row(amount="75")
    book.active.append(list(given))
    book.active.append(list(given.values()))
    written = io.BytesIO()
    book.save(written)
    client.sign_in(seated(Role.COMMITTEE))
    where, _ = looked_at(client, written.getvalue(), "rates.xlsx")
    kept(client, where)
    assert db.query(ResourceRate).one().amount_satang == 75_00
