"""The formats of banks there are: ours, two examples to copy from, and those of an installation.

A format is one file of `data/banks`, or of the folder `banks` in an installation's data. What is wrong with one is said
when the application starts, never when somebody pays.
"""

from collections.abc import Sequence
from pathlib import Path

from marketplace.earnings import bank_format_check
from marketplace.earnings.bank_shapes import BadFormat, BankFormat

OURS = "okat"
FOLDER = Path(__file__).parent / "data" / "banks"
_found: dict[str, BankFormat] = {}


def begin(more: Path | None = None) -> None:
    """Read every format there is; raises BadFormat. Those of an installation stand beside ours."""
    found: dict[str, BankFormat] = {}
    for folder in (FOLDER, more):
        for path in sorted(folder.glob("*.toml")) if folder is not None else ():
            one = bank_format_check.read(path)
            if one.name in found:
                raise BadFormat(f"{path.name}: name: there is another format called {one.name}")
            found[one.name] = one
    _found.clear()
    _found.update(sorted(found.items(), key=lambda item: (item[1].place, item[0])))


def every() -> Sequence[BankFormat]:
    """All formats, ours first."""
    if not _found:
        begin()
    return tuple(_found.values())


def called(name: str | None) -> BankFormat:
    """The format of a name; ours for none and for one that is no longer there."""
    found = {one.name: one for one in every()}
    return found.get(name or OURS) or found[OURS]
