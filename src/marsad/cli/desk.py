"""``marsad desk``."""

from typing import Annotated

import typer

from marsad.cli.options import Lab


def desk(
    lab: Lab,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1, max=65535)] = 8200,
) -> None:
    """Open the desk of a lab as a local page, for this machine alone."""
    import uvicorn

    from marsad.store import Store
    from marsad.web import app

    Store(lab).close()
    typer.echo(f"the desk is at http://127.0.0.1:{port}/ ; stop it with Ctrl-C", err=True)
    uvicorn.run(app(lab), host="127.0.0.1", port=port, log_level="warning")
