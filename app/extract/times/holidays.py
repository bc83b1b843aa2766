"""Holidays whose date follows from the year."""

from collections.abc import Callable
from datetime import date, timedelta

from app.extract.times.calendars import easter, nth_weekday

MONDAY, TUESDAY, THURSDAY = 0, 1, 3

# pattern of the name, and the date in a year
HOLIDAY_DATES: dict[str, Callable[[int], date]] = {
    "new year['’]s eve": lambda year: date(year, 12, 31),
    "new year['’]s day": lambda year: date(year, 1, 1),
    "martin luther king(?: jr\\.?)? day": lambda year: nth_weekday(year, 1, MONDAY, 3),
    "valentine['’]s day": lambda year: date(year, 2, 14),
    "st\\.? patrick['’]s day": lambda year: date(year, 3, 17),
    "ash wednesday": lambda year: easter(year) - timedelta(days=46),
    "palm sunday": lambda year: easter(year) - timedelta(days=7),
    "good friday": lambda year: easter(year) - timedelta(days=2),
    "easter monday": lambda year: easter(year) + timedelta(days=1),
    "easter(?: sunday)?": easter,
    "anzac day": lambda year: date(year, 4, 25),
    "may day": lambda year: date(year, 5, 1),
    "memorial day": lambda year: nth_weekday(year, 5, MONDAY, -1),
    "juneteenth": lambda year: date(year, 6, 19),
    "canada day": lambda year: date(year, 7, 1),
    "(?:the )?fourth of july": lambda year: date(year, 7, 4),
    "bastille day": lambda year: date(year, 7, 14),
    "labou?r day": lambda year: nth_weekday(year, 9, MONDAY, 1),
    "columbus day": lambda year: nth_weekday(year, 10, MONDAY, 2),
    "halloween": lambda year: date(year, 10, 31),
    "veterans['’]? day": lambda year: date(year, 11, 11),
    "election day": lambda year: nth_weekday(year, 11, MONDAY, 1) + timedelta(days=1),
    "thanksgiving(?: day)?": lambda year: nth_weekday(year, 11, THURSDAY, 4),
    "black friday": lambda year: nth_weekday(year, 11, THURSDAY, 4) + timedelta(days=1),
    "christmas eve": lambda year: date(year, 12, 24),
    "christmas(?: day)?": lambda year: date(year, 12, 25),
    "boxing day": lambda year: date(year, 12, 26),
}
