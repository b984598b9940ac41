"""Texts of many kinds from ``../shared/data``, as gold lines of ``marsad evaluate flags``.

Read where they stand and never copied. Texts are cut in two by the SHA-1 of their own words: cues
were tuned on the ``tune`` half of the sources in TUNED and on nothing else; the rest judges.
"""

import csv
import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

DATA = Path(__file__).parents[1].parent / "shared" / "data"
TUNED = ("alfifi", "ant")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DIALECTS = {"msa": "ar", "egypt": "arz", "levant": "apc", "gulf": "afb", "magreb": "ary"}
SPOKEN = {"ary_Arab": "ary", "arz_Arab": "arz", "pbt_Arab": "ps", "prs_Arab": "prs"}
SPOKEN |= {"fuv_Latn": "fuv", "kas_Arab": "kas", "knc_Arab": "knc", "taq_Latn": "taq"}
SPOKEN |= {"bho_Deva": "bho"}

Line = dict[str, object]


def half(text: str) -> str:
    """``tune`` or ``judge``, by the text alone."""
    return "judge" if hashlib.sha1(text.encode()).digest()[0] % 2 else "tune"


def line(text: str, lang: str, stratum: str, flag: bool = False) -> Line:
    return {"text": text, "lang": lang, "stratum": stratum, "flag": flag}


def _gz(path: str) -> Iterator[str]:
    with gzip.open(DATA / path, "rt", encoding="utf-8", newline="") as lines:
        yield from lines


def _rows(path: str, **how: object) -> Iterator[dict[str, str]]:
    if path.endswith(".gz"):
        yield from csv.DictReader(_gz(path), **how)
        return
    with (DATA / path).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, **how)


def _sheet(path: str) -> Iterator[list[str]]:
    """The rows of the first sheet, by the standard library."""
    with zipfile.ZipFile(DATA / path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        words = ["".join(one.itertext()) for one in shared.iter(f"{SHEET}si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        for row in sheet.iter(f"{SHEET}row"):
            cells = []
            for cell in row.iter(f"{SHEET}c"):
                value = cell.findtext(f"{SHEET}v") or ""
                cells.append(words[int(value)] if cell.get("t") == "s" and value else value)
            yield cells


def alfifi() -> Iterator[Line]:
    for raw in _gz("arabic_isis_tweets_alfifi/dev/eval.jsonl.gz"):
        said = json.loads(raw)
        flag = said["label"] == "pro-ISIS"
        yield line(said["text"], "ar", "movement" if flag else "ordinary tweets", flag)


def ant() -> Iterator[Line]:
    for raw in _gz("ant_arabic_news_neg/dev/news.jsonl.gz"):
        said = json.loads(raw)
        stratum = "journalism about terrorism" if said["terror_related"] else "journalism"
        yield line(said["text"] or said["title"], "ar", stratum)


def fifthtribe() -> Iterator[Line]:
    for said in _rows("fifthtribe_isis_fanboy/IsisFanboy.csv.gz"):
        yield line(said["tweets"] or "", "en", "movement accounts", True)


def quran() -> Iterator[Line]:
    for name, lang in (("quran_en", "en"), ("quran_ur", "ur")):
        for sura in json.loads("".join(_gz(f"quran_json/{name}.json.gz"))):
            for verse in sura["verses"]:
                if lang == "en":
                    yield line(verse["text"], "ar", "scripture")
                yield line(verse["translation"], lang, "scripture in translation")


def hadith() -> Iterator[Line]:
    for path in sorted((DATA / "open_hadith").glob("*.csv.gz")):
        for row in csv.reader(_gz(str(path.relative_to(DATA)))):
            yield line(row[-1], "ar", "hadith")


def hadith_translated() -> Iterator[Line]:
    columns: dict[str, int] = {}
    for raw in _gz("lk_hadith_ar_en/bukhari_muslim.jsonl.gz"):
        cells = json.loads(raw)["cols"]
        if "English_Hadith" in cells:
            columns = {name: place for place, name in enumerate(cells)}
        elif columns and len(cells) > columns["English_Matn"]:
            yield line(str(cells[columns["English_Hadith"]] or ""), "en", "hadith in translation")


def tweets() -> Iterator[Line]:
    for said in _rows("arsarcasm_neg/ArSarcasm_train.csv.gz"):
        stratum = "satire" if said["sarcasm"] == "True" else "ordinary tweets"
        yield line(said["tweet"], DIALECTS[said["dialect"]], stratum)


def ajgt() -> Iterator[Line]:
    for row in list(_sheet("ajgt_neg/AJGT.xlsx"))[1:]:
        yield line(max(row, key=len), "apc", "ordinary tweets")


def lhsab() -> Iterator[Line]:
    for said in _rows("lhsab/L-HSAB.tsv.gz", delimiter="\t", quoting=csv.QUOTE_NONE):
        stratum = "ordinary tweets" if said["Class"] == "normal" else "other abuse"
        yield line(said["Tweet"] or "", "apc", stratum)


def mlma() -> Iterator[Line]:
    for said in _rows("mlma_hate_ar/ar_dataset.csv"):
        stratum = "ordinary tweets" if said["sentiment"] == "normal" else "other abuse"
        yield line(said["tweet"], "ar", stratum)


def conan() -> Iterator[Line]:
    seen: set[str] = set()
    for said in _rows("conan_counterspeech/CONAN.csv.gz"):
        lang = said["cn_id"][:2].lower()
        for key, stratum in (("counterSpeech", "counter-speech"), ("hateSpeech", "other abuse")):
            if said[key] not in seen:
                seen.add(said[key])
                yield line(said[key], lang, stratum)


def urdu() -> Iterator[Line]:
    for said in _rows("urdu_abusive_fire2021/train.csv"):
        stratum = "other abuse" if said["target"] == "1" else "ordinary tweets"
        yield line(said["tweet"], "ur", stratum)
    for row in list(_sheet("urdu_threat/dataset.xlsx"))[1:]:
        yield line(max(row, key=len), "ur", "ordinary and other abuse")


def parallel() -> Iterator[Line]:
    """Ordinary sentences; the English side of one file stands for English."""
    for path in sorted((DATA / "parallel").glob("*.tsv.gz")):
        corpus, pair = path.name.split(".")[:2]
        lang = pair.removesuffix("-en")
        for row in _gz(str(path.relative_to(DATA))):
            source, _, english = row.rstrip("\n").partition("\t")
            yield line(source, SPOKEN.get(lang, lang), f"ordinary, {corpus}")
            if pair in ("ar-en", "arz_Arab-en"):
                yield line(english, "en", f"ordinary, {corpus}")


def research() -> Iterator[Line]:
    """Titles that an index of statements gives them: what the field writes about them."""
    for raw in _gz("aqsi_index/statements_metadata.jsonl.gz"):
        yield line(json.loads(raw)["title"], "en", "research")


def channels() -> Iterator[Line]:
    preview = "".join(_gz("tgdataset_sample/tgdataset_preview.json.gz"))
    for channel in json.loads(preview).values():
        for said in channel["text_messages"].values():
            yield line(said["message"] or "", "und", "ordinary channels")


QUOTING = {
    "journalism quoting": (
        "قالت وكالة الأنباء إن حسابا مجهولا نشر اليوم: «{}»، ولم يتسن التحقق من ذلك.",
        "بحسب مراسلنا في المدينة، تداولت حسابات النص الآتي:\n«{}»\nونفى الجيش الخبر.",
        'ونقلت الصحيفة عن منشور ما نصه: "{}". وأضافت أن السلطات تحقق في الأمر.',
    ),
    "counter-speech quoting": (
        "يقولون: «{}» وهذا كذب على الدين، ونحن نرفضه جملة وتفصيلا.",
        'رد على شبهة. كتب أحدهم "{}" والإسلام بريء من هذا الكلام.',
        "{}\n\nلا تصدقوا هذا الكلام، فهؤلاء مجرمون لا يمثلون إلا أنفسهم.",
    ),
    "testimony quoting": (
        "كانوا يكتبون على الجدران: «{}». هربت من المدينة بعد أن قتلوا أخي.",
        "نجوت من ذلك اليوم. أتذكر أنهم قرؤوا علينا: {}",
        'شهادة ناجية: أجبروني على سماع "{}" كل صباح، ثم خطفوا ابني.',
    ),
    "satire quoting": (
        "ههههههه يقول لك {} 😂😂",
        "صفحة ساخرة: بيان هام جدا «{}» والغداء على حساب الكهرباء",
        "نكتة اليوم: {} .. هكذا كتب جارنا",
    ),
}
"""Ways to quote; what is quoted stands in the tweets of a movement, word for word."""


def quoted() -> Iterator[Line]:
    """Each judging tweet of the movement as somebody else would quote it."""
    said = [each for each in lines("alfifi", "judge") if each["flag"]]
    for stratum, ways in QUOTING.items():
        for number, each in enumerate(said):
            for way in (ways[number % 3], ways[(number + 1) % 3]):
                yield line(way.format(each["text"]), "ar", stratum)


SOURCES = {
    "quoted": quoted,
    "alfifi": alfifi,
    "ant": ant,
    "fifthtribe": fifthtribe,
    "quran": quran,
    "hadith": hadith,
    "hadith-en": hadith_translated,
    "arsarcasm": tweets,
    "ajgt": ajgt,
    "lhsab": lhsab,
    "mlma": mlma,
    "conan": conan,
    "urdu": urdu,
    "parallel": parallel,
    "research": research,
    "channels": channels,
}


def lines(source: str, which: str = "") -> list[Line]:
    """The texts of a source, all or one half, each once; none where the data is absent."""
    if not DATA.is_dir():
        return []
    if source == "quran":  # Verse by verse, repeated ones too.
        return list(SOURCES[source]())
    seen = {str(each["text"]): each for each in SOURCES[source]() if str(each["text"]).strip()}
    return [each for text, each in seen.items() if not which or half(text) == which]
