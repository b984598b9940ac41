"""What the codebook of a lab calls its codes."""

from marsad import enrich
from marsad.store import Store
from marsad.web.wording import spoken

CODED = ("theme", "target", "narrative")


def labels(store: Store) -> dict[str, str]:
    """The labels in the language of the page, by kind and code, such as ``theme:threat``."""
    tag = spoken().tag
    choices = (each for kind in CODED for each in enrich.choices(store, kind))
    return {each.name: each.labels.get(tag, each.labels["en"]) for each in choices}
