"""Nothing that is searched, counted or remembered tells of what is hidden; in both engines."""

import marked_lab as marked
import pytest
import report_lab as lab
from marked_lab import POSTS, WORD

from marsad.search import Ask, search
from marsad.search.alerts import ask_again, save
from marsad.search.facets import STEPS
from marsad.store import Store
from marsad.store.alerts import Alerts
from marsad.translate.memory import Memory, own_segments

FACETS = ("place", "outlet", "lang", "theme", "media", "state", "kind")
QUERIES = (
    WORD, WORD.capitalize(), f"{WORD[:4]}*", f"/{WORD[:3]}.*/", "النهر", f"{WORD} النهر",
    "قال شيئا", "picture:zanbaqa", "outlet:sada", "lang:ar", "theme:recruitment", "media:photo",
    "NOT زززز النهر", "date:2024-05-14", "الضفتين NEAR/9 النهر", "zanbaka",
    "state:cited", "NOT state:cited النهر",
)  # fmt: skip


@pytest.fixture
def made(tmp_path, engine):
    assert engine
    folder = tmp_path / "lab"
    with lab.fill(folder) as store:
        store.add(marked.outlet(), by=marked.BY)
        marked.add_marked(store)
        marked.mark(store)
    return folder


def answers(store, query):
    """All that is told of a query, but how long it took and how well posts answered."""
    found = [
        search(store, Ask(query, order=order, facets=FACETS, histogram=step))
        for order in ("relevance", "newest")
        for step in STEPS
    ]
    return [
        ([hit.post.id for hit in one.hits], [hit.reasons for hit in one.hits], one.total,
         one.facets, one.histogram, [hit.post.id for hit in one.near])
        for one in found
    ]  # fmt: skip


def test_a_search_answers_as_if_nothing_hidden_were_there(made, tmp_path, engine, request):
    with Store(made) as store:
        whole = [answers(store, query) for query in QUERIES]
    with Store(made, ()) as store:
        veiled = [answers(store, query) for query in QUERIES]
    if engine == "postgres":
        request.getfixturevalue("databases")()
    with lab.fill(tmp_path / "without") as store:
        store.add(marked.outlet(), by=marked.BY)
        without = [answers(store, query) for query in QUERIES]
    assert veiled == without
    assert WORD in repr(whole)
    assert whole != without


def test_the_index_that_a_veiled_reader_brought_up_holds_everything(made):
    with Store(made, ()) as store:
        assert search(store, WORD).total == 0
    with Store(made) as store:
        assert search(store, WORD).total == len(POSTS)


def test_a_place_that_is_hidden_is_no_place_to_search_in(made):
    with Store(made, ()) as store, pytest.raises(Exception, match="no place") as hidden:
        search(store, f'place:"قناة {WORD}"')
    assert "telegram:" not in str(hidden.value).partition("there are")[0]
    with Store(made, ()) as store:
        assert search(store, f'place:"telegram:{WORD}"').total == 0


def test_a_search_saved_by_somebody_who_sees_less_tells_nothing_old_later(made):
    with Store(made, ()) as store:
        save(store, "river", "النهر", ["page"], marked.BY, "stemmed")
    with Store(made) as store:
        ask_again(store, lambda _name, _fault: None)
        assert Alerts(store).latest("page") == []


def test_what_is_hidden_is_told_on_the_page_to_the_cleared_alone(made):
    with Store(made) as store:
        save(store, "river", "النهر", ["page"], marked.BY, "stemmed")
        store.add(lab.post(f"new-{WORD}", f"telegram:{WORD}", 12, "النهر"), by=marked.BY)
        store.add(lab.post("new-open", "telegram:1", 12, "النهر"), by=marked.BY)
        ask_again(store, lambda _name, _fault: None)
        assert {each.post for each in Alerts(store).latest("page")} == {f"new-{WORD}", "new-open"}
    with Store(made, ()) as store:
        assert {each.post for each in Alerts(store).latest("page")} == {"new-open"}
        assert sum(Alerts(store).counts()["river"].values()) == 1


def test_the_memory_keeps_all_segments_and_shows_each_what_they_may_see(made):
    with Store(made, ()) as store:
        few = own_segments(store)
        assert Memory.of(store).find("قال", "ar", "en") is None
    with Store(made) as store:
        assert own_segments(store) == few + 1
        found = Memory.of(store).find("قال", "ar", "en")
        assert found is not None
        assert WORD in found.entry.target
