# SPDX-License-Identifier: GPL-2.0
"""The code of functions, without what only tells one copy from another:
equal texts are equal code."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\.L[\w.$]+|[A-Za-z_][\w.$]*|(?<![\w$.%])\d+(?=:|[bf]\b)')
_FUNCTION = re.compile(r"\.type\s+([\w.$]+),\s*[@%]function")
_LABEL = re.compile(r"([\w.$]+):")
_COMMON = re.compile(r"\.l?comm\s+([\w.$]+),(.*)")
# Says where the compiler stands, nothing of the code.
_NOISE = re.compile(r"#|\.(cfi_|loc\b|file\b|ident\b)|$")
_SECTION = re.compile(r"\.(section|text|data|bss|pushsection|popsection|previous)\b")
_ENDS_DATA = re.compile(r"\.(type|size|globl|weak|local|hidden|set|align|p2align|balign)\b")
_UNIQUE = re.compile(r"\w*__UNIQUE_ID_\w*?\d+$")
# Numbers of clones mean something in one compilation only.
_CLONE = re.compile(r"\.(constprop|isra|part|cold|lto_priv)\b")
_NUMBERED = re.compile(r"\.\d+$")


class Listing:
    """One compilation: the lines of its functions and of its data."""

    def __init__(self, text: str, unit: str) -> None:
        self.unit = unit
        self.functions: dict[str, list[str]] = {}
        self.data: dict[str, list[str]] = {}
        self._read(text)
        self._users: dict[str, int] = {}
        for lines in self.functions.values():
            for name in self._reached(lines):
                self._users[name] = self._users.get(name, 0) + 1

    def _read(self, text: str) -> None:
        known: set[str] = set()
        section, function, end = ".text", "", ""
        held: list[str] = []
        for line in map(str.strip, text.splitlines()):
            if _NOISE.match(line):
                continue
            if function:
                if line.startswith(".size") and line.endswith(end):
                    function = ""
                else:
                    held.append(line)
            elif match := _LABEL.match(line):
                held = []
                if match.group(1) in known:
                    function, end = match.group(1), f".-{match.group(1)}"
                    self.functions[function] = held
                else:
                    self.data[match.group(1)] = held
                    held.append(section)
            elif match := _FUNCTION.match(line):
                known.add(match.group(1))
            elif match := _COMMON.match(line):
                self.data[match.group(1)] = [".bss", match.group(2)]
            elif _SECTION.match(line):
                section, held = line, []
            elif not _ENDS_DATA.match(line):
                held.append(line)

    def _reached(self, lines: Iterable[str]) -> set[str]:
        """Data that lines name, and what that names in turn."""
        found: set[str] = set()
        todo = [lines]
        while todo:
            for word in _words(todo.pop()):
                if word in self.data and word not in found:
                    found.add(word)
                    todo.append(self.data[word])
        return found

    def shared(self, name: str) -> bool:
        return self._users.get(name, 0) > 1

    def constant(self, name: str) -> bool:
        return ".rodata" in self.data[name][0]


def _words(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from _WORD.findall(line)


class Normal:
    """The text of one function in a listing, and of what is its own."""

    def __init__(self, listing: Listing, name: str, plain: str, shared: dict[str, str]) -> None:
        """plain is what the name stands for; shared says how data is called
        that other functions use, too."""
        self.listing, self.name, self.plain, self.shared = listing, name, plain, shared
        self._called: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._todo: list[str] = []
        # Data of others, in the order in which it is used.
        self.foreign: list[str] = []
        self.text = "\n".join(self._texts())

    def _texts(self) -> Iterator[str]:
        yield self._normal(self.listing.functions[self.name])
        for name in self._todo:
            lines = self.listing.data.get(name) or self.listing.functions[name]
            yield f"{self._called[name]}:\n{self._normal(lines)}"

    def _normal(self, lines: Iterable[str]) -> str:
        return _WORD.sub(lambda match: self._word(match.group()), "\n".join(lines))

    def _word(self, word: str) -> str:
        if word[0] == '"':
            return word.replace(self.name, self.plain)
        if word not in self._called:
            self._called[word] = self._call(word)
        return self._called[word]

    def _call(self, word: str) -> str:
        if word == self.name:
            return f"{self.plain}<self>"
        if word.startswith(f"{self.name}.") and word in self.listing.functions:
            return self._own(word, f"{self.plain}.part")
        if word in self.listing.data and (word.startswith(".L") or _NUMBERED.search(word) or _UNIQUE.match(word)):
            return self._data(word)
        if word.startswith(".L"):
            return self._next("label")
        if word[0].isdigit():
            return self._next("number")
        if _UNIQUE.match(word):
            return self._next(word.rstrip("0123456789"))
        if _CLONE.search(word):
            return f"{word}@{self.listing.unit}"
        return word

    def _data(self, word: str) -> str:
        base = "data" if word.startswith(".L") else word.rstrip("0123456789")
        if self.listing.constant(word) or not self.listing.shared(word):
            return self._own(word, "data" if self.listing.constant(word) else base)
        self.foreign.append(word)
        return self.shared.get(word, f"{word}@{self.listing.unit}")

    def _own(self, word: str, base: str) -> str:
        """By its content, which comes behind the function."""
        self._todo.append(word)
        return self._next(base)

    def _next(self, base: str) -> str:
        self._counts[base] = self._counts.get(base, 0) + 1
        return f"{base}<{self._counts[base]}>"


def texts(listing: Listing, function: str, original: str, others: Iterable[str]) -> dict[str, str]:
    """name -> text, of the original and of others that are in listing.
    What the original shares with the rest of the source is called by its
    order there, which is the same in all compilations."""
    if original not in listing.functions:
        return {}
    first = Normal(listing, original, function, {})
    shared = {name: f"{name.rstrip('0123456789')}shared<{number}>" for number, name in enumerate(first.foreign)}
    return {name: Normal(listing, name, function, shared).text
            for name in (original, *others) if name in listing.functions}
