"""Who does it: pages that sign take the name from here, never from a form."""

from typing import Annotated

from fastapi import Depends, Request

from marsad.store.desk_accounts import Account
from marsad.web.door import signed_in


def account(request: Request) -> Account:
    """The account of whoever is signed in."""
    return signed_in(request).account


Who = Annotated[Account, Depends(account)]
