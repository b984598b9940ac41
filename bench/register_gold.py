"""Gold for ``marsad evaluate register`` out of a UN list: aliases left out one at a time.

    python bench/register_gold.py ENTRIES.jsonl LIST_OUT.jsonl GOLD_OUT.jsonl

Of each entry with aliases one good alias is taken out of the list and asked for. Each fifth entry
is left out as a whole: its names are those of real people and bodies that must lead to nobody.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    source, list_out, gold_out = map(Path, sys.argv[1:4])
    kept, gold = [], []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines()):
        entry = json.loads(line)
        good = [alias for alias in entry["aliases"] if alias[0] == "Good" and alias[1].strip()]
        if number % 5 == 4:
            names = [entry["name"], *(name for _, name in good[:1])]
            gold += [{"name": name, "id": None} for name in names]
            continue
        if good:
            asked = good[number % len(good)]
            gold.append({"name": asked[1], "id": entry["ref"]})
            entry["aliases"] = [alias for alias in entry["aliases"] if alias != asked]
        kept.append(entry)
    for path, rows in ((list_out, kept), (gold_out, gold)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
