# SPDX-License-Identifier: GPL-2.0
"""mdkunit clean: what the cache holds, and away with it."""

from __future__ import annotations

import argparse
import shutil
import subprocess

from . import cache, errors


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--builds", action="store_true", help="remove the build directories")
    parser.add_argument("--all", action="store_true", help="remove the kernel sources as well")


def main(args: argparse.Namespace) -> int:
    top = cache.root()
    for path in sorted([*top.glob("trees/linux-*"), *top.glob("build/*")]):
        if path.is_dir():
            done = subprocess.run(["du", "-sm", str(path)], capture_output=True, text=True, check=False)
            print(f"{(done.stdout.split() or ['?'])[0]:>6} MB  {path}")
    if args.builds or args.all:
        shutil.rmtree(top if args.all else top / "build")
        print(f"removed {top if args.all else top / 'build'}")
    return errors.PASSED
