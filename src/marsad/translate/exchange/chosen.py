"""Which translations go out, and as which units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marsad.errors import BadInput, NotFound
from marsad.model import Translation
from marsad.model.translation import STATES
from marsad.store import Store
from marsad.text.bidi import isolate, visible_controls
from marsad.translate.engine import AID
from marsad.translate.exchange.unit import OURS, Unit, digest


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the standing translations; empty means any."""

    post: str = ""
    state: str = ""
    language: str = ""
    """The language translated from."""
    to: str = ""


EVERYTHING = Choice()


def chosen(store: Store, choice: Choice, aids: bool = False) -> list[Translation]:
    """The standing translations that were chosen.

    With ``aids`` a text that nobody has translated is there too, by its reading aid.
    """
    if choice.state and choice.state not in STATES:
        raise BadInput(f"no state is called {choice.state!r}; there are {', '.join(STATES)}")
    post = store.post(choice.post).id if choice.post else ""
    there = store.translations(post=post)
    made = {_what(each) for each in there if each.kind != AID}
    return [each for each in there if _wanted(each, choice) and _work(each, made, aids)]


def units(store: Store, some: Iterable[Translation]) -> Iterator[Unit]:
    """Every segment of some translations, those of one translation together and in order."""
    names = {place.id: place.name for place in store.places()}
    for each in some:
        post = store.post(each.post)
        place = f"{_shown(names.get(post.place, post.place))}, {post.posted_at:%Y-%m-%d}"
        for number, segment in enumerate(each.segments, 1):
            aid = each.kind == AID
            yield Unit(
                translation=each.id,
                number=number,
                source=segment.source,
                target="" if aid else segment.target,
                start=segment.start,
                end=segment.end,
                state=_state(each, "" if aid else segment.target),
                note=segment.target if aid else "",
                post=each.post,
                of=each.of,
                source_language=each.source_language,
                language=each.language,
                digest=digest(segment.source),
                place=place,
            )


def work(store: Store, choice: Choice) -> list[Translation]:
    """What was chosen for a translator to work on; nothing at all is an error."""
    if some := chosen(store, choice, aids=True):
        return some
    raise NotFound("nothing to export; run marsad translate LAB draft first, or ask for less")


def one_pair(some: Iterable[Translation], form: str) -> tuple[str, str]:
    """The two languages of all that was chosen, where a form can hold no more than two."""
    pairs = {(each.source_language, each.language) for each in some}
    if len(pairs) > 1:
        said = ", ".join(f"{source} to {target}" for source, target in sorted(pairs))
        raise BadInput(
            f"{form} holds one pair of languages, and there are {said}; add --from and --into"
        )
    return pairs.pop()


def _shown(name: str) -> str:
    """A name that cannot rearrange what stands around it, and hides nothing."""
    return isolate(visible_controls(name))


def _state(of: Translation, target: str) -> str:
    return OURS[of.state] if target.strip() else "initial"


def _what(of: Translation) -> tuple[str, str, str]:
    return of.post, of.of, of.language


def _work(each: Translation, made: set[tuple[str, str, str]], aids: bool) -> bool:
    return each.kind != AID or (aids and _what(each) not in made)


def _wanted(each: Translation, choice: Choice) -> bool:
    return (
        choice.state in ("", each.state)
        and choice.language in ("", each.source_language)
        and choice.to in ("", each.language)
    )
