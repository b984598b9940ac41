"""What stands: of things that replace one another, those that nothing replaces."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Text, bindparam, text

from marsad.model import Finding, Report, Translation
from marsad.model import Reader as Recipient
from marsad.store import records
from marsad.store.reader import Reader


class Standing(Reader):
    """Findings, translations and reports as they stand now."""

    def translation(self, id: str) -> Translation:
        """One translation."""
        return self._one(Translation, "translation", id)

    def translations(self, post: str = "", state: str = "") -> list[Translation]:
        """The translations that nothing replaces, oldest first."""
        # Said only where it is asked for: "or" would keep the indexes from serving.
        where = f"{' and post = :post' if post else ''}{' and state = :state' if state else ''}"
        values = {name: said for name, said in (("post", post), ("state", state)) if said}
        return list(self._things(Translation, f"{TRANSLATIONS}{where} order by seq", **values))

    def latest_translations(self, state: str) -> Iterator[Translation]:
        """The translations in a state that nothing replaces, newest first, read as they are taken.

        For whoever wants some: a lab has a hundred thousand of them.
        """
        order = f"{TRANSLATIONS} and state = :state order by seq desc"
        return self._things(Translation, order, state=state)

    def translation_versions(self, post: str) -> list[Translation]:
        """Every translation of a post, replaced ones too, in the order they were added."""
        order = "select record from translation where post = :post order by seq"
        return list(self._things(Translation, order, post=post))

    def passed_over(self) -> set[str]:
        """The versions over which somebody approved another one, and has not chosen them since."""
        over: set[str] = set()
        for said in self.acts(CHOSEN):
            over.update(said["over"])
            over.discard(said["translation"])
        return over

    def report(self, handle: str) -> Report:
        """The latest version of a report by its handle, or any version by its id."""
        order = "select record from report where handle = :handle order by seq desc limit 1"
        for found in self._things(Report, order, handle=handle):
            return found
        return self._one(Report, "report", handle)

    def recipient(self, handle: str) -> Recipient | None:
        """The latest version of a reader by their handle, which each id of theirs begins with."""
        order = "select record from reader where id > :low and id < :end order by seq desc limit 1"
        # "A" follows "@", which parts the handle from what is new in a version.
        found = self._things(Recipient, order, low=f"{handle}@", end=f"{handle}A")
        return next((each for each in found if each.handle == handle), None)

    def reports(self) -> list[Report]:
        """The latest version of every report."""
        order = (
            "select record from report r where not exists "
            "(select 1 from report later where later.handle = r.handle and later.seq > r.seq) "
            "order by seq"
        )
        return list(self._things(Report, order))

    def report_versions(self, handle: str) -> list[Report]:
        """Every version of a report, oldest first."""
        order = "select record from report where handle = :handle order by seq"
        return list(self._things(Report, order, handle=handle))

    def finding(self, id: str) -> Finding:
        """One finding."""
        return records.finding(self._row("finding", "*", id))

    def findings(self, post: str, kind: str = "") -> list[Finding]:
        """The standing findings about a post: those that nothing replaces."""
        order = f"{FINDINGS} and post = :post and (:kind = '' or kind = :kind) order by seq"
        return [records.finding(row) for row in self.rows(order, post=post, kind=kind)]

    def findings_ever(self, post: str) -> list[Finding]:
        """Every finding about a post, replaced ones too, in the order they were made."""
        order = "select * from finding where post = :post order by seq"
        return [records.finding(row) for row in self.rows(order, post=post)]

    def findings_of(self, posts: Sequence[str], kinds: Sequence[str]) -> dict[str, list[Finding]]:
        """The standing findings of some kinds about many posts at once, by post."""
        order = f"{FINDINGS} and post in :posts and kind in :kinds order by seq"
        found: dict[str, list[Finding]] = {}
        for row in self._many(order, posts=posts, kinds=kinds):
            found.setdefault(str(row["post"]), []).append(records.finding(row))
        return found

    def known_posts(self, ids: Sequence[str]) -> set[str]:
        """Which of some ids are those of posts."""
        return {
            str(row["id"]) for row in self._many("select id from post where id in :ids", ids=ids)
        }

    def pointing_to(self, post: str) -> list[Finding]:
        """The standing findings that name a post as what theirs repeats or was forwarded from."""
        order = f"{FINDINGS} and {POINTING} and value = :post order by seq"
        return [records.finding(row) for row in self.rows(order, post=post)]

    def translations_of(self, posts: Sequence[str]) -> dict[str, list[Translation]]:
        """The standing translations of many posts at once, by post."""
        found: dict[str, list[Translation]] = {}
        for row in self._many(f"{TRANSLATIONS} and post in :posts order by seq", posts=posts):
            made = records.restore(Translation, row["record"])
            found.setdefault(made.post, []).append(made)
        return found

    def _many(self, order: str, **values: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        # Their type is said: PostgreSQL takes an empty list for one of numbers.
        lists = (bindparam(name, type_=Text(), expanding=True) for name in values)
        bound = text(order).bindparams(*lists)
        with self.engine.connect() as connection:
            plain = {name: list(some) for name, some in values.items()}
            yield from map(dict, connection.execute(bound, plain).mappings())


CHOSEN = "translation chosen"
"""The act of whoever approved one version over another, or otherwise than it was put before."""
FINDINGS = (
    "select * from finding f where not exists "
    # That it is not empty is what lets the partial index serve.
    "(select 1 from finding later where later.replaces = f.id and later.replaces <> '')"
)
# In the words of the partial index, which serves no others.
POINTING = "kind in ('near-copy-of', 'forward-of')"
TRANSLATIONS = (
    "select record from translation t where not exists "
    "(select 1 from translation later where later.replaces = t.id)"
)
