"""The databases of the tests themselves: each test begins with a clean one, whatever the last one did."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from marketplace.kernel import clock
from models.account import Account

pytestmark = pytest.mark.on_both


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(db: scoped_session[Session], turn: int) -> None:
    assert db.scalar(select(func.count()).select_from(Account)) == 0
    db.add(Account(ref=f"A-{turn}", name="A", email_key=f"{turn}@example.org", created_at=clock.now()))
    db.commit()
    assert db.scalar(select(func.count()).select_from(Account)) == 1
