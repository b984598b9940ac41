"""Machine drafts by a language model behind a chat-completions API, the lab's own or another.

One post a question, so that what one post says cannot touch the draft of another. Segments that
speak to a machine are not sent at all: a person should read them first.
"""

import re
from collections.abc import Iterator, Sequence

from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase
from marsad.settings import read_key
from marsad.translate.chat_answer import settled, told
from marsad.translate.chat_prompt import question, wording
from marsad.translate.engine import MACHINE, Target, Untranslated
from marsad.translate.outside import Means
from marsad.translate.segment import Source
from marsad.translate.server import Server

VARIABLE = "MARSAD_CHAT_SECRET"
SEGMENTS, LETTERS = 12, 3000
"""What is asked for at once, at most."""
NEIGHBOURS = 2
"""Segments before and after that are shown for context."""
WORDS = 30
"""Words and names of the lab that a question tells, at most."""
ORDERS = Untranslated("speaks to a machine, so it was not given to one")


class Chat:
    """Drafts with a language model that is told nothing but to translate."""

    name = "chat"
    kind = MACHINE
    portion = 8

    def __init__(self, means: Means) -> None:
        """Read where the model is, which one it is, and the key."""
        settings = means.settings
        if not settings.chat or not settings.chat_model:
            raise NotReady(
                Phrase("no chat-completions API is named, or no model of it"),
                Phrase("set chat = 'http://HOST:PORT/v1' and chat_model = 'NAME'"),
            )
        self.version = f"1-{re.sub(r'[^A-Za-z0-9.+-]+', '-', settings.chat_model)[:60]}"
        self._model, self._outside = settings.chat_model, means.outside
        self._terms, self._spelling = means.book.termbase, means.book.spelling
        self._server = Server(
            means.outside.put,
            f"{settings.chat.rstrip('/')}/chat/completions",
            self.name,
            read_key(settings.chat_key, VARIABLE),
            settings.engine_seconds,
        )

    def translate(self, sources: Sequence[Source], to: str) -> Iterator[Sequence[Target]]:
        """Yield a draft of each segment, post by post."""
        for source in sources:
            yield _Post(self, source, to).all()

    def ask(
        self,
        source: Source,
        to: str,
        pieces: Sequence[str],
        neighbours: tuple[Sequence[str], Sequence[str]],
    ) -> list[Target | None]:
        """The targets of some segments of one text; None where the answer has none."""
        languages = (source.language, to)
        words = [*self._known(pieces, source.language), *self._named(pieces, source)][:WORDS]
        asked = question(self._model, languages, pieces, neighbours, words)
        said = told(self._server.ask(asked.record), asked)
        given = [number for number, each in enumerate(said) if each is not None]
        judged = settled(
            [pieces[number] for number in given],
            [said[number] or "" for number in given],
            to,
            asked.mark,
            self._outside,
        )
        found = dict(zip(given, judged, strict=True))
        return [found.get(number) for number in range(len(pieces))]

    def orders(self, text: str) -> Sequence[tuple[int, int]]:
        """The stretches of a text that speak to a machine."""
        return self._outside.orders(text)

    def _known(self, pieces: Sequence[str], language: str) -> list[str]:
        found = {
            match.term.term: match.term
            for piece in pieces
            for match in self._terms.find(piece, language)
        }
        return [
            wording(each.term, each.target or each.gloss, each.forbidden) for each in found.values()
        ]

    def _named(self, pieces: Sequence[str], source: Source) -> list[str]:
        """How names are spelled that the register has; who is meant, a person decides."""
        here = (each for each in source.names if any(each[0] in piece for piece in pieces))
        spelled = ((name, self._spelling(entry).latin) for name, entry in here)
        return [wording(name, latin) for name, latin in spelled if latin]


class _Post:
    """One text, asked for in a few questions."""

    def __init__(self, chat: Chat, source: Source, to: str) -> None:
        self.chat, self.to, self.source = chat, to, source
        self.pieces = source.pieces
        orders = chat.orders(source.text)
        self.silent = {
            number
            for number, (start, end) in enumerate(source.spans)
            if chat.orders(self.pieces[number])
            or any(first < end and start < last for first, last in orders)
        }

    def all(self) -> list[Target]:
        """The targets of all segments."""
        found: dict[int, Target] = dict.fromkeys(self.silent, ORDERS)
        for group in self._groups():
            found |= self._asked(group)
        return [found[number] for number in range(len(self.pieces))]

    def _groups(self) -> Iterator[list[int]]:
        group: list[int] = []
        for number, piece in enumerate(self.pieces):
            if number in self.silent:
                continue
            full = len(piece) + sum(len(self.pieces[each]) for each in group) > LETTERS
            if group and (full or len(group) == SEGMENTS):
                yield group
                group = []
            group.append(number)
        if group:
            yield group

    def _asked(self, numbers: Sequence[int]) -> dict[int, Target]:
        """A group, and then one by one what came back wrong or not at all.

        Alone, a segment is asked for without neighbours: what one of them says may have been what
        led the model astray.
        """
        try:
            said = self._ask(numbers)
        except BadInput as error:
            if len(numbers) == 1:
                return {numbers[0]: Untranslated(f"failed: {error}")}
            said = [None] * len(numbers)
        found: dict[int, Target] = {}
        for number, each in zip(numbers, said, strict=True):
            if isinstance(each, str):
                found[number] = each
            elif len(numbers) > 1:
                found |= self._asked([number])
            else:
                found[number] = each or Untranslated("was left out of the answer")
        return found

    def _ask(self, numbers: Sequence[int]) -> list[Target | None]:
        first, last = numbers[0], numbers[-1] + 1
        neighbours: tuple[Sequence[str], Sequence[str]] = ((), ())
        if len(numbers) > 1:
            neighbours = (
                self._shown(range(max(0, first - NEIGHBOURS), first)),
                self._shown(range(last, min(last + NEIGHBOURS, len(self.pieces)))),
            )
        pieces = [self.pieces[number] for number in numbers]
        return self.chat.ask(self.source, self.to, pieces, neighbours)

    def _shown(self, numbers: Sequence[int]) -> list[str]:
        return [self.pieces[number] for number in numbers if number not in self.silent]
