"""What is lacking, where things are pledged: protected for whoever gives, exact for the office."""

from typing import Any

import pytest

from models.account import Account
from models.vocabulary import Role, Support
from models.youth import Youth
from tests.factories.enrolments import give_role, make_account, make_staff, make_youth
from tests.factories.offers import SATENG
from tests.factories.pledges import make_help
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def needing(count: int) -> list[Youth]:
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    return [make_youth(**facts, with_account=False, support_needs=["childcare"], profile_step=7) for _ in range(count)]


def giver() -> Account:
    account = make_account("ป้าสมศรี")
    give_role(account, Role.MENTOR)
    make_help(Support.QUIET, area_code=SATENG, owner_account_id=account.id)
    return account


@pytest.mark.parametrize(("count", "shown"), [(4, False), (24, True)])
def test_who_gives_reads_only_counts_that_point_at_nobody(client: Client, count: int, shown: bool) -> None:
    needing(count)
    client.sign_in(giver())
    section = client.page("/mentor/").select_one("section[aria-labelledby='h-lacking']")
    assert (section is not None) == shown
    if section is not None:
        assert "24" in section.get_text()
        assert section.select_one("a[href='/mentor/new']")


def test_the_office_reads_exactly_what_it_lacks(client: Client) -> None:
    needing(4)
    client.sign_in(make_staff(Role.OFFICER))
    section = client.page("/office/pledges").select_one("section[aria-labelledby='h-lacking']")
    assert section is not None
    assert "4" in section.get_text()
    assert section.select_one("a[href='/office/deserts']")


def test_where_nothing_is_lacking_nothing_is_said(client: Client) -> None:
    client.sign_in(giver())
    assert client.page("/mentor/").select_one("section[aria-labelledby='h-lacking']") is None
