"""How Alembic reaches the database: through the connection it is handed, and nothing else.

The steps are written in the words of SQLite; PostgreSQL hears its own (``store/postgres.py``).
"""

from alembic import context
from sqlalchemy import event

from marsad.store import postgres

connection = context.config.attributes["connection"]
if connection.dialect.name == postgres.NAME:
    event.listen(connection, "before_cursor_execute", postgres.in_its_words, retval=True)
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
