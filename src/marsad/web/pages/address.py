"""What the address of a translation's page asks for, beside the translation."""

from typing import Annotated

from fastapi import Depends, Query

from marsad.web.views.desk_translation import Wanted
from marsad.web.views.waiting import Asked

Whom = Annotated[str, Query(alias="for")]


def wanted(
    state: str = "",
    order: str = "",
    language: str = "",
    to: Whom = "",
    show: bool = False,
    look: str = "",
    marks: bool = False,
) -> Wanted:
    """Read it from the address; forms keep it, so that the next one is of the same queue."""
    return Wanted(Asked(state, order, language, to), show, look, marks)


Address = Annotated[Wanted, Depends(wanted)]
