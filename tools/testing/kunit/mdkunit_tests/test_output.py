# SPDX-License-Identifier: GPL-2.0
"""Nobody reads any more: mdkunit ends as other programs do, and no result
is lost."""

import json
import os
import signal
import subprocess
import sys
import time
import unittest
from typing import Any

from mdkunit_tests.fakes import GOOD_LOG, MDKUNIT, RunnerTest

FAILED_LOG = [line.replace("    ok 1", "    not ok 1") for line in GOOD_LOG]


class ClosedTest(RunnerTest):
    def unread(self, *words: Any, errors_too: bool = False) -> tuple[int, str, float]:
        """Exit code and errors of a command whose output is a pipe that
        nobody reads, and the seconds that it takes."""
        read, write = os.pipe()
        os.close(read)
        started = time.monotonic()
        try:
            done = subprocess.run([sys.executable, str(MDKUNIT), *map(str, words)], env=self.env, text=True, check=False,
                                  stdin=subprocess.DEVNULL, stdout=write, timeout=60,
                                  stderr=write if errors_too else subprocess.PIPE)
        finally:
            os.close(write)
        return done.returncode, done.stderr or "", time.monotonic() - started

    def run_unread(self, *words: Any, errors_too: bool = False, **plan: Any) -> tuple[int, str, float]:
        return self.unread("run", "--kdir", self.tree(**plan), "--no-install", *words, errors_too=errors_too)

    def test_what_only_prints_dies_of_the_signal(self) -> None:
        for words in (("man",), ("completion", "bash"), ("--help",), ("run", "--help")):
            with self.subTest(words):
                self.assertEqual(self.unread(*words)[:2], (-signal.SIGPIPE, ""))

    def test_bad_usage_stays_bad_usage(self) -> None:
        code, said, _seconds = self.unread("run", "--nonsense")
        self.assertEqual((code, said.count("mdkunit: error")), (2, 1))

    def test_a_run_ends_and_leaves_nothing_running(self) -> None:
        marker = f"left-by-{os.getpid()}"
        code, said, seconds = self.run_unread(exec={"print": GOOD_LOG[:5], "orphan": marker, "sleep": 50})
        self.assertEqual(code, -signal.SIGPIPE)
        self.assertLess(seconds, 30)
        self.assertNotIn("Traceback", said)
        found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        self.assertNotIn(marker, found)

    def test_the_report_of_a_run_is_written(self) -> None:
        path = self.top / "report.json"
        for errors_too in (False, True):
            with self.subTest(errors_too):
                code = self.run_unread("--json", path, errors_too=errors_too, exec={"print": FAILED_LOG})[0]
                self.assertEqual(code, -signal.SIGPIPE)
                document = json.loads(path.read_text())
                self.assertEqual((document["exit"], document["totals"]["failed"]), (1, 1))
                self.assertIsNone(document["platforms"][0]["error"])
                path.unlink()

    def test_logs_of_a_run_are_kept(self) -> None:
        code = self.run_unread("--out", self.top / "kept", exec={"print": GOOD_LOG})[0]
        self.assertEqual(code, -signal.SIGPIPE)
        self.assertIn("ok 1 toy", (self.top / "kept/um/test.log").read_text())

    def test_without_standard_output(self) -> None:
        done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", sys.executable, str(MDKUNIT), "man"], env=self.env,
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_file_is_whole(self) -> None:
        with open(self.top / "page", "w", encoding="utf-8") as page:
            subprocess.run([sys.executable, str(MDKUNIT), "man"], env=self.env, stdout=page, check=True)
        self.assertIn(".SH SEE ALSO", (self.top / "page").read_text())


if __name__ == "__main__":
    unittest.main()
