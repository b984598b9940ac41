"""Verses and hadith are found where they are quoted, in any spelling, and nowhere else."""

import csv
import gzip
import json
import re
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.enrich import parts
from marsad.enrich.loose import Loose, loose_post
from marsad.enrich.scripture import Scripture
from marsad.enrich.scripture_align import align
from marsad.enrich.scripture_books import Passage, files_of
from marsad.enrich.scripture_cache import cache_folder, index_of
from marsad.enrich.scripture_find import Finder
from marsad.enrich.scripture_index import build
from marsad.enrich.scripture_words import words
from marsad.errors import NotReady
from marsad.model import Claim
from marsad.safeguards import may_flag
from marsad.settings import Settings, load
from marsad.testing import check_enricher
from marsad.vocabulary.suras import verses

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
DEEDS = "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى"
KURSI = "الله لا إله إلا هو الحي القيوم لا تأخذه سنة ولا نوم"


@pytest.fixture(scope="module")
def scripture() -> Scripture:
    return Scripture()


def found(scripture: Scripture, text: str) -> list[Claim]:
    return list(scripture.enrich([loose_post(text)], Loose()))


def said(scripture: Scripture, text: str, kind: str = "scripture") -> list[str]:
    values = [claim.value for claim in found(scripture, text) if claim.kind == kind]
    return [unicodedata.normalize("NFC", value) for value in values]


def quoted(scripture: Scripture, text: str, kind: str = "scripture") -> list[str]:
    claims = [claim for claim in found(scripture, text) if claim.kind == kind]
    return [claim.span.quoted for claim in claims if claim.span]


def bare(text: str) -> str:
    return re.sub("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]", "", text)


def test_the_contract(scripture: Scripture):
    check_enricher(scripture)


@pytest.mark.parametrize(
    "text",
    [
        "إِنَّ ٱلصَّلَوٰةَ تَنۡهَىٰ عَنِ ٱلۡفَحۡشَآءِ وَٱلۡمُنكَرِۗ",
        "إن الصلاة تنهى عن الفحشاء والمنكر",
        "إنَّ الصَّلاةَ تَنْهى عن الفحشاءِ والمنكر",
        "ان الصلاه تنهي عن الفحشا والمنكر",
        "إن الصـــلاة تنهـى عن الفحـشاء والمنكر",
        "ان الصلوة تنهى عن الفحشاء والمنكر",
        "إن\u200fالصلاة، تنهى عن «الفحشاء» والمنكر".replace("\u200f", " \u200f"),
        "اِن الصلاۃ تنہی عن الفحشاء والمنکر",
    ],
)
def test_a_verse_is_found_in_every_spelling(scripture: Scripture, text: str):
    assert said(scripture, f"كتب يقول: {text}") == ["quran 29:45"]


def test_verses_that_follow_one_another_are_one_finding_with_an_exact_span(scripture: Scripture):
    text = "قال تعالى: ﴿قُلْ هُوَ اللَّهُ أَحَدٌ ۝١ اللَّهُ الصَّمَدُ ۝٢ لَمْ يَلِدْ وَلَمْ يُولَدْ ۝٣﴾ صدق الله"
    claims = found(scripture, text)
    assert [(claim.kind, claim.value) for claim in claims] == [("scripture", "quran 112:1-3")]
    start, end = text.index("قُلْ"), text.index(" ۝٣")
    assert claims[0].span
    assert (claims[0].span.start, claims[0].span.end) == (start, end)


def test_yaa_stands_apart_or_leans_on_its_word(scripture: Scripture):
    tail = "اتقوا الله وقولوا قولا سديدا"
    for address in ("يا أيها الذين آمنوا", "يٰٓأيها الذين ءامنوا", "يأيها الذين ءامنوا"):
        assert said(scripture, f"{address} {tail}") == ["quran 33:70"]
        assert quoted(scripture, f"{address} {tail}") == [f"{address} {tail}"]


def test_one_changed_word_is_found_and_marked(scripture: Scripture):
    text = KURSI.replace("تأخذه", "تدركه")
    assert said(scripture, text) == ["quran 2:255"]
    assert quoted(scripture, text) == [text]
    assert quoted(scripture, text, "scripture-differs") == ["تدركه"]
    assert said(scripture, text, "scripture-differs") == ["quran 2:255: تَأۡخُذُهُۥ"]


def test_a_word_left_out_is_told_with_the_one_before_it_and_an_added_one_by_itself(
    scripture: Scripture,
):
    without = "إن مع العسر يسرا فإذا فرغت فانصب وإلى فارغب"
    assert quoted(scripture, without, "scripture-differs") == ["وإلى"]
    assert said(scripture, without, "scripture-differs") == ["quran 94:6-8: وَإِلَىٰ رَبِّكَ"]
    more = "إن الإنسان لربه دائما لكنود وإنه على ذلك لشهيد"
    assert quoted(scripture, more, "scripture-differs") == ["دائما"]
    assert said(scripture, more, "scripture-differs") == ["quran 100:6-7: -"]


def test_another_word_with_the_same_letters_but_alef_differs(scripture: Scripture):
    text = "قال أعوذ برب الفلق من شر ما خلق ومن شر غاسق إذا وقب"
    assert said(scripture, text, "scripture-differs") == ["quran 113:1-3: قُلۡ"]
    assert not said(scripture, text.replace("قال", "قل"), "scripture-differs")


def test_the_first_or_last_word_of_a_verse_may_be_the_changed_one(scripture: Scripture):
    last = "ليلة القدر خير من ألف يوم"
    assert quoted(scripture, last) == [last]
    assert said(scripture, last, "scripture-differs") == ["quran 97:3: شَهۡرٖ"]
    first = "«ساعة القدر خير من ألف شهر»"
    assert quoted(scripture, first) == [first[1:-1]]
    assert said(scripture, first, "scripture-differs") == ["quran 97:3: لَيۡلَةُ"]


def test_short_verses_are_told_where_they_are_marked_and_only_there(scripture: Scripture):
    for words_, reference in (("والعصر", "103:1"), ("والضحى", "93:1"), ("الله الصمد", "112:2")):
        assert said(scripture, f"﴿ {words_} ﴾") == [f"quran {reference}"]
        assert said(scripture, f"سمعنا {words_} في المجلس") == []
    assert said(scripture, "قال تعالى: {إنا أعطيناك الكوثر}") == ["quran 108:1"]
    assert said(scripture, "وقال: «بل هو كذلك» [الكوثر: 1]") == []


@pytest.mark.parametrize(
    "text",
    [
        "بسم الله الرحمن الرحيم الحمد لله رب العالمين والصلاة والسلام على أشرف المرسلين",
        "اللهم صل وسلم على نبينا محمد وعلى آله وصحبه أجمعين",
        "إنا لله وإنا إليه راجعون، رحم الله الفقيد وأسكنه فسيح جناته",
        "لا حول ولا قوة إلا بالله العلي العظيم، حسبنا الله ونعم الوكيل",
        "قال رسول الله صلى الله عليه وسلم في خطبته ما معناه إن الصدق نجاة",
        "السلام عليكم ورحمة الله وبركاته أما بعد فإن موعدنا يوم السبت إن شاء الله",
        "سبحان الله وبحمده سبحان الله العظيم والله أكبر ولله الحمد",
        'قال الوزير: «سنفتح الطريق قبل نهاية الشهر»، وأضاف "نشكر العاملين جميعا"',
        "أكثر من اثني عشر ألفا شاركوا في السباق يومي السبت والأحد",
        "وقال النبي صلى الله عليه وسلم كلاما حسنا في الجار",
        'هذا المقال يتحدث عن القرآن الكريم وعن "تاريخ الطباعة في المدينة" (1972)',
    ],
)
def test_everyday_phrases_and_ordinary_prose_quote_nothing(scripture: Scripture, text: str):
    assert [claim for claim in found(scripture, text) if claim.kind == "scripture"] == []


def test_the_basmala_in_ornate_brackets_is_a_quotation(scripture: Scripture):
    assert said(scripture, "﴿بسم الله الرحمن الرحيم﴾") == ["quran 1:1"]


def test_what_is_introduced_and_stands_nowhere_is_told_as_a_claim(scripture: Scripture):
    text = "قال رسول الله صلى الله عليه وسلم: «زهرة الخزامى تبتسم لكل عابر سبيل مهذب»"
    assert said(scripture, text, "scripture-claimed") == ["hadith"]
    assert quoted(scripture, text, "scripture-claimed") == [text[text.index("«") + 1 : -1]]
    plain = text.replace("رسول الله صلى الله عليه وسلم", "جارنا البستاني")
    assert found(scripture, plain) == []


@pytest.mark.parametrize(
    "text",
    [
        'Allah says in the Quran: "وما أرسلناك إلا رحمة للعالمين" (21:107).',
        "Sure 21: وَمَآ أَرۡسَلۡنَٰكَ إِلَّا رَحۡمَةٗ لِّلۡعَٰلَمِينَ, so der Prediger.",
        "قرآن می‌فرماید: «وما ارسلناک الا رحمة للعالمین» و این آیه",
        "اللہ فرماتا ہے: وَمَا أَرْسَلْنَاكَ إِلَّا رَحْمَةً لِّلْعَالَمِينَ اور",
    ],
)
def test_posts_in_other_languages_quote_too(scripture: Scripture, text: str):
    assert said(scripture, text) == ["quran 21:107"]


def test_a_hadith_is_found_with_its_number_and_without_its_marks(scripture: Scripture):
    text = "وفي الحديث الشريف «لا ضرر ولا ضرار» وهي قاعدة"
    assert said(scripture, text)[0].partition(" ")[0] in {"malik", "ibnmajah"}


def test_words_of_another_script_part_two_quotations(scripture: Scripture):
    text = "إنا أعطيناك الكوثر فصل لربك وانحر and then قل أعوذ برب الناس ملك الناس إله الناس"
    assert set(said(scripture, text)) == {"quran 114:1-3", "quran 108:1-2"}


def test_every_verse_of_five_words_is_recognised_in_both_spellings(scripture: Scripture):
    long = {place: text for place, text in verses().items() if len(text.split()) >= 5}
    for change in (str, bare):
        posts = [loose_post(change(text), number) for number, text in enumerate(long.values())]
        first: dict[str, list[str]] = {post.id: [] for post in posts}
        for start in range(0, len(posts), 500):
            for claim in scripture.enrich(posts[start : start + 500], Loose()):
                first[claim.post] += [claim.value] if claim.kind == "scripture" else []
        right = [
            any(scripture.same(value, f"quran {place[0]}:{place[1]}") for value in first[post.id])
            for place, post in zip(long, posts, strict=True)
        ]
        assert sum(right) / len(right) > 0.999


def test_no_quotation_raises_a_flag(scripture: Scripture):
    post = loose_post(f"قال تعالى: ﴿{KURSI}﴾")
    loose = Loose()
    loose.add_claims(scripture.enrich([post], loose), "scripture/1")
    quotations = loose.findings(post.id, "scripture")
    assert quotations
    assert not may_flag(None, quotations, quotations).yes


def test_your_own_collections_are_read_from_csv_and_json_lines(tmp_path: Path):
    rows = [
        {
            "collection": "bukhari",
            "number": "1",
            "text": DEEDS,
        },
        {"collection": "garden-book", "number": 7, "text": "من غرس زهرة على باب داره فرح بها جاره"},
    ]
    lines = tmp_path / "mine.jsonl"
    lines.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with (tmp_path / "more.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["collection", "number", "text"])
        table.writeheader()
        table.writerow({**rows[1], "collection": "muslim", "number": "12a"})
    made = Scripture(replace(Settings(), hadith_books=str(tmp_path)))
    assert made.books()[:3] == ["quran", "bukhari", "muslim"]
    assert made.version != "1"
    assert said(made, f"وفي الحديث: «{DEEDS}»") == ["bukhari 1"]
    assert said(made, "كتب على الحائط من غرس زهرة على باب داره فرح بها جاره") == ["muslim 12a"]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.jsonl", '{"collection": "Sahih!", "number": "1", "text": "x"}', "line 1: expected"),
        ("a.jsonl", '{"collection": "bukhari", "number": "", "text": "x"}', "line 1: expected"),
        ("a.jsonl", '{"collection": "quran", "number": "1", "text": "x"}', "is shipped"),
        ("a.jsonl", "[1]", "line 1: expected"),
        ("a.jsonl", "nonsense", "cannot be read"),
        ("a.csv", "a,b\n1,2\n", "line 2: expected"),
        ("a.txt", "x", "no folder, .csv or .jsonl"),
    ],
)
def test_a_book_that_cannot_be_read_says_where(tmp_path, name, content, complaint):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(NotReady, match=re.escape(complaint)):
        Scripture(replace(Settings(), hadith_books=str(file)))


def test_doctor_says_which_collections_are_not_here(tmp_path: Path, monkeypatch):
    def told():
        return next(part for part in parts() if part.name == "hadith books")

    assert "not here: bukhari, muslim" in told().detail
    assert not told().ready
    rows = [{"collection": name, "number": "1", "text": "كلمة"} for name in ("bukhari", "muslim")]
    file = tmp_path / "both.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setenv("MARSAD_HADITH_BOOKS", str(file))
    assert told().ready
    monkeypatch.setenv("MARSAD_HADITH_BOOKS", str(tmp_path / "gone.csv"))
    assert "gone.csv" in told().detail


def test_files_named_in_a_lab_are_sought_from_the_lab_on(tmp_path: Path):
    (tmp_path / "marsad.toml").write_text('hadith_books = "books"\n')
    (tmp_path / "books").mkdir()
    mine = tmp_path / "books" / "mine.jsonl"
    mine.write_text(json.dumps({"collection": "mine", "number": "1", "text": DEEDS}))
    assert files_of(load(tmp_path, {})) == [mine]


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch):
    closed = tmp_path / "file"
    closed.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(closed))
    assert cache_folder() == closed / "marsad"
    assert said_by(Finder(index_of()), KURSI) == ["quran 2:255"]


def test_the_index_is_made_once_and_opened_after_that(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = index_of()
    kept = [path.name for path in (tmp_path / "marsad").iterdir()]
    began = time.process_time()
    again = index_of()
    assert time.process_time() - began < 1
    assert len(kept) == 1
    assert again.references == list(first.references)
    assert said_by(Finder(again), KURSI) == ["quran 2:255"]


def said_by(finder: Finder, text: str) -> list[str]:
    return [finder.index.references[one.first] for one in finder.find([words(text)])]


def test_an_index_tells_passages_from_one_another():
    index = build([Passage("quran 1:1", "زرعت الوردة البيضاء"), Passage("book 1", "سقيت الحديقة")])
    assert index.text(0) == "زرعت الوردة البيضاء"
    assert [index.passage(int(start)) for start in index.starts[:-1]] == [0, 1]


def test_alignment_goes_over_differences_and_stops_at_the_end():
    book = [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]
    whole = align([9, 1, 2, 30, 4, 5, 7, 8, 9], book, 1, 0)
    assert (whole.start, whole.end, whole.book_start, whole.book_end) == (1, 8, 0, 8)
    assert [(e.start, e.end, e.book_start, e.book_end) for e in whole.edits] == [
        (3, 4, 2, 3),
        (6, 6, 5, 6),
    ]
    assert (whole.agreeing, whole.differing) == (6, 2)


@pytest.mark.parametrize(
    "unit",
    [
        "إن الله غفور رحيم ",
        "﴿كلمة غريبة هنا جدا﴾ ",
        "قال رسول الله صلى الله عليه وسلم: «كلام لا يعرفه أحد»\n",
        "صلى الله عليه وسلم ",
        "﴿",
        "«",
        "قال تعالى: ",
        "فبأي آلاء ربكما تكذبان ",
        "😀",
        "\u200bا\u0640",
    ],
)
def test_time_grows_with_the_length_of_a_post_and_no_faster(scripture: Scripture, unit: str):
    small = loose_post(unit * (50_000 // len(unit)), 1)
    large = loose_post(unit * (200_000 // len(unit)), 2)
    spent = []
    for post in (small, large):
        began = time.process_time()
        list(scripture.enrich([post], Loose()))
        spent.append(time.process_time() - began)
    assert spent[1] < 8 * max(spent[0], 0.1)
    assert spent[1] < 20


def test_ordinary_arabic_is_left_alone(scripture: Scripture):
    """Public texts on health: none of them quotes scripture."""
    file = DATA / "parallel" / "tico19.ar-en.tsv.gz"
    if not file.is_file():
        pytest.skip("../shared/data/parallel is not here")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        posts = [loose_post(line.split("\t")[0], number) for number, line in enumerate(lines)]
    assert list(scripture.enrich(posts, Loose())) == []
