"""Drafting with engines that fail, are slow or are missing: nothing is lost, all of it is told."""

import json
from datetime import UTC, datetime

import pytest
from translate_models import firefox_settings
from typer.testing import CliRunner

from marsad import drafting
from marsad.cli.app import app
from marsad.errors import NotFound, NotReady
from marsad.model import Capture, Claim, Media, Place, Post, Span, sign
from marsad.store import Store
from marsad.translate import draft, draft_each
from marsad.translate.engine import Untranslated
from marsad.translate.segment import sources

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
VERSE = "وَجَعَلْنَا نَوْمَكُمْ سُبَاتًا"
SERMON = f"قال الخطيب في درسه: «{VERSE}» [النبأ: 9]. ثم تحدث عن راحة العمال."


class Picky:
    """An engine that cannot say one word."""

    name, version, kind = "picky", "1", "machine draft"

    def __init__(self, word="قمح"):
        self.word, self.seen = word, []

    def translate(self, sources, to):
        for source in sources:
            self.seen += source.pieces
            yield [
                Untranslated("has a word it cannot say") if self.word in piece else f"{to} said"
                for piece in source.pieces
            ]


def put(store, *texts, language="ar", first=0):
    posts = [Post(f"p-{first + n}", "t:1", "c1", str(first + n), NOW, text)
             for n, text in enumerate(texts)]  # fmt: skip
    store.add(*posts)
    store.add(*[sign(Claim(p.id, "language", language), "language/1", NOW) for p in posts])
    return posts


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("t:1", "telegram", "Town News"), by="test")
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        yield made


def test_a_segment_that_fails_is_empty_and_told_and_the_rest_goes_on(store):
    put(store, "ارتفع سعر القمح؟ لا. قمح المدينة رخيص. فتح السوق.", "فتح الميناء.")
    done = draft_each(store, lambda _: Picky())
    assert (done.made, done.failed, done.words) == (2, 2, 5)
    first = store.translations(post="p-0")[0]
    assert [each.target for each in first.segments] == ["", "en said", "", "en said"]
    (set_apart,) = store.quarantined()
    assert set_apart["stage"] == "translate"
    assert set_apart["item"] == "p-0 text en picky/1"
    assert set_apart["reason"] == (
        "segment 1 of 4 has a word it cannot say; segment 3 of 4 has a word it cannot say; "
        "translate by hand, or draft with --retry"
    )


def test_what_failed_wholly_leaves_no_draft_and_is_asked_again_only_when_told_to(store):
    put(store, "سعر القمح.", "فتح الميناء.")
    assert draft(store, Picky()) == 1
    again = Picky()
    done = draft_each(store, lambda _: again)
    assert (done.made, done.apart, again.seen) == (0, 1, [])
    done = draft_each(store, lambda _: Picky("nothing"), retry=True)
    assert (done.made, done.failed) == (1, 0)
    assert store.quarantined() == []


def test_a_draft_with_a_gap_is_replaced_when_the_retry_succeeds(store):
    put(store, "فتح السوق. سعر القمح.")
    draft(store, Picky())
    assert draft_each(store, lambda _: Picky(), retry=True).made == 0
    draft_each(store, lambda _: Picky("nothing"), retry=True)
    (made,) = store.translations()
    assert [each.target for each in made.segments] == ["en said", "en said"]
    assert made.replaces


def test_scripture_is_never_handed_to_an_engine(store):
    (post,) = put(store, SERMON)
    start = SERMON.index(VERSE)
    span = Span(start, start + len(VERSE), VERSE)
    store.add(sign(Claim(post.id, "scripture", "quran 78:9", span=span), "scripture/1", NOW))
    engine = Picky()
    assert draft(store, engine) == 1
    assert not any(word in piece for piece in engine.seen for word in VERSE.split())
    (made,) = store.translations()
    assert all(SERMON[each.start : each.end] == each.source for each in made.segments)
    said = {each.source: each.target for each in made.segments}
    assert said[VERSE] == "[quran 78:9]"
    assert len(said) == len(engine.seen) + 1
    letters = "".join(each.source for each in made.segments)
    assert all(letter in letters for letter in SERMON if letter.isalpha())


def test_scripture_read_in_a_picture_is_left_out_too_and_a_moved_span_is_not_believed(store):
    media = Media("a" * 64, "poster.jpg", "photo")
    store.add(Post("poster", "t:1", "c1", "99", NOW, VERSE, media=(media,)))
    read = Claim("poster", "ocr-text", f"درس اليوم\n{VERSE}", media=media.sha256)
    store.add(sign(read, "ocr/1", NOW))
    start = read.value.index(VERSE)
    right = Span(start, len(read.value), VERSE)
    store.add(
        sign(Claim("poster", "scripture", "quran 78:9", media="a" * 64, span=right), "s/1", NOW),
        sign(Claim("poster", "scripture", "quran 1:1", span=Span(1, 9, "moved")), "s/1", NOW),
    )
    text, picture = sources(store, store.post("poster"))
    assert text.quoted == {}
    assert picture.quoted == {1: "quran 78:9"}
    assert picture.spoken.pieces == ("درس اليوم",)


def test_names_of_the_register_go_with_the_text_that_has_them(store):
    from marsad.model import AuthorityRecord
    from marsad.store.names import Names

    (post,) = put(store, "افتتحت جمعية النخيل معرضا. وتعمل جمعية النخيل منذ سنوات.")
    span = Span(7, 18, post.text[7:18])
    store.add(sign(Claim(post.id, "name", "own:1", 0.9, span=span), "names/1", NOW))
    store.add(sign(Claim(post.id, "name", "own:9", 0.9, span=Span(0, 3, "غير")), "names/1", NOW))
    (source,) = sources(store, post)
    assert source.names == ((post.text[7:18], "own:1"),)
    Names(store).add([AuthorityRecord("own:1", "organisation", "جمعية النخيل", "Palm Society")])
    spelling = drafting._means(store).book.spelling
    assert (spelling("own:1").latin, spelling("own:9").latin) == ("Palm Society", "")


def test_a_language_without_an_engine_is_told_and_the_others_are_drafted(store):
    put(store, "فتح السوق.")
    put(store, "بازار باز شد.", language="fa", first=10)

    def pick(language):
        if language == "fa":
            raise NotReady("no model from 'fa'", "marsad models pull firefox-fa-en")
        return Picky()

    done = draft_each(store, pick)
    assert done.made == 1
    assert (list(done.lacking), done.makers) == (["fa"], ["picky/1"])
    assert done.lacking["fa"].remedy == "marsad models pull firefox-fa-en"
    assert draft_each(store, pick, language="fa").made == 0


def test_a_slow_engine_gets_small_portions(store):
    class Slow(Picky):
        portion = 3

        def translate(self, sources, to):
            assert len(sources) <= 3
            return super().translate(sources, to)

    put(store, *(f"خبر رقم {n}" for n in range(10)))
    heard = []
    assert draft_each(store, lambda _: Slow(), progress=heard.append).made == 10
    assert heard == [3, 3, 3, 1]


def test_questions_to_the_store_do_not_grow_with_every_post(store):
    from sqlalchemy import event

    put(store, *(f"خبر رقم {n}" for n in range(400)))
    draft(store, Picky())
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    draft(store, Picky())
    assert len(asked) < 20


def test_unknown_engines_are_named_and_missing_ones_tell_the_remedy(store, tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_MODELS", str(tmp_path / "models"))
    put(store, "O gato dorme.", language="pt")
    with pytest.raises(NotFound, match="reading-aid, fxtranslate, ctranslate2"):
        drafting.draft(store, "babelfish")
    for engine in ("fxtranslate", "ctranslate2", "libretranslate", "chat"):
        said = CliRunner().invoke(
            app, ["translate", str(store.lab), "draft", "--engine", engine, "--from", "pt"]
        )
        assert said.exit_code == 3, said.output
        assert "to mend it" in said.output


def test_the_command_drafts_with_real_weights_resumes_and_tells_the_pace(tmp_path, store):
    settings = firefox_settings(tmp_path / "models")
    put(store, "O mercado abriu às oito horas.", "O gato dorme.", language="pt")
    put(store, "فتح السوق أبوابه.", first=10)
    command = ["translate", str(store.lab), "draft", "--engine", "fxtranslate", "--json"]
    environment = {"MARSAD_MODELS": settings.models}
    said = CliRunner().invoke(app, command, env=environment)
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert (told["drafts"], told["failed"], told["words"]) == (2, 0, 9)
    assert told["words_per_second"] > 0
    assert "firefox-ar-en" in told["lacking"]["ar"]
    made = store.translations(post="p-0")[0]
    assert made.segments[0].target == "The market opened at eight o'clock."
    assert made.translator.startswith("fxtranslate/")
    again = CliRunner().invoke(app, [*command, "--day", "2024-05-01"], env=environment)
    assert json.loads(again.stdout)["drafts"] == 0
    plain = CliRunner().invoke(app, command[:-1], env=environment)
    assert "left out ar" in plain.stdout
    doctor = CliRunner().invoke(app, ["doctor", "--json"], env=environment)
    rows = {
        each["name"]: each for each in json.loads(doctor.stdout) if each["stage"] == "translate"
    }
    assert set(rows) == {"reading-aid", "fxtranslate", "ctranslate2", "libretranslate", "chat"}
    assert rows["fxtranslate"]["detail"] == "firefox-pt-en"
    assert rows["chat"]["remedy"]
