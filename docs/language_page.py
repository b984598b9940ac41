"""The page of languages: which language has which ability, at which measured quality."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from marsad.vocabulary.languages import canonical

MEASURED = Path(__file__).parent.parent / "bench" / "measured"
FIELD = (
    "ar",
    "fa",
    "ps",
    "ur",
    "ckb",
    "ku",
    "tr",
    "ha",
    "so",
    "sw",
    "fr",
    "en",
    "ru",
    "id",
    "bn",
    "uz",
)
"""The languages that a lab of the field meets; the others follow."""
NAMES = {
    "ar": "Arabic", "fa": "Persian and Dari", "ps": "Pashto", "ur": "Urdu",
    "ckb": "Central Kurdish", "ku": "Northern Kurdish", "tr": "Turkish", "ha": "Hausa",
    "so": "Somali", "sw": "Swahili", "fr": "French", "en": "English", "ru": "Russian",
    "id": "Indonesian", "bn": "Bengali", "uz": "Uzbek", "ff": "Fulfulde", "ks": "Kashmiri",
    "pt": "Portuguese", "it": "Italian",
    "afb": "Gulf Arabic",
    "bho": "Bhojpuri",
    "knc": "Central Kanuri",
    "taq": "Tamasheq",
}  # fmt: skip
LIKE = {"kas": "ks"}
COLUMNS = {
    "language": ("language of sentences", "accuracy", "right"),
    "ocr": ("text in pictures", "cer", "CER"),
    "names": ("names (overlap)", "overlap", "F1"),
    "scripture": ("scripture (characters)", "characters", "F1"),
    "transliteration": ("Latin form in five suggestions", "exact_any", "right"),
    "flags": ("false flags", "flagged", "of"),
    "translation": ("machine drafts", "bleu", "BLEU"),
}
ONE_LANGUAGE = {
    "islamiceval": "ar",
    "islamiceval-with-bukhari-muslim": "ar",
    "anercorp-dev": "ar",
    "arman-fold1": "fa",
    "masakhaner_hausa-dev": "ha",
    "wojood_sample-train": "ar",
}
"""Material whose figures name no language, since it is all of one."""

Cells = Mapping[str, Mapping[str, list[str]]]


def page(generated: str) -> str:
    """Every language, what was measured for it, and on which material."""
    cells = _cells()
    order = [*FIELD, *sorted(set(cells) - set(FIELD))]
    titles = [title for title, _figure, _unit in COLUMNS.values()]
    lines = [
        generated,
        "# Languages",
        "",
        "What was measured for each language, with the number of texts or pictures in brackets. An",
        "empty place was not measured: the part may work there, and nobody knows how well. Where",
        "there are several figures, they stand on different material (`bench/measured/`). A flag",
        "is withheld for a language with fewer than 300 ordinary texts behind its rate.",
        "",
        f"| language | {' | '.join(titles)} |",
        f"|---|{'---|' * len(titles)}",
    ]
    for code in order:
        row = [", ".join(cells.get(code, {}).get(task, [])) for task in COLUMNS]
        lines.append(f"| {NAMES.get(code, code)} `{code}` | {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def _cells() -> Cells:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(MEASURED.glob("*.json")):
        task, _, data = path.name.removesuffix(".json").partition(".")
        if task not in COLUMNS or data == "three-words":
            continue
        for code, figures in _by_language(data, json.loads(path.read_text(encoding="utf-8"))):
            if said := _said(task, figures):
                found[canonical(code)][task].append(said)
    flags = {code: tasks.pop("flags", []) for code, tasks in found.items()}
    for code, each in flags.items():
        if each:
            found[code]["flags"] = [_summed(each)]
    return found


def _by_language(data: str, measured: Mapping) -> Iterator[tuple[str, Mapping]]:
    by_lang = measured.get("by_lang", {})
    yield from ((LIKE.get(code, code), by_lang[code]) for code in by_lang if code != "und")
    if data in ONE_LANGUAGE:
        yield ONE_LANGUAGE[data], measured


def _said(task: str, figures: Mapping) -> str:
    _title, figure, unit = COLUMNS[task]
    if figure not in figures:
        return ""
    value, n = figures[figure], figures.get("n", 0)
    if task == "flags":
        return f"{value} of {n}"
    value = value["f1"] if isinstance(value, Mapping) else value
    return f"{value:.1f} {unit} ({n})" if task == "translation" else f"{value:.3f} {unit} ({n})"


def _summed(flags: list[str]) -> str:
    pairs = [each.split(" of ") for each in flags]
    return f"{sum(int(a) for a, _ in pairs)} of {sum(int(b) for _, b in pairs)}"
