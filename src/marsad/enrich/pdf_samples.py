"""PDFs that show what is to be said of them, written object by object."""

from marsad.plugins import Example


def examples() -> tuple[Example, ...]:
    """A page of text under a lying name, one that would run a script, a picture and words."""
    script = (
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    )
    return (
        Example(
            files=(("picture.jpg", written("Opening hours")),),
            says=("pages: 1", "Opening hours"),
        ),
        Example(
            files=(("b.pdf", written("Hello", catalog=script)),),
            says=("active: javascript", "active: action on opening"),
        ),
        Example(files=(("a.pdf", b"\x89PNG\r\n\x1a\n"),)),
        Example(files=(("words.pdf", "كلام عادي".encode()),)),
    )


def written(
    words: str, pages: int = 1, catalog: str = "<< /Type /Catalog /Pages 2 0 R >>", box: str = ""
) -> bytes:
    """A PDF whose pages all show the same words."""
    shown = f"BT /F1 12 Tf 20 60 Td ({words}) Tj ET".encode()
    size = box or "0 0 200 100"
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{size}] /Contents 4 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>"
    )
    objects = [
        catalog.encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        *([page.encode()] * pages),
    ]
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(made)
