"""A report as reference managers take it: CSL-JSON and BibTeX, its words kept literal."""

import json
import re

from marsad.share.issue import Issue

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", '"': "''",
    "@": r"\char64{}",
}  # fmt: skip
_UNSAYABLE = re.compile("[\x00-\x1f\x7f-\x9f]")


def csl_json(issue: Issue, address: str = "") -> bytes:
    """The report as one item of CSL-JSON."""
    item = {
        "id": f"{issue.handle}-v{issue.version}",
        "type": "report",
        "title": issue.title,
        "author": [{"literal": issue.lab}],
        "publisher": issue.lab,
        "collection-title": issue.series,
        "number": str(issue.number),
        "version": str(issue.version),
        "issued": {"date-parts": [[issue.day.year, issue.day.month, issue.day.day]]},
        "language": "en",
        **({"URL": f"{address}{issue.place}"} if address else {}),
    }
    return json.dumps([item], ensure_ascii=False, indent=1).encode("utf-8", "replace")


def bibtex(issue: Issue, address: str = "") -> bytes:
    """The report as an entry of BibTeX; braces twice, so that no case is changed."""
    fields = {
        "title": f"{{{_literal(issue.title)}}}",
        "author": f"{{{_literal(issue.lab)}}}",
        "institution": f"{{{_literal(issue.lab)}}}",
        "type": _literal(issue.series),
        "number": str(issue.number),
        "year": str(issue.day.year),
        "month": str(issue.day.month),
        "day": str(issue.day.day),
        "version": str(issue.version),
        **({"url": f"{address}{issue.place}"} if address else {}),
    }
    said = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@techreport{{{issue.handle}-v{issue.version},\n{said}\n}}\n".encode("utf-8", "replace")


def _literal(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _UNSAYABLE.sub(" ", text))
