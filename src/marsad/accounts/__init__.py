"""Who may use the desk: accounts, roles, sign-in, second factors.

::

    roles       what a role is, and who may act on whom
    passwords   argon2id
    codes       one-time codes of an app, and codes for the day the device is lost
    passkeys    keys that only their device can use
    entering    a name and a password, then a second factor; how wrong ones are slowed down
    joining     one-time links: the first admin, invitations, resets
    asking      who asks to become a reader, and proves the address
    reading     which tier an account reads
    provider    the identity provider that a lab may name, and the way there and back
    id_tokens   what it says, and whether that is signed for this one sign-in
    linking     accounts and who somebody is at the provider
    tokens      what programs bring instead of signing in
    parts       what of it can work here
    changing    what an account does to itself, and what those above do to it

Rows stand in ``store/desk.py``; pages in ``web/``.
"""

from marsad.accounts import (
    asking,
    changing,
    codes,
    entering,
    id_tokens,
    joining,
    linking,
    parts,
    passkeys,
    passwords,
    provider,
    reading,
    roles,
    tokens,
)

__all__ = [
    "asking",
    "changing",
    "codes",
    "entering",
    "id_tokens",
    "joining",
    "linking",
    "parts",
    "passkeys",
    "passwords",
    "provider",
    "reading",
    "roles",
    "tokens",
]
