"""What many tests need: a real lab in a temporary folder, and a small export to fill it."""

import importlib.util
import json
import os
from pathlib import Path

import bucket_server
import post_office
import postgres_server
import pytest
from hypothesis import settings

from marsad.store import Store

# Changes are judged by the same examples every time; `make fuzz` goes looking for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=3000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("MARSAD_EXAMPLES", "steady"))

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


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server; tests that ask for it are skipped where there is none."""
    bin = postgres_server.programs()
    if bin is None or not importlib.util.find_spec("psycopg"):
        pytest.skip(postgres_server.LACKING)
    server = postgres_server.Server(bin)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def buckets():
    """A server of buckets; tests that ask for it are skipped where it cannot be had."""
    for library in ("obstore", "moto", "boto3"):
        pytest.importorskip(library)
    server = bucket_server.BucketServer()
    yield server
    server.stop()


@pytest.fixture
def bucket(buckets, monkeypatch):
    """The originals of labs that the test makes are kept in this bucket; answers its name."""
    name = buckets.fresh()
    monkeypatch.setenv("MARSAD_BLOBS", f"s3://{name}/lab")
    monkeypatch.setenv("MARSAD_BLOBS_ENDPOINT", buckets.endpoint)
    monkeypatch.setenv("MARSAD_BLOBS_SECRET", f"{bucket_server.KEY} {bucket_server.SECRET}")
    return name


@pytest.fixture
def post():
    """A mail server that keeps what it takes."""
    taker = post_office.Post()
    controller = post_office.Listening(taker, hostname="127.0.0.1", port=0)
    controller.start()
    taker.port = controller.port
    yield taker
    controller.stop()


@pytest.fixture
def databases(postgres, monkeypatch):
    """Call it to have the next lab kept in an empty database of the server."""
    taken = []

    def name_one():
        taken.append(postgres.fresh())
        monkeypatch.setenv("MARSAD_DATABASE", postgres.url(taken[-1]))
        return postgres.url(taken[-1])

    yield name_one
    for name in taken:
        postgres.empty(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request):
    """What database the labs of the test are kept in; tests that ask for it run with both."""
    if request.param == "postgresql":
        request.getfixturevalue("databases")()
    return request.param


@pytest.fixture(params=["tantivy", "postgres"])
def engine(request, monkeypatch):
    """What the labs of the test are searched by; tests that ask for it run with both."""
    if request.param == "postgres":
        request.getfixturevalue("databases")()
        monkeypatch.setenv("MARSAD_SEARCH_ENGINE", "postgres")
    return request.param


@pytest.fixture
def another(request, dialect):
    """Call it before a test makes its next lab: on PostgreSQL each needs a database of its own."""
    return request.getfixturevalue("databases") if dialect == "postgresql" else lambda: None


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
