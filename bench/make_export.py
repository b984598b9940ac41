"""Write a synthetic export of a whole account, laid out as Telegram Desktop does.

    python bench/make_export.py FOLDER --megabytes 1000

The words are ordinary and drawn at random, the same ones each time. Media are named, not included.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

SAYINGS = (
    "السوق في المدينة القديمة صباح الخير القافلة وصلت أمس مع المطر والناس في الطريق كتاب جديد",
    "بازار شهر قدیمی امروز باران بارید و مردم به خانه رفتند کتاب تازه درباره ستاره‌ها رسید",
    "شہر کا بازار آج کھلا ہے لوگ خوش ہیں بارش کے بعد کتابیں ملیں گی",
    "the market opened early and people walked home after rain a new book about stars and rivers",
)
CHATS = 50
FIRST_DAY = 1_609_459_200


def write_export(folder: Path, megabytes: int) -> Path:
    """Write ``result.json`` of about that size and say where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "result.json"
    draw = random.Random(7)
    words = [saying.split() for saying in SAYINGS]
    sayings = [
        " ".join(draw.choices(draw.choice(words), k=draw.randint(4, 60))) for _ in range(4000)
    ]
    share = megabytes * 1_000_000 // CHATS
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{\n "about": "Here is the data you requested.",\n "chats": {\n')
        file.write('  "about": "This page lists all chats from this export.",\n  "list": [\n')
        for number in range(CHATS):
            file.write(
                f'   {{\n    "name": "Channel {number}",\n    "type": "public_channel",\n'
                f'    "id": {1_000_000_000 + number},\n    "messages": [\n'
            )
            file.writelines(_messages(number, share, sayings, draw))
            file.write("\n    ]\n   }" + (",\n" if number < CHATS - 1 else "\n"))
        file.write("  ]\n }\n}")
    return path


def _messages(chat: int, share: int, sayings: list[str], draw: random.Random) -> Iterator[str]:
    written, number = 0, 0
    while written < share:
        number += 1
        said = _message(chat, number, draw.choice(sayings), draw)
        block = (",\n" if number > 1 else "") + "     " + said
        written += len(block.encode())
        yield block


def _message(chat: int, number: int, text: str, draw: random.Random) -> str:
    moment = FIRST_DAY + number * 60 + draw.randrange(60)
    message: dict[str, object] = {
        "id": number,
        "type": "message",
        "date": "2021-01-01T00:00:00",
        "date_unixtime": str(moment),
    }
    chance = draw.random()
    if chance < 0.1:
        message |= {"edited": "2021-01-01T01:00:00", "edited_unixtime": str(moment + 3600)}
    message |= {"from": f"Channel {chat}", "from_id": f"channel{1_000_000_000 + chat}"}
    if 0.1 < chance < 0.3:
        source = draw.randrange(CHATS)
        message |= {
            "forwarded_from": f"Channel {source}",
            "forwarded_from_id": f"channel{1_000_000_000 + source}",
        }
    if 0.2 < chance < 0.4:
        message |= {
            "photo": "(File not included. Change data exporting settings to download.)",
            "photo_file_size": draw.randrange(20_000, 200_000),
            "width": 1280,
            "height": 720,
        }
    if chance > 0.75:
        tag = {"type": "hashtag", "text": "#" + text.split(" ", 1)[0]}
        message |= {
            "text": [text + " ", tag, ""],
            "text_entities": [{"type": "plain", "text": text + " "}, tag],
        }
    else:
        message |= {"text": text, "text_entities": [{"type": "plain", "text": text}]}
    if chance > 0.5:
        message["reactions"] = [{"type": "emoji", "count": draw.randrange(1, 500), "emoji": "👍"}]
    written = json.dumps(message, ensure_ascii=False, indent=1)
    return written.replace("\n", "\n     ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=int, default=1000)
    given = parser.parse_args()
    print(write_export(given.folder, given.megabytes))


if __name__ == "__main__":
    main()
