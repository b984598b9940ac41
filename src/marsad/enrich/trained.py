"""The lab's own coder: learned from its codes, used only where it passed, never alone.

``coder/`` in the lab holds the weights (``model.npz``), what was measured (``card.json``) and the
same to read (``card.md``).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from marsad.enrich.coder import Coder
from marsad.enrich.coder_content import EVERYBODY, content_test
from marsad.enrich.coder_flag import IS, Flag
from marsad.enrich.linear import BUCKETS, Linear, row
from marsad.enrich.training import Trained, from_file, from_store, train
from marsad.errors import NotReady
from marsad.model import Claim, Post
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.settings import Settings
from marsad.store import Store

FOLDER = "coder"
WEIGHTS, CARD, PAGE = "model.npz", "card.json", "card.md"
TRAIN = "marsad train LAB"
DEFAULTS = Settings()


class TrainedCoder:
    """Gives the codes whose models passed; a flag needs cues and a known source besides."""

    name: ClassVar[str] = "trained"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("language", "made-by-outlet", "scripture")
    makes: ClassVar[tuple[str, ...]] = (
        "theme", "target", "narrative", IS, "withheld", "because",
    )  # fmt: skip
    reads: ClassVar[tuple[str, ...]] = ("register",)

    def __init__(self, settings: Settings = DEFAULTS) -> None:
        """Load what the lab trained; NotReady says why there is nothing to use."""
        folder = settings.lab / FOLDER if settings.lab else None
        if folder is None or not (folder / CARD).is_file():
            raise NotReady(Phrase("no coder was trained in this lab"), TRAIN)
        self._card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        raw = (folder / WEIGHTS).read_bytes()
        if hashlib.sha256(raw).hexdigest() != self._card["sha256"]:
            raise NotReady(
                Phrase("the weights of the trained coder are not those of its card"), TRAIN
            )
        models = _models(folder / WEIGHTS, self._card)
        self._models = {n: m for n, m in models.items() if n not in self._card["refused"]}
        if not self._models:
            why = "; ".join(f"{name}: {why}" for name, why in self._card["refused"].items())
            raise NotReady(Phrase("the trained coder passed for no code: %(why)s", why=why), TRAIN)
        self._coder = Coder(settings)
        self.version = f"1+{self._card['sha256'][:8]}"  # type: ignore[misc]  # This instance's.

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:
        """Yield the codes of each post, as sure as they were right on judged texts."""
        flag = Flag(known)
        for post in posts:
            if post.text.strip():
                yield from self._claims(post, known, flag)

    def examples(self) -> Sequence[Example]:
        """Texts of the lab's own codes, as its card keeps them."""
        kept = self._card["examples"]
        return [
            Example(text, tuple(name.partition(" ")[2] for name in says)) for text, says in kept
        ]

    def _claims(self, post: Post, known: Known, flag: Flag) -> Iterator[Claim]:
        features = row(post.text)
        for name, model in self._models.items():
            if not model.gives(features):
                continue
            kind, _, code = name.partition(" ")
            if name != IS:
                sure = self._card["codes"][name]["precision"]
                yield Claim(post.id, kind, code, round(sure, 2))
                continue
            reading = self._coder.read(post, known)
            own = [cue for cue in reading.cues if not reading.excuse(cue)]
            if pair := content_test(own, least=EVERYBODY):
                yield from flag.flagged(post, pair, reading)


def save(lab: Path, made: Trained) -> Path:
    """Write weights and card, the card last: without it there is no model."""
    folder = lab / FOLDER
    folder.mkdir(exist_ok=True)
    weights: dict[str, Any] = {}
    for n, model in enumerate(made.models.values()):
        at = np.flatnonzero(model.weights)
        weights |= {f"at{n}": at, f"much{n}": model.weights[at].astype(np.float32)}
    with (folder / WEIGHTS).open("wb") as out:
        np.savez_compressed(out, **weights)
    card = {
        **made.card,
        "sha256": hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest(),
        "models": {name: model.threshold for name, model in made.models.items()},
        "examples": made.examples,
    }
    (folder / PAGE).write_text(page(card), encoding="utf-8")
    said = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(said + "\n", encoding="utf-8")
    return folder


def page(card: dict[str, Any]) -> str:
    """The card to read: data, figures, refusals. It holds no text of a post."""
    lines = [
        "# Model card of the trained coder",
        "",
        f"Learned from {card['data']}: {card['texts']} texts, half of them to learn from, a "
        "quarter to set thresholds, a quarter to judge; and to judge flags as well, "
        f"{card['benign']} other benign ones.",
        "A linear model on words, pairs of words and pieces of words. It knows nothing but them.",
        "",
        "| code | used | judged | recall | precision |",
        "|---|---|---|---|---|",
    ]
    for name, each in card["codes"].items():
        used = "no" if name in card["refused"] else "yes"
        recall, precision = (_interval(each, part) for part in ("recall", "precision"))
        lines.append(f"| {name} | {used} | {each['judged']} | {recall} | {precision} |")
    for name, each in card["codes"].items():
        for title in ("strata", "by_lang"):
            lines += ["", f"## {name}: given without reason, by {title.replace('by_', '')}", ""]
            lines += ["| | n | given | at most (95 %) |", "|---|---|---|---|"]
            lines += [
                f"| {at} | {some['n']} | {some['given']} | {some['upper95']:.2%} |"
                for at, some in each[title].items()
            ]
    lines += ["", "## Not used", ""]
    lines += [f"- {name}: {why}" for name, why in card["refused"].items()] or ["nothing"]
    return "\n".join(lines) + "\n"


def _interval(each: dict[str, Any], part: str) -> str:
    low, high = each[f"{part}_ci95"]
    return f"{each[part]:.2f} ({low:.2f} to {high:.2f})"


def _models(path: Path, card: dict[str, Any]) -> dict[str, Linear]:
    models = {}
    with np.load(path, allow_pickle=False) as stored:
        for n, (name, threshold) in enumerate(card["models"].items()):
            weights = np.zeros(BUCKETS)
            weights[stored[f"at{n}"]] = stored[f"much{n}"]
            models[name] = Linear(weights, threshold)
    return models


def train_coder(store: Store, path: Path | None, benign: Sequence[Path]) -> dict[str, Any]:
    """Train from a file or from the lab's codes, put it in the lab, and give its card."""
    data = path.name if path else f"the codes of {store.settings.lab_name}"
    material = from_file(path) if path else from_store(store)
    others = (one for file in benign for one in from_file(file) if not one.given)
    made = train(material, others, data)
    save(store.lab, made)
    return made.card
