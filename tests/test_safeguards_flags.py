"""Ordinary speech passes untouched, measured (H1 to H4). Texts are read where they stand."""

from collections import Counter

import pytest
from flag_sources import DATA, lines

from marsad.enrich.coder import Coder
from marsad.enrich.coder_reading import reader
from marsad.enrich.evaluate_flags import figures, judgements
from marsad.vocabulary.codebook import house
from marsad.vocabulary.cues import written_out

ABSENT = "the shared material is not here; the small set of our own was judged alone"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=ABSENT)
STRICT = 300
"""Of so many texts of journalism, counter-speech, satire and testimony at most one is flagged."""

# Neutral and made up: what a careless eye would take for something else.
ORDINARY = {
    "religion": (
        "اللهم اغفر لنا وارحمنا وانصر المظلومين في كل مكان.",
        "خطبة الجمعة اليوم عن الجهاد الأكبر، جهاد النفس، وعن بر الوالدين.",
        "قال رسول الله صلى الله عليه وسلم: المسلم من سلم المسلمون من لسانه ويده.",
        "دعای روز سوم ماه رمضان را با هم بخوانیم.",
        "جہاد بالنفس پر آج کا درس عصر کے بعد ہوگا۔",
    ),
    "homonyms": (
        "مسجد الأقصى وكتائب الكشافة يحيون ليلة القدر.",
        "استقبلت مدرسة الفرقان طلابها، وأنشد فريق الأنصار نشيد الافتتاح.",
        "فاز أسود الأطلس على الفراعنة، وجنود المنتخب أبطال.",
        "قافلة الخلافة للتمور تصل من ولاية صلاح الدين.",
        "شارع الشهيد عبد القادر مغلق أمام السيارات.",
    ),
    "history": (
        "هزم صلاح الدين الأيوبي الصليبيين في معركة حطين، وكانت الدولة الإسلامية في عهده قوية.",
        "حروب الردة: قاتل الخليفة أبو بكر الصديق المرتدين فحفظ الدولة الإسلامية.",
        "فتح المسلمون بلاد المجوس في القرن الأول، وامتدت الخلافة إلى خراسان.",
        "بايع الناس أمير المؤمنين حفظه الله في عيد العرش.",
        "الخليفة أبو بكر رضي الله عنه أول الخلفاء الراشدين.",
        "In the twelfth century the Crusaders lost the city to the Islamic Caliphate of the time.",
        "سلطان صلاح الدین ایوبی نے صلیبیوں سے شہر واپس لیا۔",
    ),
    "everyday": (
        "يا أسود المنتخب، قادمون يا كأس، والنصر قادم بإذن الله!",
        "جنودنا الأشاوس المرابطون على الثغور، حفظ الله الوطن.",
        "على الدولة الإسلامية في نظر المفكر اغتنام الفرصة وتحكيم الشريعة بالشورى.",
        "مصر باقية وستبقى، ولن تسقط الدولة.",
        "تقرير مصور: النفير العام في الجامعة لتنظيف الحديقة، والغرباء ضيوفنا.",
    ),
    "headlines": (
        "الدولة الإسلامية تتمدد في الشرق وتهاجم مقرات الصحوات في الأنبار",
        "ولاية سيناء تستهدف حاجزا للجيش وتفجر عبوة ناسفة قرب العريش",
        "هجوم على سجن في ولاية خراسان ومقتل عشرة",
        "Islamic State attack on barracks kills ten; crusader castle reopens to visitors",
    ),
    "journalism": (
        "قال متحدث باسم الجيش إن جنود الخلافة، كما يسمون أنفسهم، هاجموا ثكنة.",
        "أعلن تنظيم الدولة الإسلامية مسؤوليته عن التفجير بحسب وكالة أعماق.",
        "The group, which calls its fighters soldiers of the caliphate, claimed the attack.",
        "Selon l'AFP, les « soldats du califat » ont revendiqué l'attaque.",
        "به گزارش خبرگزاری، این گروه مسئولیت حمله را بر عهده گرفت.",
    ),
    "counter-speech": (
        "يسمون الناس مرتدين ويقولون باقية وتتمدد، وهذا كذب والإسلام بريء منهم.",
        "They call themselves lions of the caliphate. Lies: they are killers of Muslims.",
        "خود کو خلافت کے سپاہی کہتے ہیں، اسلام سے کوئی تعلق نہیں۔",
    ),
    "satire": (
        "هههههه جنود الخلافة وصلوا المطبخ 😂",
        "lol soldiers of the caliphate of my kitchen",
    ),
    "testimony": (
        "نجوت من سجنهم. كانوا يسموننا المرتدين ويهتفون للخلافة.",
        "I survived. They shouted for the caliphate and called us apostates.",
        "از شهر فرار کردیم؛ سربازان خلافت ما را مرتدین می‌خواندند.",
    ),
}
FRAMES = (
    "{}", "صباح الخير، {}", "سؤال: ما معنى {}؟", "كتاب عنوانه {}", "اسم الشارع {}", "{} في القاموس",
    "أستاذنا شرح لنا {}", "مباراة اليوم {}", "في درس التاريخ {}", "لا أفهم {}", "{} رحمه الله",
    "اللهم ارحم {}", "ما شاء الله {}", "القصيدة: {}", "حفل افتتاح {}", "این {} است", "یہ {} ہے",
    "the word {}", "a film called {}", "{} !",
)  # fmt: skip


def judged(texts, lang="ar", stratum="x"):
    asked = ((n, text, lang, stratum, False) for n, text in enumerate(texts, start=1))
    return list(judgements(Coder(), asked))


def rates(source, which=""):
    gold = lines(source, which)
    if not gold:
        pytest.skip(ABSENT)
    asked = ((n, g["text"], g["lang"], g["stratum"], g["flag"]) for n, g in enumerate(gold, 1))
    return figures(list(judgements(Coder(), asked)))


@pytest.mark.parametrize("stratum", ORDINARY)
def test_our_own_small_set_passes(stratum):
    assert not [one for one in judged(ORDINARY[stratum]) if one.flagged]


def test_the_same_terms_do_speak_where_nobody_reports_refutes_or_mocks():
    """The set above would pass an idle coder too; this one it would not."""
    assert all(
        one.flagged for one in judged(["جنود الخلافة / الصفويون", "باقية وتتمدد / جنود الخلافة"])
    )


@needs_data
def test_no_verse_is_flagged_and_hardly_anything_religious():
    scripture = rates("quran")["strata"]
    assert scripture["scripture"]["n"] == 6236
    assert scripture["scripture"]["flagged"] == 0
    assert scripture["scripture in translation"]["flagged"] == 0
    gold = lines("hadith", "judge")[:1000]
    assert len(gold) == 1000
    assert sum(one.flagged for one in judged([each["text"] for each in gold])) <= 3


@needs_data
@pytest.mark.parametrize(
    "source", ["ant", "conan", "arsarcasm", "ajgt", "lhsab", "mlma", "urdu", "quoted"]
)
def test_at_most_one_in_three_hundred_of_each_kind_is_flagged(source):
    for name, each in rates(source)["strata"].items():
        assert each["flagged"] <= max(1, each["n"] // STRICT), name


@needs_data
def test_two_of_five_tweets_of_a_movement_are_found_on_the_half_that_nothing_was_tuned_on():
    said = rates("alfifi", "judge")
    assert said["recall"] >= 0.40
    assert said["precision"] >= 0.95


@needs_data
def test_no_dialect_is_flagged_more_than_another():
    for source in ("arsarcasm", "lhsab"):
        for lang, each in rates(source)["by_lang"].items():
            assert not each["withheld"] or each["n"] < STRICT, lang


def test_no_term_of_the_lexicon_flags_by_itself():
    terms = sorted({form for cue in house().cues for form in written_out(cue.terms)})
    assert len(terms) > 5000
    assert not [one for one in judged(term.replace("*", "") for term in terms) if one.flagged]


def test_no_term_flags_in_twenty_benign_frames():
    firsts = sorted({next(written_out([term])) for cue in house().cues for term in cue.terms})
    texts = [frame.format(term.replace("*", "")) for term in firsts for frame in FRAMES]
    flagged = Counter(texts[one.line - 1] for one in judged(texts) if one.flagged)
    assert len(FRAMES) == 20
    assert not flagged, list(flagged)[:5]


def test_every_term_is_found_where_it_stands():
    """A lexicon whose terms nobody finds would pass every test above."""
    read = reader(house()).read
    lost = [
        form
        for cue in house().cues
        for form in written_out(cue.terms)
        if not read(f"{form.replace('*', 'x')} .").cues
    ]
    assert len(lost) < 20, lost
