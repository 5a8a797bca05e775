"""Compiled: the three days of a row, packed into one number by `encoding`.

The day it begins for somebody who asks now lies last, because every search reads it.
"""

from marketplace.matching.index.compiling import compiled, inlined
from marketplace.matching.index.layout import A_DAY, APPLY_AT, LATER, LATER_AT, ON_TIME


@inlined
def apply_by(days: int) -> int:
    """The last day to ask."""
    return days >> APPLY_AT


@inlined
def begins(days: int) -> int:
    """The first day somebody who asks now can come."""
    return days & A_DAY


@compiled
def announced(days: int) -> int:
    """The first day it was announced for."""
    return (days & A_DAY) - ((days >> LATER_AT & LATER) - ON_TIME)
