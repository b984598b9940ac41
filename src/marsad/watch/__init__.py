"""The unattended loop: polls what is due, backs off from what fails, and says how each fares."""

from marsad.watch.clock import Clock
from marsad.watch.loop import Round, watch
from marsad.watch.poll import Polled, Poller
from marsad.watch.status import Line, status

__all__ = ["Clock", "Line", "Polled", "Poller", "Round", "status", "watch"]
