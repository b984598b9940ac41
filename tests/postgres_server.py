"""A PostgreSQL server that lives as long as the tests, behind a socket in a folder of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from urllib.parse import quote

LACKING = "PostgreSQL is not installed (Debian: postgresql), or the extra postgres"
USER = "marsad"


def programs() -> Path | None:
    """Where the newest of the servers installed keeps its programs."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda at: int(at.parts[4])
    )
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class Server:
    """A cluster in a folder of its own; each test gets an empty database, and gives it back."""

    def __init__(self, bin: Path, durable: bool = False) -> None:
        # Not below pytest's folder: that is closed to the account that the server runs under.
        self.folder = Path(tempfile.mkdtemp(prefix="marsad-postgres-"))
        # The server refuses to run as root.
        self.account = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.account:
            shutil.chown(self.folder, **self.account)
        data = self.folder / "data"
        self._run(bin / "initdb", "-D", data, "-U", USER, "-A", "trust", "-N", "-E", "UTF8",
                  "--locale=C.UTF-8")  # fmt: skip
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}"]
        if not durable:
            # What the server makes durable is its own to test.
            settings += ["fsync=off", "full_page_writes=off", "autovacuum=off"]
        said = [word for setting in settings for word in ("-c", setting)]
        self.process = subprocess.Popen(
            [bin / "postgres", "-D", data, *said], cwd=self.folder, stderr=subprocess.DEVNULL,
            **self.account,
        )  # fmt: skip
        self.made = count(1)
        self.spare: list[str] = []
        self._wait()
        self._make_template()

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={quote(str(self.folder), safe='')}"

    def fresh(self) -> str:
        """The name of an empty database that is at the latest step of the schema."""
        if self.spare:
            return self.spare.pop()
        name = f"lab_{next(self.made)}"
        self.ask(f"create database {name} template made")
        return name

    def empty(self, name: str) -> None:
        """Take a database back: to empty one takes a tenth of the time of making one."""
        from marsad.store import database, index_tables, tables

        self.ask(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        names = ", ".join(tables.metadata.tables)
        self.ask(
            f"{index_tables.DROP}; truncate {names} restart identity; "
            f"update alembic_version set version_num = '{database.LATEST}'",
            name,
        )
        self.spare.append(name)

    def ask(self, order: str, database: str = "postgres") -> list[tuple[object, ...]]:
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            found = connection.execute(order)
            return found.fetchall() if found.description else []

    def stop(self) -> None:
        # At once, whoever is still connected: nothing of this is to be kept.
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_template(self) -> None:
        from marsad.store import database, postgres

        self.ask("create database made template template0")
        engine = postgres.connect(self.url("made"), "")
        database.migrate(engine)
        engine.dispose()

    def _wait(self) -> None:
        import psycopg

        for _ in range(200):
            try:
                self.ask("select 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the PostgreSQL of the tests does not start")

    def _run(self, *command: object) -> None:
        subprocess.run([str(word) for word in command], cwd=self.folder, check=True,
                       stdout=subprocess.DEVNULL, **self.account)  # fmt: skip
