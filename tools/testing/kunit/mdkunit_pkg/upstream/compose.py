# SPDX-License-Identifier: GPL-2.0
"""What every file is after each patch of the series."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

from .. import errors, overlay_files
from ..errors import Mend
from ..tree import Tree
from . import edits, makefiles, page, plan, resolve

OLDEST = (7, 3)
TITLE = "MEMORY MANAGEMENT - KUNIT TESTS"
_TESTS_LINE = "obj-$(CONFIG_MIGRATE_DEVICE_KUNIT_TEST) += tests/"
_LIBRARY_LINE = "obj-$(CONFIG_MM_KUNIT) += mm_kunit/"
_OWN = ("mm/tests/*", "lib/mm_kunit/*")
# What MAINTAINERS says, as far as there are such files.
_PATTERNS = ("Documentation/mm/migrate_device_kunit.rst", "lib/mm_kunit/", "mm/tests/*.kunitconfig",
             "mm/tests/Kconfig", "mm/tests/Makefile", "mm/tests/device_memory_kunit.c", "mm/tests/explore*",
             "mm/tests/huge_*", "mm/tests/ksm_*",
             "mm/tests/migrate_*", "mm/tests/mm_*", "mm/tests/rmap_*", "mm/tests/share_unit.*",
             "mm/tests/sibling_scene.*")
_X86 = ("What the cases look at, and UML lacks.", "What watches over them.")


class Composition:
    """The suite for one tree, as files after each patch."""

    def __init__(self, root: Path, tree: Tree, maintainer: str) -> None:
        self.root, self.tree, self.maintainer = root, tree, maintainer
        major, minor = (int(part) for part in tree.version.split(".")[:2])
        if (major, minor) < OLDEST:
            raise Mend(errors.CONFIG, f"{tree.path} is linux {tree.version}; mm takes patches for the next release "
                                      "only: give a tree of 7.3 or newer")
        if overlay_files.suite_present(tree.path):
            raise Mend(errors.CONFIG, f"{tree.path} has the suite already; give a tree without it")
        texts = {path: content.decode("utf-8") for path, content in overlay_files.own_files(root).items()
                 if any(fnmatch.fnmatch(path, pattern) for pattern in _OWN)}
        texts = resolve.resolved(texts, tree.path, (major, minor))
        if lost := plan.unplanned(texts):
            raise Mend(errors.CONFIG, f"no patch brings {', '.join(lost)}; say in upstream/plan.py which one does")
        self.texts = texts

    def originals(self) -> dict[str, str]:
        """The tree's own files that the series changes."""
        paths = ("mm/Kconfig", "mm/Makefile", "lib/Makefile", "MAINTAINERS", page.INDEX)
        return {path: self._own(path) for path in paths}

    def after(self, count: int) -> dict[str, str]:
        """All files that the first count patches add or change."""
        patches = plan.PATCHES[:count]
        files = {path: text for path, text in self.texts.items() if 0 <= plan.patch_of(path) < count}
        extra = {word for patch in patches for word in patch.extra}
        symbols = [symbol for patch in patches for symbol in patch.kconfig]
        self._add_build_files(files, symbols)
        self._add_configs(files, extra)
        self._change_makefiles(files, symbols, extra)
        if "documentation" in extra:
            files[f"Documentation/{edits.PAGE}"] = page.page(self.root, self.texts[resolve.ISSUES])
            files[page.INDEX] = page.with_entry(self._own(page.INDEX))
        files["MAINTAINERS"] = self._maintainers(files)
        return files

    def _own(self, path: str) -> str:
        try:
            return (self.tree.path / path).read_text("utf-8")
        except FileNotFoundError:
            raise Mend(errors.CONFIG, f"{self.tree.path} has no {path}; give a complete source tree") from None

    def _add_build_files(self, files: dict[str, str], symbols: list[str]) -> None:
        for folder in ("mm/tests", "lib/mm_kunit"):
            if any(path.startswith(f"{folder}/") for path in files):
                files[f"{folder}/Makefile"] = makefiles.makefile(
                    self.texts[f"{folder}/Makefile"], lambda name, top=folder: f"{top}/{name}.c" in files)
        files["mm/tests/Kconfig"] = makefiles.kconfig(self.texts["mm/tests/Kconfig"], symbols)

    def _add_configs(self, files: dict[str, str], extra: set[str]) -> None:
        if "kunitconfig" in extra:
            files["mm/tests/.kunitconfig"] = self.texts["mm/tests/.kunitconfig"]
        devmem = (self.root / "kunitconfig/devmem").read_text("utf-8")
        devmem = "".join(re.findall(r"^CONFIG_.*\n", devmem, re.M))
        spdx = "# SPDX-License-Identifier: GPL-2.0\n"
        if "x86_64" in extra:
            found = (self.root / "kunitconfig/x86_64").read_text("utf-8").split("\n\n")
            parts = [part for part in found if part.lstrip("# ").startswith(_X86)]
            files["mm/tests/x86_64.kunitconfig"] = (
                f"{spdx}# With mm/tests/.kunitconfig and --arch=x86_64: all that the tests look at.\n"
                + "\n\n".join(parts) + f"\n\n# Device memory.\n{devmem}")
        if "zone_device" in extra:
            files["mm/tests/devmem.kunitconfig"] = f"{spdx}# With mm/tests/.kunitconfig, on UML: device memory.\n{devmem}"

    def _change_makefiles(self, files: dict[str, str], symbols: list[str], extra: set[str]) -> None:
        files["mm/Kconfig"] = overlay_files.with_kconfig_line(self._own("mm/Kconfig"))
        files["lib/Makefile"] = _with_line(self._own("lib/Makefile"), r"obj-y \+= .*\btests/.*", _LIBRARY_LINE)
        text = self._own("mm/Makefile")
        if "MIGRATE_DEVICE_KUNIT_TEST" in symbols:
            text = _with_line(text, r"obj-\S+ \+= tests/.*", _TESTS_LINE)
        if "zone_device" in extra:
            text = overlay_files.with_lines(text, overlay_files.FLAGS_LINE)
        files["mm/Makefile"] = text

    def _maintainers(self, files: dict[str, str]) -> str:
        fits = [pattern for pattern in _PATTERNS
                if any(fnmatch.fnmatch(path, f"{pattern}*" if pattern.endswith("/") else pattern) for path in files)]
        entry = (f"{TITLE}\nM:\t{self.maintainer}\nL:\tlinux-mm@kvack.org\nS:\tMaintained\n"
                 + "".join(f"F:\t{pattern}\n" for pattern in fits) + "\n")
        text = self._own("MAINTAINERS")
        titles = [found for found in re.finditer(r"(?<=\n\n)(\S[^\n]*)\n[A-Z]:\t", text)
                  if found.group(1).upper() > TITLE]
        # The file is not sorted all the way; among their like it is.
        near = [found for found in titles if found.group(1).startswith(TITLE.split(" - ", 1)[0])]
        at = (near or titles)[0].start() if titles else len(text)
        return text[:at] + entry + text[at:]


def _with_line(text: str, behind: str, line: str) -> str:
    """text with line behind the first that matches, or at its end."""
    found = re.search(rf"^{behind}\n", text, re.M)
    if not found:
        return overlay_files.with_lines(text, line)
    return f"{text[:found.end()]}{line}\n{text[found.end():]}"
