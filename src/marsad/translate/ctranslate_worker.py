"""What the process of a CTranslate2 model does: words to pieces, pieces through it, and back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from marsad.engine.capped import decoder
from marsad.errors import BadInput
from marsad.phrase import Phrase

BEAM = 4
TOKENS = 1024
"""Tokens that go through the model together."""
LONGEST = 400
"""Tokens of one target at most; one that is not at its end by then is lost, not cut off."""
END = "</s>"
_SOURCE = ("source.spm", "sentencepiece.bpe.model", "spiece.model", "sentencepiece.model")
_TARGET = ("target.spm", *_SOURCE)


@decoder
def translated(
    payload: bytes,
    folder: str,
    before: Sequence[str] = (),
    begins: Sequence[str] = (),
    threads: int = 1,
) -> bytes:
    """A JSON list of segments as a list of what they say."""
    model = _model(folder, threads)
    model.knows([*before, *begins])
    pieces = msgspec.json.decode(payload, type=list[str])
    asked = [[*before, *model.words.encode(piece, out_type=str), *model.end] for piece in pieces]
    if not asked:
        return b"[]"
    said = model.runner.translate_batch(
        asked,
        target_prefix=[list(begins)] * len(asked) if begins else None,
        beam_size=BEAM,
        max_batch_size=TOKENS,
        batch_type="tokens",
        # 0: never cut a source. Segments are short already, and a cut would be silent.
        max_input_length=0,
        max_decoding_length=LONGEST,
    )
    targets = [each.hypotheses[0][len(begins) :] for each in said]
    ended = [target if len(target) < LONGEST - len(begins) else [] for target in targets]
    return msgspec.json.encode([model.back.decode(target) for target in ended])


@dataclass(frozen=True)
class _Model:
    """A model with its two tokenizers."""

    runner: Any
    words: Any
    back: Any
    end: tuple[str, ...]
    """What closes a source, where the model does not add it by itself."""
    vocabulary: frozenset[str]

    def knows(self, tokens: Sequence[str]) -> None:
        """Refuse a language that the model has no word for: it would only guess."""
        if strange := [each for each in tokens if each not in self.vocabulary]:
            raise BadInput(
                Phrase("the model does not know %(strange)s", strange=", ".join(strange))
            )


@lru_cache(maxsize=1)
def _model(folder: str, threads: int) -> _Model:
    import ctranslate2
    from sentencepiece import SentencePieceProcessor

    files = Path(folder)
    runner = ctranslate2.Translator(folder, device="cpu", inter_threads=1, intra_threads=threads)
    said = json.loads((files / "config.json").read_text(encoding="utf-8"))
    return _Model(
        runner,
        SentencePieceProcessor(model_file=_named(files, _SOURCE)),
        SentencePieceProcessor(model_file=_named(files, _TARGET)),
        () if said.get("add_source_eos") else (END,),
        _vocabulary(files),
    )


def _vocabulary(folder: Path) -> frozenset[str]:
    for name in ("shared_vocabulary", "source_vocabulary"):
        if (file := folder / f"{name}.json").is_file():
            return frozenset(json.loads(file.read_text(encoding="utf-8")))
        if (file := folder / f"{name}.txt").is_file():
            return frozenset(file.read_text(encoding="utf-8").split("\n"))
    raise BadInput(Phrase("the model in %(folder)s has no vocabulary", folder=folder))


def _named(folder: Path, names: Sequence[str]) -> str:
    for name in names:
        if (folder / name).is_file():
            return str(folder / name)
    raise BadInput(
        Phrase(
            "the model in %(folder)s lacks one of %(names)s", folder=folder, names=", ".join(names)
        )
    )
