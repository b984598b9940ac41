"""Turn the sample of TGDataset into an export of Telegram Desktop.

    python bench/tgdataset_to_export.py tgdataset_preview.json.gz FOLDER

Real posts of real channels in many languages, for measuring and for looking. The data set says
nothing of entities, replies and edits, and holds no media: what it lists is named, not included.
"""

import argparse
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LEFT_OUT = "(File not included. Change data exporting settings to download.)"


def write_account(sample: Path, folder: Path) -> Path:
    """Write ``result.json`` of a whole account with every channel of the sample."""
    with gzip.open(sample, "rt", encoding="utf-8") as file:
        channels = json.load(file)
    whole = {
        "about": "Converted from TGDataset.",
        "chats": {"about": "", "list": [_chat(*item) for item in channels.items()]},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "result.json"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(whole, file, ensure_ascii=False, indent=1)
    return path


def _chat(number: str, channel: dict[str, Any]) -> dict[str, Any]:
    name = channel["title"] or channel["username"]
    found: dict[str, dict[str, Any]] = {}
    for part in ("generic_media", "text_messages"):
        # The caption of a medium stands under the same id as the medium.
        for id_, said in channel.get(part, {}).items():
            found[id_] = found.get(id_, {}) | said
    return {
        "name": name,
        "type": "public_channel",
        "id": int(number),
        "messages": [
            _message(int(id_), found[id_], name, f"channel{number}")
            for id_ in sorted(found, key=int)
        ],
    }


def _message(number: int, said: dict[str, Any], name: str, channel: str) -> dict[str, Any]:
    moment = int(said["date"])
    message: dict[str, Any] = {
        "id": number,
        "type": "message",
        "date": datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(moment),
        "from": name,
        "from_id": channel,
    }
    if said["is_forwarded"]:
        source = said["forwarded_from_id"]
        message["forwarded_from"] = None
        if source is not None:
            message["forwarded_from_id"] = f"channel{source}"
    if "extension" in said:
        message |= _medium(said)
    text = said.get("message", "")
    return message | {
        "text": text,
        "text_entities": [{"type": "plain", "text": text}] if text else [],
    }


def _medium(said: dict[str, Any]) -> dict[str, Any]:
    if said["extension"] in (".jpe", ".jpg"):
        return {"photo": LEFT_OUT}
    named = {"file_name": said["title"]} if said["title"] else {}
    return {"file": LEFT_OUT} | named


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sample", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    print(write_account(given.sample, given.folder))


if __name__ == "__main__":
    main()
