"""What a new user of Marsad brings along: two exports of channels, and a register of outlets."""

import subprocess
import sys
from pathlib import Path

import report_lab as lab
from conftest import message, write_export

REGISTER = """
[[outlet]]
id = "sada"
name = "صدى الضفتين"
latin = "Sada Al-Daffatayn"
meaning = "Echo of the Two Banks"
standing = "supporter"
places = ["telegram:1001"]
description = "A media group that supports the Salwan River League."

[[outlet]]
id = "peyman"
name = "پیمان کرانه"
latin = "Peyman-e Karaneh"
meaning = "Covenant of the Shore"
standing = "official"
places = ["telegram:1002"]
description = "The outlet of the League itself."

[[event]]
id = "talks"
title = "Orsa-hosted talks on the river crossing, involving both banks"
start = 2024-05-14
end = 2024-05-14
place = "Orsa"
source = "Salwan Gazette, May 13, 2024."
"""


def marsad(*said: object) -> None:
    """A command of Marsad, as it is typed."""
    subprocess.run([sys.executable, "-m", "marsad", *map(str, said)], check=True)


def fill(folder: Path) -> Path:
    """A lab, made by the commands of the README."""
    sada, peyman = folder / "ChatExport_1", folder / "ChatExport_2"
    (sada / "photos").mkdir(parents=True)
    (sada / "photos" / "photo_1.jpg").write_bytes(lab.picture())
    write_export(
        sada,
        [message(9, lab.ARABIC, photo="photos/photo_1.jpg"), message(11, "النهر لا يفرق بيننا.")],
        name="صدى الضفتين",
    )
    write_export(peyman, [message(12, lab.PERSIAN), message(13, lab.URDU)],
                 name="پیمان کرانه", id=1002)  # fmt: skip
    (folder / "outlets.toml").write_text(REGISTER, encoding="utf-8")
    made = folder / "mylab"
    marsad("init", made)
    marsad("register", made, "import", folder / "outlets.toml")
    marsad("collect", made, sada / "result.json", peyman / "result.json")
    marsad("enrich", made)
    return made
