"""The lab on disk. This docstring is the specification, and a promise to outsiders.

::

    lab/
        marsad.toml                 settings, may be edited by hand
        lab.db                      everything that can be asked about (SQLite, WAL); or none, and
                                    ``database`` in marsad.toml names one of PostgreSQL
        desk.db                     accounts, sessions and who read what (SQLite, WAL), where a
                                    desk is used; never copied anywhere
        blobs/ab/abcd...            every byte that came in, by SHA-256, written once, read-only; or
                                    none, and ``blobs`` in marsad.toml names a bucket
        custody.log                 one line for each thing added, each line chained to the last
        checkpoints/N.note          signed statements of the log's size N and Merkle root
        anchors/N.tsq               question to time-stamping authorities (RFC 3161) about note N
        anchors/N-XXXX.tsr          an answer, beside it .root.pem and .chain.pem that it stands on
        anchors/N.note              note N as it was laid down to be stamped by OpenTimestamps
        anchors/N-XXXX.ots          a proof, beside it .header of its Bitcoin block if one was given
        keys/lab.key, lab.pub       Ed25519 key pair that signs them
        keys/pseudonym.key          secret of this lab's pseudonyms
        keys/backup.key             opens the vault; whoever has it and a backup can read the lab
        keys/desk.key               seals the secrets in desk.db; never copied anywhere
        keys/vault.db               a key for each post and each original that was backed up
        altered/XXXX-YYYY           what an original XXXX had become when a sweep found it altered
        codebook.toml               the lab's own codes and cues, may be edited by hand
        coder/                      the lab's trained coder: model.npz, card.json, card.md
        index/                      the search index; derived, may be deleted
        press/                      pictures and reports as they were made; derived, may be deleted
        site/                       the trees of readers, where ``site`` names no other folder
        alerts.lock                 held by the process that is telling saved searches
        index.lock                  held by the process that is writing the search index
        memory/                     trigrams of the translation memory; derived, may be deleted
        tmp/                        unfinished writes; emptied at start of what nobody holds
        lock                        held by the process that is writing
        fixity.lock                 held by the process that is sweeping the originals
        publish.lock                held by the process that is publishing or sending digests
        watch.lock                  held by the process that is watching sources

A line of ``custody.log`` is ``{"leaf":"<hex>","n":<number>,"prev":"<hex>"}``: ``prev`` is the
SHA-256 of the line before it without its line end (64 zeros for the first), and ``leaf`` is
SHA-256(salt ‖ entry). The entry is ``{"at":...,"by":...,"id":...,"kind":...,"record":"<hex>"}``,
JSON in UTF-8 with its keys in this order and no blanks: who added what, when, and the SHA-256 of
the record. The salt of 32 bytes and the record (JSON, as stored) stand in ``lab.db``. Whoever is
given them can check one leaf; nobody can guess a record back from its leaf, and destroying salt
and record erases what the leaf stood for while the log still verifies. The leaves are also those
of an RFC 6962 Merkle tree.

A backup has the same folders and beside them ``backup.txt``. In it originals, posts, what was said
about them and their salts are sealed, each under its own key of the vault (``store/sealing.py``);
``keys/`` there holds a copy of the vault and not the key that opens it.

What an authority stamps is a checkpoint's note with the lab's own signature and no other. A
question without an answer is pending, and nothing more; so is a proof that leads to no block.
"""

from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase

DATABASE = "lab.db"
DESK = "desk.db"
BLOBS = "blobs"
CUSTODY = "custody.log"
CHECKPOINTS = "checkpoints"
ANCHORS = "anchors"
KEYS = "keys"
INDEX = "index"
INDEX_LOCK = "index.lock"
ALERTS_LOCK = "alerts.lock"
MEMORY = "memory"
PRESS = "press"
PUBLISH_LOCK = "publish.lock"
TMP = "tmp"
LOCK = "lock"
ALTERED = "altered"
FIXITY_LOCK = "fixity.lock"
BACKUP = "backup.txt"
FOLDERS = (KEYS, BLOBS, CHECKPOINTS, TMP)
"""Keys first: a folder that has them was begun as a lab, and may be completed."""

_HEX = frozenset("0123456789abcdef")


def blob(lab: Path, sha256: str) -> Path:
    """Path of an original, such as ``blobs/ab/abcd...``."""
    if len(sha256) != 64 or not _HEX.issuperset(sha256):
        raise BadInput(
            Phrase(
                "%(sha256)s is not a SHA-256 digest of 64 hexadecimal digits", sha256=repr(sha256)
            )
        )
    return lab / BLOBS / sha256[:2] / sha256
