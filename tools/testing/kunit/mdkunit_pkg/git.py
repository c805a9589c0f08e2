# SPDX-License-Identifier: GPL-2.0
"""The user's repository, read only, and a clone of it to check commits out in.

The clone borrows the repository's objects, so that it costs no more than a
checkout, and stays where it is, so that builds in it stay incremental.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from . import cache, errors
from .errors import Mend

_HUNK = re.compile(r"^@@ -\S+ \+\S+ @@ ?(.*)$")
_FUNCTION = re.compile(r"(\w+)\s*\(")


@dataclass
class Commit:
    """touched has, per file, the functions whose lines change."""

    id: str
    subject: str
    touched: dict[str, set[str]]

    def __str__(self) -> str:
        return f"{self.id[:12]} {self.subject}" if self.id else self.subject


class Repository:
    """A git checkout of a kernel; every path and commit is looked up in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if self._try("rev-parse", "--git-dir") is None:
            raise Mend(errors.USAGE, f"{path} is no git repository; run presubmit in a clone of the kernel, "
                                     "or mdkunit run --kdir for a plain tree")

    def git(self, *words: str, stdin: str = "") -> str:
        done = self._call(*words, stdin=stdin)
        if done.returncode:
            raise Mend(errors.CONFIG, f"git {words[0]} fails in {self.path}: {_last_line(done.stderr)}")
        return done.stdout

    def commit(self, name: str) -> str:
        """The id of what name names."""
        found = self._try("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if not found:
            raise Mend(errors.USAGE, f"{self.path} has no commit {name}; fetch it, or give another BASE..HEAD")
        return found

    def base_of(self, head: str) -> str:
        """Where the work on head began: its upstream, or the commit before."""
        upstream = self._try("rev-parse", "--verify", "--quiet", f"{head}@{{upstream}}")
        begun = self._try("merge-base", upstream, head) if upstream else None
        return begun or self.commit(f"{head}~1")

    def commits(self, base: str, head: str) -> list[Commit]:
        """Those after base up to head, oldest first, without merges."""
        ids = self.git("rev-list", "--reverse", "--no-merges", f"{base}..{head}").split()
        return [Commit(one, self.git("log", "-1", "--format=%s", one).strip(),
                       touched(self.git("diff", "-U0", "--no-color", "--no-ext-diff", f"{one}~1", one)))
                for one in ids]

    def edits(self) -> Commit:
        """What is not committed yet."""
        diff = self.git("diff", "-U0", "--no-color", "--no-ext-diff", "HEAD")
        return Commit("", "uncommitted edits", touched(diff))

    def hooks(self) -> Path:
        return (self.path / self.git("rev-parse", "--git-path", "hooks").strip()).absolute()

    def _try(self, *words: Optional[str]) -> Optional[str]:
        done = self._call(*(word or "" for word in words))
        return done.stdout.strip() if done.returncode == 0 else None

    def _call(self, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        # Reading must not even refresh the index of a tree that is not ours.
        env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env.update(GIT_OPTIONAL_LOCKS="0", LC_ALL="C.UTF-8")
        return subprocess.run(["git", "-C", str(self.path), *words], input=stdin, capture_output=True, text=True,
                              errors="replace", env=env, check=False)


def touched(diff: str) -> dict[str, set[str]]:
    """Functions per file that a diff without context changes."""
    found: dict[str, set[str]] = {}
    functions: set[str] = set()
    for line in diff.splitlines():
        if line.startswith("diff --git "):
            functions = found.setdefault(line.rpartition(" b/")[2], set())
        elif hunk := _HUNK.match(line):
            functions.update(_FUNCTION.findall(hunk.group(1))[:1])
        elif re.match(r"[+-]\w.*\(", line):
            functions.update(_FUNCTION.findall(line[1:])[:1])
    return found


def scratch(repository: Repository) -> Repository:
    """A clone to check commits of repository out in; kept for next time."""
    path = cache.subdir("presubmit") / cache.key(str(repository.path)) / "linux"
    if not (path / ".git/HEAD").is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", str(repository.path), str(path)],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise Mend(errors.CONFIG, f"cannot clone {repository.path}: {_last_line(done.stderr)}")
    return Repository(path)


def check_out(clone: Repository, commit: str) -> None:
    clone.git("checkout", "--quiet", "--force", "--detach", commit)


def apply_mailbox(clone: Repository, base: str, mailbox: Path) -> list[Commit]:
    """The commits that git am makes of mailbox on base."""
    try:
        text = mailbox.read_text("utf-8", "replace")
    except OSError as error:
        raise Mend(errors.USAGE, f"cannot read {mailbox}: {error.strerror}; give a mailbox or a patch") from error
    check_out(clone, base)
    done = clone._call("-c", "user.name=mdkunit", "-c", "user.email=mdkunit@localhost", "am", "--quiet", stdin=text)
    if done.returncode:
        clone._call("am", "--abort")
        raise Mend(errors.USAGE, f"{mailbox} does not apply to {base[:12]}: {_last_line(done.stdout + done.stderr)}; "
                                 "name the commit that it is for: BASE..")
    return clone.commits(base, "HEAD")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("hint:")]
    return lines[-1].strip() if lines else "it says nothing more"
