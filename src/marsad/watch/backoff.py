"""How long a source is left alone after it failed. Never less than its server asked for."""

import math

FIRST = 60.0
LONGEST = 6 * 3600.0
GONE = 24 * 3600.0
"""Between two looks at a source that is said to be dead, renamed, banned or without preview."""
PARKED = 15 * 60.0
"""A server that asks for a longer wait parks its source: it is shown as parked."""
UTMOST = 366 * 86400.0
SPREAD = 0.25
LATE = 60.0
"""At most this much is added to a wait that a server asked for."""


def pause(failures: int, told: float | None, chance: float) -> float:
    """Seconds to wait after so many failures in a row; chance only ever adds to them.

    A server's word is kept as it is; when it goes on saying no, the wait grows all the same.
    """
    asked = wanted(told)
    if asked is None:
        return min(FIRST * 2.0 ** min(failures - 1, 30), LONGEST) * (1 + SPREAD * chance)
    grown = pause(failures - 1, None, 0.0) if failures > 1 else 0.0
    wait = max(asked, grown)
    return wait + min(max(1.0, SPREAD * wait), LATE) * chance


def wanted(told: float | None) -> float | None:
    """The seconds that a server asked for; nothing where what it said is no number of seconds."""
    if told is None or math.isnan(told) or told < 0:
        return None
    return min(told, UTMOST)
