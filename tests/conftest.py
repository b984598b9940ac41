"""What many tests need: a real lab in a temporary folder, and a small export to fill it."""

import json
from pathlib import Path

import pytest

from marsad.store import Store

TEXTS = (
    "افتتحت البلدية حديقة عامة جديدة في وسط المدينة صباح اليوم",
    "هواشناسی برای فردا باران پیش‌بینی کرده است",
    "کل شہر میں کتابوں کا میلہ شروع ہو رہا ہے",
    "The library opens at nine on Monday.",
)


def message(id: int, text: str, **more: object) -> dict[str, object]:
    """A message as Telegram Desktop writes it."""
    at = 1715670000 + id * 60
    said = {"id": id, "type": "message", "date_unixtime": str(at), "from": "Town Notices"}
    return {**said, "from_id": "channel1001", "text": text, **more}


def write_export(folder: Path, messages: list[dict[str, object]], **chat: object) -> Path:
    """A ``result.json`` of one public channel."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {"name": "Town Notices", "type": "public_channel", "id": 1001, **chat}
    path = folder / "result.json"
    path.write_text(json.dumps({**said, "messages": messages}, ensure_ascii=False, indent=1))
    return path


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        yield made


@pytest.fixture
def export(tmp_path):
    """Four ordinary posts in four languages, one id missing between them."""
    messages = [message(id, text) for id, text in zip((1, 2, 4, 5), TEXTS, strict=True)]
    return write_export(tmp_path / "export", messages)


@pytest.fixture
def collected(store, export):
    """A lab with the export in it."""
    from marsad import pipeline

    pipeline.collect(store, [str(export)])
    return store
