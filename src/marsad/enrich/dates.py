"""Which days and months a post names, in which calendar."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from marsad.model import Claim, Post, Span
from marsad.plugins import Example, Known
from marsad.text.dates import FoundDate, find_dates, find_months

KIND = "date"
NAMED, NUMBERED, HIJRI, MONTH = 0.95, 0.85, 0.8, 0.9
"""The Hijri day follows the Umm al-Qura tables: where the moon is looked for, it may be another."""


class Dates:
    """Says which days and months stand in a text, as Gregorian ISO dates with their calendar.

    A date in numbers counts only when it can be read in one way: 03/04/2021 is two days.
    """

    name: ClassVar[str] = "dates"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = (KIND,)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:  # noqa: ARG002
        """Yield each date where it stands, days before months."""
        for post in posts:
            for start, end, value, sure in _found(post.text):
                span = Span(start, end, post.text[start:end])
                yield Claim(post.id, KIND, value, sure, span=span)

    def examples(self) -> Sequence[Example]:
        """Three calendars, in words and in numbers; what only looks like a date."""
        return (
            Example("عُقد اللقاء في 14 ربيع الأول 1443", ("2021-10-20 hijri",)),
            Example("تاریخ: ۲۹ مهر ۱۴۰۰", ("2021-10-21 jalali",)),
            Example("صدر في تشرين الأول 2021", ("2021-10-01/2021-10-31 gregorian",)),
            Example("On 21 October 2021 the harbor opened.", ("2021-10-21 gregorian",)),
            Example("le 2021-10-21 à midi", ("2021-10-21 gregorian",)),
            Example("03/04/2021"),
            Example("الإصدار 1.2.2021 في 31/2/2021"),
            Example("Call 0551 2021 or see page 1443."),
            Example("May we go? In 2021 he may."),
        )


def _found(text: str) -> Iterator[tuple[int, int, str, float]]:
    for day in find_dates(text):
        if sure := _sure(day):
            yield day.start, day.end, f"{day.day.isoformat()} {day.calendar}", sure
    for month in find_months(text):
        value = f"{month.first.isoformat()}/{month.last.isoformat()} {month.calendar}"
        yield month.start, month.end, value, HIJRI if month.calendar == "hijri" else MONTH


def _sure(day: FoundDate) -> float:
    """How surely this day is meant; nothing for numbers that can be read in two ways."""
    in_words = sum(letter.isalpha() for letter in day.quoted) > 2
    if not in_words and _two_ways(day):
        return 0.0
    if day.calendar == "hijri":
        return HIJRI
    return NAMED if in_words else NUMBERED


def _two_ways(day: FoundDate) -> bool:
    """Day and month may be exchanged: neither the year comes first nor is a number too high."""
    numbers = [int(part) for part in _numbers(day.quoted)]
    first, middle = numbers[0], numbers[1]
    return first <= 12 and middle <= 12 and first != middle


def _numbers(text: str) -> Iterator[str]:
    run = ""
    for letter in f"{text} ":
        if letter.isdecimal():
            run += letter
        elif run:
            yield run
            run = ""
