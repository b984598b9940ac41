"""Pins a lab's own models, from files it already holds and trusts."""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from marsad.errors import BadInput
from marsad.weights.folder import digest
from marsad.weights.manifest import LAB_FILE, File, Model, checked, family_of, manifest, read


def pin(
    lab: Path,
    name: str,
    files: Sequence[Path],
    licence: str = "",
    notice: str = "",
    stage: str = "",
    engine: str = "",
    base: str = "",
) -> Model:
    """Write a model into the lab's own manifest; what is not said comes from its family.

    ``base`` is the address under which the files lie; without one they are pulled from a folder.
    """
    if name in manifest(lab):
        raise BadInput(f"{name} is pinned already; a new version gets a name of its own")
    family = family_of(name)
    said = {"licence": licence, "notice": notice, "stage": stage, "engine": engine}
    before = msgspec.to_builtins(family) if family else {}
    entry = {**before, **{key: value for key, value in said.items() if value}}
    if lacking := sorted(set(said) - set(entry)):
        raise BadInput(f"{name} is of no family that is known; say its {', '.join(lacking)}")
    pins = tuple(_file(path, base) for path in files)
    made = checked(Model(name=name, files=pins, **entry))
    path = lab / LAB_FILE
    before_it = path.read_text(encoding="utf-8") if path.exists() else ""
    after = before_it + "\n".join(_lines(made)) + "\n"
    read(after, str(path))
    path.write_text(after, encoding="utf-8")
    return made


def _file(path: Path, base: str) -> File:
    if not path.is_file():
        raise BadInput(f"{path} is no file; name the files of the model one by one")
    url = f"{base.rstrip('/')}/{path.name}" if base else ""
    return File(path.stat().st_size, digest(path), path.name, url)


def _lines(model: Model) -> list[str]:
    """The model as TOML; strings of JSON are strings of TOML, too."""
    lines = [f"\n[model.{json.dumps(model.name)}]"]
    for key in ("stage", "engine", "licence", "notice"):
        lines.append(f"{key} = {json.dumps(getattr(model, key), ensure_ascii=False)}")
    lines.append(f"noncommercial = {json.dumps(model.noncommercial)}")
    for file in model.files:
        lines += [f"[[model.{json.dumps(model.name)}.files]]", f"path = {json.dumps(file.path)}"]
        lines += [f"bytes = {file.bytes}", f'sha256 = "{file.sha256}"']
        lines += [f"url = {json.dumps(file.url)}"] if file.url else []
    return lines
