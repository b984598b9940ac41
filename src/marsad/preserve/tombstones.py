"""What was lawfully erased, as the custody log tells it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marsad import safeguards
from marsad.store import Store
from marsad.store.erasing import ERASED, KEPT_OUT


@dataclass(slots=True)
class Tombstones:
    """Every erasure of a lab or a bundle; one without two persons counts for none."""

    leaves: dict[int, str] = field(default_factory=dict)
    """Number of an erased leaf, and the tombstone."""
    originals: dict[str, str] = field(default_factory=dict)
    """Digest of a file that must not be there, and the tombstone."""
    media: dict[str, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    """Place and native id of an erased post, whichever version, and the tombstone."""
    runs: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    """First number of a run of findings, and what the run came to without those erased."""
    unlawful: list[str] = field(default_factory=list)
    """Tombstones without two named persons and a legal basis."""

    @classmethod
    def of(cls, store: Store) -> "Tombstones":
        """The erasures of a lab."""
        return cls().read(store.acts(ERASED, KEPT_OUT))

    def read(self, acts: Iterable[Mapping[str, Any]]) -> "Tombstones":
        """Take in acts, oldest first."""
        for said in acts:
            name = str(said["tombstone"])
            if said["act"] == KEPT_OUT:
                self.originals.update(dict.fromkeys(said["originals"], name))
            elif not said.get("legal_basis") or not safeguards.two_persons(
                name, said.get("asked_by", ""), said["by"]
            ):
                self.unlawful.append(name)
            else:
                self._take(name, said)
        return self

    def _take(self, name: str, said: Mapping[str, Any]) -> None:
        self.leaves.update(dict.fromkeys(said["leaves"], name))
        self.originals.update(dict.fromkeys(said["originals"], name))
        self.media.update(dict.fromkeys(said["media"], name))
        self.posts.update({unversioned(post): name for post in said["posts"]})
        self.runs.update({run["first"]: run for run in said["runs"]})

    def lost(self, sha256: str) -> str:
        """The tombstone that says why an original is gone; empty when none does."""
        return self.originals.get(sha256) or self.media.get(sha256, "")


def unversioned(post: str) -> str:
    """Place and native id of a post: ``telegram:1001/5`` of ``telegram:1001/5@0f3a…``."""
    return post.rpartition("@")[0]
