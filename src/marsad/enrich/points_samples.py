"""Pictures that show when points are found."""

from io import BytesIO

from marsad.plugins import Example

_CORNERS = (
    "GAAYAAKNApwUg6rnFgBYAiDqMEBYKhPBArgA/yAmioAUCDCILgAYAAKNApwUg6rnFgBYAiDqMEBYKhPBArgA/yAm"
    "ioAUCDCIGAAuAAKNApwUg6rnFgBYAiDqMEBYKhPBArgA/yAmioAUCDCILgAuAAKNApwUg6rnFgBYAiDqMEBYKhPB"
    "ArgA/yAmioAUCDCI"
)
_LARGER = (
    "FAAUAAKNAp4Ug6rmFgBYAiDqMEBZahOBArgI/yAmioAUCjCIMQAUAAKNAp4Ug6rmFgBaAmDqMEBZahOBArgK/yAm"
    "ioAUCjCIFAAxAAKNAp4Ug6rmFgFYAiDqMEBZahOBIrgI/yAmiogUCjCIMQAxAAKNAp4Ug6rmFgBYAiDqMEBZahOB"
    "ArgI/yAmioAUCjCI"
)


def examples() -> tuple[Example, ...]:
    """Two squares, which have corners; a plain picture, and words under the name of one."""
    return (
        Example(files=(("corners.png", _drawn((24, 24, 47, 47))),), says=(_CORNERS,)),
        Example(files=(("larger.png", _drawn((20, 20, 50, 50))),), says=(_LARGER,)),
        Example(files=(("plain.png", _drawn()),)),
        Example(files=(("words.jpg", "كلام عادي لا صورة فيه".encode()),)),
    )


def _drawn(*boxes: tuple[int, int, int, int]) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (72, 72), 255)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill=0)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
