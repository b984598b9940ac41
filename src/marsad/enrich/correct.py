"""A person puts right what a program read: a new finding that replaces the old one."""

from datetime import UTC, datetime

from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Claim, Finding, sign
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store

WHOLE, LINE = "ocr-text", "ocr-line"
READ = (WHOLE, LINE, "transcript")
"""Kinds whose value is what somebody reads or hears in a medium."""


def correct(store: Store, finding: str, value: str, by: str) -> list[Finding]:
    """Replace what was read; box, seconds and medium stay. Answer the new findings.

    A corrected line is put right in the whole text of its picture, too, where it stands once: that
    text is what is searched and translated.
    """
    old, value = store.finding(finding), value.strip()
    _may_correct(store, old, value, by)
    made = [_replacing(old, value, by)]
    if old.kind == LINE and (whole := _whole(store, old)):
        lines = [value if line == old.value else line for line in whole.value.split("\n")]
        made.append(_replacing(whole, "\n".join(lines), by))
    store.add(*made, by=by)
    return made


def _may_correct(store: Store, old: Finding, value: str, by: str) -> None:
    if not named(by):
        raise Withheld(Phrase("a person corrects what a program read: --by NAME"))
    if old.kind not in READ:
        raise BadInput(
            Phrase(
                "%(id)s is a %(kind)s; what can be corrected is %(read)s",
                id=old.id,
                kind=old.kind,
                read=", ".join(READ),
            )
        )
    if not any(each.id == old.id for each in store.findings(old.post, old.kind)):
        raise NotFound(
            Phrase("%(id)s was replaced already; correct the finding that replaced it", id=old.id)
        )
    if not value:
        raise BadInput(Phrase("say what stands there: --value TEXT"))
    if value == old.value:
        raise BadInput(Phrase("%(id)s says this already", id=old.id))


def _whole(store: Store, line: Finding) -> Finding | None:
    """The text of the same picture in which the line stands exactly once."""
    texts = [each for each in store.findings(line.post, WHOLE) if each.media == line.media]
    with_it = [each for each in texts if each.value.split("\n").count(line.value) == 1]
    return with_it[0] if len(with_it) == 1 else None


def _replacing(old: Finding, value: str, by: str) -> Finding:
    said = Claim(
        post=old.post,
        kind=old.kind,
        value=value,
        media=old.media,
        box=old.box,
        seconds=old.seconds,
        replaces=old.id,
    )
    return sign(said, by, datetime.now(UTC))
