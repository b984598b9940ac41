"""Cases: folders of posts that people keep for a question."""

import json
import secrets
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from marsad import track
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store.markings import Markings
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import query, render
from marsad.web.readings import note_shown
from marsad.web.views.cases import folder, frozen

MIMES = {
    "csv": "text/csv", "jsonl": "application/jsonl", "ftm": "application/jsonl",
    "gexf": "application/xml", "parquet": "application/vnd.apache.parquet",
}  # fmt: skip
ENDS = {"ftm": "ftm.json"}
SEALED = "default-src 'none'; sandbox"
Said = Annotated[str, Form()]
Some = Annotated[list[str], Form()]


def cases(request: Request, store: Lab) -> Response:
    """List the cases."""
    some, marks = list(track.cases(store).values()), Markings(store).of_kind("case")
    return render(request, "cases.html", cases=some, marked=marks)


def begin(store: Lab, who: Who, title: Said = "") -> Response:
    """Open a case under one's name; what it is called in addresses, chance decides."""
    return _back(store, track.begin_case(store, title, who.signature))


def add(
    request: Request,
    store: Lab,
    who: Who,
    case: Said = "",
    post: Some = [],  # noqa: B006 - read
    ids: Said = "",
    back: Said = "",
) -> Response:
    """Put posts into a case: those that were chosen, and ids as they were typed."""
    typed = [(f"line {n}", id.strip()) for n, id in enumerate(ids.splitlines(), 1) if id.strip()]
    chosen = [(f"post {n}", id) for n, id in enumerate(post, 1)] + typed
    if not chosen:
        raise BadInput(Phrase("no post was chosen; put a tick beside what belongs into the case"))
    step = secrets.token_hex(8)
    done = track.add_posts(store, case, chosen, who.signature, step)
    told = {"added": done.added, "there": done.unchanged, "back": back}
    told["step"] = step if done.added else ""
    if not done.refused:
        return _back(store, case, f"?{query({'told': 1, **told})}")
    store.checkpoint()
    # What was refused is told at once: an address that holds sentences could be made elsewhere.
    told["refused"] = done.refused
    return _shown(request, store, who, case, told=told)


def case(
    request: Request,
    store: Lab,
    who: Who,
    name: str,
    skip: int = 0,
    told: bool = False,
    added: int = 0,
    there: int = 0,
    back: str = "",
    step: str = "",
) -> Response:
    """Show a case; how many posts were just added stands in the address."""
    said: dict[str, object] = {"added": added, "there": there, "back": back, "step": step}
    said = {**said, "refused": ()} if told else {}
    return _shown(request, store, who, name, skip, told=said)


def _shown(
    request: Request, store: Lab, who: Who, name: str, skip: int = 0, **said: object
) -> Response:
    found = folder(store, name, skip)
    note_shown(request, store, who, found)
    return render(request, "case.html", found=found, **said)


def undo(store: Lab, who: Who, name: str, step: Said = "") -> Response:
    """Take out again what one step added."""
    track.undo_step(store, name, step, who.signature)
    return _back(store, name)


def drop(store: Lab, who: Who, name: str, post: Some = []) -> Response:  # noqa: B006 - read
    """Take posts out of a case."""
    track.drop_posts(store, name, _chosen(post), who.signature)
    return _back(store, name)


def tag(
    store: Lab,
    who: Who,
    name: str,
    post: Some = [],  # noqa: B006 - read
    tag: Said = "",
    off: Said = "",
) -> Response:
    """Give posts of a case a tag, or take it back."""
    for each in _chosen(post):
        track.tag_post(store, name, each, tag, who.signature, not off)
    return _back(store, name)


def note(
    store: Lab,
    who: Who,
    name: str,
    post: Some = [],  # noqa: B006 - read
    note: Said = "",
    about: Said = "posts",
) -> Response:
    """Note something on posts of a case, or on the case."""
    for each in [""] if about == "case" else _chosen(post):
        track.note(store, name, note, who.signature, each)
    return _back(store, name)


def _asked(
    since: Said = "",
    until: Said = "",
    place: Said = "",
    outlet: Said = "",
    theme: Said = "",
    target: Said = "",
    narrative: Said = "",
    language: Said = "",
) -> dict[str, str]:
    """The question of a snapshot; where all is empty, the posts of the case are meant."""
    said = (since, until, place, outlet, theme, target, narrative, language)
    return dict(zip(track.CASE_FIELDS, (each.strip() for each in said), strict=True))


def freeze(
    store: Lab, who: Who, name: str, asked: Annotated[dict[str, str], Depends(_asked)]
) -> Response:
    """Freeze the posts of a case, or what a query finds."""
    made = track.snapshot(store, name, asked, who.signature)
    store.checkpoint()
    return RedirectResponse(f"/case/{name}/snapshot/{made.number}", 303)


def snapshot(request: Request, store: Lab, name: str, number: int) -> Response:
    """Show a snapshot, and what the same question finds now."""
    found = frozen(store, name, number)
    return render(request, "case_snapshot.html", found=found, zone=store.settings.zone)


def snapshot_file(store: Lab, name: str, number: int) -> Response:
    """Send a snapshot with all its ids."""
    found = frozen(store, name, number).snapshot
    return _json(asdict(found), f"{name}.snapshot-{number}.json")


def approve(store: Lab, who: Who, name: str) -> Response:
    """Say as a second person that the case as it stands may be shared."""
    track.approve_case(store, name, who.signature)
    return _back(store, name)


def download(store: Lab, name: str, form: str) -> Response:
    """Send the posts of a case as a file; ``about`` tells where such a file comes from."""
    one = track.case(store, name)
    if form == "about":
        return _json(track.about_case(store, one), f"{name}.about.json")
    with tempfile.NamedTemporaryFile(delete=False) as made:
        path = Path(made.name)
    try:
        track.write_case(store, one, form, path)
    except BaseException:
        path.unlink()
        raise
    headers = {"content-security-policy": SEALED}
    return FileResponse(
        path,
        media_type=MIMES[form],
        filename=f"{name}.{ENDS.get(form, form)}",
        headers=headers,
        background=BackgroundTask(path.unlink),
    )


def _json(said: object, name: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": SEALED,
    }
    content = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return Response(content, headers=headers, media_type="application/json")


def _chosen(posts: list[str]) -> list[str]:
    if not posts:
        raise BadInput(Phrase("no post was chosen; put a tick beside those that are meant"))
    return posts


def _back(store: Lab, name: str, more: str = "") -> Response:
    store.checkpoint()
    return RedirectResponse(f"/case/{name}{more}", 303)
