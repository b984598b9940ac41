"""The life of a place, who goes on where it ended, and how many sources a claim has."""

import json
import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from planted import timeline
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.enrich.copies import find_copies
from marsad.errors import BadInput, NotFound
from marsad.model import Capture, Claim, Forward, Outlet, Place, Post, sign
from marsad.store import Seen
from marsad.track import decide_successor, independence, life, successors
from marsad.track.independence import Ties, sources
from marsad.track.life import gaps, renamed
from marsad.track.statements import statements
from marsad.track.successors import ACT

T0 = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    from marsad.store import Store

    made = timeline.Timeline(12, days=110, sources=5, relays=7).plant()
    with Store.create(tmp_path_factory.mktemp("planted") / "lab") as store:
        timeline.put(store, made)
        find_copies(store)
        yield store, made


def test_successors_are_suggested_with_reasons_and_strangers_are_not(planted):
    store, made = planted
    found = successors(store)
    assert found
    assert {(each.old, each.new) for each in found} <= made.successors
    assert all(len({cue.name for cue in each.cues}) >= 2 for each in found)


def test_a_person_decides_and_the_log_remembers(planted):
    store, _made = planted
    first = successors(store)[0]
    with pytest.raises(BadInput, match="say why"):
        decide_successor(store, first.old, first.new, True, "person:Amal", " ")
    decide_successor(store, first.old, first.new, True, "person:Amal", "the same logo")
    assert (first.old, first.new) not in {(e.old, e.new) for e in successors(store)}
    again = next(e for e in successors(store, every=True) if e.new == first.new)
    assert (again.state, again.by) == ("accepted", "person:Amal")
    [said] = store.acts(ACT)
    assert said["cues"][0]["why"] == first.cues[0].why
    with pytest.raises(NotFound, match="not suggested"):
        decide_successor(store, first.new, first.old, True, "person:Amal", "x")


def test_a_life_tells_silences_renames_and_edits(planted):
    store, made = planted
    for place, (first, last) in made.silent.items():
        mine = [post for post in made.posts if post.place == place and post.kind != "service"]
        found = life(store, place)
        assert found.posts == len({post.native_id for post in mine})
        if found.last > timeline.START + timedelta(days=last):
            days = [(gap.since - timeline.START).days for gap in found.gaps]
            assert any(abs(day - first) <= 2 for day in days)
    for place, name in made.renamed.items():
        assert [each for _at, each in life(store, place).names] == [name]


def test_a_life_has_no_day_that_cannot_be(planted):
    store, made = planted
    place = next(p.place for p in made.posts if p.id in made.mistimed)
    found = life(store, place)
    assert found.undated >= 1
    assert timeline.START <= found.first <= found.last < timeline.START + timedelta(days=200)


def test_the_commands_print_what_was_found(planted):
    store, made = planted
    run = CliRunner()
    place = next(iter(made.renamed))
    said = run.invoke(app, ["track", str(store.lab), "outlet", place])
    assert "renamed on" in said.stdout
    told = json.loads(run.invoke(app, ["track", str(store.lab), "outlet", place, "--json"]).stdout)
    assert sum(told["weeks"].values()) == told["posts"] - told["undated"]
    lines = run.invoke(app, ["track", str(store.lab), "successors", "--json", "--all"]).stdout
    assert all(json.loads(line)["cues"] for line in lines.splitlines())
    assert run.invoke(app, ["track", str(store.lab), "outlet", "nobody"]).exit_code == 1


def test_a_name_turned_round_by_a_control_stays_in_its_place(store):
    store.add(Place("telegram:1", "Telegram", "ندا\u202eمصر"))
    said = CliRunner().invoke(app, ["track", str(store.lab), "outlet", "telegram:1"])
    assert "\u202e" not in said.stdout
    assert "RLO" in said.stdout


def test_persons_accounts_are_never_held_against_each_other(store):
    store.add(Capture("c1", "t", "1", "t", T0 + timedelta(days=90), "0" * 64, 1))
    for n in range(8):
        store.add(Place(f"x:{n}", "X", "الاسم نفسه", f"https://x.example/same{n}"))
        for day in range(20):
            at = T0 + timedelta(days=day + (30 if n else 0))
            text = f"الكلمات نفسها في كل مكان {day}"
            store.add(Post(f"x{n}/{day}", f"x:{n}", "c1", str(day), at, text))
    assert successors(store) == []


def test_pauses_of_a_weekend_are_no_gap_and_few_posts_tell_none():
    times = [T0 + timedelta(hours=12 * n) for n in range(60)]
    assert gaps(times) == []
    late = [*times, times[-1] + timedelta(days=9)]
    assert [(gap.until - gap.since).days for gap in gaps(late)] == [9]
    assert gaps(late[-5:]) == []


def test_only_a_new_name_is_a_renaming():
    assert renamed("edit group title: منبر الوادي") == "منبر الوادي"
    assert renamed("pin message") == renamed("edit group photo") == ""


def test_a_claim_has_as_many_sources_as_nothing_joins(store):
    store.add(Capture("c1", "t", "1", "t", T0 + timedelta(days=90), "0" * 64, 1))
    store.add(*(Place(f"telegram:{n}", "Telegram", f"منبر {n}") for n in range(1, 8)))
    store.add(Outlet("qandil", "قنديل المرسى", places=("telegram:4", "telegram:5")))
    ids = []
    for n in range(1, 8):
        said = Forward("", "channel1") if n == 3 else None
        post = Post(f"t{n}/1", f"telegram:{n}", "c1", "1", T0 + timedelta(hours=n), "خبر",
                    forwarded_from=said)  # fmt: skip
        store.add(post)
        ids.append(post.id)
    store.add(sign(Claim("t2/1", "near-copy-of", "t1/1"), "copies/1", T0))
    found = independence(store, ids)
    assert (found.posts, found.places, found.sources) == (7, 7, 4)
    assert found.groups[0].places == ("telegram:1", "telegram:2", "telegram:3")
    assert "one repeats the other" in found.groups[0].reasons
    assert "the same outlet runs both places" in found.groups[1].reasons
    # Two copies of a post that is not part of the claim have one source as well.
    store.add(sign(Claim("t7/1", "near-copy-of", "t1/1"), "copies/1", T0))
    assert independence(store, ["t2/1", "t7/1"]).sources == 1


def test_sources_counted_from_columns_are_those_of_every_post(planted):
    store, _made = planted
    told = statements(store)
    posts, chance = {row.seq: row.post for row in Seen(store).rows()}, random.Random(3)
    for many in (1, 5, 20, 60, 200, len(told.posts)):
        rows = np.sort(np.array(chance.sample(range(len(told.posts)), min(many, len(told.posts)))))
        some = told.posts[rows]
        counted = sources(Ties(store), some, told.places[rows], ~told.own[rows])
        assert counted == independence(store, [posts[number] for number in some.tolist()]).sources
