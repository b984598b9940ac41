"""BLEU and chrF by sacrebleu, with its signatures and 95 % intervals."""

import json
from collections.abc import Sequence
from typing import Any

from marsad.errors import NotReady
from marsad.phrase import Phrase

RESAMPLES = 1000


def installed() -> None:
    """NotReady where sacrebleu is missing."""
    try:
        import sacrebleu  # noqa: F401
    except ImportError as error:
        raise NotReady(
            Phrase("sacrebleu is not installed"), "pip install 'marsad[bleu]'"
        ) from error


def scores(targets: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    """Both scores of all targets beside one reference each."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    values: dict[str, Any] = {}
    for name, metric in (("bleu", BLEU()), ("chrf", CHRF())):
        score = metric.corpus_score(targets, [references], n_bootstrap=RESAMPLES)
        # What sacrebleu itself reports: the mean of its resamples and half the interval's width.
        said = score.format(signature=str(metric.get_signature()), is_json=True)
        values |= _reported(name, said)
    return values


def _reported(name: str, said: str) -> dict[str, Any]:
    record = json.loads(said)
    # Of a score of 0 it reports neither.
    mean, half = record.get("confidence_mean", 0.0), record.get("confidence_var", 0.0)
    interval = [round(mean - half, 2), round(mean + half, 2)]
    return {
        name: record["score"],
        f"{name}_ci95": interval,
        f"{name}_signature": record["signature"],
    }
