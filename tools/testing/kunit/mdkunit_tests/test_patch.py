# SPDX-License-Identifier: GPL-2.0
"""The patch must give exactly the tree that the runner builds."""

import subprocess
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import patch
from mdkunit_pkg.errors import Mend
from mdkunit_pkg.overlay_files import (
    FLAGS_LINE, KCONFIG_LINE, MAKEFILE_LINE, overlay_files, suite_present, with_kconfig_line, with_lines)

KCONFIG = 'menu "Memory"\n\nconfig A\n\tbool\n\nsource "mm/damon/Kconfig"\n\nendmenu\n'


class PatchTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root, self.kdir = Path(holder.name, "root"), Path(holder.name, "linux")
        self.write(self.kdir, "mm/Kconfig", KCONFIG)
        self.write(self.kdir, "mm/Makefile", "obj-y += a.o\n")
        self.write(self.kdir, "mm/tests/lazy_kunit.c", "kept\n")
        self.write(self.root, "mm/tests/Kconfig", "config X\n\tbool\n")
        self.write(self.root, "mm/tests/.kunitconfig", "CONFIG_X=y\n")
        self.write(self.root, "lib/mm_kunit/a.c", "a\n\fb\u00e9\nno newline at the end")

    @staticmethod
    def write(base: Path, name: str, text: str) -> None:
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def test_patched_tree_is_the_overlaid_tree(self) -> None:
        wanted = {str(path.relative_to(self.kdir)): path.read_bytes()
                  for path in self.kdir.rglob("*") if path.is_file()}
        wanted.update(overlay_files(self.root, self.kdir))
        subprocess.run(["patch", "-p1", "--silent", "-d", self.kdir], check=True,
                       input=patch.render(self.root, self.kdir), text=True)
        got = {str(path.relative_to(self.kdir)): path.read_bytes()
               for path in self.kdir.rglob("*") if path.is_file()}
        self.assertEqual(got, wanted)
        self.assertTrue(suite_present(self.kdir))

    def test_patch_speaks_of_no_modes_and_no_links(self) -> None:
        text = patch.render(self.root, self.kdir)
        self.assertNotRegex(text, r"(?m)^(new file mode|old mode|index |diff --git)")

    def test_patch_of_a_patched_tree_is_empty(self) -> None:
        for name, content in overlay_files(self.root, self.kdir).items():
            self.write(self.kdir, name, content.decode())
        self.assertEqual(patch.render(self.root, self.kdir), "")

    def test_empty_and_binary_files_are_refused_by_name(self) -> None:
        for content in ("", "a\0b"):
            self.write(self.root, "mm/tests/bad", content)
            with self.assertRaisesRegex(Mend, "mm/tests/bad"):
                patch.render(self.root, self.kdir)

    def test_resource_c_is_helped_where_it_needs_help(self) -> None:
        for text, helped in (("#ifdef PA_SECTION_SHIFT\n", False), ("1UL << PA_SECTION_SHIFT\n", True)):
            self.write(self.kdir, "kernel/resource.c", text)
            self.write(self.kdir, "kernel/Makefile", "obj-y = resource.o\n")
            found = overlay_files(self.root, self.kdir).get("kernel/Makefile", b"").decode()
            self.assertEqual(found, f"obj-y = resource.o\n{FLAGS_LINE}\n" if helped else "")

    def test_litter_is_left_out(self) -> None:
        for name in ("mm/tests/a.c.orig", "mm/tests/__pycache__/a.py", "mm/tests/.a.c.swp", "mm/tests/a.c~"):
            self.write(self.root, name, "x\n")
        self.assertEqual(set(overlay_files(self.root, self.kdir)), {
            "mm/Kconfig", "mm/Makefile", "mm/tests/Kconfig", "mm/tests/.kunitconfig", "lib/mm_kunit/a.c"})


class AddedLinesTest(unittest.TestCase):
    def test_source_line_goes_inside_the_menu(self) -> None:
        lines = with_kconfig_line(KCONFIG).splitlines()
        self.assertLess(lines.index(KCONFIG_LINE), lines.index("endmenu"))
        self.assertEqual(len(lines), len(KCONFIG.splitlines()) + 2)

    def test_a_kconfig_without_a_menu_gets_the_line_at_its_end(self) -> None:
        self.assertTrue(with_kconfig_line("config A\n\tbool\n").endswith(f"\n{KCONFIG_LINE}\n"))

    def test_lines_are_added_once(self) -> None:
        self.assertEqual(with_kconfig_line(with_kconfig_line(KCONFIG)), with_kconfig_line(KCONFIG))
        self.assertEqual(with_lines(with_lines("a", MAKEFILE_LINE), MAKEFILE_LINE), f"a\n{MAKEFILE_LINE}\n")



if __name__ == "__main__":
    unittest.main()
