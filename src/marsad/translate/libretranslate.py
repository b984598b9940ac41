"""Machine drafts by a LibreTranslate server, the lab's own or another."""

from collections.abc import Iterator, Sequence

import msgspec

from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase
from marsad.settings import read_key
from marsad.translate.checks import judged
from marsad.translate.engine import MACHINE, Target, Untranslated
from marsad.translate.outside import Means
from marsad.translate.pieces import by_length, patiently
from marsad.translate.segment import UNKNOWN, Source
from marsad.translate.server import Server, in_language, texts

VARIABLE = "MARSAD_LIBRETRANSLATE_SECRET"


class _Answer(msgspec.Struct):
    translatedText: list[str]


class LibreTranslate:
    """Drafts with whatever models the server has."""

    name = "libretranslate"
    version = "1"
    kind = MACHINE

    def __init__(self, means: Means, language: str) -> None:
        """Read where the server is, and its key."""
        settings = means.settings
        if not settings.libretranslate:
            raise NotReady(
                Phrase("no LibreTranslate server is named"),
                Phrase("set libretranslate = 'http://HOST:PORT'"),
            )
        self._key = read_key(settings.libretranslate_key, VARIABLE)
        self._language = "auto" if language == UNKNOWN else language
        self._tell = means.outside.languages
        url = f"{settings.libretranslate.rstrip('/')}/translate"
        put, seconds = means.outside.put, settings.engine_seconds
        # The key goes in the body here, so none goes in the headers.
        self._server = Server(put, url, self.name, "", seconds)

    def translate(self, sources: Sequence[Source], to: str) -> Iterator[Sequence[Target]]:
        """Yield a draft of each segment."""
        return by_length(
            sources, lambda pieces: patiently(pieces, lambda some: self._ask(some, to))
        )

    def _ask(self, pieces: Sequence[str], to: str) -> list[Target]:
        question = {"q": list(pieces), "source": self._language, "target": to, "format": "text"}
        if self._key:
            question["api_key"] = self._key
        said = texts(self._server.ask(question), _Answer).translatedText
        if len(said) != len(pieces):
            raise BadInput(
                Phrase(
                    "the server gave %(said)s texts for %(pieces)s",
                    said=len(said),
                    pieces=len(pieces),
                )
            )
        strange = in_language(said, to, self._tell(said))
        return [
            Untranslated(why) if why else judged(piece, target, to)
            for piece, target, why in zip(pieces, said, strange, strict=True)
        ]
