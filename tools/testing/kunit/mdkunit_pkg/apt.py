# SPDX-License-Identifier: GPL-2.0
"""Ask Debian's archive for kernel sources through an apt state of our own,
so that the machine's sources and packages stay as they are."""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from . import cache, progress
from .errors import CONFIG, Mend

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# Aliases move on with Debian's releases, but a mirror may serve them out of
# date, so they only tell the code names. Suites with finished kernels first;
# the others are asked when a series is not among those.
_NEAR = (("stable", ""), ("stable", "-backports"))
_FAR = (("testing", ""), ("sid", ""), ("experimental", ""))
_MOVING = ("stable", "testing")
_APT_HELPER = "/usr/lib/apt/apt-helper"


class Unreachable(Mend):
    """The archive does not answer; a cached tree may do instead."""

    def __init__(self, text: str) -> None:
        super().__init__(CONFIG, text)


@dataclass(frozen=True)
class Offer:
    """A kernel source package that the archive holds."""

    package: str
    version: str

    @property
    def series(self) -> str:
        return self.package.rpartition("-")[2]

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.series.split("."))

    @property
    def label(self) -> str:
        """A file name without what make or overlayfs would trip over."""
        upstream = re.match(r"[\d.]+", self.version)
        return f"linux-{upstream.group(0) if upstream else self.series}_{re.sub(r'[^A-Za-z0-9.-]', '_', self.version)}"

    def files(self, folder: Path) -> list[Path]:
        """The package there, whole or not."""
        return list(folder.glob(f"{self.package}_{self.version.replace(':', '%3a')}_*.deb"))


def offers(renew_after: float, thorough: bool = False) -> dict[str, Offer]:
    """The newest version of each series that the archive holds.

    The answer is kept for renew_after seconds. Release candidates count
    only where thorough asks for every suite.
    """
    state = cache.subdir("apt-all" if thorough else "apt")
    known = state / "offers.json"
    if known.exists() and 0 <= time.time() - known.stat().st_mtime < renew_after:
        return {offer.series: offer for offer in (Offer(*pair) for pair in json.loads(known.read_text("utf-8")))}
    with cache.locked(state / "mdkunit.lock", "mdkunit's apt state"), \
            progress.phase("ask Debian which kernels it offers"):
        _update(state, (*_NEAR, *_FAR) if thorough else _NEAR)
        found = newest(_apt(state, ["apt-cache", "madison", *_names(state)]).stdout, thorough)
    fresh = known.with_suffix(".new")
    fresh.write_text(json.dumps([[one.package, one.version] for one in found.values()]), "utf-8")
    fresh.replace(known)
    return found


def newest(madison: str, candidates: bool) -> dict[str, Offer]:
    """The newest version of each series in what apt-cache madison prints."""
    found: dict[str, Offer] = {}
    for line in madison.splitlines():
        package, version = (part.strip() for part in line.split("|")[:2])
        offer = Offer(package, version)
        best = found.get(offer.series)
        if "~rc" in version and not candidates:
            continue
        if best is None or _newer(version, best.version):
            found[offer.series] = offer
    return found


def download(offer: Offer, dest: Path) -> Path:
    """The package's file.

    apt writes under the final name from the first byte on and resumes
    there: only its exit code tells that the file is whole and its sum right.
    """
    why = ""
    for state in _asked():
        done = _apt(state, ["apt-get", "download", f"{offer.package}={offer.version}"], cwd=dest)
        if "No space left" in done.stderr:
            raise OSError(errno.ENOSPC, "No space left on device", str(dest))
        debs = offer.files(dest)
        if done.returncode == 0 and debs:
            return debs[0]
        why = why or _complaint(done)
    raise Unreachable(f"{offer.package} {offer.version} cannot be downloaded" + (f" ({why})" if why else ""))


def size(offer: Offer) -> int:
    """Bytes of the package; 0 if apt does not tell."""
    for state in _asked():
        shown = _apt(state, ["apt-cache", "show", f"{offer.package}={offer.version}"]).stdout
        if found := re.search(r"^Size: (\d+)$", shown, re.M):
            return int(found.group(1))
    return 0


def _asked() -> list[Path]:
    """The states of apt that know what is offered."""
    return [state for state in (cache.subdir("apt"), cache.subdir("apt-all")) if (state / "offers.json").exists()]


def download_latest(names: Sequence[str], suite: str, dest: Path) -> list[Path]:
    """The files of packages as suite has them, whatever the machine runs."""
    state = cache.subdir(f"apt-{suite}")
    with cache.locked(state / "mdkunit.lock", "mdkunit's apt state"):
        _update(state, ((suite, ""),))
        done = _apt(state, ["apt-get", "download", *(f"{name}/{suite}" for name in names)], cwd=dest)
    if done.returncode:
        raise Unreachable(f"{', '.join(names)} of Debian {suite} cannot be downloaded ({_complaint(done)})")
    return sorted(dest.glob("*.deb"))


def download_lacking(names: Sequence[str], dest: Path) -> list[Path]:
    """The files of packages, and of those that they need and the machine
    lacks, from the machine's own sources."""
    if not shutil.which("apt-get"):
        raise Unreachable(f"this machine has no apt to fetch {' '.join(names)} with")
    for lists in (list, _fresh_lists):
        options = lists()
        # Pretends only, so that it needs neither root nor a lock.
        asked = _plain(["apt-get", *options, "--simulate", "--no-install-recommends", "install", *names])
        wanted = [f"{name}={version}" for name, version in installs(asked.stdout)]
        if asked.returncode == 0 and wanted:
            asked = _plain(["apt-get", *options, "download", *wanted], cwd=dest)
            if asked.returncode == 0:
                return sorted(dest.glob("*.deb"))
    raise Unreachable(f"{' '.join(names)} cannot be downloaded ({_complaint(asked)})")


def installs(simulated: str) -> list[tuple[str, str]]:
    """(package, version) that apt-get --simulate would install; an upgrade
    has the old version in brackets."""
    return re.findall(r"^Inst (\S+) (?:\[\S+\] )?\((\S+) ", simulated, re.M)


def _complaint(done: "subprocess.CompletedProcess[str]") -> str:
    return " ".join(re.findall(r"^E: (.*)", done.stderr, re.M))[:200]


def _names(state: Path) -> list[str]:
    names = _apt(state, ["apt-cache", "pkgnames", "linux-source-"]).stdout.split()
    return sorted(name for name in names if re.fullmatch(r"linux-source-\d+\.\d+", name)) or ["linux-source-0.0"]


def _newer(one: str, other: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", one, "gt", other], check=False).returncode == 0


def _update(state: Path, suites: Sequence[tuple[str, str]]) -> None:
    lines = [f"deb [signed-by={KEYRING}] {site} {suite} main" for site, suite in sources(suites)]
    (state / "sources.list").write_text("\n".join(lines) + "\n", "utf-8")
    done = _apt(state, ["apt-get", "update", "-o", "Acquire::Languages=none", "-o", "Acquire::Retries=1"])
    if done.returncode or not list((state / "lists").glob("*_Packages*")):
        raise Unreachable("Debian's archive cannot be reached")


def sources(suites: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(mirror, suite): the machine's own Debian suites, then suites, from
    the mirror that the machine is set up with."""
    if not shutil.which("apt-get"):
        raise Unreachable("this machine has no apt to fetch kernel sources with")
    found = _own_suites([]) or _own_suites(_fresh_lists())
    mirror = next((site for site, suite in found if not suite.endswith("-security")), None)
    if not mirror:
        raise Unreachable("Debian's archive cannot be reached: apt on this machine knows no mirror of it that answers")
    found += [(mirror, codename(mirror, alias) + pocket) for alias, pocket in suites]
    return list(dict.fromkeys(found))


def _own_suites(options: Sequence[str]) -> list[tuple[str, str]]:
    done = _plain(["apt-get", *options, "indextargets", "--format", "$(SITE) $(CODENAME) $(COMPONENT) $(ORIGIN)"])
    found = []
    for line in done.stdout.splitlines():
        site, suite, component, origin = (line.split() + [""] * 4)[:4]
        if component == "main" and origin == "Debian":
            found.append((site, suite))
    return found


def _fresh_lists() -> list[str]:
    """Options for a machine that never ran apt-get update, as images of
    containers come: its sources, with lists in a place of our own."""
    options = _state_options(cache.subdir("apt-own"))
    _plain(["apt-get", *options, "update", "-o", "Acquire::Languages=none", "-o", "Acquire::Retries=1"])
    return options


@functools.lru_cache(maxsize=None)
def codename(mirror: str, alias: str) -> str:
    """What alias stands for today; alias itself if that cannot be told.
    apt checks the signature of whatever suite comes of it."""
    if alias not in _MOVING:
        return alias
    target = cache.subdir("apt") / f"{alias}.release"
    target.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        _plain([_APT_HELPER, "-o", "Acquire::Retries=0", "download-file",
                f"{mirror}/dists/{alias}/InRelease", str(target)])
        if found := re.search(r"^Codename: ([\w.-]+)$", target.read_text("utf-8"), re.M):
            return found.group(1)
    return alias


def _state_options(state: Path) -> list[str]:
    """Keep lists, caches and preferences apart from the machine's."""
    for part in ("lists/partial", "cache/archives/partial"):
        (state / part).mkdir(parents=True, exist_ok=True)
    settings = {"Dir::State::Lists": state / "lists", "Dir::Cache": state / "cache",
                "Dir::Etc::Preferences": "/dev/null", "Dir::Etc::PreferencesParts": "/dev/null"}
    if os.geteuid() == 0:
        # Its own user could not write into our cache, and apt would say so.
        settings["APT::Sandbox::User"] = "root"
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _apt(state: Path, command: Sequence[str], cwd: Path = Path("/")) -> "subprocess.CompletedProcess[str]":
    """Run an apt command on our own sources."""
    only = ["-o", f"Dir::Etc::SourceList={state / 'sources.list'}", "-o", "Dir::Etc::SourceParts=/dev/null"]
    return _plain([command[0], *_state_options(state), *only, *command[1:]], cwd)


def _plain(command: Sequence[str], cwd: Path = Path("/")) -> "subprocess.CompletedProcess[str]":
    env = dict(os.environ, LC_ALL="C.UTF-8", DEBIAN_FRONTEND="noninteractive")
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          cwd=cwd, env=env)
