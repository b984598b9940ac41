"""Who may use the desk: accounts, roles, sign-in, second factors.

::

    roles       what a role is, and who may act on whom
    passwords   argon2id
    codes       one-time codes of an app, and codes for the day the device is lost
    passkeys    keys that only their device can use
    entering    a name and a password, then a second factor; how wrong ones are slowed down
    joining     one-time links: the first admin, invitations, resets
    reading     which tier an account reads
    tokens      what programs bring instead of signing in
    changing    what an account does to itself, and what those above do to it

Rows stand in ``store/desk.py``; pages in ``web/``.
"""

from marsad.accounts import (
    changing,
    codes,
    entering,
    joining,
    passkeys,
    passwords,
    reading,
    roles,
    tokens,
)

__all__ = [
    "changing",
    "codes",
    "entering",
    "joining",
    "passkeys",
    "passwords",
    "reading",
    "roles",
    "tokens",
]
