"""Every setting: its name, its default, and a line of help.

They are read from ``marsad.toml`` in the lab and, above that, from ``MARSAD_*`` variables of the
environment. Nothing is read from the database or from the network.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marsad.errors import BadInput, NotReady

FILE = "marsad.toml"
DESK_LANGUAGES = ("en", "ar")
TANTIVY, POSTGRES = "tantivy", "postgres"


def _setting(default: Any, help: str, least: int = 1) -> Any:
    return field(default=default, metadata={"help": help, "least": least})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a lab may change. Each field's help is its documentation."""

    author: str = _setting("", "Who signs what you write when --by is not given.")
    lab_name: str = _setting("Marsad lab", "Name of the lab, as reports and checkpoints give it.")
    database: str = _setting(
        "", "postgresql://USER@HOST/DATABASE, without a password; empty means lab.db in the lab."
    )
    database_key: str = _setting("", "File with its password; else MARSAD_DATABASE_SECRET.")
    blobs: str = _setting(
        "", "s3://BUCKET/PREFIX for the originals; empty means blobs/ in the lab."
    )
    blobs_endpoint: str = _setting("", "Address of its server, when that is not Amazon's.")
    blobs_key: str = _setting(
        "", "File with key id and secret; else MARSAD_BLOBS_SECRET, else AWS_... variables."
    )
    timezone: str = _setting("UTC", "Zone in which days are counted and footnotes are dated.")
    language: str = _setting("en", "Language that translations are made into.")
    desk_language: str = _setting(
        "en", "Language of the desk, en or ar, where neither reader nor browser asks for one."
    )
    hadith_books: str = _setting(
        "", "Your own hadith collections: .csv and .jsonl files, or folders, with commas between."
    )
    scripture_rendering: str = _setting(
        "", "Published renderings of scripture that you quote: files, with commas between."
    )
    workers: int = _setting(0, "Processes that enrich; 0 means one for each core.", 0)
    batch: int = _setting(200, "Posts that a worker takes at a time.")
    lease_seconds: int = _setting(600, "A batch not finished by then goes to another worker.")
    strikes: int = _setting(3, "A post that fails this often is quarantined.")
    lock_seconds: int = _setting(20, "How long to wait for another process that is writing.")
    search_engine: str = _setting(
        TANTIVY, "tantivy: an index in the lab's folder; postgres: tables beside its rows."
    )
    shard_posts: int = _setting(2_000_000, "Posts that one part of the search index holds.", 1000)
    graphic_a_day: int = _setting(
        20, "Openings of what was marked graphic after which the desk suggests a pause."
    )
    session_idle_minutes: int = _setting(120, "Who leaves the desk alone so long is signed out.")
    session_hours: int = _setting(12, "Who signed in to the desk so long ago signs in anew.")
    oidc_issuer: str = _setting(
        "", "Identity provider (OpenID Connect) by which people sign in; empty: by none."
    )
    oidc_client: str = _setting("", "Name of the desk at the identity provider (client id).")
    oidc_key: str = _setting(
        "", "File with the desk's secret there; else MARSAD_OIDC_SECRET; none: a public client."
    )
    oidc_name: str = _setting("", "What buttons call the identity provider; empty: by its host.")
    oidc_authority: str = _setting(
        "", "File (PEM) of the authority behind its TLS, when that is no public one."
    )
    posts_a_day: int = _setting(200, "Posts coded in a day after which the desk suggests a pause.")
    triage_codes: str = _setting(
        "", "Codes that the keys of the triage queue give: KIND:CODE with commas between."
    )
    max_megapixels: int = _setting(40, "Pictures above this are refused.")
    decoder_seconds: int = _setting(60, "A decoder that takes longer is stopped.")
    decoder_megabytes: int = _setting(2048, "A decoder that needs more memory is stopped.")
    user_agent: str = _setting("Marsad/0.1 (research archive)", "Name given to servers.")
    fetch_seconds: int = _setting(30, "A server that takes longer to answer is given up.")
    fetch_megabytes: int = _setting(64, "Bodies are cut off above this, decoded.")
    pace_seconds: int = _setting(2, "Least time between two questions to one host.", 0)
    proxy: str = _setting("", "Proxy for every question; when it is down, nothing is asked.")
    own_addresses: str = _setting("", "HOST:PORT with commas between: private ones that are ours.")
    mail_server: str = _setting("", "HOST:PORT of the server that sends digests.")
    mail_tls: str = _setting("starttls", "starttls, tls, or none (this machine only).")
    mail_from: str = _setting("", "Address that digests come from.")
    mail_user: str = _setting("", "Name at the mail server; empty: it asks for none.")
    mail_key: str = _setting("", "File with its password; else MARSAD_MAIL_SECRET.")
    site: str = _setting(
        "site", "Folder that marsad publish writes and the desk serves, in the lab or anywhere."
    )
    site_address: str = _setting(
        "",
        "Where the trees of marsad publish are served; /TIER/ is added to it. One that ends in "
        "/read is the desk's, which gives each the tree of their tier.",
    )
    reader_domains: str = _setting(
        "", "Domains whose addresses may become readers without a reason: example.org, *.edu."
    )
    registration: int = _setting(
        0, "1: anybody may ask at /register to become a reader; a person decides.", 0
    )
    unsubscribe_address: str = _setting(
        "", "https address of yours that takes unsubscriptions; /TOKEN is added to it."
    )
    webhook_key: str = _setting(
        "", "File with the secret that signs webhooks; else MARSAD_WEBHOOK_SECRET."
    )
    retention: str = _setting(
        "standard=0, short=90, preservation=183",
        "Retention classes: days for which each keeps, 0 for good.",
    )
    codebook: str = _setting(
        "codebook.toml", "File of the lab's own codes, in the lab or anywhere."
    )
    termbase: str = _setting("termbase.toml", "File of the termbase, inside the lab or anywhere.")
    models: str = _setting("", "Folder of pulled models; empty: marsad/models of your data folder.")
    speech_model: str = _setting("whisper-small", "Model that writes down what is said.")
    max_frames: int = _setting(60, "Key frames taken from one video at most.")
    field_terms: int = _setting(1, "1: the terms of the field stand behind your own; 0: not.", 0)
    lab: Path | None = None
    """The lab they are of, for what stands in its folder: told by ``load``, set by nobody."""

    def beside(self, name: str) -> Path:
        """A file that a setting names: inside the lab, unless the name says where it is."""
        return (self.lab or Path()) / name

    engine_seconds: int = _setting(60, "An engine that takes longer over a batch is stopped.")
    libretranslate: str = _setting("", "Address of a LibreTranslate server.")
    libretranslate_key: str = _setting("", "File with its key; else MARSAD_LIBRETRANSLATE_SECRET.")
    chat: str = _setting("", "Address of a chat-completions API, such as http://HOST:PORT/v1.")
    chat_model: str = _setting("", "Model that the chat-completions API is asked for.")
    chat_key: str = _setting("", "File with its key; else the variable MARSAD_CHAT_SECRET.")

    @property
    def desk_address(self) -> str:
        """Where readers find the desk: what stands before ``/read`` in ``site_address``."""
        base = self.site_address.rstrip("/")
        return base.removesuffix("/read") if base.endswith("/read") else ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days are counted."""
        return ZoneInfo(self.timezone)


def describe() -> Iterator[tuple[str, Any, str]]:
    """Name, default and help of every setting."""
    for each in fields(Settings):
        if each.metadata:
            yield each.name, each.default, each.metadata["help"]


def load(lab: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a lab, or of none: file first, then the environment above it."""
    path = lab / FILE if lab else None
    values: dict[str, Any] = {}
    if path and path.exists():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadInput(f"{FILE} cannot be read: {error}; correct that line") from error
    known = {name: default for name, default, _help in describe()}
    for name in sorted(set(values) - set(known)):
        raise BadInput(f"{FILE} has no setting {name!r}; there are {', '.join(sorted(known))}")
    for name in known:
        if (said := environment.get(f"MARSAD_{name.upper()}")) is not None:
            values[name] = said
    made = {name: _cast(name, said, known) for name, said in values.items()}
    return _checked(Settings(**made, lab=lab.absolute() if lab else None))


def read_key(file: str, variable: str) -> str:
    """The key of an API from a file, else from the environment; it is never logged."""
    if not file:
        return os.environ.get(variable, "").strip()
    try:
        return Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotReady(f"the key in {file} cannot be read", f"write it to {file}") from error


def _cast(name: str, said: Any, known: Mapping[str, Any]) -> Any:
    """A value of the file or the environment as its setting's type; nothing is rounded."""
    kind = type(known[name])
    try:
        made = kind(said) if isinstance(said, str) else said
    except ValueError:
        made = None
    if type(made) is not kind:
        raise BadInput(
            f"setting {name} is {said!r}; expected {kind.__name__}, such as {known[name]!r}"
        )
    return made


def _checked(settings: Settings) -> Settings:
    for each in fields(settings):
        value, least = getattr(settings, each.name), each.metadata.get("least", 0)
        if isinstance(value, int) and value < least:
            raise BadInput(f"setting {each.name} is {value}; expected {least} or more")
    if settings.search_engine not in (TANTIVY, POSTGRES):
        raise BadInput(
            f"setting search_engine is {settings.search_engine!r}; there are {TANTIVY} and "
            f"{POSTGRES}"
        )
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(
            f"setting timezone is {settings.timezone!r}; expected a name such as 'Asia/Amman'"
        ) from error
    if settings.desk_language not in DESK_LANGUAGES:
        raise BadInput(
            f"setting desk_language is {settings.desk_language!r}; expected one of "
            f"{', '.join(DESK_LANGUAGES)}"
        )
    return settings
