"""Telethon's own client, answered by a table of messages instead of by Telegram."""

from datetime import UTC, datetime, timedelta

from telethon import TelegramClient
from telethon.sessions import MemorySession
from telethon.tl import functions, types

KEYS = {
    "MARSAD_TELEGRAM_API_ID": "90817263",
    "MARSAD_TELEGRAM_API_HASH": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
    "MARSAD_TELEGRAM_SESSION": "1ThisIsTheSessionThatNobodyMaySee",
}
CHANNEL = 1001
PHOTO = types.PhotoStrippedSize("i", b"\x01\x02\x03")
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def channel(**said):
    wanted = {"id": CHANNEL, "title": "إعلانات البلدة", "username": "town_notices"}
    wanted |= {"photo": types.ChatPhotoEmpty(), "date": START, "access_hash": 55, "broadcast": True}
    return types.Channel(**(wanted | said))


def message(id, text="", at=None, **said):
    moment = START + timedelta(minutes=id if at is None else at)
    return types.Message(id, types.PeerChannel(CHANNEL), moment, text, post=True, **said)


def deed(id, action, **said):
    at = START + timedelta(minutes=id)
    return types.MessageService(
        id, types.PeerChannel(CHANNEL), at, action=action, post=True, **said
    )


def photo(number, content):
    size = types.PhotoSize("y", 800, 600, len(content))
    made = types.Photo(number, 77, b"ref", START, [PHOTO, size], dc_id=2)
    return types.MessageMediaPhoto(photo=made)


def document(number, content, *attributes, mime="application/pdf", size=None):
    length = len(content) if size is None else size
    made = types.Document(number, 77, b"ref", START, mime, length, 2, list(attributes))
    return types.MessageMediaDocument(document=made)


class Site:
    """What Telegram has, and what it was asked."""

    def __init__(self, *messages, named=None, others=()):
        self.messages = list(messages)
        self.named = channel() if named is None else named
        self.others = list(others)
        self.files = {}
        self.asked = []
        self.faults = {}
        self.connected = 0
        self.about, self.picture = "", types.PhotoEmpty(0)

    def client(self, access, _settings):
        return _Client(self, access)

    def answer(self, request):
        kind = type(request).__name__
        self.asked.append(kind)
        fault = self.faults.get((kind, self.asked.count(kind)))
        if fault:
            raise fault
        if kind == "ResolveUsernameRequest":
            return self._resolved()
        if kind == "GetFileRequest":
            whole = self.files[request.location.id]
            piece = whole[request.offset : request.offset + request.limit]
            return types.upload.File(types.storage.FileUnknown(), 0, piece)
        if kind == "GetFullChannelRequest":
            return types.messages.ChatFull(self._full(), [self.named], [])
        assert isinstance(request, functions.messages.GetHistoryRequest)
        return self._history(request)

    def _resolved(self):
        if isinstance(self.named, types.User):
            return types.contacts.ResolvedPeer(types.PeerUser(self.named.id), [], [self.named])
        peer = types.PeerChannel(self.named.id)
        return types.contacts.ResolvedPeer(peer, [self.named], [])

    def _full(self):
        nothing = types.PeerNotifySettings()
        return types.ChannelFull(
            id=self.named.id, about=self.about, read_inbox_max_id=0, read_outbox_max_id=0,
            unread_count=0, chat_photo=self.picture, notify_settings=nothing, bot_info=[], pts=1,
        )  # fmt: skip

    def _history(self, request):
        """As the server cuts it: ``limit`` messages around ``offset_id``, the newest first."""
        older = [one for one in self.messages if one.id < request.offset_id]
        newer = [one for one in self.messages if one.id >= request.offset_id]
        count = -request.add_offset
        cut = newer[:count] if count >= request.limit else older + newer
        shown = sorted(cut[: request.limit], key=lambda one: -one.id)
        chats = [self.named, *(one for one in self.others if isinstance(one, types.Channel))]
        users = [one for one in self.others if isinstance(one, types.User)]
        return types.messages.ChannelMessages(
            pts=1, count=len(self.messages), messages=shown, topics=[], chats=chats, users=users
        )


class _Client(TelegramClient):
    def __init__(self, site, access):
        super().__init__(MemorySession(), access.api_id, access.api_hash, flood_sleep_threshold=0)
        self.session.set_dc(2, "192.0.2.1", 443)
        self._site = site

    async def connect(self):
        self._site.connected += 1

    async def disconnect(self):
        self._site.connected -= 1

    async def _call(self, _sender, request, **_wishes):
        return self._site.answer(request)
