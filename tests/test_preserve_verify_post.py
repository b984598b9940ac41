"""One post is judged as the whole lab is: the same items, states and reasons (BATTERY A)."""

import pytest
from conftest import TEXTS, message, write_export

from marsad import pipeline, preserve
from marsad.errors import NotFound
from marsad.model import Claim, sign
from marsad.preserve.verify_post import entries_of, last_signed, verify_post
from marsad.preserve.verify_state import UNSIGNED, VERIFIED
from marsad.store import layout
from marsad.web.views.evidence import evidence

PICTURE = b"\x89PNG of a garden"


@pytest.fixture
def lab(store, tmp_path):
    """Four posts of one export, the first with a picture and a finding."""
    folder = tmp_path / "export"
    photo = {"photo": "photos/garden.png"}
    lines = [message(n, text, **(photo if n == 1 else {})) for n, text in enumerate(TEXTS, 1)]
    write_export(folder, lines)
    (folder / "photos").mkdir()
    (folder / "photos" / "garden.png").write_bytes(PICTURE)
    pipeline.collect(store, [str(folder)])
    with store.write() as writer:
        said = sign(Claim(first(store).id, "language", "ar"), "test/1", first(store).posted_at)
        writer.add([said], "test/1")
        writer.witness_findings("test")
    store.checkpoint()
    return store


def first(store):
    return next(store.posts())


def picture(store):
    return store.path(first(store).media[0].sha256)


def of_post(store, post):
    judged = verify_post(store, post, last_signed(store), entries_of(store, post))
    return {(each.item, each.state, each.reason) for each in judged if each.state != VERIFIED}


def of_lab(store):
    found = preserve.verify(store).problems
    return {(each.item, each.state, each.reason) for each in found}


def rewrite(path, old, new):
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(old, new))


def change(statement):
    def done(store):
        with store.transaction() as connection:
            connection.exec_driver_sql(statement)

    return done


DAMAGES = {
    "an altered original": lambda lab: rewrite(picture(lab), b"garden", b"desert"),
    "a missing original": lambda lab: picture(lab).unlink(),
    "an altered export": lambda lab: rewrite(lab.path(lab.captures()[0].sha256), b"1001", b"1002"),
    "a tampered finding": change("update finding set value = 'en' where seq = 1"),
    "a tampered record": change("update post set record = replace(record, 'ا', 'أ') where seq = 1"),
    "a shifted column": change("update post set posted_at = '2001-01-01' where seq = 1"),
    "a row without a leaf": change(
        "delete from custody where kind = 'post' and n = "
        "(select min(n) from custody where kind = 'post')"
    ),
    "a changed author": change("update custody set author = 'another' where kind = 'post'"),
}


def test_a_post_that_stands_has_nothing_against_it(lab):
    assert of_post(lab, first(lab)) == of_lab(lab) == set()
    assert evidence(lab, first(lab), asked=False).state == VERIFIED


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_with_a_post_is_what_the_lab_says_of_it(lab, damage):
    post, own = first(lab), {first(lab).id, first(lab).capture}
    own |= {each.id for each in lab.findings(post.id)} | {each.sha256 for each in post.media}
    capture = lab.capture(post.capture)
    own |= {capture.sha256, capture.exchange, *capture.parts}
    DAMAGES[damage](lab)
    told = {each for each in of_lab(lab) if each[0].partition(" ")[2] in own}
    assert told, "the lab notices it"
    assert of_post(lab, post) == told
    assert evidence(lab, post, asked=False).state == preserve.verify(lab).state


def test_another_post_does_not_suffer_with_it(lab):
    picture(lab).unlink()
    other = list(lab.posts())[1]
    assert of_post(lab, other) == set()
    assert evidence(lab, other, asked=False).state == VERIFIED


def test_an_erased_post_is_erased_and_its_neighbours_stand(lab):
    gone, other = list(lab.posts())[:2]
    asked = preserve.erase.ask(lab, [gone.id], "person:Amal", "GDPR 17(1)(d)", "request 7")
    tombstone = pipeline.erase(lab, asked.id, "person:Basim")
    with pytest.raises(NotFound):
        lab.post(gone.id)
    for post in (gone, other):
        told = of_post(lab, post)
        assert told <= of_lab(lab)
        assert {each[1:] for each in told} == {("ERASED", f"see {tombstone}")}
    assert (f"post {gone.id}", "ERASED", f"see {tombstone}") in of_post(lab, gone)
    assert evidence(lab, other, asked=False).state == preserve.verify(lab).state == VERIFIED


def test_what_no_checkpoint_covers_is_unsigned_and_a_cut_log_invalid(lab):
    post = first(lab)
    for path in (lab.lab / layout.CHECKPOINTS).iterdir():
        path.unlink()
    assert {each[1] for each in of_post(lab, post)} == {UNSIGNED}
    assert {each[1] for each in of_lab(lab)} == {UNSIGNED}
    lab.checkpoint()
    log = lab.lab / layout.CUSTODY
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert evidence(lab, post, asked=False).state == preserve.verify(lab).state == "INVALID"
