"""XML written piece by piece; what XML cannot hold is for each form to say in its own way."""

import re

UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that no XML 1.0 file may hold, not even as a reference."""

_ESCAPED = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
    # A parser turns a bare one into another character: \r into \n, all into spaces in attributes.
    "\r": "&#13;",
})  # fmt: skip
_IN_TAGS = str.maketrans({"\n": "&#10;", "\t": "&#9;"})


def escaped(text: str) -> str:
    """Text as it stands between tags; what XML cannot hold is shown as a replacement sign."""
    return UNSAYABLE.sub("\ufffd", text).translate(_ESCAPED)


def tag(name: str, /, **attributes: object) -> str:
    """The inside of a start tag; attributes that are empty are left out.

    An underscore inside stands for a colon, as in ``xml_lang``; one at the end frees a word that
    Python keeps.
    """
    said = "".join(
        f' {_name(key)}="{escaped(str(value)).translate(_IN_TAGS)}"'
        for key, value in attributes.items()
        if value not in ("", None)
    )
    return name + said


def element(name: str, text: str, /, **attributes: object) -> str:
    """A whole element that holds text alone."""
    return f"<{tag(name, **attributes)}>{escaped(text)}</{name}>"


def _name(key: str) -> str:
    first, mark, rest = key.removesuffix("_").partition("_")
    return f"{first}:{rest}" if mark else first
