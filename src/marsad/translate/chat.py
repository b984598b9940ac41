"""Machine drafts by a language model behind a chat-completions API, the lab's own or another.

One post a question, so that what one post says cannot touch the draft of another. Segments that
speak to a machine are not sent at all: a person should read them first.
"""

import re
from collections.abc import Iterator, Sequence

from marsad.errors import BadInput, NotReady
from marsad.translate.chat_answer import settled, told
from marsad.translate.chat_prompt import question
from marsad.translate.engine import MACHINE, Target, Untranslated
from marsad.translate.outside import Means
from marsad.translate.segment import Source
from marsad.translate.server import Server, read_key
from marsad.translate.terms import Term

VARIABLE = "MARSAD_CHAT_SECRET"
SEGMENTS, LETTERS = 12, 3000
"""What is asked for at once, at most."""
NEIGHBOURS = 2
"""Segments before and after that are shown for context."""
TERMS = 30
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
                "no chat-completions API is named, or no model of it",
                "set chat = 'http://HOST:PORT/v1' and chat_model = 'NAME'",
            )
        self.version = f"1-{re.sub(r'[^A-Za-z0-9.+-]+', '-', settings.chat_model)[:60]}"
        self._model, self._outside, self._terms = settings.chat_model, means.outside, means.termbase
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
        languages: tuple[str, str],
        pieces: Sequence[str],
        neighbours: tuple[Sequence[str], Sequence[str]],
    ) -> list[Target | None]:
        """The targets of some segments of one post; None where the answer has none."""
        terms = self._known(pieces, languages[0])
        asked = question(self._model, languages, pieces, neighbours, terms)
        said = told(self._server.ask(asked.record), asked)
        given = [number for number, each in enumerate(said) if each is not None]
        judged = settled(
            [pieces[number] for number in given],
            [said[number] or "" for number in given],
            languages[1],
            asked.mark,
            self._outside,
        )
        found = dict(zip(given, judged, strict=True))
        return [found.get(number) for number in range(len(pieces))]

    def orders(self, text: str) -> Sequence[tuple[int, int]]:
        """The stretches of a text that speak to a machine."""
        return self._outside.orders(text)

    def _known(self, pieces: Sequence[str], language: str) -> list[Term]:
        found = {
            match.term.term: match.term
            for piece in pieces
            for match in self._terms.find(piece, language)
        }
        return list(found.values())[:TERMS]


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
        languages = (self.source.language, self.to)
        first, last = numbers[0], numbers[-1] + 1
        neighbours: tuple[Sequence[str], Sequence[str]] = ((), ())
        if len(numbers) > 1:
            neighbours = (
                self._shown(range(max(0, first - NEIGHBOURS), first)),
                self._shown(range(last, min(last + NEIGHBOURS, len(self.pieces)))),
            )
        return self.chat.ask(languages, [self.pieces[number] for number in numbers], neighbours)

    def _shown(self, numbers: Sequence[int]) -> list[str]:
        return [self.pieces[number] for number in numbers if number not in self.silent]
