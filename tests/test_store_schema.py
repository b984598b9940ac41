"""The migrations make exactly the tables that the code believes in, and no newer lab is touched."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from postgres_server import Server
from sqlalchemy import Engine, MetaData, create_engine, inspect

from marsad.errors import BadInput
from marsad.store import Store, database, tables
from marsad.store.postgres import connect as postgres_engine


def shape(engine: Engine) -> dict[str, Any]:
    """Tables, columns, keys and indexes, as the database tells them."""
    found, seen = inspect(engine), {}
    for table in found.get_table_names():
        keys = found.get_pk_constraint(table)["constrained_columns"]
        columns = {
            column["name"]: (str(column["type"]), column["nullable"] and column["name"] not in keys)
            for column in found.get_columns(table)
        }
        indexes = {
            each["name"]: (each["column_names"], each["unique"])
            for each in found.get_indexes(table)
        }
        unique = sorted(each["column_names"] for each in found.get_unique_constraints(table))
        foreign = sorted(
            (each["constrained_columns"], each["referred_table"], each["referred_columns"])
            for each in found.get_foreign_keys(table)
        )
        seen[table] = columns, indexes, keys, unique, foreign
    return seen


def test_the_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    with Store.create(tmp_path / "lab") as store:
        made = shape(store.engine)
    del made["alembic_version"]
    described = create_engine("sqlite://")
    tables.metadata.create_all(described)
    assert made == shape(described)


def test_the_migrations_make_the_same_tables_in_postgresql(postgres: Server) -> None:
    made, described = (postgres_engine(postgres.url(postgres.fresh()), "") for _ in range(2))
    with described.begin() as connection:
        tables.metadata.drop_all(connection)
        tables.metadata.create_all(connection)
    ours, theirs = shape(made), shape(described)
    for seen in (ours, theirs):
        del seen["alembic_version"]
    assert ours == theirs
    made.dispose()
    described.dispose()


def test_the_comparison_would_see_a_missing_index_and_a_nullable_column() -> None:
    described, other = create_engine("sqlite://"), create_engine("sqlite://")
    tables.metadata.create_all(described)
    copy = MetaData()
    for table in tables.metadata.tables.values():
        table.to_metadata(copy)
    copy.tables["post"].indexes.pop()
    copy.tables["post"].c.native_id.nullable = True
    copy.create_all(other)
    ours, theirs = shape(described), shape(other)
    assert [name for name in ours if ours[name] != theirs[name]] == ["post"]
    assert len(theirs["post"][1]) == len(ours["post"][1]) - 1


def test_a_new_lab_is_at_the_latest_step_in_wal_mode_with_full_sync(tmp_path: Path) -> None:
    with Store.create(tmp_path / "lab") as store, store.engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        version = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert version == database.LATEST


def test_a_lab_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    Store.create(tmp_path / "lab").close()
    with sqlite3.connect(tmp_path / "lab" / "lab.db") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(BadInput, match=r"newer Marsad \(schema 9999, .*upgrade Marsad"):
        Store(tmp_path / "lab")
    with sqlite3.connect(tmp_path / "lab" / "lab.db") as connection:
        assert connection.execute("select * from alembic_version").fetchall() == [("9999",)]
