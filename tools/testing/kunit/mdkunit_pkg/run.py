# SPDX-License-Identifier: GPL-2.0
"""mdkunit run: from a tree or a series to a verdict."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from . import cell, errors, fetch, fixes, machine, packages, progress, report, tree, variants
from .errors import Mend
from .platforms import CHOICES, PLATFORMS, TABLE, chosen



def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--repeat", type=int, default=1, metavar="N",
                        help="boot N times; a case passes if it always does")
    parser.add_argument("--vary", action="store_true",
                        help="with --repeat: 1 and 2 processors, 256 MiB to 4 GiB, every other time beside a busy "
                             "host, and each in an order of its own")
    machine.add_repeatable(parser)
    parser.add_argument("--build-only", action="store_true", help="stop after the build")
    parser.add_argument("--bisect", action="store_true", help="exit as git bisect run wants it: 125 for a kernel that "
                                                              "does not build or boot")


def add_source(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--kdir", type=Path, metavar="DIR", help="a kernel source tree; it is not touched")
    source.add_argument("--kernel", metavar="SERIES", help="a series that Debian offers, such as 7.3, 6.12, 6.1 "
                                                           "(default: the newest)")


def add_common_arguments(parser: argparse.ArgumentParser) -> None:
    """What every command takes that builds one kernel and boots it."""
    parser.set_defaults(repeat=1, vary=False, order=0, fault=0, build_only=False)
    add_source(parser)
    parser.add_argument("--platform", default="um", metavar=CHOICES, help="default: um")
    parser.add_argument("--config", action="append", default=[], metavar="NAME",
                        help="add kunitconfig/NAME; repeatable")
    usual = sorted({name for platform in TABLE.values() for name in platform.usual})
    parser.add_argument("--without", action="append", default=[], metavar="NAME", choices=usual,
                        help="leave out kunitconfig/NAME, which is there by default: %(choices)s")
    parser.add_argument("--filter", default="", metavar="GLOB", help="only SUITE[.TEST[.ROW]], globs allowed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep logs and .config there")
    machine.add_arguments(parser)
    parser.add_argument("--known-issues", action="store_true", help="run the cases of known issues too")
    parser.add_argument("--apply", action="append", default=[], type=Path, metavar="PATCH",
                        help="run on files changed by a .cocci or patch -p1 file; repeatable")
    parser.add_argument("--fixed", action="store_true",
                        help="run on a kernel with all fixes of ours, and the cases of known issues, which then pass")
    parser.add_argument("--timeout", type=float, default=300.0, metavar="S", help="limit of one boot (default: 300)")
    parser.add_argument("--make-option", action="append", default=[], metavar="X=Y", help="passed to make; repeatable")
    parser.add_argument("--kernel-arg", action="append", default=[], metavar="ARG", help="passed to the kernel")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), metavar="N",
                        help="jobs of the build (default: one for each processor)")
    progress.add_quiet(parser)
    parser.add_argument("--no-wait", action="store_true", help="refuse when the build directory is in use")
    parser.add_argument("--no-install", action="store_true", help="never install packages")


def main(args: argparse.Namespace) -> int:
    if args.json:
        check_json(args.json)
    try:
        code = _run(args)
    except Mend as error:
        if args.json:
            report.write_json(args.json, [], error.code, str(error))
        raise Mend(bisect_code(error.code), str(error)) if args.bisect else error
    return bisect_code(code) if args.bisect else code


def _run(args: argparse.Namespace) -> int:
    root, found, platforms = prepare(args)
    return _conclude([cell.run(found, root, platform, args) for platform in platforms], args)


def prepare(args: argparse.Namespace) -> tuple[Path, tree.Tree, list[str]]:
    """Check what is asked for and what it needs: project, tree, platforms."""
    root = project_root()
    _check(args, root)
    platforms = list(chosen(args.platform))
    llvm = bool(os.environ.get("LLVM")) or any(option.startswith("LLVM=") for option in args.make_option)
    found = tree.open_tree(args.kdir) if args.kdir else None
    packages.ensure(packages.missing(platforms, not args.kdir, llvm), not args.no_install)
    found = found or fetch.tree_of(args.kernel)
    progress.say(f"kernel: {found.name}")
    tree.check_primitives(found, root / "lib/mm_kunit/interpose.h")
    if args.fixed:
        args.apply = [*fixes.of(root, found.version), *args.apply]
        args.kernel_arg = [fixes.KNOWN_ISSUES, *args.kernel_arg]
    return root, found, platforms


def project_root() -> Path:
    """The top of this project, whose directories are laid over the tree."""
    override = os.environ.get("MDKUNIT_ROOT")
    return Path(override).resolve() if override else Path(__file__).resolve().parents[4]


def bisect_code(code: int) -> int:
    """125 has git bisect skip the commit, 128 and more has it stop."""
    if code in (errors.PASSED, errors.FAILED):
        return code
    return 125 if code in (errors.BUILD, errors.HARNESS) else 128 + code


def verdict_code(codes: list[int]) -> int:
    """A proven failure is a verdict and goes before errors, which are none."""
    return errors.FAILED if errors.FAILED in codes else max(codes)


def _conclude(reports: list[report.PlatformReport], args: argparse.Namespace) -> int:
    code = verdict_code([one.exit for one in reports])
    if args.json:
        report.write_json(args.json, reports, code)
    for one in reports:
        if one.error:
            progress.complain(f"error: {one.error}")
    if any(one.log for one in reports):
        print(report.last_line(report.totals(reports)))
    return code


def check_json(path: Path) -> None:
    """A report of an earlier run must not be taken for this one's."""
    if path.is_dir() or not path.parent.is_dir():
        raise Mend(errors.USAGE, f"there is no directory {path.parent} to write the report {path.name} to")
    path.unlink(missing_ok=True)


def _check(args: argparse.Namespace, root: Path) -> None:
    chosen(args.platform)
    if args.kernel and not re.fullmatch(r"\d+\.\d+", args.kernel):
        raise Mend(errors.USAGE, f"--kernel {args.kernel} is no kernel series; take one such as 7.3, 6.12 or 6.1")
    configs = root / "kunitconfig"
    known = sorted(path.name for path in configs.iterdir() if path.is_file() and path.name not in PLATFORMS
                   and not path.name.startswith(".")) if configs.is_dir() else []
    for name in args.config:
        if name not in known:
            raise Mend(errors.USAGE, f"there is no kunitconfig/{name}; --config (CONFIG=) knows: "
                                     f"{', '.join(known) or 'none'}")
    if not re.fullmatch(r"[\w.*?\[\]!-]*", args.filter):
        raise Mend(errors.USAGE, f"--filter {args.filter!r} may hold letters, digits, _ . * ? [ ] only")
    if args.repeat < 1 or args.timeout <= 0 or args.jobs < 1:
        raise Mend(errors.USAGE, "--repeat, --timeout and --jobs must be greater than 0")
    machine.check(args)
    for patch in args.apply:
        if not patch.is_file():
            raise Mend(errors.USAGE, f"there is no {patch}; --apply wants a .cocci or a diff")
    if args.fixed or any(patch.suffix == ".cocci" for patch in args.apply):
        variants.ensure_spatch(not args.no_install)
    if not (root / "mm/tests/.kunitconfig").is_file():
        raise Mend(errors.CONFIG, f"{root} has no mm/tests/.kunitconfig; run mdkunit from a complete checkout")
