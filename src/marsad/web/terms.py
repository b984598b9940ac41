"""Words of the stages below that pages show: states, kinds, headings.

The stages speak English and know nothing of pages. What they may say stands here, so that the
catalogues hold it; a test compares these lists with those of the stages. Sentences are not
translated: pages set them apart as English.
"""


def NP_(_context: str, message: str) -> str:
    """Mark a message that is looked up with its context where it is shown."""
    return message


STATES = (
    NP_("word", "draft"), NP_("word", "reviewed"), NP_("word", "approved"),
    NP_("word", "initial"), NP_("word", "translated"), NP_("word", "final"),
    NP_("word", "written"), NP_("word", "drafted"), NP_("word", "assigned"),
    NP_("word", "disputed"), NP_("word", "chosen"),
    NP_("word", "accepted"), NP_("word", "refused"), NP_("word", "suggested"),
    NP_("word", "waiting"), NP_("word", "on its way"), NP_("word", "sent"), NP_("word", "read"),
    NP_("word", "given up"),
    NP_("word", "answered"), NP_("word", "passed on"), NP_("word", "silent"),
    NP_("word", "hardly there"), NP_("word", "absent"),
    NP_("word", "own"), NP_("word", "copy"), NP_("word", "forward"),
    NP_("word", "ok"), NP_("word", "failing"), NP_("word", "dead"), NP_("word", "renamed"),
    NP_("word", "banned"), NP_("word", "no preview"),
    NP_("word", "new"), NP_("word", "paused"), NP_("word", "parked"),
    NP_("word", "link"), NP_("word", "mention"),
    NP_("word", "official"), NP_("word", "supporter"), NP_("word", "unverified"),
    NP_("word", "VERIFIED"), NP_("word", "UNSIGNED"), NP_("word", "INVALID"),
    NP_("word", "INCOMPLETE"), NP_("word", "ERASED"),
    NP_("word", "pending"), NP_("word", "attested"), NP_("word", "anchored"),
    NP_("word", "invalid"),
    NP_("word", "begun"), NP_("word", "changed"), NP_("word", "signed"), NP_("word", "corrected"),
    NP_("word", "put in"), NP_("word", "taken out"), NP_("word", "moved"),
    NP_("word", "reworded"),
    NP_("word", "subscribers"), NP_("word", "complimentary"), NP_("word", "published"),
    NP_("word", "untranslated"), NP_("word", "cited"),
    NP_("word", "ended"), NP_("word", "public"), NP_("word", "platforms"),
    NP_("word", "reader approved"), NP_("word", "reader ended"),
)  # fmt: skip
ROLES = (
    NP_("word", "admin"), NP_("word", "editor"), NP_("word", "translator"),
    NP_("word", "analyst"), NP_("word", "subscriber"),
)  # fmt: skip
KINDS = (
    NP_("word", "photo"), NP_("word", "video"), NP_("word", "animation"), NP_("word", "audio"),
    NP_("word", "voice"), NP_("word", "sticker"), NP_("word", "file"),
    NP_("word", "picture"), NP_("word", "sound"), NP_("word", "poll"),
    NP_("word", "forwarded"), NP_("word", "edited"), NP_("word", "service message"),
    NP_("word", "fiction"),
    NP_("word", "text"), NP_("word", "speech"), NP_("word", "document"),
    NP_("word", "translation"), NP_("word", "name"),
    NP_("word", "ocr-text"), NP_("word", "document-text"),
    NP_("word", "actor"), NP_("word", "place"), NP_("word", "word"), NP_("word", "title"),
    NP_("word", "date"),
    NP_("word", "handle"), NP_("word", "announced"), NP_("word", "first posts"),
    NP_("word", "style"), NP_("word", "repeated by"), NP_("word", "description"),
    NP_("word", "description names it"),
    NP_("word", "post"), NP_("word", "outlet"), NP_("word", "capture"), NP_("word", "finding"),
    NP_("word", "findings"), NP_("word", "event"), NP_("word", "report"), NP_("word", "reader"),
    NP_("word", "act"),
    NP_("word", "priority"), NP_("word", "language"), NP_("word", "translator"),
    NP_("word", "age"),
    NP_("word", "collect"), NP_("word", "preserve"), NP_("word", "enrich"),
    NP_("word", "translate"), NP_("word", "track"), NP_("word", "search"), NP_("word", "store"),
    NP_("word", "engine"), NP_("word", "accounts"),
)  # fmt: skip
HEADINGS = (
    NP_("word", "What anybody may read"), NP_("word", "For registered readers"),
    NP_("word", "For subscribers"), NP_("word", "Redacted, for platforms"),
    NP_("word", "By outlet"), NP_("word", "Who repeated whom"), NP_("word", "Bursts"),
    NP_("word", "New channels"), NP_("word", "Channels that ended"),
    NP_("word", "Events answered"), NP_("word", "Themes above the usual"),
    NP_("word", "Targets above the usual"), NP_("word", "Narratives above the usual"),
    NP_("word", "Names above the usual"), NP_("word", "Languages above the usual"),
    NP_("word", "Posts by outlet and theme"),
    NP_("word", "Posts over time, with the events of that time"),
    NP_("word", "Posts over time, and events"),
    NP_("word", "Who repeats whom"), NP_("word", "How long channels go on posting"),
    NP_("word", "How soon events were answered, and by how many"),
)  # fmt: skip
MONTHS = (
    NP_("month", "January"), NP_("month", "February"), NP_("month", "March"),
    NP_("month", "April"), NP_("month", "May"), NP_("month", "June"),
    NP_("month", "July"), NP_("month", "August"), NP_("month", "September"),
    NP_("month", "October"), NP_("month", "November"), NP_("month", "December"),
)  # fmt: skip
DAYS = (
    NP_("day", "Sunday"), NP_("day", "Monday"), NP_("day", "Tuesday"), NP_("day", "Wednesday"),
    NP_("day", "Thursday"), NP_("day", "Friday"), NP_("day", "Saturday"),
)  # fmt: skip
COLUMNS = (
    NP_("column", "outlet"), NP_("column", "name"), NP_("column", "theme"),
    NP_("column", "posts"), NP_("column", "posts_of_outlet"), NP_("column", "from"),
    NP_("column", "to"), NP_("column", "own"), NP_("column", "passed_on"),
    NP_("column", "source"), NP_("column", "source_name"), NP_("column", "target"),
    NP_("column", "target_name"), NP_("column", "times"), NP_("column", "forwards"),
    NP_("column", "median_seconds"), NP_("column", "first"), NP_("column", "last"),
    NP_("column", "chance"), NP_("column", "drawn"), NP_("column", "days"),
    NP_("column", "at_risk"), NP_("column", "ended"), NP_("column", "censored"),
    NP_("column", "share"), NP_("column", "low95"), NP_("column", "high95"),
    NP_("column", "event"), NP_("column", "title"), NP_("column", "post"),
    NP_("column", "how"), NP_("column", "hours"), NP_("column", "by"),
)  # fmt: skip
"""Of the tables of pictures; in files they keep the names that programs know them by."""
TERMS = frozenset((*STATES, *ROLES, *KINDS, *HEADINGS))
