"""Languages are told by script, statistics, letters and small words; what is unsure stays open."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.enrich.language import MOST, Language
from marsad.enrich.language_guess import SURE, guess
from marsad.enrich.language_letters import count, scripts
from marsad.enrich.language_model import model
from marsad.enrich.loose import Loose, loose_post
from marsad.vocabulary.languages import canonical, tongues

PARALLEL = Path(__file__).parents[1].parent / "shared" / "data" / "parallel"

SENTENCES = {
    "ar": "افتتحت البلدية صباح اليوم الحديقة العامة بعد أشهر من أعمال الصيانة.",
    "fa": "شهرداری امروز پارک مرکزی را پس از چند ماه بازسازی دوباره باز کرد.",
    "ur": "بلدیہ نے آج صبح کئی مہینوں کی مرمت کے بعد عوامی باغ دوبارہ کھول دیا ہے۔",
    "ps": "ښاروالۍ نن سهار د څو میاشتو ترمیم وروسته عمومي پارک بیرته پرانیست.",
    "ckb": "شارەوانی ئەمڕۆ بەیانی دوای چەند مانگێک لە نۆژەنکردنەوە پارکی گشتی کردەوە.",
    "sd": "ميونسپل ڪميٽي اڄ صبح جو ڪيترن مهينن جي مرمت کان پوءِ ڳوٺ جو باغ ٻيهر کوليو آهي.",
    "ug": "شەھەر ھۆكۈمىتى بۈگۈن ئەتىگەن باغچىنى قايتا ئاچتى.",
    "ku": "Şaredariyê îro sibehê parka giştî piştî çend mehan ji nûkirinê dîsa vekir.",
    "tr": "Belediye bu sabah aylar süren bakımdan sonra parkı yeniden açtı.",
    "ha": "Karamar hukuma ta sake buɗe lambun jama'a da safiyar yau bayan watanni na gyara.",
    "so": "Dowladda hoose ayaa saaka dib u furtay beerta dadweynaha kadib bilo dayactir ah.",
    "sw": "Manispaa imefungua tena bustani ya umma asubuhi ya leo baada ya miezi ya matengenezo.",
    "fr": "La municipalité a rouvert ce matin le jardin public après des mois de travaux.",
    "en": "The council reopened the public park this morning after months of repair.",
    "ru": "Сегодня утром после нескольких месяцев ремонта мэрия снова открыла городской парк.",
    "id": "Pemerintah kota membuka kembali taman umum pagi ini setelah berbulan-bulan perbaikan.",
    "bn": "কয়েক মাস মেরামতের পর পৌরসভা আজ সকালে উদ্যানটি আবার খুলে দিয়েছে।",
    "uz": "Shahar hokimligi bugun ertalab bir necha oylik taʼmirdan soʻng bogʻni qayta ochdi.",
    "am": "ማዘጋጃ ቤቱ ዛሬ ጠዋት የሕዝብ መናፈሻውን እንደገና ከፈተ።",
}


def claims(text: str) -> list[tuple[str, str]]:
    post = loose_post(text)
    return [
        (claim.value, claim.span.quoted if claim.span else "")
        for claim in Language().enrich([post], Loose())
    ]


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
def test_an_ordinary_sentence_is_in_its_language(code: str, sentence: str):
    assert claims(sentence) == [(code, "")]


def test_uzbek_is_known_in_both_of_its_scripts():
    assert claims("Бугун эрталаб бир неча ойлик таъмирдан сўнг шаҳар боғи қайта очилди.") == [
        ("uz", "")
    ]


def test_a_post_in_two_languages_names_the_passage_that_differs():
    text = f"{SENTENCES['ar']} {SENTENCES['ar']}\n\n{SENTENCES['en']}"
    assert claims(text) == [("ar", ""), ("en", SENTENCES["en"])]


def test_neighbouring_sentences_in_the_other_language_are_one_passage():
    english = f"{SENTENCES['en']} The mayor thanked everybody who came."
    text = "\n".join([SENTENCES["ar"]] * 5 + [english])
    assert claims(text) == [("ar", ""), ("en", english)]


def test_a_post_that_changes_its_language_all_the_time_yields_few_claims():
    text = "\n".join([SENTENCES["ar"], SENTENCES["fr"]] * 100)
    assert len(claims(text)) == 1 + MOST


def test_names_in_latin_letters_do_not_make_a_persian_post_english():
    text = "نسخه تازه Telegram Desktop امروز برای Windows منتشر شد و می‌توانید آن را بگیرید."
    assert claims(text) == [("fa", "")]


def test_decorated_arabic_stays_arabic():
    assert claims("خبــــر عــاجــل: افتتـاح الحديقـة العامـة في ڪل المدينة صباح اليوم") == [
        ("ar", "")
    ]


def test_vocalised_arabic_is_arabic():
    assert claims("اِفْتَتَحَتِ البَلَدِيَّةُ الحَدِيقَةَ العَامَّةَ صَبَاحَ اليَوْمِ") == [("ar", "")]


def test_a_post_without_letters_gets_no_language():
    for text in ("", "🌹🌹", "12/10 — 18:30", "https://example.org/path @someone_here #وسم"):
        assert claims(text) == []


def test_what_cannot_be_told_is_undetermined_with_low_confidence():
    (found,) = Language().enrich([loose_post("ok")], Loose())
    assert (found.value, found.span) == ("und", None)
    assert found.confidence is not None
    assert found.confidence < SURE


def test_a_batch_says_what_each_text_says_alone():
    texts = list(SENTENCES.values())
    assert [each.language for each in guess(texts)] == [guess([text])[0].language for text in texts]


def test_the_batched_scores_are_those_of_py3langid():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    peer = LanguageIdentifier.from_model_file(MODEL_FILE)
    texts = [SENTENCES["fr"], SENTENCES["ps"], "merhaba"]
    ours = model().scores([text.encode() for text in texts])
    known = [(column, tongue) for column, tongue in enumerate(tongues()) if tongue.model]
    for row, text in enumerate(texts):
        scored = list(zip(peer.nb_classes, peer._raw_score(text.encode()), strict=True))
        for column, tongue in known:
            best = max(score for label, score in scored if label in tongue.model)
            assert np.isclose(ours[row, column], best, atol=0.01)


def test_letters_are_counted_by_script():
    row = count(["سلام hello"]).scripts[0]
    assert row[scripts().index("arabic")] == 4
    assert row[scripts().index("latin")] == 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_gets_a_guess_between_nothing_and_certain(texts: list[str]):
    guesses = guess(texts)
    assert len(guesses) == len(texts)
    assert all(0 <= each.confidence <= 1 for each in guesses)


def test_the_shell_starts_without_the_language_model():
    code = "import sys, marsad.cli.app; sys.exit('py3langid' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(not PARALLEL.is_dir(), reason="needs ../shared/data/parallel")
@pytest.mark.parametrize(
    "code", ["ar", "fa", "prs", "ps", "ur", "ckb", "ku", "ha", "so", "sw", "fr"]
)
def test_sentences_on_health_are_told_right(code: str):
    with gzip.open(PARALLEL / f"tico19.{code}-en.tsv.gz", "rt", encoding="utf-8") as lines:
        texts = [line.split("\t")[0] for line in lines][1::2][:300]
    right = [each.language == canonical(code) for each in guess(texts)]
    pieces = [" ".join(text.split()[:3]) for text in texts]
    wrong = [each.language not in ("und", canonical(code)) for each in guess(pieces)]
    assert sum(right) >= 0.99 * len(texts)
    assert sum(wrong) <= 0.09 * len(texts)
