"""The command line. A command parses, calls one function, and prints.

Results go to stdout, talk and progress to stderr. Heavy parts are loaded by the command that needs
them, so that ``marsad --help`` answers at once.
"""

from marsad.cli.app import main

__all__ = ["main"]
