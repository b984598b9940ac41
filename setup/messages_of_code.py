"""Messages of Python: what stands as a literal in calls such as ``_("...")`` and ``Phrase("...")``.

Babel reads signs one by one and takes the values of a phrase for parts of its template; a tree
knows which argument is which.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

Spec = tuple[int | tuple[int, str], ...] | None
"""Which arguments are the message, counted from 1; with ``"c"`` its context. None is the first."""
Message = str | tuple[str, ...]


def messages_of(path: Path, keywords: Mapping[str, Spec]) -> Iterator[tuple[Message, str | None]]:
    """Each message of a file in its order, and its context; an f-string ends the run."""
    calls = [
        (each, _name(each))
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.Call) and _name(each) in keywords
    ]
    for call, name in sorted(calls, key=lambda each: (each[0].lineno, each[0].col_offset)):
        spec = keywords[name] or (1,)
        said = [_literal(call, each, path) for each in spec if isinstance(each, int)]
        contexts = [_literal(call, each[0], path) for each in spec if isinstance(each, tuple)]
        found = [each for each in said if each]
        if len(found) == len(said):
            yield (found[0] if len(found) == 1 else tuple(found)), *(contexts or [None])


def _name(call: ast.Call) -> str:
    found = call.func
    return found.attr if isinstance(found, ast.Attribute) else getattr(found, "id", "")


def _literal(call: ast.Call, number: int, path: Path) -> str | None:
    """An argument that stands in the code as it is; a name's value is marked where it is made."""
    if len(call.args) < number:
        return None
    said = call.args[number - 1]
    if isinstance(said, ast.JoinedStr):
        raise SystemExit(
            f"{path}:{said.lineno}: an f-string cannot be translated; give its values by name, as "
            'Phrase("no post %(id)s", id=id)'
        )
    held = isinstance(said, ast.Constant) and isinstance(said.value, str)
    return said.value if held else None
