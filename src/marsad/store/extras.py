"""What a lab may be kept in besides its folder, and whether the libraries for it are here."""

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Extra:
    """A way to keep a lab that needs a library of its own."""

    name: str
    library: str
    use: str

    @property
    def ready(self) -> bool:
        """Whether the library is installed."""
        return find_spec(self.library) is not None

    @property
    def remedy(self) -> str:
        """The command that installs it."""
        return f"pip install 'marsad[{self.name}]'"


POSTGRES = Extra("postgres", "psycopg", "labs in PostgreSQL")
BUCKET = Extra("bucket", "obstore", "originals in a bucket (S3)")


def extras() -> list[Extra]:
    """Every one of them."""
    return [POSTGRES, BUCKET]
