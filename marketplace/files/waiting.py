"""Files of a form that was refused, kept for whoever chose them until it is sent again, for a day at most."""

import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.kernel import clock

KEPT = timedelta(days=1)
_MEDIA = {".pdf": "application/pdf", ".jpg": "image/jpeg"}
_NAME = re.compile(r"[0-9a-f]{32}\.(?:pdf|jpg)")
_CALLED = ".name"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, and the name it goes by meanwhile."""

    name: str
    file: CheckedFile


def put(folder: Path, owner: str, file: CheckedFile) -> Waiting:
    """Keep a file for its owner; what anybody left lying for too long is deleted."""
    own = _own(folder, owner)
    own.mkdir(parents=True, exist_ok=True)
    _sweep(own.parent)
    ending = next(ending for ending, media in _MEDIA.items() if media == file.media_type)
    name = f"{secrets.token_hex(16)}{ending}"
    (own / f"{name}{_CALLED}").write_text(file.given_name, encoding="utf-8")
    draft = own / f"{name}.part"
    draft.write_bytes(file.content)
    draft.rename(own / name)
    return Waiting(name, file)


def of(folder: Path, owner: str, names: Iterable[str]) -> list[Waiting]:
    """Those of these files that their owner put here; what is gone or somebody else's is not among them."""
    found = list[Waiting]()
    for name in dict.fromkeys(names):
        path = _own(folder, owner) / name
        if not _NAME.fullmatch(name) or not path.is_file():
            continue
        media, called = _MEDIA[path.suffix], path.with_name(f"{name}{_CALLED}").read_text(encoding="utf-8")
        found.append(Waiting(name, CheckedFile(path.read_bytes(), media, checking.named(called, media))))
        if len(found) == checking.MOST_FILES:
            break
    return found


def forget(folder: Path, owner: str, waiting: Iterable[Waiting]) -> None:
    """Delete files that were used."""
    for one in waiting:
        for name in (one.name, f"{one.name}{_CALLED}"):
            (_own(folder, owner) / name).unlink(missing_ok=True)


def _own(folder: Path, owner: str) -> Path:
    return folder / "waiting" / owner


def _sweep(everybody: Path) -> None:
    limit = (clock.now() - KEPT).timestamp()
    for path in everybody.glob("*/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
