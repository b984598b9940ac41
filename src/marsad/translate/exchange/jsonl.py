"""Translations in from a file, and out again, as JSON lines.

A line names a post, what of it was translated, the languages, who translated, and the segments.
A file can bring a draft or a reviewed translation; nobody can approve by file. A line that cannot
be taken is refused with its number, the rest goes on, and the same file again changes nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from marsad.errors import BadInput, MarsadError, NotFound
from marsad.model import Finding, Post, Segment, Translation
from marsad.plugins import Refused
from marsad.safeguards import PERSON
from marsad.store import Store
from marsad.translate.exchange.chosen import EVERYTHING, Choice, chosen
from marsad.translate.exchange.imported import Imported, Pending, Progress
from marsad.translate.lines import OCR, Line, Piece, located, named, read, source_name
from marsad.translate.marking import earlier, maker, person, unsigned
from marsad.translate.reading import read_in
from marsad.translate.segment import READ, TEXT, text_of


def import_lines(
    store: Store, path: Path, by: str = "", progress: Progress | None = None
) -> Imported:
    """Take in lines on behalf of a person, or else of each translator."""
    signed, done = person(by) if by else "", Imported()
    pending = Pending(store, signed)
    for number, line in read(path):
        if progress:
            progress(1)
        try:
            made = _taken(store, line)
            if made and pending.holds(made[0].post):
                # What an earlier line says of this post must be there before this one is judged.
                pending.flush()
                made = _taken(store, line)
        except MarsadError as reason:
            done.refused.append(Refused(f"{path.name}, line {number}", str(reason)))
            continue
        if made:
            pending.put(made)
        done.added += bool(made)
        done.unchanged += not made
    pending.flush()
    return done


def to_lines(store: Store, choice: Choice = EVERYTHING) -> Iterator[str]:
    """The standing translations in the shape ``import_file`` takes; reading aids stay behind."""
    for each in chosen(store, choice):
        yield msgspec.json.encode(_line(store, each)).decode()


def _taken(store: Store, line: Line | BadInput) -> list[Finding | Translation]:
    """What a line adds; nothing when the lab has it already."""
    if isinstance(line, BadInput):
        raise line
    reasons = []
    for post in _posts(store, line):
        try:
            return _made(store, line, post)
        except BadInput as reason:
            reasons.append(reason)
    raise reasons[0]


def _posts(store: Store, line: Line) -> list[Post]:
    """The post a line means, its latest version first."""
    if line.post:
        return [store.post(line.post)]
    if not line.native_id:
        raise BadInput("names no post; give post, or place and native_id")
    places = [line.place] if line.place else [place.id for place in store.places()]
    found = {place: store.versions(place, line.native_id) for place in places}
    seen = [place for place in places if found[place]]
    if not seen:
        raise NotFound(f"no post {line.native_id!r} in {line.place or 'any place'} of this lab")
    if len(seen) > 1:
        raise BadInput(f"post {line.native_id!r} is in {', '.join(seen)}; add the place")
    return found[seen[0]][::-1]


def _made(store: Store, line: Line, post: Post) -> list[Finding | Translation]:
    made_by = maker(line.translator)
    reviewer = person(line.reviewer) if line.reviewer else ""
    of, segments, corrections = _bound(store, line, post, made_by[0])
    languages = (line.source_language, line.language)
    made = unsigned(post, of, languages, segments, made_by, reviewer)
    made = replace(made, fiction=line.fiction or post.fiction)
    there = store.translations(post=post.id)
    if _known(store, made, there):
        return []
    return [*corrections, replace(made, replaces=earlier(there, made))]


def _bound(
    store: Store, line: Line, post: Post, translator: str
) -> tuple[str, tuple[Segment, ...], list[Finding]]:
    """What the translation is of, its segments there, and the reading to add first, if any."""
    if not line.of.startswith(OCR):
        of = TEXT if line.of == TEXT else store.finding(line.of).id
        return of, located(line.segments, text_of(store, post.id, of)), []
    media = named(post.media, line.of.removeprefix(OCR))
    reading = read_in(store, post, media, line.segments, translator)
    return reading.finding.id, reading.segments, [reading.finding] if reading.new else []


def _known(store: Store, made: Translation, there: list[Translation]) -> bool:
    for each in there:
        same = _words(each) == _words(made)
        if same and (each.reviewer or not made.reviewer):
            return True
    try:
        return store.translation(made.id).id == made.id
    except NotFound:
        return False


def _words(of: Translation) -> tuple[object, ...]:
    return of.of, of.language, of.translator, of.segments


def _line(store: Store, each: Translation) -> Line:
    post = store.post(each.post)
    return Line(
        of=_of(store, each, post),
        source_language=each.source_language,
        language=each.language,
        translator=each.translator.removeprefix(PERSON),
        segments=tuple(Piece(s.source, s.target, s.start, s.end) for s in each.segments),
        post=post.id,
        place=post.place,
        native_id=post.native_id,
        reviewer=each.reviewer.removeprefix(PERSON),
        fiction=each.fiction,
    )


def _of(store: Store, each: Translation, post: Post) -> str:
    if each.of == TEXT:
        return TEXT
    found = store.finding(each.of)
    name = source_name(post, found.media) if found.kind == READ else ""
    return name or each.of
