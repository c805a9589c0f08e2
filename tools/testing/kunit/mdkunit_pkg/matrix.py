# SPDX-License-Identifier: GPL-2.0
"""The cells that matrix.toml declares: what the suite is run on."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

from . import errors
from .errors import Mend
from .platforms import ALL, PLATFORMS

FILE = Path(__file__).resolve().parents[1] / "matrix.toml"
RUN, MUTANTS = "run", "mutants"
_MINUTES = 60
# Each key with the type of its value, or of the elements of a list.
_KEYS: dict[str, tuple[type, type]] = {
    "run": (str, str), "check": (bool, bool), "kernels": (list, str), "platforms": (list, str),
    "configs": (list, str), "options": (list, str), "shards": (int, int), "minutes": (int, int),
}


@dataclass(frozen=True)
class Cell:
    """One call of mdkunit run or mdkunit mutants."""

    kind: str
    kernel: str
    platform: str
    fragments: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    shard: tuple[int, int] = (1, 1)
    # After which it is taken for hung.
    minutes: int = _MINUTES
    check: bool = False

    @property
    def id(self) -> str:
        """Also a name for files, jobs and variables of shells."""
        words = [self.platform, self.kernel, "+".join(self.fragments)]
        if self.kind == MUTANTS:
            words += [MUTANTS, "{}of{}".format(*self.shard)]
        return "-".join(filter(None, words))

    @property
    def arguments(self) -> list[str]:
        """For mdkunit; where it writes is up to the caller."""
        words = [self.kind, "--kernel", self.kernel, "--platform", self.platform]
        words += [f"--config={name}" for name in self.fragments]
        if self.kind == MUTANTS:
            words += ["--shard", "{}/{}".format(*self.shard)]
        return words + list(self.options)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--matrix", type=Path, default=FILE, metavar="FILE",
                        help="the cells there are (default: the project's matrix.toml)")


def read(path: Path = FILE) -> list[Cell]:
    """All cells, in the order of the file."""
    found: dict[str, Cell] = {}
    for number, table in enumerate(_tables(path), 1):
        for cell in _cells(table, f"{path.name}: cells {number}"):
            if cell.id in found:
                raise Mend(errors.CONFIG, f"{path.name} has cell {cell.id} twice; take it out of one [[cells]]")
            found[cell.id] = cell
    if not found:
        raise Mend(errors.CONFIG, f"{path} declares no cells; give each group a [[cells]] table")
    return list(found.values())


def checked() -> str:
    """The cells of mdkunit check, as its --cells takes them."""
    return ",".join(f"{cell.platform}:{cell.kernel}" for cell in read() if cell.check)


def find(cells: list[Cell], name: str) -> Cell:
    for cell in cells:
        if cell.id == name:
            return cell
    raise Mend(errors.USAGE, f"there is no cell {name}; mdkunit cell --list names those there are")


def _tables(path: Path) -> list[dict[str, Any]]:
    try:
        import tomllib
    except ImportError:
        raise Mend(errors.CONFIG, "the matrix of cells needs python 3.11 or newer; the rest of mdkunit does not") from None
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Mend(errors.USAGE, f"cannot read {path}: {error.strerror}; --matrix takes a TOML file") from error
    except ValueError as error:
        raise Mend(errors.CONFIG, f"{path} is no TOML: {error}") from error
    tables = document.pop("cells", [])
    if document or not isinstance(tables, list):
        raise Mend(errors.CONFIG, f"{path} may hold nothing but [[cells]] tables")
    return tables


def _cells(table: dict[str, Any], where: str) -> Iterator[Cell]:
    _check(table, where)
    kind, shards = table.get("run", RUN), table.get("shards", 1)
    for kernel in table["kernels"]:
        for platform in table["platforms"]:
            for config in table.get("configs", [""]):
                for first in range(1, shards + 1):
                    yield Cell(kind, kernel, platform, tuple(config.split()), tuple(table.get("options", [])),
                               (first, shards), table.get("minutes", _MINUTES), table.get("check", False))


def _check(table: dict[str, Any], where: str) -> None:
    for key, value in table.items():
        if key not in _KEYS:
            raise Mend(errors.CONFIG, f"{where}: there is no key {key}; take {', '.join(_KEYS)}")
        outer, inner = _KEYS[key]
        # bool is an int to Python.
        if type(value) is not outer or any(type(one) is not inner for one in (value if outer is list else [value])):
            raise Mend(errors.CONFIG, f"{where}: {key} = {value!r} is no {outer.__name__}"
                                      f"{' of strings' if outer is list else ''}")
    for key in ("kernels", "platforms"):
        if not table.get(key):
            raise Mend(errors.CONFIG, f"{where}: {key} is missing or empty")
    _check_values(table, where)


def _check_values(table: dict[str, Any], where: str) -> None:
    kind = table.get("run", RUN)
    if kind not in (RUN, MUTANTS):
        raise Mend(errors.CONFIG, f"{where}: run = {kind!r} is neither {RUN!r} nor {MUTANTS!r}")
    for key in ("shards", "minutes"):
        if table.get(key, 1) < 1:
            raise Mend(errors.CONFIG, f"{where}: {key} must be greater than 0")
    if kind == RUN and "shards" in table:
        raise Mend(errors.CONFIG, f"{where}: only mutants come in shards")
    if kind == MUTANTS and (table.get("check") or any(table.get("configs", []))):
        raise Mend(errors.CONFIG, f"{where}: mutants take neither check nor configs")
    known = ALL if kind == MUTANTS else PLATFORMS
    for platform in table["platforms"]:
        if platform not in known:
            raise Mend(errors.CONFIG, f"{where}: there is no platform {platform} for {kind}; take {', '.join(known)}")
    for word in [*table["kernels"], *" ".join(table.get("configs", [])).split()]:
        if not re.fullmatch(r"[\w.]+", word):
            raise Mend(errors.CONFIG, f"{where}: {word!r} may hold letters, digits, _ and . only")
