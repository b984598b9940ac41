"""What an export names is never opened unless it is a file inside the export."""

import os
import sys
from pathlib import Path

import pytest
from test_collect_telegram import collect, export, message

from marsad.collect.telegram_media import Folder, objection
from marsad.plugins import Gathered, Refused

SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "hostile" / "generated"
OWN = [
    "../secret.txt",
    "/etc/passwd",
    "photos/../../secret.txt",
    "..\\secret.txt",
    "photos/%2E%2E/x",
    "photos/．．/x",
    "photos/‥/x",
    "photos／x",
    "photos/a\u202egpj.exe",
    "photos/\u200b../x",
    "photos/x\0.jpg",
    "photos/x\n.jpg",
    "~/x",
    "$HOME/x",
    "-rf",
    "file:///etc/passwd",
    "photos/x.jpg:stream",
    "photos/aux.jpg",
    "photos//x",
    "photos/ok.jpg ",
    "photos/ok.jpg.",
    ".",
    "",
    "photos/" + "س" * 200,
]
ORDINARY = [
    "photos/photo_1@03-03-2024_10-00-00.jpg",
    "files/تقرير السوق (١).pdf",
    "files/کتاب\u200cها.pdf",
    "files/50% off.pdf",
    "files/.hidden",
    "chats/chat_001/photos/a.jpg",
    "files/Ｆｕｌｌ．txt",
]


def test_the_hostile_names_are_here():
    if not SHARED.is_dir():
        pytest.skip("the list of hostile names is not on this machine; the own set was run")
    assert len(hostile()) == 27 + len(OWN)


def hostile() -> list[str]:
    path = SHARED / "paths.txt"
    given = path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []
    return [*OWN, *given]


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_name_costs_only_its_file(tmp_path, name):
    folder = tmp_path / "export"
    (folder / "photos").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "photos" / "ok.jpg").write_bytes(b"\xff\xd8")
    good = message(2, "صورة", photo="photos/ok.jpg", photo_file_size=2)
    found = collect(export(folder, message(1, "نص", photo=name), good))
    bad, fine = (item for item in found if isinstance(item, Gathered))
    (refused,) = (item for item in found if isinstance(item, Refused))
    assert bad.files == {}
    assert bad.post.text == "نص"
    assert bad.post.media[0].name == name
    assert bad.post.media[0].missing.startswith("refused: ")
    assert refused.where.startswith("result.json, message 1")
    assert fine.files["photos/ok.jpg"].read_bytes() == b"\xff\xd8"


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_in_any_script_is_taken(tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("content")
    found = Folder(tmp_path).find(name)
    assert found.path is not None
    assert found.path.read_text() == "content"
    assert (found.size, found.missing) == (7, "")


def test_a_link_out_of_the_export_is_not_followed(tmp_path):
    folder = tmp_path / "export"
    (folder / "photos").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "photos" / "a.jpg").symlink_to(tmp_path / "secret.txt")
    (folder / "files").symlink_to(tmp_path)
    (folder / "photos" / "b.jpg").symlink_to(folder / "photos" / "c.jpg")
    (folder / "photos" / "c.jpg").write_text("c")
    os.mkfifo(folder / "photos" / "pipe")
    shelf = Folder(folder)
    for name in ("photos/a.jpg", "files/secret.txt", "photos/pipe", "photos"):
        assert shelf.find(name).path is None
        assert shelf.find(name).suspicious
    inside = shelf.find("photos/b.jpg").path
    assert inside is not None
    assert inside.read_text() == "c"


def test_a_folder_that_begins_like_the_export_is_still_outside(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export2").mkdir()
    (tmp_path / "export2" / "x").write_text("secret")
    (tmp_path / "export" / "files").symlink_to(tmp_path / "export2")
    assert Folder(tmp_path / "export").find("files/x").path is None


def test_nothing_outside_the_export_is_opened(tmp_path):
    """Every file opened while reading is noted by the interpreter itself."""
    folder = tmp_path / "export"
    folder.mkdir()
    (tmp_path / "x").write_text("secret")
    path = export(folder, *(message(n, photo=name) for n, name in enumerate(hostile(), 1)))
    opened: list[str] = []
    watching = [True]

    def note(event: str, details: tuple[object, ...]) -> None:
        if watching[0] and event == "open":
            opened.append(str(details[0]))

    sys.addaudithook(note)
    found = collect(path)
    watching[0] = False
    assert len([item for item in found if isinstance(item, Gathered)]) == len(hostile())
    assert opened == [str(path)]


def test_a_file_that_did_not_come_along_is_missing_but_not_suspicious(tmp_path):
    found = collect(export(tmp_path, message(1, photo="photos/gone.jpg", photo_file_size=9)))
    assert len(found) == 1
    assert found[0].post.media[0].missing == "the file is not in the export folder"
    assert found[0].post.media[0].size == 9


@pytest.mark.parametrize(
    "notice",
    [
        "(File not included. Change data exporting settings to download.)",
        "(File exceeds maximum size. Change data exporting settings to download.)",
        "(File unavailable, please try again later)",
        "report.pdf (File unavailable, please try again later)",
    ],
)
def test_a_notice_of_telegram_is_the_reason_and_no_name(tmp_path, notice):
    found = Folder(tmp_path).find(notice)
    assert found.missing.startswith("Telegram Desktop left it out: ")
    assert not found.suspicious


def test_an_objection_is_a_reason_to_read():
    assert objection("photos/../x") != ""
    assert objection("photos/x.jpg") == ""
