"""A chat of an export, and the place it stands for."""

from dataclasses import dataclass

from marsad.model import Place

# Only what anybody could read is public. A private channel is "private" even if the lab was
# invited: a private place can never be cited.
_PUBLIC = {"public_channel": "channel", "public_supergroup": "group"}


@dataclass(frozen=True, slots=True)
class Chat:
    """The head of a chat as the export gives it."""

    id: str
    name: str
    type: str
    fiction: bool = False
    """Invented sample material, marked by ``"fiction": true`` in the file."""

    @property
    def broadcasts(self) -> bool:
        """It is a channel: one outlet speaks, many read."""
        return self.type.endswith("_channel")

    @property
    def place(self) -> Place:
        """Where its posts are seen."""
        return Place(
            id=f"telegram:{self.id}",
            platform="Telegram",
            name=self.name,
            kind=_PUBLIC.get(self.type, "private"),
            fiction=self.fiction,
        )
