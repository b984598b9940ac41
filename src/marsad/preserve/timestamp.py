"""Time stamps of the log: questions to authorities, their answers, and what each is worth.

Nothing is sent from here. A question is a file to be carried to an authority; until its answer is
imported and stands, the checkpoint is pending and nothing says otherwise.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from marsad.errors import BadInput, MarsadError
from marsad.phrase import Phrase
from marsad.preserve import timestamp_token as tokens
from marsad.preserve.timestamp_anchor import (
    ANCHORED,
    INVALID,
    PENDING,
    Anchor,
    latest,
    note_of,
    queue,
    record,
    short,
    stamped,
)
from marsad.preserve.timestamp_ots import ANCHORING, is_ots, judged_ots, take_ots
from marsad.preserve.timestamp_token import Token
from marsad.store import Store, disk, keys, layout
from marsad.store.checkpoint import Checkpoint

__all__ = ["ANCHORED", "INVALID", "PENDING", "Anchor", "anchors", "ask", "stamped", "take"]


QUESTIONS = {".tsq": ".tsr", ".note": ".ots", ".tsr": "", ".ots": ""}
"""Kinds of files among the anchors, each question with the kind of its answer."""


def ask(store: Store, folder: Path) -> Path:
    """Sign the log as it stands and write the question about it, to be sent to an authority."""
    note = latest(store)
    question = queue(store) / f"{note.size:012d}.tsq"
    if not question.exists():
        disk.write_whole(question, _question(store, note), store.lab / layout.TMP, 0o644)
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"checkpoint-{question.name}"
    out.write_bytes(question.read_bytes())
    return out


def take(
    store: Store,
    path: Path,
    roots: Path | None = None,
    by: str = "marsad",
    header: Path | None = None,
) -> Anchor:
    """Import an authority's answer, once it stands on one of these root certificates.

    A proof of OpenTimestamps is taken as it comes; ``header`` is that of its block.
    """
    if is_ots(path):
        return take_ots(store, path, header, by)
    if roots is None:
        raise BadInput(
            Phrase("an authority's answer needs roots to stand on; name a file with --roots")
        )
    token = tokens.read(path)
    note = _asked(store, token)
    root, chain = _stands_on(token, stamped(note, keys.public_pem(store.lab)), roots)
    data = tokens.reply(token)
    kept = queue(store) / f"{note.size:012d}-{short(data)}.tsr"
    # The token last: it is what makes the anchor.
    for suffix, content in ((".root.pem", root), (".chain.pem", chain), (".tsr", data)):
        if not kept.with_suffix(suffix).exists():
            disk.write_whole(kept.with_suffix(suffix), content, store.lab / layout.TMP, 0o644)
    record(store, ANCHORING, by, note, data, root, chain)
    return _judged(store, note, kept)


def anchors(store: Store) -> list[Anchor]:
    """Every question and every answer, oldest checkpoint first, each answer checked again."""
    return list(_anchors(store))


def _anchors(store: Store) -> Iterator[Anchor]:
    folder = store.lab / layout.ANCHORS
    found = [path for path in sorted(folder.glob("*")) if path.suffix in QUESTIONS]
    answered = {(path.name[:12], path.suffix) for path in found}
    for path in found:
        size = int(path.name[:12]) if path.name[:12].isdecimal() else -1
        try:
            note = note_of(store, size)
        except MarsadError as error:
            yield Anchor(size, "", state=INVALID, token=path, reason=str(error))
            continue
        if not (answer := QUESTIONS[path.suffix]):
            yield _JUDGES[path.suffix](store, note, path)
        elif (path.stem, answer) not in answered:
            yield Anchor(size, note.root.hex())


def _judged(store: Store, note: Checkpoint, path: Path) -> Anchor:
    found = Anchor(note.size, note.root.hex(), token=path)
    try:
        if path.stem[13:] != short(path.read_bytes()):
            # Parts of a token are signed by nobody; it is kept as it came all the same.
            raise BadInput(Phrase("%(path)s was altered; restore it from a backup", path=path.name))
        token = tokens.read(path)
        root, chain = found.beside
        tokens.check(token, stamped(note, keys.public_pem(store.lab)), root, chain)
    except BadInput as error:
        return Anchor(found.size, found.root, state=INVALID, token=path, reason=str(error))
    return Anchor(found.size, found.root, token.authority, ANCHORED, token.time, path)


def _question(store: Store, note: Checkpoint) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "note", Path(folder) / "tsq"
        data.write_bytes(stamped(note, keys.public_pem(store.lab)))
        tokens.query(data, out)
        return out.read_bytes()


def _asked(store: Store, token: Token) -> Checkpoint:
    """The checkpoint that the token answers for, by its digest and its nonce."""
    if token.algorithm not in tokens.STRONG:
        raise BadInput(
            Phrase(
                "%(path)s stamps a digest of the weak kind %(algorithm)s",
                path=token.path.name,
                algorithm=token.algorithm,
            )
        )
    public = keys.public_pem(store.lab)
    for question in sorted(queue(store).glob("*.tsq"), reverse=True):
        note = note_of(store, int(question.stem))
        if hashlib.new(token.algorithm, stamped(note, public)).digest() != token.digest:
            continue
        if not tokens.answers(token, question):
            raise BadInput(
                Phrase(
                    "%(path)s answers another question about %(stem)s",
                    path=token.path.name,
                    stem=question.stem,
                )
            )
        return note
    raise BadInput(
        Phrase(
            "%(path)s stamps no checkpoint that this lab asked about; ask with: "
            "marsad timestamp LAB ask",
            path=token.path.name,
        )
    )


def _stands_on(token: Token, data: bytes, roots: Path) -> tuple[bytes, bytes]:
    """The one root it stands on and the certificates between, as PEM; raises when there is none."""
    given = tokens.load(roots)
    between = [each for each in (*token.certificates, *given) if each.issuer != each.subject]
    issuers = {each.issuer for each in (*token.certificates, *between)}
    last = BadInput(
        Phrase(
            "%(roots)s holds no root that %(path)s could stand on",
            roots=roots.name,
            path=token.path.name,
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        root, chain = Path(folder) / "root", Path(folder) / "chain"
        chain.write_bytes(tokens.pem(dict.fromkeys(between)))
        for each in given:
            if each.issuer == each.subject and each.subject in issuers:
                root.write_bytes(tokens.pem([each]))
                try:
                    tokens.check(token, data, root, chain)
                except BadInput as error:
                    last = error
                else:
                    return root.read_bytes(), chain.read_bytes()
    raise last


_JUDGES = {".tsr": _judged, ".ots": judged_ots}
