# SPDX-License-Identifier: GPL-2.0
"""What progress says of the time that work takes, and how it knows."""

import contextlib
import io
import os
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from mdkunit_pkg import apt, cache, expected, fetch, progress
from mdkunit_tests.fakes import GOOD_LOG, RunnerTest


class Base(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        self.enter(mock.patch.dict(os.environ, XDG_CACHE_HOME=holder.name))
        self.said = io.StringIO()
        self.enter(contextlib.redirect_stderr(self.said))

    def enter(self, manager: "contextlib.AbstractContextManager[object]") -> None:
        """unittest has it from Python 3.11 on."""
        manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)


class TextTest(unittest.TestCase):
    def test_what_is_known_is_said_and_nothing_else(self) -> None:
        for seconds, known, text in ((40.2, None, "40 s"), (40.2, 160.4, "40 s of about 160 s"),
                                     (170.0, 160.4, "170 s (160 s the last time)"), (3.0, 0.2, "3 s")):
            self.assertEqual(progress.so_far(seconds, known), text)


class MemoryTest(Base):
    def work(self, name: str, usual: bool = True, known: float = 0.0) -> None:
        """Work that takes known seconds, by a clock that is put forward."""
        clock = mock.Mock(side_effect=[0.0, known])
        with mock.patch.object(expected.time, "monotonic", clock), mock.patch.object(progress, "phase") as phase:
            with expected.phase("um: build", name) as one:
                one.usual = usual
        self.phase = phase.call_args.args

    def test_the_first_time_nothing_is_known(self) -> None:
        self.work("cold", known=160.04)
        self.assertEqual(self.phase, ("um: build", None, None))
        self.work("warm", known=3.0)
        self.assertIsNone(self.phase[2])
        self.work("cold", known=140.0)
        self.assertEqual(self.phase[2], 160.0)
        self.assertEqual(expected.last("cold"), 140.0)

    def test_failures_are_not_remembered(self) -> None:
        self.work("cold", usual=False, known=5.0)
        with self.assertRaises(OSError), mock.patch.object(progress, "phase"), expected.phase("um: build", "cold"):
            raise OSError
        self.assertIsNone(expected.last("cold"))

    def test_work_without_a_name(self) -> None:
        self.work("", known=5.0)
        self.assertEqual(list((self.top / "mdkunit").glob("times/*")), [])

    def test_damaged_memory_is_none(self) -> None:
        expected.remember("cold", 5.0)
        path = next((self.top / "mdkunit/times").iterdir())
        for text in ("", "soon", "nan", "inf", "-1"):
            path.write_text(text)
            self.assertIsNone(expected.last("cold"), text)
        path.write_bytes(b"\xff")
        self.assertIsNone(expected.last("cold"))

    def test_cache_that_cannot_be_written(self) -> None:
        with mock.patch.object(cache, "subdir", side_effect=PermissionError):
            self.work("cold", known=5.0)
        with mock.patch.object(expected.files, "write", side_effect=OSError(28, "No space left")):
            self.work("cold", known=5.0)
        self.assertIsNone(expected.last("cold"))

    def test_progress_has_the_text(self) -> None:
        expected.remember("cold", 160.0)
        with mock.patch.object(progress.threading, "Thread") as thread, mock.patch.object(progress, "_tell"):
            with expected.phase("um: build", "cold"), mock.patch.object(progress, "say") as say:
                with mock.patch.object(progress.threading.Event, "wait", side_effect=[False, True]):
                    thread.call_args.kwargs["target"]()
        self.assertEqual(say.call_args.args[0], "um: build 0 s of about 160 s")


class FetchTest(Base):
    def test_how_much_has_arrived(self) -> None:
        offer = apt.Offer("linux-source-7.3", "1:7.3.4-1")
        self.assertEqual(fetch._arrived(offer, self.top, 2_000_000), "0 % of 2 MB")
        (self.top / "linux-source-7.3_1%3a7.3.4-1_all.deb").write_bytes(b"x" * 900_000)
        self.assertEqual(fetch._arrived(offer, self.top, 2_000_000), "45 % of 2 MB")
        self.assertEqual(fetch._arrived(offer, self.top, 0), "")

    def test_the_size_is_what_apt_says(self) -> None:
        offer = apt.Offer("linux-source-7.3", "7.3.4-1")
        for text, size in (("Package: x\nInstalled-Size: 3\nSize: 166780612\n", 166780612), ("", 0)):
            with mock.patch.object(apt, "_asked", return_value=[self.top]), \
                    mock.patch.object(apt, "_apt", return_value=mock.Mock(stdout=text)):
                self.assertEqual(apt.size(offer), size)


class RunTest(RunnerTest):
    def times(self) -> int:
        return len(list((self.cache / "mdkunit/times").glob("*")))

    def test_a_run_remembers_what_went_well(self) -> None:
        self.assertEqual(self.run_tree().returncode, 0)
        self.assertEqual(self.times(), 3)
        # Warm, configure and build are other work; the run is the same.
        self.assertEqual(self.run_tree().returncode, 0)
        self.assertEqual(self.times(), 5)
        self.assertEqual(self.run_tree().returncode, 0)
        self.assertEqual(self.times(), 5)

    def test_a_run_forgets_what_failed(self) -> None:
        self.assertEqual(self.run_tree(build={"exit": 1}).returncode, 4)
        self.assertEqual(self.times(), 1)

    def test_a_hang_says_nothing_of_the_next_run(self) -> None:
        self.assertEqual(self.run_tree("--timeout", "1", exec={"print": GOOD_LOG[:5], "sleep": 60}).returncode, 1)
        self.assertEqual(self.times(), 2)

    def test_a_run_goes_on_without_memory(self) -> None:
        (self.cache / "mdkunit").mkdir(parents=True)
        (self.cache / "mdkunit/times").write_text("in the way")
        self.assertEqual(self.run_tree().returncode, 0)
        self.assertTrue(stat.S_ISREG((self.cache / "mdkunit/times").stat().st_mode))


if __name__ == "__main__":
    unittest.main()
