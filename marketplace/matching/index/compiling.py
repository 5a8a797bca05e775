"""The one door to the compiler here: functions over plain arrays, compiled once and kept on disk.

Kept code is valid for the text of this whole folder: the functions are built into one another, so that a change in one
file makes the code kept for another wrong, which the compiler, looking at one file alone, would not notice.
"""

import os
import shutil
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numba

Loops = Callable[..., Any]

_config: Any = numba.config
_HERE: Final = Path(__file__).parent
_PREFIX: Final = "matching-"
_LONG_AGO: Final = 24 * 60 * 60


def compiled(function: Loops) -> Any:
    """The same function as machine code; the first call on a machine compiles, later ones read the kept code."""
    return _kept(function)


def inlined(function: Loops) -> Any:
    """The same for a function that is written into whoever calls it."""
    return _kept(function, inline="always")


def _kept(function: Loops, **options: Any) -> Any:
    before, _config.CACHE_DIR = _config.CACHE_DIR, _folder()
    try:
        return numba.njit(cache=True, nogil=True, **options)(function)
    finally:
        _config.CACHE_DIR = before


def _folder() -> str:
    global _known  # noqa: PLW0603  worked out once a process
    if not _known:
        digest = blake2b(digest_size=8)
        for path in sorted(_HERE.glob("*.py")):
            digest.update(path.read_bytes())
        root = Path(_config.CACHE_DIR or _HERE / "__pycache__")
        _known = str(root / f"{_PREFIX}{digest.hexdigest()}")
        _forget_others(root, Path(_known).name)
    return _known


def _forget_others(root: Path, mine: str) -> None:
    """Let go of code kept for an older text."""
    for old in root.glob(f"{_PREFIX}*") if os.access(root, os.W_OK) else ():
        if old.name != mine and old.stat().st_mtime < time.time() - _LONG_AGO:
            shutil.rmtree(old, ignore_errors=True)


_known = ""
