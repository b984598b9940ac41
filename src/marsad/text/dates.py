"""Dates in running text, in three calendars: Gregorian, Hijri and Jalali."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.text.fold import folded_with_offsets
from marsad.text.months import HIJRI_NAMES, JALALI_NAMES, Calendar, by_name, spellings

_MARK = r"(?:\s?\(?(?P<mark>هـ|ه[ .]?ق|ه[ .]?ش|ه|ش|م|ميلادي|هجري|ah|ad|ce|sh)(?!\w))?"
_DAY_FIRST = (
    r"(?<![\w/.])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s?(?:من\s|of\s)?(?:شهر\s|ماه\s)?"
    r"(?P<month>NAMES)\.?(?:\s?ماه)?(?:\s?[/(]\s?(?:NAMES)\s?\)?)?"
    r"[,،]?\s?(?:من\s)?(?:ل?عام\s|ل?سنه\s|سال\s)?(?P<year>\d{4})(?!\d)"
)
_MONTH_FIRST = (
    r"(?<!\w)(?P<month>NAMES)\.?\s?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:[,،]\s?|\s)"
    r"(?P<year>\d{4})(?!\d)"
)
_NUMBERS = (
    r"(?<![\w/.-])(?P<a>\d{1,4})\s?(?P<sep>[/.-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<c>\d{1,4})"
    r"(?![\d/]|[.-]\d)"
)
_MONTH_ONLY = (
    r"(?<!\w)(?<!\d\s)(?P<month>NAMES)\.?(?:\s?ماه)?(?:\s?[/(]\s?(?:NAMES)\s?\)?)?"
    r"[,،]?\s?(?:من\s|of\s|de\s)?(?:ل?عام\s|ل?سنه\s|سال\s)?(?P<year>\d{4})(?![\d/-])"
)
_PERSIAN = re.compile("[پچژگکی۰-۹]")
_HIJRI_YEARS, _JALALI_YEARS = range(1343, 1501), range(1250, 1500)
_GREGORIAN_YEARS = range(1800, 2101)
# Above this a bare Hijri-looking year is Hijri (2004 on); Jalali reaches it only in 2046.
_SURELY_HIJRI = 1425


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as a text spells it, and the day it means."""

    start: int
    end: int
    quoted: str
    calendar: Calendar
    day: date


@dataclass(frozen=True, slots=True)
class FoundMonth:
    """A month as a text spells it, with its first and last day."""

    start: int
    end: int
    quoted: str
    calendar: Calendar
    first: date
    last: date


def find_months(text: str) -> list[FoundMonth]:
    """Every month with its year that no day stands with, in order."""
    fold = folded_with_offsets(text)
    days = [(one.start, one.end) for one in find_dates(text)]
    found: list[FoundMonth] = []
    at = 0
    for match in _compiled(_MONTH_ONLY).finditer(fold.text):
        start, end = fold.span(match.start(), match.end())
        while at < len(days) and days[at][1] <= start:
            at += 1
        if at < len(days) and days[at][0] < end:
            continue
        if made := _month(match):
            quoted = text[start:end].rstrip()
            found.append(FoundMonth(start, start + len(quoted), quoted, *made))
    return found


def _month(match: re.Match[str]) -> tuple[Calendar, date, date] | None:
    calendar, month = by_name()["".join(match["month"].split()).replace("-", "")]
    year = int(match["year"])
    first = _possible(year, month, 1, calendar)
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    # The first day of the next month may lie beyond the calendar's last year.
    after = _possible(*following, 1, calendar) if first else None
    return (calendar, first[1], after[1] - timedelta(days=1)) if first and after else None


def find_dates(text: str) -> list[FoundDate]:
    """Every complete and possible date, in order; a date that cannot be is not found."""
    fold = folded_with_offsets(text)
    persian = _PERSIAN.search(text) is not None
    found: list[FoundDate] = []
    for pattern, read in ((_DAY_FIRST, _named), (_MONTH_FIRST, _named), (_NUMBERS, _numbered)):
        for match in _compiled(pattern).finditer(fold.text):
            if (made := read(match, persian)) is not None:
                start, end = fold.span(match.start(), match.end())
                quoted = text[start:end].rstrip()
                found.append(FoundDate(start, start + len(quoted), quoted, *made))
    return _apart(sorted(found, key=lambda one: (one.start, -one.end)))


def gregorian(year: int, month: int, day: int, calendar: Calendar) -> date:
    """The Gregorian day of a date in ``calendar``."""
    try:
        if calendar == "gregorian":
            return date(year, month, day)
        if calendar == "jalali":
            import jdatetime

            return date.fromisoformat(jdatetime.date(year, month, day).togregorian().isoformat())
        from hijridate import Hijri

        made = Hijri(year, month, day).to_gregorian()
        return date(made.year, made.month, made.day)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            Phrase(
                "%(year)s-%(month)s-%(day)s is no %(calendar)s date (%(error)s); "
                "correct it or name its calendar",
                year=year,
                month=month,
                day=day,
                calendar=calendar,
                error=error,
            )
        ) from error


def hijri(day: date) -> str:
    """The Hijri (Umm al-Qura) date of a day, such as ``14 Rabi' al-Awwal 1443``."""
    from hijridate import Gregorian

    try:
        made = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError) as error:
        raise BadInput(
            Phrase("%(day)s is outside the Umm al-Qura calendar; leave the label out", day=day)
        ) from error
    return f"{made.day} {HIJRI_NAMES[made.month - 1]} {made.year}"


def jalali(day: date) -> str:
    """The Jalali date of a day, such as ``28 Mehr 1400``."""
    import jdatetime

    try:
        made = jdatetime.date.fromgregorian(date=day)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            Phrase("%(day)s is before the Jalali calendar; leave the label out", day=day)
        ) from error
    return f"{made.day} {JALALI_NAMES[made.month - 1]} {made.year}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    names = "|".join(re.sub("[ -]", r"[\\s-]?", name) for name in spellings())
    return re.compile(pattern.replace("NAMES", names) + _MARK)


def _named(match: re.Match[str], _persian: bool) -> tuple[Calendar, date] | None:
    calendar, month = by_name()["".join(match["month"].split()).replace("-", "")]
    return _possible(int(match["year"]), month, int(match["day"]), calendar)


def _numbered(match: re.Match[str], persian: bool) -> tuple[Calendar, date] | None:
    first, middle, last = (int(match[part]) for part in "abc")
    if len(match["a"]) == 4 and len(match["c"]) <= 2:
        year, month, day = first, middle, last
    elif len(match["c"]) == 4 and len(match["a"]) <= 2:
        day, month, year = first, middle, last
    else:
        return None
    calendar = _calendar(year, match["mark"] or "", persian)
    if calendar == "gregorian" and month > 12 >= day:
        month, day = day, month
    return _possible(year, month, day, calendar)


def _calendar(year: int, mark: str, persian: bool) -> Calendar:
    if mark in ("م", "ميلادي", "ad", "ce") or year > max(_HIJRI_YEARS):
        return "gregorian"
    if mark == "sh" or mark.endswith("ش"):
        return "jalali"
    if mark:
        return "hijri"
    return "jalali" if persian and year < _SURELY_HIJRI else "hijri"


def _possible(year: int, month: int, day: int, calendar: Calendar) -> tuple[Calendar, date] | None:
    years = {"gregorian": _GREGORIAN_YEARS, "hijri": _HIJRI_YEARS, "jalali": _JALALI_YEARS}
    if year not in years[calendar]:
        return None
    try:
        return calendar, gregorian(year, month, day, calendar)
    except BadInput:
        return None


def _apart(found: list[FoundDate]) -> list[FoundDate]:
    kept: list[FoundDate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
