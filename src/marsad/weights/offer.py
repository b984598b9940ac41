"""Where a file of a model may come from: somebody who hands it over from a given byte on."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from marsad.errors import BadInput, NotFound
from marsad.weights.manifest import File, Model

BLOCK = 1 << 20


class Offer(Protocol):
    """Hands over a file of a model."""

    def __call__(
        self, model: Model, file: File, start: int
    ) -> AbstractContextManager[tuple[int, Iterator[bytes]]]:
        """The byte at which it begins after all, ``start`` or 0, and the pieces from there."""
        ...


class Fetch(Protocol):
    """Fetches a long file from a byte on; which server may be asked is for it to judge."""

    def __call__(
        self, url: str, start: int, bytes: int
    ) -> AbstractContextManager[tuple[int, Iterator[bytes]]]:
        """The byte at which it begins after all, and the pieces from there."""
        ...


def from_web(fetch: Fetch, mirror: str = "") -> Offer:
    """Offer what lies at the pinned addresses, or at ``MIRROR/NAME/FILE``."""

    def offer(
        model: Model, file: File, start: int
    ) -> AbstractContextManager[tuple[int, Iterator[bytes]]]:
        path = quote(f"{model.name}/{file.name}")
        url = f"{mirror.rstrip('/')}/{path}" if mirror else file.url
        if not url:
            raise BadInput(
                f"{model.name} is pinned without an address for {file.name}; name a folder or a "
                "mirror that has it: --from FOLDER"
            )
        return fetch(url, start, file.bytes)

    return offer


def from_folder(folder: Path) -> Offer:
    """Offer what lies in a folder, or in a folder in it that has the name of the model."""

    @contextmanager
    def offer(model: Model, file: File, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        places = [folder / model.name / file.name, folder / file.name]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise NotFound(f"{folder} holds no {file.name} of {model.name}")
        with found.open("rb") as opened:
            opened.seek(start)
            yield start, iter(lambda: opened.read(BLOCK), b"")

    return offer
