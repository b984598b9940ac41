"""Asks servers for feeds, and only for what changed."""

from types import TracebackType
from typing import Self

from marsad.collect.feed_state import Left, conditions
from marsad.collect.fetch import Fetcher
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase
from marsad.plugins import Fetched
from marsad.settings import Settings

_GONE = 410
_NOT_FOUND = 404
_UNCHANGED = 304


class Web:
    """The one way out: a Fetcher that understands what servers of feeds say."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked yet."""
        self._fetcher = Fetcher(settings)

    def __enter__(self) -> Self:
        """Close the connections at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._fetcher.close()

    def picture(self, address: str) -> Fetched:
        """A picture; whatever its server answers."""
        return self._fetcher.get(address)

    def get(self, address: str, known: Left | None) -> Fetched | None:
        """The feed; nothing when its server says that it did not change."""
        fetched = self._fetcher.get(address, conditions(known))
        if fetched.status == _UNCHANGED:
            return None
        if fetched.status == _GONE:
            said = Phrase(
                "%(address)s is gone for good (410): a dead feed; take it off your list",
                address=address,
            )
            raise Unreachable(said, state="dead")
        if fetched.status == _NOT_FOUND:
            raise BadInput(
                Phrase(
                    "%(address)s is not there (404); look on its site for a new address",
                    address=address,
                )
            )
        if not 200 <= fetched.status < 300:
            raise Unreachable(
                Phrase(
                    "%(address)s answers %(status)s; try again later",
                    address=address,
                    status=fetched.status,
                )
            )
        return fetched
