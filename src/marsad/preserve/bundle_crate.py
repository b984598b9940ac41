"""The description of a bundle as a research object (RO-Crate 1.1), for repositories."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marsad.model import Post
from marsad.store import Store

CRATE = "ro-crate-metadata.json"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
KINDS = {
    ".json": "application/json",
    ".pem": "application/x-pem-file",
    ".pub": "application/x-pem-file",
    ".tsr": "application/timestamp-reply",
    ".md": "text/markdown",
    ".py": "text/x-python",
}


def write_crate(store: Store, posts: Iterable[Post], data: Path) -> None:
    """Describe every file of the payload, and the payload as a whole."""
    mimes = {
        media.sha256: (media.mime, media.name)
        for post in posts
        for media in post.media
        if media.sha256
    }
    files = [_file(path, data, mimes) for path in sorted(data.rglob("*")) if path.is_file()]
    graph = [_descriptor(), _root(store, files), _rights(), *files]
    said = {"@context": CONTEXT, "@graph": graph}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    (data / CRATE).write_text(text, encoding="utf-8")


def _descriptor() -> dict[str, Any]:
    return {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }


def _root(store: Store, files: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Evidence bundle of {store.settings.lab_name}",
        "description": "Originals, records and proofs that they stand in a signed custody log.",
        "datePublished": datetime.now(UTC).date().isoformat(),
        "identifier": store.origin,
        "license": {"@id": "#rights"},
        "hasPart": [{"@id": each["@id"]} for each in files],
    }


def _rights() -> dict[str, Any]:
    return {
        "@id": "#rights",
        "@type": "CreativeWork",
        "name": "No licence is granted",
        "description": "The originals belong to those who made them; they are kept as evidence.",
    }


def _file(path: Path, data: Path, mimes: dict[str, tuple[str, str]]) -> dict[str, Any]:
    name = path.relative_to(data).as_posix()
    mime, title = mimes.get(path.name, (KINDS.get(path.suffix, ""), name))
    if not mime:
        mime = "application/octet-stream" if name.startswith("blobs/") else "text/plain"
    return {
        "@id": name,
        "@type": "File",
        "name": title,
        "encodingFormat": mime,
        "contentSize": str(path.stat().st_size),
    }
