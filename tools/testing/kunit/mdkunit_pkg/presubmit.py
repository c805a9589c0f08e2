# SPDX-License-Identifier: GPL-2.0
"""mdkunit presubmit: what each commit of a series does to the suite."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Iterator, Optional

from . import cache, compare, covered, errors, files, git, progress, run, verdicts
from .compare import Comparison, Document
from .errors import Mend
from .git import Commit, Repository
from .overlay_files import own_files
from .platforms import PLATFORMS, chosen

_ZEROS = re.compile(r"^0+$")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("range", nargs="?", default="", metavar="BASE..HEAD",
                        help="commits to look at (default: those that the upstream of HEAD lacks)")
    parser.add_argument("--kdir", type=Path, default=Path("."), metavar="DIR", help="a clone of the kernel (default: .)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--worktree", action="store_true", help="look at edits that are not committed yet")
    what.add_argument("--mailbox", type=Path, metavar="FILE", help="look at what git am makes of FILE on BASE")
    what.add_argument("--pushed", action="store_true", help="look at what git tells a pre-push hook on stdin")
    parser.add_argument("--platform", default=os.environ.get("PLATFORM") or "auto",
                        choices=("auto", *PLATFORMS, "all"),
                        help="auto: UML first, x86_64 when UML passes or cannot see the change")
    parser.add_argument("--all-commits", action="store_true", help="also those that touch nothing the suite covers")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was found there")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    repository = Repository(args.kdir.expanduser().resolve())
    with cache.locked(cache.subdir("presubmit") / f"{cache.key(str(repository.path))}.lock", "presubmit of this clone"):
        found = list(_look(repository, args))
    if args.json:
        args.json.write_text(json.dumps([one.document() for one in found], indent=2) + "\n", "utf-8")
    verdicts.show(found, run.project_root())
    return verdicts.code(found)


def _look(repository: Repository, args: argparse.Namespace) -> Iterator[verdicts.Verdict]:
    base, commits, place = _plan(repository, args)
    runner = Runner(repository, place)
    before = base
    for commit in commits:
        why = covered.reasons(commit)
        if not why and not args.all_commits:
            yield verdicts.Verdict(commit, skipped=covered.why_not(commit))
        else:
            yield from runner.verdicts(commit, before, _platforms(commit, args.platform))
        # A base that was run before is known; that of the next commit is this one.
        before = commit.id or before


def _plan(repository: Repository, args: argparse.Namespace) -> tuple[str, list[Commit], Repository]:
    """The commit to compare with, what is to be run, and where."""
    if args.worktree:
        return repository.commit("HEAD"), [repository.edits()], repository
    clone = git.scratch(repository)
    if args.pushed:
        base, head = _pushed(repository, sys.stdin.read())
    else:
        first, dots, last = args.range.partition("..")
        head = repository.commit(last or "HEAD")
        base = repository.commit(first) if first else repository.base_of("HEAD")
        if first and not dots:
            raise Mend(errors.USAGE, f"{args.range} is no range; give BASE..HEAD, such as {first}..")
    if args.mailbox:
        return base, git.apply_mailbox(clone, base, args.mailbox), clone
    commits = repository.commits(base, head)
    if not commits:
        raise Mend(errors.USAGE, f"there is no commit between {base[:12]} and {head[:12]}; "
                                 "give another BASE..HEAD, or --worktree for edits that are not committed")
    return base, commits, clone


def _pushed(repository: Repository, text: str) -> tuple[str, str]:
    """Base and head of the first branch that git push sends."""
    for line in text.splitlines():
        _local, head, _remote, known = (line.split() + [""] * 4)[:4]
        if head and not _ZEROS.match(head):
            return (repository.base_of(head) if _ZEROS.match(known) else repository.commit(known)), head
    raise Mend(errors.USAGE, "git push sends no commit; run presubmit with BASE..HEAD to look at some")


def _platforms(commit: Commit, asked: str) -> list[str]:
    if asked == "auto":
        return ["x86_64"] if covered.needs_x86_64(commit) else ["um", "x86_64"]
    return list(chosen(asked))


class Runner:
    """Runs the suite on commits and remembers what a commit gave."""

    def __init__(self, repository: Repository, place: Repository) -> None:
        self.repository, self.place = repository, place
        self.suite = _suite()

    def verdicts(self, commit: Commit, base: str, platforms: list[str]) -> Iterator[verdicts.Verdict]:
        for platform in platforms:
            before = self._results(base, platform)
            after = self._results(commit.id, platform)
            verdict = verdicts.Verdict(commit, platform, before, after)
            if before["exit"] in (0, 1) and after["exit"] in (0, 1):
                verdict.change = self._change(commit, platform, before, after)
            yield verdict
            if verdict.code:
                # A slower platform would say the same again.
                return

    def _change(self, commit: Commit, platform: str, before: Document, after: Document) -> Comparison:
        change = compare.compare(compare.results(before), compare.results(after))
        if change.newly_failing and not compare.crashed(after):
            change.settle(compare.results(self._run(commit.id, platform)))
        return change

    def _results(self, commit: str, platform: str) -> Document:
        """Those of an earlier run, unless the suite has changed since."""
        kept = self._kept(commit, platform)
        if kept and kept.is_file():
            return dict(json.loads(kept.read_text("utf-8")))
        document = self._run(commit, platform)
        if kept and document["exit"] in (0, 1):
            files.write(kept, json.dumps(document))
        return document

    def _kept(self, commit: str, platform: str) -> Optional[Path]:
        if not commit:
            return None
        home = cache.subdir("presubmit", cache.key(str(self.repository.path)), "results")
        return home / f"{commit}-{platform}-{self.suite}.json"

    def _run(self, commit: str, platform: str) -> Document:
        """Check commit out and run the suite; "" stands for the tree as it is."""
        place = self.place
        if commit:
            place = git.scratch(self.repository)
            git.check_out(place, commit)
        with tempfile.TemporaryDirectory(prefix="mdkunit-") as holder:
            report = Path(holder) / "report.json"
            command = [sys.executable, "-B", sys.argv[0], "run", "--kdir", str(place.path), "--platform", platform,
                       "--json", str(report)]
            with progress.phase(f"{platform}: {commit[:12] or 'edits'}"):
                done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            if not report.is_file():
                raise Mend(errors.HARNESS, f"mdkunit run ends with {done.returncode} and no report: {done.stderr[-200:]}")
            document: dict[str, Any] = json.loads(report.read_text("utf-8"))
        if _suite() != self.suite:
            # Kept, or compared, it would be taken for a result of the suite as it was.
            raise Mend(errors.HARNESS, "the suite changed while its cases ran; run presubmit again")
        return document["platforms"][0] if document["platforms"] else _nothing(document)


def _suite() -> str:
    """Which state of the suite results are of."""
    return cache.key(repr(sorted(own_files(run.project_root()).items())))


def _nothing(document: dict[str, Any]) -> Document:
    raise Mend(document["exit"], document["error"] or "the suite did not run")
