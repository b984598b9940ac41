"""The triage queue: one post a view, coded by a key or a button, in a person's name."""

from typing import Annotated

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad import enrich
from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.store import Seen
from marsad.store.triage import Triage
from marsad.web.guard import POLICY
from marsad.web.pages.lab import Lab
from marsad.web.pages.looks import counted, passes
from marsad.web.pages.who import Who
from marsad.web.paper import query, render
from marsad.web.readings import note_post
from marsad.web.views import triage as views
from marsad.web.views.coders import colleague
from marsad.web.views.triage_asked import Asked, Wanted, queue

SCRIPTED = f"{POLICY}; script-src 'self'; connect-src 'self'"
Said = Annotated[str, Form()]


def _asked(
    codes: str = "",
    place: str = "",
    outlet: str = "",
    language: str = "",
    day: str = "",
    only: str = "",
    stay: bool = False,
) -> Asked:
    """The question that the address holds."""
    return Asked.of(
        day, only, codes=codes, place=place, outlet=outlet, language=language, stay=stay
    )


Question = Annotated[Asked, Depends(_asked)]


def triage(
    request: Request,
    store: Lab,
    asked: Question,
    who: Who,
    post: str = "",
    show: str = "",
    look: str = "",
    last: str = "",
) -> Response:
    """Show the post that is next, or the one that the address names."""
    if request.app.state.preparing.needed(store):
        behind = Seen(store).behind()
        return render(request, "preparing.html", found=behind, again=request.url.path)
    Seen(store).catch_up()
    taken = passes(request).take(look, show)
    passed = passes(request).give(show) if taken else ""
    wanted = Wanted(post, show, passed, last)
    found = views.desk(store, who.signature, asked, wanted)
    if found.item:
        note_post(request, store, who, found.item.post.id)
    if found.item and any(each.open for each in found.item.media):
        counted(request, store, found.item.post.id, show, taken)
        found = views.desk(store, who.signature, asked, wanted)
    answer = render(request, "triage.html", desk=found)
    answer.headers["content-security-policy"] = SCRIPTED
    return answer


def code(
    store: Lab, asked: Question, who: Who, post: Said, code: Said, stay: Said = ""
) -> Response:
    """Give a post a code, and go on to the next one unless whoever codes stays."""
    by, kept = who.signature, bool(stay)
    kind, _, value = code.partition(":")
    following = post if kept else queue(store, by, asked).following(post)
    made = enrich.give(store, post, kind, value, by)
    Triage(store).forget(by, made.post)
    store.checkpoint()
    return _go(asked, following, last=made.id, stay=int(kept))


def undo(store: Lab, asked: Question, who: Who) -> Response:
    """Take back the code that a person gave last, and show its post again."""
    last = Triage(store).last_code(who.signature)
    if last is None:
        raise NotFound(Phrase("you gave no code that could be taken back"))
    made = enrich.take_back(store, last.id, who.signature)
    store.checkpoint()
    return _go(asked, made.post, last=made.id)


def skip(store: Lab, asked: Question, who: Who, post: Said) -> Response:
    """Leave a post for later: it comes last, and nobody counts it."""
    by, found = who.signature, store.post(post)
    following = queue(store, by, asked).following(found.id)
    Triage(store).skip(by, found.id)
    return _go(asked, following)


def hand(store: Lab, asked: Question, who: Who, post: Said, to: Said = "") -> Response:
    """Hand a post over to a colleague, without a reason."""
    by = who.signature
    following = queue(store, by, asked).following(post)
    enrich.hand_over(store, post, colleague(store, to), by)
    Triage(store).forget(by, post)
    store.checkpoint()
    return _go(asked, following)


def agreement(request: Request, store: Lab) -> Response:
    """Say for each code how far the people who coded the same posts agree."""
    codes = list(Triage(store).codes())
    posts = len({each["post"] for each in codes})
    return render(request, "agreement.html", found=enrich.agreement(codes), posts=posts)


def _go(asked: Asked, post: str, **more: object) -> Response:
    return RedirectResponse(_address(asked, post=post, **more), 303)


def _address(asked: Asked, **more: object) -> str:
    said = query(asked.query(**more))
    return f"/triage{'?' if said else ''}{said}"
