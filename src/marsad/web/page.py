"""One address of the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """An address, what answers there, and whether it changes anything."""

    path: str
    show: Callable[..., Any]
    method: str = "GET"
    answers: Any = None
    """Of addresses for programs: the type of the answer, for the OpenAPI document."""
