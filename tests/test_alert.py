"""Saved searches: what is new is told once on each channel, nothing old, and nothing erased."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from alert_servers import Hook, MailServer
from desk_client import seated
from typer.testing import CliRunner
from watch_fakes import Time, World, poller, source

from marsad import alerting
from marsad.cli.app import app
from marsad.errors import BadInput, NotFound, NotReady
from marsad.model import Capture, Claim, Place, Post, Segment, Translation, sign
from marsad.pipeline import Collected
from marsad.search import telling
from marsad.search.alerts import pack, unpack
from marsad.store import Store, erasing, layout
from marsad.store.alerts import ASIDE, BACK, ON_ITS_WAY, WAITING, Alerts
from marsad.store.backup import backup
from marsad.store.restore import restore
from marsad.watch import watch
from marsad.web import app as desk_of

NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
WHO = "person:Noor Valen"
SECRET = "s3cret"


def post(id, text, place="telegram:1"):
    return Post(id, place, "c1", id, NOW, text, fiction=True)


def opened(folder, **settings):
    """A lab with one old post about the garden, and these settings."""
    Store.create(folder).close()
    lines = [f'{name} = "{value}"' for name, value in settings.items()]
    (folder / "marsad.toml").write_text("\n".join(lines), encoding="utf-8")
    store = Store(folder)
    store.add(
        Place("telegram:1", "telegram", "أخبار البلدة"),
        Place("telegram:9", "telegram", "خاص", kind="private"),
        Capture("c1", "test", "1", "export", NOW, "0" * 64, 1),
        post("old", "حديقة البلدة"),
        post("silent", "سوق البلدة"),
    )
    return store


@pytest.fixture
def lab(tmp_path):
    with opened(tmp_path / "lab") as store:
        yield store


def told(store, alert="bank", channel="page"):
    return [item.post for item in reversed(Alerts(store).latest(channel, alert))]


def save(store, query="حديقة", channels=("page",), name="bank"):
    return alerting.add(store, name, query, channels, WHO)


def test_what_is_old_is_never_told_and_what_is_new_is_told_once(lab):
    save(lab)
    assert alerting.run(lab).new == 0
    lab.add(post("new", "وبالحديقه العامة"), post("other", "خبر آخر"))
    assert [alerting.run(lab).new for _ in range(3)] == [1, 0, 0]
    assert told(lab) == ["new"]


def test_a_post_that_newly_answers_is_told_and_one_that_did_before_is_not(lab):
    save(lab, "حديقة OR garden")
    ocr = [sign(Claim(id, "ocr-text", "في الحديقة", media="1" * 64), "ocr/1", NOW)
           for id in ("old", "silent")]  # fmt: skip
    lab.add(*ocr)
    assert alerting.run(lab).new == 1
    text = "سوق البلدة"
    said = (Segment(0, len(text), text, "Town garden"),)
    lab.add(Translation("t", "silent", "text", "ar", "en", said, WHO, "human", NOW))
    assert alerting.run(lab).new == 0
    assert told(lab) == ["silent"]
    (item,) = Alerts(lab).latest("page")
    (why,) = telling.told_of(lab, [item])
    assert [(r.source, [s.words for s in r.spots]) for r in why.reasons] == [
        ("picture", ["الحديقة"])
    ]


def test_the_outbox_holds_no_words(lab):
    save(lab)
    lab.add(post("new", "وبالحديقة"))
    alerting.run(lab)
    (row,) = lab.rows("select * from outbox")
    assert "حديق" not in "".join(map(str, row.values()))


def test_an_erased_post_leaves_the_outbox(lab):
    save(lab, channels=("page", "feed"))
    lab.add(post("new", "الحديقة"), post("kept", "الحديقة أيضا"))
    alerting.run(lab)
    erasing.unsafe_erase(
        lab, erasing.Doomed(("new",)), WHO, legal_basis="x", reason="", asked_by=WHO
    )
    assert (told(lab), told(lab, channel="feed")) == (["kept"], ["kept"])
    lab.add(post("later", "حديقة"))
    assert alerting.run(lab).new == 2
    assert told(lab) == ["kept", "later"]


class Killed(BaseException):
    """What stops a process in the middle."""


def test_a_run_that_is_killed_while_it_sends_repeats_nothing(lab):
    save(lab, channels=("mail:desk@example.org",))
    lab.add(post("new", "الحديقة"))
    alerting.run(lab)
    Alerts(lab).mark([1], WAITING, WAITING)
    sent = []

    def die(message):
        sent.append(message)
        raise Killed

    with pytest.raises(Killed):
        telling.deliver(lab, {"mail": die}, print)
    assert telling.deliver(lab, {"mail": sent.append}, print) == 0
    assert len(sent) == 1
    assert Alerts(lab).counts() == {"bank": {ON_ITS_WAY: 1}}


def test_a_run_that_is_killed_before_the_watermark_moves_tells_once(lab, monkeypatch):
    save(lab)
    lab.add(post("new", "الحديقة"))
    monkeypatch.setattr("marsad.search.alerts.records.instant", lambda _at: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        alerting.run(lab)
    monkeypatch.undo()
    assert alerting.run(lab).new == 1
    assert told(lab) == ["new"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ك" * 10_240, "10240 characters"),
        ('حديقة "عامة', "column 7"),
        ("theme:none-such", "column 7"),
        ("*:(", "column"),
    ],
)
def test_a_search_that_cannot_be_asked_is_not_saved_and_says_where(lab, query, said):
    with pytest.raises(BadInput, match=said):
        save(lab, query)
    assert Alerts(lab).all() == []


@pytest.mark.parametrize(
    "channel",
    [
        "pager:1", "mail:", "mail:a@b\nBcc: c@d", "webhook:ftp://example.org", "page:1",
        "webhook:https://10.0.0.1/", "webhook:http://example.org/", "webhook:https://a@example.org",
    ],
)  # fmt: skip
def test_a_channel_that_may_not_be_spoken_to_is_refused(lab, channel):
    with pytest.raises(BadInput):
        save(lab, channels=(channel,))


def test_names_are_plain_and_taken_once(lab):
    save(lab)
    for name in ("bank", "", "a b", "x" * 61, "../x"):
        with pytest.raises(BadInput):
            save(lab, name=name)
    with pytest.raises(NotFound, match="bank"):
        Alerts(lab).drop("other", WHO)


def test_one_that_fails_later_is_told_and_stops_no_other(lab):
    book = '[themes.gardens]\nlabels = {en = "Gardens"}\ndefinition = "Gardens of the town."\n'
    (lab.lab / "codebook.toml").write_text(book, encoding="utf-8")
    save(lab, "theme:gardens", name="a-first")
    save(lab)
    (lab.lab / "codebook.toml").write_text("", encoding="utf-8")
    lab.add(post("new", "الحديقة"))
    done = alerting.run(lab)
    assert list(done.faults) == ["a-first"]
    assert done.new == 1
    assert "gardens" in Alerts(lab).get("a-first").fault
    (lab.lab / "codebook.toml").write_text(book, encoding="utf-8")
    alerting.run(lab)
    assert Alerts(lab).get("a-first").fault == ""


def test_mail_is_plain_and_html_harmless_and_sent_once(tmp_path):
    with MailServer() as server:
        names = {"mail_server": server.place, "mail_tls": "none", "mail_from": "lab@example.org"}
        with opened(tmp_path / "lab", **names) as lab:
            save(lab, channels=("mail:desk@example.org",))
            text = "الحديقة <b>https://evil.example/x</b> \u202eقلب"
            lab.add(post("new", text), post("hidden", "حديقة سرية", "telegram:9"))
            assert [alerting.run(lab).sent for _ in range(2)] == [2, 0]
    (letter,) = server.letters
    assert letter["Subject"] == "Marsad: bank: 2 posts"
    assert letter["To"] == "desk@example.org"
    plain, html = (part.get_content() for part in letter.iter_parts())
    for said in (plain, html):
        assert "https://" not in said
        assert "\u202e" not in said
        assert "سرية" not in said
        assert "خاص" not in said
    assert "text: \u2068الحديقة" in plain
    assert '<bdi dir="auto"><mark>الحديقة</mark> &lt;b&gt;' in html


def test_a_refused_letter_is_tried_again_later_under_the_same_id_and_given_up_in_the_end(lab):
    save(lab, channels=("mail:desk@example.org",))
    lab.add(post("new", "الحديقة"))
    ids = set()

    def refuse(message):
        ids.add(message.id)
        raise NotReady("no server", "name one")

    alerting.ask_again(lab, print)
    for _ in range(telling.MOST_TRIES):
        assert telling.deliver(lab, {"mail": refuse}, lambda *_said: None) == 0
        assert telling.deliver(lab, {"mail": refuse}, print) == 0  # not due yet: not called
        with lab.transaction() as connection:
            connection.exec_driver_sql("update outbox set due = ''")
    assert len(ids) == 1
    assert Alerts(lab).counts() == {"bank": {"given up": 1}}
    assert "no server" in Alerts(lab).get("bank").fault


def test_a_webhook_is_signed_and_follows_no_redirect(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_WEBHOOK_SECRET", SECRET)
    with Hook(lambda _asked: {}) as hook, opened(tmp_path / "lab", own_addresses=hook.place) as lab:
        save(lab, channels=(f"webhook:{hook.url}/hits",))
        lab.add(post("new", "الحديقة"))
        hook.status = "307 Temporary Redirect"
        done = alerting.run(lab)
        assert (done.sent, list(done.faults)) == (0, ["bank"])
        hook.status = "200 OK"
        with lab.transaction() as connection:
            connection.exec_driver_sql("update outbox set due = ''")
        assert [alerting.run(lab).sent for _ in range(2)] == [1, 0]
    (first, _), (headers, body) = hook.asked
    assert first["marsad-delivery"] == headers["marsad-delivery"]
    stamp, _, signed = headers["marsad-signature"].removeprefix("t=").partition(",v1=")
    wanted = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert signed == wanted
    assert [hit["post"] for hit in json.loads(body)["hits"]] == ["new"]


def test_without_a_key_no_webhook_goes_out(tmp_path, monkeypatch):
    monkeypatch.delenv("MARSAD_WEBHOOK_SECRET", raising=False)
    with Hook(lambda _asked: {}) as hook, opened(tmp_path / "lab", own_addresses=hook.place) as lab:
        save(lab, channels=(f"webhook:{hook.url}",))
        lab.add(post("new", "الحديقة"))
        assert "signed" in alerting.run(lab).faults["bank"]
    assert hook.asked == []


def test_the_desk_shows_what_is_unread_until_it_is_read(lab):
    desk = seated(desk_of(lab.lab))
    own = {"form_token": desk.token}
    same = {"sec-fetch-site": "same-origin"}
    form = {**own, "name": "bank", "query": "حديقة"}
    assert desk.post("/alerts/save", data=form, headers=same).status_code == 200
    assert Alerts(lab).get("bank").by == WHO
    assert desk.post("/alerts/read", data={"item": 1}).status_code == 403
    assert "Nothing is unread" in desk.get("/alerts").text
    lab.add(post("new", "وبالحديقة العامة"))
    alerting.run(lab)
    page = desk.get("/alerts").text
    assert "<mark>وبالحديقة</mark>" in page
    assert "/post/new" in desk.get("/alert/bank/feed").text
    assert desk.get("/alert/none/feed").status_code == 404
    desk.post("/alerts/read", data={**own, "item": "bank new"}, headers=same)
    assert "Nothing is unread" in desk.get("/alerts").text
    assert "/post/new" in desk.get("/alert/bank/feed").text


def test_commands_save_list_run_and_drop(lab):
    def run(*words):
        done = CliRunner().invoke(app, ["alert", str(lab.lab), *words])
        return done.exit_code, done.output

    assert run("add", "bank", "حديقة")[0] == 1
    assert run("add", "bank", "حديقة", "--to", "page", "--to", "feed", "--by", "Noor Valen")[0] == 0
    lab.add(post("new", "الحديقة"))
    assert run("run") == (0, "2 to tell, 0 sent\n")
    assert json.loads(run("list", "--json")[1])["states"] == {"waiting": 2}
    assert run("drop", "bank", "--by", "Noor Valen")[0] == 0
    assert run("list")[1].startswith("no searches are saved; save one with: marsad alert")
    acts = list(lab.acts("search saved", "saved search dropped"))
    assert [each["by"] for each in acts] == [WHO, WHO]
    assert "حديقة" not in str(acts)


def test_watching_tells_what_a_round_brought(lab):
    save(lab)
    time = Time()
    lab.add(source("a"))

    def bring():
        lab.add(post("new", "الحديقة"))
        return Collected()

    watch(poller(lab, World(time, a=bring)), once=True)
    assert told(lab) == ["new"]


def test_a_saved_search_and_its_outbox_come_back_from_a_backup(lab, tmp_path):
    save(lab, channels=("page", "mail:desk@example.org"))
    lab.add(post("new", "الحديقة"))
    alerting.run(lab)
    before = list(lab.rows("select * from outbox"))
    backup(lab, tmp_path / "copy")
    with restore(tmp_path / "copy", tmp_path / "again", lab.lab / layout.KEYS) as again:
        assert list(again.rows("select * from outbox")) == before
        assert Alerts(again).all() == Alerts(lab).all()
        assert alerting.run(again).new == 0


def test_running_numbers_come_back_as_they_were():
    for numbers in ([], [1], [3, 1, 2, 1_000_000_007]):
        assert unpack(pack(numbers)).tolist() == sorted(numbers)


def test_a_search_that_was_deleted_at_the_desk_comes_back_with_all_it_had_to_tell(lab):
    alerting.add(lab, "bank", "حديقة", ["page"], WHO)
    lab.add(post("new", "حديقة جديدة"))
    alerting.run(lab)
    client = seated(desk_of(lab.lab), "editor", "Noor Valen", follow_redirects=False)
    before = client.get("/alerts").text
    answer = client.fill("/alerts/drop", name="bank")
    assert answer.headers["location"] == "/alerts?dropped=bank"
    page = client.get("/alerts?dropped=bank").text
    assert "was deleted" in page
    assert 'href="/post/new"' not in page
    assert client.get("/alert/bank/feed").status_code == 404
    assert (Alerts(lab).all(), Alerts(lab).counts()) == ([], {})
    lab.add(post("meanwhile", "حديقة ثالثة"))
    alerting.run(lab)
    assert client.fill("/alerts/undo", name="bank").status_code == 303
    assert client.get("/alerts").text == before
    assert "was deleted" not in client.get("/alerts?dropped=bank").text
    alerting.run(lab)
    assert told(lab) == ["new", "meanwhile"], "what came meanwhile is told, too"
    assert client.fill("/alerts/undo", name="bank").status_code == 404
    acts = [(said["act"], said["by"]) for said in lab.acts(*(ASIDE, BACK))]
    assert acts == [(ASIDE, WHO), (BACK, WHO)]


def test_a_new_search_may_take_the_name_of_one_that_was_deleted(lab):
    alerting.add(lab, "bank", "حديقة", ["page"], WHO)
    lab.add(post("new", "حديقة جديدة"))
    alerting.run(lab)
    Alerts(lab).set_aside("bank", WHO)
    alerting.add(lab, "bank", "سوق", ["page"], WHO)
    assert [each.query for each in Alerts(lab).all()] == ["سوق"]
    assert told(lab) == []
    Alerts(lab).set_aside("bank", WHO)
    Alerts(lab).drop("bank", WHO)
    assert Alerts(lab).aside() == set()
    with pytest.raises(NotFound):
        Alerts(lab).take_back("bank", WHO)
