"""Reads an answer into the record of an exchange."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import httpcore

from marsad.collect.fetch_decode import Fault, decoded
from marsad.collect.fetch_profile import Header, told
from marsad.collect.fetch_target import Target
from marsad.collect.fetch_transport import BROKEN, Answer, certificates, said
from marsad.phrase import Phrase
from marsad.plugins import Clocks, Fetched


def fetched_from(answer: Answer, target: Target, asked: Sequence[Header], most: int) -> Fetched:
    """The exchange, with as much of the body as came and ``most`` allows."""
    headers = tuple((_text(name), _text(value)) for name, value in answer.response.headers)
    named = by_name(headers)
    clocks = Clocks(datetime.now(UTC), time.monotonic(), named.get("date", ""))
    body, fault = _body(answer.response, named.get("content-encoding", ""), most)
    return Fetched(
        url=target.url,
        status=answer.response.status,
        body=body,
        clocks=clocks,
        request_headers=told(asked),
        response_headers=headers,
        address=answer.address,
        certificates=tuple(
            hashlib.sha256(each).hexdigest() for each in certificates(answer.response)
        ),
        fault=fault,
    )


def by_name(headers: Sequence[Header]) -> Mapping[str, str]:
    """Headers by their names in lower case; several of one name are a list with commas."""
    named: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        named[key] = f"{named[key]}, {value}" if key in named else value
    return named


def _body(response: httpcore.Response, encoding: str, most: int) -> tuple[bytes, str]:
    body = bytearray()
    if not most:
        return b"", ""
    try:
        for piece in decoded(response.iter_stream(), encoding, most):
            body += piece
    except Fault as fault:
        return bytes(body), str(fault)
    except httpcore.TimeoutException:
        return bytes(body), Phrase("not whole when the time was up, the limit of fetch_seconds")
    except BROKEN as error:
        return bytes(body), f"broke off: {said(error)}"
    return bytes(body), ""


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
