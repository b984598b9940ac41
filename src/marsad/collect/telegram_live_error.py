"""What Telegram's refusals mean, in one sentence each."""

from marsad.collect.telegram_live_access import WARNING
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase

_ACCOUNT = {
    "AuthKeyError",
    "FloodError",
    "PhoneNumberBannedError",
    "UnauthorizedError",
    "UserDeactivatedBanError",
}
_NO = {"BadRequestError", "ForbiddenError", "NotFoundError"}


def refusal(error: Exception, asked: str) -> BadInput | Unreachable:
    """The error to raise for what Telegram answered when ``asked`` was asked for.

    Told by the names of its classes: Telethon is an extra and need not be there. Only the name of
    the error is quoted, never its text, which may repeat what was sent.
    """
    name = type(error).__name__
    kinds = {kind.__name__ for kind in type(error).__mro__}
    seconds = getattr(error, "seconds", None)
    if "FloodError" in kinds and isinstance(seconds, int):
        return Unreachable(
            Phrase(
                "Telegram wants no question about %(asked)s for %(seconds)s seconds "
                "(FLOOD_WAIT); what came before is kept, collect again after that",
                asked=asked,
                seconds=seconds,
            ),
            wait=float(seconds),
        )
    if kinds & _ACCOUNT:
        return Unreachable(
            Phrase(
                "Telegram refuses the account (banned, frozen or signed out: "
                "%(name)s), so %(asked)s was not read to its end; make a new session "
                "or do without one: %(warning)s",
                name=name,
                asked=asked,
                warning=WARNING,
            )
        )
    if kinds & _NO:
        return BadInput(
            Phrase(
                "Telegram does not show %(asked)s to this account (%(name)s): it is "
                "private, deleted or barred; check the name in a browser",
                asked=asked,
                name=name,
            )
        )
    return Unreachable(
        Phrase(
            "Telegram failed when asked for %(asked)s (%(name)s); collect again later",
            asked=asked,
            name=name,
        )
    )
