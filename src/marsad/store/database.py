"""The connection to the database, and its schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from marsad.errors import BadInput, LabBusy, NotALab, StorageFailed
from marsad.phrase import Phrase
from marsad.settings import Settings, read_key
from marsad.store import layout, postgres

LATEST = "0021"
SECRET = "MARSAD_DATABASE_SECRET"
PRAGMAS = (
    "synchronous=full",
    "foreign_keys=on",
    "busy_timeout=60000",
    # What is deleted is overwritten: an erased post must not be read from a free page.
    "secure_delete=on",
)


def connect(lab: Path, settings: Settings) -> Engine:
    """An engine for the database of the lab: ``lab.db``, or the PostgreSQL that it names."""
    if not settings.database:
        return local(lab / layout.DATABASE)
    engine = postgres.connect(settings.database, read_key(settings.database_key, SECRET))
    event.listen(engine, "handle_error", _encode_or_refuse)
    return engine


def local(path: Path, journal: str = "wal") -> Engine:
    """An engine for a file of SQLite's."""
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", partial(_tune, journal))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _encode_or_refuse)
    return engine


def number(engine: Engine, column: str) -> str:
    """The number that a text begins with, in the words of the database."""
    if engine.dialect.name == postgres.NAME:
        return postgres.number(column)
    return f"cast({column} as integer)"


def refuse_used(engine: Engine) -> None:
    """Raise when the database holds a lab: another one must not be made in it."""
    migrate(engine)
    with engine.connect() as connection:
        used = connection.execute(text("select size from head")).first()
    if used:
        raise BadInput(
            Phrase(
                "setting database names one that holds a lab already; name an empty "
                "one, or nothing for lab.db (MARSAD_DATABASE is above marsad.toml)"
            )
        )


def migrate(engine: Engine) -> None:
    """Bring the schema up to date: wholly or not at all."""
    try:
        with engine.connect() as connection:
            version = _version(connection)
    except (DBAPIError, sqlite3.DatabaseError) as error:
        said = getattr(error, "orig", error)
        if _refused(said):
            raise _refusal(said) from error
        raise NotALab(
            Phrase("lab.db cannot be read (%(said)s); restore it from a backup", said=said)
        ) from error
    if version == LATEST:
        return
    # Imported only here: alembic takes longer to load than most commands to run.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "marsad.store:migrations")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def told() -> Iterator[None]:
    """Turn a full disk, a locked database and a loose end into one sentence."""
    try:
        yield
    except IntegrityError as error:
        if "foreign key" not in str(error.orig).lower():
            raise
        raise BadInput(
            Phrase(
                "a post, finding or translation names a place, capture or post that "
                "is not in this lab; add that one first"
            )
        ) from error
    except OperationalError as error:
        if _refused(error.orig):
            raise _refusal(error.orig) from error
        if "locked" in str(error.orig):
            raise LabBusy(
                Phrase("another process is writing to this lab; try again when it is done")
            ) from error
        raise


def _refused(said: object) -> bool:
    """Whether the disk is to blame; what SQLite says when it can make no file is of that kind."""
    return any(each in str(said) for each in ("full", "disk I/O", "readonly", "unable to open"))


def _refusal(said: object) -> StorageFailed:
    return StorageFailed(
        Phrase(
            "the database cannot write (%(said)s); what was acknowledged is "
            "safe, free some space, see that you may write there, and run the "
            "same command again",
            said=said,
        )
    )


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    order = text("select version_num from alembic_version")
    version: str = connection.execute(order).scalar_one()
    if version > LATEST:
        raise BadInput(
            Phrase(
                "this lab was written by a newer Marsad (schema %(version)s, this "
                "one knows %(latest)s); upgrade Marsad",
                version=version,
                latest=LATEST,
            )
        )
    return version


def _tune(journal: str, connection: Any, _record: object) -> None:
    # Transactions are begun by us (see _begin): the driver's own start too late for DDL.
    connection.isolation_level = None
    for pragma in (f"journal_mode={journal}", *PRAGMAS):
        connection.execute(f"pragma {pragma}")


def _encode_or_refuse(context: ExceptionContext) -> None:
    if isinstance(context.original_exception, UnicodeEncodeError):
        raise BadInput(
            Phrase(
                "text with half of a surrogate pair cannot be stored nor looked up; "
                "correct it where it comes from"
            )
        ) from context.original_exception


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read lock half way may fail as a deadlock.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")
