"""The law of young workers written a second time from the text of the Act: minute by minute, sharing no code.

Every number stands here as the Act, the notices and the regulations have it; nothing is read from the data rows.
"""

from datetime import date, timedelta
from functools import cache

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK = 7 * 24 * 60
CLOSED = {"slaughterhouse", "gambling", "entertainment", "fishing_vessel", "seafood_processing"}
JANUARY_2025 = {"10": 372, "50": 357, "5001": 380, "84": 352, "8404": 400, "95": 337, "20": 400}


def old_enough(born: date, years: int, day: date) -> bool:
    """Whether the birthday of that year has come by the day; 29 February comes on 1 March of a common year."""
    year = born.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    month, day_of_month = (3, 1) if (born.month, born.day) == (2, 29) and not leap else (born.month, born.day)
    return (day.year, day.month, day.day) >= (year, month, day_of_month)


def stretches(text: str) -> list[tuple[int, int, int]]:
    """Weekday, first minute of the week and length of every shift."""
    found = []
    for piece in text.split(";"):
        name, hours = piece.split()
        begin, end = (int(part[:2]) * 60 + int(part[3:]) for part in hours.split("-"))
        length = end - begin if end > begin else end + 1440 - begin
        found.append((DAYS.index(name), DAYS.index(name) * 1440 + begin, length))
    return found


@cache
def timing(text: str) -> dict[str, object]:
    """What a week of shifts does, found by living through three of its weeks one minute after the other."""
    shifts = stretches(text)
    at_work = [False] * WEEK
    for _, begin, length in shifts:
        for minute in range(begin, begin + length):
            at_work[minute % WEEK] = True
    since_rest = idle = longest = 0
    for minute in range(3 * WEEK):
        if at_work[minute % WEEK]:
            since_rest, idle = (1 if idle >= 60 else since_rest + 1), 0
            longest = max(longest, since_rest)
        else:
            idle += 1
    by_day = [sum(length for day, _, length in shifts if day == weekday) for weekday in range(7)]
    return {
        "longest": longest,
        "night": any(at_work[minute] and (minute % 1440 >= 1320 or minute % 1440 < 360) for minute in range(WEEK)),
        "day": max(by_day),
        "week": sum(by_day),
        "days": sum(worked > 0 for worked in by_day),
    }


@cache
def owed(province: str, district: str, place: str, start: date, end: date) -> int:
    """Baht for a day, by asking every single day of the span."""
    best, day = 0, start
    while day <= end:
        if day >= date(2025, 1, 1):
            best = max(best, JANUARY_2025[province], JANUARY_2025.get(district, 0))
        if day >= date(2025, 7, 1) and (province == "10" or place in ("hotel_type_2_3_4", "entertainment")):
            best = max(best, 400)
        day += timedelta(days=1)
    return best


def broken(row: dict) -> list[str]:
    """The numbers of the broken rules of a case given as the cells of a file."""
    born, start, end = row["birth_date"], row["start"], row["end"]
    week = timing(row["shifts"])
    hazards = [code for code in row["hazards"].split(";") if code]
    out = set()
    if not old_enough(born, 15, start):
        out.add("LW01")
    if not old_enough(born, 18, start):
        out |= {number for number, is_broken in _chapter_four(row, week, hazards) if is_broken}
        if row["notified_on"] is None or (row["notified_on"] - start).days > 15:
            out.add("LW02")
        ended = row["ended_notified_on"]
        if ended is not None and (ended - end).days > 7 and not old_enough(born, 18, end):
            out.add("LW04")
    if row["wage_per_day"] < owed(row["province"], row["district"], row["place_type"], start, end):
        out.add("LW15")
    if not old_enough(born, 20, start) and not row["guardian_consent"]:
        out.add("LW20")
    return sorted(out)


def _chapter_four(row, week, hazards):
    yield "LW05", week["longest"] > 4 * 60
    yield "LW06", week["night"] and not row["night_permit"]
    yield "LW07", row["overtime_hours_per_week"] > 0 or row["works_holidays"]
    yield "LW08", week["day"] > (7 if hazards else 8) * 60 or week["week"] > (42 if hazards else 48) * 60
    yield "LW09", week["days"] == 7
    yield "LW11", bool(hazards)
    yield "LW12", row["place_type"] in CLOSED
    yield "LW13", row["deposit"] or row["pays_to"] == "other"
    yield "LW18", row["lift_kg"] > {"f": 20, "m": 25}[row["sex"]]


def outcome(numbers: list[str]) -> str:
    """Papers alone ask for action; everything else blocks."""
    if set(numbers) <= {"LW02", "LW04", "LW20"}:
        return "needs_action" if numbers else "ok"
    return "blocked"
