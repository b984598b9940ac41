"""A PDF is looked into and never run. BATTERY C3, C11."""

import importlib.util

import pytest
from media_samples import Timed, claims_on

from marsad.enrich.pdf_samples import written

if not all(map(importlib.util.find_spec, ("pikepdf", "pypdfium2"))):
    pytest.skip("pikepdf or pypdfium2 is not here", allow_module_level=True)

from marsad.enrich.pdf import Pdf, _checked
from marsad.errors import BadInput
from marsad.testing import check_enricher


@pytest.fixture(scope="module")
def pdf():
    made = Pdf()
    yield made
    made.close()


def values(pdf, tmp_path, content: bytes) -> list[str]:
    (tmp_path / "a.pdf").write_bytes(content)
    return [claim.value for claim in claims_on(pdf, tmp_path / "a.pdf")]


def test_the_contract_is_kept(pdf):
    check_enricher(pdf)


def test_too_many_pages_are_refused_and_as_many_as_allowed_are_counted(pdf, tmp_path):
    (refused,) = values(pdf, tmp_path, written("x", pages=10_001))
    assert "10001 pages, more than 10000" in refused
    with Timed() as timed:
        assert "pages: 10000" in values(pdf, tmp_path, written("x", pages=10_000))
    assert timed.seconds < 30


@pytest.mark.parametrize("box", ["0 0 99999999 99999999", "0 0 -1 0", "0 0 0 0", "a b c d"])
def test_pages_of_mad_sizes_are_read_or_refused(pdf, tmp_path, box):
    assert values(pdf, tmp_path, written("Hello", box=box))[0].startswith(("pages: 1", "the PDF"))


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("/OpenAction << /S /Launch /F (cmd.exe) >>", "launch of a program"),
        ("/AA << /WC << /S /SubmitForm /F (http://127.0.0.1/) >> >>", "sending of a form"),
        ("/Names << /EmbeddedFiles << /Names [] >> >>", "embedded file"),
        ("/AcroForm << /XFA [] >>", "form with scripts (XFA)"),
        ("/OpenAction << /S /J#61vaScript /J#53 (app.alert) >>", "javascript"),
        ("/OpenAction << /S /URI /URI (http://127.0.0.1/) >>", "web link"),
        ("/X [[[<< /S /GoToE >>]]]", "embedded document"),
    ],
)
def test_what_would_act_is_named(pdf, tmp_path, action, said):
    catalog = f"<< /Type /Catalog /Pages 2 0 R {action} >>"
    assert f"active: {said}" in values(pdf, tmp_path, written("Hello", catalog=catalog))


def test_what_acts_is_named_inside_packed_objects(pdf, tmp_path):
    import pikepdf

    catalog = "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (1) >> >>"
    (tmp_path / "plain.pdf").write_bytes(written("Hello", catalog=catalog))
    with pikepdf.open(tmp_path / "plain.pdf") as opened:
        streams = pikepdf.ObjectStreamMode.generate
        opened.save(tmp_path / "packed.pdf", object_stream_mode=streams)
    raw = (tmp_path / "packed.pdf").read_bytes()
    assert b"JavaScript" not in raw
    assert "active: javascript" in values(pdf, tmp_path, raw)


def test_a_locked_a_torn_and_a_false_pdf_are_refused_alone(pdf, tmp_path):
    import pikepdf

    (tmp_path / "plain.pdf").write_bytes(written("Hello"))
    with pikepdf.open(tmp_path / "plain.pdf") as opened:
        opened.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="u", owner="o"))
    assert values(pdf, tmp_path, (tmp_path / "locked.pdf").read_bytes()) == [
        "the PDF is locked with a password"
    ]
    (tmp_path / "html.pdf").write_bytes(b"%PDF-1.7\n<html><script>alert(1)</script></html>")
    claims = claims_on(pdf, tmp_path / "html.pdf", tmp_path / "plain.pdf")
    assert [claim.kind for claim in claims] == ["unreadable", "pdf-facts", "document-text"]


def test_objects_without_end_are_refused_in_time(pdf, tmp_path):
    deep = f"<< /Type /Catalog /Pages 2 0 R /X {'[' * 5000}{']' * 5000} >>"
    with Timed() as timed:
        said = values(pdf, tmp_path, written("Hello", catalog=deep))
    assert said
    assert timed.seconds < 20


def test_an_answer_of_the_wrong_shape_is_not_believed():
    for answer in (b"{", b'{"pages":-1}', b'{"pages":1,"active":["<b>"]}', b'{"pages":10001}'):
        with pytest.raises(BadInput):
            _checked(answer)
