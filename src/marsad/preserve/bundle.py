"""An evidence bundle: what stands behind some posts, so that a stranger can check it."""

import shutil
import tempfile
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from marsad.errors import BadInput, NotFound, NotReady
from marsad.model import Post
from marsad.phrase import Phrase
from marsad.preserve.bundle_anchors import write_anchors
from marsad.preserve.bundle_bag import bag
from marsad.preserve.bundle_leaves import things, write_leaves
from marsad.preserve.bundle_signature import write_signatures
from marsad.preserve.tombstones import Tombstones
from marsad.store import Store, checkpoint, custody, keys, layout
from marsad.store.merkle import levels

FORMS = ("bagit", "ro-crate", "wacz")


def bundle(store: Store, posts: Iterable[Post], out: Path, form: str = "bagit") -> Path:
    """Write what stands behind these posts: records, originals, proofs, the signed checkpoint.

    A BagIt bag; for ``ro-crate`` the same with a description around it; for ``wacz`` a single
    file that web archive viewers open, with the bag inside.
    """
    if form not in FORMS:
        raise BadInput(
            Phrase(
                "no bundle of form %(form)s; there are %(forms)s",
                form=repr(form),
                forms=", ".join(FORMS),
            )
        )
    cited = list(posts)
    if form != "wacz":
        return _written(store, cited, out, form)
    from marsad.preserve.bundle_wacz import write_wacz

    path = out if out.suffix == ".wacz" else out.with_name(f"{out.name}.wacz")
    if path.exists():
        raise BadInput(
            Phrase("%(path)s is there already; name a new file for the bundle", path=path)
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        inner = _written(store, cited, Path(folder) / "bundle", "bagit")
        write_wacz(store, cited, inner, path)
    return path


def choose(store: Store, said: str) -> list[Post]:
    """The posts somebody means: ``all``, ids with commas between, or the handle of a report."""
    if said == "all":
        return list(store.posts())
    try:
        return [store.post(id) for id in store.report(said).cited]
    except NotFound:
        return [store.post(id) for id in map(str.strip, said.split(",")) if id]


def originals(store: Store, posts: Iterable[Post]) -> list[str]:
    """Digests of what the posts were read from and of their media."""
    wanted = set()
    for post in posts:
        capture = store.capture(post.capture)
        wanted |= {capture.sha256, capture.exchange, *capture.parts} - {""}
        wanted |= {media.sha256 for media in post.media if media.sha256}
    return sorted(wanted)


def _written(store: Store, posts: list[Post], out: Path, form: str) -> Path:
    if out.exists() and any(out.iterdir()):
        raise BadInput(Phrase("%(out)s is not empty; name a new folder for the bundle", out=out))
    data = out / "data"
    data.mkdir(parents=True, exist_ok=True)
    store.checkpoint()
    wanted = originals(store, posts)
    gone = Tombstones.of(store)
    lost = {each for each in wanted if gone.lost(each) and not store.blobs.there(each)}
    _write_proofs(store, posts, lost, data)
    _write_originals(store, sorted(set(wanted) - lost), data / "blobs")
    for name in ("verify.py", "VERIFY.md"):
        text = (resources.files("marsad.preserve") / "bundled" / name).read_text("utf-8")
        (data / name).write_text(text, encoding="utf-8")
    if form == "ro-crate":
        from marsad.preserve.bundle_crate import write_crate

        write_crate(store, posts, data)
    bag(out)
    return out


def _write_proofs(store: Store, posts: list[Post], lost: set[str], data: Path) -> None:
    notes = checkpoint.every(store.lab)
    if not notes:
        raise BadInput(Phrase("the lab is empty, so there is nothing to put into a bundle"))
    latest = notes[-1]
    note = checkpoint.read(latest)
    if not note.verified(keys.public_pem(store.lab)):
        raise BadInput(
            Phrase(
                "checkpoint %(size)s lacks this lab's signature; see: marsad verify LAB",
                size=note.size,
            )
        )
    rows = levels([line.leaf for line in custody.lines(store.lab) if line.n < note.size])
    write_leaves(store, things(store, posts), lost, rows, latest.read_text("utf-8"), data)
    shutil.copy(latest, data / "checkpoint.note")
    shutil.copy(store.lab / layout.KEYS / "lab.pub", data / "lab.pub")
    write_signatures(store.lab, note, data)
    try:
        write_anchors(store, rows, data)
    except NotReady as error:
        raise NotReady(Phrase("the lab's %(reason)s", reason=error.reason), error.remedy) from error


def _write_originals(store: Store, wanted: list[str], folder: Path) -> None:
    folder.mkdir()
    for sha256 in wanted:
        try:
            shutil.copyfile(store.path(sha256), folder / sha256)
        except NotFound as error:
            raise NotFound(
                Phrase("%(error)s; the bundle would be incomplete", error=error)
            ) from error
