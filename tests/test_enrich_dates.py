"""Dates in posts: three calendars, days and months, and silence where numbers can be read twice."""

import pytest

from marsad.enrich.dates import Dates
from marsad.enrich.loose import Loose, loose_post
from marsad.testing import check_enricher


def said(text: str) -> list[str]:
    return [claim.value for claim in Dates().enrich([loose_post(text)], Loose())]


def test_the_contract() -> None:
    check_enricher(Dates())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ربيع الأول 1443", "2021-10-07/2021-11-05 hijri"),
        ("في شهر رمضان المبارك عام ١٤٤٥ هـ", "2024-03-11/2024-04-09 hijri"),
        ("12 Muharram 1445 AH", "2023-07-30 hijri"),
        ("۲۹ مهر ۱۴۰۰", "2021-10-21 jalali"),
        ("مهرماه ۱۴۰۰", "2021-09-23/2021-10-22 jalali"),
        ("21 تشرين الأول 2021", "2021-10-21 gregorian"),
        ("٢١ أكتوبر ٢٠٢١", "2021-10-21 gregorian"),
        ("أكتوبر/تشرين الأول 2021", "2021-10-01/2021-10-31 gregorian"),
        ("21 اکتوبر 2021", "2021-10-21 gregorian"),
        ("October 21, 2021", "2021-10-21 gregorian"),
        ("21/10/2021", "2021-10-21 gregorian"),
        ("2021-10-03", "2021-10-03 gregorian"),
        ("5/5/2021", "2021-05-05 gregorian"),
        ("February 2024", "2024-02-01/2024-02-29 gregorian"),
        ("ديسمبر 2020", "2020-12-01/2020-12-31 gregorian"),
    ],
)
def test_a_date_is_said_as_a_gregorian_day_or_month(text: str, value: str) -> None:
    assert said(f"x {text} x") == [value]


@pytest.mark.parametrize(
    "text",
    ["03/04/2021", "31/2/2021", "32 مارس 2021", "1443", "ربيع الأول", "page 2021", "10.10.10"],
)
def test_what_can_be_read_twice_or_cannot_be_is_not_said(text: str) -> None:
    assert said(text) == []


def test_a_day_is_not_said_again_as_its_month() -> None:
    assert said("من 3 مارس 2021 إلى مارس 2022") == [
        "2021-03-03 gregorian",
        "2022-03-01/2022-03-31 gregorian",
    ]
