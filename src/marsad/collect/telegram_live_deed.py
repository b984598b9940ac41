"""What the platform itself wrote, in the words of an export."""

import re
from typing import Any

# Names of Telegram's interface, and how Telegram Desktop calls the same in an export.
_DEEDS = {
    "ChannelCreate": "create channel",
    "ChannelMigrateFrom": "migrate from group",
    "ChatAddUser": "invite members",
    "ChatCreate": "create group",
    "ChatDeletePhoto": "delete group photo",
    "ChatDeleteUser": "remove members",
    "ChatEditPhoto": "edit group photo",
    "ChatEditTitle": "edit group title",
    "ChatJoinedByLink": "join group by link",
    "ChatMigrateTo": "migrate to supergroup",
    "GameScore": "score in game",
    "ScreenshotTaken": "take screenshot",
    "SetChatTheme": "edit chat theme",
    "TopicCreate": "topic created",
}
_STEP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def deed(action: Any) -> str:
    """What happened, without the names of private persons."""
    name = type(action).__name__.removeprefix("MessageAction")
    said = _DEEDS.get(name) or _STEP.sub(" ", name).lower()
    title = getattr(action, "title", None)
    return f"{said}: {title}" if isinstance(title, str) and title else said
