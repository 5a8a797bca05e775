"""The longest note without a space that anybody may post stays inside the screen of a small phone."""

import pytest
from playwright.sync_api import Page

from marketplace.enrolments import answers, approvals
from models.account import Account
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff
from tests.fixtures.browser import Visit

pytestmark = [pytest.mark.journey, pytest.mark.only_sqlite]
NARROW = 320
TALLEST = 6000
"""In pixels, more than any of these pages needs with a note of the longest kind."""


def fits(page: Page, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, path
    assert page.evaluate("document.documentElement.scrollHeight") < TALLEST, path


def test_words_without_an_end_wrap(visit: Visit) -> None:
    declined, returned = make_enrolment("provider_review"), make_enrolment("officer_review")
    answers.decline(
        declined, by=acting(make_provider(declined.opportunity.organisation_id)), reason="other", note="w" * 400
    )
    officer = make_staff(Role.OFFICER)
    approvals.return_for_information(returned, by=acting(officer), reason="other", note="ก" * 1000)
    db.commit()
    for asked in (declined, returned):
        page = visit(db.get_one(Account, asked.youth.account_id), width=NARROW)
        fits(page, f"/youth/applications/{asked.ref}")
        page = visit(officer, width=NARROW)
        fits(page, f"/office/enrolments/{asked.ref}")
