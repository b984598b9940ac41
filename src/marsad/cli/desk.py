"""``marsad desk``."""

from typing import Annotated

import typer

from marsad.cli.options import Lab


def desk(
    lab: Lab,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1, max=65535)] = 8200,
    browser: Annotated[bool, typer.Option(help="Open it in the browser of this machine.")] = True,
) -> None:
    """Open the desk of a lab as a local page; the first time, with a link that makes its admin."""
    import threading
    import webbrowser

    import uvicorn

    from marsad.accounts import joining
    from marsad.store import Store
    from marsad.store.desk import Desk
    from marsad.web import app

    Store(lab).close()
    served, address = app(lab), f"http://127.0.0.1:{port}/"
    with Desk(lab) as accounts:
        first = joining.first(accounts)
    typer.echo(f"the desk is at {address} ; stop it with Ctrl-C", err=True)
    if first:
        address = f"{address.rstrip('/')}{first.path}"
        typer.echo(
            f"nobody has an account; this makes the admin, once, within an hour: {address}",
            err=True,
        )
    if browser:
        # A moment later, for the desk has to listen first.
        timer = threading.Timer(1, webbrowser.open, (address,))
        timer.daemon = True
        timer.start()
    uvicorn.run(served, host="127.0.0.1", port=port, log_level="warning")
