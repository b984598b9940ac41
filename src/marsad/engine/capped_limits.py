"""What a decoder may use, and the walls around it."""

import ctypes
import os
import resource
from dataclasses import dataclass
from pathlib import Path

_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one decoder may use before it is stopped."""

    seconds: float = 30.0
    """Wall clock and processor time of one call."""
    megabytes: int = 1024
    """Address space of each of its processes."""
    file_megabytes: int = 256
    """Size of any file it writes."""
    open_files: int = 128
    answer_megabytes: int = 64
    """Size of an answer; a longer one is not read."""
    threads: int = 1
    """Threads that its numeric libraries may start. One that is told to work with more than it
    gets does not fail: CTranslate2 leaves the other threads' share of a product unset."""


@dataclass(frozen=True, slots=True)
class Walls:
    """Which walls this machine let us build."""

    network: bool
    """It has a network of its own, with nothing in it."""
    processes: bool
    """Whatever it starts dies with it, even what left its process group."""


def build_walls() -> Walls:
    """Cut the network off and enclose processes to come, as far as the kernel permits it."""
    user, group = os.getuid(), os.getgid()
    for flags in (_NEWUSER | _NEWNET | _NEWPID, _NEWUSER | _NEWNET):
        if _unshare(flags):
            _map_self(user, group)
            return Walls(network=True, processes=bool(flags & _NEWPID))
    return Walls(network=False, processes=False)


def cap(limits: Limits) -> None:
    """Set the limits that hold for the life of this process and of those it starts."""
    for what, most in (
        (resource.RLIMIT_AS, limits.megabytes * _MEGABYTE),
        (resource.RLIMIT_FSIZE, limits.file_megabytes * _MEGABYTE),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def cap_processor(seconds: float) -> None:
    """Allow ``seconds`` more of processor time from now on: the next call's share."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _unshare(flags: int) -> bool:
    # os.unshare comes with Python 3.12.
    libc = ctypes.CDLL(None, use_errno=True)
    return hasattr(libc, "unshare") and libc.unshare(flags) == 0


def _map_self(user: int, group: int) -> None:
    """Keep our own number inside: files we make there are ours outside, too."""
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny")
    (own / "uid_map").write_text(f"{user} {user} 1")
    (own / "gid_map").write_text(f"{group} {group} 1")
