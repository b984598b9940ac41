"""Draw the pictures and the clip of the sample pack and write its export.

    python bench/make_demo_pack.py [FOLDER]

The words come from ``demo_pack/messages.toml``; what is written is committed. The layout, the order
of the keys and the one-space indentation are those of Telegram Desktop, because the importer's fast
path relies on them.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from demo_pack import clip
from demo_pack.canvas import MARK
from demo_pack.scenes import SCENES

HERE = Path(__file__).parent
PACK = HERE.parent / "src/marsad/demo/pack"
HASHTAG = re.compile(r"#\w+")
QUALITY = 84


class Export:
    """The folder Telegram Desktop would write, filled message by message."""

    def __init__(self, folder: Path, channel: dict[str, Any]):
        self.folder = folder
        self.channel = channel
        self.truth: list[dict[str, Any]] = []
        for name in ("photos", "video_files"):
            (folder / name).mkdir(parents=True, exist_ok=True)
            for old in (folder / name).iterdir():
                old.unlink()

    def message(self, said: dict[str, Any]) -> dict[str, Any]:
        """One message, its keys in Telegram Desktop's order."""
        sent = moment(self.channel["day"], said["time"])
        service = "pinned" in said
        made: dict[str, Any] = {"id": said["id"], "type": "service" if service else "message"}
        made |= stamp("date", sent)
        if "edited" in said:
            made |= stamp("edited", moment(self.channel["day"], said["edited"]))
        who = "actor" if service else "from"
        made |= {who: self.channel["name"], f"{who}_id": f"channel{self.channel['id']}"}
        if service:
            made |= {"action": "pin_message", "message_id": said["pinned"]}
        if origin := said.get("forwarded"):
            made |= {
                "forwarded_from": origin["name"],
                "forwarded_from_id": f"channel{origin['id']}",
            }
        if "reply_to" in said:
            made["reply_to_message_id"] = said["reply_to"]
        return made | self.media(said, sent) | text(said.get("text", ""))

    def media(self, said: dict[str, Any], sent: datetime) -> dict[str, Any]:
        if "photo" in said:
            return self.photo(said["photo"], sent)
        if "video" in said:
            return self.video(said["video"], sent)
        return poll(said["poll"]) if "poll" in said else {}

    def photo(self, name: str, sent: datetime) -> dict[str, Any]:
        draw, lines = SCENES[name]
        image = draw().finished()
        file = f"photos/photo_{len(self.truth) + 1}@{sent:%d-%m-%Y_%H-%M-%S}.jpg"
        image.save(self.folder / file, quality=QUALITY, optimize=True)
        self.truth.append(
            {"file": file, "language": "ar", "text": "\n".join(lines), "lines": lines, "mark": MARK}
        )
        return {
            "photo": file,
            "photo_file_size": (self.folder / file).stat().st_size,
            "width": image.width,
            "height": image.height,
        }

    def video(self, name: str, sent: datetime) -> dict[str, Any]:
        file = f"video_files/{name}@{sent:%d-%m-%Y_%H-%M-%S}.mp4"
        clip.film(self.folder / file)
        thumb = self.folder / f"{file}_thumb.jpg"
        first = next(clip.frames())
        first.resize((320, 180)).save(thumb, quality=QUALITY)
        return {
            "file": file,
            "file_name": f"{name}.mp4",
            "file_size": (self.folder / file).stat().st_size,
            "thumbnail": f"{file}_thumb.jpg",
            "thumbnail_file_size": thumb.stat().st_size,
            "media_type": "video_file",
            "mime_type": "video/mp4",
            "duration_seconds": clip.SECONDS,
            "width": clip.WIDTH,
            "height": clip.HEIGHT,
        }


def moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), UTC)


def stamp(key: str, when: datetime) -> dict[str, str]:
    return {key: when.strftime("%Y-%m-%dT%H:%M:%S"), f"{key}_unixtime": str(int(when.timestamp()))}


def poll(asked: dict[str, Any]) -> dict[str, Any]:
    answers = [
        {"text": answer, "voters": voters, "chosen": False}
        for answer, voters in zip(asked["answers"], asked["votes"], strict=True)
    ]
    total = sum(asked["votes"])
    return {
        "poll": {
            "question": asked["question"],
            "closed": False,
            "total_voters": total,
            "answers": answers,
        }
    }


def text(words: str) -> dict[str, Any]:
    """The text twice, as Telegram Desktop writes it: plain where it can be, and in entities."""
    entities, at = [], 0
    for found in HASHTAG.finditer(words):
        if found.start() > at:
            entities.append({"type": "plain", "text": words[at : found.start()]})
        entities.append({"type": "hashtag", "text": found.group()})
        at = found.end()
    if at < len(words):
        entities.append({"type": "plain", "text": words[at:]})
    mixed = [part["text"] if part["type"] == "plain" else part for part in entities]
    plain = all(part["type"] == "plain" for part in entities)
    return {"text": words if plain else mixed, "text_entities": entities}


def write(target: Path, content: dict[str, Any]) -> None:
    target.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def main(pack: Path) -> None:
    said = tomllib.loads((HERE / "demo_pack/messages.toml").read_text(encoding="utf-8"))
    export = Export(pack / "export", said)
    messages = [export.message(one) for one in said["message"]]
    top = {"name": said["name"], "type": "public_channel", "id": said["id"], "fiction": True}
    write(pack / "export/result.json", top | {"messages": messages})
    write(pack / "poster_truth.json", {"fiction": True, "pictures": export.truth})


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PACK)
