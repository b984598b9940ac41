"""Machine drafts for a lab: an engine by name, with what it needs from the other stages."""

from collections.abc import Callable, Sequence
from datetime import date

from marsad.collect.fetch_post import Putter
from marsad.enrich.language_guess import guess
from marsad.enrich.machine_words import machine_stretches
from marsad.errors import BadInput
from marsad.model import Translation
from marsad.phrase import Phrase
from marsad.settings import Settings
from marsad.store import Store
from marsad.translate import (
    Drafted,
    Engine,
    Handbook,
    Means,
    Outside,
    draft_each,
    reading_aid,
)
from marsad.translate.engines import engine as engine_of
from marsad.translate.evaluate_translation import TranslationTask


def draft(
    store: Store,
    engine: str,
    to: str = "",
    language: str = "",
    day: date | None = None,
    retry: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Drafted:
    """Draft what nobody has translated yet with the engine called ``NAME`` or ``NAME:MODEL``.

    NotReady when no language that waits has an engine; of several, the others are drafted.
    """
    to = to or store.settings.language
    means = _means(store)

    def pick(spoken: str) -> Engine:
        return engine_of(engine, means, spoken, to)

    if language:
        # Asked for by name, a language that has no engine is an error even if no text waits.
        pick(language)
    posts = store.posts(day=day)
    done = draft_each(store, pick, to, posts, progress, language, retry)
    for reason in done.lacking.values() if not done.makers else ():
        raise reason
    return done


def begin(store: Store, id: str) -> Translation:
    """What a person starts from who translates a post: what stands, else a reading aid of it."""
    post = store.post(id)
    to = store.settings.language
    if not store.translations(post=post.id):
        aid = reading_aid(store)
        draft_each(store, lambda _spoken: aid, to, [post], retry=True)
    for each in store.translations(post=post.id):
        if each.language == to:
            return each
    raise BadInput(
        Phrase(
            "nothing in post %(id)s waits to be translated into %(to)s: it has "
            "no words, or is in that language already; if the language was told "
            "wrongly, put that right first",
            id=post.id,
            to=to,
        )
    )


def translation_task() -> TranslationTask:
    """``marsad evaluate translation``, with what engines need."""
    return TranslationTask(outside)


def outside(settings: Settings) -> Outside:
    """What engines use beside their models."""
    return Outside(Putter(settings).put, _languages, machine_stretches)


def _means(store: Store) -> Means:
    return Means(store.settings, outside(store.settings), Handbook.of(store), store.lab)


def _languages(texts: Sequence[str]) -> list[str]:
    return [each.language for each in guess(texts)]
