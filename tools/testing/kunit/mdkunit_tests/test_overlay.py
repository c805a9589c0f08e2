# SPDX-License-Identifier: GPL-2.0
"""The user's tree stays as it is, whatever way the overlay goes on it."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

from mdkunit_pkg import farm, overlay
from mdkunit_pkg.mounted import escaped
from mdkunit_tests.fakes import GOOD_LOG, RunnerTest, fingerprint, kernel_tree, write

LEFTOVERS = {".config": "x", "include/config/auto.conf": "x", "include/generated/autoconf.h": "x",
             "arch/um/include/generated/asm/a.h": "x", "mm/a.o": "x", "mm/.a.o.cmd": "x", "mm/made.c": "x",
             "mm/.made.c.cmd": "x", "vmlinux": "x", "mm/mine.c": "untracked"}


class Untouched(RunnerTest):
    def check(self, **plan):
        before = fingerprint(self.top / "tree")
        done = self.mdkunit("run", "--kdir", self.top / "tree", "--no-install", "--platform", "all")
        self.assertEqual(fingerprint(self.top / "tree"), before)
        return done

    def test_after_a_pass(self):
        self.tree()
        self.assertEqual(self.check().returncode, 0)

    def test_after_a_pass_by_the_farm(self):
        self.env["MDKUNIT_OVERLAY"] = "farm"
        self.tree()
        self.assertEqual(self.check().returncode, 0)

    def test_after_a_failed_build(self):
        self.tree(build={"exit": 1, "print": ["x.c:1:1: error: y"]})
        self.assertEqual(self.check().returncode, 4)

    def test_tree_that_nobody_may_write(self):
        tree = self.tree()
        for path in [*tree.rglob("*"), tree]:
            path.chmod(path.stat().st_mode & ~0o222)
        self.addCleanup(subprocess.run, ["chmod", "-R", "u+w", str(tree)], check=True)
        self.assertEqual(self.check().returncode, 0)

    def test_tree_built_in_place(self):
        write(self.tree(), LEFTOVERS)
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("was built in place", done.stderr)
        view = next(self.cache.glob("mdkunit/build/*/src"))
        seen = {name for name in LEFTOVERS if (view / name).exists()}
        self.assertEqual(seen, {"mm/mine.c"})

    def test_tree_with_an_odd_name(self):
        for name in ("a b", "a:b", "a,b", "a\\b", "ü"):
            with self.subTest(name):
                kernel_tree(self.top / name)
                done = self.mdkunit("run", "--kdir", self.top / name, "--no-install")
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_tree_that_carries_the_suite_already(self):
        tree = self.tree()
        write(tree, {"mm/Kconfig": 'menu "Memory"\n\nsource "mm/tests/Kconfig"\n\nendmenu\n',
                     "mm/tests/Kconfig": "older"})
        self.assertEqual(self.check().returncode, 0)


class Refresh(RunnerTest):
    """What make sees: only what changed gets a new mtime."""

    def views(self):
        for mode in ("", "farm"):
            self.env["MDKUNIT_OVERLAY"] = mode
            with self.subTest(mode or "overlayfs"):
                yield mode

    def built_from(self):
        return next(self.cache.glob("mdkunit/build/*/obj/vmlinux")).read_text()

    def test_edits_and_new_and_removed_files_are_seen(self):
        tree = self.tree()
        for _mode in self.views():
            (tree / "mm/migrate_device.c").write_text("flush_tlb_range(); /* one */")
            self.mdkunit("run", "--kdir", tree, "--no-install")
            edited = tree / "mm/edited"
            edited.write_text("flush_tlb_range(); /* two */")
            edited.rename(tree / "mm/migrate_device.c")
            self.mdkunit("run", "--kdir", tree, "--no-install")
            self.assertIn("two", self.built_from())

    def test_overlay_keeps_mtimes_of_what_is_the_same(self):
        tree, dest = self.tree(), self.top / "overlay"
        overlay.refresh(self.root, tree, dest)
        old = {path: path.stat().st_mtime_ns for path in dest.rglob("*") if path.is_file()}
        (self.root / "mm/tests/Kconfig").write_text("changed")
        (self.root / "mm/tests/new.c").write_text("")
        (self.root / "kunitconfig/extra").unlink()
        time.sleep(0.01)
        overlay.refresh(self.root, tree, dest)
        changed = {str(path.relative_to(dest)) for path in dest.rglob("*")
                   if path.is_file() and old.get(path) != path.stat().st_mtime_ns}
        self.assertEqual(changed, {"mm/tests/Kconfig", "mm/tests/new.c"})
        self.assertFalse((dest / "kunitconfig/extra").exists())

    def test_farm_follows_the_tree(self):
        tree, dest = self.tree(), self.top / "farm"
        layer = self.top / "layer"
        write(layer, {"mm/a.c": "layer"})
        write(tree, {"mm/a.c": "tree", "mm/b/c.c": "", "mm/gone.c": ""})
        os.symlink("../a.c", tree / "mm/b/link.c")
        os.symlink("b", tree / "mm/dirlink")
        farm.refresh(tree, [layer], dest)
        self.assertEqual((dest / "mm/b/link.c").read_text(), "layer")
        self.assertTrue((dest / "mm/dirlink/c.c").exists())
        self.assertFalse((dest / "tools/testing/kunit/kunit.py").is_symlink())
        (tree / "mm/gone.c").unlink()
        shutil.rmtree(tree / "mm/b")
        write(tree, {"mm/b": "now a file"})
        farm.refresh(tree, [], dest)
        self.assertEqual(((dest / "mm/a.c").read_text(), (dest / "mm/b").read_text()), ("tree", "now a file"))
        self.assertFalse(os.path.lexists(dest / "mm/gone.c"))

    def test_escaped(self):
        self.assertEqual(escaped("/a:b,c\\d"), "/a\\:b\\,c\\\\d")


class Variants(RunnerTest):
    DIFF = ("--- a/mm/migrate_device.c\n+++ b/mm/migrate_device.c\n@@ -1 +1 @@\n"
            "-flush_tlb_range();\n+flush_tlb_range(seeded);\n")

    def test_variant_and_back(self):
        tree = self.tree()
        (self.top / "seed.diff").write_text(self.DIFF)
        before = fingerprint(tree)
        for mode in ("", "farm"):
            self.env["MDKUNIT_OVERLAY"] = mode
            with self.subTest(mode):
                done = self.mdkunit("run", "--kdir", tree, "--no-install", "--apply", self.top / "seed.diff")
                self.assertEqual(done.returncode, 0, done.stderr)
                home = next(self.cache.glob("mdkunit/build/*/obj")).parent
                self.assertNotIn("seeded", (home / "obj/vmlinux").read_text())
                self.assertFalse((home / "obj.unpatched").exists() or (home / "variant").exists())
                self.mdkunit("run", "--kdir", tree, "--no-install")
                self.assertNotIn("seeded", (home / "obj/vmlinux").read_text())
        self.assertEqual(fingerprint(tree), before)

    def test_variant_is_what_is_built(self):
        tree = self.tree(exec={"print": GOOD_LOG, "orphan": ""})
        kunit = tree / "tools/testing/kunit/kunit.py"
        kunit.write_text(kunit.read_text().replace(
            "step = plan", 'if verb == "exec":\n    print((obj / "vmlinux").read_text())\nstep = plan', 1))
        (self.top / "seed.diff").write_text(self.DIFF)
        self.mdkunit("run", "--kdir", tree, "--no-install", "--apply", self.top / "seed.diff",
                     "--out", self.top / "out")
        self.assertIn("seeded", (self.top / "out/um/test.log").read_text())

    def test_variant_that_was_killed_is_left_behind(self):
        tree = self.tree()
        self.mdkunit("run", "--kdir", tree, "--no-install")
        home = next(self.cache.glob("mdkunit/build/*/obj")).parent
        (home / "obj").rename(home / "obj.unpatched")
        write(home, {"obj/vmlinux": "seeded", "obj/half": ""})
        done = self.mdkunit("run", "--kdir", tree, "--no-install", "--build-only")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse((home / "obj/half").exists())

    def test_patch_that_does_not_apply(self):
        (self.top / "seed.diff").write_text(self.DIFF.replace("-flush", "-other"))
        done = self.run_tree("--apply", self.top / "seed.diff")
        self.assertIn(done.returncode, (2, 3))


class Interrupted(RunnerTest):
    def left(self, marker):
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if marker in (entry / "cmdline").read_text("utf-8", "replace"):
                        found.append(entry.name)
                except OSError:
                    pass
        return found

    def test_nothing_is_left(self):
        for number, (mode, signum) in enumerate((("", signal.SIGINT), ("farm", signal.SIGINT), ("", signal.SIGTERM))):
            self.env["MDKUNIT_OVERLAY"] = mode
            marker = f"mdkunit-orphan-{os.getpid()}-{number}"
            tree = kernel_tree(self.top / f"tree{number}",
                               exec={"print": GOOD_LOG[:4], "orphan": marker, "sleep": 300})
            with self.subTest(mode=mode, signum=signum), self.popen("run", "--kdir", tree, "--no-install") as child:
                deadline = time.monotonic() + 30
                while not self.left(marker) and time.monotonic() < deadline:
                    time.sleep(0.1)
                self.assertTrue(self.left(marker))
                child.send_signal(signum)
                _out, err = child.communicate(timeout=20)
                self.assertEqual(child.returncode, -signal.SIGINT)
                self.assertIn("interrupted", err)
                self.assertEqual(self.left(marker), [])
                self.assertNotIn(str(self.cache), Path("/proc/mounts").read_text("utf-8"))


class Calls(RunnerTest):
    def test_builds_do_not_share_a_lock(self):
        self.run_tree("--platform", "all")
        self.run_tree("--config", "extra")
        self.assertEqual(len(list(self.cache.glob("mdkunit/build/*.lock"))), 3)

    def test_device_memory_is_there_unless_refused(self):
        for words, there in (((), True), (("--without", "devmem"), False)):
            done = self.run_tree(*words, "--json", self.top / "report")
            self.assertEqual(done.returncode, 0, done.stderr)
            parts = json.loads((self.top / "report").read_text())["platforms"][0]["config"]
            self.assertEqual("kunitconfig/devmem" in parts, there)
        self.assertEqual(len(list(self.cache.glob("mdkunit/build/*.lock"))), 2)
        self.assert_one_line(self.run_tree("--without", "um"), 2, "devmem")

    def test_kunit_gets_absolute_paths(self):
        self.run_tree("--platform", "x86_64")
        text = next(self.cache.glob("mdkunit/build/*/obj/calls")).read_text()
        calls = [json.loads(line) for line in text.splitlines()]
        self.assertEqual([call[0] for call in calls], ["config", "build", "exec"])
        for word in calls[0][1:]:
            if "/" in word:
                self.assertTrue(word.partition("=")[2].startswith("/"), word)


if __name__ == "__main__":
    unittest.main()
