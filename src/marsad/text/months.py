"""Names of months in the languages we read, each with its calendar; folded when looked up."""

from functools import lru_cache
from typing import Literal

from marsad.text.fold import folded

Calendar = Literal["gregorian", "hijri", "jalali"]

HIJRI_NAMES = (
    "Muharram", "Safar", "Rabi' al-Awwal", "Rabi' al-Thani", "Jumada al-Ula", "Jumada al-Thaniya",
    "Rajab", "Sha'ban", "Ramadan", "Shawwal", "Dhu al-Qa'da", "Dhu al-Hijja",
)  # fmt: skip
JALALI_NAMES = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
    "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
)  # fmt: skip

# One line a month; spellings apart by a comma. Spaces inside a name may be missing in a text.
_HIJRI = """
محرم,المحرم,محرم الحرام,muharram,moharram
صفر,صفر المظفر,safar
ربيع الأول,ربيع أول,rabi al-awwal,rabi' al-awwal,rabi i,rabi al awal
ربيع الآخر,ربيع الثاني,ربيع ثاني,rabi al-thani,rabi' al-thani,rabi al-akhir,rabi ii
جمادى الأولى,جمادى الأول,جمادي الاول,jumada al-ula,jumada al-awwal,jumada i
جمادى الآخرة,جمادى الثانية,جمادى الثاني,جمادى الآخر,jumada al-thani,jumada al-thaniya,jumada ii
رجب,رجب المرجب,rajab
شعبان,شعبان المعظم,sha'ban,shaban,shaaban
رمضان,رمضان المبارك,رمضان المعظم,ramadan,ramadhan,ramazan
شوال,شوال المكرم,shawwal,shawal
ذو القعدة,ذي القعدة,ذيقعده,ذي قعده,dhu al-qa'da,dhul qadah,dhu al-qi'dah,dhul-qi'dah,dhu al-qadah
ذو الحجة,ذي الحجة,ذيحجه,ذي حجه,dhu al-hijja,dhu al-hijjah,dhul hijjah,dhul hijja
"""
_JALALI = """
فروردین,حمل,farvardin
اردیبهشت,ثور,ordibehesht
خرداد,جوزا,khordad
تیر,سرطان,tir
مرداد,امرداد,اسد,mordad
شهریور,سنبله,shahrivar
مهر,میزان,mehr
آبان,عقرب,aban
آذر,قوس,azar
دی,جدی,dey
بهمن,دلو,bahman
اسفند,حوت,esfand
"""
_GREGORIAN = """
يناير,كانون الثاني,جانفي,ژانویه,جنوری,جنوري,january,jan
فبراير,شباط,فيفري,فوریه,فروری,فبروري,february,feb
مارس,آذار,مارچ,مارچ,march,mar
أبريل,إبريل,نيسان,أفريل,آوریل,اپریل,april,apr
مايو,أيار,ماي,مه,مئی,می,may
يونيو,يونيه,حزيران,جوان,ژوئن,جون,june,jun
يوليو,يوليه,تموز,جويلية,ژوئیه,جولای,جولائی,july,jul
أغسطس,آب,أوت,اوت,اگست,آگوست,august,aug
سبتمبر,أيلول,سپتامبر,ستمبر,september,sep,sept
أكتوبر,تشرين الأول,اکتبر,اکتوبر,october,oct
نوفمبر,تشرين الثاني,نوامبر,نومبر,november,nov
ديسمبر,كانون الأول,دسامبر,دسمبر,december,dec
"""


@lru_cache(maxsize=1)
def spellings() -> tuple[str, ...]:
    """Every folded spelling, spaces kept, the longest first."""
    return tuple(sorted({name for name, _, _ in _rows()}, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=1)
def by_name() -> dict[str, tuple[Calendar, int]]:
    """Calendar and number of a month, by its folded name without spaces and hyphens."""
    return {
        name.replace(" ", "").replace("-", ""): (calendar, number)
        for name, calendar, number in _rows()
    }


def _rows() -> list[tuple[str, Calendar, int]]:
    tables: tuple[tuple[Calendar, str], ...] = (
        ("hijri", _HIJRI), ("jalali", _JALALI), ("gregorian", _GREGORIAN),
    )  # fmt: skip
    return [
        (folded(name), calendar, number)
        for calendar, table in tables
        for number, line in enumerate(table.split("\n")[1:-1], 1)
        for name in line.split(",")
    ]
