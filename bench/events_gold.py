"""Gold for ``marsad evaluate events``: a planted timeline of fiction, from end to end.

    python bench/events_gold.py HALF [--seed 1] [--days 120] [FOLDER] > events.jsonl

HALF is ``chosen`` (weights were chosen on it) or ``judged``: names, topics and the sentences of
posts are different ones in each. Invented bodies do ordinary things in invented towns; outlets
answer some of them in Arabic or Persian, within hours or days, now with all of who, where and what,
now with less. Of the same days are posts that answer nothing: the same body elsewhere or about
something else, the same town's weather, the same thing done by others, digests that name
everything far apart, what was said of body and town before, and sentences of Tatoeba (CC BY 2.0
FR) from ``../shared/data/parallel`` or FOLDER.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
START = datetime(2023, 1, 1, tzinfo=UTC)
EVENTS, OUTLETS = 60, 12
Both = tuple[str, str]
"""In Arabic and in Persian."""


@dataclass(frozen=True)
class Half:
    """What one half is made of."""

    bodies: tuple[tuple[str, str, str], ...]
    """In Arabic, Persian and Latin letters."""
    towns: tuple[tuple[str, str, str], ...]
    topics: tuple[tuple[str, tuple[str, ...]], ...]
    """In English, and words of it in Arabic and Persian."""
    whole: tuple[str, ...]
    """Sentences with who, where and what."""
    parts: tuple[str, ...]
    """Sentences with two of them."""
    fewer: tuple[str, ...]
    """Sentences with one of them, or none: answers that nobody could join by their words."""
    before: tuple[str, ...]
    """What the same body does in the same town on other days."""
    weather: tuple[str, ...]


CHOSEN = Half(
    (
        ("حزب الرصيف", "حزب اسکله", "Quay Party"),
        ("مجلس الصيادين", "شورای ماهیگیران", "Council of Fishermen"),
        ("اتحاد البنائين", "اتحادیه بنایان", "Builders Union"),
        ("هيئة المياه العليا", "سازمان آب بالا", "Upper Water Board"),
        ("رابطة الضفتين", "انجمن دو کرانه", "League of the Two Banks"),
        ("جمعية النخيل", "انجمن نخلستان", "Palm Society"),
    ),
    (
        ("لازورد", "لاژورد", "Lazward"),
        ("النورسة", "نورسه", "Al-Nawrasa"),
        ("وادي السلوان", "وادی سلوان", "Wadi Salwan"),
        ("قرية الصاري", "روستای ساری‌گاه", "Qaryat Al-Sari"),
        ("مرسى العنبر", "بندر عنبر", "Marsa Al-Anbar"),
        ("تل الغدير", "تپه غدیر", "Tall Al-Ghadir"),
        ("باب الريحان", "دروازه ریحان", "Bab Al-Rayhan"),
    ),
    (
        ("talks on the harbor", ("الميناء", "بندرگاه", "محادثات")),
        ("opening of a bridge", ("الجسر", "پل تازه", "افتتاح")),
        ("a fair of books", ("معرض الكتاب", "نمایشگاه کتاب")),
        ("elections to the council", ("الانتخابات", "انتخابات")),
        ("a strike of drivers", ("إضراب السائقين", "اعتصاب رانندگان")),
        ("a flood", ("الفيضان", "سیل", "السيول")),
    ),
    (
        "وقّع {body} في {town} اليوم ما يخص {topic}، وقد شاهدنا ذلك بأعيننا.",
        "ماذا يريد {body} من {town}؟ حديثهم عن {topic} لا يقنع أحدا.",
        "خبر من {town}: {topic} كما أراده {body}، والناس يسألون.",
        "{body} در {town} درباره {topic} سخن گفت و ما باور نکردیم.",
        "امروز در {town} همه از {topic} و {body} حرف می‌زنند.",
    ),
    (
        "رأينا ما فعله {body} في {town}، وسنكتب عنه غدا.",
        "أما {topic} في {town} فلم يستشر فيه أحد.",
        "يتحدث {body} عن {topic} كأن الأمر قد انتهى.",
        "{body} و {topic}: چه کسی باور می‌کند؟",
        "در {town} از {topic} چیزی به مردم نگفتند.",
    ),
    ("ما حدث أمس لا يليق بأهل المدينة.", "هذا ما حذرنا منه.", "از {town} خبرهای بدی می‌رسد."),
    (
        "اجتمع {body} كعادته في {town} ووزع جدول الأسبوع.",
        "{body} در {town} جلسه هفتگی خود را برگزار کرد.",
    ),
    ("الطقس في {town} معتدل اليوم.", "امروز هوا در {town} آفتابی است."),
)
JUDGED = Half(
    (
        ("تجمع المرافئ", "گردهمایی لنگرگاه", "Anchorage Rally"),
        ("نقابة الغزالين", "صنف ریسندگان", "Spinners Guild"),
        ("مؤسسة الينابيع", "بنیاد چشمه‌ها", "Springs Foundation"),
        ("جبهة البستان", "جبهه بوستان", "Orchard Front"),
        ("لجنة الطرق القديمة", "کمیته راه‌های کهن", "Old Roads Committee"),
        ("بلدية الفنار", "شهرداری فانوس", "Lighthouse Municipality"),
    ),
    (
        ("الزمردة", "زمرده", "Al-Zumurruda"),
        ("رأس المرجان", "دماغه مرجان", "Ras Al-Murjan"),
        ("كفر الزعفران", "ده زعفران", "Kafr Al-Zafaran"),
        ("دار البلوط", "بلوطستان", "Dar Al-Ballut"),
        ("جزيرة القصب", "جزیره نی", "Jazirat Al-Qasab"),
        ("سهل الياقوت", "دشت یاقوت", "Sahl Al-Yaqut"),
        ("عين الفيروز", "چشمه فیروزه", "Ayn Al-Fayruz"),
    ),
    (
        ("a treaty on fishing grounds", ("معاهدة الصيد", "پیمان ماهیگیری")),
        ("the sale of a mill", ("الطاحونة", "آسیاب", "بيع")),
        ("a marathon", ("الماراثون", "دوی ماراتن")),
        ("the resignation of the mayor", ("استقالة العمدة", "استعفای شهردار")),
        ("an outage of electricity", ("انقطاع الكهرباء", "قطع برق")),
        ("an earthquake", ("الزلزال", "زلزله", "هزة")),
    ),
    (
        "أعلن {body} من {town} موقفه في شأن {topic} بلا خجل.",
        "لن ننسى أن {topic} جرى في {town} بعلم {body}.",
        "قال متابعونا إن {body} وراء {topic}، والشاهد أهل {town}.",
        "آنچه {body} در {town} بر سر {topic} آورد فراموش نمی‌شود.",
        "{topic} در {town}، و {body} خاموش است.",
    ),
    (
        "يا أهل {town}، هل سمعتم كلام {body}؟",
        "لم يبق في {town} من لا يتكلم عن {topic}.",
        "كل ما قيل عن {topic} خرج من مكتب {body}.",
        "{body} باید درباره {topic} پاسخ بدهد.",
        "مردم {town} با {topic} تنها ماندند.",
    ),
    ("الصمت أبلغ من الكلام في هذا اليوم.", "سنعود إلى هذا الموضوع.", "{body} باز هم دیر رسید."),
    (
        "يستقبل {body} زواره في {town} كل صباح.",
        "{body} در {town} کلاس هفتگی دارد.",
    ),
    ("غيوم متفرقة فوق {town} هذا المساء.", "در {town} باد ملایمی می‌وزد."),
)
HALVES = {"chosen": CHOSEN, "judged": JUDGED}


class Timeline:
    """One half, laid out in time."""

    def __init__(self, half: Half, noise: list[str], seed: int, days: int) -> None:
        self.half, self.noise, self.days = half, noise, days
        self.dice = random.Random(seed)
        self.posts = 0

    def lines(self) -> Iterator[dict[str, object]]:
        for number in range(EVENTS):
            event = self._event(number)
            yield {"event": {each: event[each] for each in event if each != "of"}}
            yield from self._answers(event)
            yield from self._beside(event)
        for day in range(self.days):
            yield from self._day(START + timedelta(days=day))

    def _event(self, number: int) -> dict[str, object]:
        body, town, topic = map(
            self.dice.choice, (self.half.bodies, self.half.towns, self.half.topics)
        )
        day = START + timedelta(days=self.dice.randrange(31, self.days - 5))
        hour = day + timedelta(hours=self.dice.randrange(6, 20))
        return {
            "id": f"e{number}",
            "title": f"{topic[0]} at {town[2]}, involving the {body[2]}",
            "start": day.date().isoformat(),
            "began_at": hour.isoformat(),
            "place": town[2],
            "source": f"Gazette of {town[2]}, {day:%B %-d, %Y}.",
            # A register knows them in one script here and in both there.
            "actors": list(body),
            "places": list(town[: self.dice.choice((1, 2))]),
            "words": list(topic[1]),
            "fiction": True,
            "of": (body, town, topic),
        }

    def _answers(self, event: dict[str, object]) -> Iterator[dict[str, object]]:
        began = datetime.fromisoformat(str(event["began_at"]))
        for _ in range(self.dice.randrange(2, 9)):
            kinds = self.dice.choices(
                (self.half.whole, self.half.parts, self.half.fewer), (50, 40, 10)
            )
            text = self._fill(self.dice.choice(kinds[0]), *event["of"])  # type: ignore[misc]
            at = began + timedelta(hours=min(70.0, self.dice.expovariate(1 / 14)))
            yield self._post(at, text, str(event["id"]))

    def _beside(self, event: dict[str, object]) -> Iterator[dict[str, object]]:
        """Of the same days, with some of the same words, and about something else."""
        body, town, topic = event["of"]  # type: ignore[misc]
        began = datetime.fromisoformat(str(event["began_at"]))
        half, dice = self.half, self.dice
        other = [dice.choice([each for each in some if each != mine]) for some, mine in (
            (half.bodies, body), (half.towns, town), (half.topics, topic))]  # fmt: skip
        made = (
            (half.before, (body, other[1], topic)),
            (half.weather, (body, town, topic)),
            (half.parts[1:2] + half.parts[4:5], (body, other[1], topic)),
            (half.before, (other[0], town, topic)),
        )
        for sentences, of in made:
            at = began + timedelta(hours=dice.uniform(0, 60))
            yield self._post(at, self._fill(dice.choice(sentences), *of))
        digest = [self._fill(dice.choice(half.before), body, other[1], topic)]
        digest += dice.choices(self.noise, k=12)
        digest += [self._fill(dice.choice(half.weather), other[0], town, topic)]
        yield self._post(began + timedelta(hours=dice.uniform(0, 60)), "\n".join(digest))

    def _day(self, day: datetime) -> Iterator[dict[str, object]]:
        """Ordinary days: sentences of no matter, and the bodies at their usual places."""
        for _ in range(self.dice.randrange(20, 50)):
            text = " ".join(self.dice.choices(self.noise, k=self.dice.randrange(1, 4)))
            yield self._post(day + timedelta(hours=self.dice.uniform(0, 24)), text)
        for _ in range(self.dice.randrange(0, 4)):
            of = map(self.dice.choice, (self.half.bodies, self.half.towns, self.half.topics))
            text = self._fill(self.dice.choice(self.half.before + self.half.weather), *of)
            yield self._post(day + timedelta(hours=self.dice.uniform(0, 24)), text)

    def _fill(
        self, sentence: str, body: tuple[str, ...], town: tuple[str, ...],
        topic: tuple[str, tuple[str, ...]],
    ) -> str:  # fmt: skip
        persian = any(letter in sentence for letter in "یپچگک")
        words = [each for each in topic[1] if _is_persian(each) is persian] or list(topic[1])
        text = sentence.format(
            body=body[persian], town=town[persian], topic=self.dice.choice(words)
        )
        if self.dice.random() < 0.3:
            text = text.translate(str.maketrans({"أ": "ا", "إ": "ا", "ة": "ه", "ى": "ي"}))
        if self.dice.random() < 0.2:
            text = f"{self.dice.choice(self.noise)}\n{text}"
        return text

    def _post(self, at: datetime, text: str, answers: str | None = None) -> dict[str, object]:
        self.posts += 1
        return {
            "id": f"p{self.posts}",
            "posted_at": at.isoformat(),
            "outlet": f"o{self.dice.randrange(OUTLETS)}",
            "text": text,
            "answers": answers,
            "fiction": True,
        }


def _is_persian(word: str) -> bool:
    return any(letter in word for letter in "یپچگک") or word in ("سیل", "زلزله", "پل")


def noise(folder: Path, half: str) -> list[str]:
    """Every other sentence of Tatoeba, in Arabic and Persian."""
    found = []
    for code in ("ar", "fa"):
        with gzip.open(folder / f"tatoeba.{code}-en.tsv.gz", "rt", encoding="utf-8") as lines:
            found += [line.split("\t")[0] for line in list(lines)[half == "judged" :: 2]]
    return found


def lines(half: str, seed: int, days: int, folder: Path = FOLDER) -> Iterator[dict[str, object]]:
    yield from Timeline(HALVES[half], noise(folder, half), seed, days).lines()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=120)
    said = parser.parse_args()
    for line in lines(said.half, said.seed, said.days, said.folder):
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
