"""What a file is, by its first bytes: names and senders lie."""

UNKNOWN = "application/octet-stream"

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
}


def sniffed(start: bytes) -> str:
    """Name the media type of a file that starts so (64 bytes are enough)."""
    for judge in (_riff, _brand, _plain):
        if kind := judge(start):
            return kind
    return UNKNOWN


def _riff(start: bytes) -> str:
    return _RIFF.get(start[8:12], "") if start[:4] == b"RIFF" else ""


def _brand(start: bytes) -> str:
    return _BRANDS.get(start[8:12], "video/mp4") if start[4:8] == b"ftyp" else ""


def _plain(start: bytes) -> str:
    return next((kind for magic, kind in _STARTS if start.startswith(magic)), "")
