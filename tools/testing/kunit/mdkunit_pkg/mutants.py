# SPDX-License-Identifier: GPL-2.0
"""mdkunit mutants: how many small changes of the source the suite sees."""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Collection, Optional, Sequence

from . import cache, errors, fetch, fixes, judge, packages, progress, run, tree, variants
from .boot import Limits
from .build import Build, Recipe
from .errors import Mend
from .mutation import campaign, rows, score, store, tables, twins, workshop
from .mutation.same import ORIGINAL
from .mutation.schema import Mutant, diff
from .mutation.workshop import Schema, Workshop
from .platforms import ALL

EQUIVALENT = "tools/testing/kunit/mutants.equivalent"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    run.add_source(parser)
    parser.add_argument("--platform", default="um", choices=ALL, help="default: um")
    parser.add_argument("--target", action="append", default=[], metavar="FILE",
                        help=f"all of {', '.join(tables.TARGETS)}; or one of them (default: the first); or what is "
                             f"around them, or one of {', '.join(tables.AROUND)}; repeatable")
    parser.add_argument("--function", action="append", default=[], metavar="GLOB",
                        help="only in these functions; repeatable")
    parser.add_argument("--shard", default="1/1", metavar="I/N", help="only every Nth mutant, from the Ith on")
    parser.add_argument("--sample", type=int, default=0, metavar="N",
                        help="only N mutants, chosen at random, the same ones each time")
    parser.add_argument("--results", type=Path, metavar="FILE",
                        help="where results go, and where those are that need not be had again (default: in the cache)")
    parser.add_argument("--merge", type=Path, action="append", default=[], metavar="FILE",
                        help="count these results too; repeatable")
    parser.add_argument("--only-merge", action="store_true", help="boot nothing, only count what --merge names")
    parser.add_argument("--trust-kills", action="store_true",
                        help="keep what an earlier state of the suite killed, on any platform; boot the rest")
    parser.add_argument("--fixed", action="store_true",
                        help="change a kernel with all fixes of ours, and run the rows of known issues, too")
    parser.add_argument("--each-row", action="store_true",
                        help=f"find a mutant that fails each row of which none is known, and add it to {rows.ROWS}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and every mutant's result there")
    parser.add_argument("--survivors", type=Path, metavar="FILE", help="write what survived there, with diffs")
    parser.add_argument("--list", action="store_true", help="name the mutants; boot nothing")
    parser.add_argument("--same", action="store_true",
                        help="name those that the compiler makes the same code of as of the original or of another; "
                             "boot nothing")
    parser.add_argument("--show", default="", metavar="N", help="print mutant number N, or the one so named, as a diff")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), metavar="N",
                        help="boots at a time, and jobs of the build")
    parser.add_argument("--no-install", action="store_true", help="never install packages")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    shard = parse_shard(args.shard)
    if args.sample < 0:
        raise Mend(errors.USAGE, "--sample must be greater than 0")
    if args.jobs < 1:
        raise Mend(errors.USAGE, "--jobs must be greater than 0")
    if args.fixed and not args.only_merge and (args.merge or args.trust_kills):
        raise Mend(errors.USAGE, "with --fixed the source is another one, in which a name such as \"i => i + 1 #2\" may be "
                                 "another mutant; leave --merge and --trust-kills out")
    if args.only_merge:
        if not args.merge:
            raise Mend(errors.USAGE, "--only-merge counts what --merge names; name a file")
        return _conclude(store.read(args.merge), args)
    targets = workshop.choose(args.target, args.function)
    found = tree.open_tree(args.kdir) if args.kdir else None
    packages.ensure(packages.missing([args.platform], not args.kdir), not args.no_install)
    if args.fixed:
        variants.ensure_spatch(not args.no_install)
    workshop.ensure_parser(not args.no_install)
    found = found or fetch.tree_of(args.kernel)
    progress.say(f"kernel: {found.name}")
    root = run.project_root()
    build = Build(found, Recipe(root, args.platform, patches=fixes.of(root, found.version) if args.fixed else []))
    with cache.locked(build.home.with_name(f"{build.home.name}.mutants.lock"), "the campaign's kernel"):
        return _campaign(Workshop(build, targets, args.jobs), args, shard)


def parse_shard(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d+)/(\d+)", text)
    first, of = (int(match.group(1)), int(match.group(2))) if match else (0, 0)
    if not 1 <= first <= of:
        raise Mend(errors.USAGE, f"--shard {text} is none; give I/N with 1 <= I <= N, such as 2/4")
    return first, of


def sampled(mutants: list[Mutant], size: int) -> list[Mutant]:
    """size of them, a part of what a larger size takes; 0 for all. What is
    taken depends on names alone, not on what else there is."""
    return sorted(shuffled(mutants)[:size], key=lambda one: one.number) if size else mutants


def shuffled(mutants: list[Mutant]) -> list[Mutant]:
    return sorted(mutants, key=lambda one: hashlib.sha256(f"mdkunit {one.id}".encode()).digest())


def _campaign(shop: Workshop, args: argparse.Namespace, shard: tuple[int, int]) -> int:
    build = shop.build
    marks: dict[int, store.Record] = {}
    with cache.locked(build.lock, f"the build directory {build.home}"):
        build.prepare()
        build.configure()
        build.build(args.jobs)
        if args.fixed:
            build.lay_patches()
        schema = shop.schema()
        if args.list or args.show:
            return _tell(schema, args.show)
        mine = [one for one in sampled(schema.mutants, args.sample) if one.number % shard[1] == shard[0] % shard[1]]
        if args.same or not args.each_row:
            marks = twins.marks(mine, twins.Twins(shop, schema).codes(mine))
        if args.same:
            return _tell_same(mine, marks)
        obj = shop.make(schema)
        command = shop.command(obj, [*campaign.PARAMETERS, *([fixes.KNOWN_ISSUES] if args.fixed else [])])
        key = {"schema": schema.key, "suite": _suite_key(build), "kernel": build.tree.version,
               "platform": f"{build.recipe.platform}{' fixed' if args.fixed else ''}"}
    results = args.results or cache.subdir("mutants") / f"{build.home.name}-{schema.key}.jsonl"
    records = store.read([results] if results.exists() else [])
    keeper = Keeper(store.Store(results), key, schema, marks)
    others = keeper.marked(store.read(args.merge))
    before = keeper.valid([*keeper.marked(records), *others], args.trust_kills)
    known = {one["id"] for one in before}
    keeper.refused(known)
    baseline = _baseline(command)
    if args.each_row:
        return _each_row(command, mine, baseline, args.jobs, f"{build.recipe.platform}:{build.tree.series}")
    todo = keeper.reachable([one for one in mine if one.id not in known], baseline.reached)
    progress.say(f"{len(schema.mutants)} mutants; {len(mine) - len(todo)} known or unreached; results in {results}")
    with progress.phase("boot mutants", lambda: f"{keeper.boots} of {len(todo)}, {keeper.alive} survived"):
        campaign.run(command, todo, baseline, args.jobs, keeper.keep)
    # The last result of a platform counts.
    return _conclude([*others, *before, *keeper.records], args)


def _suite_key(build: Build) -> str:
    """Which state of the suite results are of: of what was built, as the
    project's own files may have moved on."""
    top = build.home / "overlay"
    files = sorted(path for part in ("mm/tests", "lib") for path in (top / part).rglob("*.[ch]"))
    parts = [str(path.relative_to(top)).encode() + b"\0" + path.read_bytes() for path in files]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _baseline(command: list[str]) -> campaign.Baseline:
    """The suite must pass with the changes compiled in and none made, and
    a second boot tells how long that takes once everything is cached."""
    campaign.baseline(command, Limits())
    with progress.phase("boot without a mutant"):
        known, log = campaign.baseline(command, Limits())
    verdict = known.verdict
    bad = [case.name for case in verdict.cases if case.status in (judge.FAIL, judge.ERROR)]
    if not verdict.complete or bad or verdict.outside:
        why = f"{bad[0]} fails" if bad else log.ending or "the suite does not get to its end"
        raise Mend(errors.FAILED, f"without a mutant the suite must pass, but {why}; see mdkunit run")
    if known.reached and not campaign.whole(log.lines):
        raise Mend(errors.HARNESS, "the console lost lines about which case gets to which mutant; "
                                   "run it again on a less busy host")
    if not known.reached:
        raise Mend(errors.HARNESS, "no case gets to any mutant; is the kernel built from the changed source?")
    return known


def _each_row(command: list[str], mutants: list[Mutant], baseline: campaign.Baseline, jobs: int, cell: str) -> int:
    """Noted at once, for a run that is interrupted."""
    root = run.project_root()
    names = {one.number: one.id for one in shuffled(mutants)}
    passed = {case.name for case in baseline.verdict.cases if case.status == judge.PASS}
    hunt = rows.Hunt(baseline, passed - rows.known(root))
    wanted, boots = hunt.left, 0
    book = rows.read(root / rows.ROWS)
    work = functools.partial(rows.trial, command, baseline=baseline)
    todo = hunt.jobs([number for number in names if number in baseline.reached])
    with progress.phase("boot mutants", lambda: f"{boots} boots, {hunt.left} of {wanted} rows left"):
        for boots, found in enumerate(campaign.parallel(work, todo, jobs), 1):
            if new := hunt.learn(found.number, found.rows):
                book.add(cell, names[found.number], new)
                rows.write(root / rows.ROWS, book)
    for row in sorted(set().union(*hunt.wanted.values())):
        print(f"nothing fails {row}")
    print(f"{wanted - hunt.left} of {wanted} rows fail with a mutant, in {boots} boots")
    return errors.FAILED if hunt.left else errors.PASSED


class Keeper:
    """Turns outcomes into records and stores them."""

    def __init__(self, kept: store.Store, key: store.Record, schema: Schema,
                 marks: Optional[dict[int, store.Record]] = None) -> None:
        """marks: what records say of a mutant's code."""
        self.store, self.key, self.schema = kept, key, schema
        self.marks = {(one.path, one.id): marks[one.number] for one in schema.mutants if one.number in (marks or {})}
        self.mutants = {one.number: one for one in schema.mutants}
        self.records: list[store.Record] = []
        self.boots = self.alive = 0

    def marked(self, records: list[store.Record]) -> list[store.Record]:
        """With what is known of their code, which those of an earlier
        campaign may lack; of this source and platform only."""
        return [{**one, **self.marks.get((one["path"], one["id"]), {})}
                if (one["schema"], one["platform"]) == (self.key["schema"], self.key["platform"]) else one
                for one in records]

    def valid(self, records: list[store.Record], trust_kills: bool) -> list[store.Record]:
        """Those that answer for a mutant of this campaign already."""
        ids = {one.id for one in [*self.schema.mutants, *self.schema.refused]}
        own = [one for one in records if one["id"] in ids and
               all(one[name] == self.key[name] for name in ("schema", "suite", "platform"))]
        older = [one for one in records if one["id"] in ids and one["result"] in campaign.KILLED]
        return own + (older if trust_kills else [])

    def refused(self, known: set[str]) -> None:
        for mutant in self.schema.refused:
            if mutant.id not in known:
                self._keep(mutant, campaign.REFUSED)

    def reachable(self, mutants: list[Mutant], reached: Collection[int]) -> list[int]:
        """Numbers of those that a case gets to; the others are done."""
        for mutant in mutants:
            if mutant.number not in reached:
                self._keep(mutant, campaign.UNREACHED)
        return [mutant.number for mutant in mutants if mutant.number in reached]

    def keep(self, outcome: campaign.Outcome) -> None:
        self.boots += 1
        self.alive += outcome.result == campaign.SURVIVED
        self._keep(self.mutants[outcome.number], outcome.result, outcome.by, outcome.seconds)

    def _keep(self, mutant: Mutant, result: str, by: str = "", seconds: float = 0.0) -> None:
        record = {**self.key, "id": mutant.id, "path": mutant.path, "function": mutant.function, "line": mutant.line,
                  "operator": mutant.operator, "result": result, "by": by, "seconds": seconds,
                  **self.marks.get((mutant.path, mutant.id), {})}
        if result in (campaign.SURVIVED, campaign.UNREACHED):
            record["diff"] = diff(self.schema.sources[mutant.path], mutant)
        self.records.append(record)
        self.store.add(record)


def _tell(schema: Schema, wanted: str) -> int:
    if not wanted:
        for mutant in schema.mutants:
            print(f"{mutant.number:5} {mutant.path}:{mutant.line}: {mutant.id}")
        print(f"{len(schema.mutants)} mutants; {len(schema.refused)} more do not compile")
        return errors.PASSED
    for mutant in [*schema.mutants, *schema.refused]:
        if wanted in (str(mutant.number), mutant.id):
            print(diff(schema.sources[mutant.path], mutant))
            return errors.PASSED
    raise Mend(errors.USAGE, f"there is no mutant {wanted}; --list names those there are")


def _tell_same(mutants: Sequence[Mutant], marks: dict[int, store.Record]) -> int:
    named = score.equivalents(run.project_root() / EQUIVALENT)
    same = [(one, marks[one.number]["same"]) for one in mutants if one.number in marks and marks[one.number]["same"]]
    for one, other in same:
        print(f"{one.number:5} {one.path}:{one.line}: {one.id}\n      = {other}")
    originals = {one.id for one, other in same if other == ORIGINAL}
    print(f"{len(mutants)} mutants: {len(originals)} are the code of the original, {len(same) - len(originals)} that of "
          f"another; of {len(mutants) - len(marks)} it is not known")
    print(_needless(len(originals & named.keys())))
    return errors.PASSED


def _needless(count: int) -> str:
    return f"{count} entries of {EQUIVALENT} are not needed here: the compiler makes the original's code of them"


def _conclude(records: list[store.Record], args: argparse.Namespace) -> int:
    # That list names mutants of sources without our fixes.
    found = score.score(records, {} if args.fixed else score.equivalents(run.project_root() / EQUIVALENT))
    for line in score.table(found):
        progress.note(line)
    for line in score.remarks(found):
        print(line)
    if found.needless:
        progress.note(_needless(len(found.needless)))
    if args.json:
        args.json.write_text(json.dumps(score.document(found), indent=1) + "\n", "utf-8")
    if args.survivors:
        args.survivors.write_text(score.survivors(found) + "\n", "utf-8")
    print(score.summary(found))
    return errors.FAILED if found.wrong else errors.PASSED
