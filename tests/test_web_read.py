"""What readers receive, served: each the tree of their tier, and no word of a higher one."""

import pytest
import share_lab
from desk_client import HERE, seated
from fastapi.testclient import TestClient

from marsad import publishing
from marsad.accounts.entering import ENROL, SECOND
from marsad.accounts.roles import PUBLIC, RANKS, SUBSCRIBER
from marsad.report.tiers import READERS
from marsad.share import readers, unsubscribe
from marsad.store import Store
from marsad.web import app

NEVER_OF = {
    "public": ("sub", "com"), "complimentary": ("sub",), "subscribers": (), "platforms": (),
}  # fmt: skip
"""Of which reports a tree has nothing but what anybody may read."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with share_lab.fill(tmp_path_factory.mktemp("read") / "lab") as store:
        publishing.publish(store, store.settings.beside(store.settings.site), READERS)
        store.checkpoint()
        yield app(store.lab)


@pytest.fixture(scope="module")
def people(made):
    found = {role: seated(made, role, f"{role} Valen", follow_redirects=False) for role in RANKS}
    half = {f"half {stage}": seated(made, "editor", "Tamar Iseri", stage, follow_redirects=False)
            for stage in (SECOND, ENROL)}  # fmt: skip
    return {**found, **half, PUBLIC: TestClient(made, base_url=HERE, follow_redirects=False)}


def tree(made, tier):
    folder = made.state.lab / "site" / tier
    return {path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def served(client, root, names):
    """Everything that is said at every address, by whoever takes it apart."""
    for name in names:
        answer = client.get(f"{root}{name}")
        if answer.status_code == 200:
            yield name, answer.content


@pytest.mark.parametrize("role", [*RANKS, PUBLIC, f"half {SECOND}", f"half {ENROL}"])
def test_each_gets_every_file_of_their_tree_and_no_other_byte(made, people, role):
    """At every address that any tree has, so that what is theirs alone is asked for too."""
    names = {name for tier in READERS for name in tree(made, tier)}
    own = tree(made, "subscribers" if role in RANKS else "public")
    got = dict(served(people[role], "/read/", names))
    assert set(got) == set(own)
    for name, content in got.items():
        assert content == own[name].read_bytes(), name


def test_who_is_not_signed_in_reads_no_word_of_a_higher_tier(made, people):
    names = {name for tier in READERS for name in tree(made, tier)}
    said = "".join(
        share_lab.taken_apart(f".{name.rpartition('.')[2]}", content)
        for name, content in served(people[PUBLIC], "/read/", names)
    )
    assert f"{share_lab.OPEN}titlesub" in said
    for report in NEVER_OF["public"]:
        told = [each for each in (*share_lab.FIELDS, "theme")
                if share_lab.word(each, report) in said]  # fmt: skip
        assert told == [], report


def test_a_subscriber_reads_every_word(made, people):
    said = "".join(
        share_lab.taken_apart(f".{name.rpartition('.')[2]}", content)
        for name, content in served(people[SUBSCRIBER], "/read/", tree(made, "subscribers"))
        if name.endswith((".html", ".md"))
    )
    for report in ("sub", "com"):
        for each in share_lab.FIELDS:
            assert share_lab.word(each, report) in said, (each, report)


@pytest.mark.parametrize("tier", READERS)
@pytest.mark.parametrize("role", [*RANKS, PUBLIC])
def test_the_lab_looks_at_every_tree_and_nobody_else_does(made, people, role, tier):
    """The matrix of tiers and trees: by a link for the lab, never for readers."""
    client = people[role]
    answer = client.get(f"/trees/{tier}/")
    if role in (PUBLIC, SUBSCRIBER):
        assert answer.status_code == (303 if role == PUBLIC else 403)
        assert share_lab.OPEN not in answer.text
        return
    assert f'href="/trees/{tier}/"' in client.get("/trees").text
    pages = [name for name in tree(made, tier) if name.endswith((".html", ".json", ".xml"))]
    said = "".join(content.decode() for _, content in served(client, f"/trees/{tier}/", pages))
    assert f"{share_lab.OPEN}titlesub" in said
    for report in NEVER_OF[tier]:
        told = [each for each in (*share_lab.FIELDS, "theme")
                if share_lab.word(each, report) in said]  # fmt: skip
        assert told == [], report


def test_what_is_not_theirs_and_what_is_not_there_are_the_same_answer(people):
    client = people[PUBLIC]
    assert people[SUBSCRIBER].get("/read/daily-1/v1/report.pdf").status_code == 200
    answers = [
        client.get(f"/read/daily-{number}/v1/report.pdf", headers={"if-none-match": "*"})
        for number in (1, 9)
    ]
    texts = {each.text.replace("daily-1", "X").replace("daily-9", "X") for each in answers}
    assert [each.status_code for each in answers] == [404, 404]
    assert len(texts) == 1
    heads = [{name: said for name, said in each.headers.items() if name != "date"}
             for each in answers]  # fmt: skip
    assert heads[0] == heads[1]


@pytest.mark.parametrize(
    "path",
    [
        "../subscribers/index.html", "..%2fsubscribers%2findex.html", "%2e%2e/subscribers/",
        "%2e%2e%2fsubscribers%2fdaily-1%2f", "daily-1/..%2f..%2f..%2fsubscribers/index.html",
        "%2fetc%2fpasswd", "//etc/passwd", "..%5csubscribers%5cindex.html", "index.html%00",
        "..%252fsubscribers%252findex.html", "%c0%ae%c0%ae/subscribers/index.html", "%ed%a0%80",
        "..%2fmarsad-site.txt", "..%2f..%2fmarsad.toml", "..%2f..%2fkeys%2flab.key", "a" * 5000,
        ".public.new/index.html", "subscribers/index.html", "/evil.example", "%2f%2fevil.example/",
        "daily-1/%2e%2e/%2e%2e/subscribers/daily-1/index.html", "%F0%80%80%AF",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_tree(people, path):
    answer = people[PUBLIC].get(f"{HERE}/read/{path}")
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert share_lab.word("quote", "sub") not in answer.text


def test_an_answer_says_what_it_is_and_lets_nothing_else_run(made, people):
    for name in tree(made, "subscribers"):
        answer = people[SUBSCRIBER].get(f"/read/{name}")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert ("script-src" in answer.headers["content-security-policy"]) == (
            name == "search/index.html"
        )
        assert answer.headers["content-type"] != "application/octet-stream", name
        assert answer.headers["cache-control"] == "no-store"
        assert "last-modified" not in answer.headers


def test_a_tag_is_of_the_bytes_alone(people):
    """One file in two trees has one tag; a tag of one tree opens nothing of another."""
    tags = {}
    for who in (PUBLIC, SUBSCRIBER):
        for name in ("style.css", "index.html", "daily-1/index.html"):
            tags[who, name] = people[who].get(f"/read/{name}").headers["etag"]
    assert tags[PUBLIC, "style.css"] == tags[SUBSCRIBER, "style.css"]
    assert tags[PUBLIC, "daily-1/index.html"] != tags[SUBSCRIBER, "daily-1/index.html"]
    for who, other in ((PUBLIC, SUBSCRIBER), (SUBSCRIBER, PUBLIC)):
        for mark, status in ((tags[who, "daily-1/index.html"], 304),
                             (f'"x", W/{tags[who, "daily-1/index.html"]}', 304),
                             (tags[other, "daily-1/index.html"], 200)):  # fmt: skip
            said = {"if-none-match": mark}
            answer = people[who].get("/read/daily-1/index.html", headers=said)
            assert answer.status_code == status
            assert bool(answer.content) == (status == 200)


def test_folders_have_a_page_and_lead_to_it(people):
    client = people[PUBLIC]
    assert client.get("/read").headers["location"] == "/read/"
    assert client.get("/read/daily-1").headers["location"] == "/read/daily-1/"
    assert client.get("/read/daily-1/").text == client.get("/read/daily-1/index.html").text
    assert client.get("/read/daily-1/v1/figures/").status_code == 404
    assert people["admin"].get("/trees/public/daily-1").headers["location"] == (
        "/trees/public/daily-1/"
    )
    assert people["admin"].get("/trees/keys/index.html").status_code == 404


def test_asking_for_the_head_gives_the_head(people):
    for name in ("", "atom.xml", "daily-1/v1/cite.bib", "none"):
        whole, head = (people[PUBLIC].request(how, f"/read/{name}") for how in ("GET", "HEAD"))
        assert head.status_code == whole.status_code
        if head.status_code == 200:
            assert head.content == b""
            assert int(head.headers["content-length"]) == len(whole.content)
            assert head.headers == whole.headers


def test_before_anything_is_published_the_page_says_so(tmp_path):
    Store.create(tmp_path / "lab").close()
    client = TestClient(app(tmp_path / "lab"), base_url=HERE)
    answer = client.get("/read/")
    assert answer.status_code == 404
    assert "nothing was published here yet" in answer.text
    assert "not published yet" in seated(client.app, "admin").get("/trees").text


def test_the_folder_is_the_one_that_the_setting_names(made, tmp_path):
    Store.create(tmp_path / "lab").close()
    (tmp_path / "lab" / "marsad.toml").write_text(f'site = "{made.state.lab / "site"}"\n')
    client = TestClient(app(tmp_path / "lab"), base_url=HERE)
    assert f"{share_lab.OPEN}titlesub" in client.get("/read/").text


@pytest.fixture
def letter(made):
    """A reader, and the token of their letters."""
    with Store(made.state.lab) as store:
        who = readers.add(
            store, "A Desk", f"desk{len(readers.readers(store))}@example.org", "person:Noor Valen"
        )
        readers.approve(store, who.handle, "person:Leyla Oram", "asked by letter")
        return who.handle, unsubscribe.token(store, who.handle)


def mailed(made, handle):
    with Store(made.state.lab) as store:
        return readers.reader(store, handle).mail


def test_one_click_ends_the_letters_and_looking_does_not(made, people, letter):
    handle, token = letter
    client = people[PUBLIC]
    page = client.get(f"/unsubscribe/{token}")
    assert page.status_code == 200
    assert f'action="/unsubscribe/{token}"' in page.text
    assert "A Desk" not in page.text
    assert mailed(made, handle)
    # As RFC 8058 has it: no cookie, no form of ours, no origin.
    for _ in range(2):
        answer = client.post(
            f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"},
        )  # fmt: skip
        assert answer.status_code == 200
        assert "no more letters from this lab" in answer.text
    assert not mailed(made, handle)


@pytest.mark.parametrize(
    "change",
    [lambda token: token[:-1], lambda token: f"{token}0", lambda token: f"x{token}",
     lambda token: token.swapcase(), lambda token: f"{token.partition('.')[0]}.{'0' * 32}",
     lambda _token: "%00", lambda token: token.replace(".", "")],
)  # fmt: skip
def test_what_the_lab_did_not_sign_ends_nothing(made, people, letter, change):
    handle, token = letter
    for how in ("GET", "POST"):
        answer = people[PUBLIC].request(how, f"/unsubscribe/{change(token)}")
        assert answer.status_code == 400
        assert "no token of this lab" in answer.text
    assert mailed(made, handle)
