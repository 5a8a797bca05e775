"""Every page of every role is well-formed HTML with what readers need: language, title, one heading, labels."""

import html5lib
import pytest

from tests.access.pages_of import WALKERS, pages_of
from tests.access.test_matrix import identity_client
from tests.fixtures.client import read_page


@pytest.mark.only_sqlite
@pytest.mark.parametrize("locale", ["th", "en"])
def test_every_page_of_every_role_is_valid_and_readable(app, sides, locale) -> None:
    wrong = []
    for identity in WALKERS:
        client = identity_client(app, sides, identity)
        for path in pages_of(client, identity, sides[0]):
            answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={locale}")
            if answer.status_code in (302, 303):
                continue
            assert answer.status_code == 200, f"{identity} {path} answered {answer.status_code}"
            parser = html5lib.HTMLParser()
            parser.parse(answer.get_data(as_text=True))
            wrong += [f"{identity} {path}: {where} {code} {facts}" for where, code, facts in parser.errors]
            read_page(answer)
    assert not wrong, "\n".join(wrong)
