"""A Whisper of one layer, made by hand: real to CTranslate2, and it says what we wrote into it.

Its weights are zero but for the positions: whatever it hears, at each step it says the word that
was written for that step. So everything around the model is tested on the real engine, and what
it says is known; how well a trained model hears is for ``marsad evaluate speech`` to measure.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import numpy as np
import tokenizers
from faster_whisper.tokenizer import _LANGUAGE_CODES

WIDTH, WORDS, STEPS, FRAMES = 64, 50257, 448, 1500
LOUD = 10.0
PROMPT = 2
"""Where the first word is said: after the start, the language and the task."""


def vocabulary(words: Sequence[str]) -> list[str]:
    """The layout of the multilingual models, 51,865 tokens."""
    # By its empty token a multilingual model is known.
    some = [*words, *(f"w{number}" for number in range(WORDS - 1 - len(words))), ""]
    tasks = ("translate", "transcribe", "startoflm", "startofprev", "nocaptions", "notimestamps")
    languages = list(_LANGUAGE_CODES)[:99]
    marks = ["endoftext", "startoftranscript", *languages, *tasks]
    times = [f"{step * 0.02:.2f}" for step in range(1501)]
    return [*some, *(f"<|{mark}|>" for mark in (*marks, *times))]


def make(
    folder: Path, said: Sequence[str], language: str = "ar", no_speech: bool = False
) -> list[Path]:
    """Write a model that says these tokens in this language; answer its files."""
    folder.mkdir(parents=True)
    words = ["<unk>", *dict.fromkeys(word for word in said if not word.startswith("<|"))]
    tokens = vocabulary(words)
    ids = {token: number for number, token in enumerate(tokens)}
    spec = ctranslate2.specs.WhisperSpec(1, 1, 1, 1)
    _fill(spec, len(tokens))
    script = {PROMPT + step: ids[token] for step, token in enumerate([*said, "<|endoftext|>"])}
    for step in range(PROMPT + len(said) + 1, WIDTH):
        script[step] = ids["<|endoftext|>"]
    for step, token in {0: ids[f"<|{language}|>"], **script}.items():
        spec.decoder.projection.weight[token, step] = LOUD
    if no_speech:
        spec.decoder.projection.weight[ids["<|nocaptions|>"], 0] = LOUD * 2
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [ids[f"<|{code}|>"] for code in list(_LANGUAGE_CODES)[:99]]
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.optimize(quantization="float32")
    spec.save(str(folder))
    kind = tokenizers.models.WordLevel(ids, unk_token="<unk>")
    reader = tokenizers.Tokenizer(kind)
    reader.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    reader.save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": 80}))
    return sorted(folder.iterdir())


def _fill(spec, tokens: int) -> None:
    zeros = lambda *shape: np.zeros(shape, np.float32)  # noqa: E731
    steps = zeros(STEPS, WIDTH)
    steps[np.arange(STEPS), np.minimum(np.arange(STEPS), WIDTH - 1)] = 1.0
    spec.encoder.conv1.weight, spec.encoder.conv1.bias = zeros(WIDTH, 80, 3), zeros(WIDTH)
    spec.encoder.conv2.weight, spec.encoder.conv2.bias = zeros(WIDTH, WIDTH, 3), zeros(WIDTH)
    spec.encoder.position_encodings.encodings = zeros(FRAMES, WIDTH)
    spec.decoder.position_encodings.encodings = steps
    spec.decoder.embeddings.weight = zeros(tokens, WIDTH)
    spec.decoder.projection.weight = zeros(tokens, WIDTH)
    for part in (spec.encoder, spec.decoder):
        _level(part.layer_norm)
        (layer,) = part.layer
        _attend(layer.self_attention, 3)
        _level(layer.ffn.layer_norm)
        _link(layer.ffn.linear_0, WIDTH, WIDTH)
        _link(layer.ffn.linear_1, WIDTH, WIDTH)
    across = spec.decoder.layer[0].attention
    _level(across.layer_norm)
    for link, times in zip(across.linear, (1, 2, 1), strict=True):
        _link(link, WIDTH * times, WIDTH)


def _attend(attention, times: int) -> None:
    _level(attention.layer_norm)
    _link(attention.linear[0], WIDTH * times, WIDTH)
    _link(attention.linear[1], WIDTH, WIDTH)


def _link(link, to: int, source: int) -> None:
    link.weight, link.bias = np.zeros((to, source), np.float32), np.zeros(to, np.float32)


def _level(norm) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
