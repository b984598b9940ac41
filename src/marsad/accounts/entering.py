"""Signing in: a name and a password, then a second factor; wrong ones are slowed down.

Whoever is refused learns nothing: the sentence and the time are the same for a name that is not
there, a wrong password and a closed account.
"""

import time
from pathlib import Path

from marsad.accounts import codes, passwords
from marsad.accounts.roles import SECOND_FACTOR
from marsad.errors import Withheld
from marsad.store import desk_accounts, desk_audit, desk_sessions
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account

FULL, SECOND, ENROL = "full", "second", "enrol"
WRONG = 5
"""So many wrong ones for one name; then one has to wait, each time twice as long."""
WRONG_THERE = 20
"""From one address: more, for behind one address may sit a whole lab."""
FIRST_WAIT, LONGEST_WAIT, WINDOW = 30, 900, 3600
REFUSED = "name, password or code is wrong"


class TooMany(Withheld):
    """Somebody has to wait before they try again; ``wait`` says for how many seconds."""

    def __init__(self, wait: int) -> None:
        """Say how long."""
        super().__init__(f"too many wrong attempts; wait {wait} seconds and try again")
        self.wait = wait


def enter(desk: Desk, name: str, password: str, address: str) -> tuple[Account, str]:
    """Who they are and the stage that they enter at."""
    asked = {f"name {desk_accounts.folded(name)[:200]}": WRONG, f"from {address}": WRONG_THERE}
    slow(desk, asked)
    found = desk_accounts.named(desk, name)
    known = desk_accounts.password(desk, found.id) if found else ""
    right = passwords.holds(known, password)
    if found is None or not right or not found.active:
        desk_audit.did(desk, found.name if found else "", "sign-in refused", address)
        raise Withheld(REFUSED)
    name_key, address_key = asked
    desk_sessions.succeeded(desk, name_key)
    # Only this attempt: whoever has an account must not wipe out what they tried on others'.
    desk_sessions.take_back(desk, address_key)
    return found, stage_of(found)


def stage_of(account: Account) -> str:
    """What stands between a right password and the desk."""
    if account.second:
        return SECOND
    return ENROL if account.role in SECOND_FACTOR else FULL


def show_code(desk: Desk, lab: Path, account: Account, code: str) -> None:
    """Take a code of the app, or one for the day the device is lost."""
    key = f"code {account.id}"
    slow(desk, {key: WRONG})
    if codes.shown(desk, lab, account.id, code):
        desk_sessions.succeeded(desk, key)
    elif codes.recovered(desk, account.id, code):
        desk_sessions.succeeded(desk, key)
        desk_audit.did(desk, account.name, "recovery code used")
    else:
        desk_audit.did(desk, account.name, "second factor refused")
        raise Withheld(REFUSED)


def again(desk: Desk, account: Account, password: str) -> None:
    """Take the password once more, of somebody who is signed in."""
    key = f"name {desk_accounts.folded(account.name)}"
    slow(desk, {key: WRONG})
    if not passwords.holds(desk_accounts.password(desk, account.id), password):
        desk_audit.did(desk, account.name, "password refused")
        raise Withheld(REFUSED)
    desk_sessions.succeeded(desk, key)


def slow(desk: Desk, asked: dict[str, int]) -> None:
    """Note an attempt before it is looked at: parallel guesses count each other.

    ``asked`` says of each key how many may fail; TooMany where one has to wait.
    """
    with desk.writing():
        for key, most in asked.items():
            before = desk_sessions.tried(desk, key, WINDOW)
            if len(before) >= most:
                wait = min(FIRST_WAIT * 2 ** (len(before) - most), LONGEST_WAIT)
                left = before[-1] + wait - time.time()
                if left > 0:
                    raise TooMany(int(left) + 1)
        for key in asked:
            desk_sessions.try_(desk, key)
