"""One code after the other: given, taken back, given again; and what a coder is not told."""

from datetime import UTC, datetime

import pytest
import report_lab as lab

from marsad import enrich
from marsad.enrich.anew import TAKEN_BACK, said_anew
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Box, Claim, Span, sign

NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
NOOR, LEYLA = "person:Noor Valen", "person:Leyla Oram"
SPAN = Span(0, 4, lab.ARABIC[:4])


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


def standing(store, kind="theme", by=NOOR, post="post-ar"):
    return [each.value for each in store.findings(post, kind) if each.maker == by]


def test_a_code_is_taken_back_by_a_finding_and_can_be_given_again_and_again(store):
    for _ in range(3):
        made = enrich.give(store, "post-ar", "theme", "claim", NOOR)
        assert standing(store) == ["claim"]
        back = enrich.take_back(store, made.id, NOOR)
        assert (back.kind, back.value, back.replaces) == (TAKEN_BACK, "theme: claim", made.id)
        assert standing(store) == []
    ever = [each for each in store.findings_ever("post-ar") if each.maker == NOOR]
    assert len(ever) == 6, "nothing is erased"
    assert enrich.give(store, "post-ar", "theme", "claim", NOOR).value == "claim"
    assert enrich.give(store, "post-ar", "theme", "claim", NOOR).id, "twice changes nothing"
    assert standing(store) == ["claim"]


def test_nothing_applies_gives_way_to_a_code_but_takes_the_place_of_none(store):
    enrich.give(store, "post-ar", "theme", "none", NOOR)
    made = enrich.give(store, "post-ar", "theme", "claim", NOOR)
    enrich.give(store, "post-ar", "theme", "threat", NOOR)
    assert standing(store) == ["claim", "threat"]
    with pytest.raises(BadInput, match="take that back"):
        enrich.give(store, "post-ar", "theme", "none", NOOR)
    for each in store.findings("post-ar", "theme"):
        enrich.take_back(store, each.id, NOOR)
    assert made.replaces
    enrich.give(store, "post-ar", "theme", "none", NOOR)
    assert standing(store) == ["none"]


def test_yes_and_no_take_each_others_place(store):
    for said in ("yes", "no", "yes"):
        enrich.give(store, "post-ar", "is-propaganda", said, NOOR)
        assert standing(store, "is-propaganda") == [said]


def test_nobody_takes_back_the_code_of_another_or_one_that_was_replaced(store):
    made = enrich.give(store, "post-ar", "theme", "claim", NOOR)
    with pytest.raises(Withheld, match="no code of yours"):
        enrich.take_back(store, made.id, LEYLA)
    enrich.take_back(store, made.id, NOOR)
    with pytest.raises(NotFound, match="replaced already"):
        enrich.take_back(store, made.id, NOOR)


def test_a_second_coder_learns_what_others_said_of_a_kind_once_it_is_coded(store):
    enrich.give(store, "post-ar", "theme", "claim", NOOR)
    enrich.give(store, "post-ar", "target", "states", NOOR)
    store.add(sign(Claim("post-ar", "theme", "threat", span=SPAN), "theme/1", NOW))
    assert enrich.beside(store.findings("post-ar"), LEYLA) == []
    enrich.give(store, "post-ar", "theme", "threat", LEYLA)
    told = enrich.beside(store.findings("post-ar"), LEYLA)
    assert [(each.maker, each.value) for each in told] == [(NOOR, "claim"), ("theme/1", "threat")]


def test_the_codes_of_the_keys_are_those_of_a_kind_of_a_list_or_of_the_setting(store):
    assert [each.code for each in enrich.choices(store)][:2] == ["rival-delegitimised", "claim"]
    assert enrich.choices(store)[0].labels["ar"]
    assert [each.name for each in enrich.choices(store, "is-propaganda")] == [
        "is-propaganda:yes", "is-propaganda:no",
    ]  # fmt: skip
    (store.lab / "marsad.toml").write_text('triage_codes = "target:states, theme:claim"\n')
    with type(store)(store.lab) as again:
        said = [each.name for each in enrich.choices(again)]
    assert said == ["target:states", "theme:claim"]
    for wrong in ("colour", "theme:green", "is-propaganda:perhaps", "theme:claim, x"):
        with pytest.raises(BadInput):
            enrich.choices(store, wrong)


def test_a_person_hands_over_to_another_person_only(store):
    with pytest.raises(BadInput, match="own name"):
        enrich.hand_over(store, "post-ar", "person:noor valen", NOOR)
    with pytest.raises(Withheld):
        enrich.hand_over(store, "post-ar", "gpt", NOOR)
    enrich.hand_over(store, "post-ar", LEYLA, NOOR)
    size, _ = store.root()
    enrich.hand_over(store, "post-ar", LEYLA, NOOR)
    assert store.root()[0] == size


def added(store, claim, maker):
    made = sign(claim, maker, NOW)
    store.add(made)
    return made


def test_a_machines_flag_is_accepted_as_yes_and_refused_as_no(store):
    flag = added(store, Claim("post-ar", "is-propaganda", "draft", 0.7, span=SPAN), "theme/1")
    yes = enrich.accept(store, flag.id, NOOR)
    assert (yes.value, yes.span, yes.replaces) == ("yes", SPAN, flag.id)
    other = added(store, Claim("post-fa", "is-propaganda", "draft", 0.7), "theme/1")
    assert enrich.refuse(store, other.id, NOOR).value == "no"
    with pytest.raises(NotFound, match="replaced meanwhile"):
        enrich.refuse(store, flag.id, LEYLA)


def test_what_was_found_is_accepted_refused_or_put_otherwise(store):
    theme = added(store, Claim("post-ar", "theme", "claim", 0.7, span=SPAN), "theme/1")
    kept = enrich.accept(store, theme.id, NOOR)
    assert (kept.value, kept.maker, kept.replaces, kept.span) == ("claim", NOOR, theme.id, SPAN)
    with pytest.raises(BadInput, match="nothing left to accept"):
        enrich.accept(store, kept.id, LEYLA)
    other = enrich.replace(store, kept.id, "threat", LEYLA)
    assert standing(store, by=LEYLA) == ["threat"]
    with pytest.raises(BadInput, match="no theme 'green'"):
        enrich.replace(store, other.id, "green", LEYLA)
    enrich.refuse(store, other.id, NOOR)
    assert store.findings("post-ar", "theme") == []


def test_each_kind_is_put_otherwise_in_its_own_terms(store):
    line = Claim("post-ar", "ocr-line", "SALWN", 0.6, lab.sha256_of(store), box=Box(1, 2, 3, 4))
    read = added(store, line, "ocr/1")
    mended = enrich.replace(store, read.id, "SALWAN", NOOR)
    assert (mended.value, mended.box) == ("SALWAN", Box(1, 2, 3, 4))
    language = added(store, Claim("post-ur", "language", "fa", 0.6), "language/1")
    with pytest.raises(BadInput, match="no language"):
        enrich.replace(store, language.id, "Urdu!", NOOR)
    assert enrich.replace(store, language.id, "ur", NOOR).value == "ur"
    with pytest.raises(NotFound):
        enrich.replace(store, "finding-1", "nobody", NOOR)
    assert enrich.replace(store, "finding-1", "peyman", NOOR).value == "peyman"
    name = added(store, Claim("post-ar", "name", "authority:1", 0.8, span=SPAN), "names/2")
    assert enrich.refuse(store, name.id, NOOR).value == "not:authority:1"
    mime = added(store, Claim("post-ar", "mime", "image/png", media=line.media), "media/1")
    for decide in (enrich.accept, enrich.refuse):
        with pytest.raises(BadInput, match="nobody decides"):
            decide(store, mime.id, NOOR)


class Again:
    """A coder of which a newer version says the same as before."""

    name, version, needs, makes = "theme", "2", (), ("theme",)


def test_what_a_person_refused_no_newer_version_says_again(store):
    first = added(store, Claim("post-ar", "theme", "claim", 0.7, span=SPAN), "theme/1")
    other = added(store, Claim("post-fa", "theme", "claim", 0.7), "theme/1")
    enrich.refuse(store, first.id, NOOR)
    own = enrich.give(store, "post-fa", "theme", "threat", NOOR)
    enrich.take_back(store, own.id, NOOR)
    posts = [store.post("post-ar"), store.post("post-fa")]
    said = [
        sign(Claim("post-ar", "theme", "claim", 0.9, span=SPAN), "theme/2", NOW),
        sign(Claim("post-fa", "theme", "claim", 0.9), "theme/2", NOW),
        sign(Claim("post-fa", "theme", "threat", 0.9), "theme/2", NOW),
    ]
    news = said_anew(store, Again(), posts, said, NOW)
    assert [(each.post, each.value, each.replaces) for each in news] == [
        ("post-fa", "claim", other.id), ("post-fa", "threat", ""),
    ], "a code of one's own that was taken back denies nothing"  # fmt: skip
