"""Which names a post says: entries of the register, places, and bodies known by their context."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from marsad.enrich.names_bearers import BODY, PLACE, Bearer, Bearers, of_register, shipped
from marsad.enrich.names_context import Context
from marsad.enrich.names_examples import examples
from marsad.enrich.names_guess import Guess, guesses
from marsad.enrich.names_judge import LEAST, judged
from marsad.model import Claim, Post, Span
from marsad.plugins import Example, Known
from marsad.text.name_index import Hit
from marsad.text.name_words import keys

KIND = "name"
GUESSED = 0.45
"""How sure a name is that only its context tells; below what counts as speaking."""
LABELS = {"organisation": "ORG", "person": "PER", "place": "LOC"}
UNLINKED = {"ORG": BODY, "LOC": PLACE}
"""Persons known by context only are not written down: nobody stated a public role."""
Found = tuple[Hit, Bearer, float]


class Names:
    """Says which registered names, places and bodies stand in a post.

    The same letters are no identification: the finding says whose name is spelled, and how surely
    it is meant here. Who is meant, a person decides; a person's "not this one" makes the same
    spelling half as sure, each time.
    """

    name: ClassVar[str] = "names"
    version: ClassVar[str] = "2"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = (KIND,)
    reads: ClassVar[tuple[str, ...]] = ("register",)

    def __init__(self) -> None:
        """Start without a register; the first batch brings one."""
        self._asked: Known | None = None
        self._register = Bearers(())
        self._denied: dict[tuple[tuple[str, ...], str], int] = {}

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:
        """Yield the names of each post, the surest reading of each stretch first."""
        self._look_up(known)
        for post in posts:
            for start, end, value, sure in self.names(post.text):
                yield Claim(post.id, KIND, value, sure, span=Span(start, end, post.text[start:end]))

    def names(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        """Start, end, value and confidence of every name in a text."""
        context, found = self.found(text)
        for hit, bearer, sure in found:
            doubts = self._denied.get((keys(text[hit.start : hit.end]), bearer.value), 0)
            if (said := round(sure * 0.5**doubts, 2)) >= LEAST:
                yield hit.start, hit.end, bearer.value, said
        for guess in _beside(guesses(context, _places(found)), found):
            if guess.label in UNLINKED:
                start = context.words[guess.first].start
                end = context.words[guess.first + guess.size - 1].end
                yield start, end, UNLINKED[guess.label], GUESSED

    def labelled(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and label of every name, persons known by context too: for measuring only."""
        context, found = self.found(text)
        said = list(_beside(guesses(context, _places(found)), found))
        covered = {guess.first + each for guess in said for each in range(guess.size)}
        words, last = context.words, -1
        for guess in said:
            yield words[guess.first].start, words[guess.first + guess.size - 1].end, guess.label
        for hit, bearer, _ in found:
            if hit.start >= last and hit.first not in covered:
                # "مدينة", "jihar" and the like belong to the name that they announce.
                headed = bearer.kind == "place" and context.announced(context.cues.place, hit.first)
                first = words[hit.first - 1] if headed else words[hit.first]
                yield first.start, hit.end, LABELS[bearer.kind]
                last = hit.end

    def found(self, text: str) -> tuple[Context, list[Found]]:
        """The words of a text, and whose names they spell, left to right."""
        words, registered = self._register.index.find(text)
        context = Context(text, words)
        found: list[Found] = []
        covered: dict[int, int] = {}
        for bearers, hits in ((self._register, registered), (shipped(), None)):
            for hit in bearers.index.find(text)[1] if hits is None else hits:
                said = judged(hit, (bearers.all[ref] for ref in hit.refs), context)
                # The lab's own register goes before, unless the other name is longer.
                if said and covered.get(hit.first, 0) < hit.words:
                    found += [(hit, bearer, sure) for bearer, sure in said]
                    covered |= {hit.first + each: hit.words for each in range(hit.words)}
        return context, sorted(found, key=lambda one: one[0].start)

    def examples(self) -> Sequence[Example]:
        """A brigade, a city and a listed group; the mosque, the prayer and the plain word."""
        return examples()

    def _look_up(self, known: Known) -> None:
        if known is self._asked:
            return
        said = known.names()
        self._register = of_register(said.entries, known.outlets())
        self._denied = {}
        for denial in said.denials:
            key = (keys(denial.quoted), denial.id)
            self._denied[key] = self._denied.get(key, 0) + 1
        self._asked = known


def _places(found: Iterable[Found]) -> dict[int, int]:
    return {hit.first: hit.words for hit, bearer, _ in found if bearer.kind == "place"}


def _beside(said: Iterable[Guess], found: Iterable[Found]) -> Iterator[Guess]:
    """Guesses that do not lie over a known name; a longer body may hold a known place."""
    taken = {hit.first + each: bearer.kind for hit, bearer, _ in found for each in range(hit.words)}
    for guess in said:
        over = {taken[at] for at in range(guess.first, guess.first + guess.size) if at in taken}
        if not over or (over == {"place"} and guess.size > 1):
            yield guess
