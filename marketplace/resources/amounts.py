"""How a pledge is counted: weeks named by their Monday, amounts in whole minutes, trips, places or pieces a week."""

from collections.abc import Iterator
from datetime import date, timedelta

from marketplace.i18n import Text, t
from models.resource import Resource
from models.vocabulary import ResourceUnit

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def mondays(first: date, last: date) -> Iterator[date]:
    """The Monday of every week from the one of `first` to the one of `last`."""
    monday, end = monday_of(first), monday_of(last)
    while monday <= end:
        yield monday
        monday += WEEK


def limit_of(resource: Resource) -> int:
    """The most of a pledge that may be taken in one week."""
    return in_amounts(resource.unit, resource.capacity)


def in_amounts(unit: str, count: int) -> int:
    """A number as people write it (hours, trips, places, pieces) in the amounts that are kept."""
    return count * 60 if unit == ResourceUnit.HOURS_PER_WEEK else count


def words(unit: str, amount: int) -> Text:
    """An amount as it is read: `2 hours 30 minutes`, `4 trips`."""
    match unit:
        case ResourceUnit.TRIPS_PER_WEEK:
            return t("{count} trips", count=amount)
        case ResourceUnit.PLACES:
            return t("{count} places", count=amount)
        case ResourceUnit.PIECES:
            return t("{count} pieces", count=amount)
    hours, minutes = divmod(amount, 60)
    if not minutes:
        return t("{count} hours", count=hours)
    if not hours:
        return t("{minutes} minutes", minutes=minutes)
    said = t("{count} hours", count=hours), t("{minutes} minutes", minutes=minutes)
    return t("{hours} {minutes}", hours=said[0], minutes=said[1])
