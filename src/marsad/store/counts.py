"""How many rows the large tables have, kept: to count nine million findings takes seconds.

Kept is the count up to a running number, which nothing but an erasure changes; that drops it. What
came after that number is counted when somebody asks.
"""

from sqlalchemy import Connection, text

TABLES = ("post", "finding", "translation")
"""Those that grow with what is collected."""
KEPT = "select coalesce(max({}), 0) from row_count where name = '{}'"
PUT = (
    "insert into row_count (name, seq, n) select '{name}', coalesce(max(seq), 0), ({order}) "
    "from {name} where 1 = 1 on conflict (name) do update set seq = excluded.seq, n = excluded.n"
)


def order(table: str) -> str:
    """The question of how many rows a table has, exactly."""
    kept, last = KEPT.format("n", table), KEPT.format("seq", table)
    return f"select ({kept}) + (select count(*) from {table} where seq > ({last})) as n"


def keep(connection: Connection) -> None:
    """Count what came since, so that nobody has to wait for it."""
    for table in TABLES:
        connection.execute(text(PUT.format(name=table, order=order(table))))
