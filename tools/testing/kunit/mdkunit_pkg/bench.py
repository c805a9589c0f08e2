# SPDX-License-Identifier: GPL-2.0
"""mdkunit bench: what collect costs a page, with and without a flush each."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from . import bench_plot, errors, run
from .errors import Mend

SUITE = "migrate_device_bench"
_LINE = re.compile(r"\bbench (\w+) (\d+) (\w+) (\d+)$")
_CLOCK = re.compile(r"\bbench_clock (\w+) (\d+) ticks (\d+) ns$")
_CODES = ("as_written", "batched")


@dataclass(frozen=True)
class Point:
    """Nanoseconds a page; beside says what another processor does."""

    beside: str
    pages: int
    as_written: float
    batched: float

    @property
    def ratio(self) -> float:
        return self.as_written / self.batched if self.batched else 0.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    run.add_common_arguments(parser)
    parser.set_defaults(bisect=False)
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw the costs there")


def main(args: argparse.Namespace) -> int:
    wanted: Optional[Path] = args.json
    if args.platform == "all":
        raise Mend(errors.USAGE, "one platform at a time, such as --platform um")
    if args.svg and not args.svg.resolve().parent.is_dir():
        raise Mend(errors.USAGE, f"there is no directory {args.svg.parent} to draw {args.svg.name} in")
    with tempfile.TemporaryDirectory() as scratch:
        args.json = Path(scratch) / "run.json"
        args.filter = f"{SUITE}.*"
        args.kernel_arg = [*args.kernel_arg, "mm_kunit.bench=1"]
        code = run.main(args)
        if code:
            return code
        ran = json.loads(args.json.read_text("utf-8"))["platforms"][0]
    points = read(Path(ran["log"]).read_text("utf-8", "replace"))
    if not points:
        raise Mend(errors.HARNESS, f"the kernel printed no measurement; see {ran['log']}")
    host = machine(ran, args)
    _print(points, host)
    if wanted:
        wanted.write_text(json.dumps(document(points, host), indent=2) + "\n", "utf-8")
    if args.svg:
        args.svg.write_text(bench_plot.svg(points, host), "utf-8")
    return errors.PASSED


def read(log: str) -> list[Point]:
    """Points for which both compilations and the clock were measured."""
    took: dict[tuple[str, int], dict[str, int]] = {}
    tick_ns: dict[str, float] = {}
    for line in log.splitlines():
        if match := _LINE.search(line):
            took.setdefault((match.group(1), int(match.group(2))), {})[match.group(3)] = int(match.group(4))
        elif (match := _CLOCK.search(line)) and int(match.group(2)):
            tick_ns[match.group(1)] = int(match.group(3)) / int(match.group(2))
    return [Point(beside, pages, *(one[code] * tick_ns[beside] / pages for code in _CODES))
            for (beside, pages), one in took.items() if beside in tick_ns and all(code in one for code in _CODES)]


def machine(ran: dict[str, Any], args: argparse.Namespace) -> str:
    """What the figures are of; absolute ones are worth nothing without."""
    model = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
        if found := re.search(r"^model name\s*: (.*)", cpuinfo.read(), re.M):
            model = found.group(1)
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return (f"linux {ran['kernel']} on {ran['platform']}, {max(args.cpus, 1)} of {os.cpu_count()} processors, "
            f"{model}, load {load}")


def document(points: list[Point], host: str) -> dict[str, Any]:
    return {"version": 1, "machine": host, "unit": "ns/page",
            "points": [{**vars(point), "ratio": round(point.ratio, 3)} for point in points]}


def _print(points: list[Point], host: str) -> None:
    print(host)
    print(f"{'':12} {'pages':>6} {'as written':>12} {'batched':>12} {'ratio':>6}")
    for point in points:
        print(f"{point.beside:12} {point.pages:6} {point.as_written:9.0f} ns {point.batched:9.0f} ns "
              f"{point.ratio:6.2f}")
