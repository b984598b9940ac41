"""A planted timeline: places that post, repeat one another, fall silent, are banned and come back.

All of it is fiction in neutral words, drawn by a seed; what was planted is told beside it, so that
what tracking finds can be counted as right or wrong. Nothing here says by which cue a thing can be
found: successors take a new handle, a new name or both; strangers open in the same week, some of
them called alike, on the same subject with the same marks, or repeating the same sources.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from marsad.model import Capture, Claim, Forward, Place, Post, made_of, sign
from marsad.store import Store

START = datetime(2023, 3, 1, 6, tzinfo=UTC)


def listed(words: str) -> list[str]:
    return words.split()


WORDS = listed(
    "السوق الحي المدينة النهر الجسر المكتبة الحديقة المدرسة القطار الميناء البلدية الورشة المعرض "
    "الكتاب الصحيفة المسرح الملعب الفريق المباراة الطقس المطر الشمس الريح الحصاد القمح الزيتون "
    "التمر الخبز القهوة الشاي العمل المهندس الطبيب المعلم الطالب العامل البحار الزائر الوفد اللقاء "
    "افتتح زار وصل عاد بدأ انتهى أعلن نظم شارك حضر صباح مساء اليوم أمس غدا بعد قبل خلال قرب "
    "جديد قديم كبير صغير طويل قصير واسع جميل هادئ مشترك عام خاص محلي سنوي أول ثان ثالث أخير "
    "الشمال الجنوب الشرق الغرب الساحل الجبل الوادي القرية الطريق المحطة المتحف البستان الجامعة"
)
NAMES = listed("منبر مرصد صوت نافذة بوابة دفتر شبكة منصة")
OF = listed("الوادي سلوان تلمارة الضفة المرسى الزيتون الساحل النخيل الجبل السنديان الرافد البيدر")
HANDLES = listed("wadi salwan tilmara diffa marsa zaytun sahil nakhil jabal sindyan rafid baydar")
STOCK = ("صباح الخير لكل من يتابعنا في هذا اليوم الجميل من أيام الربيع", "كل عام وأنتم بخير جميعا")
CLOSINGS = ("", "\n— {name}", "\n#{tag}", "\n🔹 {name}", "\nتابعونا")


@dataclass
class Outlet:
    """A place with its habits."""

    place: Place
    favourites: list[str]
    closing: str
    mark: str
    per_day: float
    parents: list["Outlet"] = field(default_factory=list)
    copying: float = 0.6
    delay: float = 3600.0
    """Median, in seconds."""
    forwards: bool = False
    opened: int = 0
    closed: int = 10_000
    silent: tuple[int, int] = (0, 0)
    number: int = 0

    def on(self, day: int) -> bool:
        return self.opened <= day < self.closed and not self.silent[0] <= day < self.silent[1]


@dataclass
class Planted:
    """What was planted."""

    posts: list[Post] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    copied: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each one repeated each other one, directly."""
    successors: set[tuple[str, str]] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    silent: dict[str, tuple[int, int]] = field(default_factory=dict)
    mistimed: set[str] = field(default_factory=set)


class Timeline:
    """Draws one timeline."""

    def __init__(self, seed: int, days: int = 160, sources: int = 6, relays: int = 14) -> None:
        self.dice, self.days, self.made = random.Random(seed), days, Planted()
        self.outlets: list[Outlet] = []
        self.later: list[tuple[Outlet, Outlet]] = []
        """Successors that begin with the last posts of the one before."""
        self.numbers = iter(range(1, 10_000_000))
        for n in range(sources + relays):
            outlet = self.open()
            if n >= sources:
                outlet.parents = self.dice.sample(self.outlets, self.dice.choice((1, 1, 2)))
                outlet.forwards = self.dice.random() < 0.25
            self.outlets.append(outlet)

    def open(self, day: int = 0) -> Outlet:
        dice, n = self.dice, next(self.numbers)
        at = dice.randrange(len(OF))
        handle = f"{dice.choice(('', 'al', 'radio_'))}{HANDLES[at]}{dice.choice(('', '_news', n))}"
        place = Place(
            f"telegram:{1_980_000_000 + n}", "Telegram", f"{dice.choice(NAMES)} {OF[at]}",
            f"https://t.me/{handle}", fiction=True,
        )  # fmt: skip
        self.made.places[place.id] = place
        return Outlet(
            place, dice.sample(WORDS, 45), dice.choice(CLOSINGS), dice.choice(("", "🔸 ", "▪️ ")),
            dice.uniform(0.8, 2.5), copying=dice.uniform(0.35, 0.8), opened=day,
            delay=60 * 2 ** dice.uniform(2, 9.5),
        )  # fmt: skip

    def plant(self) -> Planted:
        """Everything, in the order in which it would have been collected."""
        self.ban_some()
        for outlet in self.dice.sample(self.outlets[:6], 2):
            first = self.dice.randrange(30, self.days - 60)
            outlet.silent = self.made.silent[outlet.place.id] = (first, first + 30)
        for day in range(self.days):
            for outlet in [each for each in self.outlets if each.on(day)]:
                self.day(outlet, day)
        self.disturb()
        self.made.posts.sort(key=lambda post: (post.capture, post.posted_at))
        return self.made

    def ban_some(self) -> None:
        """Ban a quarter; most come back, and strangers open at the same time."""
        for outlet in self.dice.sample(self.outlets, max(2, len(self.outlets) // 4)):
            outlet.closed = self.dice.randrange(self.days // 3, self.days - 40)
            stranger = self.open(outlet.closed + self.dice.randrange(-3, 12))
            if self.dice.random() < 0.4:
                # A namesake: many channels are called alike.
                stranger.place = replace(stranger.place, name=outlet.place.name)
            self.resemble(stranger, outlet)
            self.outlets.append(stranger)
            if self.dice.random() < 0.8:
                self.outlets.append(self.again(outlet))
            self.made.places |= {each.place.id: each.place for each in self.outlets}

    def resemble(self, stranger: Outlet, outlet: Outlet) -> None:
        """Give a stranger the subject of the one that ended, its sources, or neither."""
        if self.dice.random() < 0.5:
            stranger.favourites = outlet.favourites[:25] + self.dice.sample(WORDS, 20)
            stranger.closing, stranger.mark = outlet.closing, outlet.mark
        if self.dice.random() < 0.5:
            stranger.parents = list(outlet.parents)
            stranger.forwards = bool(stranger.parents) and outlet.forwards

    def again(self, old: Outlet) -> Outlet:
        """The same people under another address."""
        dice = self.dice
        new = self.open(old.closed + dice.randrange(1, 15))
        place, handle = new.place, old.place.address.rsplit("/", 1)[1]
        if dice.random() < 0.6:
            place = replace(place, name=f"{old.place.name}{dice.choice((' 2', '', ' | الجديد'))}")
        if dice.random() < 0.5:
            place = replace(place, address=f"https://t.me/{handle}{dice.choice(('2', '_bk', 'x'))}")
        new = replace(old, place=place, opened=new.opened, closed=10_000, silent=(0, 0), number=0)
        self.made.successors.add((old.place.id, place.id))
        for other in self.outlets:
            other.parents = [new if each is old else each for each in other.parents] + (
                # Who repeats it finds it again; until then there is nothing to repeat.
                [old] if old in other.parents else []
            )
        if dice.random() < 0.5:
            self.later.append((old, new))
        if dice.random() < 0.4:
            teller = dice.choice([each for each in self.outlets if each not in (old, new)])
            self.announce(teller, new)
        return new

    def announce(self, teller: Outlet, new: Outlet) -> None:
        if teller.on(new.opened):
            post = self.post(
                teller, self.moment(new.opened), f"القناة الآن هنا {new.place.address}"
            )
            self.made.claims.append(Claim(post.id, "link", new.place.address))

    def moment(self, day: int) -> datetime:
        return START + timedelta(days=day, seconds=self.dice.randrange(15 * 3600))

    def words(self, outlet: Outlet) -> str:
        some = [
            self.dice.choice(outlet.favourites if self.dice.random() < 0.6 else WORDS)
            for _ in range(self.dice.randrange(10, 24))
        ]
        return " ".join(some)

    def post(self, outlet: Outlet, at: datetime, words: str, **more: object) -> Post:
        outlet.number += 1
        name = outlet.place.name
        closing = outlet.closing.format(name=name, tag=name.replace(" ", "_"))
        said = {"text": f"{outlet.mark}{words}{closing}", "posted_at": at, **more}
        id = f"{outlet.place.id}/{outlet.number}@{made_of(said['text'])[:8]}"
        post = Post(id, outlet.place.id, "c1", str(outlet.number), fiction=True, **said)
        self.made.posts.append(post)
        return post

    def day(self, outlet: Outlet, day: int) -> None:
        for _ in range(round(outlet.per_day * self.dice.uniform(0.5, 1.5))):
            words, at = self.words(outlet), self.moment(day)
            self.post(outlet, at, words)
            self.pass_on(outlet, words, at, day, {outlet.place.id})
        if self.dice.random() < 0.04:
            self.post(outlet, self.moment(day), self.dice.choice(STOCK))

    def pass_on(self, outlet: Outlet, words: str, at: datetime, day: int, had: set[str]) -> None:
        """Let those who repeat this one repeat it, and those who repeat them."""
        for other in self.outlets:
            if outlet not in other.parents or other.place.id in had or not other.on(day):
                continue
            if self.dice.random() > other.copying:
                continue
            later = at + timedelta(seconds=1 + other.delay * self.dice.lognormvariate(0, 0.5))
            origin = Forward(outlet.place.name, f"channel{outlet.place.id.partition(':')[2]}")
            said = {"forwarded_from": origin} if other.forwards else {}
            self.post(other, later, words, **said)
            self.made.copied[outlet.place.id, other.place.id] += 1
            had.add(other.place.id)
            self.pass_on(other, words, later, day, had)

    def disturb(self) -> None:
        """Re-uploads, renames, edits, deletions, and clocks gone wrong."""
        posts = self.made.posts
        for old, new in self.later:
            last = [post for post in posts if post.place == old.place.id][-8:]
            for n, post in enumerate(last):
                at = START + timedelta(days=new.opened, seconds=60 * n)
                self.post(new, at, post.text)
            self.made.copied[old.place.id, new.place.id] += len(last)
        for outlet in self.dice.sample(self.outlets, 3):
            name = self.made.renamed[outlet.place.id] = f"دفتر {self.dice.choice(OF)}"
            self.post(outlet, self.moment(self.dice.randrange(self.days)), "", kind="service")
            posts[-1] = replace(posts[-1], text=f"edit group title: {name}")
        for post in self.dice.sample(posts, len(posts) // 50):
            self.disturb_one(post)

    def disturb_one(self, post: Post) -> None:
        posts, deed = self.made.posts, self.dice.randrange(3)
        if post.kind == "service":
            return
        if deed == 0:
            self.made.claims.append(Claim(post.id, "gone", "2023-12-01"))
        elif deed == 1:
            later = post.posted_at + timedelta(hours=5)
            posts.append(replace(post, id=f"{post.id}e", text=f"{post.text} تم", edited_at=later))
        else:
            wrong = datetime(self.dice.choice((1970, 2031)), 1, 2, tzinfo=UTC)
            self.made.mistimed.add(post.id)
            posts[posts.index(post)] = replace(post, posted_at=wrong)


def put(store: Store, made: Planted) -> None:
    """Write a timeline into a lab."""
    taken = START + timedelta(days=400)
    store.add(Capture("c1", "planted", "1", "planted", taken, "0" * 64, 1), *made.places.values())
    store.add(*made.posts)
    store.add(*(sign(claim, "planted/1", taken) for claim in made.claims))


def timelines(seeds: range) -> Iterator[Planted]:
    for seed in seeds:
        yield Timeline(seed).plant()
