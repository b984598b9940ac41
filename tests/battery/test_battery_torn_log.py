"""B5: a torn end of the log is made again from the database; damage elsewhere stops all writing."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_samples import CAPTURE, PLACE, post

from marsad.errors import EvidenceAltered
from marsad.store import Store, custody

LINES = 8


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE, *(post(number) for number in range(LINES - 2)))
        yield store


def log(lab: Store) -> Path:
    return lab.lab / "custody.log"


def lines(lab: Store) -> list[bytes]:
    return log(lab).read_bytes().splitlines(keepends=True)


TAILS = {
    "garbage": b"\x89PNG\r\n\x1a\n\xff\xfe",
    "garbage of several lines": b"one\ntwo\nthree",
    "zeros": bytes(4096),
    "half a line": b'{"leaf":"0123',
    "a line without its end": b'{"leaf":"' + b"0" * 64 + b'","n":5,"prev":"' + b"0" * 64 + b'"}',
    "nothing": b"",
}


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("missing", [0, 1, 3, LINES])
def test_a_torn_end_is_made_again_bit_for_bit(
    lab: Store, tail: str, missing: int, caplog: pytest.LogCaptureFixture
) -> None:
    whole = lines(lab)
    log(lab).write_bytes(b"".join(whole[: LINES - missing]) + TAILS[tail])
    lab.add(post(50))
    assert lines(lab)[:LINES] == whole
    assert len(lines(lab)) == LINES + 1
    assert [line.leaf for line in custody.lines(lab.lab)] == [each.leaf for each in lab.chain()]
    warned = [record.getMessage() for record in caplog.records]
    assert any("torn bytes at its end were cut off" in said for said in warned) == bool(TAILS[tail])


@pytest.mark.parametrize("cut", range(1, 160, 7))
def test_a_log_cut_at_any_byte_is_made_again(lab: Store, cut: int) -> None:
    whole = log(lab).read_bytes()
    log(lab).write_bytes(whole[:-cut])
    lab.add(post(50))
    assert log(lab).read_bytes().startswith(whole)


def refuses(lab: Store, said: str) -> None:
    damaged, posts = log(lab).read_bytes(), lab.count("post")
    with pytest.raises(EvidenceAltered, match=said) as refused:
        lab.add(post(50))
    assert "restore the lab from a backup" in str(refused.value)
    assert log(lab).read_bytes() == damaged, "evidence of the damage was touched"
    assert lab.count("post") == posts


@pytest.mark.parametrize("at", range(LINES - 1))
@pytest.mark.parametrize("damage", ["lost", "twice", "garbage"])
def test_damage_before_the_end_stops_all_writing(lab: Store, at: int, damage: str) -> None:
    before, line, after = lines(lab)[:at], lines(lab)[at], lines(lab)[at + 1 :]
    put = {"lost": b"", "twice": line * 2, "garbage": b"\0" * 10 + line[10:] + b"\n"}[damage]
    log(lab).write_bytes(b"".join([*before, put, *after]))
    refuses(lab, "damaged near line")
    with pytest.raises(EvidenceAltered, match="damaged at line"):
        list(custody.lines(lab.lab))


@pytest.mark.parametrize("at", range(LINES - 1))
def test_a_flipped_bit_before_the_end_is_found_by_reading_the_log(lab: Store, at: int) -> None:
    some = lines(lab)
    some[at] = some[at].replace(b'"leaf":"', b'"leaf":"x')[:17] + some[at][17:]
    log(lab).write_bytes(b"".join(some))
    with pytest.raises(EvidenceAltered, match=f"damaged at line {at + 1};"):
        list(custody.lines(lab.lab))


def test_damage_and_a_torn_end_together_stop_all_writing(lab: Store) -> None:
    some = lines(lab)
    log(lab).write_bytes(b"".join([*some[:2], *some[3:-1]]) + some[-1][:40])
    refuses(lab, "damaged near line 3")


def forged(lab: Store, at: int) -> bytes:
    """A log whose leaf ``at`` is another one and whose chain was computed anew behind it."""
    head = custody.Head()
    leaves = [line.leaf for line in custody.lines(lab.lab)]
    leaves[at] = hashlib.sha256(b"another record").digest()
    return b"".join(head.line(leaf) for leaf in leaves)


@pytest.mark.parametrize("at", [0, 3, LINES - 1])
def test_a_rewritten_log_is_noticed_at_the_next_write(lab: Store, at: int) -> None:
    log(lab).write_bytes(forged(lab, at))
    assert len(list(custody.lines(lab.lab))) == LINES, "the forgery is sound in itself"
    refuses(lab, "does not agree with the database")


def test_a_rewritten_log_that_was_cut_as_well_is_noticed(lab: Store) -> None:
    log(lab).write_bytes(b"".join(forged(lab, 2).splitlines(keepends=True)[:5]))
    refuses(lab, "does not agree with the database")


def test_a_line_that_nobody_acknowledged_is_noticed(lab: Store) -> None:
    head = custody.Head()
    leaves = [line.leaf for line in custody.lines(lab.lab)]
    log(lab).write_bytes(b"".join(head.line(leaf) for leaf in [*leaves, bytes(32)]))
    refuses(lab, "does not agree with the database")
