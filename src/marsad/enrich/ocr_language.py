"""Which of tesseract's languages a picture is to be read in."""

from collections.abc import Mapping, Sequence

from marsad.enrich.ocr_words import Line, merit, text_of

_MODELS = {
    **dict.fromkeys(("ar", "arz", "ary", "apc", "ajp", "acm", "afb"), "ara"),
    **dict.fromkeys(("fa", "prs", "tg"), "fas"),
    "ur": "urd",
    "ps": "pus",
    "en": "eng",
    "fr": "fra",
}
LATIN = ("eng", "fra")
_SPEAKS = 0.5


def model_of(language: str, ready: Sequence[str]) -> str:
    """Tesseract's name of an ISO 639 language, or nothing when it cannot read it here."""
    model = _MODELS.get(language, "")
    return model if model in ready else ""


def voted(readings: Mapping[str, Sequence[Line]], ready: Sequence[str]) -> str:
    """The model to read in, given what each one read: each votes for the language it shows.

    Tesseract's own confidence cannot tell: the Arabic model reads Persian as fluent Arabic
    without its four letters. But what the other models make of a text betrays its language.
    """
    from marsad.enrich.language_guess import guess

    if "eng" in readings and merit(readings["eng"], True) >= _SPEAKS:
        rivals = (merit(lines, False) for model, lines in readings.items() if model != "eng")
        if merit(readings["eng"], True) > max(rivals, default=0.0):
            return "eng"
    votes: dict[str, float] = {"ara": 0.0}
    for model, lines in readings.items():
        text = " ".join(text_of(line) for line in lines)
        seen = model_of(guess([text])[0].language, ready) if text else ""
        if model not in LATIN and seen and seen not in LATIN:
            votes[seen] = votes.get(seen, 0.0) + max(0.0, merit(lines, False))
    return max(votes, key=lambda model: votes[model])
