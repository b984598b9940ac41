"""Work out to translators and back: XLIFF, CSV and Word, each bound to the evidence."""

import pytest
from exchange_lab import ARABIC, FIRST, PERSIAN, SECOND, cut, edit_docx, edit_text, fill

from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Post
from marsad.store import Store
from marsad.translate import (
    Choice,
    approve,
    draft,
    export,
    import_file,
    reading_aid,
    review,
    write,
)

FORMS = ("xliff", "csv", "docx")
NEW = "Amal Haddad [the mayor] opened the new council [sic]."


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        fill(made)
        yield made


@pytest.fixture(params=FORMS)
def form(request):
    return request.param


@pytest.fixture
def sent(store, tmp_path, form):
    """The machine's draft, out in each form."""
    path = tmp_path / f"work.{form}"
    assert export(store, form, path, Choice(post="post-ar")) == 2
    return path


def _edit(path, *changes):
    (edit_docx if path.suffix == ".docx" else edit_text)(path, *changes)


def _changed(path, old=FIRST, new=NEW):
    _edit(path, (old, new))
    return path


def test_an_unchanged_file_changes_nothing(store, tmp_path, form):
    for language in ("ar", "fa", "ur"):
        path = tmp_path / f"all.{language}"
        assert export(store, form, path, Choice(language=language)) > 0
        root = store.root()
        done = import_file(store, path, "Omar Nasser")
        assert (done.added, done.refused, done.conflicts) == (0, [], [])
        assert done.unchanged == len(store.translations()) - _others(store, language)
        assert store.root() == root


def _others(store, language):
    return sum(each.source_language != language for each in store.translations())


def test_one_changed_target_is_the_only_thing_that_arrives(store, sent):
    before = {each.id for each in store.translations()}
    done = import_file(store, _changed(sent), "Salma Idris")
    assert (done.added, done.unchanged, done.refused, done.conflicts) == (1, 0, [], [])
    (made,) = [each for each in store.translations() if each.id not in before]
    assert [each.target for each in made.segments] == [NEW, SECOND]
    assert [ARABIC[each.start : each.end] for each in made.segments] == [
        each.source for each in made.segments
    ]
    assert (made.translator, made.kind, made.state) == ("person:Salma Idris", "human", "draft")
    # What a machine drafted gives way to what a person made of it, and stays beneath.
    assert store.translation(made.replaces).translator == "opus/1"
    root = store.root()
    again = import_file(store, sent, "Salma Idris")
    assert (again.added, again.unchanged, again.conflicts) == (0, 1, [])
    assert store.root() == root


def test_a_second_delivery_adds_to_the_first(store, sent):
    import_file(store, _changed(sent), "Salma Idris")
    _changed(sent, "See ", "Do see ")
    assert import_file(store, sent, "Salma Idris").added == 1
    (made,) = store.translations(post="post-ar")
    assert [each.target for each in made.segments] == [NEW, "Do see" + SECOND[3:]]


def test_a_changed_source_is_refused_with_its_place_and_the_rest_goes_on(store, sent):
    _edit(sent, (FIRST, NEW), ("الآن", "غدا"))
    done = import_file(store, sent, "Salma Idris")
    assert done.added == 1
    (refused,) = done.refused
    assert refused.where.startswith(sent.name)
    assert "the source was changed from character" in refused.reason
    assert "'غدا" in refused.reason
    (made,) = store.translations(post="post-ar")
    assert [each.target for each in made.segments] == [NEW, SECOND]


def test_what_the_lab_changed_since_is_a_conflict_and_nothing_is_overwritten(store, sent):
    (old,) = store.translations(post="post-ar")
    segments = cut(ARABIC, "The lab's words.", SECOND)
    theirs = review(store, old.id, "Omar Nasser", segments)
    done = import_file(store, _changed(sent), "Salma Idris")
    (conflict,) = done.conflicts
    assert "person:Omar Nasser put it otherwise" in conflict.reason
    assert "side by side" in conflict.reason
    standing = store.translations(post="post-ar")
    assert theirs in standing
    (mine,) = [each for each in standing if each.id != theirs.id]
    assert (mine.translator, mine.segments[0].target) == ("person:Salma Idris", NEW)
    assert import_file(store, sent, "Salma Idris").added == 0


def test_ones_own_later_words_are_not_overwritten_by_an_older_file(store, sent):
    import_file(store, _changed(sent), "Salma Idris")
    later = write(store, "post-ar", cut(ARABIC, "Later words.", SECOND), "Salma Idris")
    _changed(sent, NEW, "Words of an old file.")
    done = import_file(store, sent, "Salma Idris")
    assert done.added == 0
    assert "the lab's was kept" in done.conflicts[0].reason
    assert store.translations(post="post-ar") == [later]


def test_another_translators_draft_and_an_approved_one_stand_beside_the_new(store, tmp_path, form):
    for post, old in (("post-fa", "The festival began."), ("post-ur", "The fair is on Sunday.")):
        path = tmp_path / f"{post}.{form}"
        export(store, form, path, Choice(post=post))
        (before,) = store.translations(post=post)
        assert import_file(store, _changed(path, old, "Other words."), "Amal Haddad").added == 1
        assert before in store.translations(post=post)
        assert len(store.translations(post=post)) == 2


def test_nobody_approves_by_file(store, sent):
    states = {
        ".xliff": ('state="translated"', 'state="final"'),
        ".csv": (",translated,", ",final,"),
        ".docx": (">translated<", ">final<"),
    }
    _edit(sent, states[sent.suffix])
    assert import_file(store, sent, "Omar Nasser").added == 1
    (made,) = store.translations(post="post-ar")
    assert (made.state, made.reviewer, made.approver) == ("reviewed", "person:Omar Nasser", "")
    assert import_file(store, sent, "Omar Nasser").unchanged == 1


def test_whoever_translated_does_not_review_by_file(store, tmp_path, form):
    path = tmp_path / f"own.{form}"
    export(store, form, path, Choice(post="post-fa"))
    _edit(path, ("translated", "reviewed"))
    assert import_file(store, path, "Salma Idris").unchanged == 1
    assert store.translations(post="post-fa")[0].state == "draft"


def test_a_reading_aid_goes_out_as_an_empty_target_and_comes_back_as_a_translation(
    store, tmp_path, form
):
    (store.lab / "termbase.toml").write_text(
        '[[term]]\nterm = "ميناء"\nlanguage = "ar"\ntarget = "harbour"\n', encoding="utf-8"
    )
    text = "هذا ميناء. ZZZ."
    store.add(Post("post-new", "telegram:1", "c1", "99", store.post("post-ar").posted_at, text))
    draft(store, reading_aid(store), posts=[store.post("post-new")])
    path = tmp_path / f"aid.{form}"
    assert export(store, form, path, Choice(post="post-new")) == 2
    assert import_file(store, path, "Salma Idris").unchanged == 1
    empty = {
        "xliff": ("</source></segment>", "</source><target>This is a harbour.</target></segment>"),
        "csv": ("هذا ميناء.,,", "هذا ميناء.,This is a harbour.,"),
        "docx": ("<w:pPr></w:pPr></w:p></w:tc>", "<w:pPr></w:pPr><w:r><w:t>This is a harbour."
                 "</w:t></w:r></w:p></w:tc>"),
    }  # fmt: skip
    _edit(path, empty[form])
    done = import_file(store, path, "Salma Idris")
    assert (done.added, done.refused) == (1, [])
    made = store.translations(post="post-new")[-1]
    assert (made.kind, made.segments[0].target) == ("human", "This is a harbour.")
    assert approve(store, made.id, "Omar Nasser").new


def test_a_reading_corrected_since_and_a_program_are_refused(store, sent):
    with pytest.raises(Withheld, match="names a program"):
        import_file(store, sent, "opus/1")
    with pytest.raises(BadInput, match="--by NAME"):
        import_file(store, sent)


def test_an_unknown_translation_is_one_refusal_and_the_rest_goes_on(store, sent):
    (old,) = store.translations(post="post-ar")
    _edit(sent, (old.id, "feedface" * 4))
    done = import_file(store, sent, "Salma Idris")
    assert (done.added, done.unchanged) == (0, 0)
    assert "there is no translation 'feedface" in done.refused[0].reason


def test_nothing_chosen_is_said_and_leaves_no_file(store, tmp_path, form):
    path = tmp_path / "none"
    with pytest.raises(NotFound, match="nothing to export"):
        export(store, form, path, Choice(language="ps"))
    assert list(tmp_path.iterdir()) == [store.lab]


def test_a_choice_is_by_post_state_and_language(store, tmp_path):
    path = tmp_path / "w.csv"
    assert export(store, "csv", path, Choice(state="approved")) == 2
    assert export(store, "csv", path, Choice(language="fa", to="en")) == 2
    with pytest.raises(BadInput, match="there are draft, reviewed, approved"):
        export(store, "csv", path, Choice(state="done"))
    with pytest.raises(BadInput, match="jsonl, xliff"):
        export(store, "xlsx", path)
    assert PERSIAN.split(" ")[0] in path.read_text("utf-8")
