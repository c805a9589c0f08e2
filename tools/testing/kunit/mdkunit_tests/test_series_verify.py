# SPDX-License-Identifier: GPL-2.0
"""mdkunit series --verify: every kind of fault is named with its patch."""

import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from mdkunit_pkg import run, series, tree
from mdkunit_pkg.upstream import compose, plan, verify

from .fakes import kernel_tree, write
from .test_series import TREE

LAST = len(plan.PATCHES)
# Says which files it sees, and what a kernel would.
KUNIT_PY = '''
import pathlib, sys
top = pathlib.Path(__file__).resolve().parents[3]
options = [word[2:].split("=", 1) for word in sys.argv[2:] if "=" in word]
obj = pathlib.Path(dict(options)["build_dir"])
stack = [pathlib.Path(value) for name, value in options if name == "kunitconfig"]
with open(obj / "calls", "a") as calls:
    print(len(list((top / "mm/tests").glob("*.c"))), *(path.name for path in stack), file=calls)
assert all(path.exists() for path in stack)
log = (obj / "say").read_text() if (obj / "say").exists() else ""
(obj / "test.log").write_text("KTAP version 1\\n1..1\\n    # Subtest: toy\\n    1..1\\n" + log +
                              "    ok 1 first\\nok 1 toy\\n")
print("Testing complete. Ran 1 tests: passed: 1")
sys.exit((obj / "fail").exists())
'''
CHECKPATCH = 'print "$ARGV[-1]:3: WARNING:TYPO: bad word\\n" if $ARGV[-1] =~ /0002-/ and -e "$ENV{BAD_PATCH}";\n'


class VerifyTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="mdkunit-test-")
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        linux = kernel_tree(self.top / "linux")
        write(linux, {**TREE, "tools/testing/kunit/kunit.py": KUNIT_PY, "scripts/checkpatch.pl": CHECKPATCH,
                      "scripts/kernel-doc": "#!/bin/sh\n", "mm/tests/lazy_kunit.c": ""})
        (linux / "scripts/kernel-doc").chmod(0o755)
        env = {"XDG_CACHE_HOME": str(self.top / "cache"), "BAD_PATCH": str(self.top / "bad")}
        for patcher in (mock.patch.dict(os.environ, env), mock.patch.object(verify.packages, "ensure"),
                        mock.patch.object(verify.shutil, "which", return_value=None)):
            patcher.start()
            self.addCleanup(patcher.stop)
        self.what = compose.Composition(run.project_root(), tree.open_tree(linux), "A <a@b.example>")
        self.home = self.top / "home"
        self.patches = series.write(self.what, self.home, self.top / "out")[1:]

    def verify(self, *numbers):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
            code = verify.Verifier(self.what, self.home, self.patches, numbers).run()
        return code, said.getvalue()

    def test_each_patch_is_built_with_its_own_files(self):
        code, said = self.verify(1, 4, LAST)
        self.assertEqual(code, 0, said)
        calls = (self.home / "obj/calls").read_text("utf-8").splitlines()
        self.assertEqual([line.split(" ", 1)[1] for line in calls],
                         ["library.kunitconfig", "tests", "tests devmem.kunitconfig"])
        counts = [int(line.split()[0]) for line in calls]
        self.assertEqual(counts[0], 1)
        self.assertLess(counts[1], counts[2])
        self.assertEqual(said.splitlines()[-1], f"{LAST + 3 + 1} passed, 0 failed, 1 skipped")

    def test_a_run_that_fails_is_named(self):
        self.verify(1)
        write(self.home / "obj", {"fail": ""})
        code, said = self.verify(4)
        self.assertEqual(code, 1)
        self.assertIn("FAILED 4 kunit.py: kunit.py exits with 1", said)

    def test_a_warning_in_the_log_is_a_fault(self):
        self.verify(1)
        write(self.home / "obj", {"say": "WARNING: CPU: 0 PID: 1 at mm/rmap.c:1 f+0x1/0x2\n"})
        code, said = self.verify(4)
        self.assertEqual(code, 1)
        self.assertRegex(said, r"FAILED 4 kunit.py: toy.*WARNING")

    def test_what_checkpatch_says_is_a_fault(self):
        write(self.top, {"bad": ""})
        code, said = self.verify(LAST)
        self.assertEqual(code, 1)
        self.assertRegex(said, r"FAILED 2 checkpatch: .*TYPO: bad word")
        self.assertIn("series: 3 checkpatch: ok", said)

    def test_a_patch_that_does_not_apply_ends_it(self):
        self.patches[2].write_text(self.patches[3].read_text("utf-8"), "utf-8")
        self.patches[3].write_text("no patch\n", "utf-8")
        code, said = self.verify(LAST)
        self.assertEqual(code, 1)
        self.assertRegex(said, r"FAILED \d: .* does not apply")
        self.assertNotIn("kernel-doc", said)


if __name__ == "__main__":
    unittest.main()
