"""A sentence that can be said in another language is the English one everywhere else."""

import json
import pickle
from copy import deepcopy
from dataclasses import asdict, dataclass

import pytest
from test_web_catalogues import speaking

from marsad.errors import BadInput, NotReady
from marsad.phrase import Counted, Joined, Phrase, Theme, Word
from marsad.web import apart
from marsad.web.phrases import PDI, RLI, bare, plain

EVENTS = "Answers to: %(title)s"


def test_a_phrase_is_the_sentence_it_always_was():
    said = Phrase("%(name)s is no day", name="'x'")
    assert said == "'x' is no day"
    assert json.dumps({"said": said}) == '{"said": "\'x\' is no day"}'
    assert Phrase("the band is 95 %") == "the band is 95 %"
    assert [Counted("%(num)d post", "%(num)d posts", n) for n in (1, 2)] == ["1 post", "2 posts"]
    assert Joined([said, "and no more"], ", ") == "'x' is no day, and no more"


def test_outside_of_the_process_it_is_a_plain_string():
    @dataclass
    class Line:
        why: str

    for said in (Phrase("%(n)s", n=1), Counted("%(num)d", "%(num)d", 2), Joined(["a"])):
        for carried in (
            pickle.loads(pickle.dumps(said)),
            deepcopy(said),
            asdict(Line(said))["why"],
        ):
            assert type(carried) is str
            assert carried == said


def test_an_error_keeps_its_sentence_and_str_gives_the_plain_one():
    error = BadInput(Phrase("%(name)s is no day", name="x"))
    assert error.said.template == "%(name)s is no day"
    assert type(str(error)) is str
    assert str(NotReady("no model", "pull it")) == "no model; to mend it: pull it"
    assert BadInput().said == ""


def test_the_desk_says_it_in_its_language_with_the_values_set_apart():
    said = Phrase(EVENTS, title="Talks <b>")
    with speaking("ar"):
        page = apart.english(said, ".")
        assert page.startswith("ما تناول الحدث")
        assert '<bdi dir="auto">Talks &lt;b&gt;</bdi>.' in page
        assert plain(said) == f"{RLI}ما تناول الحدث: \u2068Talks <b>\u2069{PDI}"
        assert bare(Counted("%(num)d event", "%(num)d events", 2)) == "حدثان"
        assert bare(Word("own")) == "أصلي"
        assert bare(Theme("claim")) == "تبني عملية"
    with speaking("en"):
        assert apart.english(said) == ('<bdi lang="en" dir="ltr">Answers to: Talks &lt;b&gt;</bdi>')
        assert plain(said) == "Answers to: Talks <b>"


def test_phrases_within_phrases_and_beside_others_are_said_too():
    two = Joined([Phrase("Posts over time, and events"), Phrase(EVENTS, title=Phrase("no theme"))])
    with speaking("ar"):
        assert bare(two) == "المنشورات عبر الزمن، والأحداث؛ ما تناول الحدث: بلا موضوع"
        assert bare(Joined([Theme("claim"), "river"], ", ")) == "تبني عملية، \u2068river\u2069"


@pytest.mark.parametrize("said", ["made elsewhere", Phrase("%(n)s was never translated", n=3)])
def test_what_no_catalogue_has_stays_english_and_is_marked_so(said):
    with speaking("ar"):
        assert apart.english(said) == f'<bdi lang="en" dir="ltr">{said}</bdi>'
        assert plain(said) == said


def test_a_value_may_hold_signs_of_per_cent_and_marks_of_direction():
    with speaking("ar"):
        made = apart.english(Phrase(EVENTS, title="\u2068100 %s\u2069"))
    assert '<bdi dir="auto">100 %s</bdi>' in made
    assert "⟦" not in made
