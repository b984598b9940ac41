"""One post, from an export file to a footnote. If this reads well, the system does.

An outlet of a fictional movement complains about a harbor; a fictional analyst reports it.
"""

import json
from datetime import date

import pytest
from conftest import message, write_export

from marsad import enrich, pipeline, preserve, report, search, track, translate
from marsad.errors import Withheld

ARABIC = "باعوا الميناء ونسوا قسم البحر. اسألوا صيادي النورسة."
REGISTER = """
[[outlet]]
id = "qandil"
name = "قنديل المرسى"
latin = "Qandil Al-Marsa"
meaning = "The Lantern of the Anchorage"
standing = "supporter"
description = "A media group that supports the White Sail movement."
fiction = true

[[event]]
id = "talks"
title = "talks on the harbor, hosted by the Republic of Tilmara"
start = 2024-05-13
end = 2024-05-14
place = "Lazward"
source = "Lazward Gazette, May 13, 2024."
fiction = true
"""
TRANSLATION = {
    "native_id": "7",
    "of": "text",
    "source_language": "ar",
    "language": "en",
    "translator": "Translator One",
    "segments": [
        {
            "source": "باعوا الميناء ونسوا قسم البحر.",
            "target": "They sold the harbor and forgot the oath of the sea.",
        },
        {"source": "اسألوا صيادي النورسة.", "target": "Ask the fishermen of Al-Nawrasa."},
    ],
}


pytestmark = pytest.mark.usefixtures("dialect")


@pytest.fixture
def lab(store, tmp_path):
    (tmp_path / "register.toml").write_text(REGISTER)
    track.register(store, tmp_path / "register.toml")
    return store


def test_a_post_becomes_a_footnote(lab, tmp_path):
    # The channel "Basket of the Tide" forwarded a post of the outlet; its export is collected.
    forwarded = message(7, ARABIC, forwarded_from="قنديل المرسى")
    export = write_export(tmp_path / "export", [forwarded], name="Sallat Al-Madd")
    pipeline.collect(lab, [str(export)])
    (post,) = lab.posts()

    # Programs say what they can about it, and sign it.
    enrich.enrich(lab, ["language", "outlet"])
    assert [each.value for each in lab.findings(post.id, "language")] == ["ar"]
    assert [each.value for each in lab.findings(post.id, "made-by-outlet")] == ["qandil"]
    assert search.search(lab, "الميناء").hits[0].post == post

    # A translator works on it. Nothing may be quoted before another person approves it.
    (tmp_path / "work.jsonl").write_text(json.dumps(TRANSLATION))
    translate.import_file(lab, tmp_path / "work.jsonl", "Translator One")
    (draft,) = lab.translations()
    begun = report.new(
        lab,
        "Daily",
        "Pro-White Sail Outlet: Harbor Was Sold",
        day=date(2024, 5, 15),
        by="person:Analyst One",
        lede="On May 14, 2024, an outlet attacked the Quay Party.",
        event="talks",
    )

    def quote_it():
        words = "They sold the harbor [of Al-Nawrasa] [...] Ask the fishermen of Al-Nawrasa."
        return report.add(
            lab,
            begun.handle,
            "qandil",
            post.id,
            by="person:Analyst One",
            prose="The group wrote:",
            quote=lab.translations()[-1].id,
            words=words,
        )

    with pytest.raises(Withheld, match="draft"):
        quote_it()
    translate.approve(lab, draft.id, "Editor Two")
    quote_it()

    # The gate says what is still missing: a second person's signature. Then one thing stays,
    # since all this is invented: fiction is never published.
    lacking = [each.where for each in report.check(lab, begun.handle)]
    assert lacking == ["signature", "fiction"]
    report.sign(lab, begun.handle, "person:Editor Two")
    assert [each.where for each in report.check(lab, begun.handle)] == ["fiction"]

    # The reader gets a page with footnotes; the skeptic gets proof of every step.
    (page,) = report.render(report.edition(lab, begun.handle), ["md"], tmp_path / "out")
    text = page.read_text()
    assert "Qandil Al-Marsa" in text
    assert "Lazward Gazette, May 13, 2024." in text
    assert "Telegram, Sallat Al-Madd, May 14, 2024." in text
    lab.checkpoint()
    assert preserve.verify(lab).state == preserve.VERIFIED
