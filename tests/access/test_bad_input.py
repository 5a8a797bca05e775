"""Whatever is put into a form or an address of any role is answered in Thai, and never with an error of ours."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import pytest

import blueprints.guard
from marketplace.access import limits
from tests.access.pages_of import WALKERS, pages_of
from tests.access.test_matrix import Forgetful, Rows, identity_client
from tests.fixtures.client import read_page
from tests.fixtures.corpus import EVERYTHING, MARK, Door, doors

# One worker walks the pages, for all roles.
pytestmark = pytest.mark.xdist_group("bad_input")

THAI = re.compile("[ก-๙]")
LEAVING = ("/sign-out", "/leave", "/account/sessions")
EACH = 2
"""How many values each name is tried with in a common run; which, the seed tells. A full run tries all.

What several roles find in the same place each of them tries with a value of its own: as many or more altogether.
"""


@dataclass(frozen=True)
class Found:
    """A page of somebody: the forms in it, and the names it asks its own address for."""

    path: str
    doors: tuple[Door, ...]
    asked: frozenset[str]


class Walk:
    """What every role finds on its pages in these worlds, read once, and which roles find the same."""

    def __init__(self, app, sides) -> None:
        self.sides = sides
        self.pages = {identity: list(self._found(app, identity)) for identity in WALKERS}
        self.finders: dict[tuple[str, str], list[str]] = {}
        for identity, pages in self.pages.items():
            for place in dict.fromkeys(place for page in pages for place in places(page)):
                self.finders.setdefault(place, []).append(identity)

    def _found(self, app, identity: str) -> Iterator[Found]:
        client = identity_client(app, self.sides, identity)
        for path in pages_of(client, identity, self.sides[0]):
            answer = client.get(path)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                page = read_page(answer)
                yield Found(path, tuple(doors(page, path)), frozenset({"page", *asked(page, path)} - {"lang"}))

    def tried(self, identity: str, where: str, name: str, full: bool) -> list[str]:
        """The values this role tries there."""
        if full:
            return list(EVERYTHING)
        finders = self.finders[where, name]
        alone = len(finders) == 1
        mixed = random.Random(where + name).sample(EVERYTHING, EACH if alone else len(finders))
        return mixed if alone else [mixed[finders.index(identity)]]


def places(page: Found) -> Iterator[tuple[str, str]]:
    """Where something can be typed or asked, and by which name."""
    yield from ((door.path, name) for door in page.doors for name in one_of_each_row(door.names))
    yield from ((f"?{page.path}", name) for name in page.asked)


_kept: list[Walk] = []


@pytest.fixture
def walk(app, sides, monkeypatch) -> Walk:
    """Every page of every role, read once; what is written afterwards is forgotten, nothing is counted."""
    monkeypatch.setattr(blueprints.guard, "db", Forgetful())
    monkeypatch.setattr(limits, "count", lambda *_, **__: None)
    if not _kept or _kept[0].sides is not sides:
        _kept[:] = [Walk(app, sides)]
    return _kept[0]


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


def one_of_each_row(names) -> list[str]:
    """Of names that differ in a number alone, as those of the rows of a table do, the first."""
    return list({re.sub(r"\d+", "0", name): name for name in reversed(names)}.values())[::-1]


@pytest.mark.only_sqlite
@pytest.mark.parametrize("identity", WALKERS)
def test_nothing_breaks_whatever_is_typed_into_a_form_or_asked_of_an_address(app, walk, identity, full) -> None:
    client = identity_client(app, walk.sides, identity)
    wrong = [*typed(client, walk, identity, full), *asked_for(client, walk, identity, full)]
    assert not any(wrong), "\n".join(filter(None, wrong))


def typed(client, walk: Walk, identity: str, full: bool) -> list[str | None]:
    """What is wrong with the answers to what is typed into the forms."""
    known, wrong = set(), []
    for page in walk.pages[identity]:
        for door in page.doors:
            if door.path.startswith(LEAVING) or (door.path, door.names) in known:
                continue
            known.add((door.path, door.names))
            for name in door.names if full else one_of_each_row(door.names):
                for value in walk.tried(identity, door.path, name, full):
                    answer = client.post(door.path, data={**door.filled, name: value})
                    wrong.append(wrong_with(answer, f"{door.path} {name}={value[:20]!r}"))
            answer = client.post(door.path, data=dict.fromkeys(door.names, MARK))
            wrong.append(wrong_with(answer, f"{door.path} all marked"))
    assert known
    return wrong


def asked_for(client, walk: Walk, identity: str, full: bool) -> list[str | None]:
    """What is wrong with the answers to what the addresses are asked."""
    known, wrong = set(), []
    for page in walk.pages[identity]:
        path = page.path
        for name in sorted(page.asked):
            if (urlsplit(path).path, name) in known:
                continue
            known.add((urlsplit(path).path, name))
            for value in walk.tried(identity, f"?{path}", name, full):
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
