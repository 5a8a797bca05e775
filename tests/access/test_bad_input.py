"""Whatever is put into a form or an address of any role is answered in Thai, and never with an error of ours."""

import random
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

import blueprints.guard
from marketplace.access import limits
from tests.access.pages_of import WALKERS, pages_of
from tests.access.test_matrix import Forgetful, Rows, identity_client
from tests.fixtures.client import read_page
from tests.fixtures.corpus import EVERYTHING, MARK, doors

THAI = re.compile("[ก-๙]")
LEAVING = ("/sign-out", "/leave", "/account/sessions")
EACH = 2
"""How many values each name is tried with in a common run; which, the seed tells. A full run tries all."""


@pytest.fixture(params=WALKERS)
def walked(request, app, sides, monkeypatch):
    """Every page of a role, read once; what is written afterwards is forgotten, nothing is counted."""
    monkeypatch.setattr(blueprints.guard, "db", Forgetful())
    monkeypatch.setattr(limits, "count", lambda *_, **__: None)
    found = []
    client = identity_client(app, sides, request.param)
    for path in pages_of(client, request.param, sides[0]):
        answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found.append((client, path, read_page(answer)))
    return found


def wrong_with(answer, said: str) -> str | None:
    """What an answer to bad input lacks, or nothing."""
    body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    if answer.status_code >= 500:
        return f"{said} broke with {answer.status_code}"
    if "<x-1>" in body or "49$49" in body:
        return f"{said} came back as markup"
    if answer.status_code >= 400 and not THAI.search(body):
        return f"{said} was refused without a Thai word"
    return None


def tried(full: bool, seed: str) -> list[str]:
    return list(EVERYTHING) if full else random.Random(seed).sample(EVERYTHING, EACH)


def one_of_each_row(names) -> list[str]:
    """Of names that differ in a number alone, as those of the rows of a table do, the first."""
    return list({re.sub(r"\d+", "0", name): name for name in reversed(names)}.values())[::-1]


@pytest.mark.only_sqlite
def test_nothing_breaks_whatever_is_typed_into_a_form_or_asked_of_an_address(walked, full) -> None:
    wrong = [*typed(walked, full), *asked_for(walked, full)]
    assert not any(wrong), "\n".join(filter(None, wrong))


def typed(walked, full: bool) -> list[str | None]:
    """What is wrong with the answers to what is typed into the forms."""
    known, wrong = set(), []
    for client, path, page in walked:
        for door in doors(page, path):
            if door.path.startswith(LEAVING) or (door.path, door.names) in known:
                continue
            known.add((door.path, door.names))
            for name in door.names if full else one_of_each_row(door.names):
                for value in tried(full, door.path + name):
                    answer = client.post(door.path, data={**door.filled, name: value})
                    wrong.append(wrong_with(answer, f"{door.path} {name}={value[:20]!r}"))
            answer = client.post(door.path, data=dict.fromkeys(door.names, MARK))
            wrong.append(wrong_with(answer, f"{door.path} all marked"))
    assert known
    return wrong


def asked_for(walked, full: bool) -> list[str | None]:
    """What is wrong with the answers to what the addresses are asked."""
    known, wrong = set(), []
    for client, path, page in walked:
        names = {"page", *asked(page, path)}
        for name in sorted(names - {"lang"}):
            if (urlsplit(path).path, name) in known:
                continue
            known.add((urlsplit(path).path, name))
            for value in tried(full, path + name):
                answer = client.get(path, query_string={name: value[:2000]})
                wrong.append(wrong_with(answer, f"{path} {name}={value[:20]!r}"))
            answer = client.get(f"{path}?{name}={'9' * 24}&{name}=-1&{name}[]=x&{name}&{name}=%ff%fe")
            wrong.append(wrong_with(answer, f"{path} {name} again and again"))
    assert known
    return wrong


def asked(page, path: str) -> set[str]:
    """The names a page itself asks its own address for."""
    own, found = urlsplit(path).path, set()
    for link in page.find_all("a", href=True):
        there = urlsplit(str(link["href"]))
        if there.path in ("", own) and not there.netloc:
            found |= {name for name, _ in parse_qsl(there.query, keep_blank_values=True)}
    for form in page.find_all("form"):
        if str(form.get("method", "get")).lower() == "get" and str(form.get("action") or own) == own:
            found |= {str(one["name"]) for one in form.find_all(["input", "select"]) if one.get("name")}
    return found


@pytest.mark.only_sqlite
def test_what_is_refused_leaves_no_half_behind(app, sides, monkeypatch) -> None:
    monkeypatch.setattr(limits, "count", lambda *_, **__: None)
    watching, changed = Rows(), []
    for identity in ("youth", "provider", "officer", "mentor"):
        client = identity_client(app, sides, identity)
        watching.begin()
        for path in pages_of(client, identity, sides[0]):
            answer = client.get(path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for door in doors(read_page(answer), path):
                if door.path.startswith(LEAVING) or not door.names:
                    continue
                answer = client.post(door.path, data={**door.filled, **dict.fromkeys(door.names, "\u202e-5e9")})
                if watching.changed():
                    if answer.status_code >= 400:
                        changed.append(f"{door.path} was refused with {answer.status_code} and changed rows")
                    watching.begin()
    watching.close()
    assert not changed, "\n".join(changed)
