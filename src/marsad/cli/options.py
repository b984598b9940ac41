"""Options that several commands share, named once."""

from pathlib import Path
from typing import Annotated

import typer

Lab = Annotated[Path, typer.Argument(help="Folder of the lab.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a text to read.")]
By = Annotated[str, typer.Option("--by", help="Name of the person who does this.")]
Because = Annotated[str, typer.Option(help="The reason, for the custody log.")]
