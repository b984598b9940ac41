"""Time stamps of the log: questions to authorities, their answers, and what each is worth.

Nothing is sent from here. A question is a file to be carried to an authority; until its answer is
imported and stands, the checkpoint is pending and nothing says otherwise.
"""

import base64
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from marsad.errors import BadInput, MarsadError, NotFound
from marsad.preserve import timestamp_token as tokens
from marsad.preserve.timestamp_token import Token
from marsad.store import Store, checkpoint, disk, keys, layout
from marsad.store.checkpoint import Checkpoint

PENDING, ANCHORED, INVALID = "pending", "anchored", "invalid"
ACT = "anchored"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint and the authority that saw it."""

    size: int
    root: str
    authority: str = ""
    """As its certificate names it; empty while nobody answered."""
    state: str = PENDING
    time: datetime | None = None
    """By the authority's clock; only when it is anchored."""
    token: Path | None = None
    reason: str = ""
    """Why it is invalid."""

    @property
    def beside(self) -> tuple[Path, Path]:
        """The root that was trusted at the import, and the certificates between."""
        if self.token is None:
            raise NotFound(f"checkpoint {self.size} has no time stamp yet")
        return self.token.with_suffix(".root.pem"), self.token.with_suffix(".chain.pem")


def ask(store: Store, folder: Path) -> Path:
    """Sign the log as it stands and write the question about it, to be sent to an authority."""
    store.checkpoint()
    notes = checkpoint.every(store.lab)
    if not notes:
        raise BadInput("the log is empty, so there is nothing to stamp; collect something first")
    note, queue = checkpoint.read(notes[-1]), _queue(store)
    question = queue / f"{note.size:012d}.tsq"
    if not question.exists():
        disk.write_whole(question, _question(store, note), store.lab / layout.TMP, 0o644)
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"checkpoint-{question.name}"
    out.write_bytes(question.read_bytes())
    return out


def take(store: Store, path: Path, roots: Path, by: str = "marsad") -> Anchor:
    """Import an authority's answer, once it stands on one of these root certificates."""
    token = tokens.read(path)
    note = _asked(store, token)
    root, chain = _stands_on(token, stamped(note, keys.public_pem(store.lab)), roots)
    data = tokens.reply(token)
    kept = _queue(store) / f"{note.size:012d}-{_short(data)}.tsr"
    if kept.exists():
        return _judged(store, note, kept)
    # The token last: it is what makes the anchor.
    for suffix, content in ((".root.pem", root), (".chain.pem", chain), (".tsr", data)):
        disk.write_whole(kept.with_suffix(suffix), content, store.lab / layout.TMP, 0o644)
    with store.write() as writer:
        said = {"size": note.size, "token": hashlib.sha256(data).hexdigest()}
        writer.act(ACT, by, root=hashlib.sha256(root).hexdigest(), **said)
    store.checkpoint()
    return _judged(store, note, kept)


def anchors(store: Store) -> list[Anchor]:
    """Every question and every answer, oldest checkpoint first, each answer checked again."""
    return list(_anchors(store))


def stamped(note: Checkpoint, public_pem: bytes) -> bytes:
    """What an authority is asked to stamp: the note with the lab's own signature alone."""
    if not note.verified(public_pem):
        raise BadInput(
            f"checkpoint {note.size} lacks this lab's signature; there is no stamp on it"
        )
    coded = base64.b64encode(note.signature).decode()
    return f"{note.text}\n— {note.origin} {coded}\n".encode()


def _anchors(store: Store) -> Iterator[Anchor]:
    folder = store.lab / layout.ANCHORS
    answered = {path.name[:12] for path in folder.glob("*.tsr")}
    for path in sorted([*folder.glob("*.tsq"), *folder.glob("*.tsr")]):
        size = int(path.name[:12]) if path.name[:12].isdecimal() else -1
        try:
            note = _note(store, size)
        except MarsadError as error:
            yield Anchor(size, "", state=INVALID, token=path, reason=str(error))
            continue
        if path.suffix == ".tsr":
            yield _judged(store, note, path)
        elif path.stem not in answered:
            yield Anchor(size, note.root.hex())


def _judged(store: Store, note: Checkpoint, path: Path) -> Anchor:
    found = Anchor(note.size, note.root.hex(), token=path)
    try:
        if path.stem[13:] != _short(path.read_bytes()):
            # Parts of a token are signed by nobody; it is kept as it came all the same.
            raise BadInput(f"{path.name} was altered; restore it from a backup")
        token = tokens.read(path)
        tokens.check(token, stamped(note, keys.public_pem(store.lab)), *found.beside)
    except BadInput as error:
        return Anchor(found.size, found.root, state=INVALID, token=path, reason=str(error))
    return Anchor(found.size, found.root, token.authority, ANCHORED, token.time, path)


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _note(store: Store, size: int) -> Checkpoint:
    path = store.lab / layout.CHECKPOINTS / f"{size:012d}.note"
    if not path.exists():
        raise NotFound(f"checkpoint {size} is missing; restore it from a backup")
    return checkpoint.read(path)


def _queue(store: Store) -> Path:
    folder = store.lab / layout.ANCHORS
    if not folder.exists():
        with disk.told():
            folder.mkdir()
            disk.sync_folder(store.lab)
    return folder


def _question(store: Store, note: Checkpoint) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "note", Path(folder) / "tsq"
        data.write_bytes(stamped(note, keys.public_pem(store.lab)))
        tokens.query(data, out)
        return out.read_bytes()


def _asked(store: Store, token: Token) -> Checkpoint:
    """The checkpoint that the token answers for, by its digest and its nonce."""
    if token.algorithm not in tokens.STRONG:
        raise BadInput(f"{token.path.name} stamps a digest of the weak kind {token.algorithm}")
    public = keys.public_pem(store.lab)
    for question in sorted(_queue(store).glob("*.tsq"), reverse=True):
        note = _note(store, int(question.stem))
        if hashlib.new(token.algorithm, stamped(note, public)).digest() != token.digest:
            continue
        if not tokens.answers(token, question):
            raise BadInput(f"{token.path.name} answers another question about {question.stem}")
        return note
    raise BadInput(
        f"{token.path.name} stamps no checkpoint that this lab asked about; ask with: "
        "marsad timestamp LAB ask"
    )


def _stands_on(token: Token, data: bytes, roots: Path) -> tuple[bytes, bytes]:
    """The one root it stands on and the certificates between, as PEM; raises when there is none."""
    given = tokens.load(roots)
    between = [each for each in (*token.certificates, *given) if each.issuer != each.subject]
    issuers = {each.issuer for each in (*token.certificates, *between)}
    last = BadInput(f"{roots.name} holds no root that {token.path.name} could stand on")
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
