"""Somebody who may be registered already is told before it happens twice, to those who may see them."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from marketplace.imports import loading
from marketplace.imports.kinds import Setting
from marketplace.imports.verdicts import Outcome
from marketplace.kernel import clock
from marketplace.people import alike
from marketplace.people import youth as young
from marketplace.people.youth import NewYouth
from models.session import db as session
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import acting, make_staff, make_youth
from tests.factories.offers import BETONG
from tests.fixtures.client import read_page

BORN = clock.today().replace(year=clock.today().year - 17, month=3, day=14)


def found(**given: str) -> dict[str, str]:
    facts = {"nickname": "มุก", "first_name": "สาริตา", "last_name": "แสนดี", "area_code": "950101"}
    return facts | {"birth_date": f"14/3/{BORN.year + 543}", "civil_status": "single"} | given


def here(area: str = "950101", **given: str) -> Youth:
    one = make_youth(area_code=area, birth_date=BORN, nickname=given.get("nickname", "มุกดา"))
    young.put(one, "first_name", given.get("first_name", "สาริตา"))
    young.put(one, "last_name", given.get("last_name", "แสนดี"))
    session.commit()
    return one


def count() -> int:
    return session.scalar(select(func.count()).select_from(Youth)) or 0


@pytest.mark.parametrize(
    "spelt",
    [{}, {"first_name": "แสนดี", "last_name": " สาริตา"}, {"last_name": "เเสนดี"}, {"first_name": "สา ริตา"}],
)
def test_the_same_name_and_birth_date_is_told_and_asked_once(client, spelt) -> None:
    one = here()
    client.sign_in(make_staff(Role.CASEWORKER))
    refused = client.post("/office/youth/new", data=found(**spelt))
    assert refused.status_code == 422
    page = read_page(refused)
    assert page.select(f'a[href="/office/youth/{one.ref}"]')
    assert page.find("input", {"name": "nickname"})["value"] == "มุก"
    assert page.find("input", {"name": "somebody_else"}) is not None
    assert count() == 1
    assert client.post("/office/youth/new", data=found(**spelt) | {"somebody_else": "y"}).status_code == 303
    assert count() == 2


def test_without_a_name_on_the_card_the_nickname_tells_within_the_subdistrict(client) -> None:
    here(first_name="", last_name="", nickname="มุก")
    told = NewYouth(nickname="มุก", birth_date=BORN, area_code="950101")
    assert alike.is_alike(told, replace(told, first_name="สาริตา"))
    for other in ({"area_code": "950102"}, {"nickname": "มด"}, {"birth_date": None}, {"nickname": ""}):
        assert not alike.is_alike(told, replace(told, **other))
    client.sign_in(make_staff(Role.CASEWORKER))
    assert client.post("/office/youth/new", data=found(first_name="", nickname=" มุก ")).status_code == 422


def test_others_and_those_elsewhere_are_not_told_of(client) -> None:
    here(BETONG)
    here(first_name="มารียา")
    client.sign_in(make_staff(Role.CASEWORKER))
    fresh = client.page("/office/youth/new")
    assert fresh.find("input", {"name": "somebody_else"}) is None
    assert client.post("/office/youth/new", data=found()).status_code == 303


def table(*rows: dict[str, str]) -> bytes:
    head, first, *_ = loading.template("youth").splitlines()
    names, filled = head.split(","), dict(zip(head.split(","), first.split(","), strict=True))
    told = {"birth_date": BORN.isoformat(), "first_name": "สาริตา", "last_name": "แสนดี", "nickname": "มุก"}
    lines = [",".join((filled | told | row)[name] for name in names) for row in rows]
    return "\n".join((head, *lines)).encode()


@pytest.mark.on_both
def test_a_file_leaves_out_who_may_be_here_until_somebody_says_otherwise(db) -> None:
    one, by = here(), acting(make_staff(Role.CASEWORKER))
    rows = [
        {"ref": "Y-1"},
        {"ref": "Y-2", "somebody_else": "1"},
        {"ref": "Y-3", "first_name": "มารียา"},
        {"ref": "Y-4", "first_name": "มารียา"},
    ]
    content = table(*rows)
    dry = loading.preview("youth", content, "list.csv", Setting(by=by))
    assert [verdict.outcome for verdict in dry.verdicts] == [Outcome.ALIKE, Outcome.NEW, Outcome.NEW, Outcome.ALIKE]
    assert one.ref in dry.verdicts[0].why
    assert "Y-3" in dry.verdicts[3].why
    kept = loading.keep("youth", content, "list.csv", Setting(by=by))
    assert (kept.count(Outcome.NEW), count()) == (2, 3)
    more = loading.keep("youth", content, "list.csv", Setting(by=by, alike_too=True))
    assert (more.count(Outcome.NEW), more.count(Outcome.KNOWN), count()) == (2, 2, 5)


def test_the_page_of_a_file_asks_for_those_who_may_be_here(client) -> None:
    here()
    client.sign_in(make_staff(Role.CASEWORKER))
    file = (io.BytesIO(table({"ref": "Y-1"})), "list.csv")
    seen = client.post("/office/import", data={"file": file}, content_type="multipart/form-data").headers["Location"]
    page = client.page(seen)
    assert page.find("input", {"name": "alike"}) is not None
    name = page.find("input", {"name": "file"})["value"]
    client.post("/office/import/keep", data={"file": name})
    assert count() == 1
    client.post("/office/import/keep", data={"file": name, "alike": "y"})
    assert count() == 2
