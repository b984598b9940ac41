"""How every question of every lab looks: the same, and telling nothing about who asks."""

from collections.abc import Sequence

from marsad.collect.fetch_decode import ACCEPTED
from marsad.collect.fetch_target import Target
from marsad.errors import BadInput
from marsad.phrase import Phrase

Header = tuple[str, str]

LANGUAGE = "en, *;q=0.5"
# Who asks, and how the exchange is framed, is not a caller's to say.
_FIXED = {"host", "user-agent", "accept-language", "accept-encoding", "referer", "origin", "from"}
_FIXED |= {"connection", "content-length", "transfer-encoding", "te", "upgrade", "range", "expect"}
_FIXED |= {"via", "forwarded", "x-forwarded-for", "proxy-authorization", "date"}
_SECRET = ("authorization", "cookie", "token", "key", "secret")


def profile(
    target: Target, user_agent: str, added: Sequence[Header], packed: str = ACCEPTED
) -> list[Header]:
    """The headers of a question, in the order in which they always go out."""
    accept = next((said for name, said in added if name.lower() == "accept"), "*/*")
    return [
        ("Host", target.place),
        ("User-Agent", user_agent),
        ("Accept", accept),
        ("Accept-Language", LANGUAGE),
        ("Accept-Encoding", packed),
        *((name, said) for name, said in added if name.lower() != "accept"),
        ("Connection", "close"),
    ]


def checked(added: Sequence[Header]) -> tuple[Header, ...]:
    """The headers a caller adds; BadInput for one that would change who seems to ask."""
    for name, said in added:
        if name.lower() in _FIXED:
            raise BadInput(
                Phrase(
                    "the header %(name)s is the same for everybody; leave it out", name=repr(name)
                )
            )
        if not name.isascii() or not name.replace("-", "").isalnum():
            raise BadInput(Phrase("%(name)s is no name of a header", name=repr(name)))
        if not said.isascii() or not said.isprintable():
            raise BadInput(
                Phrase("the header %(name)s holds what a header cannot", name=repr(name))
            )
    return tuple(added)


def for_strangers(added: Sequence[Header]) -> tuple[Header, ...]:
    """What another origin than the one that was asked may see of them."""
    return tuple((name, said) for name, said in added if name.lower() == "accept")


def told(headers: Sequence[Header]) -> tuple[Header, ...]:
    """The headers as the record of the exchange has them: without the lab's secrets."""
    return tuple(
        (name, "(withheld)" if any(word in name.lower() for word in _SECRET) else said)
        for name, said in headers
    )
