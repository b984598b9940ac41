"""A1, A12: a changed bit anywhere in a lab is found; nothing made of an original alters it."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TEXTS, message, write_export
from preserve_authority import Authority

from marsad import pipeline, preserve
from marsad.enrich import enrich
from marsad.errors import MarsadError
from marsad.preserve import timestamp
from marsad.store import Store

TABLES = ("place", "capture", "post", "act")


@pytest.fixture
def lab(store: Store, tmp_path: Path) -> Store:
    """A lab with posts and media, a checkpoint and a stamp on it."""
    folder = tmp_path / "export"
    said = [message(id, text) for id, text in zip((1, 2, 4, 5), TEXTS, strict=True)]
    said.append(message(6, "صورة", photo="photos/a.jpg"))
    path = write_export(folder, said)
    (folder / "photos").mkdir()
    (folder / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    pipeline.collect(store, [str(path)])
    authority = Authority(tmp_path / "authority", "Example")
    question = timestamp.ask(store, tmp_path / "out")
    timestamp.take(store, authority.reply(question, tmp_path / "a.tsr"), authority.root)
    assert preserve.verify(store).state == preserve.VERIFIED
    return store


def flipped(data: bytes, chance: random.Random) -> bytes:
    altered, at = bytearray(data), chance.randrange(len(data) * 8)
    altered[at // 8] ^= 1 << at % 8
    return bytes(altered)


def files(lab: Path) -> Iterator[Path]:
    """What is evidence: originals, log, checkpoints, tokens and what they stand on."""
    yield lab / "custody.log"
    for folder in ("blobs", "checkpoints", "anchors"):
        yield from sorted(path for path in (lab / folder).rglob("*") if path.is_file())


def state(store: Store) -> str:
    try:
        return preserve.verify(store).state
    except MarsadError as error:
        return type(error).__name__


def test_a_bit_in_any_file_of_a_lab_is_found(lab: Store) -> None:
    """One bit in each file, several times over."""
    chance, tried = random.Random(11), 0
    for path in list(files(lab.lab)):
        whole = path.read_bytes()
        # A question is no evidence.
        if not whole or path.name.endswith(".tsq"):
            continue
        for _ in range(6):
            path.chmod(0o644)
            path.write_bytes(flipped(whole, chance))
            said = state(lab)
            assert said in ("INVALID", "INCOMPLETE", "EvidenceAltered"), (path.name, said)
            path.write_bytes(whole)
            tried += 1
    assert tried > 40
    assert state(lab) == preserve.VERIFIED


def test_a_bit_in_any_record_salt_or_entry_is_found_and_the_item_named(lab: Store) -> None:
    chance = random.Random(12)
    with sqlite3.connect(lab.lab / "lab.db", isolation_level=None) as database:
        for table in TABLES:
            for id, record in database.execute(f"select id, record from {table}").fetchall():
                change = f"update {table} set record = ? where id = ?"
                database.execute(change, (flipped(record, chance), id))
                found = preserve.verify(lab)
                assert found.state == "INVALID", (table, id)
                assert any(id in each.item for each in found.problems), (table, id)
                database.execute(change, (record, id))
        for n, salt, at in database.execute("select n, salt, at from custody").fetchall():
            for column, value, other in (
                ("salt", salt, flipped(salt, chance)),
                ("at", at, at.replace("20", "21", 1)),
            ):
                change = f"update custody set {column} = ? where n = ?"
                database.execute(change, (other, n))
                assert state(lab) == "INVALID", (n, column)
                database.execute(change, (value, n))
    assert state(lab) == preserve.VERIFIED


def test_nothing_made_of_the_originals_alters_them(lab: Store, tmp_path: Path) -> None:
    """A12: reading, indexing, translating and reporting leave every byte and time as it was."""

    def seen() -> dict[str, tuple[bytes, int, int]]:
        paths = sorted(path for path in (lab.lab / "blobs").rglob("*") if path.is_file())
        return {
            path.name: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
            for path in paths
        }

    before = seen()
    done = pipeline.run(lab, [str(tmp_path / "export")], tmp_path / "out")
    enrich(lab)
    pipeline.choose(lab, "حديقة")
    preserve.bundle(lab, list(lab.posts()), tmp_path / "bundle")
    assert done.paths
    assert seen() == before
    texts = {post.native_id: post.text for post in lab.posts()}
    assert [texts[id] for id in ("1", "2", "4", "5")] == list(TEXTS)
    findings = [each for post in lab.posts() for each in lab.findings(post.id)]
    assert findings
    assert all(each.maker and each.post in {post.id for post in lab.posts()} for each in findings)
    assert preserve.verify(lab).state == preserve.VERIFIED
