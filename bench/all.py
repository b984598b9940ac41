"""Run every bench and write what was measured to RESULTS.md: ``make bench``.

Each script measures us and the named peer in one run; these are its own words.
"""

import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
BENCHES = (
    ("Import of an export of 1 GB", "import_export.py", ()),
    ("The store, everything durable, beside plain SQLite", "store.py", ()),
    ("A lab in SQLite beside the same lab in PostgreSQL", "postgres.py", ()),
    ("Silent rot found in one sweep, beside sha256sum", "fixity.py", ()),
    ("Enriching through the ledger beside multiprocessing", "ledger.py", ()),
    ("Language beside langdetect", "language.py", ()),
    ("Flags beside a plain TF-IDF model", "flags.py", ()),
    ("Copies beside datasketch, rensa and faiss; hashing of pictures", "copies.py", ()),
    ("Quotations of scripture beside a plain string match", "scripture.py", ()),
    ("Drafts by Firefox models beside the bare library", "translate.py", ()),
    ("Sentences told apart beside a plain pattern and pysbd", "segments.py", ()),
    ("Words of the field in their forms, beside plain comparison", "terms.py", ()),
    ("Elisions found by alignment beside lengths alone", "elisions.py", ()),
    ("A million remembered segments beside comparing with each", "memory.py", ()),
    ("What means the same in another language, beside TF-IDF", "embed.py", ()),
    ("Search beside FTS5, PostgreSQL and a scan", "search.py", ()),
    (
        "The parts of the index searched by threads and by Ray",
        "search.py",
        ("--posts", "100000", "--ray", "4"),
    ),
    (
        "Who repeats whom and who went on where, in planted timelines; a million posts",
        "flow.py",
        (),
    ),
    ("Pictures and the brief of a day, beside reading all posts once", "pictures.py", ()),
    ("Posts joined to events, beside a time window and one shared word", "events.py", ()),
    ("Bursts and new wording beside plain thresholds", "narratives.py", ()),
    ("Words in other spellings and forms, beside three other ways", "variants.py", ()),
    ("Arabic names by a Latin spelling", "latin_names.py", ()),
    ("Text in pictures beside tesseract", "ocr.py", ("posters", "print", "--every", "4")),
)


def main() -> None:
    parts = [
        "# Results",
        f"Measured {datetime.now(UTC):%B %-d, %Y} with Python {platform.python_version()} on 2 "
        "cores that others used as well: read the ratios, not the seconds. `make bench` writes "
        "this page.",
    ]
    for title, script, options in BENCHES:
        sys.stderr.write(f"{script} ...\n")
        command = [sys.executable, str(HERE / script), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
        said = done.stdout.strip() or f"not measured: {done.stderr.strip().splitlines()[-1]}"
        asked = " ".join([f"python bench/{script}", *options])
        parts += [f"## {title}", f"`{asked}`", f"```\n{said}\n```"]
    (HERE / "RESULTS.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
