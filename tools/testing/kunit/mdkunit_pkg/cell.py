# SPDX-License-Identifier: GPL-2.0
"""One kernel on one platform: build, boot, judge."""

from __future__ import annotations

import argparse
import dataclasses
import fnmatch
import re
import shutil
import time
from pathlib import Path
from typing import Callable, Optional, Sequence

from . import boot, cache, errors, expected, judge, ktap, machine, progress, report
from .build import Build, Recipe
from .errors import Mend
from .tree import Tree

KNOWN_ISSUES = "mm_kunit.known_issues=1"
Finish = Callable[[Build, report.PlatformReport], None]


def run(tree: Tree, root: Path, platform: str, args: argparse.Namespace, late: Sequence[str] = (),
        finish: Optional[Finish] = None) -> report.PlatformReport:
    """Never raises for what goes wrong on the platform: other platforms
    are still to be run.

    finish is called after the boot, while the build still is what ran.
    """
    patches = [patch.resolve() for patch in args.apply]
    recipe = Recipe(root, platform, args.config, patches, args.make_option, list(late), args.without)
    build = Build(tree, recipe)
    result = report.PlatformReport(platform, tree.version, tree.name,
                                   [f"{part}{'/.kunitconfig' if part == 'mm/tests' else ''}"
                                    for part in build.recipe.stack],
                                   _by_hand(build.recipe, args, machine.asked_for(args)), repeats=args.repeat)
    try:
        with cache.locked(build.lock, f"the build directory {build.home}", not args.no_wait):
            try:
                _steps(build, args, result)
                if finish:
                    finish(build, result)
            finally:
                _keep(build, args, result)
    except Mend as error:
        result.exit, result.error = error.code, str(error)
    except OSError as error:
        mend = errors.from_oserror(error)
        result.exit, result.error = mend.code, str(mend)
    return result


def _steps(build: Build, args: argparse.Namespace, result: report.PlatformReport) -> None:
    build.prepare()
    if build.recipe.varies:
        if not (build.obj / "vmlinux").exists():
            build.configure()
            build.build(args.jobs)
        build.use_variant()
    build.configure()
    build.build(args.jobs)
    result.objects = build.objects()
    if args.build_only:
        return
    for number in range(args.repeat):
        on = machine.of_boot(args, build.recipe.platform, build.obj / ".config", number)
        with machine.busy(on.load):
            started = time.monotonic()
            verdict, log = _boot(build, args, number, on)
        same_cases(result, verdict)
        failed = verdict.count(judge.FAIL, judge.ERROR) + len(verdict.outside)
        if not result.failing:
            # The first boot that failed is the one to look at, and to repeat.
            result.log = str(log)
            result.command = _by_hand(build.recipe, args, on if failed else machine.asked_for(args))
        result.boots.append(report.Boot(str(on), round(time.monotonic() - started, 2), failed, verdict.faults))
        which = f"boot {number + 1} of {args.repeat}{f' ({on})' if str(on) else ''}"
        merge(result, verdict, which if args.repeat > 1 else "")
    result.exit = errors.FAILED if result.totals["failed"] else errors.PASSED
    for line in report.summary(result):
        print(line)


def _boot(build: Build, args: argparse.Namespace, number: int, on: machine.Machine) -> tuple[judge.Verdict, Path]:
    tests, row = split_filter(args.filter)
    platform, arguments = build.recipe.platform, _exec_arguments(args, tests)
    command = build.kunit("exec", *on.exec_arguments(platform), *arguments)
    # No order takes longer than another.
    plain = dataclasses.replace(on, order=0, fault=0).exec_arguments(platform)
    what = ["run", build.tree.series, *build.recipe.stack, *plain, *arguments]
    limits = boot.Limits.within(args.timeout)
    name = f"test{number + 1}.log" if args.repeat > 1 else "test.log"
    for attempt in (1, 2):
        logfile = build.logs / name
        with expected.phase(f"{build.recipe.platform}: run", " ".join(what)) as work:
            log = boot.boot(command, limits, logfile, None if progress.quiet else report.Echo())
            work.usual = log.header and not log.ending
        build.seconds["run"] += round(log.seconds, 2)
        verdict = judge.judge(log.lines, log.ending)
        if log.header or verdict.complaints:
            break
        if attempt == 1:
            progress.say(f"{build.recipe.platform}: {log.ending or 'the kernel ended without KTAP'}; trying once more")
    else:
        raise Mend(errors.HARNESS, f"the kernel printed no KTAP in two boots "
                                   f"({log.ending or 'it ended by itself'}); see {logfile}")
    if verdict.matched_nothing:
        raise Mend(errors.USAGE, nothing_matches(args.filter, _listing(build, args, "", on)))
    if verdict.header and not verdict.complete:
        verdict = judge.judge(log.lines, log.ending, _listing(build, args, tests, on))
    if row:
        keep_rows(verdict, row)
        if not verdict.cases:
            raise Mend(errors.USAGE, f"--filter {args.filter} matches no row; {tests} alone shows those there are")
    return verdict, logfile


def _exec_arguments(args: argparse.Namespace, tests: str) -> list[str]:
    kernel = [*([KNOWN_ISSUES] if args.known_issues else []), *args.kernel_arg]
    # Our watchdog is to strike first: kunit.py's own says nothing of value.
    arguments = ["--raw_output=all", f"--timeout={int(args.timeout) + 30}"]
    # The kernel's own clock times a case better than the arrival of lines.
    arguments += [f"--kernel_args={argument}" for argument in ("printk.time=1", *kernel)]
    return arguments + ([tests] if tests else [])


def _listing(build: Build, args: argparse.Namespace, tests: str, on: machine.Machine) -> judge.Listing:
    """suite -> tests as the kernel itself lists them, in the order of the
    boot; {} if it cannot."""
    more = ["--raw_output=all", "--timeout=60", "--kernel_args=kunit.action=list",
            *on.exec_arguments(build.recipe.platform), *([tests] if tests else [])]
    log = boot.boot(build.kunit("exec", *more), boot.Limits.within(min(args.timeout, 60.0)), build.logs / "list.log")
    found: judge.Listing = {}
    for _arrival, raw in log.lines:
        if match := re.fullmatch(r"([^\s.]+)\.([^\s.]+)", ktap.strip(raw)[1]):
            found.setdefault(match.group(1), []).append(match.group(2))
    return found


def split_filter(text: str) -> tuple[str, str]:
    """KUnit selects SUITE.TEST; a third part, for rows, is ours."""
    parts = text.split(".", 2)
    return ".".join(parts[:2]), parts[2] if len(parts) == 3 else ""


def keep_rows(verdict: judge.Verdict, row: str) -> None:
    verdict.cases = [case for case in verdict.cases
                     if fnmatch.fnmatchcase(case.case.partition(".")[2], row)
                     or (case.status in (judge.FAIL, judge.ERROR) and "." not in case.case)]
    kept = {case.name for case in verdict.cases}
    verdict.complaints = [one for one in verdict.complaints
                          if not one.case or f"{one.suite}.{one.case}" in kept]


def nothing_matches(text: str, listing: judge.Listing) -> str:
    suites = ", ".join(sorted(listing)[:12])
    if not text:
        return "the kernel holds no suite at all; does mm/tests/.kunitconfig enable one?"
    return f"--filter {text} (FILTER=) matches no test; the suites are: {suites or 'unknown'}"


def same_cases(result: report.PlatformReport, verdict: judge.Verdict) -> None:
    """Whatever the machine and the order, each boot has the same cases."""
    if not verdict.complete:
        return
    fine = [case for case in verdict.cases if case.status in (judge.PASS, judge.SKIP)]
    if result.ran is None:
        result.ran = {case.name: case for case in fine}
        return
    known = set(result.ran) | {case.name for case in result.cases}
    for case in fine:
        if case.name not in known:
            case.status, case.reason = judge.ERROR, "run, though it was not before"
    names = {case.name for case in verdict.cases}
    verdict.cases += [judge.Case(case.suite, case.case, judge.ERROR, 0.0, "not run, though it was before")
                      for name, case in result.ran.items() if name not in names]


def merge(result: report.PlatformReport, verdict: judge.Verdict, which: str) -> None:
    """Add a boot: a case keeps the worst status that it ever had."""
    worse = {judge.PASS: 0, judge.SKIP: 1, judge.ERROR: 2, judge.FAIL: 3}
    known = {case.name: case for case in result.cases}
    for case in verdict.cases:
        if which and case.status in (judge.FAIL, judge.ERROR):
            case.reason = f"{which}: {case.reason}"
        before = known.get(case.name)
        if before is None:
            result.cases.append(case)
        elif worse[case.status] > worse[before.status]:
            result.cases[result.cases.index(before)] = case
    for complaint in verdict.outside:
        complaint.text = f"{which}: {complaint.text}" if which else complaint.text
    result.complaints += verdict.complaints


def _by_hand(recipe: Recipe, args: argparse.Namespace, on: machine.Machine) -> str:
    words = ["./tools/testing/kunit/kunit.py", "run", *(f"--kunitconfig={part}" for part in recipe.stack)]
    if recipe.platform != "um":
        words += recipe.platform_arguments
    words += [f"--make_options={option}" for option in recipe.make_options]
    words += [f"'{word}'" for word in on.exec_arguments(recipe.platform)]
    words += [f"--kernel_args={argument}" for argument in
              [*([KNOWN_ISSUES] if args.known_issues else []), *args.kernel_arg]]
    tests = split_filter(args.filter)[0]
    return " ".join(words + ([f"'{tests}'"] if tests else []))


def _keep(build: Build, args: argparse.Namespace, result: report.PlatformReport) -> None:
    result.seconds, result.notes = dict(build.seconds), build.notes
    if args.out:
        kept = args.out / build.recipe.platform
        kept.mkdir(parents=True, exist_ok=True)
        for log in build.logs.glob("*.log"):
            shutil.copyfile(log, kept / log.name)
        if (build.obj / ".config").is_file():
            shutil.copyfile(build.obj / ".config", kept / "config")
        if result.log:
            result.log = str(kept.resolve() / Path(result.log).name)
    build.leave_variant()
