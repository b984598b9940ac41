"""What tables are made of: types of columns that mean the same in both databases."""

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()
# SQLite counts rows by a plain ``integer`` only, which is as wide there.
NUMBER = BigInteger().with_variant(Integer, "sqlite")
WORDS = Text().with_variant(Text(collation="C"), "postgresql")


def things(name: str, *columns: Column[str] | Index) -> Table:
    """A table of a type of the model."""
    return Table(
        name,
        metadata,
        Column("seq", NUMBER, primary_key=True),
        Column("id", WORDS, nullable=False, unique=True),
        *columns,
        Column("record", LargeBinary, nullable=False),
    )


def words(name: str, *rest: ForeignKey) -> Column[str]:
    """A column of words; empty where there are none, never null."""
    return Column(name, WORDS, *rest, nullable=False)


def some(name: str, columns: str | Sequence[str], where: str) -> Index:
    """An index of some of the rows."""
    by = (columns,) if isinstance(columns, str) else columns
    return Index(name, *by, sqlite_where=text(where), postgresql_where=text(where))
