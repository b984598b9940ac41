"""Addresses of mail: checked before they are kept, shown in part where they are shown at all."""

import re

from marsad.errors import BadInput
from marsad.phrase import Phrase

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63})"
)
LONGEST = 254


def read_address(said: str) -> str:
    """An address as it is kept: its domain in small letters."""
    address = said.strip()
    if len(address) > LONGEST or not (found := _ADDRESS.fullmatch(address)):
        raise BadInput(
            Phrase("that is no address of mail that is taken here; write NAME@HOST.DOMAIN")
        )
    return f"{address[: found.start(1)]}{found[1].lower()}"


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2]


def listed(address: str, domains: str) -> bool:
    """Whether the domain of an address is in a list such as ``example.org, *.edu``."""
    domain = domain_of(address)
    for each in (part.strip().lower() for part in domains.split(",")):
        if each.startswith("*."):
            if domain.endswith(each[1:]):
                return True
        elif each and domain == each:
            return True
    return False


def masked(address: str) -> str:
    """An address by its first letter and its domain."""
    return f"{address[:1]}…@{domain_of(address)}"
