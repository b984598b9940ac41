"""Gold for ``marsad evaluate copies``: posts, edited reposts of them, and what only looks like one.

    python bench/copies_gold.py HALF [FOLDER] [--shuffle] > copies.jsonl

HALF is ``chosen`` (thresholds were chosen on it) or ``judged``: odd and even sentences of TICO-19
(CC0) and Tatoeba (CC BY 2.0 FR), read from ``../shared/data/parallel`` or FOLDER. A post is one to
four sentences. Its copies are edited the way reposts are: other emoji, a header, a signature,
hashtags, links, spelling, an addition, a cut, a word changed. Apart stay bulletins that differ
by numbers, dates and places, the same sentences in another language, and posts that share a
header, a signature or a sentence.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
LANGUAGES = ("ar", "fa", "ur", "prs", "ps", "ckb", "fr", "ha", "so", "sw")
POSTS = 150
"""Of each language and source."""
SHORTEST = 8
"""Words of a post: one word of a shorter one is too much of it to call the change an edit."""
EMOJI = ("🔴", "⚡️", "📌", "✅", "❗️", "🎥", "📷", "🌿", "👇👇")
HEADERS = {
    "ar": ("عاجل", "بيان مهم", "متابعة اليوم", "خبر الساعة الآن"),
    "fa": ("خبر فوری", "تازه‌ترین خبر", "اطلاعیه", "گزارش امروز"),
    "ur": ("تازہ ترین", "اہم خبر", "ابھی ابھی", "آج کی خبر"),
    "en": ("Breaking", "Just in", "Daily update", "News of the hour"),
}
SIGNATURES = {
    "ar": ("مؤسسة الواحة للنشر", "قناة أخبار المدينة", "تابعونا على القناة"),
    "fa": ("رسانه باغ شهر", "کانال خبر روز", "با ما همراه باشید"),
    "ur": ("ادارہ چمن نشریات", "چینل شہر کی خبر", "ہمارے ساتھ رہیے"),
    "en": ("Garden Media", "Town News Channel", "Follow us for more"),
}
TAGS = ("#خبر", "#اليوم", "#أخبار_المدينة", "#شہر", "#news", "#تازه_ها", "#صحت_عامہ")
SPELLING = str.maketrans({"ي": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "ة": "ه", "ی": "ي", "ک": "ك"})
MARKS = "\u064e\u064f\u0650\u0651\u0652\u0640"
# Two sets, so that what was learned from the one is judged on the other.
BULLETINS = (
    {
        "ar": (
            "نشرة الطقس ليوم {day} {month}: درجة الحرارة العظمى في {place} {n} والصغرى {m} درجة، "
            "والرياح خفيفة إلى معتدلة، مع فرصة لأمطار متفرقة في ساعات المساء",
            "افتتحت بلدية {place} صباح اليوم مكتبة عامة جديدة تضم آلاف الكتب وقاعة للأطفال، ودعت "
            "الأهالي إلى زيارتها في أيام الأسبوع كلها",
        ),
        "fa": (
            "گزارش روزانه آب و هوا در {place} برای {day} {month}: بیشینه دما {n} و کمینه {m} درجه "
            "است و وزش باد ملایم همراه با بارش پراکنده پیش‌بینی می‌شود",
            "نمایشگاه کتاب در {place} امروز با حضور ناشران و نویسندگان گشایش یافت و تا پایان هفته "
            "پذیرای دوستداران کتاب خواهد بود",
        ),
        "ur": (
            "{place} میں {day} {month} کا موسم: زیادہ سے زیادہ درجہ حرارت {n} اور کم سے کم {m} "
            "رہے گا جبکہ شام کے وقت ہلکی بارش کا امکان ہے",
            "{place} میں کتابوں کا میلہ آج صبح شروع ہوا جہاں بچوں کے لیے الگ گوشہ بنایا گیا ہے اور "
            "داخلہ سب کے لیے مفت ہے",
        ),
        "en": (
            "Daily bulletin of {day} {month} from {place}: {n} new cases were recorded and {m} "
            "people went home well; the vaccination centre stays open until eight in the evening",
            "The public library of {place} opened its new reading room this morning and invites "
            "all families of the town to visit it during the week",
        ),
    },
    {
        "ar": (
            "أعلنت وزارة الصحة في {place} تسجيل {n} إصابة جديدة و{m} حالات شفاء يوم {day} {month}، "
            "ودعت المواطنين إلى الالتزام بالإجراءات الوقائية وتجنب الازدحام",
            "انطلقت في مدينة {place} حملة لزراعة الأشجار شارك فيها طلاب المدارس ومتطوعون من "
            "الأحياء القريبة، وتستمر الحملة حتى نهاية الشهر",
        ),
        "fa": (
            "قیمت نان در {place} از {day} {month} به {n} تومان رسید و {m} نانوایی تازه نیز آغاز به "
            "کار کردند تا صف‌های خرید کوتاه‌تر شود",
            "شهرداری {place} کار بازسازی پارک مرکزی را آغاز کرد و از شهروندان خواست تا پایان کار "
            "از مسیرهای دیگر رفت و آمد کنند",
        ),
        "ur": (
            "{day} {month}: {place} کے ہسپتال میں {n} مریض داخل ہوئے اور {m} صحت یاب ہو کر گھر "
            "چلے گئے، ڈاکٹروں نے احتیاط کی ہدایت کی ہے",
            "ضلع {place} کی انتظامیہ نے نئے پارک کا افتتاح کیا اور شہریوں سے اپیل کی کہ وہ صفائی "
            "کا خاص خیال رکھیں اور درخت لگائیں",
        ),
        "en": (
            "Market prices in {place} on {day} {month}: a sack of flour sold at {n} and a litre of "
            "oil at {m}, while vegetables stayed as they were the week before",
            "Volunteers planted young trees along the main road near {place} and asked the schools "
            "to take care of them through the dry season",
        ),
    },
)
PLACES = {
    "ar": ("عمان", "إربد", "حلب", "الموصل", "طنطا", "صنعاء", "وهران", "سوسة"),
    "fa": ("تهران", "شیراز", "کابل", "هرات", "تبریز", "مشهد", "یزد", "قم"),
    "ur": ("لاہور", "کراچی", "پشاور", "ملتان", "کوئٹہ", "دہلی", "سکھر", "لکھنؤ"),
    "en": ("Amman", "Irbid", "Kano", "Mombasa", "Lyon", "Garowe", "Zanzibar", "Dakar"),
}
MONTHS = {
    "ar": ("مايو", "يونيو", "رجب", "شعبان"),
    "fa": ("خرداد", "تیر", "مهر", "آبان"),
    "ur": ("مئی", "جون", "رجب", "شعبان"),
    "en": ("May", "June", "March", "October"),
}


def sentences(folder: Path, name: str, column: int, half: int) -> list[str]:
    with gzip.open(folder / f"{name}-en.tsv.gz", "rt", encoding="utf-8") as lines:
        found = [line.rstrip("\n").split("\t")[column] for line in lines]
    return list(dict.fromkeys(found[half::2]))


def of_script(language: str) -> str:
    near = {"ar": "ar", "ckb": "ar", "fa": "fa", "prs": "fa", "ps": "fa", "ur": "ur"}
    return near.get(language, "en")


def edited(text: str, language: str, dice: random.Random, words: list[str]) -> str:
    """One to three edits of a repost."""
    edits = (emoji, header, signature, tags, link, spelling, added, cut, changed)
    for edit in dice.sample(edits, dice.choice((1, 1, 2, 2, 3))):
        text = edit(text, of_script(language), dice, words)
    return text


def emoji(text: str, _script: str, dice: random.Random, _words: list[str]) -> str:
    return f"{''.join(dice.sample(EMOJI, 2))} {text} {dice.choice(EMOJI)}"


def header(text: str, script: str, dice: random.Random, _words: list[str]) -> str:
    return f"{dice.choice(HEADERS[script])}{dice.choice((':', ' |', chr(10)))} {text}"


def signature(text: str, script: str, dice: random.Random, _words: list[str]) -> str:
    return f"{text}\n{dice.choice(('', '— ', '| '))}{dice.choice(SIGNATURES[script])}"


def tags(text: str, _script: str, dice: random.Random, _words: list[str]) -> str:
    some = dice.sample(TAGS, 3)
    words = text.split(" ")
    at = dice.randrange(len(words))
    if words[at].isalpha():
        words[at] = "#" + words[at]
    return f"{' '.join(words)}\n{' '.join(some[: dice.randint(1, 3)])}"


def link(text: str, _script: str, dice: random.Random, _words: list[str]) -> str:
    return f"{text}\nhttps://t.me/town_news/{dice.randrange(9999)} @town_news"


def spelling(text: str, _script: str, dice: random.Random, _words: list[str]) -> str:
    made = text.translate(SPELLING)
    if dice.random() < 0.5:
        made = "".join(
            sign + dice.choice(MARKS)
            if "\u0628" <= sign <= "\u064a" and dice.random() < 0.2
            else sign
            for sign in made
        )
    words = made.split(" ")
    at = dice.randrange(len(words))
    if len(words[at]) > 5:
        words[at] = words[at][:-2] + words[at][-1]
    return " ".join(words).replace(". ", " .. ")


def added(text: str, _script: str, dice: random.Random, words: list[str]) -> str:
    at, size = dice.randrange(len(words) - 8), dice.randint(1, max(1, len(text.split()) // 6))
    more = " ".join(words[at : at + size])
    return f"{text} {more}" if dice.random() < 0.7 else f"{more} {text}"


def cut(text: str, _script: str, dice: random.Random, _words: list[str]) -> str:
    words = text.split(" ")
    size = dice.randint(1, max(1, len(words) // 4))
    return " ".join(words[:-size] if dice.random() < 0.7 else words[size:])


def changed(text: str, _script: str, dice: random.Random, words: list[str]) -> str:
    """A word exchanged, left out or put in, for every twelve."""
    said = text.split(" ")
    for _ in range(max(1, len(said) // 16)):
        at = dice.randrange(len(said))
        said[at : at + 1] = dice.choice(([dice.choice(words)], [], [said[at], dice.choice(words)]))
    return " ".join(said)


def gold(folder: Path, half: int, dice: random.Random) -> list[dict[str, str | None]]:
    """The posts, without those that the sources hold twice: of these nobody knows who copied."""
    seen: set[str] = set()
    kept = []
    for post in posts(folder, half, dice):
        text = str(post["text"])
        if post.get("group") or text not in seen:
            kept.append({"group": None, **post})
        seen.add(text)
    return kept


def posts(folder: Path, half: int, dice: random.Random) -> Iterator[dict[str, str | None]]:
    """Every post, its copies, and what must stay apart; ``group`` null means unique."""
    for language in LANGUAGES:
        for source in ("tico19", "tatoeba"):
            if (folder / f"{source}.{language}-en.tsv.gz").exists():
                yield from of_source(folder, source, language, half, dice)
    for script, forms in BULLETINS[half].items():
        for _ in range(POSTS):
            yield {"text": bulletin(forms[0], script, dice.choice(PLACES[script]), dice)}
        for place in PLACES[script]:
            # The same place twice would be a copy indeed.
            yield {"text": bulletin(forms[1], script, place, dice)}


def of_source(
    folder: Path, source: str, language: str, half: int, dice: random.Random
) -> Iterator[dict[str, str | None]]:
    lines = sentences(folder, f"{source}.{language}", 0, half)
    english = sentences(folder, f"{source}.{language}", 1, half)
    words = " ".join(lines).split()
    pool, script, kind = iter(lines), of_script(language), f"{source}.{language}"
    for number in range(POSTS):
        text = " ".join(next(pool) for _ in range(dice.choice((1, 1, 2, 3))))
        while len(text.split()) < SHORTEST:
            text = f"{text} {next(pool)}"
        copied = number % 3 < 2
        yield {"text": text, "group": f"{kind}.{number}" if copied else None}
        if copied:
            for _ in range(dice.choice((1, 1, 2, 4))):
                made = edited(text, language, dice, words)
                yield {"text": made, "group": f"{kind}.{number}"}
        else:
            yield alike(text, next(pool), english[number], script, dice)


def alike(
    text: str, other: str, english: str, script: str, dice: random.Random
) -> dict[str, str | None]:
    """A post that shares something with another one and is none of its copies."""
    shared = dice.choice((HEADERS, SIGNATURES))[script]
    ways = (
        english,
        f"{shared[0]}\n{other}\n{shared[1]}",
        f"{other} {' '.join(text.split()[: len(text.split()) // 3])}",
    )
    return {"text": dice.choice(ways), "group": None}


def bulletin(form: str, script: str, place: str, dice: random.Random) -> str:
    facts = {"day": dice.randint(1, 30), "n": dice.randint(20, 99), "m": dice.randint(2, 19)}
    said = form.format(month=dice.choice(MONTHS[script]), place=place, **facts)
    return f"{dice.choice(HEADERS[script])}\n{said}\n{SIGNATURES[script][0]}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("half", choices=("chosen", "judged"))
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--shuffle", action="store_true", help="copies before what they copy, too")
    said = parser.parse_args()
    half = ("chosen", "judged").index(said.half)
    dice = random.Random(11 + half)
    found = gold(said.folder, half, dice)
    order = list(range(len(found)))
    if said.shuffle:
        dice.shuffle(order)
    for number in order:
        print(json.dumps({"id": str(number), **found[number]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
