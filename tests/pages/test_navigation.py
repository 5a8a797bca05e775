"""Nobody is shown a door that does not open: every entry of the navigation leads to a page for whoever sees it."""

import pytest

from models.vocabulary import Role
from tests.factories.enrolments import give_role, make_account, make_provider, make_staff
from tests.factories.offers import make_organisation
from tests.fixtures.client import Client

OFFICE = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER, Role.CASEWORKER)
NATIONAL = (Role.STEWARD, Role.AUDITOR, Role.FUNDER, Role.MENTOR)
STAFF = (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER)


@pytest.mark.parametrize("role", [*OFFICE, Role.PROVINCE, Role.COMMITTEE, *NATIONAL, *STAFF])
def test_every_entry_of_the_navigation_opens(role: Role, client: Client) -> None:
    if role in STAFF:
        account = make_provider(make_organisation().id, role)
    elif role in NATIONAL:
        account = make_account()
        give_role(account, role)
    else:
        account = make_staff(role, "95") if role in (Role.PROVINCE, Role.COMMITTEE) else make_staff(role)
    client.sign_in(account)
    found = {str(link["href"]) for link in client.page("/account").select("header .nav a")}
    assert found
    opened = set[str]()
    while waiting := found - opened:
        for href in waiting:
            assert client.get(href).status_code == 200, href
            found |= {str(link["href"]) for link in client.page(href).select("header .nav a")}
        opened |= waiting


def test_whoever_has_many_pages_sees_groups_and_those_of_the_group_they_are_in(client: Client) -> None:
    page = client.sign_in(make_staff(Role.OFFICER)).page("/office/claims?lang=en")
    first, second = page.select("header .nav")
    assert len(first.select("a")) < 8
    assert [link.get_text() for link in first.select("[aria-current]")] == ["To decide"]
    assert [link.get_text() for link in second.select("a")] == [
        "Queue",
        "New postings",
        "Organisations",
        "Completions",
        "Second looks",
    ]
    assert [link.get_text() for link in second.select("[aria-current]")] == ["Completions"]
    assert len(client.page("/account").select("header .nav")) == 1
