"""What a person says of the media of a post: ``marsad correct``, ``marsad location``."""

from typing import Annotated

import typer

from marsad.cli.options import By, Json, Lab


def correct(
    lab: Lab,
    finding: Annotated[str, typer.Argument(help="Id of what was read, or its beginning.")],
    value: Annotated[str, typer.Option("--value", help="What stands there; - reads stdin.")],
    by: By,
    json: Json = False,
) -> None:
    """Put right what was read in a picture or heard: a new finding that replaces the old one."""
    import sys

    from marsad import enrich
    from marsad.cli.output import person, say, say_json
    from marsad.store import Store, records

    said = sys.stdin.read() if value == "-" else value
    with Store(lab) as store:
        made = enrich.correct(store, finding, said, person(by))
        store.checkpoint()
    for each in made:
        if json:
            say_json(records.plain(records.record(each)))
        else:
            say(f"{each.id[:12]} replaces {each.replaces[:12]}, {each.kind}")


def location(
    lab: Lab,
    media: Annotated[str, typer.Argument(help="SHA-256 of a picture.")],
    by: By,
    why: Annotated[str, typer.Option("--why", help="Reason, kept in the custody log.")],
    json: Json = False,
) -> None:
    """Tell a named person where a picture says it was taken; that it was asked is logged."""
    from marsad import enrich
    from marsad.cli.output import person, say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        latitude, longitude = enrich.place(store, media, person(by), why)
        store.checkpoint()
    if json:
        say_json({"media": media, "latitude": latitude, "longitude": longitude})
    else:
        say(f"{latitude:.6f}, {longitude:.6f}; as the picture says, which may be wrong or made up")
