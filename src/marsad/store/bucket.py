"""Originals in a bucket of an S3 service, by digest as on the disk: ``PREFIX/ab/abcd...``.

A service answers for what it has acknowledged, so a put that returned is durable. Decoders want
files: an original is fetched into ``tmp/`` when it is asked for, and goes again with its process.
"""

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from marsad.errors import BadInput, NotFound, NotReady, StorageFailed, Unreachable
from marsad.phrase import Phrase
from marsad.settings import Settings, read_key
from marsad.store import layout
from marsad.store.blobs import CHUNK, Blobs
from marsad.store.disk import told, unfinished_in
from marsad.store.extras import BUCKET

SECRET = "MARSAD_BLOBS_SECRET"
PIECES = 16 << 20
"""Originals above this are sent in pieces: what is sent whole has to fit into memory."""
HELD = 64
"""Fetched originals that stay in ``tmp/`` meanwhile: decoders ask for the same one by turns."""


def blobs(lab: Path, settings: Settings) -> Blobs:
    """The originals of a lab, wherever it keeps them."""
    return InBucket(lab, settings) if settings.blobs else Blobs(lab)


class InBucket(Blobs):
    """The originals of a lab, in a bucket."""

    def __init__(self, lab: Path, settings: Settings) -> None:
        """Stand at the bucket; nothing is asked of it yet."""
        super().__init__(lab)
        self._bucket = _bucket(settings)
        self._held: OrderedDict[str, tuple[int, Path]] = OrderedDict()

    def path(self, sha256: str) -> Path:
        """A file with the content of an original, as it is in the bucket; short-lived."""
        if sha256 in self._held:
            self._held.move_to_end(sha256)
            return self._held[sha256][1]
        with told():
            handle, path = unfinished_in(self.lab / layout.TMP)
            self._held[sha256] = handle, path
            try:
                with os.fdopen(os.dup(handle), "wb") as file:
                    for piece in self._pieces(sha256):
                        file.write(piece)
                path.chmod(0o444)
            except BaseException:
                self._release(sha256)
                raise
        while len(self._held) > HELD:
            self._release(next(iter(self._held)))
        return path

    def there(self, sha256: str) -> bool:
        """Whether an original is in the bucket."""
        import obstore

        try:
            with _answering(sha256):
                obstore.head(self._bucket, _name(sha256))
        except NotFound:
            return False
        return True

    def fresh(self, sha256: str) -> Path:
        """A file of an original, fetched now."""
        self._release(sha256)
        return self.path(sha256)

    def drop(self, sha256: str) -> None:
        """Remove an original, and what was fetched of it."""
        import obstore

        self._release(sha256)
        with suppress(NotFound), _answering(sha256):
            obstore.delete(self._bucket, _name(sha256))

    def close(self) -> None:
        """Let go of every file that was fetched."""
        for sha256 in list(self._held):
            self._release(sha256)

    def __iter__(self) -> Iterator[str]:
        """The digest of every original, in order."""
        import obstore

        with _answering(""):
            for some in obstore.list(self._bucket, chunk_size=1000):
                for each in some:
                    yield str(each["path"]).rpartition("/")[2]

    def _pieces(self, sha256: str) -> Iterator[bytes]:
        import obstore

        with _answering(sha256):
            for piece in obstore.get(self._bucket, _name(sha256)).stream(CHUNK):
                yield bytes(piece)

    def _name(self, unfinished: Path, sha256: str) -> None:
        import obstore

        size = unfinished.stat().st_size
        # Sent only when it is not there: the same file comes again with every export.
        if self.there(sha256) and self.intact(sha256):
            return
        self._release(sha256)
        with _answering(sha256):
            # Over what is there, since that was altered; two that send one digest send one content.
            obstore.put(
                self._bucket, _name(sha256), unfinished, use_multipart=size > PIECES,
                chunk_size=PIECES, max_concurrency=2,
            )  # fmt: skip

    def _release(self, sha256: str) -> None:
        if sha256 in self._held:
            handle, path = self._held.pop(sha256)
            path.unlink(missing_ok=True)
            os.close(handle)


def _bucket(settings: Settings) -> Any:
    try:
        from obstore.store import S3Store
    except ModuleNotFoundError as error:
        raise NotReady(
            Phrase("obstore, which speaks to buckets, is not installed"), BUCKET.remedy
        ) from error
    place = urlsplit(settings.blobs)
    if place.scheme != "s3" or not place.netloc or place.username or place.query:
        raise BadInput(
            Phrase("setting blobs names no bucket; expected s3://BUCKET/PREFIX, or nothing")
        )
    config: dict[str, Any] = {"checksum_algorithm": "SHA256"}
    if settings.blobs_endpoint:
        config["endpoint"] = settings.blobs_endpoint
    if key := read_key(settings.blobs_key, SECRET).split():
        if len(key) != 2:
            raise BadInput(
                Phrase("setting blobs_key: expected the key id and the secret, and a blank between")
            )
        config["access_key_id"], config["secret_access_key"] = key
    # A server of one's own may speak plain HTTP, as on the same machine.
    plain = settings.blobs_endpoint.startswith("http://")
    return S3Store(
        place.netloc, prefix=place.path.strip("/") or None, client_options={"allow_http": plain},
        retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)}, **config,
    )  # fmt: skip


def _name(sha256: str) -> str:
    return str(layout.blob(Path(), sha256).relative_to(layout.BLOBS))


@contextmanager
def _answering(sha256: str) -> Iterator[None]:
    """Turn what a service says into one sentence."""
    from obstore import exceptions

    try:
        yield
    except (exceptions.NotFoundError, FileNotFoundError) as error:
        raise NotFound(
            Phrase("no original %(sha256)s in the bucket; restore it from a backup", sha256=sha256)
        ) from error
    except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
        raise StorageFailed(
            Phrase(
                "the bucket does not let us in; what was acknowledged is safe, see "
                "that settings blobs and blobs_key are right and that the key may "
                "read, write, list and delete"
            )
        ) from error
    except exceptions.BaseError as error:
        raise Unreachable(
            Phrase(
                "the bucket does not answer; what was acknowledged is safe, see that "
                "settings blobs and blobs_endpoint are right, and run the same "
                "command again"
            )
        ) from error
