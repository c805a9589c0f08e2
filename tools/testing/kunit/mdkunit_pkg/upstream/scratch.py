# SPDX-License-Identifier: GPL-2.0
"""A repository of the files that the series is about, to make and to apply
real patches in; the user's tree needs no git and is only read."""

from __future__ import annotations

import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import Optional

from .. import errors
from ..errors import Mend
from ..git import Repository
from . import plan

# Neither hooks nor signatures of the user's belong here.
_CONFIG = ("core.hooksPath=/dev/null", "commit.gpgsign=false", "core.autocrlf=false", "core.quotePath=false")


def identity() -> str:
    """Who signs off: what git knows of the user."""
    words = []
    for name in ("user.name", "user.email"):
        done = subprocess.run(["git", "config", name], capture_output=True, text=True, check=False)
        if done.returncode or not done.stdout.strip():
            raise Mend(errors.CONFIG, f"git does not know your {name}, which signs the patches off; "
                                      f"run: git config --global {name} ...")
        words.append(done.stdout.strip())
    return f"{words[0]} <{words[1]}>"


def _wrapped(text: str) -> str:
    return "\n\n".join(textwrap.fill(part, 72, break_long_words=False, break_on_hyphens=False)
                       for part in text.split("\n\n"))


class Scratch:
    """A repository whose first commit is originals."""

    def __init__(self, path: Path, originals: dict[str, str], who: str) -> None:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        self.path, self.who = path, who
        done = subprocess.run(["git", "init", "--quiet", "--template=", str(path)], capture_output=True, text=True,
                              check=False)
        if done.returncode:
            raise Mend(errors.CONFIG, f"git init fails in {path}: {done.stderr.strip()[-200:]}")
        self._repository = Repository(path)
        self.write(originals)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--message=base")
        self.base = self.git("rev-parse", "HEAD").strip()

    def git(self, *words: str, stdin: str = "") -> str:
        name, email = self.who.removesuffix(">").rsplit(" <", 1)
        config = [word for value in (*_CONFIG, f"user.name={name}", f"user.email={email}") for word in ("-c", value)]
        done = self._repository._call(*config, *words, stdin=stdin)
        if done.returncode:
            lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            raise Mend(errors.CONFIG, f"git {words[0]} fails in {self.path}: {lines[-1] if lines else 'no output'}")
        return done.stdout

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def commit(self, patch: plan.Patch, files: dict[str, str]) -> None:
        self.write(files)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--signoff", "--file=-", stdin=f"{patch.subject}\n\n{_wrapped(patch.body)}\n")

    def patches(self, out: Path, subject: str, blurb: str) -> list[Path]:
        """Write the patches since the base, behind a cover letter, to out."""
        branch = self.git("symbolic-ref", "--short", "HEAD").strip()
        self.git("config", f"branch.{branch}.description", f"{subject}\n\n{blurb}")
        self.git("format-patch", "--quiet", f"--output-directory={out}", "--cover-letter",
                 "--cover-from-description=subject", "--no-renames", "--no-attach", self.base)
        return sorted(out.glob("*.patch"))

    def apply(self, patch: Path) -> Optional[str]:
        """git am; what is wrong, if it does not apply."""
        try:
            self.git("am", "--quiet", str(patch.resolve()))
        except Mend as error:
            self._repository._call("am", "--abort")
            return f"{patch.name} does not apply: {error}"
        return None
