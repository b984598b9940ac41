"""A sentence that remembers how it was made, so that the desk can say it in another language.

Everywhere else it is the English string it always was: printed, written and compared as such.
Outside of this process it is no more than that, whatever carries it.
"""

from collections.abc import Iterable
from typing import Any, Self


def _worded(value: Any) -> Any:
    return getattr(value, "said", str(value)) if isinstance(value, BaseException) else value


class Phrase(str):
    """A sentence made of a template and of what fills it.

    ``Phrase("%(name)s is no day", name=said)``; a value may be a phrase. Without values a template
    is taken as it stands, signs of per cent too.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Fill a template, which the catalogues take from here."""
        made = super().__new__(cls, template % values if values else template)
        made.template = template
        # What an error says is kept, not the error: it would hold on to all that was being done.
        made.values = {name: _worded(each) for name, each in values.items()}
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Travel as a plain string."""
        return str, (str(self),)


def N_(template: str) -> str:
    """Mark a template that is filled elsewhere than where it stands."""
    return template


class Counted(Phrase):
    """A phrase about a number: ``Counted("%(num)d post", "%(num)d posts", 3)``."""

    many: str

    def __new__(cls, one: str, many: str, num: int, /, **values: Any) -> Self:
        """Fill the form that the number takes in English."""
        filled = {"num": num, **values}
        made = str.__new__(cls, (one if num == 1 else many) % filled)
        made.template, made.many, made.values = one, many, filled
        return made


class Joined(str):
    """Phrases one after the other, such as complaints with ``"; "`` between them."""

    parts: tuple[str, ...]
    between: str

    def __new__(cls, parts: Iterable[str], between: str = "; ") -> Self:
        """Put them after one another."""
        kept = tuple(parts)
        made = super().__new__(cls, between.join(kept))
        made.parts, made.between = kept, between
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Travel as a plain string."""
        return str, (str(self),)


class Word(str):
    """A word of ours within a phrase, such as ``draft``, which the desk knows by itself."""

    __slots__ = ()


class Theme(str):
    """A theme by its code, which the vocabulary calls something in each language."""

    __slots__ = ()
