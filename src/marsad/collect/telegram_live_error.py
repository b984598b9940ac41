"""What Telegram's refusals mean, in one sentence each."""

from marsad.collect.telegram_live_access import WARNING
from marsad.errors import BadInput, Unreachable

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
            f"Telegram wants no question about {asked} for {seconds} seconds (FLOOD_WAIT); what "
            "came before is kept, collect again after that",
            wait=float(seconds),
        )
    if kinds & _ACCOUNT:
        return Unreachable(
            f"Telegram refuses the account (banned, frozen or signed out: {name}), so {asked} "
            f"was not read to its end; make a new session or do without one: {WARNING}"
        )
    if kinds & _NO:
        return BadInput(
            f"Telegram does not show {asked} to this account ({name}): it is private, deleted or "
            "barred; check the name in a browser"
        )
    return Unreachable(f"Telegram failed when asked for {asked} ({name}); collect again later")
