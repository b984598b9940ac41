"""A line of the gate's answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """What a report lacks, where, and what to do."""

    where: str
    what: str
    remedy: str
    at: str = ""
    """Where that is mended: ``lede``, ``2.1.f1``, as ``spots`` names places."""

    def __str__(self) -> str:
        """Read as one line."""
        return f"{self.where}: {self.what}; {self.remedy}"
