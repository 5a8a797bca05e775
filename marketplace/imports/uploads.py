"""A file between preview and confirmation: under a random name in its owner's folder, for a day at most."""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath

from marketplace.access import Actor
from marketplace.i18n import t
from marketplace.imports.errors import BadFile
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.kernel.sizes import MB, megabytes

ENDINGS = (".csv", ".xlsx")
LARGEST = 10 * MB
KEPT = timedelta(days=1)
_NAME = re.compile(r"[0-9a-f]{32}\.(csv|xlsx)")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits to be confirmed."""

    name: str
    content: bytes


def put(folder: Path, content: bytes, given: str, *, by: Actor) -> str:
    """Keep a file for its owner and return the name it goes by; raises BadFile for an ending we do not read."""
    ending = PurePath(given).suffix.lower()
    if ending not in ENDINGS:
        raise BadFile(t("Choose a CSV or XLSX file."))
    if len(content) > LARGEST:
        raise BadFile(t("The file is {size} MB; at most {most} MB.", size=megabytes(len(content)), most=LARGEST // MB))
    own = _own(folder, by)
    own.mkdir(parents=True, exist_ok=True)
    _sweep(own)
    name = secrets.token_hex(16) + ending
    draft = own / f"{name}.part"
    draft.write_bytes(content)
    draft.rename(own / name)
    return name


def get(folder: Path, name: str, *, by: Actor) -> Upload:
    """A file its owner put here; raises Conflict when it is gone, was used, or is not theirs."""
    path = _own(folder, by) / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Conflict(t("This file is not here any more. Choose it again."))
    return Upload(name, path.read_bytes())


def forget(folder: Path, name: str, *, by: Actor) -> None:
    """Delete a file that was used."""
    if _NAME.fullmatch(name):
        (_own(folder, by) / name).unlink(missing_ok=True)


def _own(folder: Path, by: Actor) -> Path:
    return folder / "imports" / by.ref


def _sweep(own: Path) -> None:
    """Delete what was left lying."""
    limit = (clock.now() - KEPT).timestamp()
    for path in own.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
