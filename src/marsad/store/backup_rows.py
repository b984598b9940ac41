"""The rows of a backup that hold words: sealed, each under the key of the post it belongs to.

Sealed are the records of posts, translations and readers, what findings say with the ids that
follow from it, and the salts of the leaves. A version of a reader is sealed as a post is. Times,
places, numbers and kinds stay as they are.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from marsad.store.sealing import seal, unseal
from marsad.store.vault import Vault, post_item

STEP = 1000


@dataclass(frozen=True, slots=True)
class Rows:
    """Where words stand: how to find them with the post they belong to, and to put them back."""

    role: str
    found: str
    """Rows of running number, post, and the words in one or more columns."""
    put: str


POSTS = Rows("post", "select seq, id, record from post", "update post set record = ? where seq = ?")
TRANSLATIONS = Rows(
    "translation",
    "select seq, post, record from translation",
    "update translation set record = ? where seq = ?",
)
READERS = Rows(
    "reader",
    "select seq, id, record from reader",
    "update reader set record = ? where seq = ?",
)
SALTS = Rows(
    "salt",
    "select n, coalesce(translation.post, custody.id), salt from custody "
    "left join translation on custody.kind = 'translation' and translation.id = custody.id "
    "where custody.kind in ('post', 'translation', 'reader') and length(salt) > 0",
    "update custody set salt = ? where n = ?",
)
FINDINGS = Rows(
    "finding",
    "select seq, post, id, value, media, replaces, bounds from finding",
    "update finding set id = 'sealed:' || seq, value = ?, media = '', replaces = '', bounds = '' "
    "where seq = ?",
)
FINDINGS_AGAIN = (
    "update finding set id = ?, value = ?, media = ?, replaces = ?, bounds = ? where seq = ?"
)
PLAIN = (POSTS, TRANSLATIONS, READERS, SALTS)
LEAVE_OUT = (
    "update custody set salt = :nothing where id = :post or (kind = 'translation' and id in "
    "(select id from translation where post = :post))",
    "delete from pad where id in (select pad from pad_post where post = :post)",
    "delete from pad_post where pad not in (select id from pad)",
    "delete from later where post = :post",
    "delete from outbox where post = :post",
    "delete from finding where post = :post",
    "delete from translation where post = :post",
    "delete from post_media where post = :post",
    "delete from done where post = (select seq from post where id = :post)",
    # With its last version goes its marking.
    "delete from marking where kind = 'post' and exists (select 1 from post where id = :post "
    "and post.place = marking.thing and post.native_id = marking.native_id) and not exists "
    "(select 1 from post where id <> :post and post.place = marking.thing "
    "and post.native_id = marking.native_id)",
    "delete from post where id = :post",
    "delete from reader where id = :post",
)
"""What takes a post, or a version of a reader, out of a lab, in the order in which the tables refer
to one another."""
DERIVED = ("delete from sketch", "delete from network", "delete from row_count")
"""Made of words and made again from them: left out of backups, and redone after an erasure."""
SLOWLY_DERIVED = (
    "delete from vector",
    "delete from seen",
    "delete from seen_month",
    "delete from seen_word",
    "delete from seen_upto",
    "delete from remembered",
    "delete from memory",
)
"""The same, but too slow to be redone for one post: an erasure takes what is of that post."""
LEAVE_OUT_DERIVED = (
    "delete from vector where post = (select seq from post where id = :post)",
    "delete from seen where post = (select seq from post where id = :post)",
    "delete from remembered where post = :post",
)

UNSIGNED = ("delete from pad", "delete from pad_post", "delete from later")
"""What nobody has answered for: a backup keeps what was signed."""


def seal_rows(database: sqlite3.Connection, vault: Vault) -> None:
    """Seal every row that holds words, and leave out what follows from them."""
    for order in (*DERIVED, *SLOWLY_DERIVED, *UNSIGNED):
        database.execute(order)
    for rows in PLAIN:
        for batch in _batches(database, rows.found):
            keys = vault.made([post_item(post) for _n, post, _words in batch])
            sealed = (
                (seal(keys[post_item(post)].secret, words, rows.role), n)
                for n, post, words in batch
            )
            database.executemany(rows.put, sealed)
    for batch in _batches(database, FINDINGS.found):
        keys = vault.made([post_item(post) for _n, post, *_words in batch])
        packed = (
            (seal(keys[post_item(post)].secret, json.dumps(words).encode(), FINDINGS.role), n)
            for n, post, *words in batch
        )
        database.executemany(FINDINGS.put, packed)


def unseal_rows(database: sqlite3.Connection, vault: Vault) -> None:
    """Open every row whose key is there, and leave out what was erased since."""
    lost: set[str] = set()
    for rows in PLAIN:
        for batch in _batches(database, rows.found):
            keys = vault.known([post_item(post) for _n, post, _words in batch])
            again = [
                (unseal(keys[post_item(post)].secret, words, rows.role), n)
                for n, post, words in batch
                if post_item(post) in keys
            ]
            database.executemany(rows.put, again)
            lost.update(post for _n, post, _words in batch if post_item(post) not in keys)
    for batch in _batches(database, FINDINGS.found):
        keys = vault.known([post_item(post) for _n, post, *_words in batch])
        opened = (
            (*json.loads(unseal(keys[post_item(post)].secret, value, FINDINGS.role)), n)
            for n, post, _id, value, *_rest in batch
            if post_item(post) in keys
        )
        database.executemany(FINDINGS_AGAIN, opened)
    leave_out(database, lost)


def leave_out(database: sqlite3.Connection, posts: Iterable[str]) -> None:
    """Take posts out of the tables, with all that was said about them and the salts they had."""
    for post in posts:
        for order in LEAVE_OUT:
            database.execute(order, {"post": post, "nothing": b""})


def _batches(database: sqlite3.Connection, found: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in pieces, by running number: what is rewritten in between is not met again."""
    column = found.split(",")[0].removeprefix("select ")
    last, glue = -1, "and" if " where " in found else "where"
    order = f"{found} {glue} {column} > ? order by {column} limit {STEP}"
    while batch := database.execute(order, [last]).fetchall():
        yield batch
        last = batch[-1][0]
