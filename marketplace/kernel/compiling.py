"""The door to the compiler: functions over plain arrays, compiled once and kept on disk.

Kept code is valid for the text of all the files it was made from: functions are built into one another and take up
numbers of other modules, so that a change in one file makes the code kept for another wrong; the compiler, which looks
at one file alone, would not notice. Importing this module imports the compiler.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numba

Loops = Callable[..., Any]

_config: Any = numba.config
_LONG_AGO: Final = 24 * 60 * 60


class Kept:
    """Code kept under a name, made from some files."""

    def __init__(self, name: str, sources: Iterable[Path]) -> None:
        self._name, self._sources = name, sorted(sources)

    def compiled(self, function: Loops) -> Any:
        """The same function as machine code; the first call on a machine compiles, later ones read the kept code."""
        return self._kept(function)

    def inlined(self, function: Loops) -> Any:
        """The same for a function that is written into whoever calls it."""
        return self._kept(function, inline="always")

    def counted_by_nobody(self, function: Loops) -> Any:
        """The same for a function that only borrows its arrays: it counts no references and can make no array."""
        return self._kept(function, _nrt=False)

    def _kept(self, function: Loops, **options: Any) -> Any:
        before, _config.CACHE_DIR = _config.CACHE_DIR, self._folder
        try:
            return numba.njit(cache=True, nogil=True, **options)(function)
        finally:
            _config.CACHE_DIR = before

    @cached_property
    def _folder(self) -> str:
        digest = blake2b(digest_size=8)
        for path in self._sources:
            digest.update(path.read_bytes())
        root = Path(_config.CACHE_DIR or self._sources[0].parent / "__pycache__")
        folder = root / f"{self._name}-{digest.hexdigest()}"
        for old in root.glob(f"{self._name}-*") if os.access(root, os.W_OK) else ():
            if old != folder and old.stat().st_mtime < time.time() - _LONG_AGO:
                shutil.rmtree(old, ignore_errors=True)
        return str(folder)
