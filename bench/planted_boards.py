"""The signboards of a planted timeline: what its places say and show of themselves.

Drawn by dice of their own, so that the timelines stay what they were without them. A successor may
take over the description, the picture, both or neither, and changes what it takes; some tell where
they went or came from. Strangers hang up what many hang up, and a few what is another's.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image, ImageDraw
from planted import START, WORDS, Planted

from marsad.enrich.signboards import hash_signboards
from marsad.store import Store
from marsad.store.signboards import SEEN

SIDE = 320
STOCK_PICTURES = 4
STOCK = (
    "القناة الرسمية للأخبار العاجلة على مدار الساعة",
    "أخبار محلية ومنوعات للتواصل والإعلان راسلونا على الخاص",
    "صفحة تهتم بكل ما يخص المدينة وأهلها تابعونا وشاركوا الرابط",
)


@dataclass(frozen=True, slots=True)
class Hung:
    """One signboard from a time on."""

    place: str
    at: datetime
    description: str
    picture: bytes


def emblem(seed: object) -> Image.Image:
    """A picture of its own: shapes on a ground."""
    dice = random.Random(f"emblem {seed}")
    made = Image.new("RGB", (SIDE, SIDE), _colour(dice))
    draw = ImageDraw.Draw(made)
    for _ in range(dice.randrange(5, 12)):
        left, top = dice.randrange(SIDE - 40), dice.randrange(SIDE - 40)
        box = left, top, left + dice.randrange(30, 190), top + dice.randrange(30, 190)
        shape = dice.choice((draw.ellipse, draw.rectangle, draw.pieslice))
        angles = (dice.randrange(180), dice.randrange(180, 360)) if shape == draw.pieslice else ()
        shape(box, *angles, fill=_colour(dice))
    return made


def _colour(dice: random.Random) -> tuple[int, int, int]:
    return dice.randrange(256), dice.randrange(256), dice.randrange(256)


class Painter:
    """Hangs a signboard over every place of a timeline."""

    def __init__(self, made: Planted, seed: int) -> None:
        self.made, self.seed, self.dice = made, seed, random.Random(f"signboards {seed}")
        self.said: dict[str, str] = {}
        self.shown: dict[str, Image.Image] = {}
        self.spans = {id: [START, START] for id in made.places}
        for post in made.posts:
            # Clocks gone wrong tell nothing about a place.
            if START <= post.posted_at < START + timedelta(days=365):
                span = self.spans[post.place]
                span[0] = post.posted_at if span[0] == START else min(span[0], post.posted_at)
                span[1] = max(span[1], post.posted_at)

    def hang(self) -> Iterator[Hung]:
        """Every signboard; old places first, since others take theirs over."""
        old_of = {new: old for old, new in self.made.successors}
        ended = sorted({old for old, _new in self.made.successors})
        for id in sorted(self.made.places, key=lambda id: (id in old_of, id)):
            if id in old_of:
                self.take_over(id, old_of[id])
            else:
                self.own(id)
                if ended and id not in ended and self.dice.random() < 0.25:
                    self.imitate(id, self.dice.choice(ended))
            yield Hung(id, self.spans[id][0], self.said[id], self.printed(id))
        for old, new in sorted(self.made.successors):
            if self.dice.random() < 0.15:
                told = f"{self.said[old]}\nانتقلنا إلى {self.made.places[new].address}"
                yield Hung(old, self.spans[old][1], told, self.printed(old))

    def own(self, id: str) -> None:
        dice = self.dice
        words = " ".join(dice.sample(WORDS, dice.randrange(6, 14)))
        self.said[id] = dice.choice(STOCK) if dice.random() < 0.25 else words
        stock = dice.random() < 0.25
        self.shown[id] = emblem(dice.randrange(STOCK_PICTURES) if stock else (self.seed, id))

    def take_over(self, id: str, old: str) -> None:
        dice, handle = self.dice, self.made.places[old].address.rsplit("/", 1)[1]
        self.own(id)
        if dice.random() < 0.45:
            self.said[id] = self.reworded(self.said[old])
        if dice.random() < 0.2:
            self.said[id] += f"\nالقناة السابقة @{handle}"
        if dice.random() < 0.55:
            self.shown[id] = self.retouched(self.shown[old])

    def imitate(self, id: str, other: str) -> None:
        """What strangers do: the same picture, the same words, or a claim to be the next one."""
        deed, handle = self.dice.randrange(3), self.made.places[other].address.rsplit("/", 1)[1]
        if deed == 0 and other in self.shown:
            self.shown[id] = self.retouched(self.shown[other])
        elif deed == 1 and other in self.said:
            self.said[id] = self.reworded(self.said[other])
        else:
            self.said[id] += f"\nبديل عن @{handle}"

    def reworded(self, said: str) -> str:
        words = said.split()
        if self.dice.random() < 0.5:
            words[self.dice.randrange(len(words))] = self.dice.choice(WORDS)
        return " ".join(words) + self.dice.choice(("", " الاحتياطية", " 2"))

    def retouched(self, picture: Image.Image) -> Image.Image:
        """Smaller, with a number in a corner, a frame, or a margin cut off."""
        made, deed = picture.copy(), self.dice.randrange(4)
        draw = ImageDraw.Draw(made)
        if deed == 0:
            draw.rectangle((SIDE - 70, SIDE - 50, SIDE, SIDE), fill="white")
            draw.text((SIDE - 50, SIDE - 42), "2", fill="black", font_size=36)
        elif deed == 1:
            draw.rectangle((0, 0, SIDE - 1, SIDE - 1), outline="gold", width=8)
        elif deed == 2:
            made = made.crop((8, 8, SIDE - 8, SIDE - 8))
        return made.resize((160, 160)).resize((SIDE, SIDE))

    def printed(self, id: str) -> bytes:
        out = io.BytesIO()
        self.shown[id].save(out, format="JPEG", quality=self.dice.choice((60, 75, 90)))
        return out.getvalue()


def hang(store: Store, made: Planted, seed: int) -> None:
    """Write the signboards of a timeline into a lab, and hash their pictures."""
    for hung in Painter(made, seed).hang():
        picture = store.keep(hung.picture)
        with store.write() as writer:
            writer.act(
                SEEN, "planted/1", place=hung.place, seen_at=hung.at.isoformat(), page="c1",
                name=made.places[hung.place].name, description=hung.description,
                picture=picture, missing="",
            )  # fmt: skip
    hash_signboards(store)
