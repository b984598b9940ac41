"""A package is held to its list and its signature first (battery A2-A5, C4, C5)."""

import base64
import hashlib
import io
import json
import struct
import time
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from test_collect_warc_hostile import taken_and_refused
from warc_samples import package, pages, write, zip_of

from marsad.collect.warc import WebArchive
from marsad.testing import check_collector

DATA = Path(__file__).parents[1].parent / "shared" / "data"
GENERATED = DATA / "hostile" / "generated"


@pytest.fixture
def files(tmp_path):
    return package(write(tmp_path / "data.warc.gz", *pages(2, 1)).read_bytes())


def judged(tmp_path, made):
    path = tmp_path / "a.wacz"
    path.write_bytes(made)
    kept, reasons, ended = taken_and_refused(path)
    assert not (kept and ended)
    return ended or (kept[0].entities[0].href if kept else ", ".join(reasons))


def signed(tmp_path, raw=False):
    """The files of a package with an anonymous signature, as ArchiveWeb.page gives it."""
    plain = package(write(tmp_path / "data.warc.gz", *pages(2, 1)).read_bytes())
    digest = "sha256:" + hashlib.sha256(plain["datapackage.json"]).hexdigest()
    key = ec.generate_private_key(ec.SECP384R1())
    signature = key.sign(digest.encode(), ec.ECDSA(hashes.SHA256()))
    if raw:
        signature = b"".join(n.to_bytes(48) for n in decode_dss_signature(signature))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    said = {
        "signature": base64.b64encode(signature).decode(),
        "publicKey": base64.b64encode(public).decode(),
        "created": "2024-03-03T10:00:00Z",
    }
    return package(plain["archive/data.warc.gz"], said)


def test_a_package_keeps_the_contract_of_a_collector(tmp_path, files):
    path = tmp_path / "a.wacz"
    path.write_bytes(zip_of(files))
    check_collector(WebArchive(), str(path))


def test_pages_of_several_archives_come_in_one_order_of_time(tmp_path):
    one = write(tmp_path / "1.warc.gz", *pages(4, 1)).read_bytes()
    files = package(one)
    del files["datapackage.json"], files["datapackage-digest.json"]
    files["archive/more.warc"] = b"".join(pages(3, 2))
    listed = [
        {"path": name, "hash": "sha256:" + hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, data in files.items()
    ]
    files["datapackage.json"] = json.dumps({"resources": listed}).encode()
    path = tmp_path / "a.wacz"
    path.write_bytes(zip_of(files))
    kept, _, _ = taken_and_refused(path)
    assert [post.posted_at.minute for post in kept] == [1, 2, 3, 4]
    check_collector(WebArchive(), str(path))


def test_an_unsigned_package_is_taken_and_never_called_verified(tmp_path, files):
    path = tmp_path / "a.wacz"
    for left_out in ((), ("datapackage-digest.json",)):
        some = {name: data for name, data in files.items() if name not in left_out}
        path.write_bytes(zip_of(some))
        kept, reasons, _ = taken_and_refused(path)
        assert [mark.href[:9] for post in kept for mark in post.entities] == ["UNSIGNED:"] * 2
        assert reasons[0].startswith("UNSIGNED: ")


@pytest.mark.parametrize("raw", [False, True])
def test_a_good_signature_is_verified_and_says_by_whom(tmp_path, raw):
    said = judged(tmp_path, zip_of(signed(tmp_path, raw)))
    assert said.startswith("VERIFIED: signed by a key without a name, sha256:")


def changed(files, **said):
    digest = json.loads(files["datapackage-digest.json"])
    digest["signedData"].update(said)
    return {**files, "datapackage-digest.json": json.dumps(digest).encode()}


@pytest.mark.parametrize(
    "said",
    [
        {"signature": base64.b64encode(bytes(96)).decode()},
        {"signature": "no base64"},
        {"publicKey": "AAAA"},
        {"publicKey": ""},
        {"hash": "sha256:" + "0" * 64},
        {"domainCert": "no certificate", "domain": "salwan.example"},
    ],
)
def test_a_false_signature_is_invalid(tmp_path, said):
    ended = judged(tmp_path, zip_of(changed(signed(tmp_path), **said)))
    assert "a.wacz is INVALID: " in ended


def test_a_signature_moved_to_another_package_is_invalid(tmp_path):
    theirs, other = signed(tmp_path), package(b"".join(pages(7)))
    moved = json.loads(other["datapackage-digest.json"])
    moved["signedData"] = json.loads(theirs["datapackage-digest.json"])["signedData"]
    other["datapackage-digest.json"] = json.dumps(moved).encode()
    assert "the signature is of another" in judged(tmp_path, zip_of(other))


@pytest.mark.parametrize(
    "member", ["archive/data.warc.gz", "pages/pages.jsonl", "datapackage.json"]
)
def test_a_changed_byte_is_invalid(tmp_path, files, member):
    data = files[member]
    files[member] = data[:10] + bytes([data[10] ^ 1]) + data[11:]
    assert "INVALID" in judged(tmp_path, zip_of(files))


@pytest.mark.parametrize(
    "name",
    [
        "EXTRA",
        "archive/EXTRA",
        "archive/data.warc",
        "pages/.hidden",
        "archive/DATA.warc.gz",
        "archive/data.warc.gz",
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_not_listed_or_stands_twice_is_invalid(tmp_path, files, name):
    assert "INVALID" in judged(tmp_path, zip_of(files, (name, b"x")))


def test_what_is_listed_and_not_there_is_incomplete(tmp_path, files):
    del files["pages/pages.jsonl"]
    assert "INCOMPLETE" in judged(tmp_path, zip_of(files))


PATHS = ["../x", "/etc/passwd", "..\\..\\x", "C:\\x", "archive/../../x", "a\u202egpj.exe", "CON"]
PATHS += ["archive//x", "a" * 300, "file:///etc/passwd", "photos/．．/x"]


@pytest.mark.parametrize("name", PATHS)
def test_a_name_that_leads_out_is_invalid_and_writes_nothing(tmp_path, files, name):
    before = {path.name for path in tmp_path.iterdir()}
    assert "INVALID" in judged(tmp_path, zip_of(files, (name, b"x")))
    assert {path.name for path in tmp_path.iterdir()} == before | {"a.wacz"}


def test_a_link_is_invalid(tmp_path, files):
    made = io.BytesIO(zip_of(files))
    with zipfile.ZipFile(made, "a") as zipped:
        link = zipfile.ZipInfo("archive/link")
        link.external_attr = 0o120777 << 16
        zipped.writestr(link, "/etc/passwd")
    assert "it is a link" in judged(tmp_path, made.getvalue())


def test_a_member_that_grows_too_much_is_invalid(tmp_path, files):
    assert "200 times its size" in judged(
        tmp_path, zip_of(files, ("pages/more.jsonl", bytes(50 << 20)))
    )


def test_a_directory_of_a_million_names_is_refused_before_it_is_read(tmp_path):
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 8, 0, 0) + bytes(12)
    directory = b"".join(entry + b"%08d" % n for n in range(300_000))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    started = time.monotonic()
    assert "directory is longer" in judged(tmp_path, directory + end)
    assert time.monotonic() - started < 5


def test_files_that_share_their_bytes_are_invalid(tmp_path, files):
    made = bytearray(zip_of(files, ("pages/more.jsonl", bytes(range(256)) * 4000)))
    start = made.find(b"PK\x01\x02")
    end = made.rfind(b"PK\x05\x06")
    last = made.rfind(b"PK\x01\x02")
    entry, copies = made[last:end], 900
    at = entry.find(b"more")
    for number in range(copies):
        made[end:end] = entry[:at] + b"%04d" % number + entry[at + 4 :]
    count = len(files) + 1 + copies
    end = made.rfind(b"PK\x05\x06")
    made[end + 8 : end + 16] = struct.pack("<HHI", count, count, end - start)
    assert "its files overlap" in judged(tmp_path, bytes(made))


@pytest.mark.parametrize("lie", ["size", "crc", "cut", "garbage"])
def test_a_damaged_zip_is_invalid(tmp_path, files, lie):
    made = bytearray(zip_of(files))
    at = made.find(b"PK\x01\x02")
    if lie == "size":
        made[at + 24 : at + 28] = struct.pack("<I", 10)
    elif lie == "crc":
        made[at + 16 : at + 20] = b"\0\0\0\0"
    elif lie == "cut":
        del made[len(made) // 2 :]
    else:
        made[at - 200 : at - 100] = bytes(100)
    assert "INVALID" in judged(tmp_path, bytes(made))


@pytest.mark.parametrize(
    "listed", [b"", b"{}", b"[" * 100_000, b'{"resources": [{"path": "x"}]}', b"\xff"]
)
def test_a_list_that_is_none_is_refused(tmp_path, files, listed):
    files["datapackage.json"] = listed
    assert "a.wacz is IN" in judged(tmp_path, zip_of(files))


MUTATED = {
    "signature_stripped.wacz": "UNSIGNED",
    "signeddata_removed.wacz": "UNSIGNED",
    "signature_not_bound.wacz": "is INVALID: the signature is of another",
    "unlisted_extra_file.wacz": "is INVALID: 'archive/EXTRA' is there and not listed",
}


@pytest.mark.parametrize(("name", "verdict"), MUTATED.items())
def test_the_mutated_packages_are_told_apart(tmp_path, name, verdict):
    if not (GENERATED / name).is_file():
        pytest.skip("needs ../shared/data/hostile/generated")
    assert verdict in judged(tmp_path, (GENERATED / name).read_bytes())


REAL = {
    "valid_example_1.wacz": "UNSIGNED",
    "valid_example_2.wacz": "UNSIGNED",
    "valid_signed_example_1.wacz": "VERIFIED: signed by btrix-sign-test.webrecorder.net",
    "invalid_example_1.wacz": "INCOMPLETE",
    "invalid_signed_example_1.wacz": "INVALID: no trusted authority",
}


@pytest.mark.parametrize(("name", "verdict"), REAL.items())
def test_the_packages_py_wacz_is_tested_with_get_its_verdict(tmp_path, name, verdict):
    path = DATA / "warc_wacz" / "py-wacz" / name
    if not path.is_file():
        pytest.skip("needs ../shared/data/warc_wacz")
    from marsad.collect.wacz_signature import authorities

    if "signed" in name and not authorities():
        pytest.skip("needs a list of trusted authorities on this machine")
    assert verdict in judged(tmp_path, path.read_bytes())
