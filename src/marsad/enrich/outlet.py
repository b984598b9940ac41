"""Who made a post: the outlet it was forwarded from, signed by, or placed by."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from marsad.enrich.outlet_register import Register
from marsad.enrich.outlet_signature import signed_lines
from marsad.model import Claim, Outlet, Post, Span
from marsad.model.maker import ORIGIN, PLACE
from marsad.plugins import Example, Known
from marsad.safeguards import PSEUDONYM

KIND = "made-by-outlet"
FORWARD_ID, FORWARD_NAME, SIGNATURE, RUNS_PLACE = 0.99, 0.95, 0.8, 0.7
UNREGISTERED, PLACE_ITSELF = 0.4, 0.3


class MadeBy:
    """Says which registered outlet made a post, by the strongest evidence there is.

    A name in running text is never enough: posts that quote an outlet, report on it or argue
    against it stay with the place where they were seen.
    """

    name: ClassVar[str] = "outlet"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = (KIND,)
    reads: ClassVar[tuple[str, ...]] = ("register",)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:
        """Yield one maker for each post that is not a message of the platform itself."""
        register = Register(known.outlets())
        for post in posts:
            if post.kind != "service":
                yield next(_evidence(post, register))

    def examples(self) -> Sequence[Example]:
        """Forwarded, signed and run by an outlet; quoting it, reporting on it and arguing."""
        return tuple(_examples())


def _evidence(post: Post, register: Register) -> Iterator[Claim]:
    """Every claim that could be made, the strongest first; the last one always can."""
    origin = post.forwarded_from
    if origin:
        if origin.id and (outlet := register.of_place(origin.id, post.place)):
            yield Claim(post.id, KIND, outlet, FORWARD_ID)
        if outlet := register.named(origin.name):
            yield Claim(post.id, KIND, outlet, FORWARD_NAME)
    for start, end in signed_lines(post.text):
        if outlet := register.named(post.text[start:end]):
            span = Span(start, end, post.text[start:end])
            yield Claim(post.id, KIND, outlet, SIGNATURE, span=span)
    if origin and origin.name and not PSEUDONYM.search(origin.name):
        yield Claim(post.id, KIND, ORIGIN + origin.name, UNREGISTERED)
    if not origin and (outlet := register.of_place(post.place)):
        yield Claim(post.id, KIND, outlet, RUNS_PLACE)
    yield Claim(post.id, KIND, PLACE + post.place, PLACE_ITSELF)


def _examples() -> Iterator[Example]:
    outlet = Outlet(
        "outlet-tamkin",
        "مؤسسة تمكين الإعلامية",
        latin="Tamkin",
        aliases=("تمكين", "@tamkin_media"),
        fiction=True,
    )
    register = (outlet,)
    says = (outlet.id,)
    yield Example("بيان جديد.", says, forwarded_from="مؤسسة تمكين الاعلاميه", outlets=register)
    yield Example("افتتاح الحديقة العامة.\n\n— مؤسسة تمكين الإعلامية", says, outlets=register)
    yield Example("افتتاح الحديقة العامة. | مؤسّسة تمكين الإعلاميّة", says, outlets=register)
    yield Example("زعمت مؤسسة تمكين الإعلامية أن الحديقة أغلقت، وهذا غير صحيح.", outlets=register)
    yield Example("لا تصدقوا ما تنشره\nمؤسسة تمكين الإعلامية\nفقد ثبت كذبه.", outlets=register)
    yield Example("نقلا عن مؤسسة تمكين الإعلامية", outlets=register)
    yield Example("هكذا كتبوا.\nالمصدر | مؤسسة تمكين الإعلامية", outlets=register)
    yield Example("احذروا مما تنشره\nمؤسسة تمكين الإعلامية", outlets=register)
    yield Example("من أهداف البلدية - تمكين", outlets=register)
