"""Files that show what the media facts must and must not say."""

from marsad.plugins import Example

_PIXEL_GIF = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)


def examples() -> tuple[Example, ...]:
    """A picture under a lying name, a document, plain words and an empty file."""
    return (
        Example(files=(("letter.pdf", _PIXEL_GIF),), says=("image/gif", "1x1")),
        Example(files=(("picture.jpg", b"%PDF-1.7\n%%EOF\n"),), says=("application/pdf",)),
        Example(files=(("words.jpg", "كلام عادي لا صورة فيه".encode()),)),
        Example(files=(("empty.mp4", b""),)),
    )
