"""``marsad verify``, ``bundle``, ``checkpoint`` and ``quarantine``."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json, Lab


def verify(lab: Lab, json: Json = False) -> None:
    """Check the whole lab: log, records, originals, findings, signatures. Exit 1 if it fails."""
    from marsad import preserve
    from marsad.cli.output import progress, say, say_json
    from marsad.store import Store

    checked = 0
    with Store(lab) as store, progress() as tell:

        def count(some: int) -> None:
            nonlocal checked
            checked += some
            tell("verify", checked, 0)

        found = preserve.verify(store, count)
    if json:
        say_json(preserve.as_plain(found))
    else:
        say(f"{found.state}: {found.size} leaves, {found.signed} signed, root {found.root}")
        for each in found.problems:
            say(f"  {each.state} {each.item}: {each.reason}")
    if found.state != preserve.VERIFIED:
        raise typer.Exit(1)


def bundle(
    lab: Lab,
    out: Annotated[Path, typer.Option(help="New folder for the bundle.")],
    posts: Annotated[
        str, typer.Option(help="Ids with commas between, 'all', or the handle of a report.")
    ] = "all",
    json: Json = False,
) -> None:
    """Write an evidence bundle that anybody can check without Marsad."""
    from marsad import preserve
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        made = preserve.bundle(store, preserve.choose(store, posts), out)
    if json:
        say_json({"bundle": str(made)})
    else:
        say(str(made))


def backup(
    lab: Lab,
    out: Annotated[Path, typer.Option(help="Folder of the backup; an older one is brought up.")],
    keys: Annotated[bool, typer.Option("--keys", help="With the secret keys.")] = False,
    json: Json = False,
) -> None:
    """Copy a lab, also while it is being written to."""
    from marsad.cli.output import progress, say, say_json
    from marsad.store import Store
    from marsad.store.backup import backup as make

    copied = 0
    with Store(lab) as store, progress() as tell:

        def count(some: int) -> None:
            nonlocal copied
            copied += some
            tell("backup", copied, 0)

        made = make(store, out, keys, count)
    if json:
        say_json({"backup": str(made), "copied": copied})
    else:
        say(f"{made}: {copied} originals were new")


def restore(
    copy: Annotated[Path, typer.Argument(help="Folder that marsad backup made.")],
    lab: Annotated[Path, typer.Argument(help="New folder for the lab.")],
    json: Json = False,
) -> None:
    """Make a lab from a backup, and verify it. Exit 1 if it does not stand."""
    from marsad import preserve
    from marsad.cli.output import say, say_json
    from marsad.store.backup import restore as make

    with make(copy, lab) as store:
        found = preserve.verify(store)
    if json:
        say_json(preserve.as_plain(found))
    else:
        say(f"{lab}: {found.state}, {found.size} leaves, root {found.root}")
    if found.state != preserve.VERIFIED:
        raise typer.Exit(1)


def checkpoint(lab: Lab, json: Json = False) -> None:
    """Sign the custody log as it stands."""
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        store.checkpoint()
        size, root = store.root()
        said = {"origin": store.origin, "size": size, "root": root}
    if json:
        say_json(said)
    else:
        say(f"{said['origin']} signed {size} leaves, root {root}")


def quarantine(lab: Lab, json: Json = False) -> None:
    """List what was set apart, and why."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        for each in store.quarantined():
            if json:
                say_json(dict(each))
            else:
                say(f"{each['stage']}: {foreign(each['item'])}: {each['reason']}")
