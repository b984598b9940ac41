"""The lab that a request is about: opened for it, and closed after it."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request

from marsad.store import Store
from marsad.web.seat import seat


def opened(request: Request) -> Iterator[Store]:
    """A store for the length of one request, without what is hidden from whoever asks."""
    found = seat(request)
    with Store(request.app.state.lab, found.cleared if found else ()) as store:
        yield store


Lab = Annotated[Store, Depends(opened)]
