"""Memories that other tools wrote: taken in apart, said where they come from, dropped, resumed."""

import json
import time
from pathlib import Path

import pytest
from exchange_lab import PERSIAN, fill
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput, LabBusy, NotFound, Withheld
from marsad.store import Store, layout
from marsad.store.backup import backup
from marsad.store.recall import Recall, Taken
from marsad.store.restore import restore
from marsad.translate import (
    Choice,
    Memory,
    Source,
    approve,
    drop,
    export,
    foreign,
    import_file,
    memories,
    nearby,
    reading_aid,
    rebuild,
)

SAMPLES = Path(__file__).parent / "fixtures" / "translate" / "tmx"
HARBOUR = "افتتح المجلس الميناء الجديد صباح الأحد."
HEAD = '<tmx version="1.4"><header creationtool="Hand" srclang="ar"/><body>'
TAIL = "</body></tmx>"
GOOD = (
    f'<tu><tuv xml:lang="ar"><seg>{HARBOUR}</seg></tuv>'
    '<tuv xml:lang="en"><seg>It opened.</seg></tuv></tu>'
)


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        fill(made)
        yield made


def _unit(source, target, name="ar"):
    lang = f' xml:lang="{name}"' if name else ""
    return (
        f"<tu><tuv{lang}><seg>{source}</seg></tuv>"
        f'<tuv xml:lang="en"><seg>{target}</seg></tuv></tu>\n'
    )


def _file(tmp_path, *units, name="old.tmx", tail=TAIL):
    path = tmp_path / name
    path.write_text(f"{HEAD}\n{''.join(units)}{tail}", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("file", "source", "language", "target", "told"),
    [
        (
            "omegat-level1",
            HARBOUR,
            "ar",
            "The council opened the new harbour on Sunday morning.",
            "foreign, from ⁨omegat-level1⁩ (⁨OmegaT 5.7.1_0_d74bb0b⁩), by ⁨Salma Idris⁩ on 2019-03-12",
        ),
        (
            "omegat-level2",
            "ورود برای همه آزاد است.",
            "fa",
            "Entry is free for all.",
            "foreign, from ⁨omegat-level2⁩ (⁨OmegaT 5.7.1⁩), by ⁨Salma Idris⁩ on 2020-01-01",
        ),
        (
            "trados",
            "السوق مفتوح يوم الجمعة.",
            "ar",
            "The market is open on Friday.",
            "foreign, from ⁨trados⁩ (⁨SDL Language Platform 8.1⁩), the other way round, by "
            "⁨DESK\\omar⁩ on 2018-05-06",
        ),
    ],
)
def test_memories_of_real_tools_are_read_and_say_where_they_come_from(
    store, file, source, language, target, told
):
    import_file(store, SAMPLES / f"{file}.tmx", "Amal Haddad")
    (match,) = Memory.of(store).matches(source, language, "en", 1)
    assert (match.percent, match.entry.target, match.entry.state) == (100, target, "foreign")
    assert match.entry.told == told


def test_an_entry_in_three_languages_is_a_pair_for_each(store):
    import_file(store, SAMPLES / "weblate.tmx", "Amal Haddad", name="town site")
    memory = Memory.of(store)
    asked = "شہر کا میلہ اتوار کو ہے"
    assert memory.find(asked, "ur", "fr").entry.target == "La foire de la ville est dimanche."
    found = memory.matches(asked, "ur", "en")
    assert found[0].entry.memory == "", "the lab's own goes first where both are as much alike"
    theirs = next(each.entry for each in found if each.entry.memory)
    assert (theirs.memory, theirs.by) == ("town site", "")
    assert theirs.told.startswith("foreign, from ⁨town site⁩ (⁨Translate Toolkit 3.8.0⁩) on 20")


def test_nothing_foreign_ever_counts_as_approved(store, tmp_path):
    path = _file(tmp_path, _unit(PERSIAN.partition(".")[0] + ".", "A feast began.", "fa"))
    path.write_text(path.read_text().replace("<tu>", '<tu changeid="Editor Three">'))
    import_file(store, path, "Amal Haddad")
    memory = Memory.of(store)
    source = PERSIAN.partition(".")[0] + "."
    assert memory.find(source, "fa", "en").entry.state == "foreign"
    assert memory.approved(source, "fa", "en") == []
    made = next(each for each in store.translations(post="post-fa"))
    assert approve(store, made.id, "Omar Nasser").new, "no reason was asked for"
    assert memory.matches(source, "fa", "en")[0].entry.memory == "old", "not read yet"
    assert Memory.of(store).matches(source, "fa", "en")[0].entry.memory == ""
    with pytest.raises(Withheld):
        approve(store, store.translations(post="post-ar")[0].id, "opus/1")


def test_the_reading_aid_says_that_a_memory_is_foreign(store, tmp_path):
    import_file(store, _file(tmp_path, GOOD), "Amal Haddad")
    source = Source(store.post("post-ar"), "text", "ar", HARBOUR, ((0, len(HARBOUR)),))
    ((said,),) = reading_aid(store).translate([source], "en")
    assert said.startswith("reading aid, memory 100 %, foreign, from ⁨old⁩ (⁨Hand⁩) on 20")
    assert said.endswith(": It opened.")


def test_the_same_file_again_changes_nothing_whatever_it_is_called(store, tmp_path):
    path = _file(tmp_path, GOOD)
    first = import_file(store, path, "Amal Haddad")
    root, counts = store.root(), Recall(store).counts()
    again = import_file(store, path, "Omar Nasser")
    other = import_file(store, path.rename(tmp_path / "other.tmx"), "Omar Nasser")
    assert (first.added, first.unchanged) == (1, 0)
    for done in (again, other):
        assert (done.added, done.unchanged, done.memory) == (0, 1, "old")
    assert (store.root(), Recall(store).counts()) == (root, counts)


def test_the_file_is_an_original_and_the_log_answers_for_it(store, tmp_path):
    path = _file(tmp_path, GOOD)
    import_file(store, path, "Amal Haddad", name="legacy")
    (found,) = memories(store)
    assert store.read(found.sha256) == path.read_bytes()
    assert (found.name, found.file, found.by) == ("legacy", "old.tmx", "person:Amal Haddad")
    assert (found.segments, found.whole) == (1, True)


def test_another_file_does_not_take_a_name_that_is_taken(store, tmp_path):
    import_file(store, _file(tmp_path, GOOD), "Amal Haddad")
    changed = _file(tmp_path, GOOD, _unit("نص آخر", "Another text"))
    with pytest.raises(BadInput, match=r"the memory old came from another file, old\.tmx; drop"):
        import_file(store, changed, "Amal Haddad")
    assert import_file(store, changed, "Amal Haddad", name="newer").added == 2


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (_unit("نص", "text", name=""), "line 2: names no language (xml:lang), and was left out"),
        (_unit("س" * (10 << 20), "long"), "a segment of 10,485,760 characters is no sentence"),
        (_unit("نص \u202eطيب\u202c", "text"), "shows its letters in another order than they stand"),
        (_unit("\u200b\u200f", "text"), "line 2: says nothing in ar, and was left out"),
        ('<tu><tuv xml:lang="ar"><seg>نص</seg></tuv></tu>', "has no two languages that say some"),
        ('<tu><tuv xml:lang="ar"/></tu>', "line 2: says nothing in ar, and was left out"),
        ("<tu/>", "line 2: has no two languages that say something"),
    ],
)
def test_what_is_bad_is_told_with_its_place_and_the_rest_goes_on(store, tmp_path, bad, reason):
    began = time.monotonic()
    done = import_file(store, _file(tmp_path, bad, GOOD), "Amal Haddad")
    assert done.added == 1
    told = [f"{each.where}: {each.reason}" for each in done.refused]
    assert len(told) == 1
    assert told[0].startswith("old.tmx, line ")
    assert reason in told[0]
    assert Memory.of(store).find(HARBOUR, "ar", "en").percent == 100
    assert time.monotonic() - began < 10


def test_hidden_characters_and_joiners_stay_and_do_not_hinder_the_look_up(store, tmp_path):
    source = "می\u200cرویم\u200b به بازار"
    import_file(store, _file(tmp_path, _unit(source, "We go.", "fa-IR")), "Amal Haddad")
    match = Memory.of(store).find("می\u200cرویم به بازار", "fa", "en")
    assert (match.percent, match.entry.source) == (99, source)


def test_a_truncated_file_gives_what_stands_before_the_fault(store, tmp_path):
    path = _file(tmp_path, GOOD, GOOD.replace("</tu>", ""), tail="")
    done = import_file(store, path, "Amal Haddad")
    assert done.added == 1
    (refused,) = done.refused
    assert "no well-formed XML after line" in refused.reason
    assert import_file(store, path, "Amal Haddad").added == 0


@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE tmx [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
        "<!DOCTYPE tmx [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE tmx [<!ENTITY % a SYSTEM 'http://127.0.0.1:1/x.dtd'> %a;]>",
    ],
)
def test_a_file_that_declares_entities_is_refused_and_not_kept(store, tmp_path, start):
    path = _file(tmp_path, GOOD)
    path.write_text(start + path.read_text(), encoding="utf-8")
    blobs = list(store.blobs)
    with pytest.raises(BadInput, match="declares entities of its own"):
        import_file(store, path, "Amal Haddad")
    assert list(store.blobs) == blobs
    assert memories(store) == []


def test_a_file_without_a_good_entry_is_refused_before_anything_is_kept(store, tmp_path):
    blobs = list(store.blobs)
    with pytest.raises(BadInput, match=r"holds no entry in two languages; old\.tmx, line 2"):
        import_file(store, _file(tmp_path, _unit("", "x")), "Amal Haddad")
    assert list(store.blobs) == blobs


def test_refusals_of_a_whole_file_are_counted_and_the_first_are_told(store, tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "TOLD", 3)
    path = _file(tmp_path, GOOD, *(_unit("", "x") for _ in range(10)))
    done = import_file(store, path, "Amal Haddad")
    assert len(done.refused) == 4
    assert done.refused[-1].reason == "7 more were refused and are not told one by one"


def test_a_stopped_run_goes_on_where_it_was(store, tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "BATCH", 10)
    path = _file(tmp_path, *(_unit(f"السوق رقم {n}", f"Market {n}") for n in range(55)))

    def stop(_some):
        if sum(Recall(store).counts().values()) > 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(store, path, "Amal Haddad", stop)
    (begun,) = memories(store)
    assert (begun.whole, 0 < begun.segments < 55) == (False, True)
    done = import_file(store, path, "Amal Haddad")
    assert done.added == 55 - begun.segments
    (found,) = memories(store)
    assert (found.segments, found.whole) == (55, True)
    assert len(list(store.acts(foreign.TAKEN))) == 1


def test_two_runs_at_once_do_not_write_an_entry_twice(store, tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "BATCH", 10)
    path = _file(tmp_path, *(_unit(f"السوق رقم {n}", f"Market {n}") for n in range(55)))

    def other(_some):
        monkeypatch.undo()
        foreign.read(store, "old")

    with pytest.raises(LabBusy, match="another process reads the memory old"):
        import_file(store, path, "Amal Haddad", other)
    assert memories(store)[0].segments == 55


def test_a_dropped_memory_is_forgotten_with_its_trigrams_and_may_come_again(store, tmp_path):
    path = _file(tmp_path, *(_unit(f"{HARBOUR} {n}", f"Opened {n}") for n in range(3000)))
    import_file(store, path, "Amal Haddad")
    nearby.prepare(store, lambda _some: None)
    folder = store.lab / layout.MEMORY / nearby.VERSION
    assert list(folder.iterdir())
    assert drop(store, "old", "person:Amal Haddad") == 3000
    assert list(folder.iterdir()) == []
    assert Memory.of(store).matches(HARBOUR, "ar", "en") == []
    assert memories(store) == []
    with pytest.raises(NotFound, match="no memory 'old' in this lab; there are: none"):
        drop(store, "old", "person:Amal Haddad")
    assert import_file(store, path, "Amal Haddad").added == 3000
    assert Memory.of(store).find(HARBOUR, "ar", "en").entry.memory == "old"


def test_a_restored_lab_reads_its_memories_again_out_of_their_files(store, tmp_path):
    import_file(store, _file(tmp_path, GOOD), "Amal Haddad")
    copy = backup(store, tmp_path / "copy", tmp_path / "keys")
    restore(copy, tmp_path / "again", tmp_path / "keys")
    with Store(tmp_path / "again") as again:
        (there,) = memories(again)
        assert (there.segments, there.whole) == (0, False)
        assert rebuild(again) == 3, "two of the lab's own and one of the file"
        assert memories(again)[0].whole
        assert Memory.of(again).find(HARBOUR, "ar", "en").percent == 100


def test_what_goes_out_as_memory_comes_in_elsewhere_as_foreign(store, tmp_path):
    out = tmp_path / "ours.tmx"
    export(store, "tmx", out, Choice(state="approved"))
    with Store.create(tmp_path / "other") as other:
        assert import_file(other, out, "Amal Haddad").added == 2
        match = Memory.of(other).find("شہر کا میلہ اتوار کو ہے۔", "ur", "en")
        assert (match.percent, match.entry.state, match.entry.by) == (
            100,
            "foreign",
            "person:Omar Nasser",
        )


def test_the_command_line_takes_lists_looks_and_drops(store, tmp_path):
    lab = str(store.lab)
    run = CliRunner().invoke

    def said(*args):
        done = run(app, ["translate", lab, *args])
        assert done.exit_code == 0, done.output
        return done.stdout

    path = str(_file(tmp_path, GOOD))
    took = said("import", path, "--by", "Amal Haddad", "--name", "legacy", "--json")
    assert json.loads(took)["memory"] == "legacy"
    assert "1 segments of ⁨old.tmx⁩ by ⁨Amal Haddad⁩ on 20" in said("memory", "list")
    looked = said("memory", "look", HARBOUR, "--from", "ar")
    assert looked.startswith("100 %  foreign, from ⁨legacy⁩ (⁨Hand⁩) on 20")
    first = json.loads(said("memory", "look", HARBOUR[2:], "--json").splitlines()[0])
    assert first["percent"] < 100
    assert first["entry"]["memory"] == "legacy"
    assert said("memory", "rebuild") == "3 segments are remembered\n"
    assert "1 segments of ⁨legacy⁩ are forgotten" in said(
        "memory", "drop", "legacy", "--by", "Amal Haddad"
    )
    assert "nothing is remembered" in said("memory", "look", HARBOUR)


def test_a_row_of_a_run_that_is_behind_is_not_written(store):
    recall = Recall(store)
    assert recall.put([], 0, Taken("x", "0" * 64, 5, False))
    assert not recall.put([], 0, Taken("x", "0" * 64, 9, True))
    assert recall.memory("x").last == 5
