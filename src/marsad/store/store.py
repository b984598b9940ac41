"""The one door to the disk: add and read, nothing else."""

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, text

from marsad import settings as _settings
from marsad.errors import BadInput, NotALab
from marsad.phrase import Phrase
from marsad.store import bucket, checkpoint, custody, database, disk, keys, layout, veil
from marsad.store.chain import Witnessed, chain
from marsad.store.changes import Changes
from marsad.store.lock import held
from marsad.store.merkle import Frontier
from marsad.store.records import Thing
from marsad.store.writer import Writer


class Store(Changes):
    """A lab folder. Open one, hand it to a stage, close it.

    What was added is durable when ``add`` or ``write`` returns: originals first, then the database,
    then the custody log.
    """

    def __init__(self, lab: Path, cleared: Collection[str] | None = None) -> None:
        """Open the lab, upgrading its schema where it is older.

        For somebody who is ``cleared`` for some markings, what has others is not there.
        """
        if (lab / layout.BACKUP).exists():
            raise NotALab(
                Phrase(
                    "%(lab)s is a backup, and sealed; open it with: marsad restore %(lab)s LAB",
                    lab=lab,
                )
            )
        if not (lab / layout.CUSTODY).exists():
            raise NotALab(
                Phrase("%(lab)s is not a lab; make one with: marsad init %(lab)s", lab=lab)
            )
        # Absolute: workers and decoders stand in folders of their own.
        self.lab = lab.absolute()
        self.settings = _settings.load(lab)
        self.blobs = bucket.blobs(self.lab, self.settings)
        disk.sweep(lab / layout.TMP)
        self.engine = self.plain = database.connect(self.lab, self.settings)
        database.migrate(self.plain)
        if cleared is not None:
            self._veil(cleared)

    @classmethod
    def create(cls, lab: Path) -> "Store":
        """Make a lab, or open the one that is there."""
        if lab.exists() and not lab.is_dir():
            raise BadInput(Phrase("%(lab)s is a file; name a folder for the lab", lab=lab))
        if lab.exists() and any(lab.iterdir()) and not (lab / layout.KEYS).exists():
            raise BadInput(
                Phrase(
                    "%(lab)s holds other files; name a new or an empty folder for the lab", lab=lab
                )
            )
        if not (lab / layout.KEYS).exists() and (settings := _settings.load(lab)).database:
            engine = database.connect(lab, settings)
            database.refuse_used(engine)
            engine.dispose()
        with disk.told():
            for folder in layout.FOLDERS:
                (lab / folder).mkdir(parents=True, exist_ok=True)
                # One by one: the first of them says that the others may be completed.
                disk.sync_folder(lab)
            keys.make(lab)
            # Last, since it makes the folder a lab.
            (lab / layout.CUSTODY).touch()
            disk.sync_folder(lab)
            disk.sync_folder(lab.absolute().parent)
        return cls(lab)

    def close(self) -> None:
        """Let go of the lab."""
        self.engine.dispose()
        self.plain.dispose()
        self.blobs.close()

    def __enter__(self) -> "Store":
        """Open for the length of a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        self.close()

    def keep(self, source: Path | bytes) -> str:
        """Keep an original and return its SHA-256."""
        return self.blobs.keep(source)

    def read(self, sha256: str) -> bytes:
        """The content of an original, checked against its digest."""
        return self.blobs.read(sha256)

    def path(self, sha256: str) -> Path:
        """A read-only file with the content of an original."""
        return self.blobs.path(sha256)

    def add(self, *things: Thing, by: str = "marsad") -> int:
        """Add things in one transaction and answer how many were new."""
        with self.write() as writer:
            return writer.add(things, by)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """Hold the lab for one transaction; all of it is durable afterwards, or none."""
        with held(self.lab / layout.LOCK, self.settings.lock_seconds, "writing to"):
            with self.transaction() as connection:
                head = self._head(connection)
                self._mend_log(connection, head)
                size = head.size
                writer = Writer(connection, head)
                yield writer
                if head.size > size:
                    self._store_head(connection, head)
            if writer.lines:
                disk.append(self.lab / layout.CUSTODY, b"".join(writer.lines))

    def checkpoint(self) -> Path | None:
        """Sign the log as it stands; nothing when it is empty or already signed."""
        with held(self.lab / layout.LOCK, self.settings.lock_seconds, "writing to"):
            with self.plain.connect() as connection:
                head = self._head(connection)
            signed = checkpoint.every(self.lab)
            if not head.size or (signed and checkpoint.read(signed[-1]).size == head.size):
                return None
            return checkpoint.write(self.lab, self.origin, head.size, head.tree.root)

    def root(self) -> tuple[int, str]:
        """Size and Merkle root of the custody log, in hexadecimal."""
        with self.plain.connect() as connection:
            head = self._head(connection)
        return head.size, head.tree.root.hex()

    @property
    def whole(self) -> "Store":
        """The same lab with all that is in it: what is made for everybody is made of this.

        It is closed with this one.
        """
        if not self.hidden:
            return self
        made = copy(self)
        made.engine, made.hidden = self.plain, veil.NOTHING
        return made

    def counted(self, number: int) -> int:
        """A running number as it would be if nothing hidden were there: gaps would tell."""
        return number - bisect_right(self._hidden_numbers, number)

    def hidden_numbers(self) -> list[int]:
        """The running numbers of posts that are hidden by markings of their own."""
        with self.plain.connect() as connection:
            return veil.numbers(connection, self.hidden, veil.OF_POSTS)

    @cached_property
    def _hidden_numbers(self) -> list[int]:
        if not self.hidden:
            return []
        with self.plain.connect() as connection:
            found = [veil.numbers(connection, self.hidden, of) for of in veil.EITHER]
        return sorted({number for some in found for number in some})

    def pointing_at_hidden(self) -> list[int]:
        """The running numbers of posts that were told to repeat what is hidden."""
        with self.plain.connect() as connection:
            return veil.pointing(connection, self.hidden)

    @cached_property
    def origin(self) -> str:
        """The name that checkpoints of this lab are signed with."""
        return "marsad.lab/" + hashlib.sha256(keys.public_pem(self.lab)).hexdigest()[:16]

    @cached_property
    def pseudonym_key(self) -> bytes:
        """The secret of this lab's pseudonyms."""
        return keys.pseudonym_key(self.lab)

    @contextmanager
    def transaction(self, leases: bool = False) -> Iterator[Connection]:
        """A bare transaction, for the ledger and the writer; stages use ``add`` and ``write``.

        One that touches nothing but ``leases`` waits for no other writer, where the database
        can lock row by row.
        """
        with database.told(), self.plain.connect() as connection:
            connection = connection.execution_options(writes=True, leases=leases)
            with connection.begin():
                yield connection

    def chain(self, start: int = 0, thing: str = "") -> Iterator[Witnessed]:
        """The entries of the custody log, all or of one thing, with what they commit to."""
        with self.plain.connect() as connection:
            yield from chain(connection, start, thing)

    def _veil(self, cleared: Collection[str]) -> None:
        with self.plain.connect() as connection:
            self.hidden = veil.hidden(connection, cleared)
            if self.hidden:
                self.engine = database.connect(self.lab, self.settings)
                veil.drop_over(self.engine, connection, self.hidden)

    def _head(self, connection: Connection) -> custody.Head:
        found = connection.execute(text("select * from head")).mappings().first()
        if found is None:
            return custody.Head()
        tree = Frontier.unpack(found["size"], found["peaks"])
        return custody.Head(found["size"], found["prev"], found["bytes"], tree, found["findings"])

    def _store_head(self, connection: Connection, head: custody.Head) -> None:
        connection.execute(text("delete from head"))
        connection.execute(
            text(
                "insert into head (one, size, prev, bytes, peaks, findings) "
                "values (1, :size, :prev, :bytes, :peaks, :findings)"
            ),
            {
                "size": head.size,
                "prev": head.prev,
                "bytes": head.length,
                "peaks": head.tree.pack(),
                "findings": head.findings,
            },
        )

    def _mend_log(self, connection: Connection, head: custody.Head) -> None:
        sound = custody.settle(self.lab, head)
        if sound.size < head.size:
            leaves = (row.leaf for row in chain(connection, sound.size))
            disk.append(self.lab / layout.CUSTODY, custody.remake(sound, leaves, head))
