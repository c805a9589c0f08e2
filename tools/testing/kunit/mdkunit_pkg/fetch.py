# SPDX-License-Identifier: GPL-2.0
"""Kernel sources from Debian: a series' newest patch level, unpacked in
the cache. Half-done downloads and half-unpacked trees never count."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import ContextManager, Iterator, Optional

from . import apt, cache, errors, expected, packages, progress, tree
from .apt import Offer
from .errors import Mend

FALLBACK = "6.12"
# Where Debian's linux-source packages put their tarballs.
_SOURCES = Path("/usr/src")
# An unpacked tree, its package and its tarball.
NEEDED_BYTES = 2_200_000_000
_RENEW_AFTER = 24 * 3600.0
# Trees of all series take about as long.
_UNPACK = "unpack a kernel source"


class _Gone(Mend):
    """The archive answers, and does not have the series."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kernel", action="append", default=[], metavar="SERIES",
                        help="a series such as 6.12; repeatable (default: the newest)")
    parser.add_argument("--offers", action="store_true", help="only list what Debian offers")
    parser.add_argument("--print-path", action="store_true", help="print where each tree is, on stdout")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    packages.ensure(packages.missing([], True))
    if args.offers:
        for offer in sorted(apt.offers(0.0, thorough=True).values(), key=lambda one: one.order):
            print(f"{offer.series}  {offer.version}")
        return errors.PASSED
    for series in args.kernel or [None]:
        found = tree_of(series, _RENEW_AFTER if args.print_path else 0.0)
        print(found.path if args.print_path else found.name)
    return errors.PASSED


def tree_of(series: Optional[str], renew_after: float = _RENEW_AFTER) -> tree.Tree:
    """The tree of series (None: the newest), fetched if need be."""
    try:
        offer = _resolve(series, renew_after)
    except apt.Unreachable as error:
        return _from_cache(series, str(error))
    except _Gone as gone:
        path = _cached(series)
        if not path:
            raise
        progress.say(f"{gone}; using {path.name} from the cache")
        return _opened(path, path.name.partition("_")[2])
    with _locked(offer):
        path = cache.subdir("trees") / offer.label
        if not path.is_dir():
            try:
                _get(offer, path)
            except apt.Unreachable as error:
                return _from_cache(series, str(error))
    return _opened(path, offer.version)


def _opened(path: Path, version: str) -> tree.Tree:
    found = tree.open_tree(path)
    found.name = f"linux {found.version} (Debian {version})"
    return found


def _resolve(series: Optional[str], renew_after: float) -> Offer:
    offered = apt.offers(renew_after)
    if series is None:
        return _newest(offered)
    if series not in offered:
        offered = apt.offers(renew_after, thorough=True)
    if series not in offered:
        nearest = nearest_series(series, list(offered))
        others = ", ".join(sorted(offered, key=lambda name: offered[name].order))
        raise _Gone(errors.USAGE, f"Debian offers no linux-source-{series}; the nearest is --kernel {nearest} "
                                  f"(offered: {others}); or give --kdir a tree of your own")
    return offered[series]


def _newest(offered: dict[str, Offer]) -> Offer:
    if not offered:
        raise apt.Unreachable("apt knows of no linux-source package")
    newest = max(offered.values(), key=lambda one: one.order)
    if newest.series == FALLBACK:
        progress.say(f"no newer suite offers a kernel source; falling back to {FALLBACK}")
    return newest


def nearest_series(series: str, offered: list[str]) -> str:
    """The offered series closest to series; minor numbers only compare
    within a major one."""
    wanted = tuple(int(part) for part in series.split("."))
    known = sorted(tuple(int(part) for part in name.split(".")) for name in offered)
    if not known:
        return "none"
    same = [one for one in known if one[0] == wanted[0]]
    if same:
        best = min(same, key=lambda one: abs(one[1] - wanted[1]))
    else:
        best = max((one for one in known if one < wanted), default=known[0])
    return ".".join(str(part) for part in best)


def _from_cache(series: Optional[str], why: str) -> tree.Tree:
    """Without the archive: what an earlier run fetched, or the package of
    kernel sources that the machine has installed."""
    found = _cached(series)
    if not found and (series is None or series == FALLBACK or _tarball(series)):
        found = _installed(series or FALLBACK)
    if not found:
        raise Mend(errors.CONFIG, f"{why}, and the cache holds no linux {series or 'source'}; "
                                  "mend the network or give --kdir (KDIR=) a kernel source tree")
    progress.say(f"{why}; using {found.name} from this machine")
    return _opened(found, found.name.partition("_")[2] or "unknown")


def _cached(series: Optional[str]) -> Optional[Path]:
    found = []
    for path in cache.subdir("trees").iterdir():
        match = re.fullmatch(r"linux-(\d+)\.(\d+)\.(\d+).*", path.name)
        if match and path.is_dir() and series in (None, f"{match.group(1)}.{match.group(2)}"):
            found.append((tuple(int(part) for part in match.groups()), path))
    return max(found)[1] if found else None


def _tarball(series: str) -> Optional[Path]:
    return next(iter(_SOURCES.glob(f"linux-source-{series}.tar.*")), None)


def _installed(series: str) -> Optional[Path]:
    tarball = _tarball(series)
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", f"linux-source-{series}"],
                           capture_output=True, text=True, check=False)
    if not tarball or asked.returncode or not asked.stdout:
        return None
    offer = Offer(f"linux-source-{series}", asked.stdout)
    path = cache.subdir("trees") / offer.label
    with _locked(offer):
        if not path.is_dir():
            _check_space(offer, path)
            with expected.phase(f"unpack {tarball}", _UNPACK), scratch_beside(path) as scratch:
                _untar(tarball, scratch, path)
    return path


def _locked(offer: Offer) -> ContextManager[None]:
    return cache.locked(cache.subdir("trees") / f"{offer.label}.lock", f"linux {offer.series}")


@contextlib.contextmanager
def scratch_beside(path: Path) -> Iterator[Path]:
    """A place to unpack in, beside path; what a killed run left goes."""
    prefix = f".unpack-{path.name}-"
    for left in path.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=prefix) as scratch:
        yield Path(scratch)


def _check_space(offer: Offer, path: Path) -> None:
    free = shutil.disk_usage(path.parent).free
    if free < NEEDED_BYTES:
        raise Mend(errors.CONFIG, f"unpacking linux {offer.series} takes {NEEDED_BYTES / 1e9:.1f} GB and "
                                  f"{path.parent} has {free / 1e9:.1f} GB free; free some space or set XDG_CACHE_HOME")


def _get(offer: Offer, path: Path) -> None:
    _check_space(offer, path)
    size, dest = apt.size(offer), cache.subdir("deb")
    with progress.phase(f"download {offer.package} {offer.version}", lambda: _arrived(offer, dest, size)):
        deb = apt.download(offer, dest)
    with expected.phase(f"unpack {offer.package}", _UNPACK), scratch_beside(path) as scratch:
        _unpack(deb, scratch, path)
    deb.unlink(missing_ok=True)


def _arrived(offer: Offer, dest: Path, size: int) -> str:
    """How much of the package is there; nothing if its size is not known."""
    have = 0
    with contextlib.suppress(OSError):
        have = sum(path.stat().st_size for path in offer.files(dest))
    return f"{100 * have // size} % of {size / 1e6:.0f} MB" if size else ""


def _unpack(deb: Path, scratch: Path, path: Path) -> None:
    try:
        extract(deb, scratch)
        tarballs = list(scratch.glob("usr/src/linux-source-*.tar.*"))
        if len(tarballs) != 1:
            raise Mend(errors.CONFIG, f"{deb.name} holds no kernel source; run mdkunit fetch again later")
        _untar(tarballs[0], scratch, path)
    except Mend:
        deb.unlink(missing_ok=True)
        raise


def _untar(tarball: Path, scratch: Path, path: Path) -> None:
    content = scratch / "content"
    content.mkdir()
    _call(["tar", "-xf", str(tarball), "-C", str(content)], tarball)
    trees = list(content.iterdir())
    if len(trees) != 1:
        raise Mend(errors.CONFIG, f"{tarball.name} does not hold one kernel tree; give --kdir one")
    os.rename(trees[0], path)


def extract(deb: Path, into: Path) -> None:
    """What a package holds, without installing it."""
    _call(["dpkg", "-x", str(deb), str(into)], deb)


def _call(command: list[str], archive: Path) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        if "No space left" in done.stderr:
            raise OSError(errno.ENOSPC, "No space left on device")
        raise Mend(errors.CONFIG, f"{archive.name} cannot be unpacked ({done.stderr.strip()[-200:]}); "
                                  "run again to download it anew")
