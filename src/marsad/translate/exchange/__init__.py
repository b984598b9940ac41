"""Translations out to other people's tools, and back in, bound to the evidence all the way.

::

    chosen     which translations go out, and as which units
    unit       what every form carries: a segment, its source and where it stands
    send       out, in the form asked for
    receive    in, in the form found
    check      whether a returned unit is still about what it went out with
    merge      what it changes, beside what the lab has by now
    take       drafts and reviews made of it, signed by who brings it
    xliff_*    XLIFF 2;  table: CSV;  docx_*: Word;  jsonl: our own form
    xml_*      XML from strangers, and to them
"""

from marsad.translate.exchange.chosen import Choice
from marsad.translate.exchange.forms import FORMS
from marsad.translate.exchange.imported import Imported
from marsad.translate.exchange.jsonl import to_lines
from marsad.translate.exchange.receive import import_file
from marsad.translate.exchange.send import export

__all__ = ["FORMS", "Choice", "Imported", "export", "import_file", "to_lines"]
