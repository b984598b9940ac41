"""Run every bench and write what was measured to RESULTS.md: ``make bench``.

    python bench/all.py [SCRIPT ...]

Each script measures us and the named peer in one run; these are its own words. Where scripts are
named, as ``pages.py``, only their sections are written anew, with the day beside them.
"""

import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE / "RESULTS.md"
HEADING = "\n## "
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
    ("Pages of the desk in a lab of a million posts", "pages.py", ()),
    ("Posts joined to events, beside a time window and one shared word", "events.py", ()),
    ("Bursts and new wording beside plain thresholds", "narratives.py", ()),
    ("Words in other spellings and forms, beside three other ways", "variants.py", ()),
    ("Arabic names by a Latin spelling", "latin_names.py", ()),
    ("Text in pictures beside tesseract", "ocr.py", ("posters", "print", "--every", "4")),
)


def main(only: Sequence[str]) -> None:
    if unknown := set(only) - {script for _title, script, _options in BENCHES}:
        raise SystemExit(f"no bench {', '.join(sorted(unknown))}")
    head, sections = before() if only else (fresh(), {})
    for title, script, options in BENCHES:
        if not only or script in only:
            asked, said = measured(script, options)
            when = f", {today()}" if only else ""
            sections[title] = f"{asked}{when}\n\n{said}"
    parts = [head.strip(), *(f"## {title}\n\n{said}" for title, said in sections.items())]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def fresh() -> str:
    return (
        f"# Results\n\nMeasured {today()} with Python {platform.python_version()} on 2 "
        "cores that others used as well: read the ratios, not the seconds. `make bench` writes "
        "this page."
    )


def today() -> str:
    return f"{datetime.now(UTC):%B %-d, %Y}"


def before() -> tuple[str, dict[str, str]]:
    """The page as it is: what stands at its head, and its sections by their titles."""
    head, *sections = PAGE.read_text("utf-8").split(HEADING)
    parts = (each.partition("\n") for each in sections)
    return head, {title: said.strip() for title, _, said in parts}


def measured(script: str, options: Sequence[str]) -> tuple[str, str]:
    """How a bench is asked, and what it says."""
    sys.stderr.write(f"{script} ...\n")
    command = [sys.executable, str(HERE / script), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
    said = done.stdout.strip() or f"not measured: {done.stderr.strip().splitlines()[-1]}"
    return f"`{' '.join(['python', f'bench/{script}', *options])}`", f"```\n{said}\n```"


if __name__ == "__main__":
    main(sys.argv[1:])
