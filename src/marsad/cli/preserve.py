"""``marsad verify``, ``bundle``, ``backup``, ``restore``, ``checkpoint`` and ``quarantine``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json, Lab

if TYPE_CHECKING:
    from marsad.pipeline import Tell


def verify(
    lab: Annotated[Path, typer.Argument(help="Folder of the lab, or a bundle.")],
    against: Annotated[
        str, typer.Option(help="An earlier state: a note, a page that gives it, or 'SIZE ROOT'.")
    ] = "",
    roots: Annotated[
        Path | None, typer.Option(help="PEM of the time-stamping authorities you trust.")
    ] = None,
    header: Annotated[
        Path | None, typer.Option(help="Headers of the Bitcoin blocks you trust; for a bundle.")
    ] = None,
    json: Json = False,
) -> None:
    """Check a whole lab, or a bundle of one: log, records, originals, signatures. Exit 1 if not."""
    from marsad import preserve
    from marsad.cli.output import progress, say, say_json
    from marsad.store import Store

    if preserve.is_bundle(lab):
        found = preserve.verify_bundle(lab, against, roots, header)
    else:
        with Store(lab) as store, progress() as tell:
            found = preserve.verify(store, _counted(tell, "verify"), against)
    if json:
        say_json(preserve.as_plain(found))
    else:
        stamped = f", {found.anchored} anchored" if found.anchored else ""
        say(
            f"{found.state}: {found.size} leaves, {found.signed} signed{stamped}, root {found.root}"
        )
        for each in found.problems:
            say(f"  {each.state} {each.item}: {each.reason}")
    if found.state != preserve.VERIFIED:
        raise typer.Exit(1)


def _counted(tell: "Tell", stage: str) -> Callable[[int], None]:
    """A bar that hears how many more are done."""
    done = 0

    def count(some: int) -> None:
        nonlocal done
        done += some
        tell(stage, done, 0)

    return count


def bundle(
    lab: Lab,
    out: Annotated[Path, typer.Option(help="New folder for the bundle.")],
    posts: Annotated[
        str,
        typer.Option(help="'all', ids with commas between, the handle of a report, or a query."),
    ] = "all",
    as_: Annotated[str, typer.Option("--as", help="bagit, ro-crate or wacz.")] = "bagit",
    json: Json = False,
) -> None:
    """Write an evidence bundle that anybody can check without Marsad."""
    from marsad import pipeline, preserve
    from marsad.cli.output import say, say_json, warn_of_marked
    from marsad.store import Store

    with Store(lab) as store:
        chosen = pipeline.choose(store, posts)
        warn_of_marked(store, chosen)
        made = preserve.bundle(store, chosen, out, as_)
    if json:
        say_json({"bundle": str(made)})
    else:
        say(str(made))


def backup(
    lab: Lab,
    out: Annotated[Path, typer.Option(help="Folder of the backup; an older one is brought up.")],
    keys: Annotated[
        Path | None,
        typer.Option(help="Copy the secret keys there: apart from the backup, which they open."),
    ] = None,
    json: Json = False,
) -> None:
    """Copy a lab, sealed, also while it is being written to."""
    from marsad.cli.output import progress, say, say_json
    from marsad.store import Store
    from marsad.store.backup import backup as make

    with Store(lab) as store, progress() as tell:
        made = make(store, out, keys, _counted(tell, "backup"))
    if json:
        say_json({"backup": str(made)})
    else:
        say(str(made))


def restore(
    copy: Annotated[Path, typer.Argument(help="Folder that marsad backup made.")],
    lab: Annotated[Path, typer.Argument(help="New folder for the lab.")],
    keys: Annotated[
        Path, typer.Option(help="Folder keys/ of the lab, or the copy made by backup --keys.")
    ],
    json: Json = False,
) -> None:
    """Make a lab from a backup, and verify it. Exit 1 if it does not stand."""
    from marsad import preserve
    from marsad.cli.output import progress, say, say_json
    from marsad.store.restore import restore as make

    with progress() as tell, make(copy, lab, keys, _counted(tell, "restore")) as store:
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
