"""The demonstration: a fictional channel, carried from its export to a footnoted report."""

from marsad.demo.play import Played, play

__all__ = ["Played", "play"]
