"""The views of a veiled store, as orders: what they leave out, in the words of each database."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, text

from marsad.store import postgres

POST, PLACE, CASE, REPORT = "post", "place", "case", "report"
POINTERS = ("near-copy-of", "forward-of")
POINTING = "('" + "', '".join(POINTERS) + "')"
TAKEN_BACK = "taken-back"
"""Says what it takes back as ``KIND: VALUE``."""
WITNESSED = ("post", "place", "report", "capture", "source", "translation")


class SQL:
    """The conditions, in the words of the database."""

    def __init__(self, connection: Connection, cleared: Collection[str]) -> None:
        """Look where the tables are."""
        self.served = connection.dialect.name == postgres.NAME
        self.main = "main"
        if self.served:
            found = connection.execute(text("select quote_ident(current_schema())")).scalar_one()
            self.main = str(found)
        names = ", ".join(map(quoted, sorted(cleared)))
        self.uncleared = f"m.name not in ({names})" if names else "1 = 1"

    def marked(self, place: str, native_id: str = "") -> str:
        """Whether a place, or a post of it, is hidden; said with the columns that name them."""
        of_place = f"{self._mark(PLACE)} and m.thing = {place})"
        if not native_id:
            return of_place
        return (
            f"({of_place} or {self._mark(POST)} and m.thing = {place} "
            f"and m.native_id = {native_id}))"
        )

    def _mark(self, kind: str) -> str:
        return (
            f"exists (select 1 from {self.main}.marking m where m.kind = '{kind}' "
            f"and {self.uncleared}"
        )

    def field(self, record: str, name: str) -> str:
        """A field of a record."""
        if self.served:
            return f"(convert_from({record}, 'UTF8')::json ->> '{name}')"
        return f"json_extract(cast({record} as text), '$.{name}')"

    def repeats(self, column: str) -> str:
        """The list of what a post repeats, without what is hidden."""
        number, each, glued = (
            ("(e.value ->> 0)::bigint", f"json_array_elements({column}::json) e",
             "string_agg(e.value::text, ',')")
            if self.served
            else ("json_extract(e.value, '$[0]')", f"json_each({column}) e",
                  "group_concat(e.value)")
        )  # fmt: skip
        hides = self.marked("h.place", "h.native_id")
        return (
            f"case when {column} = '' then '' else coalesce((select '[' || {glued} || ']' "
            f"from {each} where not exists (select 1 from {self.main}.post h "
            f"where h.seq = {number} and {hides})), '') end"
        )


def quoted(said: str) -> str:
    """A text as it stands in an order that can take no values, as that of a view."""
    return "'" + said.replace("'", "''") + "'"


def views(sql: SQL, reports: Collection[str]) -> Iterator[str]:
    """The orders that make the views."""
    main, temp = sql.main, "pg_temp" if sql.served else "temp"
    there = f"exists (select 1 from {temp}.post v where v.id = t.%s)"
    numbered = f"exists (select 1 from {temp}.post v where v.seq = t.%s)"
    for name, columns, where in (
        ("place", "*", f"not {sql.marked('t.id')}"),
        ("post", "*", f"not {sql.marked('t.place', 't.native_id')}"),
        ("post_media", "*", there % "post"),
        ("finding", "*", f"{there % 'post'} and {_points_at_nothing_hidden(temp)}"),
        ("translation", "*", there % "post"),
        ("capture", "*", _capture(main, temp)),
        ("source", "*", f"not {sql.marked(sql.field('t.record', 'place'))}"),
        ("report", "*", _not_in("t.handle", reports)),
        ("digest", "*", _not_in("t.report", reports)),
        ("seen", _seen(sql), f"not {sql.marked('t.place', 't.native_id')}"),
        # Posts that are marked by themselves are taken out where it is read.
        ("seen_month", "*", f"not {sql.marked('t.place')}"),
        *((name, "*", f"(t.post = '' or {there % 'post'})")
          for name in ("pad_post", "later", "outbox", "remembered", "suggestion")),
        ("pad", "*", f"not exists (select 1 from {main}.pad_post p where p.pad = t.id and not "
                     f"exists (select 1 from {temp}.post v where v.id = p.post))"),
        *((name, "*", numbered % "post") for name in ("vector", "done")),
        ("quarantine", "*", _apart(sql)),
        ("marking", "*", f"not exists (select 1 from {main}.marking m where m.kind = t.kind "
                         f"and m.thing = t.thing and m.native_id = t.native_id "
                         f"and {sql.uncleared})"),
        *((name, "*", f"not exists (select 1 from {main}.source s where s.handle = t.handle "
                      f"and {sql.marked(sql.field('s.record', 'place'))})")
          for name in ("health", "taken")),
        ("custody", "*", _witnessed(main, temp)),
    ):  # fmt: skip
        yield f"create temp view {name} as select {columns} from {main}.{name} t where {where}"


def _not_in(column: str, some: Collection[str]) -> str:
    return f"{column} not in ({', '.join(map(quoted, sorted(some)))})" if some else "1 = 1"


def _capture(main: str, temp: str) -> str:
    """One that brought nothing but what is hidden goes with it."""
    return (
        f"(exists (select 1 from {temp}.post v where v.capture = t.id) "
        f"or not exists (select 1 from {main}.post p where p.capture = t.id))"
    )


def _points_at_nothing_hidden(temp: str) -> str:
    """Of a finding: neither by itself nor by what it takes back."""
    prefixes = [f"{kind}: " for kind in POINTERS]
    back = " ".join(
        f"when substr(t.value, 1, {len(each)}) = '{each}' then substr(t.value, {len(each) + 1})"
        for each in prefixes
    )
    pointed = f"case when t.kind <> '{TAKEN_BACK}' then t.value {back} else '' end"
    return (
        f"(t.kind not in {POINTING} and t.kind <> '{TAKEN_BACK}' or {pointed} = '' "
        f"or exists (select 1 from {temp}.post v where v.id = {pointed}))"
    )


def _seen(sql: SQL) -> str:
    names = ("post", "id", "native_id", "place", "outlet", "kind", "language", "themes", "targets",
             "narratives", "origin", "origin_name")  # fmt: skip
    plain = ", ".join(f"t.{name}" for name in names)
    return (
        f"{plain}, {sql.repeats('t.repeats')} as repeats, t.media, t.at, t.taken, t.gone, t.edited"
    )


def _apart(sql: SQL) -> str:
    """An item begins with the id of a post, or is one of collecting, in words of its own."""
    first = (
        "split_part(t.item, ' ', 1)"
        if sql.served
        else "substr(t.item, 1, instr(t.item || ' ', ' ') - 1)"
    )
    hides = sql.marked("p.place", "p.native_id")
    return f"not exists (select 1 from {sql.main}.post p where p.id = {first} and {hides})"


def _witnessed(main: str, temp: str) -> str:
    return " and ".join(
        f"(t.kind <> '{name}' or exists (select 1 from {temp}.{name} v where v.id = t.id) "
        f"or not exists (select 1 from {main}.{name} r where r.id = t.id))"
        for name in WITNESSED
    )
