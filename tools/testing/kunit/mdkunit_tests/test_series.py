# SPDX-License-Identifier: GPL-2.0
"""mdkunit series: real patches, one line for each refusal, no trace in the tree."""

import os
import re
import subprocess

from mdkunit_pkg.run import project_root
from mdkunit_pkg.upstream import plan
from mdkunit_tests.fakes import RunnerTest, fingerprint, kernel_tree, write
from mdkunit_tests.test_upstream import HEADERS

MAINTAINERS = ("List\n\nA FIRST\nM:\tX <x@y.example>\nF:\ta\n\nMEMORY MANAGEMENT - GUP\nM:\tX <x@y.example>\nF:\tb\n\n"
               "MEMORY MANAGEMENT - MISC\nM:\tX <x@y.example>\nF:\tc\n\nZ LAST\nM:\tX <x@y.example>\nF:\tz\n")
TREE = {**HEADERS, "lib/Makefile": "obj-y += math/ tests/\nobj-y += b.o\n", "MAINTAINERS": MAINTAINERS,
        "mm/Makefile": "obj-y += a.o\nobj-$(CONFIG_X) += tests/x_kunit.o\nobj-y += z.o\n",
        "Documentation/mm/index.rst": ".. toctree::\n\n   ksm\n   memory-model\n   numa\n"}


class SeriesTest(RunnerTest):
    def setUp(self):
        super().setUp()
        home = self.top / "home"
        write(home, {".gitconfig": "[user]\n\tname = A Developer\n\temail = a@developer.example\n"})
        self.env.update(HOME=str(home), MDKUNIT_ROOT=str(project_root()), GIT_CONFIG_NOSYSTEM="1",
                        GIT_CEILING_DIRECTORIES=str(self.top))
        self.linux = kernel_tree(self.top / "linux")
        write(self.linux, TREE)
        self.out = self.top / "out"
        self.cwd = os.getcwd()
        os.chdir(self.top)
        self.addCleanup(os.chdir, self.cwd)

    def series(self, *words):
        return self.mdkunit("series", "--kdir", self.linux, "--out", self.out, *words)

    def test_patches_apply_with_git_am_and_give_the_files(self):
        before = fingerprint(self.linux)
        done = self.series()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(fingerprint(self.linux), before)
        patches = sorted(self.out.glob("*.patch"))
        self.assertEqual(len(patches), len(plan.PATCHES) + 1)
        git = ["git", "-C", str(self.linux), "-c", "user.name=b", "-c", "user.email=b@c.example"]
        for words in (["init", "--quiet"], ["add", "-A"], ["commit", "--quiet", "-m", "linux"],
                      ["am", "--quiet", *map(str, patches[1:])]):
            subprocess.run([*git, *words], env=self.env, check=True, capture_output=True)
        log = subprocess.run([*git, "log", "--format=%s%n%b"], env=self.env, check=True, capture_output=True, text=True)
        self.assertEqual(log.stdout.count("Signed-off-by: A Developer <a@developer.example>"), len(plan.PATCHES))
        self.check_tree()

    def check_tree(self):
        makefile = (self.linux / "mm/tests/Makefile").read_text("utf-8")
        for name in re.findall(r"(\w+)\.o\b", makefile):
            self.assertTrue((self.linux / f"mm/tests/{name}.c").is_file() or name == "local", name)
        self.assertIn("tests/x_kunit.o\nobj-$(CONFIG_MIGRATE_DEVICE_KUNIT_TEST) += tests/\n",
                      (self.linux / "mm/Makefile").read_text("utf-8"))
        self.assertIn("tests/\nobj-$(CONFIG_MM_KUNIT) += mm_kunit/\n", (self.linux / "lib/Makefile").read_text("utf-8"))
        self.assertRegex((self.linux / "MAINTAINERS").read_text("utf-8"),
                         r"(?s)- GUP\n.*- KUNIT TESTS\nM:\tA Developer <a@developer.example>\n.*- MISC\n")
        self.assertIn("   memory-model\n   migrate_device_kunit\n   numa\n",
                      (self.linux / "Documentation/mm/index.rst").read_text("utf-8"))
        self.assertTrue((self.linux / "Documentation/mm/migrate_device_kunit.rst").is_file())

    def test_what_the_patches_say(self):
        self.assertEqual(self.series().returncode, 0)
        self.check_makefiles()
        self.check_letter()
        self.check_messages()

    def check_makefiles(self):
        """Lines of Makefiles come with the files."""
        seen = set()
        for patch in sorted(self.out.glob("*.patch"))[1:]:
            text = patch.read_text("utf-8")
            seen |= set(re.findall(r"^\+\+\+ b/(\S+\.c)$", text, re.M))
            for name in re.findall(r"^\+(?:obj-|units).* (\w+)\.o$", text, re.M):
                self.assertTrue({f"mm/tests/{name}.c", f"lib/mm_kunit/{name}.c"} & seen, f"{patch.name}: {name}.o")

    def check_letter(self):
        letter = (self.out / "0000-cover-letter.patch").read_text("utf-8")
        self.assertIn(f"[PATCH 00/{len(plan.PATCHES)}] mm: KUnit tests for device memory migration", letter)
        for part in ("Why the .c file is included rather than changed", "What it found", "What is not claimed"):
            self.assertIn(part, letter)
        self.assertNotIn("***", letter)

    def check_messages(self):
        for patch in sorted(self.out.glob("*.patch"))[1:]:
            message = patch.read_text("utf-8").split("\n---\n")[0].split("\n\n", 1)[1]
            self.assertLessEqual(max(map(len, message.split("\n"))), 75, patch.name)

    def test_the_same_directory_can_be_used_again(self):
        self.out.mkdir()
        write(self.out, {"0099-old.patch": "old"})
        self.assertEqual(self.series().returncode, 0)
        self.assertFalse((self.out / "0099-old.patch").exists())

    def test_a_directory_of_something_else_is_left(self):
        write(self.out, {"notes": "mine"})
        self.assert_one_line(self.series(), 2, "notes", "--out")
        self.assertEqual([path.name for path in self.out.iterdir()], ["notes"])

    def test_nobody_to_sign_off(self):
        (self.top / "home/.gitconfig").write_text("[user]\n\tname = A Developer\n", "utf-8")
        self.assert_one_line(self.series(), 3, "user.email", "git config")
        self.assertFalse(self.out.exists())

    def test_a_tree_that_mm_takes_no_patches_for(self):
        kernel_tree(self.linux, 6, 12)
        self.assert_one_line(self.series(), 3, "6.12", "7.3 or newer")

    def test_a_tree_that_has_the_suite(self):
        write(self.linux, {"mm/tests/Kconfig": "config X\n"})
        self.assert_one_line(self.series(), 3, "has the suite already")
        self.assertFalse(self.out.exists())

    def test_an_incomplete_tree(self):
        (self.linux / "MAINTAINERS").unlink()
        self.assert_one_line(self.series(), 3, "MAINTAINERS", "complete")
        self.assertFalse(self.out.exists())

    def test_a_patch_that_is_none(self):
        self.assert_one_line(self.series("--verify", "--patch", "99"), 2, "--patch")
        self.assert_one_line(self.series("--patch", "1"), 2, "--verify")


if __name__ == "__main__":
    import unittest
    unittest.main()
