"""What is done to accounts: roles, closing, passwords. Whatever changes ends their sessions."""

from marsad.accounts import passwords, reading, roles
from marsad.accounts.joining import TERMINAL
from marsad.errors import BadInput, NotFound, Withheld
from marsad.phrase import Phrase
from marsad.store import desk_accounts, desk_audit, desk_clearances, desk_sessions
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.store.markings import known_names


def named(desk: Desk, name: str) -> Account:
    """The account of a name."""
    if (found := desk_accounts.named(desk, name)) is None:
        raise NotFound(
            Phrase("no account %(name)s; see marsad account LAB list", name=repr(name[:80]))
        )
    return found


def set_role(desk: Desk, target: Account, role: str, by: Account | None = None) -> None:
    """Give another role; who becomes a subscriber without a reader reads as an admin says."""
    kept = target.reader if role == target.role else ""
    tied = reading.of_role(roles.known(role), kept, by)
    if by:
        roles.refuse_acting(desk, by, target)
        roles.refuse_giving(desk, by, roles.known(role))
    with desk.writing():
        if roles.known(role) != roles.ADMIN:
            _keep_an_admin(desk, target)
        desk_accounts.set_role(desk, target.id, role)
        desk_accounts.set_reader(desk, target.id, tied)
        desk_sessions.end_all(desk, target.id)
        desk_audit.did(desk, by.name if by else TERMINAL, "role", f"{target.name}: {role}")


def tie(desk: Desk, target: Account, reader: str, by: Account | None = None) -> None:
    """Tie a subscriber to a reader: from the next request on it reads what that reader may."""
    if by:
        roles.refuse_acting(desk, by, target)
    if target.role != roles.SUBSCRIBER:
        raise BadInput(
            Phrase(
                "%(target)s is %(role)s; only subscribers belong to a reader",
                target=target.name,
                role=target.role,
            )
        )
    tied = reading.of_role(target.role, reader, by)
    with desk.writing():
        desk_accounts.set_reader(desk, target.id, tied)
        desk_audit.did(desk, by.name if by else TERMINAL, "tied", f"{target.name}: {tied}")


def set_active(desk: Desk, target: Account, active: bool, by: Account | None = None) -> None:
    """Close an account, or open it again."""
    if by:
        roles.refuse_acting(desk, by, target)
    with desk.writing():
        if not active:
            _keep_an_admin(desk, target)
            desk_sessions.end_all(desk, target.id)
        desk_accounts.set_active(desk, target.id, active)
        act = "enabled" if active else "disabled"
        desk_audit.did(desk, by.name if by else TERMINAL, act, target.name)


def set_password(desk: Desk, account: Account, password: str) -> None:
    """Change one's own password; whoever was signed in with the old one no longer is."""
    kept = passwords.kept(password, account.name)
    with desk.writing():
        desk_accounts.set_password(desk, account.id, kept)
        desk_sessions.end_all(desk, account.id)
        desk_audit.did(desk, account.name, "new password")


def clear(desk: Desk, target: Account, markings: str, by: Account | None = None) -> None:
    """Clear an account for the markings that are named, and for no other; admins do it alone."""
    names = known_names(markings)
    if by and by.role != roles.ADMIN:
        desk_audit.did(desk, by.name, "refused", f"to clear {target.name}")
        raise Withheld(
            Phrase(
                "the role %(role)s cannot clear anybody for a marking; ask an admin", role=by.role
            )
        )
    with desk.writing():
        desk_clearances.clear(desk, target.id, names)
        said = f"{target.name}: {', '.join(names) or 'nothing'}"
        desk_audit.did(desk, by.name if by else TERMINAL, "cleared for", said)


def _keep_an_admin(desk: Desk, target: Account) -> None:
    """Counted inside the transaction: two who go at once do not both go."""
    left = [
        each
        for each in desk_accounts.everybody(desk)
        if each.role == roles.ADMIN and each.active and each.id != target.id
    ]
    if target.role == roles.ADMIN and target.active and not left:
        raise Withheld(
            Phrase("%(name)s is the last admin; make another one first", name=target.name)
        )
