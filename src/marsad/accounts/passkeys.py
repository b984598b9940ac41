"""Passkeys (WebAuthn): a key that only its device can use, bound to the address of the desk.

Browsers bind passkeys to names and not to numbers: a desk opened at ``localhost`` can have them,
one opened at ``127.0.0.1`` cannot.
"""

from marsad.accounts.entering import REFUSED
from marsad.accounts.roles import SECOND_FACTOR
from marsad.errors import BadInput, NotFound, Withheld
from marsad.phrase import Phrase
from marsad.store import desk_audit, desk_factors
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account

HOST = "localhost"
MOST = 10


def possible(host: str) -> bool:
    """Whether browsers allow passkeys at this host."""
    return host == HOST


def offer(desk: Desk, account: Account, lab: str) -> tuple[str, bytes]:
    """What the browser needs to make a passkey, as JSON, and the challenge in it."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    held = desk_factors.passkeys(desk, account.id)
    if len(held) >= MOST:
        raise BadInput(
            Phrase("an account has at most %(most)s passkeys; remove one first", most=MOST)
        )
    made = webauthn.generate_registration_options(
        rp_id=HOST,
        rp_name=lab,
        user_id=account.id.encode(),
        user_name=account.name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.id) for each in held],
        authenticator_selection=AuthenticatorSelectionCriteria(
            user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return webauthn.options_to_json(made), made.challenge


def keep(
    desk: Desk, account: Account, said: str, challenge: bytes, origin: str, label: str
) -> None:
    """Take the passkey that the browser made for this challenge at this origin."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = webauthn.verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=HOST,
            expected_origin=origin,
        )
    except WebAuthnException as error:
        raise Withheld(
            Phrase("this passkey was not made for this desk (%(why)s); try again", why=error)
        ) from error
    plain = " ".join(label.split())[:80] or "passkey"
    key, counter = made.credential_public_key, made.sign_count
    desk_factors.add_passkey(desk, account.id, made.credential_id, key, counter, plain)
    desk_audit.did(desk, account.name, "passkey added", plain)


def drop(desk: Desk, account: Account, id: str) -> None:
    """Take one away, by its id in hexadecimal; never the last second factor that a role needs."""
    held = [each for each in desk_factors.passkeys(desk, account.id) if each.id.hex() == id]
    if not held:
        raise NotFound(Phrase("you have no such passkey; see the list on your account"))
    only = account.passkeys == 1 and not account.has_totp
    if only and account.role in SECOND_FACTOR:
        raise Withheld(
            Phrase("your role can do nothing without a second factor; add another one first")
        )
    desk_factors.drop_passkey(desk, account.id, held[0].id)
    if only:
        # The codes to write down stand in for a factor that there no longer is.
        desk_factors.forget(desk, account.id)
    desk_audit.did(desk, account.name, "passkey removed", held[0].label)


def ask(desk: Desk, account: Account) -> tuple[str, bytes]:
    """What the browser needs to show a passkey, as JSON, and the challenge in it."""
    import webauthn
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    held = desk_factors.passkeys(desk, account.id)
    allowed = [PublicKeyCredentialDescriptor(id=each.id) for each in held]
    made = webauthn.generate_authentication_options(rp_id=HOST, allow_credentials=allowed)
    return webauthn.options_to_json(made), made.challenge


def show(desk: Desk, account: Account, said: str, challenge: bytes, origin: str) -> None:
    """Take a passkey; refused at another origin, for another challenge, or with an old counter."""
    import webauthn
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        id = parse_authentication_credential_json(said).raw_id
        held = next(each for each in desk_factors.passkeys(desk, account.id) if each.id == id)
        done = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=HOST,
            expected_origin=origin,
            credential_public_key=held.key,
            credential_current_sign_count=held.counter,
        )
    except (WebAuthnException, StopIteration) as error:
        desk_audit.did(desk, account.name, "second factor refused")
        raise Withheld(REFUSED) from error
    if not desk_factors.count_passkey(desk, held.id, done.new_sign_count):
        desk_audit.did(desk, account.name, "second factor refused")
        raise Withheld(REFUSED)
