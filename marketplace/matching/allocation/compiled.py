"""The one door to the compiler: functions over plain arrays, compiled once and kept on disk.

Importing this module imports Numba; whatever a request may reach goes through `solving`, which comes here only when
there is something to solve.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The same function as machine code; the first call on a machine compiles, later ones read the kept code."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))
