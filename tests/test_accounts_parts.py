"""What the doctor and /parts say of signing in: how many can, and what mends it; no names."""

import json

import pytest
from typer.testing import CliRunner

from marsad import accounts
from marsad.accounts import linking
from marsad.accounts.parts import parts
from marsad.cli.app import app as command
from marsad.store import Store, desk_accounts
from marsad.store.desk import Desk


@pytest.fixture
def held(tmp_path):
    Store.create(tmp_path / "lab").close()
    return tmp_path / "lab"


def part(name, lab=None):
    return next(each for each in parts(lab) if each.name == name)


def test_a_lab_without_accounts_says_how_the_first_is_made(held):
    told = part("people", held)
    assert (told.ready, told.remedy) == (False, f"marsad desk {held}")
    assert not (held / "desk.db").exists(), "looking makes nothing"
    assert "people" not in {each.name for each in parts()}


def test_it_counts_who_can_sign_in_and_names_nobody(held, monkeypatch):
    with Desk(held) as desk:
        for name, role in (("Noor Valen", "admin"), ("Leyla Oram", "analyst"), ("Omar", "analyst")):
            desk_accounts.add(desk, name, role, "kept" if name != "Omar" else "", "test")
        assert part("people", held).detail == "2 of 3 accounts can sign in"
        linking.link(desk, desk_accounts.named(desk, "Omar"), "https://idp.example.org sub-1")
        assert part("people", held).detail == "2 of 3 accounts can sign in", "no provider is named"
        monkeypatch.setenv("MARSAD_OIDC_ISSUER", "https://idp.example.org")
        monkeypatch.setenv("MARSAD_OIDC_CLIENT", "marsad-desk")
        assert part("people", held).detail == "3 of 3 accounts can sign in"
        noor = desk_accounts.named(desk, "Noor Valen")
        desk_accounts.set_password(desk, noor.id, "")
    told = part("people", held)
    assert (told.ready, told.remedy) == (False, f"marsad account {held} reset NAME")
    listed = CliRunner().invoke(command, ["doctor", str(held), "--json"]).stdout
    (said,) = [each for each in json.loads(listed) if each["name"] == "people"]
    assert said["detail"] == told.detail
    assert not any(name in listed for name in ("Noor", "Leyla", "Omar"))


def test_the_extra_and_the_settings_of_the_provider_are_told(monkeypatch):
    assert part("oidc").ready
    monkeypatch.setenv("MARSAD_OIDC_ISSUER", "https://idp.example.org")
    assert "oidc_client is not" in part("oidc").detail
    monkeypatch.setenv("MARSAD_OIDC_CLIENT", "marsad-desk")
    assert "https://idp.example.org" in part("oidc").detail
    monkeypatch.setattr(accounts.parts, "LIBRARY", "no_such_library")
    assert part("oidc").remedy == "pip install 'marsad[oidc]'"


def test_passkeys_are_told_with_the_name_that_browsers_allow():
    assert "localhost" in part("passkeys").detail
