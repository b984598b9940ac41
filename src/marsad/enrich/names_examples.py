"""Cases that the names must get right: homonyms above all."""

from marsad.model import AuthorityRecord
from marsad.plugins import Example

REGISTER = (
    AuthorityRecord(
        "lab:1", "organisation", "كتائب الفجر", "Kata'ib Al-Fajr", ("الفجر", "Fajr Brigades"),
        source="fiction",
    ),
    AuthorityRecord(
        "lab:2", "organisation", "حركة الشراع الأبيض", "White Sail Movement", source="fiction"
    ),
    AuthorityRecord(
        "lab:3", "person", "سالم بن نادر اللازوردي", "Salim bin Nadir Al-Lazwardi",
        source="fiction", reason="spokesman of a movement, by its own announcement",
    ),
)  # fmt: skip


def examples() -> tuple[Example, ...]:
    """Groups, places and a person in a public role; a prayer, a mosque, a given name, a word."""
    return (
        Example("أعلنت كتائب الفجر انسحابها من الميناء.", ("lab:1",), names=REGISTER),
        Example("وقالت حركة الشراع الابيض إن المحادثات مستمرة.", ("lab:2",), names=REGISTER),
        Example("خبر: نشست «White Sail Movement» در تهران", ("lab:2",), names=REGISTER),
        Example("صرّح سالم بن نادر اللازوردي للصحافة.", ("lab:3",), names=REGISTER),
        Example("وصل الوفد إلى بغداد.", ("geonames:98182",)),
        Example("موعد صلاة الفجر في الخامسة صباحا.", names=REGISTER),
        Example("افتتح مسجد الفجر أبوابه أمس.", names=REGISTER),
        Example("استيقظ قبل الفجر بقليل.", names=REGISTER),
        Example("سألت سالم عن موعد الدرس.", names=REGISTER),
        Example("she raised a white sail and the movement of the boat changed", names=REGISTER),
    )
