"""Where posts are seen, and who makes them: two different things."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where posts are *seen*: a channel, a group, a site. Footnotes name the place."""

    id: str
    """Platform and native id, such as ``telegram:1001``."""
    platform: str
    name: str
    address: str = ""
    kind: str = "channel"
    """``channel``, ``group`` or ``private``; a private place can never be cited."""
    fiction: bool = False

    @property
    def public(self) -> bool:
        """Anybody could read it."""
        return self.kind != "private"


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who *makes* posts: a media group, a channel brand, an organisation. Never a private person.

    Blocks of a report name the outlet.
    """

    id: str
    name: str
    """In its original script."""
    latin: str = ""
    """Transliterated by the house scheme."""
    meaning: str = ""
    """In English; given in brackets on first mention."""
    kind: str = "media group"
    affiliation: str = ""
    standing: str = "unverified"
    """``official``, ``supporter`` or ``unverified``."""
    aliases: tuple[str, ...] = ()
    """Other spellings, handles and signature lines."""
    places: tuple[str, ...] = ()
    """Ids of the places this outlet runs itself."""
    description: str = ""
    """What it is, in the words a report uses: "a media group that supports ..."."""
    fiction: bool = False
