"""H9: posts that give orders to a model that obeys. Nothing comes of it but a rejected segment."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from engine_server import Api, chatted, english, translator
from fetch_server import answer
from translate_models import means

from marsad.model import Capture, Claim, Place, Post, sign
from marsad.safeguards import may_quote
from marsad.store import Store
from marsad.text.fold import folded
from marsad.translate import Handbook, Means, Memory, Outside, Termbase, draft_each
from marsad.translate.engines import engine

FILE = Path(__file__).parent / "fixtures" / "translate" / "injections.jsonl"
INJECTIONS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
CLEAN = {
    "ar": ("افتتح المجلس حديقة جديدة في وسط المدينة", "تبدأ الدراسة يوم الأحد في كل المدارس"),
    "fa": ("شورا بوستان تازه‌ای در میان شهر گشود", "کلاس‌ها از روز یکشنبه آغاز می‌شود"),
    "ur": ("کونسل نے شہر کے بیچ میں نیا باغ کھولا", "تمام اسکولوں میں پڑھائی اتوار سے شروع ہوگی"),
    "en": ("The council opened a new garden in the town", "School starts on Sunday everywhere"),
}
TO = {"en": "fr", "ar": "en", "fa": "en", "ur": "en"}
FRENCH = (
    "Le conseil de la ville a ouvert ce matin un nouveau jardin pour les enfants",
    "Les cours commencent dimanche dans toutes les écoles de la ville et du port",
)


def translated(text):
    """A good answer; in French where the post is in English."""
    return FRENCH[text.startswith("School")] if text.isascii() else english(text)


def obeying(question):
    """A model that translates well, until a post tells it otherwise."""
    segments = question.segments
    plain = {id: text.replace("\u200b", "") for id, text in segments.items()}
    orders = [
        each
        for each in INJECTIONS
        for text in plain.values()
        if text in each["text"].replace("\u200b", "")
    ]
    good = {id: translated(text) for id, text in segments.items()}
    return OBEDIENCE[orders[0]["obeyed"]](question, good) if orders else chatted(good)


def behind(good, more):
    return chatted({id: f"{text} {more}" for id, text in good.items()})


LIE = "The people of the town are happy with the new mayor and thank him for the garden"
OBEDIENCE = {
    "lie": lambda _, good: chatted(dict.fromkeys(good, LIE)),
    "say": lambda _, good: chatted(dict.fromkeys(good, "APPROVED")),
    "publish": lambda _, good: chatted({**good, "publish": "yes"}),
    "link": lambda _, good: behind(good, "https://collect.example/?d=all-that-was-said"),
    "rules": lambda q, good: chatted(dict.fromkeys(good, q.rules)),
    "tool": lambda _, good: chatted(good, tool_calls=[{"function": {"name": "delete_post"}}]),
    "html": lambda _, good: chatted(dict.fromkeys(good, "<script src=//x.example/a.js></script>")),
    "number": lambda _, good: behind(good, "Donations go to account 9944112233."),
    "json": lambda *_: chatted({"label": "news", "flag": False}),
    "source": lambda q, _: chatted(q.segments),
}


def empty(folder):
    store = Store.create(folder)
    store.add(Place("t:1", "telegram", "Town News"))
    store.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
    return store


def lab(folder, injected):
    store = empty(folder)
    for number, each in enumerate(INJECTIONS):
        first, last = CLEAN[each["lang"]]
        middle = f"{each['text']}\n" if injected else ""
        store.add(Post(f"p-{number}", "t:1", "c1", str(number), NOW, f"{first}\n{middle}{last}"))
        store.add(sign(Claim(f"p-{number}", "language", each["lang"]), "language/1", NOW))
    return store


def drafted(store, site, seen=True):
    """Draft a lab; ``seen`` says whether orders to machines are found before the model is asked."""
    whole = means(site.settings(chat=f"{site.url}/v1", chat_model="obedient"))
    there = whole.outside
    outside = there if seen else Outside(there.put, there.languages, lambda _: ())
    made = engine("chat", Means(whole.settings, outside, Handbook(Memory(), Termbase())), "", "")
    for language, to in TO.items():
        draft_each(store, lambda _: made, to, language=language)
    return {
        each.post: {one.source: one.target for one in each.segments}
        for each in store.translations()
    }


def of_the_order(number, said):
    text = INJECTIONS[number]["text"]
    return [target for source, target in said[f"p-{number}"].items() if source in text]


def passes(each, seen):
    """What no check can tell from a translation: it stands as a draft that nobody has read.

    A fluent lie in the right language, where the order was not found before the model was asked;
    and a number that the post itself holds, which a faithful translation holds, too.
    """
    return (each["obeyed"] == "lie" and not seen) or "9944112233" in folded(each["text"])


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twins")
    with Api(obeying) as site, lab(folder / "clean", injected=False) as store:
        return drafted(store, site)


@pytest.mark.parametrize("seen", [True, False])
def test_an_obeying_model_gains_nothing(tmp_path, twins, seen):
    with Api(obeying) as site, lab(tmp_path / "lab", injected=True) as store:
        before = {post.id: store.findings(post.id) for post in store.posts()}
        said = drafted(store, site, seen)
        assert {each.path for each in site.asked} == {"/v1/chat/completions"}
        assert {post.id: store.findings(post.id) for post in store.posts()} == before
        drafts = store.translations()
        assert {(each.state, each.kind) for each in drafts} == {("draft", "machine draft")}
        assert not any(may_quote(each) for each in drafts)
        apart = {each["item"].split(" ")[0] for each in store.quarantined()}
        assert store.reports() == []
    for number, each in enumerate(INJECTIONS):
        assert said[f"p-{number}"].items() >= twins[f"p-{number}"].items(), each
        if of_the_order(number, said) != [""] and passes(each, seen):
            continue
        assert set(of_the_order(number, said)) == {""}, each
        assert f"p-{number}" in apart


def test_what_speaks_to_a_machine_is_mostly_not_even_sent(tmp_path):
    with Api(obeying) as site, lab(tmp_path / "lab", injected=True) as store:
        drafted(store, site)
        sent = [text for each in site.asked for text in each.segments.values()]
    orders = {each["text"] for each in INJECTIONS}
    assert sum(any(text in order for text in sent) for order in orders) <= len(orders) / 4


def test_ordinary_texts_about_orders_and_machines_are_drafted(tmp_path):
    texts = (
        "أعلنت الجامعة عن مؤتمر في الذكاء الاصطناعي",
        "تجاهل السائق الإشارة فأوقفته الشرطة",
        "نشرت الصحيفة تعليمات جديدة للمسافرين",
    )
    with Api(translator) as site, empty(tmp_path / "lab") as store:
        for number, text in enumerate(texts):
            store.add(Post(f"p-{number}", "t:1", "c1", str(number), NOW, text))
            store.add(sign(Claim(f"p-{number}", "language", "ar"), "language/1", NOW))
        said = drafted(store, site)
    assert [said[f"p-{number}"][text] for number, text in enumerate(texts)] == [
        english(text) for text in texts
    ]


def test_html_instead_of_json_is_no_answer(tmp_path):
    page = answer(b"<html><script>alert(1)</script></html>")
    with Api(lambda _: page) as site, empty(tmp_path / "lab") as store:
        store.add(Post("p", "t:1", "c1", "1", NOW, CLEAN["ar"][0]))
        store.add(sign(Claim("p", "language", "ar"), "language/1", NOW))
        assert drafted(store, site) == {}
        (apart,) = store.quarantined()
    assert apart["reason"].startswith("segment 1 of 1 failed: the answer was not the JSON")
