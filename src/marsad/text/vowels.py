"""Where an unwritten short vowel most likely stands."""

from marsad.text.latin_letters import Sound

_ONSETS = frozenset(
    first + second
    for first, seconds in {
        "b": "rl", "t": "r", "d": "r", "k": "rl", "f": "rl", "gh": "rl", "g": "rl", "j": "r",
        "s": ("t", "b", "k", "m", "n", "l", "f"), "sh": ("t", "m", "n", "l", "r", "f"),
        "th": "r", "v": "l",
    }.items()
    for second in seconds
)  # fmt: skip
_SONORANTS = frozenset("rlnmwy'")
_LIQUIDS = frozenset("rlnm")


def spelled(sounds: list[Sound], loan: bool = False) -> str:
    """Join sounds into a word that can be read aloud; a loan keeps the clusters of its language."""
    out: list[str] = []
    place = 0
    while place < len(sounds):
        end = place
        while end < len(sounds) and not sounds[end].vowel:
            end += 1
        if end == place:
            out.append(sounds[place].latin)
            place += 1
            continue
        before = sounds[place - 1].latin if place else ""
        run, final = sounds[place:end], end == len(sounds)
        breaks = _loan_breaks(run, before, final) if loan else _breaks(run, before, final)
        short = "e" if loan else "a"
        out.append(_broken(run, breaks, "i" if final and before == "a" else short, short))
        place = end
    return "".join(out)


def _broken(run: list[Sound], breaks: set[int], first: str, short: str) -> str:
    parts = []
    for place, sound in enumerate(run):
        parts.append(sound.latin)
        last = place + 1 == len(run)
        glide = not last and place + 2 == len(run) and run[-1].latin == "y"
        if not sound.closed and (place in breaks or glide):
            parts.append("i" if glide else first if place == 0 else short)
    return "".join(parts)


def _loan_breaks(run: list[Sound], before: str, final: bool) -> set[int]:
    if not before and len(run) > 1 and run[0].latin + run[1].latin not in _ONSETS:
        return {0}
    rising = len(run) > 1 and run[-1].latin in _LIQUIDS and run[-2].latin not in _SONORANTS
    return {len(run) - 2} if final and rising else set()


def _breaks(run: list[Sound], before: str, final: bool) -> set[int]:
    last = len(run) - 1
    breaks = set(range(1 if before else 0, last, 2))
    if not final:
        return breaks
    if not before and last < 2:
        return {0}
    if last and last - 1 not in breaks and last - 2 not in breaks:
        breaks.add(last - 1)
    # حرب is harb but حسن is hasan: a sonorant before an obstruent needs no vowel between them.
    cluster = last and run[-2].latin in _SONORANTS and run[-1].latin not in _SONORANTS
    if not cluster and last and last - 2 in breaks and last - 1 not in breaks:
        breaks.add(last - 1)
    if cluster and (last - 2 in breaks or before):
        breaks.discard(last - 1)
    return breaks
