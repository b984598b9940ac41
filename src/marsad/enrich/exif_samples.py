"""Pictures that show what is to be said of their EXIF, made when asked for."""

from io import BytesIO

from marsad.plugins import Example


def examples() -> tuple[Example, ...]:
    """Two pictures with facts, one without, and a text."""
    camera = {0x010F: "Fiction", 0x0110: "Camera 7", 0x0132: "2024:05:01 10:00:00"}
    return (
        Example(
            files=(("camera.jpg", pictured(camera, {2: (31.0, 57.0, 0.0), 1: "N"})),),
            says=("make: Fiction", "model: Camera 7", "gps: present"),
        ),
        Example(
            files=(("edited.png", pictured({0x0131: "Paint 3"}, kind="PNG")),),
            says=("software: Paint 3",),
        ),
        Example(files=(("plain.jpg", pictured({})),)),
        Example(files=(("words.jpg", "كلام عادي لا صورة فيه".encode()),)),
    )


def pictured(
    facts: dict[int, str], gps: dict[int, object] | None = None, kind: str = "JPEG"
) -> bytes:
    """A small picture with this EXIF."""
    from PIL import Image

    exif = Image.Exif()
    for tag, said in facts.items():
        exif[tag] = said
    if gps:
        exif[0x8825] = gps
    written = BytesIO()
    Image.new("RGB", (16, 12), "teal").save(written, kind, **({"exif": exif} if facts else {}))
    return written.getvalue()
