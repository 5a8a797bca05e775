"""A binary heap over two plain arrays, smallest key first; equal keys leave in the order of their values."""

from marketplace.matching.allocation.compiled import compiled
from marketplace.matching.allocation.problem import Index, Whole


@compiled
def push(keys: Whole, values: Index, size: int, key: int, value: int) -> int:
    """Put a value in; the new size."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] < key or (keys[above] == key and values[above] <= value):
            break
        keys[at], values[at] = keys[above], values[above]
        at = above
    keys[at], values[at] = key, value
    return size + 1


@compiled
def drop_first(keys: Whole, values: Index, size: int) -> int:
    """Take the smallest out (read it at 0 before); the new size."""
    size -= 1
    key, value = keys[size], values[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        other = below + 1
        if other < size and (
            keys[other] < keys[below] or (keys[other] == keys[below] and values[other] < values[below])
        ):
            below = other
        if key < keys[below] or (key == keys[below] and value <= values[below]):
            break
        keys[at], values[at] = keys[below], values[below]
        at = below
    keys[at], values[at] = key, value
    return size
