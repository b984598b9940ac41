"""What posts are about and where they are kept, for programs."""

from fastapi.responses import Response

from marsad import track
from marsad.track import Case
from marsad.web.api.answers import After, Folder, Limit, Note, Status, Tag, listed, said
from marsad.web.pages.lab import Lab
from marsad.web.views import state


def outlets(store: Lab, limit: Limit = 50, after: After = "") -> Response:
    """Outlets of the register."""
    return listed(store.outlets(), lambda each: each.id, limit, after)


def outlet(store: Lab, id: str) -> Response:
    """Answer one outlet."""
    return said(store.outlet(id))


def places(store: Lab, limit: Limit = 50, after: After = "") -> Response:
    """Places where posts are seen."""
    return listed(store.places(), lambda each: each.id, limit, after)


def place(store: Lab, id: str) -> Response:
    """Answer one place."""
    return said(store.place(id))


def events(store: Lab, limit: Limit = 50, after: After = "") -> Response:
    """Events that posts answer to, each in its latest version."""
    return listed(store.events(), lambda each: each.id, limit, after)


def event(store: Lab, id: str) -> Response:
    """Answer one event."""
    return said(store.event(id))


def translation(store: Lab, id: str) -> Response:
    """Answer one translation with its segments and its state."""
    return said(store.translation(id))


def cases(store: Lab, limit: Limit = 50, after: After = "") -> Response:
    """Cases as they stand."""
    found = map(_folder, track.cases(store).values())
    return listed(found, lambda each: each.name, limit, after)


def case(store: Lab, name: str) -> Response:
    """Answer one case with its posts, tags and notes."""
    return said(_folder(track.case(store, name)))


def status(store: Lab) -> Response:
    """Say what the lab holds and how far it is signed."""
    found = state.state(store)
    counts = {table: store.count(table) for table in state.COUNTED}
    apart = len(found.quarantined)
    return said(Status(counts, found.size, found.root, found.signed, apart, found.behind))


def _folder(case: Case) -> Folder:
    tags = tuple(
        Tag(post, tag, by) for post, given in case.tags.items() for tag, by in given.items()
    )
    notes = tuple(Note(*each) for each in case.notes)
    return Folder(case.name, case.title, case.by, case.at, tuple(case.posts), tags, notes)
