# SPDX-License-Identifier: GPL-2.0
"""A kernel's console drops what nobody reads in time."""

import subprocess
import sys
import unittest
from unittest import mock

from mdkunit_pkg import boot, build, proc

LINES = 4000
# UML's console, in short: what the pipe does not take at once is gone.
CONSOLE = f"""
import contextlib, os
os.set_blocking(1, False)
for number in range({LINES}):
    with contextlib.suppress(BlockingIOError):
        os.write(1, b"%-60d\\n" % number)
"""
# kunit.py on a busy host: it starts a kernel and does not get to read.
LATE = """
import subprocess, sys, time
kernel = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
kernel.wait()
print(kernel.stdout.read().count(b"\\n"))
"""


def arrived(env: dict[str, str]) -> int:
    done = subprocess.run([sys.executable, "-c", LATE, CONSOLE], capture_output=True, text=True, check=True, env=env)
    return int(done.stdout)


class ConsoleTest(unittest.TestCase):
    def test_kunit_py_that_reads_late_gets_all(self) -> None:
        self.assertEqual(arrived(boot.kunit_environment()), LINES)

    def test_without_room_lines_are_lost(self) -> None:
        self.assertLess(arrived(build.environment()), LINES)

    def test_runner_that_reads_late_gets_all(self) -> None:
        with mock.patch.object(proc, "adopt_orphans"), \
                proc.started([sys.executable, "-c", "import time; time.sleep(0.3)" + CONSOLE]) as child:
            child.wait()
            assert child.stdout
            self.assertEqual(len(child.stdout.readlines()), LINES)


if __name__ == "__main__":
    unittest.main()
