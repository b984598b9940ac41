"""D9: without any network all that is local works, and what needs others stays pending."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TEXTS, message, write_export

ALONE = ["unshare", "--user", "--map-root-user", "--net"]
"""A network of its own, with nothing in it: not even the loopback address is up."""


def alone() -> bool:
    if not shutil.which("unshare"):
        return False
    done = subprocess.run([*ALONE, "true"], capture_output=True, check=False)
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not alone(), reason="this system lets nobody have its own network")


def marsad(*words: object) -> subprocess.CompletedProcess[str]:
    command = [*ALONE, sys.executable, "-m", "marsad", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_there_is_no_network_in_there() -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run(
        [*ALONE, sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert "unreachable" in done.stderr


def test_the_local_functions_work_and_anchors_stay_pending(tmp_path: Path) -> None:
    lab, usb = tmp_path / "lab", tmp_path / "usb"
    said = [message(id, text) for id, text in zip((1, 2, 4, 5), TEXTS, strict=True)]
    export = write_export(tmp_path / "export", said)
    for words in (
        ("init", lab),
        ("collect", lab, export),
        ("enrich", lab),
        ("search", lab, "حديقة"),
        ("run", export, "--lab", lab, "--out", tmp_path / "out"),
        ("checkpoint", lab),
        ("timestamp", lab, "ask", "--out", usb),
        ("timestamp", lab, "ask", "--ots", "--out", usb),
        ("bundle", lab, "--posts", "حديقة", "--out", tmp_path / "bundle"),
        ("verify", lab),
        ("verify", tmp_path / "bundle"),
        ("fixity", lab),
        ("backup", lab, "--out", tmp_path / "copy"),
        ("export", lab, "posts"),
        ("doctor",),
    ):
        done = marsad(*words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    listed = marsad("timestamp", lab, "list", "--json").stdout.splitlines()
    assert {json.loads(each)["state"] for each in listed} == {"pending"}
    assert "anchored" not in marsad("verify", lab).stdout


def test_a_live_source_is_unreachable_and_stops_nothing(tmp_path: Path) -> None:
    lab, inbox = tmp_path / "lab", tmp_path / "inbox"
    write_export(inbox / "one", [message(1, TEXTS[0])])
    ground = ("legal_basis=research", "purpose=test")
    marsad("init", lab)
    for handle, origin, form in (
        ("away", "https://feeds.example/notices.rss", "feed"),
        ("folder", inbox, "telegram-export"),
    ):
        said = (*ground, f"handle={handle}", "--as", form, "--by", "A")
        assert marsad("sources", lab, "add", origin, *said).returncode == 0
    assert marsad("watch", lab, "--once").returncode == 0
    states = [json.loads(each) for each in marsad("status", lab, "--json").stdout.splitlines()]
    assert {each["handle"]: each["state"] for each in states} == {"away": "failing", "folder": "ok"}
