"""How surely a name is traced to its entry: ``marsad evaluate register --option register=FILE``."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, bootstrap, rate, readable
from marsad.model import AuthorityRecord
from marsad.track.lists import READERS, read
from marsad.track.match import Matcher

Pair = tuple[str, str]
"""Id in gold, and id that was said; empty for none."""


class RegisterTask:
    """Traces each name to an entry of a list; a name whose id is null must lead to none."""

    name: ClassVar[str] = "register"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Read the list named by the option ``register``, then go through the gold."""
        matcher = Matcher(_entries(options))
        failed: list[Failed] = []
        pairs = [
            (wanted, _as_in_gold(matcher.match(name), wanted))
            for name, wanted in readable(gold, _question, failed)
        ]
        said = [pair for pair in pairs if pair[1]]
        meant = [pair for pair in pairs if pair[0]]
        right = sum(wanted == found for wanted, found in said)
        none = [found for wanted, found in pairs if not wanted]
        values: dict[str, Any] = {
            **rate("precision", right, len(said)),
            **rate("recall", right, len(meant)),
            "f1": round(_f1(pairs), 5),
            "f1_ci95": [round(end, 5) for end in bootstrap(pairs or [("", "")], _f1)],
            **rate("wrong_on_others", sum(map(bool, none)), len(none)),
        }
        return Figures("register/1", len(pairs), values, failed)


def _entries(options: Mapping[str, str]) -> list[AuthorityRecord]:
    file, form = options.get("register", ""), options.get("form", "")
    if not file:
        raise BadInput("name the list: --option register=FILE")
    if form and form not in READERS:
        raise BadInput(f"no form {form!r}; there are {', '.join(READERS)}")
    found = [each for each in read(Path(file), form) if isinstance(each, AuthorityRecord)]
    if not found:
        raise BadInput(f"{Path(file).name} holds no entry that can be read")
    return found


def _question(line: GoldLine) -> Pair:
    wanted = line.record.get("id")
    if wanted is not None and not isinstance(wanted, str):
        raise BadInput("'id' is neither a string nor null")
    return line.text("name"), wanted or ""


def _as_in_gold(found: str, wanted: str) -> str:
    """Gold may leave the name of the list out: ``QDe.001`` for ``un:QDe.001``."""
    return found if ":" in wanted or not wanted else found.partition(":")[2]


def _f1(pairs: Iterable[Pair]) -> float:
    some = list(pairs)
    right = sum(wanted == found for wanted, found in some if wanted)
    count = sum(bool(wanted) + bool(found) for wanted, found in some)
    return 2 * right / count if count else 0.0
