"""The committee's page: weights are read, tried on a made-up life, decided with a reason, and given up again."""

import pytest

from marketplace.kernel import clock
from marketplace.matching import committee, places
from marketplace.matching.weights import Part, national
from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")

PATH = "/office/weights/95"
EVEN = {part.value: "0" for part in Part} | {"money": "50", "near": "50", "few_first": "3"}
QUERY = "&".join(f"{name}={value}" for name, value in EVEN.items())


def test_other_weights_are_tried_decided_and_given_up_with_reasons(client: Client) -> None:
    for days in (3, 40):
        make_opportunity(starts_on=clock.today().replace(day=1), title_th=f"ทำขนม {days}", supports=["childcare"])
    client.sign_in(make_staff(Role.COMMITTEE, "95"))
    assert client.page("/office/weights").select_one(f"a[href='{PATH}']")
    page = client.page(PATH)
    assert national(clock.today()).version in page.get_text()
    assert len(page.select(".data tbody tr")) == len(Part)
    page = client.page(f"{PATH}/change")
    assert page.select_one("input#money")["value"] == "30"
    assert page.select_one("textarea") is None
    page = client.page(f"{PATH}/change?{QUERY}&sample=parent")
    assert page.select_one("input#money")["value"] == "50"
    assert page.select_one("textarea#reason")
    answer = client.post(PATH, data=EVEN | {"seen": "0"})
    assert answer.status_code == 422
    assert read_page(answer).select_one(".errors a[href='#reason']")
    assert client.post(PATH, data=EVEN | {"seen": "x", "reason": "มติครั้งที่ 3"}).status_code == 422
    assert client.post(PATH, data=EVEN | {"seen": "0", "reason": "มติครั้งที่ 3"}).status_code == 303
    today, where = clock.today(), places.place("95")
    assert committee.weights_for("950101", today).version == "95:1"
    answer = client.post(PATH, data=EVEN | {"money": "40", "near": "60", "seen": "0", "reason": "ช้าไป"})
    assert answer.status_code == 422
    assert len(committee.versions(where)) == 1
    page = client.page(PATH)
    assert "มติครั้งที่ 3" in page.select_one(".timeline").get_text()
    page = client.page(f"{PATH}/withdraw")
    back = {"reason": "ใช้ของประเทศ", "seen": "1"}
    assert client.post(f"{PATH}/withdraw", data=back | {"reason": " "}).status_code == 422
    assert client.post(f"{PATH}/withdraw", data=back).status_code == 303
    assert committee.weights_for("950101", today) == national(today)
    assert client.post(f"{PATH}/withdraw", data=back | {"seen": "2"}).status_code == 422
    assert len(client.page(PATH).select(".timeline li")) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"money": "51"}, "money"),
        ({"near": "-1"}, "near"),
        ({"goal": "x"}, "goal"),
        ({"soon": ""}, "soon"),
        ({"few_first": "11"}, "few_first"),
        ({"few_first": ""}, "few_first"),
    ],
)
def test_what_makes_no_whole_is_said_in_thai_at_its_field_and_kept_as_typed(client: Client, given, field) -> None:  # type: ignore[no-untyped-def]
    client.sign_in(make_staff(Role.COMMITTEE, "95"))
    query = "&".join(f"{name}={value}" for name, value in (EVEN | given).items())
    page = client.page(f"{PATH}/change?{query}&sample=nobody")
    assert page.select_one(f".errors a[href='#{field}']")
    assert page.select_one(f"input#{field}")["value"] == given[field]
    assert page.select_one("textarea") is None
    assert client.post(PATH, data=EVEN | given | {"reason": "x"}).status_code == 422
    assert committee.versions(places.place("95")) == []


def test_the_office_reads_and_does_not_decide(client: Client) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    assert client.page("/office/weights").select_one(f"a[href='{PATH}']")
    assert client.page(PATH).select_one(f"a[href='{PATH}/change']") is None
    client.page(f"{PATH}/change?{QUERY}", status=404)
    assert client.post(PATH, data=EVEN | {"reason": "x"}).status_code == 404
    client.page("/office/weights/70", status=404)


def test_the_weight_of_few_options_alone_is_a_decision_too_and_stands_in_the_history(client: Client) -> None:
    client.sign_in(make_staff(Role.COMMITTEE, "95"))
    held = {part.value: str(share) for part, share in national(clock.today()).by_part.items()}
    same = "&".join(f"{name}={value}" for name, value in held.items())
    assert client.page(f"{PATH}/change?{same}&few_first=3").select_one("textarea#reason") is None
    assert client.page(f"{PATH}/change?{same}&few_first=8").select_one("textarea#reason")
    data = held | {"few_first": "8", "seen": "0", "reason": "มติครั้งที่ 4"}
    assert client.post(PATH, data=data).status_code == 303
    assert committee.weights_for("950101", clock.today()).few_first == 8
    assert client.page(f"{PATH}/change").select_one("input#few_first")["value"] == "8"
    said = client.page(PATH)
    assert "น้ำหนักสำหรับคนที่มีทางเลือกน้อย 8" in said.select_one(".timeline").get_text()
    back = {"reason": "ใช้ของประเทศ", "seen": "1"}
    assert client.post(f"{PATH}/withdraw", data=back).status_code == 303
    assert committee.weights_for("950101", clock.today()).few_first == 3
