"""Ages are computed on the day from the birth date; nothing ever stores 'is a minor'."""

from datetime import date

EMPLOYABLE = 15
ADULT_WORKER = 18
MAJORITY = 20
"""Labour Protection Act s. 44 and ch. 4; Civil and Commercial Code s. 19."""


def age_on(birth: date, day: date) -> int:
    """Whole years lived on `day`; someone born on 29 February is a year older on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_band(age: int) -> str:
    """The published band of an age, as registers and statistics use it."""
    for top, band in ((5, "3-5"), (11, "6-11"), (14, "12-14"), (17, "15-17"), (24, "18-24")):
        if age <= top:
            return band
    return "25+"
