# SPDX-License-Identifier: GPL-2.0
"""mdkunit peer: the suite's mutants, judged by the kernel's own hmm-tests."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from . import cache, errors, fetch, files, mutants, packages, progress, run, tree
from .boot import Limits
from .build import Build, Recipe
from .errors import Mend
from .mutation import campaign, score, store, workshop
from .mutation.schema import Mutant
from .mutation.workshop import Schema, Workshop
from .peers import boots, compare
from .peers.userspace import Userspace

PLATFORM = "x86_64"
FRAGMENT = "peer"
# Threads need it; the platform's fragment leaves it out.
SETTINGS = ["CONFIG_FUTEX=y"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    run.add_source(parser)
    parser.add_argument("--sample", type=int, default=200, metavar="N",
                        help="N mutants, those that mdkunit mutants --sample N takes; 0 for all (default: 200)")
    parser.add_argument("--suite", type=Path, action="append", default=[], metavar="FILE",
                        help="results of mdkunit mutants --results to compare with; repeatable")
    parser.add_argument("--results", type=Path, metavar="FILE",
                        help="where results go, and where those are that need not be had again (default: in the cache)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and every mutant's results there")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), metavar="N",
                        help="boots at a time, and jobs of the build")
    parser.add_argument("--no-install", action="store_true", help="never install packages")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    if args.sample < 0:
        raise Mend(errors.USAGE, "--sample must be 0 or more")
    if args.jobs < 1:
        raise Mend(errors.USAGE, "--jobs must be greater than 0")
    for option, path in (("--json", args.json), ("--results", args.results)):
        if path:
            files.check(option, path)
    suite = store.read(args.suite)
    found = tree.open_tree(args.kdir) if args.kdir else None
    packages.ensure(packages.missing([PLATFORM], not args.kdir), not args.no_install)
    workshop.ensure_parser(not args.no_install)
    found = found or fetch.tree_of(args.kernel)
    progress.say(f"kernel: {found.name}")
    check_suite(suite, found.version)
    build = Build(found, Recipe(run.project_root(), PLATFORM, [FRAGMENT], settings=list(SETTINGS)))
    with cache.locked(build.home.with_name(f"{build.home.name}.mutants.lock"), "the kernel of mdkunit peer"):
        return _peer(Workshop(build, workshop.choose([]), args.jobs), args, suite)


def check_suite(suite: list[store.Record], version: str) -> None:
    """Two judges of different kernels would say nothing of each other."""
    for one in suite:
        if (one["kernel"], one["platform"]) != (version, PLATFORM):
            raise Mend(errors.USAGE, f"--suite has results of linux {one['kernel']} on {one['platform']}; give those "
                                     f"of linux {version} on {PLATFORM}")


def _peer(shop: Workshop, args: argparse.Namespace, suite: list[store.Record]) -> int:
    build, user = shop.build, Userspace(shop.build)
    with cache.locked(build.lock, f"the build directory {build.home}"):
        build.prepare()
        build.configure()
        build.build(args.jobs)
        schema = shop.schema()
        user.make(args.jobs)
        words = shop.command(shop.make(schema), boots.PARAMETERS)
    known, words = _baseline(words, user)
    for name, why in known.left_out.items():
        progress.say(f"left out: {name}: {why}")
    progress.say(f"{len(known.chosen)} hmm-tests pass, {len(known.left_out)} are left out")
    wanted = mutants.sampled(schema.mutants, args.sample)
    records = _judge(words, known, wanted, schema, args, {
        "schema": schema.key, "suite": f"hmm-tests {user.key} {cache.key(*known.chosen)}", "platform": PLATFORM,
        "kernel": build.tree.version})
    names = {one.id for one in wanted}
    found = compare.compare([one for one in records if one["id"] in names], suite,
                            score.equivalents(run.project_root() / mutants.EQUIVALENT))
    return _conclude(found, known, {"kernel": build.tree.version, "platform": PLATFORM, "sample": args.sample}, args)


def _baseline(words: list[str], user: Userspace) -> tuple[boots.Baseline, list[str]]:
    """All tests but a benchmark, then those that passed once more."""
    every = boots.command(words, user.image("all.cpio", boots.EVERYTHING))
    with progress.phase("boot hmm-tests, all of them"):
        known = boots.choose(campaign.boot_once(every, 0, (), Limits.within(900.0)))
    chosen = boots.command(words, user.image("chosen.cpio", boots.arguments(known)))
    with progress.phase("boot those that pass"):
        return boots.confirm(known, campaign.boot_once(chosen, 0, (), Limits.within(600.0))), chosen


def _judge(words: list[str], known: boots.Baseline, wanted: list[Mutant], schema: Schema, args: argparse.Namespace,
           key: store.Record) -> list[store.Record]:
    """Results for all that is wanted, those that are there already first."""
    results = args.results or cache.subdir("mutants") / f"peer-{key['kernel']}-{schema.key}.jsonl"
    keeper = mutants.Keeper(store.Store(results), key, schema)
    before = keeper.valid(store.read([results]), False)
    have = {one["id"] for one in before}
    todo = keeper.reachable([one for one in wanted if one.id not in have], known.reached)
    progress.say(f"{len(wanted)} mutants; {len(wanted) - len(todo)} known or unreached; results in {results}")
    with progress.phase("boot mutants", lambda: f"{keeper.boots} of {len(todo)}, {keeper.alive} survived"):
        boots.run(words, todo, known, args.jobs, keeper.keep)
    return [*before, *keeper.records]


def _conclude(found: compare.Comparison, known: boots.Baseline, what: dict[str, Any], args: argparse.Namespace) -> int:
    for line in [*compare.table(found), *compare.work_list(found)]:
        print(line)
    for name in found.wrongly_equivalent:
        print(f"called equivalent, but killed: {name}")
    if found.without:
        print(f"{len(found.without)} mutants have no results of the suite, or do not compile; not compared")
    if not args.suite:
        print("for the suite beside it: mdkunit mutants --platform x86_64 --results FILE, then --suite FILE")
    if args.json:
        files.write(args.json, json.dumps({"version": 1, **what, "baseline": known.document(), **found.document()},
                                          indent=1) + "\n")
    return errors.FAILED if found.wrongly_equivalent else errors.PASSED
