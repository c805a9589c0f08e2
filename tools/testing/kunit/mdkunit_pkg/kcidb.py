# SPDX-License-Identifier: GPL-2.0
"""mdkunit kcidb: reports of runs as a submission to KCIDB."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from . import errors, files, kcidb_schema, run, submission
from .errors import Mend
from .known_issues import KnownIssues


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reports", nargs="+", type=Path, metavar="JSON", help="written by mdkunit run --json")
    parser.add_argument("--origin", required=True, metavar="NAME", help="the CI system, as KCIDB knows it")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there instead of printing")
    parser.add_argument("--tree", metavar="NAME", help="what the kernel's tree is called, such as mainline")
    parser.add_argument("--url", metavar="URL", help="https:// address of its git repository")
    parser.add_argument("--branch", metavar="NAME", help="its branch")
    parser.add_argument("--commit", metavar="HASH", help="its commit, in full")


def main(args: argparse.Namespace) -> int:
    _check(args)
    found = submission.Submission(submission.Source(args.origin, _fields(args)), KnownIssues(run.project_root()))
    for path in args.reports:
        for platform in submission.read(path):
            found.add(platform)
    document = found.document()
    kernels = [one["comment"] for one in document["checkouts"]]
    if _fields(args) and kernels[1:]:
        raise Mend(errors.USAGE, f"--tree, --url, --branch and --commit are of one kernel, the reports are of "
                                 f"{', '.join(kernels)}; submit them one by one")
    if faults := kcidb_schema.faults(document):
        raise Mend(errors.CONFIG, f"nothing is written, for KCIDB would not take it: {faults[0]}"
                                  f"{f' (and {len(faults) - 1} more)' if faults[1:] else ''}; "
                                  "mend the report, or mdkunit_pkg/submission.py")
    if found.withheld:
        names = ", ".join(sorted(found.withheld))
        print(f"mdkunit: without the names of issues that are to be reported first: {names}", file=sys.stderr)
    _write(json.dumps(document, indent=2) + "\n", args)
    return errors.PASSED


def _check(args: argparse.Namespace) -> None:
    if not re.search(kcidb_schema.ORIGIN, args.origin):
        raise Mend(errors.USAGE, f"--origin {args.origin!r} may hold a-z, 0-9 and _ only")
    if args.commit and not re.fullmatch("[0-9a-f]{40}", args.commit):
        raise Mend(errors.USAGE, f"--commit {args.commit} is no full hash; see git rev-parse HEAD")
    if args.url and not args.url.startswith("https://"):
        raise Mend(errors.USAGE, f"--url {args.url} does not begin with https://, which KCIDB wants")
    if args.out:
        files.check("--out", args.out)


def _fields(args: argparse.Namespace) -> dict[str, str]:
    fields = {"tree_name": args.tree, "git_repository_url": args.url, "git_repository_branch": args.branch,
              "git_commit_hash": args.commit}
    return {name: value for name, value in fields.items() if value}


def _write(text: str, args: argparse.Namespace) -> None:
    if not args.out:
        sys.stdout.write(text)
        return
    files.write(args.out, text)
