"""The lab that a request is about: opened for it, and closed after it."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request

from marsad.store import Store


def opened(request: Request) -> Iterator[Store]:
    """A store for the length of one request."""
    with Store(request.app.state.lab) as store:
        yield store


Lab = Annotated[Store, Depends(opened)]
