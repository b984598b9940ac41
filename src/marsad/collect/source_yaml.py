"""Sources as YAML: one list of mappings, every scalar a text.

YAML's own guesses are not asked for: ``no`` is a language, not false, and 12:30 no number.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from marsad.errors import BadInput
from marsad.phrase import Phrase

DEEPEST = 8


def read(data: bytes) -> Iterator[tuple[str, dict[str, str | list[str]] | str]]:
    """The entries, each with the line where it stands; one that is no mapping says so."""
    root = _root(data.decode("utf-8-sig"))
    if root is None or not isinstance(root.value, list) or not root.id == "sequence":
        raise BadInput(Phrase("it holds no list of sources; each one begins with a hyphen"))
    for number, node in enumerate(root.value, start=1):
        yield f"source {number} (line {node.start_mark.line + 1})", _entry(node)


def write(sources: Sequence[dict[str, Any]]) -> str:
    """YAML that reads back as it was."""
    yaml = import_module("yaml")
    text: str = yaml.safe_dump(list(sources), allow_unicode=True, sort_keys=False, width=100)
    return text


def _root(text: str) -> Any:
    # Loaded only here: no command but this one needs it.
    yaml = import_module("yaml")
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            opens = isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent)
            closes = isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent)
            depth += opens - closes
            if isinstance(event, yaml.AliasEvent):
                raise BadInput(
                    Phrase(
                        "it uses aliases (*name), which can make a small file endless; write "
                        "the values out"
                    )
                )
            if depth > DEEPEST:
                raise BadInput(
                    Phrase(
                        "it is nested deeper than %(deepest)s levels; no register is",
                        deepest=DEEPEST,
                    )
                )
        return yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise BadInput(Phrase("it is not YAML: %(said)s", said=said)) from error


def _entry(node: Any) -> dict[str, str | list[str]] | str:
    if node.id != "mapping":
        return Phrase("it is no mapping of field: value")
    found: dict[str, str | list[str]] = {}
    for key, value in node.value:
        if key.id != "scalar" or key.value in found:
            return Phrase(
                "a field is named twice or not at all: %(value)s", value=f"{key.value!r:.40}"
            )
        if value.id == "scalar":
            found[key.value] = value.value
        elif value.id == "sequence" and all(each.id == "scalar" for each in value.value):
            found[key.value] = [each.value for each in value.value]
        else:
            return Phrase(
                "%(value)s holds neither a value nor a list of values", value=f"{key.value!r:.40}"
            )
    return found
