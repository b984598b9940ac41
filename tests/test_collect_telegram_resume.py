"""An interrupted import goes on where it stopped, and an edit is never missed."""

import json

import pytest
from test_collect_telegram import SALWAN, VOROT, export, message, photo

from marsad.collect.telegram_export import TelegramExport
from marsad.plugins import Gathered


def taken(origin, since=""):
    found = TelegramExport().collect(str(origin), since)
    return [item for item in found if isinstance(item, Gathered)]


@pytest.mark.parametrize("origin", [SALWAN, VOROT / "json_export", VOROT / "basic_export"])
def test_every_post_is_a_place_to_stop_and_go_on(origin):
    whole = taken(origin)
    for number, item in enumerate(whole, 1):
        assert [g.post for g in taken(origin, item.checkpoint)] == [g.post for g in whole[number:]]


def test_a_checkpoint_in_a_large_export_skips_exactly_what_was_taken(tmp_path):
    path = export(tmp_path, *(message(number, "كلمة " * 40) for number in range(1, 2001)))
    whole = taken(path)
    assert len(whole) == 2000
    for stop in (1, 700, 1999):
        rest = taken(path, whole[stop - 1].checkpoint)
        assert [g.post.native_id for g in rest] == [str(n) for n in range(stop + 1, 2001)]


def test_a_checkpoint_never_splits_an_album(tmp_path):
    path = export(tmp_path, message(1), photo(2), photo(3), photo(4), message(5))
    for item in taken(path):
        albums = [g.post.album for g in taken(path, item.checkpoint) if g.post.media]
        assert albums in ([("2", "3", "4")], [])


def test_an_edited_text_of_an_old_post_is_seen_again(tmp_path):
    path = export(tmp_path, message(1, "قديم"), message(2))
    last = taken(path)[-1].checkpoint
    assert taken(path, last) == []
    export(tmp_path, message(1, "جديد"), message(2))
    assert [g.post.text for g in taken(path, last)] == ["جديد", "نص"]


def test_an_export_that_grew_is_read_from_its_beginning(tmp_path):
    path = export(tmp_path, message(1))
    last = taken(path)[-1].checkpoint
    export(tmp_path, message(1), message(2))
    assert [g.post.native_id for g in taken(path, last)] == ["1", "2"]


@pytest.mark.parametrize("since", ["x", "{}", "[]", '{"read":"a"}', '{"read":99,"checksum":1}'])
def test_a_checkpoint_of_something_else_starts_from_the_beginning(tmp_path, since):
    assert len(taken(export(tmp_path, message(1), message(2)), since)) == 2


def test_a_checkpoint_is_small_and_readable():
    """What the store keeps between runs: changing it makes every lab read its exports again."""
    said = json.loads(taken(SALWAN)[0].checkpoint)
    assert set(said) == {"read", "checksum", "chat", "message"}
    assert (said["chat"], said["message"]) == (1, 1)
