"""What stands around a name: the words by which a reader knows what kind of thing it names."""

from collections.abc import Sequence

from marsad.enrich.names_bearers import shipped
from marsad.enrich.names_vocabulary import common, cues
from marsad.text.name_words import Word, bare


class Context:
    """The words of one text, asked about what stands beside a stretch of them."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        """Look at a text and its words."""
        self.text = text
        self.words = words
        self.cues = cues()

    def surface(self, first: int, count: int) -> str:
        """The stretch as it is written."""
        return self.text[self.words[first].start : self.words[first + count - 1].end]

    def announced(self, cue: frozenset[str], first: int) -> bool:
        """One of these words stands right before."""
        return first > 0 and self.words[first].joined and self.says(cue, first - 1)

    def followed(self, cue: frozenset[str], last: int) -> bool:
        """One of these words stands right behind."""
        after = last + 1
        return after < len(self.words) and self.words[after].joined and self.says(cue, after)

    def says(self, cue: frozenset[str], at: int) -> bool:
        """The word is one of these, with or without particles written onto it."""
        return any(form in cue for form in bare(self.words[at].key))

    def is_body(self, first: int, count: int) -> bool:
        """Words beside it, or its own first word, say that a group or body is named."""
        own = count > 1 and self.says(self.cues.organisation, first)
        return (
            own
            or self.announced(self.cues.organisation, first)
            or self.followed(self.cues.organisation_after, first + count - 1)
        )

    def is_homonym(self, first: int, count: int) -> bool:
        """A prayer, a mosque, a street or the like bears this name here."""
        last = first + count - 1
        # In "مسجد حركة ..." the name says itself what it is.
        if count > 1 and self.says(self.cues.organisation, first):
            return False
        return self.announced(self.cues.homonym, first) or self.followed(
            self.cues.homonym_after, last
        )

    def is_place(self, first: int, count: int) -> bool:
        """Words beside it say that a place is named."""
        return self.announced(self.cues.place, first) or self.followed(
            self.cues.place_after, first + count - 1
        )

    def is_person(self, first: int) -> bool:
        """A title or a word of kinship stands before it."""
        return self.announced(self.cues.person, first)

    def is_common(self, first: int) -> bool:
        """The word is a plain word as well."""
        return any(form in common() for form in bare(self.words[first].key))

    def is_nearly_common(self, first: int) -> bool:
        """The word is a plain word as well, but for its article or the ending of one of a kind."""
        key = self.words[first].key
        forms = bare(key)
        # Of a word that may have no particle at all: ورقة is one sheet of ورق.
        whole = {key.removesuffix("ه")} if len(forms) > 1 else set()
        return not common().isdisjoint({*forms, *(f"ال{form}" for form in forms), *whole})

    def is_place_name(self, at: int) -> bool:
        """The word alone is the name of a country or city."""
        known = shipped()
        refs = known.index.named(self.words[at].key)
        return any(known.all[ref].kind == "place" for ref in refs)

    def is_function(self, at: int) -> bool:
        """The word announces names, or holds sentences together: it is none itself."""
        cues = self.cues
        return any(self.says(each, at) for each in (cues.place, cues.organisation, cues.stop))

    def is_capital(self, at: int) -> bool:
        """The word begins with a capital letter; Arabic script knows none, so it always does."""
        # Anywhere in it: of "al-Rahman" the article is most often written small.
        word = self.text[self.words[at].start : self.words[at].end]
        return word != word.lower() or word == word.upper()

    def opens_sentence(self, at: int) -> bool:
        """A capital says nothing here."""
        if not at:
            return True
        between = self.text[self.words[at - 1].end : self.words[at].start]
        return any(mark in between for mark in ".!?:\n؟۔")
