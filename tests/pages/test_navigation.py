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
    links = client.sign_in(account).page("/account").select("header .nav a")
    assert links
    for link in links:
        assert client.get(str(link["href"])).status_code == 200, link.get_text()
