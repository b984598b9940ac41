"""Trains a coder on codes that people gave, and judges it on texts it never saw.

Texts are dealt by their own words: half of them to learn from, a quarter to set thresholds on, a
quarter to judge. The same text always lands on the same side.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marsad.enrich.coder_flag import IS, QUOTES
from marsad.enrich.codes import codes
from marsad.enrich.evaluate_flags import upper95
from marsad.enrich.linear import Linear, Row, fit, row
from marsad.errors import BadInput
from marsad.evaluation import rate
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.vocabulary.codebook import NOTHING

FEWEST = 30
"""Texts with a code, and texts without it, that a model of it is learned from."""
GATES = ("religion", "journalism", "counter-speech", "satire", "testimony")
"""Strata a flag is not given without; a stratum counts for the gate its name begins with."""
ENOUGH = 300
"""Texts a gate needs, and of which at most one is flagged."""
PARTS = ("learn", "learn", "set", "judge")
"""A quarter of the texts each."""
PRECISE = 0.8
"""Least precision on judged texts of a code that is given."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A text, and what people said of it."""

    text: str
    asked: frozenset[str]
    """Codes that somebody decided about, such as ``theme threat``."""
    given: frozenset[str]
    lang: str = "und"
    stratum: str = ""

    @property
    def part(self) -> str:
        """``learn``, ``set`` or ``judge``."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).digest()
        return PARTS[digest[0] % 4]


@dataclass(slots=True)
class Trained:
    """Models by code, what was measured, and why some are not used."""

    models: dict[str, Linear] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    examples: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """A few texts, with the codes it gives them."""


def from_store(store: Store) -> Iterator[Coded]:
    """The posts that people coded; who coded a kind has decided about all codes of it."""
    said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    book: defaultdict[str, set[str]] = defaultdict(set)
    for line in codes(store):
        if line["kind"] == QUOTES:
            continue
        said[line["post"]][line["kind"]].add(line["code"])
        book[line["kind"]].add(line["code"])
    for id, kinds in said.items():
        asked = {_name(kind, code) for kind in kinds for code in book[kind]}
        given = {_name(kind, code) for kind, some in kinds.items() for code in some - {"no"}}
        languages = [f.value for f in store.findings(id, "language") if f.span is None]
        none = {_name(kind, NOTHING) for kind in kinds}
        text = store.post(id).text
        lang = languages[0] if languages else "und"
        yield Coded(text, frozenset(asked - none), frozenset(given - none), lang)


def from_file(path: Path) -> Iterator[Coded]:
    """Lines as ``marsad evaluate flags`` takes them: a flag, a language, a stratum."""
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if raw.strip():
                yield _line(raw, f"{path.name}, line {number}")


def train(material: Iterable[Coded], benign: Iterable[Coded] = (), data: str = "") -> Trained:
    """Learn a model of every code there is enough of, and write down how good it is."""
    texts = {one.text: one for one in material if one.text.strip()}
    others = [one for one in benign if one.text not in texts]
    names = sorted({name for one in texts.values() for name in one.asked})
    if not names:
        raise BadInput(
            Phrase("nobody has coded anything yet; begin with: marsad code LAB import FILE")
        )
    rows = {one.text: row(one.text) for one in (*texts.values(), *others)}
    card: dict[str, Any] = {"data": data, "texts": len(texts), "benign": len(others)}
    made = Trained(card=card | {"codes": {}, "refused": {}})
    for name in names:
        asked = [one for one in texts.values() if name in one.asked]
        _learn(made, name, asked, others if name == IS else [], rows)
    seen = [one for one in texts.values() if one.part != "judge"]
    made.examples = list(_examples(made, seen, rows))
    return made


def _learn(
    made: Trained,
    name: str,
    asked: Sequence[Coded],
    others: Sequence[Coded],
    rows: Mapping[str, Row],
) -> None:
    parts = {part: [one for one in asked if one.part == part] for part in set(PARTS)}
    learn = parts["learn"]
    given = [name in one.given for one in learn]
    if min(sum(given), len(given) - sum(given)) < FEWEST:
        count = f"{sum(given)} texts with it and {len(given) - sum(given)} without to learn from"
        made.card["refused"][name] = f"{count}; {FEWEST} of each are needed"
        return
    model = fit([rows[one.text] for one in learn], given)
    made.models[name] = model = _set(model, name, parts["set"], rows)
    figures = _figures(model, name, parts["judge"], others, rows)
    made.card["codes"][name] = figures
    if why := _refusal(name, figures):
        made.card["refused"][name] = why


def _set(model: Linear, name: str, some: Sequence[Coded], rows: Mapping[str, Row]) -> Linear:
    """Raise the threshold until at most one in so many texts without the code gets it."""
    margins = sorted(
        (model.margin(rows[one.text]) for one in some if name not in one.given), reverse=True
    )
    allowed = len(margins) // ENOUGH if name == IS else len(margins) // 20
    bar = margins[allowed] if allowed < len(margins) else 0.0
    return Linear(model.weights, max(0.0, bar + 1e-9))


def _figures(
    model: Linear,
    name: str,
    judge: Sequence[Coded],
    others: Sequence[Coded],
    rows: Mapping[str, Row],
) -> dict[str, Any]:
    said = [(one, model.gives(rows[one.text])) for one in (*judge, *others)]
    own = said[: len(judge)]
    right = sum(gives and name in one.given for one, gives in own)
    without = [(one, gives) for one, gives in said if name not in one.given]
    return {
        "judged": len(judge),
        **rate("recall", right, sum(name in one.given for one, _ in own)),
        **rate("precision", right, sum(gives for _, gives in own)),
        "by_lang": _by(without, lambda one: one.lang),
        "strata": _by(without, lambda one: one.stratum) if name == IS else {},
    }


def _by(said: Sequence[tuple[Coded, bool]], key: Any) -> dict[str, Any]:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for one, gives in said:
        groups[key(one) or "unnamed"].append(gives)
    return {
        name: {
            "n": len(some),
            "given": sum(some),
            "rate": round(sum(some) / len(some), 5),
            "upper95": round(upper95(sum(some), len(some)), 5),
        }
        for name, some in sorted(groups.items())
    }


def _refusal(name: str, figures: Mapping[str, Any]) -> str:
    """Why a model is not used: it is imprecise, or its flag fails a gate or was not put to it."""
    if figures["precision"] < PRECISE:
        return f"precision {figures['precision']:.2f} on judged texts; {PRECISE} is needed"
    if name != IS:
        return ""
    failed = []
    for gate in GATES:
        some = [each for at, each in figures["strata"].items() if at.startswith(gate)]
        n, given = sum(each["n"] for each in some), sum(each["given"] for each in some)
        if n < ENOUGH:
            failed.append(f"{gate}: {n} texts, {ENOUGH} are needed")
        elif given * ENOUGH > n:
            failed.append(f"{gate}: {given} of {n} flagged, at most 1 in {ENOUGH} may be")
    failed += [
        f"{at}: {each['given']} of {each['n']} flagged"
        for at, each in figures["strata"].items()
        if not at.startswith(GATES) and each["n"] >= ENOUGH and each["given"] * ENOUGH > each["n"]
    ]
    return "; ".join(failed)


def _examples(
    made: Trained, some: Sequence[Coded], rows: Mapping[str, Row]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    used = {name: model for name, model in made.models.items() if name not in made.card["refused"]}
    themes = {name: model for name, model in used.items() if name != IS}
    told = {True: 0, False: 0}
    for one in some:
        gives = tuple(name for name, model in themes.items() if model.gives(rows[one.text]))
        if told[bool(gives)] < 2 and len(one.text) < 500:
            told[bool(gives)] += 1
            yield one.text, gives


def _name(kind: str, code: str) -> str:
    return kind if code in ("yes", "no") else f"{kind} {code}"


def _line(raw: bytes, where: str) -> Coded:
    try:
        said = json.loads(raw)
        flag = said.get("flag", False)
        text, lang, stratum = said["text"], said.get("lang", "und"), said.get("stratum", "")
    except (ValueError, KeyError, AttributeError, RecursionError) as error:
        raise BadInput(
            Phrase(
                "%(where)s: not a line with text, lang, stratum and flag: %(error)s",
                where=where,
                error=error,
            )
        ) from error
    if not isinstance(text, str) or not isinstance(flag, bool):
        raise BadInput(
            Phrase("%(where)s: text must be a string and flag true or false", where=where)
        )
    return Coded(text, frozenset({IS}), frozenset({IS} if flag else ()), str(lang), str(stratum))
