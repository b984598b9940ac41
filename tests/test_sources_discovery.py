"""What posts point to is suggested, bounded, and followed by nobody but a person."""

from datetime import UTC, datetime, timedelta

import pytest
from battery.lab_samples import CAPTURE, PLACE, post

from marsad.collect import source_decide
from marsad.collect import sources as register
from marsad.collect.discovery import discover, suggest
from marsad.errors import BadInput, NotFound
from marsad.model import Claim, Forward, Place, sign
from marsad.store.sources import Sources
from marsad.store.suggestions import Suggestions

BY = "person:ليلى"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def lab(store):
    store.add(PLACE, CAPTURE)
    return store


def forward(number, id, name="منبر الجبل"):
    return post(number, forwarded_from=Forward(name, id, NOW - timedelta(days=1)))


def pointer(kind, value, number=1):
    return sign(Claim(post(number).id, kind, value), "links/1", NOW)


def origins(store, state="waiting"):
    return [each.origin for each in Suggestions(store).all(state)]


def test_forwards_links_and_mentions_of_channels_are_suggested_once_each(lab):
    lab.add(forward(1, "channel-1002002"), forward(2, "channel2002"), forward(3, "@jabal_minbar"))
    lab.add(
        pointer("link", "https://t.me/Jabal_Minbar/17"),
        pointer("mention", "@jabal_minbar"),
        pointer("link", "t.me/s/wadi_paper"),
    )
    assert discover(lab).new == 3
    found = {each.origin: each for each in Suggestions(lab).all()}
    assert set(found) == {
        "telegram:2002", "https://t.me/jabal_minbar", "https://t.me/wadi_paper"
    }  # fmt: skip
    assert found["telegram:2002"].times == 2
    # Two posts: one forwards it, the other names it twice.
    assert found["https://t.me/jabal_minbar"].times == 2
    assert (found["telegram:2002"].how, found["telegram:2002"].name) == ("forward", "منبر الجبل")


def test_persons_bots_invitations_and_the_place_itself_are_not_suggested(lab):
    lab.add(
        forward(1, "user77", "Someone"),
        forward(2, "", "person-0a1b2c3d"),
        forward(3, "channel1001"),
        pointer("mention", "@salwan_news_bot"),
        pointer("link", "https://t.me/joinchat/AAAA"),
        pointer("link", "https://t.me/+AbCdEfGh"),
        pointer("link", "https://t.me/alwadi_fiction/3"),
        pointer("link", "https://example.org/t.me/salwan"),
        pointer("link", "https://evil-t.me/salwan"),
    )
    assert discover(lab).new == 0


def test_what_is_a_source_or_a_place_already_is_not_suggested(lab):
    register.add(
        lab, {"origin": "https://t.me/s/Jabal_Minbar", "collector": "c", "place": "telegram:55"}, BY
    )
    lab.add(Place("telegram:3003", "telegram", "ساحة", "https://t.me/saha_fiction"))
    lab.add(forward(1, "channel55"), forward(2, "channel3003"))
    lab.add(pointer("mention", "@jabal_minbar"), pointer("link", "t.me/saha_fiction"))
    assert discover(lab).new == 0


def test_a_second_run_over_the_same_posts_changes_nothing(lab):
    lab.add(forward(1, "channel2002"))
    discover(lab)
    before = Suggestions(lab).all()
    assert discover(lab).new == 0
    assert Suggestions(lab).all() == before
    lab.add(forward(2, "channel2002"))
    assert discover(lab).new == 0
    assert [each.times for each in Suggestions(lab).all()] == [2]


def test_a_flood_of_links_is_bounded_in_a_run_and_in_all(lab):
    lab.add(*(forward(number, f"channel{7000 + number}") for number in range(30)))
    lab.add(forward(31, "channel9000"), forward(32, "channel9000"))
    done = discover(lab, most=4, queue=6)
    assert (done.new, done.left_out) == (4, 27)
    assert origins(lab)[0] == "telegram:9000", "the one most pointed to goes first"
    lab.add(*(forward(number, f"channel{8000 + number}") for number in range(40, 60)))
    assert discover(lab, most=4, queue=6).new == 2
    assert discover(lab, most=4, queue=6).new == 0
    assert len(origins(lab)) == 6


def test_nothing_suggested_is_a_source_before_a_person_accepts_it(lab):
    lab.add(pointer("link", "t.me/s/wadi_paper"), post(1))
    discover(lab)
    assert Sources(lab).all() == []
    (waiting,) = Suggestions(lab).all("waiting")
    made = source_decide.accept(
        lab, waiting.id[:8], BY, {"collector": "telegram-web", "purpose": "x"}
    )
    assert made.origin == "https://t.me/wadi_paper"
    assert (made.polled, made.lacking) == (False, ("legal_basis",))
    assert Sources(lab).all() == [made]
    (decided,) = Suggestions(lab).all()
    assert (decided.state, decided.by) == ("accepted", BY)


def test_what_was_refused_never_comes_back_in_any_spelling(lab):
    lab.add(pointer("link", "t.me/s/wadi_paper"), post(1), post(2), post(3))
    discover(lab)
    (waiting,) = Suggestions(lab).all()
    source_decide.refuse(lab, waiting.id, BY, "جريدة عادية")
    lab.add(
        pointer("link", "https://telegram.me/WADI_paper/9", 2), pointer("mention", "@Wadi_Paper", 3)
    )
    assert discover(lab).new == 0
    assert not suggest(lab, "@wadi_paper", "again")
    assert origins(lab) == []
    (refused,) = Suggestions(lab).all("refused")
    assert (refused.by, refused.why) == (BY, "جريدة عادية")


def test_a_decision_is_made_once_with_a_reason_and_stands_in_the_custody_log(lab):
    lab.add(forward(1, "channel2002"))
    discover(lab)
    (waiting,) = Suggestions(lab).all()
    with pytest.raises(BadInput, match="--why"):
        source_decide.refuse(lab, waiting.id, BY, " ")
    source_decide.refuse(lab, waiting.id, BY, "not ours")
    with pytest.raises(BadInput, match=f"was refused by {BY} already"):
        source_decide.accept(lab, waiting.id, BY, {"collector": "c"})
    assert Sources(lab).all() == []
    with pytest.raises(NotFound, match="review"):
        source_decide.refuse(lab, "ffffffffff", BY, "x")
    acts = [each for each in lab.chain() if each.kind == "act"]
    assert [(each.author, b"not ours" in (each.record or b"")) for each in acts] == [(BY, True)]


def test_an_acceptance_that_cannot_be_a_source_decides_nothing(lab):
    lab.add(forward(1, "channel2002"))
    discover(lab)
    (waiting,) = Suggestions(lab).all()
    with pytest.raises(BadInput, match="A to F"):
        source_decide.accept(lab, waiting.id, BY, {"collector": "c", "reliability": "Z"})
    assert [each.state for each in Suggestions(lab).all()] == ["waiting"]


def test_the_commands_show_the_queue_defanged_and_decide(lab):
    from typer.testing import CliRunner

    from marsad.cli.sources import app

    lab.add(pointer("link", "t.me/s/wadi_paper"), forward(1, "channel2002", "a\x1b[2Jb"))

    def run(*words):
        return CliRunner().invoke(app, [str(lab.lab), *words])

    assert "2 suggestions are new" in run("discover").output
    shown = run("review").output
    assert "t[.]me/wadi_paper" in shown
    assert not {"\x1b"} & set(shown)
    first, second = (each.id for each in Suggestions(lab).all())
    assert run("accept", first, "--as", "telegram-web", "--by", "ليلى").exit_code == 0
    assert run("refuse", second, "--why", "no", "--by", "ليلى").exit_code == 0
    assert run("review").output == ""


def test_what_no_post_pointed_to_is_shown_without_a_first_one(lab):
    from typer.testing import CliRunner

    from marsad.cli.sources import app

    lab.add(forward(1, "channel2002"))
    discover(lab)
    assert suggest(lab, "@wadi_paper", "again")
    first, second = CliRunner().invoke(app, [str(lab.lab), "review"]).output.splitlines()
    assert first.endswith(f", first {Suggestions(lab).all()[0].post}")
    assert second.endswith("posts")
