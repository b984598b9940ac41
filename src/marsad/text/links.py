"""Links in running text: found, made harmless to the reader's mouse, and unmasked."""

import re
import unicodedata

_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LABEL = f"A-Za-z0-9\u00c0-\u024f\u0370-\u058f\uff21-\uff5a{_HIDDEN}_\\-"
_ENDINGS = (
    "com|org|net|info|biz|io|me|co|tv|cc|xyz|site|online|top|club|app|dev|link|news|media|live|"
    "pro|blog|page|space|store|website|world|network|video|chat|today|life|ru|su|ua|ir|iq|sy|sa|"
    "ae|eg|pk|af|tr|lb|jo|ps|ye|om|qa|kw|bh|ly|tn|dz|ma|sd|so|uk|us|de|fr|nl|eu|be|ch|se|no|es|"
    "it|in|id|my|cn|jp|to|gg|is|ws|st|fm|be|gl|la|onion|gov|edu|mil|int|arpa|рф"
)
_STOP = '\\s<>"«»“”‘’`،؛؟۔{}|\\\\^\u2066-\u2069'
_LINK = re.compile(
    f"(?:https?|hxxps?|ftps?|tg|wss?)://[^{_STOP}]++"
    f"|(?<![{_LABEL}@.])(?:[{_LABEL}]{{1,70}}+\\.)+(?:{_ENDINGS})(?![{_LABEL}])"
    f"(?::\\d{{1,5}})?(?:[/?#][^{_STOP}]*+)?"
    "|(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\w.])(?::\\d{1,5})?(?:/[^" + _STOP + "]*+)?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'…*~_"
_BRACKETS = {")": "(", "]": "["}
_DOT = re.compile("(?<!\\[)[.。．｡](?!\\])")
_DOTTED = re.compile(r"\.[^\s.]")
_UNDOTTED = re.compile(r"[\[({](?:\.|dot)[\])}]", re.IGNORECASE)
_PORT = re.compile(r":\d{1,5}$")
_PATH = re.compile("[/?#].*", re.DOTALL)
_CLEAN = re.compile(f"[{_HIDDEN}]")
_LOOK_LATIN = frozenset("аеорсухіјѕһԁԛԝтвнкмгпԍӏьαοερτυνικχηρωϲѵօսոհցզ")
_TWO_KEYBOARDS = (frozenset("كيى"), frozenset("کی"))


def find_links(text: str) -> list[tuple[int, int, str]]:
    """Every link as start, end and address, bare ones such as ``t.me/name`` included."""
    found = []
    for match in _LINK.finditer(text):
        end = match.start() + len(_trimmed(match[0]))
        found.append((match.start(), end, _CLEAN.sub("", text[match.start() : end])))
    return found


def without_links(text: str) -> str:
    """The text with a blank where each link stood."""
    # Most texts have none, and looking closely costs more than all the rest.
    if "://" not in text and not _DOTTED.search(text):
        return text
    kept, done = [], 0
    for start, end, _ in find_links(text):
        kept += [text[done:start], " "]
        done = end
    return "".join([*kept, text[done:]])


def defang(text: str) -> str:
    """Spell every link so that no program makes it clickable: ``hxxps://t[.]me/name``."""
    parts = []
    done = 0
    for start, end, _ in find_links(text):
        parts += [text[done:start], _defanged(text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def looks_alike(host: str) -> bool:
    """Say whether a host is spelled so that a reader may take it for another one."""
    if _CLEAN.search(host) or unicodedata.normalize("NFKC", host) != host:
        return True
    return any(_deceives(_decoded(label)) for label in host.casefold().split("."))


def punycode(host: str) -> str:
    """The host as the network sees it: ``т.me`` is ``xn--r1a.me``."""
    clean = unicodedata.normalize("NFKC", _CLEAN.sub("", host)).casefold().replace("。", ".")
    return ".".join(_encoded(label) for label in clean.split("."))


def domain(address: str) -> str:
    """The host of an address as the network sees it; empty where there is none.

    Written harmlessly (``hxxps://t[.]me``), with a name or a port, it is the same host.
    """
    plain = _UNDOTTED.sub(".", _CLEAN.sub("", address))
    scheme, mark, rest = plain.partition("://")
    host = _PATH.sub("", rest if mark and scheme.isalpha() else plain)
    host = _PORT.sub("", host.rpartition("@")[2]).strip(".")
    return punycode(host) if "." in host or host.startswith("[") else ""


def _trimmed(link: str) -> str:
    size = len(link)
    opened = {close: link.count(open_) for close, open_ in _BRACKETS.items()}
    closed = {close: link.count(close) for close in _BRACKETS}
    while size:
        last = link[size - 1]
        if last in closed and closed[last] > opened[last]:
            closed[last] -= 1
        elif last not in _TRAILING:
            break
        size -= 1
    return link[:size]


def _defanged(link: str) -> str:
    scheme, mark, rest = link.partition("://")
    if not scheme.isalpha():  # A bare host, perhaps with another link in its path.
        scheme, mark, rest = "", "", link
    host = _PATH.sub("", rest)
    shown = _DOT.sub("[.]", host) + rest[len(host) :]
    if scheme.lower().startswith("http"):
        return f"{scheme[0]}xx{scheme[3:]}{mark}{shown}"
    if not scheme or scheme.lower().startswith("hxxp"):
        return f"{scheme}{mark}{shown}"
    return f"{scheme}[:]//{shown}"


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _encoded(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _deceives(label: str) -> bool:
    letters = [character for character in label if character.isalpha()]
    foreign = [character for character in letters if character > "\x7f"]
    if not foreign:
        return False
    scripts = {unicodedata.name(character, "?").split(" ")[0] for character in letters}
    if len(scripts) > 1 or all(character in _LOOK_LATIN for character in foreign):
        return True
    return all(keyboard.intersection(label) for keyboard in _TWO_KEYBOARDS)
