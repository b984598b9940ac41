"""Turns a status into a post."""

from datetime import UTC, datetime

from marsad.collect.fediverse_origin import Timeline
from marsad.collect.fediverse_status import AccountShape, StatusShape
from marsad.collect.fediverse_text import read_text
from marsad.errors import BadInput
from marsad.model import Entity, Forward, Media, Place, Poll, Post
from marsad.phrase import Phrase

_PUBLIC = ("public", "unlisted")


class PostMaker:
    """Makes the posts of one timeline."""

    def __init__(self, timeline: Timeline, account: AccountShape | None) -> None:
        """``account`` is the one the timeline belongs to; a timeline of a tag has none."""
        self._timeline, self._account = timeline, account
        self.place = Place(
            id=timeline.id,
            platform="fediverse",
            name=self._name(),
            address=timeline.address,
            # Under a tag anybody writes: as in a group, they get pseudonyms.
            kind="channel" if account else "group",
        )

    def post(self, status: StatusShape, media: tuple[Media, ...]) -> Post:
        """The post that ``status`` is."""
        if status.visibility not in _PUBLIC:
            raise BadInput(
                Phrase("it is not public (%(visibility)s)", visibility=status.visibility[:20])
            )
        shown = status.reblog or status
        text, entities = read_text(shown.content, shown.spoiler_text)
        # What the platform shows without words is an entity of no length.
        marks = (Entity("sensitive", 0, 0),) if shown.sensitive else ()
        return Post(
            id="",
            place=self.place.id,
            capture="",
            native_id=status.id,
            posted_at=_moment(status.created_at),
            text=text,
            author="" if self._own(status.account) else self._handle(status.account),
            entities=entities + marks,
            media=media,
            forwarded_from=self._forward(status.reblog) if status.reblog else None,
            reply_to=status.in_reply_to_id or "",
            edited_at=_moment(shown.edited_at) if shown.edited_at else None,
            poll=Poll("", tuple(each.title for each in shown.poll.options)) if shown.poll else None,
        )

    def _name(self) -> str:
        if self._account is None:
            return f"#{self._timeline.tag}"
        return self._account.display_name.strip() or self._handle(self._account)

    def _own(self, account: AccountShape) -> bool:
        return self._account is not None and account.id == self._account.id

    def _handle(self, account: AccountShape) -> str:
        """A full handle: display names are free to claim to be anybody."""
        here = "" if "@" in account.acct else f"@{self._timeline.host}"
        return f"@{account.acct}{here}"

    def _forward(self, boosted: StatusShape) -> Forward:
        """Who wrote what was boosted: a person until the register of outlets knows the handle."""
        handle, at = self._handle(boosted.account), _moment(boosted.created_at)
        person = "" if self._own(boosted.account) else f"user:{handle}"
        return Forward(handle, person, at)


def _moment(told: datetime) -> datetime:
    try:
        return told.astimezone(UTC)
    except OverflowError as error:
        raise BadInput(Phrase("its time is none that a calendar has")) from error
