"""Who repeats whom: direction, delay and evidence, and nothing that chance alone would make."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from planted import timeline

from marsad.enrich.copies import find_copies
from marsad.errors import BadInput
from marsad.model import Capture, Claim, Forward, Outlet, Place, Post, sign
from marsad.track import flow, graph
from marsad.track.communities import communities, modularity
from marsad.track.flow_chance import believed, tail
from marsad.track.flow_events import Families, Member
from marsad.track.flow_graph import GEXF, GRAPHML
from marsad.track.flow_nodes import Nodes

T0 = datetime(2024, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = ("منبر الوادي", "مرصد سلوان", "صوت النخيل", "ندا\u202eمصر")


@pytest.fixture
def lab(store):
    store.add(Capture("c1", "test", "1", "test", T0 + timedelta(days=99), "0" * 64, 1))
    for n, name in enumerate(NAMES, start=1):
        store.add(Place(f"telegram:{n}", "Telegram", name, fiction=True))
    return store


def post(store, place, number, at, first="", **more):
    made = Post(f"t{place}/{number}", f"telegram:{place}", "c1", str(number), at, "خبر", **more)
    store.add(made)
    if first:
        store.add(sign(Claim(made.id, "near-copy-of", first), "copies/1", T0))
    return made.id


def repeat(store, times, delays, start=0):
    """The first place posts, others repeat it after their delays."""
    for n in range(start, start + times):
        at = T0 + n * timedelta(days=1)
        first = post(store, 1, n, at)
        for place, delay in delays.items():
            post(store, place, n, at + delay + timedelta(minutes=n % 7), first)
    # Others post as well: without them there is no chance to compare with.
    for n in range(200):
        post(store, 4, 1000 + n, T0 + n * HOUR)


def test_an_edge_has_a_direction_a_delay_and_its_evidence(lab):
    repeat(lab, 8, {2: 2 * HOUR})
    found = flow(lab)
    [edge] = found.edges
    assert (edge.source, edge.target, edge.n) == ("telegram:1", "telegram:2", 8)
    assert 7200 <= edge.median_seconds <= 7200 + 6 * 60
    assert edge.first.date() == T0.date()
    assert edge.chance < 0.01
    assert found.communities == (("telegram:1", "telegram:2"),)


def test_two_repetitions_are_no_edge_and_neither_is_a_fair_coin(lab):
    repeat(lab, 2, {2: HOUR})
    assert (flow(lab).edges, flow(lab).unproved) == ((), 1)


def test_whom_a_third_passes_on_is_told_from_the_first(lab):
    # The third place repeats the second one, always within minutes, and only what that one has.
    for n in range(24):
        at = T0 + n * timedelta(days=1)
        first = post(lab, 1, n, at)
        second = at + HOUR * (1 + n * 7 % 11)
        if n % 2:
            post(lab, 2, n, second, first)
            post(lab, 3, n, second + timedelta(minutes=5 + n % 3), first)
    ends = {(edge.source[-1], edge.target[-1]) for edge in flow(lab).edges}
    assert ends == {("1", "2"), ("2", "3")}


def test_times_that_cannot_be_right_give_no_direction(lab):
    for n in range(6):
        at = T0 + n * timedelta(days=1)
        first = post(lab, 1, n, at)
        post(lab, 2, n, datetime(2091, 1, 1 + n, tzinfo=UTC), first)
        post(lab, 3, n, datetime(1999, 1, 1 + n, tzinfo=UTC), first)
    assert (flow(lab).edges, flow(lab).undated) == ((), 12)


def test_of_two_posts_in_the_same_second_neither_repeats_the_other(lab):
    repeat(lab, 0, {})
    for n in range(9):
        at = T0 + n * timedelta(days=1)
        post(lab, 2, n, at, post(lab, 1, n, at))
    assert flow(lab).repetitions == 0


def test_an_edit_says_its_words_when_it_was_edited(lab):
    repeat(lab, 0, {})
    for n in range(9):
        at = T0 + n * timedelta(days=1)
        edited = post(lab, 1, n, at - HOUR, edited_at=at + HOUR)
        post(lab, 2, n, at, edited)
    assert [(e.source, e.target) for e in flow(lab).edges] == [("telegram:2", "telegram:1")]


def test_forwards_count_without_their_original_and_never_for_persons(lab):
    repeat(lab, 0, {})
    for n in range(5):
        at = T0 + n * timedelta(days=1)
        post(lab, 2, n, at, forwarded_from=Forward("", "channel1"))
        post(lab, 3, n, at, forwarded_from=Forward("person-0123abcd"))
        post(lab, 3, 50 + n, at, forwarded_from=Forward("", "user77"))
    [edge] = flow(lab).edges
    assert (edge.source, edge.target, edge.forwards) == ("telegram:1", "telegram:2", 5)
    assert edge.median_seconds is None


def test_places_of_one_outlet_are_one_node_and_may_be_many(lab):
    ids = tuple(f"telegram:9{n}" for n in range(500))
    lab.add(*(Place(id, "Telegram", f"نافذة {id}") for id in ids))
    lab.add(Outlet("qandil", "قنديل المرسى", places=(*ids, "telegram:1")))
    repeat(lab, 8, {2: HOUR})
    nodes = Nodes.of(lab, "outlet")
    assert {nodes.of_place(id) for id in ids} == {"qandil"}
    [edge] = flow(lab, by="outlet").edges
    assert (edge.source, edge.target) == ("qandil", "telegram:2")
    with pytest.raises(BadInput, match="place or by outlet"):
        flow(lab, by="person")


def test_a_private_place_is_never_shown(lab):
    lab.add(Place("telegram:7", "Telegram", "مجموعة", kind="private"))
    repeat(lab, 8, {7: HOUR})
    assert flow(lab).edges == ()


def test_a_post_repeated_a_hundred_thousand_times_stays_cheap():
    members = [Member(n, n, f"telegram:{n % 500}", "text") for n in range(100_000)]
    events = list(Families({1: members}).events())
    assert len(events) == 499
    assert max(len(event.earlier) for event in events) == 9


def test_the_graph_says_names_in_their_own_script_and_shows_what_would_turn_a_line(lab):
    repeat(lab, 8, {2: HOUR, 4: HOUR})
    found = flow(lab)
    gexf = ElementTree.fromstring(graph(found, "gexf"))
    labels = {each.get("label") for each in gexf.iter(f"{{{GEXF}}}node")}
    assert labels == {"منبر الوادي", "مرصد سلوان", "ندا⟦RLO⟧مصر"}
    edge = next(gexf.iter(f"{{{GEXF}}}edge"))
    assert edge.get("weight") == "8"
    graphml = ElementTree.fromstring(graph(found, "graphml"))
    assert len(list(graphml.iter(f"{{{GRAPHML}}}edge"))) == 2
    keys = {each.get("id") for each in graphml.iter(f"{{{GRAPHML}}}key")}
    assert {each.get("key") for each in graphml.iter(f"{{{GRAPHML}}}data")} <= keys
    with pytest.raises(BadInput, match="gexf, graphml"):
        graph(found, "dot")


def test_the_command_tells_prints_and_writes_it(lab, tmp_path):
    from typer.testing import CliRunner

    from marsad.cli.app import app

    repeat(lab, 8, {2: HOUR})
    said = CliRunner().invoke(app, ["track", str(lab.lab), "flow", "--json", "--shuffles", "2"])
    told = json.loads(said.stdout)
    assert (told["edges"][0]["n"], told["by_chance"]) == (8, 0)
    out = tmp_path / "flow.gexf"
    command = ["track", str(lab.lab), "flow", "--to", "gexf", "--out", str(out)]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert "منبر الوادي" in out.read_text(encoding="utf-8")
    said = CliRunner().invoke(app, ["track", str(lab.lab), "flow", "--since", "2024-05-02"])
    assert "7 times" in said.stdout
    assert CliRunner().invoke(app, ["track", str(lab.lab), "flow", "--since", "x"]).exit_code == 1


def test_chance_is_counted_right():
    assert tail(3, 3, 0.5) == pytest.approx(0.125)
    assert tail(8, 10, 0.3) == pytest.approx(0.00159, rel=0.01)
    assert tail(0, 5, 0.1) == tail(5, 100, 0.5) == 1.0
    assert believed([0.001, 0.02, 0.3], 3) == 0.02
    assert believed([0.02], 1000) < 0


def test_communities_are_the_cliques_of_a_ring():
    edges = []
    for clique in range(6):
        nodes = [f"{clique}-{n}" for n in range(5)]
        edges += [(a, b, 1.0) for a in nodes for b in nodes if a < b]
        edges.append((nodes[0], f"{(clique + 1) % 6}-0", 1.0))
    found = communities(edges)
    assert [len(group) for group in found] == [5] * 6
    assert modularity(edges, found) > 0.7
    assert communities([]) == ()


def test_a_planted_timeline_is_found_again(store):
    made = timeline.Timeline(11, days=100, sources=4, relays=6).plant()
    timeline.put(store, made)
    find_copies(store)
    found = {(edge.source, edge.target) for edge in flow(store).edges}
    planted = {pair for pair, times in made.copied.items() if times >= 3}
    assert len(found & planted) / len(found) >= 0.85
    assert len(found & planted) / len(planted) >= 0.85
    assert flow(store, shuffles=2).by_chance == 0
