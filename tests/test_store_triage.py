"""What waits for whom, in which order; and what a skip leaves behind."""

from datetime import UTC, datetime

import pytest
import report_lab as lab

from marsad import enrich
from marsad.enrich.coding import give, take_back
from marsad.enrich.triage import Queue
from marsad.model import Claim, Forward, Span, sign
from marsad.preserve import erase
from marsad.store import Seen
from marsad.store.triage import MOST, Sought, Triage

NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
NOOR, LEYLA = "person:Noor Valen", "person:Leyla Oram"
THEMES = ("theme",)
NEWEST = ["post-late", "post-private", "post-ur", "post-fa", "post-ar-2", "post-ar"]


@pytest.fixture
def store(tmp_path, dialect):  # noqa: ARG001 - names the database of the lab
    with lab.fill(tmp_path / "lab") as made:
        Seen(made).catch_up()
        yield made


def order(store, by=NOOR, only_handed=False, **narrow):
    """The whole queue, as j leads through it."""
    Seen(store).catch_up()
    queue, found = Queue(store, Sought(by, THEMES, **narrow), only_handed), []
    turn = queue.turn()
    while turn and turn.here not in found:
        found.append(turn.here)
        turn = queue.turn(turn.following) if turn.following else None
    return found


def test_the_newest_come_first_and_what_one_person_coded_waits_for_others_still(store):
    assert order(store) == NEWEST
    enrich.give(store, "post-ur", "theme", "claim", NOOR)
    assert order(store) == [each for each in NEWEST if each != "post-ur"]
    assert order(store, LEYLA) == NEWEST
    assert Queue(store, Sought(NOOR, ("target",))).waiting() == 6, "another kind is another queue"


def test_what_is_skipped_comes_last_and_is_counted_nowhere(store):
    size, _ = store.root()
    Triage(store).skip(NOOR, "post-late")
    Triage(store).skip(NOOR, "post-ur")
    assert order(store) == ["post-private", "post-fa", "post-ar-2", "post-ar", "post-late",
                            "post-ur"]  # fmt: skip
    assert order(store, LEYLA) == NEWEST
    assert store.root()[0] == size, "the log does not speak of it"
    assert Queue(store, Sought(NOOR, THEMES)).waiting() == 6
    assert Triage(store).coded_since(NOOR, NOW) == 0


def test_a_skip_goes_with_its_post_and_once_it_is_coded(store):
    Triage(store).skip(NOOR, "post-ur")
    Triage(store).skip(NOOR, "post-fa")
    asked = erase.ask(store, ["post-fa"], "person:Noor Valen", "GDPR 17")
    erase.approve(store, asked.id, "person:Leyla Oram")
    left = [row["post"] for row in store.rows("select post from later")]
    assert left == ["post-ur"]
    Triage(store).forget(NOOR, "post-ur")
    assert not list(store.rows("select post from later"))


def test_the_queue_is_narrowed_by_place_outlet_language_day_and_flag(store):
    flag = Claim("post-fa", "is-propaganda", "draft", 0.7)
    store.add(
        sign(Claim("post-ar", "language", "ar", 0.9), "language/1", NOW),
        sign(flag, "theme/1", NOW),
        sign(Claim("post-ur", "is-propaganda", "yes"), LEYLA, NOW),
    )
    assert order(store, place="telegram:1") == ["post-ar-2", "post-ar"]
    assert order(store, outlet="peyman") == ["post-fa"]
    assert order(store, language="ar") == ["post-ar"]
    noon, two = (datetime(2024, 5, 14, hour, tzinfo=UTC) for hour in (12, 14))
    assert order(store, since=noon, until=two) == ["post-ur", "post-fa"]
    assert order(store, flagged=True) == ["post-fa"], "a person's word is no machine's flag"
    enrich.refuse(store, sign(flag, "theme/1", NOW).id, LEYLA)
    assert order(store, flagged=True) == []


def test_an_edited_post_waits_in_its_last_version_alone(store):
    old = store.post("post-ar-2")
    later = lab.post("post-ar-3", "telegram:1", 11, "النهر لا يفرق بيننا أبدا.")
    first = lab.post("one", "telegram:1", 10, "أ", forwarded_from=Forward("x"))
    store.add(type(old)(**{**_fields(later), "native_id": old.native_id, "edited_at": NOW}), first)
    found = order(store)
    assert "post-ar-3" in found
    assert "post-ar-2" not in found


def _fields(post):
    return {name: getattr(post, name) for name in post.__dataclass_fields__}


def test_going_back_shows_what_is_coded_too(store):
    enrich.give(store, "post-ur", "theme", "claim", NOOR)
    Seen(store).catch_up()
    queue = Queue(store, Sought(NOOR, THEMES))
    assert queue.turn("post-fa").before == "post-ur"
    assert queue.turn("post-late").before == ""
    assert queue.turn("post-ur").following == "post-fa"


def test_what_is_handed_over_leaves_one_queue_and_leads_the_other(store):
    enrich.hand_over(store, "post-ar", LEYLA, NOOR)
    enrich.hand_over(store, "post-fa", LEYLA, NOOR)
    assert order(store) == ["post-late", "post-private", "post-ur", "post-ar-2"]
    assert order(store, LEYLA)[:3] == ["post-ar", "post-fa", "post-late"]
    assert order(store, LEYLA, only_handed=True) == ["post-ar", "post-fa"]
    assert Queue(store, Sought(LEYLA, THEMES), True).waiting() == 2
    enrich.hand_over(store, "post-ar", NOOR, LEYLA)
    assert order(store)[0] == "post-ar"
    assert "post-ar" not in order(store, LEYLA)
    enrich.give(store, "post-ar", "theme", "none", NOOR)
    assert "post-ar" not in order(store)


def test_more_than_are_counted_are_told_as_more(store, monkeypatch):
    monkeypatch.setattr("marsad.store.triage.MOST", 3)
    assert MOST == 1000
    assert Triage(store).waiting(Sought(NOOR, THEMES)) == 4


def test_the_last_code_and_the_codes_of_a_day_are_those_of_one_person(store):
    triage = Triage(store)
    assert triage.last_code(NOOR) is None
    enrich.give(store, "post-ur", "theme", "claim", NOOR)
    enrich.give(store, "post-ur", "theme", "threat", NOOR)
    last = enrich.give(store, "post-fa", "target", "states", NOOR)
    enrich.give(store, "post-ar", "theme", "threat", LEYLA)
    assert triage.last_code(NOOR) == last
    assert triage.coded_since(NOOR, NOW) == 2
    assert {each["post"] for each in triage.codes()} == {"post-ar", "post-fa", "post-ur"}
    span = Span(0, 4, lab.ARABIC[:4])
    store.add(sign(Claim("post-ar", "theme", "claim", span=span), "theme/1", NOW))
    posts = {each["post"] for each in triage.codes()}
    assert posts == {"post-ar", "post-fa", "post-ur"}, "programs are no coders"


def test_the_codes_that_agreement_counts_are_those_that_export_writes_and_come_by_an_index(store):
    for by, code in ((NOOR, "claim"), (LEYLA, "threat")):
        give(store, "post-ar", "theme", code, by)
    take_back(store, give(store, "post-fa", "theme", "claim", NOOR).id, NOOR)
    names = ("post", "kind", "code", "coder")
    told = [{name: each[name] for name in names} for each in enrich.codes(store)]
    found = list(Triage(store).codes())
    given = [{name: each[name] for name in names} for each in found]
    assert sorted(map(str, given)) == sorted(map(str, told))
    assert len(found) == 2
