"""What may carry a lab besides its folder and this machine, and whether its library is here."""

from dataclasses import dataclass
from importlib.util import find_spec

from marsad.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Extra:
    """A way to keep or work on a lab that needs a library of its own."""

    name: str
    library: str
    use: str
    stage: str = "store"

    @property
    def ready(self) -> bool:
        """Whether the library is installed."""
        return find_spec(self.library) is not None

    @property
    def remedy(self) -> str:
        """The command that installs it."""
        return f"pip install 'marsad[{self.name}]'"


POSTGRES = Extra("postgres", "psycopg", Phrase("labs in PostgreSQL, and their search index there"))
BUCKET = Extra("bucket", "obstore", Phrase("originals in a bucket (S3)"))
RAY = Extra("ray", "ray", Phrase("enriching and searching on many machines"), "engine")


def extras() -> list[Extra]:
    """Every one of them."""
    return [POSTGRES, BUCKET, RAY]
