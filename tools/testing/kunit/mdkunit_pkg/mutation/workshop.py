# SPDX-License-Identifier: GPL-2.0
"""From a build directory to one kernel that holds every mutant."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, Iterable, Optional, Sequence

from .. import errors, overlay, packages, progress
from ..build import Build, environment
from ..errors import Mend
from ..platforms import TABLE
from . import libclang, tables
from .schema import Mutant, render

# Objects whose commands tell how a source is compiled.
_OBJECTS = {"mm/migrate_device.c": "mm/tests/migrate_device_unit.o", "include/linux/rmap.h": "mm/rmap.o"}
# What else compiles them, under observation.
_SECOND = {"mm/rmap.c": ("mm/tests/rmap_unit.o",), "mm/ksm.c": ("mm/tests/ksm_unit.o",),
           "mm/huge_memory.c": ("mm/tests/huge_unit.o",), "include/linux/rmap.h": ("mm/tests/share_unit.o",)}
_SAVED = re.compile(r"^(?:saved)?cmd_\S+ := (.*)$", re.M)
_PLACE = re.compile(r"([^\s:]+):(\d+):(\d+): (?:error|note)\b")
# What lib/mm_kunit/mutant.c has room for.
MOST = 8191
# What is switched on for it.
FRAGMENT = "mutants"


@dataclass
class Target:
    """A source to change, and how it is compiled."""

    path: str
    functions: list[str]

    @property
    def object(self) -> str:
        return _OBJECTS.get(self.path, self.path[:-1] + "o")

    @property
    def include(self) -> str:
        return "../" * (self.path.count("/")) + "lib/mm_kunit/mutant.h"


@dataclass
class Schema:
    """The mutants that compile, those that do not, and what they change."""

    mutants: list[Mutant]
    refused: list[Mutant]
    sources: dict[str, str]
    # path -> function -> where it begins, where its name is, where it ends.
    places: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        parts = [self.sources[path] for path in sorted(self.sources)]
        parts += [f"{mutant.number} {mutant.id}" for mutant in self.mutants]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]

    def files(self) -> dict[str, bytes]:
        return _files(self.sources, self.mutants)


def ensure_parser(install: bool) -> None:
    """The bindings, as Debian packages them; nothing else will do."""
    if not libclang.available():
        packages.ensure([libclang.PACKAGE], install)
    if not libclang.available():
        raise Mend(errors.CONFIG, f"mutants are made with clang's parser; install {libclang.PACKAGE} (Debian's name)")


class Workshop:
    def __init__(self, build: Build, targets: Sequence[Target], jobs: int) -> None:
        self.build, self.targets, self.jobs = build, targets, jobs
        self.name = "mutants.fixed" if build.recipe.patches else "mutants"
        self.layer, self.trial = build.home / self.name, build.home / f"{self.name}.trial"
        self.kept = build.home / f"{self.name}.json"

    def schema(self) -> Schema:
        """Make the mutants, and leave out those that do not compile. The
        build must be one of the unchanged source."""
        order = self._order()
        order_key = hashlib.sha256((json.dumps(order) + _own_text()).encode()).hexdigest()
        if known := self._known(order_key):
            return known
        with progress.phase("make mutants"):
            made = self._generate(order)
        schema = self._compiling([Mutant.from_document(one) for one in made["mutants"]], made["sources"])
        schema.places = made["places"]
        if len(schema.mutants) > MOST:
            raise Mend(errors.USAGE, f"{len(schema.mutants)} mutants are more than one kernel holds ({MOST}); "
                                     "give fewer --target or a --function")
        self.kept.write_text(json.dumps({
            "key": order_key, "sources": schema.sources, "places": schema.places, "mutants": [one.document() for one in schema.mutants],
            "refused": [one.document() for one in schema.refused]}), "utf-8")
        return schema

    def make(self, schema: Schema) -> Path:
        """Build the kernel with schema in it; the obj where it is."""
        build = self.build
        held = build.home / f"obj.{self.name}"
        gone = {path.relative_to(self.layer).as_posix() for path in self.layer.rglob("*.[ch]")} - set(schema.sources)
        if gone or build.recipe.patches:
            # A plain source is older than the object of a changed one; which
            # sources the fixes of the last time changed, nobody knows.
            shutil.rmtree(held, ignore_errors=True)
        if not held.exists():
            # It will be a copy with objects of the plain source, and this
            # has to be newer than they are.
            shutil.rmtree(self.layer, ignore_errors=True)
        overlay.write_files(schema.files(), self.layer)
        build.use_offspring(self.name, self.layer)
        build.recipe.fragments.append(FRAGMENT)
        try:
            build.configure()
            build.build(self.jobs)
        finally:
            build.recipe.fragments.remove(FRAGMENT)
            obj = build.keep_offspring(self.name)
            build.view.layers.remove(self.layer)
        return obj

    def command(self, obj: Path, parameters: Sequence[str]) -> list[str]:
        """What boots the kernel in obj; runs outside the view."""
        src = self.build.view.path
        config = TABLE[self.build.recipe.platform].qemu_config
        qemu = f"{src}/{config}" if config else ""
        done = self.python("launch", [str(src), str(obj), qemu, *parameters], "")
        return [str(word) for word in json.loads(done)]

    def _known(self, key: str) -> Any:
        try:
            document = json.loads(self.kept.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        if document["key"] != key:
            return None
        return Schema([Mutant.from_document(one) for one in document["mutants"]],
                      [Mutant.from_document(one) for one in document["refused"]], document["sources"], document["places"])

    def _command(self, target: Target) -> str:
        path = self._command_file(target.object)
        if not path.exists():
            raise Mend(errors.USAGE, f"{target.object} is no part of this kernel; leave --target {target.path} out")
        return self._saved(path)

    def commands(self, path: str) -> dict[str, str]:
        """object -> how it is compiled, of all that are made from path, as
        the suite runs what it compiles a second time as well."""
        names = {Target(path, []).object, *_SECOND.get(path, ())}
        if path.endswith(".c"):
            names.add(f"{path[:-1]}o")
        files = {name: self._command_file(name) for name in sorted(names)}
        return {name: self._saved(file) for name, file in files.items() if file.exists()}

    def _command_file(self, name: str) -> Path:
        path = self.build.obj / name
        return path.with_name(f".{path.name}.cmd")

    def _saved(self, path: Path) -> str:
        found = _SAVED.search(path.read_text("utf-8"))
        if not found:
            raise Mend(errors.BUILD, f"{path} holds no command; remove {self.build.obj}")
        return " ".join(found.group(1).split(" ; ")[0].split())

    def _order(self) -> dict[str, Any]:
        targets = []
        for target in self.targets:
            source = self.build.source(target.path)
            if not source.is_file():
                raise Mend(errors.USAGE, f"linux {self.build.tree.version} has no {target.path}; leave it out")
            # As the compiler finds them, who names a header by where it is found.
            unit = target.path if target.path.endswith(".c") else f"{target.object[:-1]}c"
            view = self.build.view.path
            targets.append({"path": target.path, "source": str(view / target.path), "unit": str(view / unit),
                            "command": self._command(target), "functions": target.functions,
                            "is": hashlib.sha256(source.read_bytes()).hexdigest()})
        return {"obj": str(self.build.obj), "targets": targets}

    def _generate(self, order: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.python("generate", [], json.dumps(order)))
        if made["errors"]:
            progress.say("clang does not understand everything here, so there may be fewer mutants: "
                         f"{made['errors'][0]}")
        if not made["mutants"]:
            raise Mend(errors.USAGE, "there is nothing to change; give a --function that this kernel has")
        return made

    def python(self, module: str, arguments: Sequence[str], text: str, view: Optional[overlay.View] = None) -> str:
        """A module of this package, run in the view."""
        package = Path(__file__).resolve().parents[2]
        command = [sys.executable, "-B", "-m", f"mdkunit_pkg.mutation.{module}", *arguments]
        done = subprocess.run((view or self.build.view).command(command), input=text, capture_output=True, text=True,
                              env=dict(environment(), PYTHONPATH=str(package)), check=False)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["it says nothing"]
            raise Mend(errors.CONFIG, f"making mutants failed in {module}: {lines[-1]}")
        return done.stdout

    # Which mutants compile

    def _compiling(self, mutants: list[Mutant], sources: dict[str, str]) -> Schema:
        good = list(mutants)
        # Not the layer that is built on: its times must not move.
        self.build.view.layers.insert(0, self.trial)
        with progress.phase("leave out what does not compile", lambda: f"{len(mutants) - len(good)} of {len(mutants)}"):
            for target in self.targets:
                while (output := self._compile(target, good, sources)) is not None:
                    bad = self._blamed(output, good, sources) or set(_search(
                        [one.number for one in good if one.path == target.path],
                        lambda some: self._fails(target, good, some, sources)))
                    if not bad:
                        raise Mend(errors.BUILD, "the source with all mutants does not compile, and no mutant is to "
                                                 f"blame: {_first_error(output)}")
                    good = [one for one in good if one.number not in bad]
        self.build.view.layers.remove(self.trial)
        left = {one.number for one in good}
        refused = [one for one in mutants if one.number not in left]
        return Schema(good, refused, sources)

    def _fails(self, target: Target, good: list[Mutant], some: Iterable[int], sources: dict[str, str]) -> bool:
        wanted = set(some)
        return self._compile(target, [one for one in good if one.number in wanted], sources) is not None

    def _compile(self, target: Target, mutants: list[Mutant], sources: dict[str, str]) -> Any:
        """None, or what the compiler says. Only the object of the target is
        compiled, to nowhere: what else includes a changed header is left to
        the build."""
        overlay.write_files(_files(sources, mutants), self.trial)
        self.build.view.prepare()
        view = str(self.build.view.path)
        command = re.sub(r" -Wp,-MMD,\S+", "", self._command(target))
        command = re.sub(r" -o \S+", " -o /dev/null", command) + " -fdiagnostics-column-unit=byte"
        if target.object.startswith("mm/tests/"):
            # As mm/tests/Makefile does where CONFIG_MM_KUNIT_MUTANTS is set.
            command += f" -include {view}/lib/mm_kunit/mutant.h"
        done = subprocess.run(self.build.view.command(["sh", "-c", f"cd {self.build.obj} && {command}"]),
                              env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        return done.stderr.replace(view + "/", "") if done.returncode else None

    def _blamed(self, output: str, good: list[Mutant], sources: dict[str, str]) -> set[int]:
        """Mutants in whose text the compiler finds something."""
        found: set[int] = set()
        for path, source in sources.items():
            rendered = render(source, (one for one in good if one.path == path), Target(path, []).include)
            for name, line, column in _PLACE.findall(output):
                if os.path.normpath(name) == path:
                    found.add(rendered.at(int(line), int(column)))
        return found - {0}


def _search(numbers: list[int], fails: Callable[[list[int]], bool]) -> list[int]:
    """Those of numbers that fail, if each does so alone."""
    if not numbers or not fails(numbers):
        return []
    if len(numbers) == 1:
        return numbers
    half = len(numbers) // 2
    return _search(numbers[:half], fails) + _search(numbers[half:], fails)


def _files(sources: dict[str, str], mutants: list[Mutant]) -> dict[str, bytes]:
    return {path: render(source, (one for one in mutants if one.path == path), Target(path, []).include).text.encode()
            for path, source in sources.items()}


def _first_error(output: str) -> str:
    return next((line for line in output.splitlines() if "error" in line), "the compiler says nothing")


def _own_text() -> str:
    """What makes the mutants: with other operators, kept ones are out of
    date."""
    modules = ("ctext", "expressions", "generate", "libclang", "operators", "schema", "tables")
    return "".join(Path(__file__).with_name(f"{name}.py").read_text("utf-8") for name in modules)


def choose(names: Sequence[str], functions: Sequence[str] = ()) -> list[Target]:
    """Targets by path, the default one without any; functions narrow."""
    groups = {"all": list(tables.TARGETS), "around": list(tables.AROUND)}
    known = {**tables.TARGETS, **tables.AROUND}
    names = list(dict.fromkeys(one for name in names or [next(iter(known))] for one in groups.get(name, [name])))
    for name in names:
        if name not in known:
            raise Mend(errors.USAGE, f"--target {name} is not known; take {', '.join([*groups, *known])}")
    targets = [Target(name, list(known[name])) for name in names]
    return [replace(one, functions=list(functions)) for one in targets] if functions else targets
