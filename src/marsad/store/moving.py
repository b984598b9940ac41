"""All rows of one database into another, of whichever kind."""

from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from marsad.store import database, postgres, tables
from marsad.store.rows import STREAM


def copy_out(engine: Engine, path: Path) -> None:
    """Copy a PostgreSQL database, as of one moment, into a file of SQLite's."""
    # Without a journal, which another process might sweep away; a copy that fails is made again.
    local = database.local(path, "off")
    database.migrate(local)
    one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**one_moment) as source, local.begin() as target:
        _copy(source, target)
    local.dispose()


def copy_in(path: Path, engine: Engine) -> None:
    """Copy a file of SQLite's into an empty PostgreSQL database: wholly or not at all."""
    local = database.local(path)
    database.migrate(local)
    database.refuse_used(engine)
    with database.told(), local.connect() as source, engine.connect() as connection:
        target = connection.execution_options(writes=True)
        with target.begin():
            _copy(source, target)
            postgres.advance(target)
    local.dispose()


def _copy(source: Connection, target: Connection) -> None:
    for table in tables.metadata.sorted_tables:
        rows = select(table).order_by(*table.primary_key)
        found = source.execute(rows, execution_options={"yield_per": STREAM})
        for some in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])
