# SPDX-License-Identifier: GPL-2.0
"""Seeds and fixes go into a copy, and one without effect is an error."""

import shutil
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import variants
from mdkunit_pkg.errors import CONFIG, USAGE, Mend

SOURCE = "int f(void)\n{\n\treturn 1;\n}\n"
DIFF = "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1,4 +1,4 @@\n int f(void)\n {\n-\treturn 1;\n+\treturn 2;\n }\n"
COCCI = "// file: mm/a.c\n@@ @@\nf(...)\n{\n- return 2;\n+ return 3;\n}\n"


class VariantTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        self.kdir, self.dest = self.top / "linux", self.top / "variant"
        (self.kdir / "mm").mkdir(parents=True)
        (self.kdir / "mm/a.c").write_text(SOURCE)

    def patch(self, name: str, text: str) -> Path:
        path = self.top / name
        path.write_text(text)
        return path

    def refused(self, code: int, words: str, *patches: Path) -> None:
        with self.assertRaisesRegex(Mend, words) as caught:
            variants.apply(list(patches), self.kdir, self.dest)
        self.assertEqual(caught.exception.code, code)

    def test_diff_changes_the_copy_only(self) -> None:
        self.assertEqual(variants.apply([self.patch("a.diff", DIFF)], self.kdir, self.dest), ["mm/a.c"])
        self.assertIn("return 2", (self.dest / "mm/a.c").read_text())
        self.assertEqual((self.kdir / "mm/a.c").read_text(), SOURCE)

    def test_diff_may_add_a_file(self) -> None:
        new = self.patch("n.diff", "--- /dev/null\n+++ b/mm/new.c\n@@ -0,0 +1 @@\n+int x;\n")
        self.assertEqual(variants.apply([new], self.kdir, self.dest), ["mm/new.c"])

    @unittest.skipUnless(shutil.which("spatch"), "spatch is missing (apt-get install coccinelle)")
    def test_later_patches_see_earlier_ones(self) -> None:
        patches = [self.patch("a.diff", DIFF), self.patch("b.cocci", COCCI)]
        self.assertEqual(variants.apply(patches, self.kdir, self.dest), ["mm/a.c"])
        self.assertIn("return 3", (self.dest / "mm/a.c").read_text())

    @unittest.skipUnless(shutil.which("spatch"), "spatch is missing (apt-get install coccinelle)")
    def test_patch_without_effect_is_refused(self) -> None:
        self.refused(CONFIG, "changes nothing in mm/a.c", self.patch("b.cocci", COCCI))

    @unittest.skipUnless(shutil.which("spatch"), "spatch is missing (apt-get install coccinelle)")
    def test_broken_semantic_patch_is_refused(self) -> None:
        self.refused(CONFIG, "spatch does not take", self.patch("b.cocci", "// file: mm/a.c\n@@\n- (\n"))

    def test_diff_of_another_kernel_is_refused(self) -> None:
        self.refused(CONFIG, "does not apply", self.patch("a.diff", DIFF.replace("return 1", "return 7")))

    def test_bad_patches_are_usage_errors(self) -> None:
        self.refused(USAGE, "cannot read", self.top / "none.diff")
        self.refused(USAGE, "names no file", self.patch("a.diff", "hello\n"))
        self.refused(USAGE, "names no file", self.patch("a.diff", DIFF.replace("mm/a.c", "../../etc/passwd")))
        self.refused(USAGE, "is missing", self.patch("a.cocci", "@@ @@\n- f();\n"))


if __name__ == "__main__":
    unittest.main()
