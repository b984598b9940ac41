"""Numbers and dates that a target has lost or changed."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from marsad.phrase import N_, Phrase
from marsad.text import numbers as written_numbers
from marsad.text.dates import FoundDate, find_dates, find_months
from marsad.text.links import find_links
from marsad.text.marks import strip
from marsad.translate.doubts_words import Told
from marsad.translate.helps import Helps, KnownDate

INTO = "en"
"""Days in words and small numbers in words are read in English only."""
SMALL = 13
"""Below this a number is mostly written in words."""
UNSAID = N_("%(found)s is %(day)s, the target does not say it")
OTHER = N_("%(found)s is %(day)s, the target says another day")
KEPT = N_("%(found)s is %(day)s, the target says it in that calendar only: add the Gregorian day")
MOON_DAYS = 1
"""A Hijri day may be one off where the moon is looked for."""


def numbers(helps: Helps, target: str, to: str) -> Told:
    """Numbers in digits that are not in the target, or that only the target has."""
    dated = [(each.start - helps.start, each.end - helps.start) for each in helps.dates]
    links = [(start, end) for start, end, _ in find_links(helps.source)]
    found = [
        each for each in written_numbers.numbers(helps.source) if not _within(each, dated + links)
    ]
    known = {each[2] for each in written_numbers.numbers(target)}
    known |= written_numbers.spelled(target)
    lost = [each for each in found if each[2] not in known and (to == INTO or _large(each[2]))]
    there = {each[2] for each in found} | _of_dates(helps)
    added = sorted(_counted(strip(target)) - there, key=lambda digits: (len(digits), digits))
    for start, end, _ in lost:
        digits, there_is = helps.source[start:end], ", ".join(added)
        reason = Phrase("%(number)s is not in the target", number=digits)
        if added:
            reason = Phrase(
                "%(number)s is not in the target, which has %(added)s", number=digits,
                added=there_is,
            )  # fmt: skip
        yield helps.start + start, helps.start + end, reason
    if added and not lost and not written_numbers.may_say_a_number(helps.source):
        reason = Phrase(
            "the target has %(added)s, which the source has not", added=", ".join(added)
        )
        yield helps.start, helps.end, reason


def dates(helps: Helps, target: str, to: str) -> Told:
    """Days that the target names otherwise, not at all, or in a foreign calendar only."""
    if to != INTO:
        return
    days = find_dates(target)
    for each in helps.dates:
        first, last = date.fromisoformat(each.first), date.fromisoformat(each.last)
        why = _day(each, first, days, target) if first == last else _month(first, last, target)
        if why:
            yield each.start, each.end, Phrase(why, found=each.found, day=each.written)


def _day(known: KnownDate, day: date, days: Sequence[FoundDate], target: str) -> str:
    slack = timedelta(days=MOON_DAYS if known.calendar == "hijri" else 0)
    near = [each for each in days if abs(each.day - day) <= slack]
    if any(each.calendar == "gregorian" for each in near) or _in_short(day, target):
        return ""
    if near:
        return KEPT
    return OTHER if days else UNSAID


def _month(first: date, last: date, target: str) -> str:
    named = any((each.first, each.last) == (first, last) for each in find_months(target))
    within = any(first <= each.day <= last for each in find_dates(target))
    return "" if named or within or f"{first:%B}" in target else UNSAID


def _in_short(day: date, target: str) -> bool:
    """The day and month without the year, as English mostly writes it the second time."""
    month = f"{day:%B}"
    return bool(re.search(rf"\b{day.day}(?:st|nd|rd|th)?(?: of)? {month}\b", target)) or bool(
        re.search(rf"\b{month} {day.day}(?:st|nd|rd|th)?\b", target)
    )


def _counted(text: str) -> set[str]:
    """Numbers that stand for themselves: not in a link or a date, not one of millions."""
    apart = [(start, end) for start, end, _ in find_links(text)]
    apart += [(each.start, each.end) for each in find_dates(text)]
    apart += [(each.start, each.end) for each in find_months(text)]
    return {
        each[2]
        for each in written_numbers.numbers(text)
        if not _within(each, apart) and not written_numbers.multiplied(text, each[1])
    }


def _of_dates(helps: Helps) -> set[str]:
    """Numbers that belong to a date: the source's own, and those of its Gregorian day."""
    return {
        value
        for each in helps.dates
        for text in (each.found, each.written, each.first, each.last)
        for part in re.split(r"[-/.]", text)
        for _, _, value in written_numbers.numbers(part)
    }


def _large(digits: str) -> bool:
    return len(digits) > 2 or int(digits) >= SMALL


def _within(one: tuple[int, int, str], stretches: list[tuple[int, int]]) -> bool:
    return any(start < one[1] and one[0] < end for start, end in stretches)
