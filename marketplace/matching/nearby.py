"""How far somebody gets in a time: the circle behind 'within 30 minutes'."""

from datetime import date

from marketplace.matching.travel import rates_on
from models.vocabulary import Transport


def reach_km(minutes: int, day: date, transport: str = Transport.PUBLIC) -> float:
    """Straight kilometres within so many minutes one way, on foot where that is farther."""
    rates = rates_on(day)
    return max(
        max(0.0, minutes - pace.wait_minutes) / pace.minutes_per_km / rates.detour
        for pace in (rates.paces[transport], rates.paces[Transport.WALK])
    )
