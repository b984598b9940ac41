"""Settings of a lab: file first, environment above it, and every mistake named."""

from pathlib import Path

import pytest

from marsad import settings
from marsad.errors import BadInput
from marsad.store import Store


def written(lab: Path, text: str) -> Path:
    lab.mkdir(exist_ok=True)
    (lab / "marsad.toml").write_text(text, encoding="utf-8")
    return lab


def test_every_setting_has_a_default_and_a_help_line(tmp_path: Path) -> None:
    default = settings.load(tmp_path, {})
    for name, value, help in settings.describe():
        assert getattr(default, name) == value
        assert help.endswith(".")


def test_the_file_is_above_the_default_and_the_environment_above_the_file(tmp_path: Path) -> None:
    lab = written(tmp_path, 'lab_name = "مرصد الوادي"\nbatch = 50\ntimezone = "Asia/Amman"\n')
    found = settings.load(lab, {"MARSAD_BATCH": "70", "MARSAD_OTHER": "x", "BATCH": "1"})
    assert (found.lab_name, found.batch, found.timezone) == ("مرصد الوادي", 70, "Asia/Amman")
    assert found.strikes == settings.Settings().strikes
    assert found.zone.key == "Asia/Amman"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("batsh = 5", "no setting 'batsh'; there are author, batch, "),
        ("batch = 0", "setting batch is 0; expected 1 or more"),
        ("batch = 2.5", "setting batch is 2.5; expected int"),
        ("batch = true", "setting batch is True; expected int"),
        ('batch = "many"', "setting batch is 'many'; expected int, such as 200"),
        ('timezone = "Moon/Crater"', "setting timezone is 'Moon/Crater'"),
        ('timezone = "../../etc/passwd"', "setting timezone is"),
        ('timezone = ""', "setting timezone is"),
        ("batch = ", "cannot be read"),
        ("[batch]\nsize = 1", "setting batch is"),
    ],
)
def test_a_mistake_is_named_with_what_would_do(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        settings.load(written(tmp_path, text), {})
    assert said in str(refused.value)
    assert "\n" not in str(refused.value).replace(text, "")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_bytes(b'lab_name = "\xff"')
    with pytest.raises(BadInput, match=r"marsad\.toml cannot be read"):
        settings.load(tmp_path, {})


def test_a_mistake_in_the_environment_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="setting workers is 'all'"):
        settings.load(tmp_path, {"MARSAD_WORKERS": "all"})


def test_a_lab_is_opened_with_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_STRIKES", "9")
    Store.create(tmp_path / "lab").close()
    with Store(written(tmp_path / "lab", "lock_seconds = 3")) as store:
        assert (store.settings.lock_seconds, store.settings.strikes) == (3, 9)
