# SPDX-License-Identifier: GPL-2.0
"""Configure and build one platform through the kernel's own kunit.py."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Sequence

from . import cache, errors, expected, overlay, platforms, proc, progress
from .errors import Mend
from .tree import Tree

_COMPILE_ERROR = re.compile(r"(: (fatal )?error: |undefined reference|multiple definition|"
                            r"^ld[^:]*: |: syntax error|:\d+: error|Kconfig\S*:\d+:)", re.I)
_MAKE_ERROR = re.compile(r"(\*\*\* .*|No rule to make target.*)")


@dataclass
class Recipe:
    """What is asked of a build, apart from the tree."""

    root: Path
    platform: str
    fragments: list[str] = field(default_factory=list)
    patches: list[Path] = field(default_factory=list)
    make_options: list[str] = field(default_factory=list)
    # Fragments that concern so few objects that a changed copy of the build
    # without them is quicker than a build directory of their own.
    late: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    # Lines that take back what the platform's fragment says, which kunit.py
    # lets no other fragment do.
    settings: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        """All fragments, those that nobody has to ask for first."""
        usual = [name for name in platforms.TABLE[self.platform].usual if name not in self.without]
        return list(dict.fromkeys([*usual, *self.fragments, *self.late]))

    @property
    def stack(self) -> list[str]:
        """The kunitconfig arguments, relative to a kernel tree."""
        return ["mm/tests", *(f"kunitconfig/{name}" for name in (self.platform, *self.parts))]

    @property
    def varies(self) -> bool:
        """Whether what is asked for is built in a copy of obj."""
        return bool(self.patches or self.late)

    @property
    def platform_arguments(self) -> list[str]:
        return platforms.TABLE[self.platform].arguments

    @property
    def cross(self) -> str:
        return platforms.TABLE[self.platform].cross


# In a build directory: the project's checkout and the kernel tree that it is of.
MADE_OF = "made-of"


class Build:
    """A build directory, the view of the tree that goes with it, and the
    kunit.py steps in them. All of it is only valid under the lock."""

    def __init__(self, tree: Tree, recipe: Recipe) -> None:
        self.tree, self.recipe = tree, recipe
        identity = cache.key(str(tree.path), str(recipe.root), recipe.platform, *recipe.fragments,
                             *(f"-{name}" for name in recipe.without),
                             *(f"+{line}" for line in recipe.settings),
                             "--", *recipe.make_options, compiler(recipe.make_options, recipe.cross))
        self.home = cache.root() / "build" / f"{tree.series}-{recipe.platform}-{identity}"
        self.obj = self.home / "obj"
        # Where obj waits while a variant is built in its place.
        self.aside = self.home / "obj.unpatched"
        self.logs = self.home / "logs"
        self.seconds = {"configure": 0.0, "build": 0.0, "run": 0.0}
        self.notes: list[str] = []
        self._late = 0
        layers = [self.home / "overlay"]
        self.view = overlay.View(tree.path, self.home / "src", layers, tree.leftovers)

    @property
    def lock(self) -> Path:
        return self.home.with_name(f"{self.home.name}.lock")

    def prepare(self) -> None:
        """Bring the overlay and the view of the tree up to date."""
        if cache.root().is_relative_to(self.tree.path):
            raise Mend(errors.CONFIG, f"the cache {cache.root()} lies inside the kernel tree; "
                                      "point XDG_CACHE_HOME elsewhere")
        self.leave_variant()
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir(parents=True)
        (self.home / MADE_OF).write_text(f"{self.recipe.root}\n{self.tree.path}\n", "utf-8")
        overlay.refresh(self.recipe.root, self.tree.path, self.home / "overlay")
        self.view.prepare()
        if self.tree.leftovers:
            progress.say(f"{self.tree.path} was built in place, which O= builds refuse; "
                         "building from links to its sources, without those files")

    def use_variant(self) -> None:
        """Put the patched files on top, add the late fragments, and build in
        a copy of obj.

        make goes by mtimes: back on the original file, older than the
        objects of the variant, it would keep those objects. The copy takes
        the place of obj because objtool's rules hold absolute paths: at
        another path everything would be compiled again.
        """
        copy = self.home / "obj.copy"
        shutil.rmtree(copy, ignore_errors=True)
        self.lay_patches()
        _copy(self.obj, copy)
        self.obj.rename(self.aside)
        copy.rename(self.obj)
        self._late = len(self.recipe.late)

    def lay_patches(self) -> None:
        """Put the patched files on top. obj is still of the plain ones."""
        from . import variants

        tree = self.home / "variant"
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir()
        self.notes += variants.apply(self.recipe.patches, self.tree.path, tree)
        self.view.layers.insert(0, tree)
        self.view.prepare()

    def use_offspring(self, name: str, layer: Path) -> None:
        """Build, with layer on top, in an obj of its own that begins as a
        copy of this one and stays: see keep_offspring()."""
        kept = self.home / f"obj.{name}"
        if not kept.exists():
            _copy(self.obj, self.home / "obj.copy")
            (self.home / "obj.copy").rename(kept)
        self.obj.rename(self.aside)
        kept.rename(self.obj)
        self.view.layers.insert(0, layer)
        self.view.prepare()

    def keep_offspring(self, name: str) -> Path:
        """Put the obj that use_offspring() brought back aside; where it is
        now. Kernels boot from there, too."""
        kept = self.home / f"obj.{name}"
        self.obj.rename(kept)
        self.aside.rename(self.obj)
        return kept

    def leave_variant(self) -> None:
        """Back to the unpatched obj, also after a run that was killed."""
        if self.aside.exists():
            shutil.rmtree(self.obj, ignore_errors=True)
            self.aside.rename(self.obj)
        shutil.rmtree(self.home / "variant", ignore_errors=True)

    def kunit(self, verb: str, *more: str) -> list[str]:
        """The kunit.py command for verb, in the view, absolute paths."""
        src = str(self.view.path)
        arguments = [argument.replace("=tools/", f"={src}/tools/") for argument in self.recipe.platform_arguments]
        stack = self.recipe.stack
        stack = stack[:len(stack) - len(self.recipe.late) + self._late]
        arguments += [f"--kunitconfig={src}/{part}" for part in stack]
        arguments += [f"--kconfig_add={line}" for line in self.recipe.settings]
        arguments += [f"--make_options={option}" for option in self.recipe.make_options]
        return self.view.command(["python3", f"{src}/tools/testing/kunit/kunit.py", verb,
                                  f"--build_dir={self.obj}", *arguments, *more])

    def configure(self) -> None:
        self.obj.mkdir(exist_ok=True)
        code, text = self._step("configure", self.kunit("config"))
        if code:
            raise self._config_error(text)

    def build(self, jobs: int) -> None:
        code, text = self._step("build", self.kunit("build", f"--jobs={jobs}"))
        if code:
            raise self._build_error(text)

    def source(self, path: str) -> Path:
        """The file that is compiled as path, patched or the tree's own."""
        layers = (*self.view.layers, self.tree.path)
        return next((layer / path for layer in layers if (layer / path).is_file()), self.tree.path / path)

    def objects(self) -> int:
        """How many objects the build directory holds."""
        return sum(name.endswith(".o") for _base, _dirs, names in os.walk(self.obj) for name in names)

    def _step(self, name: str, command: Sequence[str]) -> tuple[int, str]:
        started = time.monotonic()
        log = self.logs / f"{name}.log"
        detail = (lambda: f"{self.objects()} objects") if name == "build" else None
        with expected.phase(f"{self.recipe.platform}: {name}", self._work(name), detail) as work:
            with open(log, "w", encoding="utf-8") as out, proc.started(command, environment()) as child:
                assert child.stdout
                for line in child.stdout:
                    out.write(line)
                code = child.wait()
            work.usual = code == 0
        self.seconds[name] += round(time.monotonic() - started, 2)
        return code, log.read_text("utf-8")

    def _work(self, name: str) -> str:
        """What takes about as long each time. A build that was interrupted
        is like no other."""
        warm = (self.obj / "vmlinux").exists()
        if name == "build" and not warm and self.objects():
            return ""
        recipe = self.recipe
        return " ".join([name, "warm" if warm else "cold", self.tree.series, *recipe.stack, *recipe.settings,
                         *recipe.make_options, *(patch.name for patch in recipe.patches)])

    def _config_error(self, text: str) -> Mend:
        version, platform = self.tree.version, self.recipe.platform
        if "No space left on device" in text:
            return errors.from_oserror(OSError(errno.ENOSPC, "No space left on device"))
        if found := re.search(r"Missing: (.*)", text):
            # kunit.py also lists what is off for good, which harms nobody.
            options = found.group(1).split(", ")
            missing = ", ".join([name for name in options if "=" in name] or options)
            asked = self._asked_by_fragments(missing)
            code = errors.CONFIG if asked else errors.BUILD
            mend = "the tree's Kconfig has lost it"
            if asked:
                mend = f"--without {asked[0]}" if asked[0] in platforms.TABLE[platform].usual else f"leave out --config {asked[0]}"
            return Mend(code, f"linux {version} on {platform} cannot have {missing}; {mend}")
        if found := re.search(r"Multiple values specified for \d+ options?.*?:\s*(.*?)\n\s*vs from", text, re.S):
            return Mend(errors.CONFIG, f"the --config fragments disagree on {found.group(1)}; leave one out")
        return Mend(errors.BUILD, f"linux {version} on {platform} cannot be configured: "
                                  f"{_telling_line(text, self.view.path)}; see {self.logs / 'configure.log'}")

    def _asked_by_fragments(self, options: str) -> list[str]:
        names = re.findall(r"CONFIG_\w+", options)
        return [fragment for fragment in self.recipe.parts
                if any(name in (self.recipe.root / "kunitconfig" / fragment).read_text("utf-8") for name in names)]

    def _build_error(self, text: str) -> Mend:
        if "No space left on device" in text:
            return errors.from_oserror(OSError(errno.ENOSPC, "No space left on device"))
        if re.search(r"Missing: CONFIG", text) and not _COMPILE_ERROR.search(text):
            return self._config_error(text)
        return Mend(errors.BUILD, f"linux {self.tree.version} does not build for {self.recipe.platform}: "
                                  f"{_telling_line(text, self.view.path)}; see {self.logs / 'build.log'}")


def _copy(source: Path, copy: Path) -> None:
    done = subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(copy)],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        full = "No space left" in done.stderr
        raise OSError(errno.ENOSPC if full else errno.EIO, done.stderr.strip()[-200:], str(copy))


def environment() -> dict[str, str]:
    """What kunit.py and make are to see of our environment."""
    env = {name: value for name, value in os.environ.items()
           if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "KBUILD_OUTPUT", "ARCH", "O", "V")}
    # A pipe would make python hold back the lines that the watchdog waits for.
    return dict(env, PYTHONUNBUFFERED="1", PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")


def compiler(make_options: Sequence[str], cross: str = "") -> str:
    """Identify the compiler: another one needs its own build directory."""
    chosen = dict(option.split("=", 1) for option in make_options if "=" in option)
    llvm = chosen.get("LLVM", os.environ.get("LLVM", ""))
    name = chosen.get("CC") or ("clang" + (llvm if llvm.startswith("-") else "") if llvm else f"{cross}gcc")
    try:
        done = subprocess.run([*name.split(), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return name
    return f"{llvm} {name} {done.stdout.splitlines()[0] if done.stdout else ''}"


def _telling_line(text: str, src: Path) -> str:
    lines = text.replace(f"{src}/", "").splitlines()
    for pattern in (_COMPILE_ERROR, _MAKE_ERROR):
        for line in lines:
            if pattern.search(line):
                return line.strip()
    return next((line.strip() for line in reversed(lines) if line.strip()), "kunit.py says nothing")
