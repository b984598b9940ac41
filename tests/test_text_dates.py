from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import BadInput
from marsad.text.dates import find_dates, gregorian, hijri, jalali

THE_DAY = date(2021, 10, 20)


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("14 ربيع الأول 1443", "hijri"),
        ("١٤ رَبِيعُ الأَوَّلِ ١٤٤٣هـ", "hijri"),
        ("14/3/1443 هـ", "hijri"),
        ("14 Rabi' al-Awwal 1443 AH", "hijri"),
        ("۲۸ مهر ۱۴۰۰", "jalali"),
        ("۱۴۰۰/۷/۲۸", "jalali"),
        ("28 میزان 1400", "jalali"),
        ("20 October 2021", "gregorian"),
        ("October 20, 2021", "gregorian"),
        ("20th of Oct. 2021", "gregorian"),
        ("20/10/2021", "gregorian"),
        ("٢٠/١٠/٢٠٢١", "gregorian"),
        ("10/20/2021", "gregorian"),
        ("2021-10-20", "gregorian"),
        ("20 أكتوبر 2021 م", "gregorian"),
        ("20 تشرين الأول/أكتوبر 2021", "gregorian"),
        ("20 من أكتوبر عام 2021", "gregorian"),
        ("۲۰ اکتبر ۲۰۲۱", "gregorian"),
        ("20 اکتوبر 2021", "gregorian"),
    ],
)
def test_one_day_is_found_however_it_is_written(text, calendar):
    padded = f"نُشر في {text}."
    (found,) = find_dates(padded)
    assert (found.day, found.calendar) == (THE_DAY, calendar)
    assert found.quoted == padded[found.start : found.end] == text


@pytest.mark.parametrize(
    "text",
    ["31/02/2021", "30 فبراير 2021", "31 مهر 1400", "31 ربيع الأول 1443", "13/13/2021", "1.2.3",
     "192.168.10.2021", "20 October", "0/0/2021", "99 مهر 1400", "20/10/20211"],
)  # fmt: skip
def test_an_impossible_or_incomplete_date_is_not_found(text):
    assert find_dates(text) == []


def test_several_dates_come_in_order_and_apart():
    found = find_dates("من 1 محرم 1443 إلى 20/10/2021، ثم October 21, 2021")
    assert [one.calendar for one in found] == ["hijri", "gregorian", "gregorian"]
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_a_day_that_is_not_in_the_calendar_is_refused_with_the_calendar_named():
    with pytest.raises(BadInput, match="hijri"):
        gregorian(1443, 13, 1, "hijri")
    with pytest.raises(BadInput, match="Umm al-Qura"):
        hijri(date(1800, 1, 1))
    with pytest.raises(BadInput, match="Jalali"):
        jalali(date(1, 1, 1))


def test_labels_are_written_by_the_house_scheme():
    assert hijri(THE_DAY) == "14 Rabi' al-Awwal 1443"
    assert jalali(THE_DAY) == "28 Mehr 1400"


@given(st.dates(date(1930, 1, 1), date(2070, 1, 1)))
def test_a_label_can_be_read_back(day):
    for label, calendar in ((hijri(day), "hijri"), (jalali(day), "jalali")):
        (found,) = find_dates(label)
        assert (found.day, found.calendar) == (day, calendar)


@given(st.text(alphabet="0123456789/-. ۱٢محرمهرOctober,هـ"))
def test_no_text_makes_it_stumble(text):
    for found in find_dates(text):
        assert text[found.start : found.end] == found.quoted
