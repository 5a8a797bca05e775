"""Passwords: long rather than odd, never the common ones, kept as argon2id and judged in equal time."""

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from marketplace.i18n import t
from marketplace.i18n.thai import digits
from marketplace.kernel import ids
from marketplace.kernel.errors import Invalid

SHORTEST = 8
SHORTEST_STAFF = 12
LONGEST = 128
_COMMON = Path(__file__).parent / "data" / "common_passwords.txt"
# 19 MiB and two passes: the floor OWASP names for argon2id; a sign-in costs some 25 ms of one core.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def accepted(password: str, *, staff: bool, login: str = "", field: str = "password") -> str:
    """A new password in the form it is hashed in; raises Invalid when too short, too long or too well known."""
    given, least = normalised(password), SHORTEST_STAFF if staff else SHORTEST
    if len(given) < least:
        raise Invalid(t("Use at least {count} characters; a short sentence is good.", count=least), field=field)
    if len(given) > LONGEST:
        raise Invalid(t("Use at most {count} characters.", count=LONGEST), field=field)
    if _is_common(given) or (login and _key(given) == _key(login)):
        raise Invalid(t("Many people use this password, so it is easy to guess. Please choose another."), field=field)
    return given


def normalised(password: str) -> str:
    """The one form of a password: Thai typed on any keyboard compares equal, nothing is cut."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """The argon2id hash of an accepted password."""
    return _hasher.hash(normalised(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; without a stored one it takes as long and is always false."""
    given = normalised(password)[: LONGEST + 1]
    try:
        _hasher.verify(stored or _decoy(), given)
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made by weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _decoy() -> str:
    return _hasher.hash(ids.token())


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf8").splitlines()
    return frozenset(_key(line) for line in lines if line and not line.startswith("#"))


def _is_common(password: str) -> bool:
    key = _key(password)
    return key in _common() or len(set(key)) <= 2 or _is_a_run(key)


def _is_a_run(key: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(key)}
    return len(steps) == 1 and steps <= {-1, 1}


def _key(password: str) -> str:
    return "".join(digits(unicodedata.normalize("NFKC", password)).casefold().split())
