"""The edition and everything behind it, as plain JSON.

Links are defanged here too, since a reader may click what a program shows. The spans of segments
and findings count code points of the exact text; its digest says whether you hold that text.
"""

import hashlib
import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any

from marsad.report.edition import Edition
from marsad.safeguards import PSEUDONYM
from marsad.text.links import defang

FORMAT = "marsad-report/1"
_PRIVATE = {"author"}
"""Who signed a post inside its outlet helps the desk and is nobody else's business."""


def render(edition: Edition) -> bytes:
    """The JSON in UTF-8, with sorted keys so that equal editions give equal bytes."""
    said = {"format": FORMAT, **_plain(edition)}
    for post, exact in zip(said["behind"]["posts"], edition.behind.posts, strict=True):
        digest = hashlib.sha256(exact.text.encode("utf-8", "surrogatepass"))
        post["text_sha256"] = digest.hexdigest()
    return json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True).encode("utf-8", "replace")


def _plain(thing: Any) -> Any:
    if is_dataclass(thing) and not isinstance(thing, type):
        thing = asdict(thing)
    if isinstance(thing, dict):
        return {name: _plain(value) for name, value in thing.items() if name not in _PRIVATE}
    if isinstance(thing, list | tuple):
        return [_plain(value) for value in thing]
    if isinstance(thing, bytes):
        # The picture is in the other forms, and known here by its digest.
        return len(thing)
    if isinstance(thing, datetime | date):
        return thing.isoformat()
    return PSEUDONYM.sub("a private person", defang(thing)) if isinstance(thing, str) else thing
