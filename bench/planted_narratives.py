"""A planted timeline of themes, targets, words and phrases, with bursts whose days are known.

Fiction in ordinary sentences: Tatoeba (CC BY 2.0 FR) where the folder of parallel texts is there,
else words of ``planted.py``. What would look like a burst and is none is planted as well: outlets
that join late with habits of their own, a lab that grows, a theme of Fridays, a post that goes
round as copies, and a history that was collected on one day.
"""

import gzip
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from planted import NAMES, OF, WORDS, listed

from marsad.model import Capture, Claim, Place, Post, made_of, sign
from marsad.store import Store

START = datetime(2023, 3, 1, 4, tzinfo=UTC)
TEXTS = Path(__file__).resolve().parents[2] / "shared/data/parallel/tatoeba.ar-en.tsv.gz"
THEMES = (
    "announcement", "culture", "economy", "sport", "weather", "travel", "health", "history",
)  # fmt: skip
TARGETS = ("council", "harbor", "museum", "railway", "league", "school")
SYLLABLES = listed("زر بل شم كو لي دا رو سن تف مي قا هن جد نا وس طل")
FRIDAY = 4


@dataclass
class Outlet:
    """A place with its habits."""

    place: Place
    per_day: float
    themes: list[float]
    targets: list[float]
    opened: int = 0


@dataclass
class Wave:
    """Something that comes more often from a day to a day, both included."""

    of: str
    name: str
    since: int
    until: int
    strength: float
    outlets: set[str] = field(default_factory=set)


@dataclass
class Phrase:
    """New wording: from which day on, by whom first, and by whom then."""

    words: str
    since: int
    first: str
    followers: list[str]
    uses: int = 0


@dataclass
class Planted:
    """What was planted."""

    places: list[Place] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    waves: list[Wave] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)

    def day(self, number: int) -> date:
        return START.date() + timedelta(days=number)


def sentences(seed: int) -> list[str]:
    """Ordinary sentences, another half of them for seeds from 100 on than for those below."""
    if TEXTS.exists():
        with gzip.open(TEXTS, "rt", encoding="utf-8") as lines:
            every = [line.split("\t")[0] for line in lines]
        return [text for n, text in enumerate(every) if n % 2 == (seed < 100) and len(text) > 12]
    dice = random.Random(seed)
    return [" ".join(dice.sample(WORDS, dice.randrange(5, 12))) for _ in range(4000)]


class Timeline:
    """Draws one timeline."""

    def __init__(self, seed: int, days: int = 240, outlets: int = 14) -> None:
        self.dice, self.days, self.made = random.Random(seed), days, Planted()
        self.texts, self.number = sentences(seed), 0
        self.outlets = [self.open(n, outlets) for n in range(outlets)]
        self.made.places = [each.place for each in self.outlets]

    def open(self, n: int, of: int) -> Outlet:
        dice = self.dice
        name = f"{NAMES[n % len(NAMES)]} {OF[n % len(OF)]} {n}"
        place = Place(f"telegram:{1_970_000_000 + n}", "Telegram", name, fiction=True)
        late = dice.randrange(60, self.days - 60) if n >= of - of // 3 else 0
        habits = [[dice.gammavariate(0.6, 1) + 0.02 for _ in some] for some in (THEMES, TARGETS)]
        return Outlet(place, dice.uniform(2, 7), *habits, opened=late)

    def plant(self) -> Planted:
        self.waves()
        self.phrases()
        for day in range(self.days):
            for outlet in self.outlets:
                if outlet.opened <= day:
                    self.day(outlet, day)
        self.copies()
        self.made.posts.sort(key=lambda post: post.posted_at)
        return self.made

    def waves(self) -> None:
        dice = self.dice
        kinds = (("theme", THEMES, 4), ("target", TARGETS, 3), ("word", (), 6), ("outlet", (), 4))
        for of, names, count in kinds:
            if of == "outlet":
                names = [each.place.id for each in self.outlets]
            names = dice.sample(names, count) if names else [self.coin() for _ in range(count)]
            for name in names:
                since = dice.randrange(40, self.days - 20)
                wave = Wave(of, name, since, since + dice.randrange(2, 12), dice.uniform(3, 8))
                there = [each.place.id for each in self.outlets if each.opened < since - 20]
                wave.outlets = set(dice.sample(there, dice.randrange(2, max(3, len(there) // 2))))
                if of == "outlet":
                    opened = next(e.opened for e in self.outlets if e.place.id == name)
                    if opened > since - 30:
                        continue
                self.made.waves.append(wave)

    def coin(self) -> str:
        """A word that nobody has."""
        return "".join(self.dice.choice(SYLLABLES) for _ in range(3))

    def phrases(self) -> None:
        dice = self.dice
        for n in range(14):
            common = [word for text in dice.sample(self.texts, 3) for word in text.split()]
            common = [word.strip(".،؟!") for word in common if word.isalpha() and len(word) > 3]
            # Half of them are made of a new word, half of ordinary words that never met.
            words = self.coin() if n % 2 else " ".join(dice.sample(common, min(2, len(common))))
            since = self.days - 30 + dice.randrange(1, 20)
            there = [each.place.id for each in self.outlets if each.opened < since - 20]
            chosen = dice.sample(there, min(len(there), 1 + dice.randrange(1, 5)))
            self.made.phrases.append(Phrase(words, since, chosen[0], chosen[1:]))

    def day(self, outlet: Outlet, day: int) -> None:
        dice, id = self.dice, outlet.place.id
        weekend = 0.5 if (START.weekday() + day) % 7 == FRIDAY else 1.0
        rate = outlet.per_day * weekend
        on = [w for w in self.made.waves if w.since <= day <= w.until]
        for wave in on:
            if wave.of == "outlet" and wave.name == id:
                rate *= wave.strength
        for _ in range(self.poisson(rate)):
            self.say(outlet, day, [w for w in on if id in w.outlets and w.of != "outlet"])
        for phrase in self.made.phrases:
            after = day - phrase.since
            users = ([phrase.first] if after >= 0 else []) + (phrase.followers if after > 1 else [])
            if id in users and dice.random() < (1.0 if after == 0 else 0.3):
                phrase.uses += 1
                self.post(outlet, day, f"{dice.choice(self.texts)} {phrase.words}")

    def say(self, outlet: Outlet, day: int, waves: list[Wave]) -> None:
        dice = self.dice
        friday = (START.weekday() + day) % 7 == FRIDAY
        themes, targets = list(outlet.themes), list(outlet.targets)
        themes[0] *= 4 if friday else 1
        text = dice.choice(self.texts)
        for wave in waves:
            if wave.of == "theme":
                themes[THEMES.index(wave.name)] += wave.strength / 4 * sum(outlet.themes)
            elif wave.of == "target":
                targets[TARGETS.index(wave.name)] += wave.strength / 4 * sum(outlet.targets)
            elif dice.random() < wave.strength / 16:
                text = f"{text} {wave.name}"
        post = self.post(outlet, day, text)
        if dice.random() < 0.7:
            self.claim(post, "theme", dice.choices(THEMES, themes)[0])
            if dice.random() < 0.6:
                self.claim(post, "target", dice.choices(TARGETS, targets)[0])

    def claim(self, post: Post, kind: str, value: str) -> None:
        self.made.claims.append(Claim(post.id, kind, value))

    def post(self, outlet: Outlet, day: int, text: str) -> Post:
        self.number += 1
        at = START + timedelta(days=day, seconds=self.dice.randrange(16 * 3600))
        id = f"{outlet.place.id}/{self.number}@{made_of(text)[:8]}"
        post = Post(id, outlet.place.id, "c1", str(self.number), at, text, fiction=True)
        self.made.posts.append(post)
        return post

    def copies(self) -> None:
        """Some posts go round: thirty copies within two days, of label and words alike."""
        dice = self.dice
        labels = {(c.post, c.kind): c.value for c in self.made.claims}
        for first in dice.sample(self.made.posts, 12):
            day = (first.posted_at - START).days
            there = [each for each in self.outlets if each.opened <= day]
            for _ in range(30):
                post = self.post(dice.choice(there), min(self.days - 1, day + 1), first.text)
                self.claim(post, "near-copy-of", first.id)
                for kind in ("theme", "target"):
                    if (first.id, kind) in labels:
                        self.claim(post, kind, labels[first.id, kind])

    def poisson(self, rate: float) -> int:
        """Posts of a day, more scattered than Poisson's: days have moods."""
        rate *= self.dice.gammavariate(6, 1 / 6)
        limit, n, product = 2.718281828**-rate, 0, self.dice.random()
        while product > limit:
            n, product = n + 1, product * self.dice.random()
        return n


def put(store: Store, made: Planted) -> None:
    """Write a timeline into a lab: all of it was collected on one day."""
    taken = START + timedelta(days=400)
    store.add(Capture("c1", "planted", "1", "planted", taken, "0" * 64, 1), *made.places)
    store.add(*made.posts)
    store.add(*(sign(claim, "planted/1", taken) for claim in made.claims))
