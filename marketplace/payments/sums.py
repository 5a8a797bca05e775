"""Which of some sums come to another one together."""

from collections.abc import Sequence

MOST = 20_000
"""How many sums are kept in mind; of what comes after only each one alone, and all together, are looked at."""


def coming_to(wanted: int, given: Sequence[int]) -> tuple[int, ...]:
    """The places of the fewest of these sums that come to what is wanted; empty where none do, or nothing is wanted."""
    if not wanted:
        return ()
    if wanted in given:
        return (given.index(wanted),)
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for place, satang in enumerate(given):
        if len(reached) > MOST:
            break
        for so_far, places in list(reached.items()):
            more = reached.get(so_far + satang)
            if more is None or len(more) > len(places) + 1:
                reached[so_far + satang] = (*places, place)
    if wanted in reached:
        return reached[wanted]
    return tuple(range(len(given))) if sum(given) == wanted else ()
