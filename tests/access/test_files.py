"""Files somebody may have are kept by no browser: phones are shared, and a cache outlives a session."""

import pytest

from tests.access.test_matrix import EXPECTED, address, cells, identity_client
from tests.access.world import IDENTITIES

KNOWN = {"provider.show_file", "office.export_queue", "youth.download_agreement", "guardian.download_agreement"}


def is_file(answer) -> bool:
    """Whether a browser would put it into a folder and not on a page."""
    disposition = answer.headers.get("Content-Disposition", "")
    return answer.status_code == 200 and (disposition.startswith("attachment") or answer.mimetype != "text/html")


@pytest.mark.only_sqlite
def test_no_file_behind_a_door_is_kept_by_a_browser(app, sides) -> None:
    seen, kept = set(), []
    for endpoint, method, names in cells(app):
        users = [name for name in IDENTITIES if name in EXPECTED[(endpoint, method)].who]
        known = EXPECTED[(endpoint, method)].who & {"known"}
        if method != "GET" or not (users or known):
            continue
        for identity in users[:1] or ["provider"]:
            client = identity_client(app, sides, identity)
            answer = client.get(address(client, endpoint, names, sides[0]))
            answer.close()
            if is_file(answer):
                seen.add(endpoint)
                if answer.headers["Cache-Control"] != "no-store":
                    kept.append(f"{endpoint} as {identity}: {answer.headers['Cache-Control']}")
    assert not kept, "\n".join(kept)
    assert seen >= KNOWN, f"never sent: {KNOWN - seen}"


def test_a_page_with_a_secret_in_its_address_is_kept_nowhere(client, db: object) -> None:
    for path in ("/sign/some-secret", "/agree/some-secret", "/set-password/some-secret"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
