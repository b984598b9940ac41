"""Who may sign and publish a report, and why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Report
from marsad.report import Missing
from marsad.safeguards import PERSON, may_publish, named, second_names
from marsad.text.bidi import isolate
from marsad.web.wording import _, ngettext


@dataclass(frozen=True, slots=True)
class Signing:
    """What the last part of the page says and offers."""

    report: Report
    rules: tuple[str, ...]
    """Who may do what, in sentences."""
    publishable: bool


def signing(report: Report, gate: Sequence[Missing]) -> Signing:
    """Say who may sign a report as it stands, and whether it may be published."""
    return Signing(report, tuple(_rules(report, gate)), not gate and bool(may_publish(report)))


def _rules(report: Report, gate: Sequence[Missing]) -> Iterator[str]:
    if report.state == "published":
        yield _("It is published; from now on it can only be corrected")
        return
    if named(report.made_by):
        made = _named(report.made_by)
        yield _("%(name)s made this version, so another person has to sign it") % {"name": made}
    else:
        yield _("No person has made this version; save it under a name first")
    for each in second_names(report):
        name = _named(each)
        yield _("%(name)s signed it; any change takes the signature away") % {"name": name}
    rest = sum(each.at != "sign" for each in gate)
    if rest:
        yield ngettext(
            "It cannot be published: %(count)d thing is missing in the gate",
            "It cannot be published: %(count)d things are missing in the gate",
            rest,
        ) % {"count": rest}
    if not second_names(report):
        yield _("It cannot be published before a second person has signed it")
    if not gate:
        yield _("Nothing is missing; whoever publishes it answers for it by name")


def _named(signer: str) -> str:
    return isolate(signer.removeprefix(PERSON))
