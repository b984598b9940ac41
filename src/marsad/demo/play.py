"""Plays the demonstration. What people decide stands in the pack; everything else is done here."""

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from marsad import pipeline, preserve, report, track, translate
from marsad.enrich import enrich
from marsad.errors import BadInput
from marsad.model import Post, Report, Translation
from marsad.pipeline import Tell, quiet
from marsad.store import Store

APPROVER = "Editor One (fiction)"
FORMS = ("html", "pdf", "md", "json")


@dataclass(frozen=True, slots=True)
class Played:
    """Where everything is."""

    lab: Path
    handle: str
    reports: dict[str, Path]
    bundle: Path


def play(out: Path, tell: Tell = quiet) -> Played:
    """Make a lab, report and evidence bundle of the sample channel in a new folder."""
    if out.exists() and any(out.iterdir()):
        raise BadInput(f"{out} is not empty; name a new folder with --out, or remove that one")
    with resources.as_file(resources.files("marsad.demo") / "pack") as pack:
        return _play(pack, out, tell)


def _play(pack: Path, out: Path, tell: Tell) -> Played:
    with Store.create(out / "lab") as store:
        shutil.copy(pack / "termbase.toml", store.lab)
        track.register(store, pack / "register.toml")
        pipeline.collect(store, [str(pack / "export")], tell=tell)
        enrich(store, tell=tell)
        track.match_events(store, tell=lambda done, all: tell("track", done, all))
        _translated(store, pack / "translations.jsonl")
        for reviewed in store.translations(state="reviewed"):
            translate.approve(store, reviewed.id, APPROVER)
        tell("report", 0, 1)
        written = write(store, tomllib.loads((pack / "report.toml").read_text("utf-8")))
        store.checkpoint()
        paths = report.render(report.edition(store, written.handle), FORMS, out / "report")
        tell("report", 1, 1)
        bundled = preserve.bundle(store, preserve.choose(store, written.handle), out / "bundle")
    return Played(out / "lab", written.handle, dict(zip(FORMS, paths, strict=True)), bundled)


def _translated(store: Store, path: Path) -> None:
    """Take in the sample's translations; one that does not fit would be a fault of the pack."""
    for refused in translate.import_file(store, path, APPROVER).refused:
        raise BadInput(f"the sample does not fit: {refused.where}: {refused.reason}")


def write(store: Store, said: Mapping[str, Any]) -> Report:
    """Write the report that the sample's analyst composed, and have it signed."""
    by = f"person:{said['made_by']}"
    made = report.new(
        store,
        said["series"],
        said["title"],
        day=said["day"],
        by=by,
        lede=said["lede"],
        event=said["event"],
        tier=said["tier"],
        fiction=True,
    )
    for block in said["block"]:
        for item in block["item"]:
            _add(store, made.handle, block["outlet"], item, by)
    for name in said["signed_by"]:
        made = report.sign(store, made.handle, f"person:{name}")
    return made


def _add(store: Store, handle: str, outlet: str, item: Mapping[str, Any], by: str) -> None:
    post = _post(store, item["native_id"])
    quoted: Mapping[str, Any] = next(iter(item.get("quote", ())), {})
    shown: Mapping[str, Any] = next(iter(item.get("figure", ())), {})
    report.add(
        store,
        handle,
        outlet,
        post.id,
        by=by,
        prose=item["prose"],
        quote=_translation(store, post, quoted["of"]).id if quoted else "",
        words=quoted.get("words", ""),
        figure=shown.get("media", ""),
        alt=shown.get("alt", ""),
        caption=shown.get("caption", ""),
        right=shown.get("right", ""),
    )


def _post(store: Store, native_id: str) -> Post:
    (place,) = store.places()
    return store.versions(place.id, native_id)[-1]


def _translation(store: Store, post: Post, of: str) -> Translation:
    return next(_approved(store, post, pictured=of.startswith("ocr:")))


def _approved(store: Store, post: Post, pictured: bool) -> Iterator[Translation]:
    for each in store.translations(post=post.id, state="approved"):
        if (each.of != "text") == pictured:
            yield each
