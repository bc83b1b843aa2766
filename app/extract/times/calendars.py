"""Calendar arithmetic in EDTF: units, shifts, seasons. Weeks begin on Monday, winters in December."""

from calendar import monthrange
from datetime import date, timedelta

# numbers of the seasons in EDTF, where a month would stand
SEASON_NUMBERS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
FIRST_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}


def shift(day: date, count: int, unit: str) -> date:
    """Move a day by a number of units; the 31st becomes the last day of a shorter month.

    Raises:
        ValueError, OverflowError: the result is outside the years 1 to 9999.
    """
    if unit in DAYS_IN:
        return day + timedelta(days=count * DAYS_IN[unit])
    months = day.year * 12 + day.month - 1 + count * MONTHS_IN[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unit_at(day: date, unit: str) -> str:
    """Return the calendar unit that contains a day, as EDTF. A weekend is that of the day's week; a fortnight becomes the week."""
    monday = day - timedelta(days=day.weekday())
    if unit in ("week", "fortnight"):
        return f"{monday}/{monday + timedelta(days=6)}"
    if unit == "weekend":
        return f"{monday + timedelta(days=5)}/{monday + timedelta(days=6)}"
    if unit == "quarter":
        return quarter(day.year, (day.month + 2) // 3)
    return _leading_digits(day, unit)


def quarter(year: int, number: int) -> str:
    """Return the quarter, 1 to 4, of a year."""
    return f"{year:04}-{number * 3 - 2:02}/{year:04}-{number * 3:02}"


def half(year: int, number: int) -> str:
    """Return the half, 1 or 2, of a year."""
    return f"{year:04}-{number * 6 - 5:02}/{year:04}-{number * 6:02}"


def latest_season_year(day: date, name: str) -> int:
    """Return the year of the latest season of that name that began on or before a day."""
    return day.year if FIRST_MONTHS[SEASON_NUMBERS[name]] <= day.month else day.year - 1


def season(year: int, name: str) -> str:
    """Return a season as EDTF; a winter has the year of its December."""
    return f"{year:04}-{SEASON_NUMBERS[name]}"


def weekday_before(day: date, weekday: int) -> date:
    """Return the latest such weekday on or before a day; Monday is 0."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def weekday_after(day: date, weekday: int) -> date:
    """Return the first such weekday on or after a day; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """Return the n-th such weekday of a month; -1 is the last."""
    if number > 0:
        return weekday_after(date(year, month, 1), weekday) + timedelta(weeks=number - 1)
    return weekday_before(date(year, month, monthrange(year, month)[1]), weekday)


def easter(year: int) -> date:
    """Return Easter Sunday of the western churches (Gauss's rule in Butcher's form)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _leading_digits(day: date, unit: str) -> str:
    """Return the digits of a day that its unit has in EDTF."""
    lengths = {"day": 10, "night": 10, "month": 7, "year": 4, "decade": 3, "century": 2}
    return day.isoformat()[: lengths[unit]] + {"decade": "X", "century": "XX"}.get(unit, "")
