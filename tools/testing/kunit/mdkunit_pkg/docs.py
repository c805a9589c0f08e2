# SPDX-License-Identifier: GPL-2.0
"""mdkunit docs: the pages of Documentation/mdkunit as HTML, by Sphinx."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import time
from pathlib import Path

from . import cache, errors, packages, progress, run
from .errors import Mend

PAGES = "Documentation/mdkunit"
PROGRAM, PACKAGE = "sphinx-build", "python3-sphinx"
# What Sphinx says on one line: file, line, and what is wrong.
_FAULT = re.compile(r"^(?P<where>\S+?\.rst(?::\d+)?): (?:WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)", re.M)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", help="put the pages there (default: in the cache)")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    root = run.project_root()
    try:
        ensure()
    except Mend as error:
        print(f"SKIP docs: {error}")
        return errors.SKIPPED
    started = time.monotonic()
    out = (args.out or cache.subdir("docs")).resolve()
    found = faults(root / PAGES, out)
    for fault in found:
        print(f"FAILED {fault}")
    pages = len(list((root / PAGES).rglob("*.rst")))
    if not found:
        progress.note(f"docs: {pages} pages, {time.monotonic() - started:.1f} s; begin with {out / 'index.html'}")
    print(f"{pages if not found else 0} passed, {len(found)} failed, 0 skipped")
    return errors.FAILED if found else errors.PASSED


def ensure() -> None:
    """Get Debian's Sphinx, if there is none."""
    if not shutil.which(PROGRAM):
        packages.ensure([PACKAGE])


def faults(pages: Path, out: Path) -> list[str]:
    """Build pages into out; each warning, such as that of a page that no
    other one leads to, is a fault."""
    # -E: a page that is not read again would keep its warnings to itself.
    command = [PROGRAM, "-q", "-E", "-W", "--keep-going", "--no-color",
               "-b", "html", "-d", str(out / ".doctrees"), "-C", "-D", "project=mdkunit",
               "-D", "html_copy_source=0", str(pages), str(out)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          errors="replace", check=False)
    found = [f"{match['where'].removeprefix(f'{pages}/')}: {match['what']}"
             for match in _FAULT.finditer(done.stderr)]
    if done.returncode and not found:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        found = [lines[-1] if lines else "sphinx-build fails and says nothing"]
    return found
