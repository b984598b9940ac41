"""Copies point to the earliest post that they truly repeat, whatever came in first."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.enrich import copies, enrich, families
from marsad.enrich.copies import find_copies
from marsad.enrich.copies_likeness import LEAST, likeness
from marsad.enrich.copies_words import words_of
from marsad.errors import LabBusy
from marsad.model import Capture, Claim, Forward, Media, Place, Post, made_of, sign
from marsad.store import Sketches

PARK = (
    "افتتحت البلدية حديقة عامة جديدة في وسط المدينة صباح اليوم بحضور عدد كبير من الأهالي والأطفال"
)
FAIR = "کل شہر کے بڑے باغ میں کتابوں کا میلہ شروع ہو رہا ہے اور داخلہ سب کے لیے مفت رکھا گیا ہے"
MORNING = datetime(2024, 5, 14, 8, tzinfo=UTC)


def post(number, text, minutes=None, place="telegram:1", **more):
    at = MORNING + timedelta(minutes=number if minutes is None else minutes)
    said = {"place": place, "capture": "c", "native_id": str(number), "posted_at": at}
    return Post(id=made_of(place, number, text), text=text, **said, **more)


@pytest.fixture
def lab(store):
    places = [Place(f"telegram:{n}", "Telegram", f"قناة {n}") for n in (1, 2, 3)]
    store.add(*places, Capture("c", "test", "1", "test", MORNING, "0" * 64, 0))
    return store


def add(lab, *posts):
    for each in posts:
        lab.add(each)
    return find_copies(lab)


def pointed(lab, kind="near-copy-of"):
    return {
        (each.native_id, finding.media): (lab.post(finding.value).native_id, finding.confidence)
        for each in lab.posts()
        for finding in lab.findings(each.id, kind)
    }


def originals(lab):
    return {copy: first for (copy, _), (first, _) in pointed(lab).items()}


@pytest.mark.parametrize(
    "repost",
    [
        f"🔴🔴 {PARK} 👇",
        f"عاجل | {PARK}",
        f"{PARK}\n\n— مؤسسة الواحة للنشر",
        f"{PARK}\n#خبر #اليوم\nhttps://t.me/town/12 @town",
        PARK.replace("ي", "ی").replace("ك", "ک").replace("أ", "ا"),
        PARK.replace("جديدة", "جَدِيـــدَة").replace("صباح", "#صباح"),
        PARK.replace("حديقة", "حديقه").replace("البلدية", "البلديه"),
        PARK.rsplit(" ", 3)[0],
        f"{PARK} وتستمر الفعاليات حتى المساء",
        f"{PARK.replace('عدد كبير', 'عددكبير')}.",
        "\u200f" + "\u200b ".join(PARK.split()),
    ],
)
def test_a_repost_in_another_dress_is_a_copy(lab, repost):
    assert add(lab, post(1, PARK), post(2, FAIR), post(3, repost)) == 1
    ((copy, (first, sure)),) = pointed(lab).items()
    assert (copy[0], first) == ("3", "1")
    assert LEAST <= sure <= 1


def test_spelling_alone_is_certain_and_what_was_added_makes_it_less_so(lab):
    add(lab, post(1, PARK), post(2, f"{PARK} ✅"), post(3, f"متابعة اليوم\n{PARK}\nقناة المدينة"))
    found = pointed(lab)
    assert found["2", ""][1] == 1 > found["3", ""][1] >= LEAST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The same bulletin of another day, another place, another number in words.
        (
            "نشرة الطقس ليوم 12 مايو: الحرارة العظمى في عمان 31 والصغرى 17 درجة والرياح خفيفة",
            "نشرة الطقس ليوم 13 مايو: الحرارة العظمى في عمان 29 والصغرى 16 درجة والرياح خفيفة",
        ),
        (
            "افتتحت بلدية عمان صباح اليوم مكتبة عامة جديدة تضم آلاف الكتب وقاعة كبيرة للأطفال",
            "افتتحت بلدية طنطا صباح اليوم مكتبة عامة جديدة تضم آلاف الكتب وقاعة كبيرة للأطفال",
        ),
        (
            "لاہور میں کتابوں کا میلہ آج صبح شروع ہوا جہاں بچوں کے لیے الگ گوشہ بنایا گیا ہے",
            "ملتان میں کتابوں کا میلہ آج صبح شروع ہوا جہاں بچوں کے لیے الگ گوشہ بنایا گیا ہے",
        ),
        (
            "Volunteers planted two hundred young trees along the main road to the school today",
            "Volunteers planted five hundred young trees along the main road to the school today",
        ),
        # The same sentence in two languages, and a shared signature.
        ("The library opens at nine on Monday.", "المكتبة تفتح في التاسعة يوم الاثنين."),
        (
            f"{PARK}\nمؤسسة الواحة للنشر والتوزيع تابعونا على كل القنوات",
            "تؤجل المباراة إلى الغد بسبب المطر الغزير الذي هطل في الليل على المدينة وما حولها"
            "\nمؤسسة الواحة للنشر والتوزيع تابعونا على كل القنوات",
        ),
    ],
)
def test_what_only_looks_alike_is_no_copy(lab, one, other):
    assert add(lab, post(1, one), post(2, other)) == 0


def test_short_texts_are_copies_only_letter_by_letter_and_greetings_never(lab):
    short = "المكتبة مغلقة اليوم"
    said = [short, "📌 المكتبه مغلقة اليوم", "المكتبة مفتوحة اليوم", "السلام عليكم", "السلام عليكم"]
    add(lab, *(post(number, text) for number, text in enumerate(said, 1)))
    assert originals(lab) == {"2": "1"}


def test_there_are_no_chains(lab):
    """The third repeats the second and not the first: it points to what it truly repeats."""
    words = [f"كلمة{'ابتثجحخدذرزسشصضطظعغفق'[n]}" for n in range(20)]
    second = [*words[6:], *(f"زيادة{letter}" for letter in "ابتثجح")]
    third = [*second[6:], *(f"تتمة{letter}" for letter in "ابتثجح")]
    add(lab, *(post(n, " ".join(text)) for n, text in enumerate((words, second, third), 1)))
    assert likeness(words_of(" ".join(third)), words_of(" ".join(words))) < LEAST
    assert originals(lab) == {"2": "1", "3": "2"}


def test_an_earlier_post_that_comes_in_late_takes_what_pointed_to_a_later_one(lab):
    add(lab, post(1, PARK, 60), post(2, f"عاجل | {PARK}", 70), post(3, PARK, 80))
    assert originals(lab) == {"2": "1", "3": "1"}
    assert add(lab, post(9, f"{PARK} 🌿", 5, "telegram:2")) == 3
    assert originals(lab) == {"1": "9", "2": "9", "3": "9"}
    # Nothing was overwritten: the old findings are there, replaced.
    assert len([each for each in lab.every_finding() if each.kind == "near-copy-of"]) == 5


def test_what_a_person_said_is_left_alone(lab):
    add(lab, post(1, PARK, 60), post(2, PARK, 70))
    second = next(each for each in lab.posts() if each.native_id == "2")
    (finding,) = lab.findings(second.id, "near-copy-of")
    corrected = Claim(second.id, "near-copy-of", "", replaces=finding.id)
    lab.add(sign(corrected, "person:Amal", datetime.now(UTC)))
    add(lab, post(9, PARK, 5, "telegram:2"))
    (standing,) = lab.findings(second.id, "near-copy-of")
    assert standing.maker == "person:Amal"


def test_versions_of_one_post_are_no_copies_of_each_other(lab):
    first = post(1, PARK)
    edited = replace(first, id="edited", text=f"{PARK} ✅", edited_at=MORNING)
    assert add(lab, first, edited) == 0


def test_stopped_and_resumed_anywhere_it_says_the_same_as_at_once(lab, tmp_path, monkeypatch):
    texts = [
        PARK,
        FAIR,
        f"عاجل | {PARK}",
        f"{FAIR} ✅",
        "نص آخر لا علاقة له بما سبق من الأخبار كلها",
    ]
    posts = [post(n, text, (7 * n) % 11) for n, text in enumerate(texts * 3, 1)]
    lab.add(*posts)
    find_copies(lab)
    at_once = pointed(lab)
    monkeypatch.setattr(copies, "BATCH", 2)
    with type(lab).create(tmp_path / "other") as other:
        other.add(*lab.places(), *lab.captures())
        for each in posts:
            assert add(other, each) >= 0
        assert pointed(other) == at_once
        assert find_copies(other) == 0


def test_a_batch_is_written_whole_and_two_runs_do_not_mix(lab):
    lab.add(post(1, PARK))
    sketches = Sketches(lab, copies.MAKER)
    sketches.write("text", 0, 1, b"", [])
    with pytest.raises(LabBusy, match="looking for copies"):
        sketches.write("text", 0, 1, b"", [])


def test_a_forward_points_to_its_origin_by_number_or_by_name(lab):
    add(
        lab,
        post(1, PARK),
        post(2, PARK, place="telegram:2", forwarded_from=Forward("whoever", "channel1")),
        post(3, PARK, place="telegram:3", forwarded_from=Forward("قناه 1")),
        post(4, PARK, place="telegram:3", forwarded_from=Forward("قناة 2")),
        post(5, PARK, place="telegram:3", forwarded_from=Forward("قناة 1", "", MORNING)),
    )
    assert pointed(lab, "forward-of") == {("2", ""): ("1", 0.97), ("3", ""): ("1", 0.9)}
    assert set(originals(lab)) == {"2", "3", "4", "5"}


def test_the_same_file_is_a_copy_and_so_is_a_forward_without_words(lab):
    sha256 = lab.keep(b"%PDF-1.7 leaflet")
    leaflet = (Media(sha256, "leaflet.pdf"),)
    add(
        lab,
        post(1, "", media=leaflet),
        post(2, "", place="telegram:2", media=leaflet, forwarded_from=Forward("قناة 1")),
    )
    assert pointed(lab) == {("2", sha256): ("1", 1)}
    assert pointed(lab, "forward-of") == {("2", ""): ("1", 0.9)}
    add(lab, post(9, "", -5, "telegram:3", media=leaflet))
    assert {first for first, _ in pointed(lab).values()} == {"9"}


def said_of(lab, each, kind, *values, media="", sure=1.0):
    claims = [Claim(each.id, kind, value, sure, media) for value in values]
    lab.add(*(sign(claim, "test/1", MORNING) for claim in claims))


def flipped(digits, bits):
    return f"{int(digits, 16) ^ ((1 << bits) - 1):064x}"


HASHES = [made_of(n, "x") + made_of(n, "y") for n in range(40)]


def test_pictures_are_copies_within_31_bits_and_plain_ones_never(lab):
    names = [lab.keep(bytes([n])) for n in range(6)]
    posts = [post(n, "", media=(Media(sha, "p.jpg", "photo"),)) for n, sha in enumerate(names, 1)]
    lab.add(*posts)
    hashes = [HASHES[0], flipped(HASHES[0], 31), flipped(HASHES[0], 32), HASHES[1], HASHES[2]]
    for each, sha, hash in zip(posts, names, hashes, strict=False):
        said_of(lab, each, "pdq", hash, media=sha)
    said_of(lab, posts[5], "pdq", HASHES[0], media=names[5], sure=0.3)
    assert find_copies(lab) == 2
    found = pointed(lab)
    # The third is one bit from the second, and 32 from the first.
    assert {copy: first for (copy, _), (first, _) in found.items()} == {"2": "1", "3": "2"}
    assert found["2", names[1]][1] < found["3", names[2]][1]
    early = post(9, "", -5, media=(Media(lab.keep(b"9"), "p.jpg", "photo"),))
    lab.add(early)
    said_of(lab, early, "pdq", HASHES[0], media=early.media[0].sha256)
    find_copies(lab)
    assert originals(lab) == {"1": "9", "2": "9", "3": "2"}


def test_a_video_is_a_copy_when_most_frames_come_in_order(lab):
    story = HASHES[:8]
    clips = {
        1: story,
        2: [flipped(each, 9) for each in story[1:7]],  # Cut, and encoded again.
        3: [HASHES[0], *HASHES[20:27]],  # Shares the title card.
        4: story[::-1],
        5: story[:1],
    }
    for number, frames in clips.items():
        sha = lab.keep(bytes([number]))
        each = post(number, "", media=(Media(sha, "v.mp4", "video"),))
        lab.add(each)
        lines = [f"{2.5 * n:.3f}:{hash}" for n, hash in enumerate(frames)]
        said_of(lab, each, "frame-hash", *lines, media=sha)
    find_copies(lab)
    assert originals(lab) == {"2": "1"}


def test_the_command_shows_first_seen_and_order(lab):
    add(lab, post(1, PARK), post(3, f"عاجل | {PARK}", place="telegram:3"), post(2, FAIR))
    copy = next(each for each in lab.posts() if each.native_id == "3")
    ((family,)) = families(lab, copy.id)
    assert (family.first.native_id, family.copies[0].delay) == ("1", timedelta(minutes=2))
    said = CliRunner().invoke(app, ["copies", str(lab.lab), copy.id[:8], "--json"])
    (told,) = json.loads(said.stdout)["families"]
    assert told["first"]["native_id"] == "1"
    assert [(each["native_id"], each["by"], each["delay_seconds"]) for each in told["copies"]] == [
        ("3", "text", 120.0)
    ]
    shown = CliRunner().invoke(app, ["copies", str(lab.lab), copy.id[:8]]).stdout
    assert "first" in shown
    assert "+0:02:00" in shown


def test_copies_end_a_run_of_enrich_unless_others_alone_were_asked_for(lab):
    lab.add(post(1, PARK), post(2, PARK))
    enrich(lab, ["language"])
    assert not pointed(lab)
    assert enrich(lab, ["copies"]) == 1
    assert enrich(lab) >= 0
    assert originals(lab) == {"2": "1"}


def test_huge_and_hostile_texts_do_no_harm(lab):
    texts = [
        "😀" * 10_000,
        "كلمة " * 200_000,
        "\u202eab\u200b" * 50_000,
        "#وسم " * 20_000,
        "a" * 10**6,
    ]
    began = datetime.now(UTC)
    add(lab, *(post(n, text) for n, text in enumerate([*texts, *texts], 1)))
    assert datetime.now(UTC) - began < timedelta(seconds=30)
    assert set(originals(lab).values()) <= {str(n) for n in range(1, 6)}
