"""One-time links: the first admin, invitations, resets."""

import time
from dataclasses import dataclass, replace

from marsad.accounts import passwords, reading, roles
from marsad.errors import BadInput, NotFound, Withheld
from marsad.phrase import Phrase
from marsad.store import desk_accounts, desk_audit, desk_factors, desk_sessions
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.store.desk_sessions import Link
from marsad.translate.marking import person

FIRST, INVITE, RESET, READER = "first", "invite", "reset", "reader"
HOURS = {FIRST: 1, INVITE: 72, RESET: 24, READER: 168}
TERMINAL = "terminal"
"""Who acts at the command line: whoever can write the lab's files is above every account."""
VOID = "this link was used or is too old; ask for a new one: marsad account LAB invite or reset"


@dataclass(frozen=True, slots=True)
class Invited:
    """A link's secret, and what it is for."""

    secret: str
    link: Link

    @property
    def path(self) -> str:
        """The address at the desk; it is told once."""
        return f"/join/{self.secret}"


def first(desk: Desk) -> Invited | None:
    """A link that makes the first admin; nothing once there is an account. Older ones are void."""
    if desk_accounts.everybody(desk):
        return None
    desk_sessions.drop_links(desk, FIRST)
    return _opened(desk, Link(FIRST, "", roles.ADMIN, "", TERMINAL, 0))


def invite(
    desk: Desk, name: str, role: str, by: Account | None = None, reader: str = ""
) -> Invited:
    """A link by which somebody becomes part of the desk, under the name they sign with."""
    if by:
        roles.refuse_giving(desk, by, roles.known(role))
    tied = reading.of_role(roles.known(role), reader, by)
    plain = signing(name)
    if desk_accounts.named(desk, plain):
        raise BadInput(
            Phrase("there is an account %(plain)s already; choose another name", plain=repr(plain))
        )
    told = by.name if by else TERMINAL
    desk_audit.did(desk, told, "invited", f"{plain} as {role} {tied}".rstrip())
    return _opened(desk, Link(INVITE, plain, role, "", told, 0, tied))


def invite_reader(desk: Desk, handle: str, by: Account) -> Invited:
    """A link by which a reader gets an account, under a name of their choice."""
    roles.refuse_giving(desk, by, roles.SUBSCRIBER)
    desk_audit.did(desk, by.name, "invited", f"reader {handle}")
    return _opened(desk, Link(READER, "", roles.SUBSCRIBER, "", by.name, 0, handle))


def reset(desk: Desk, target: Account, by: Account | None = None) -> Invited:
    """A link that sets a new password; password, factors, link to a provider
    and sessions are void at once."""
    if by:
        roles.refuse_acting(desk, by, target)
    told = by.name if by else TERMINAL
    with desk.writing():
        desk_accounts.set_password(desk, target.id, "")
        desk_accounts.unlink(desk, target.id)
        desk_factors.forget(desk, target.id)
        desk_sessions.end_all(desk, target.id)
        desk_sessions.drop_links(desk, RESET, target.id)
        desk_audit.did(desk, told, "reset", target.name)
        return _opened(desk, Link(RESET, target.name, target.role, target.id, told, 0))


def look(desk: Desk, secret: str) -> Link:
    """What a link is for."""
    found = desk_sessions.look_at_link(desk, secret)
    if found is None or (found.purpose == FIRST and desk_accounts.everybody(desk)):
        raise NotFound(VOID)
    return found


def join(desk: Desk, secret: str, name: str, password: str) -> Account:
    """Use a link up: an account, or a new password for one."""
    link = look(desk, secret)
    plain = link.name or signing(name)
    kept = passwords.kept(password, plain)
    with desk.writing():
        desk_audit.did(desk, plain, "joined" if link.purpose != RESET else "new password")
        return _used(desk, secret, plain, kept)


def join_linked(desk: Desk, secret: str, name: str, subject: str) -> Account:
    """Use a link up without a password: an identity provider says who sits there."""
    plain = look(desk, secret).name or signing(name)
    with desk.writing():
        desk_audit.did(desk, plain, "joined", "by the identity provider")
        made = _used(desk, secret, plain, "")
        desk_accounts.link(desk, made.id, subject)
        return desk_accounts.account(desk, made.id)


def signing(name: str) -> str:
    """The name as it will sign; refused where it is no person's."""
    return person(name).removeprefix("person:")


def _used(desk: Desk, secret: str, name: str, kept: str) -> Account:
    """The account that a link makes, or opens again; looked at once more inside the transaction."""
    link = look(desk, secret)
    if not desk_sessions.use_link(desk, secret):
        raise NotFound(VOID)
    if link.purpose != RESET:
        return desk_accounts.add(desk, name, link.role, kept, link.by, link.reader)
    if not (found := desk_accounts.account(desk, link.account)).active:
        raise Withheld(Phrase("this account is closed; ask an admin"))
    desk_accounts.set_password(desk, found.id, kept)
    return desk_accounts.account(desk, found.id)


def _opened(desk: Desk, link: Link) -> Invited:
    good = replace(link, until=time.time() + 3600 * HOURS[link.purpose])
    return Invited(desk_sessions.open_link(desk, good), good)
