"""What a translator is given for a segment: words, names, dates and scripture, in their place."""

import json
import time
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput
from marsad.model import AuthorityRecord, Capture, Claim, Outlet, Place, Post, Segment, Span, sign
from marsad.store import Store
from marsad.store.names import Names
from marsad.translate import approve, draft, helps, reading_aid, sources, write
from marsad.translate.handbook import Handbook
from marsad.translate.memory import Memory
from marsad.translate.renderings import Rendering, Renderings, in_full
from marsad.translate.segment import Source
from marsad.translate.terms import Term, Termbase
from marsad.vocabulary.places import english_names

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
VERSE = "إِنَّا أَعۡطَيۡنَٰكَ ٱلۡكَوۡثَرَ"
TEXT = (
    f"\u200fافتتحت جمعية النخيل المعرض في حلب يوم 14 ربيع الأول 1443. "
    f"وبالإمارة سوق كبير. قال تعالى: ﴿{VERSE}﴾ صدق الله العظيم."
)
RENDERING = """# name: A rendering for tests, 2024
# licence: fiction
108:1\tWe have given thee abundance.
quran 108:2\tSo pray.
no reference here
999:1\twords
"""


def _post(store, text, id="post-one", language="ar"):
    post = Post(id, "telegram:1", "c1", id, NOW, text, fiction=True)
    store.add(post)
    store.add(sign(Claim(id, "language", language), "language/1", NOW))
    return post


def _find(store, post, kind, words, value, sure=0.9):
    start = post.text.index(words)
    span = Span(start, start + len(words), words)
    store.add(sign(Claim(post.id, kind, value, sure, span=span), "finder/1", NOW))


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("telegram:1", "telegram", "Al-Mina News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        yield made


@pytest.fixture
def known(store):
    """A post with a name of the register, one that only its context tells, a place and a verse."""
    (store.lab / "rendering.tsv").write_text(RENDERING, encoding="utf-8")
    (store.lab / "marsad.toml").write_text('scripture_rendering = "rendering.tsv"\n')
    post = _post(store, TEXT)
    Names(store).add(
        [AuthorityRecord("own:1", "organisation", "جمعية النخيل", "Palm Society", source="List 3")]
    )
    _find(store, post, "name", "جمعية النخيل", "own:1")
    _find(store, post, "name", "جمعية النخيل", "unlinked:organisation", 0.45)
    _find(store, post, "name", "حلب", "geonames:170063")
    _find(store, post, "scripture", VERSE, "quran 108:1")
    return Store(store.lab)


def _all(found, what):
    return [each for one in found for each in getattr(one, what)]


def test_names_are_spelled_as_the_register_says_else_by_the_house(known):
    found = _all(helps(known, "post-one"), "names")
    assert [(each.found, each.latin, each.settled, each.source) for each in found] == [
        ("جمعية النخيل", "Palm Society", True, "List 3"),
        ("حلب", "Aleppo", True, "shipped list of places (GeoNames, Unicode CLDR)"),
    ]
    other = _post(known, "زار الوفد كتيبة الساحل أمس.", "post-two")
    _find(known, other, "name", "كتيبة الساحل", "unlinked:organisation", 0.45)
    (name,) = _all(helps(known, "post-two"), "names")
    assert (name.latin, name.settled, name.source) == ("Katiba Al-Sahil", False, "house scheme")


def test_an_outlet_is_spelled_as_its_register_says_and_a_denied_name_is_silent(store):
    store.add(Outlet("own", "وكالة الميناء", latin="Wakalat Al-Mina"))
    post = _post(store, "نشرت وكالة الميناء خبرا عن جمعية النخيل")
    _find(store, post, "name", "وكالة الميناء", "outlet:own")
    _find(store, post, "name", "جمعية النخيل", "not:own:1")
    (name,) = _all(helps(store, post.id), "names")
    assert (name.latin, name.source) == ("Wakalat Al-Mina", "register of outlets")


def test_countries_are_called_by_their_english_name():
    assert (english_names()["country:SY"], english_names()["country:AF"]) == (
        "Syria",
        "Afghanistan",
    )


@pytest.mark.parametrize(
    ("text", "language", "calendar", "first", "written"),
    [
        ("عُقد اللقاء في 14 ربيع الأول 1443", "ar", "hijri", "2021-10-20", "20 October 2021"),
        ("تاریخ: ۲۹ مهر ۱۴۰۰", "fa", "jalali", "2021-10-21", "21 October 2021"),
        ("صدر في تشرين الأول 2021", "ar", "gregorian", "2021-10-01",
         "1 October 2021 – 31 October 2021"),
    ],
)  # fmt: skip
def test_dates_of_three_calendars_have_their_gregorian_day(
    store, text, language, calendar, first, written
):
    _post(store, text, language=language)
    (date,) = _all(helps(store, "post-one"), "dates")
    assert (date.calendar, date.first, date.written) == (calendar, first, written)
    assert text[date.start : date.end] == date.found
    assert bool(date.note) == (calendar == "hijri")


def test_what_a_person_said_of_a_date_goes_before_what_can_be_read(store):
    post = _post(store, "في 14 ربيع الأول 1443 افتتح السوق")
    _find(store, post, "date", "14 ربيع الأول 1443", "2021-10-21 hijri")
    (date,) = _all(helps(store, "post-one"), "dates")
    assert date.first == "2021-10-21"


def test_scripture_is_offered_in_the_chosen_rendering_with_its_reference(known):
    (passage,) = _all(helps(known, "post-one"), "scripture")
    assert (passage.rendering, passage.name, passage.licence, passage.whole) == (
        "We have given thee abundance.", "A rendering for tests, 2024", "fiction", True,
    )  # fmt: skip
    assert passage.written == "Al-Kawthar 108:1"
    assert passage.found == VERSE


def test_of_a_part_of_a_verse_the_whole_is_offered_and_said_to_be_more(known):
    post = _post(known, "قال تعالى: ﴿أعطيناك الكوثر﴾ وانتهى.", "post-two")
    _find(known, post, "scripture", "أعطيناك الكوثر", "quran 108:1")
    (passage,) = _all(helps(known, "post-two"), "scripture")
    assert not passage.whole
    assert "a part of the passage" in passage.note
    assert passage.rendering == "We have given thee abundance."


def test_without_a_rendering_the_reference_stands_alone_and_the_way_to_one_is_told(store):
    post = _post(store, TEXT)
    _find(store, post, "scripture", VERSE, "quran 108:1")
    (passage,) = _all(helps(store, "post-one"), "scripture")
    assert (passage.rendering, passage.written) == ("", "Al-Kawthar 108:1")
    assert "scripture_rendering" in passage.note


@pytest.mark.parametrize(
    ("quoted", "reference", "full"),
    [
        ("قل هو الله أحد", "quran 112:1", True),
        ("يا أيها الذين آمنوا كتب عليكم الصيام كما كتب على الذين من قبلكم لعلكم تتقون",
         "quran 2:183", True),
        ("يا أيها الذين آمنوا كتب عليكم الصيام", "quran 2:183", False),
        ("قل هو الله أحد الله الصمد لم يلد ولم يولد ولم يكن له كفوا أحد", "quran 112:1-4", True),
        ("إنما الأعمال بالنيات", "bukhari 1", False),
    ],
)  # fmt: skip
def test_a_whole_verse_is_told_from_a_part_in_todays_spelling(quoted, reference, full):
    assert in_full(quoted, reference) is full


def test_a_rendering_says_whose_it_is_and_bad_lines_are_refused_by_number(tmp_path):
    path = tmp_path / "r.tsv"
    path.write_text(RENDERING, encoding="utf-8")
    made = Rendering.load(path)
    assert made.of("quran 108:1-2") == "We have given thee abundance. So pray."
    assert made.of("quran 108:1-3") == ""
    assert [each.where for each in made.refused] == ["r.tsv, line 5", "r.tsv, line 6"]
    path.write_text("# name: x\n108:1\twords\n", encoding="utf-8")
    with pytest.raises(BadInput, match="does not say its licence"):
        Rendering.load(path)
    with pytest.raises(BadInput, match="cannot be read"):
        Rendering.load(tmp_path / "absent.tsv")


def test_every_place_is_in_code_points_of_the_text(known):
    found = helps(known, "post-one")
    assert [TEXT[each.start : each.end] for each in found] == [each.source for each in found]
    for what in ("terms", "names", "dates", "scripture"):
        some = _all(found, what)
        assert some, what
        assert all(TEXT[each.start : each.end] == each.found for each in some)
    assert "وبالإمارة" in {each.found for each in _all(found, "terms")}


def test_the_memory_says_who_approved_when_but_not_what_this_translation_says(store):
    text = "افتتح المجلس الميناء الجديد."
    _post(store, text)
    _post(store, text, "post-two")
    segment = Segment(0, len(text), text, "The council opened the new harbour.")
    done = approve(store, write(store, "post-one", [segment], "Amal Haddad").id, "Omar Nasser")
    (found,) = helps(store, "post-two")
    (match,) = found.memory
    assert (match.percent, match.entry.by) == (100, "person:Omar Nasser")
    (own,) = helps(store, done.translation.id)
    assert own.memory == ()


def test_the_reading_aid_gives_names_dates_and_scripture_without_a_model(known):
    draft(known, reading_aid(known))
    (made,) = known.translations()
    said = {each.source: each.target for each in made.segments}
    assert made.kind == "reading aid"
    first = next(target for source, target in said.items() if "النخيل" in source)
    assert all(word in first for word in ("Palm Society", "Aleppo", "20 October 2021"))
    assert said[VERSE].startswith("reading aid, Al-Kawthar 108:1, in ")
    assert "We have given thee abundance." in said[VERSE]


def test_the_command_prints_what_is_known_and_hides_overrides(known):
    run = CliRunner().invoke
    said = run(app, ["translate", str(known.lab), "helps", "post-one"])
    assert said.exit_code == 0, said.output
    assert "Palm Society" in said.output
    assert "\u200f" not in said.output
    lines = run(app, ["translate", str(known.lab), "helps", "post-one", "--json"]).output
    records = [json.loads(line) for line in lines.splitlines()]
    assert records[0]["names"][0]["latin"] == "Palm Society"
    assert {"of", "number", "start", "end", "memory", "terms", "dates"} <= set(records[0])


def test_a_megabyte_of_dates_and_words_is_read_in_linear_time(known):
    book = Handbook(Memory(), Termbase([Term("سوق", "ar", target="market")]))
    post = next(iter(known.posts()))

    def seconds(times):
        text = "افتتح السوق في 14 ربيع الأول 1443. " * times
        step = len(text) // times
        spans = tuple((n * step, n * step + step - 1) for n in range(times))
        began = time.process_time()
        found = book.helps(Source(post, "text", "ar", text, spans), "en")
        assert len(_all(found, "dates")) == len(_all(found, "terms")) == times
        return time.process_time() - began

    seconds(200)
    assert seconds(8000) < 12 * seconds(2000) + 0.5


def test_of_two_renderings_in_one_language_the_first_stands():
    one = Rendering("one", "x", "en", {"quran 1:1": "a"})
    both = Renderings([one, Rendering("two", "x", "en", {}), Rendering("trois", "x", "fr", {})])
    assert both.into("en") == one
    assert both.into("de") is None
    assert sorted(each.name for each in both.all) == ["one", "trois"]


def test_a_text_in_latin_letters_needs_no_spelling(store):
    post = _post(store, "Palm Society opened the fair.", language="en")
    _find(store, post, "name", "Palm Society", "unlinked:organisation")
    assert _all(helps(store, post.id), "names") == []
    assert [each.of for each in sources(store, post)] == ["text"]
