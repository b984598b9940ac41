"""What signing in rests on, for ``marsad doctor``: nothing secret, and nobody's name."""

from importlib.util import find_spec
from pathlib import Path

from marsad.accounts.passkeys import HOST
from marsad.accounts.provider import LIBRARY, REMEDY, provider
from marsad.accounts.roles import ADMIN
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Part
from marsad.settings import Settings, load
from marsad.store import desk_accounts, layout
from marsad.store.desk import Desk

STAGE = "accounts"


def parts(lab: Path | None = None) -> list[Part]:
    """Passkeys and the identity provider; of a lab, also whether anybody can sign in."""
    settings = load(lab)
    return [*([_people(lab, settings)] if lab else []), _passkeys(), _provider(settings)]


def _people(lab: Path, settings: Settings) -> Part:
    if not (lab / layout.DESK).exists():
        return Part("people", STAGE, False, Phrase("nobody has an account"), f"marsad desk {lab}")
    with Desk(lab) as desk:
        everybody = desk_accounts.everybody(desk)
    by_provider = _reason(settings) == ""
    able = [
        each
        for each in everybody
        if each.active and (each.has_password or (each.linked and by_provider))
    ]
    detail = Phrase("%(able)s of %(all)s accounts can sign in", able=len(able), all=len(everybody))
    if any(each.role == ADMIN for each in able):
        return Part("people", STAGE, True, detail)
    remedy = f"marsad account {lab} reset NAME" if everybody else f"marsad desk {lab}"
    return Part("people", STAGE, False, Phrase("%(detail)s, and no admin", detail=detail), remedy)


def _passkeys() -> Part:
    if find_spec("webauthn") is None:
        return Part(
            "passkeys",
            STAGE,
            False,
            Phrase("%(library)s is not installed", library="webauthn"),
            "pip install marsad",
        )
    return Part(
        "passkeys",
        STAGE,
        True,
        Phrase("where the desk is opened as http://%(host)s:PORT", host=HOST),
    )


def _provider(settings: Settings) -> Part:
    if find_spec(LIBRARY) is None:
        detail = Phrase(
            "%(library)s is not installed: signing in by an identity provider", library=LIBRARY
        )
        return Part("oidc", STAGE, False, detail, REMEDY)
    if not settings.oidc_issuer:
        return Part("oidc", STAGE, True, Phrase("an identity provider where oidc_issuer names one"))
    if reason := _reason(settings):
        return Part("oidc", STAGE, False, reason, Phrase("look at oidc_issuer and oidc_client"))
    return Part(
        "oidc",
        STAGE,
        True,
        Phrase("identity provider %(issuer)s, not asked now", issuer=settings.oidc_issuer),
    )


def _reason(settings: Settings) -> str:
    """Why nobody can sign in by the provider; empty where one can, as far as is known here."""
    try:
        return "" if provider(settings) else Phrase("no identity provider")
    except BadInput as error:
        return error.said
