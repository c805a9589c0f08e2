# SPDX-License-Identifier: GPL-2.0
"""What mdkunit doctor says of machines that lack something."""

import argparse
import contextlib
import io
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any, Optional, Sequence
from unittest import mock

from mdkunit_pkg import cache, clean, coverage, doctor, errors, packages
from mdkunit_pkg.errors import Mend


def told(without: Sequence[str] = (), **changed: Any) -> tuple[int, str]:
    """Exit code and output on a machine that has everything but what is
    changed and the programs in without."""
    machine = {"missing": [], "can_install": False, "free": 1e12, "counts": True, **changed}

    def which(name: str, **_more: Any) -> Optional[str]:
        return None if name in without else f"/usr/bin/{name}"

    with contextlib.ExitStack() as stack:
        enter, out = stack.enter_context, io.StringIO()
        enter(mock.patch.dict(os.environ, XDG_CACHE_HOME=enter(tempfile.TemporaryDirectory())))
        enter(mock.patch("mdkunit_pkg.packages.missing", return_value=machine["missing"]))
        enter(mock.patch("mdkunit_pkg.packages.can_install", return_value=machine["can_install"]))
        enter(mock.patch("mdkunit_pkg.coverage.counts_here", return_value=machine["counts"]))
        enter(mock.patch("mdkunit_pkg.herd._own", return_value=[] if "herd7" in without else ["herd7"]))
        enter(mock.patch("mdkunit_pkg.modules.missing", return_value=""))
        enter(mock.patch("mdkunit_pkg.mutation.libclang.available", return_value="clang" not in without))
        enter(mock.patch("shutil.disk_usage", return_value=mock.Mock(free=machine["free"])))
        enter(mock.patch("shutil.which", which))
        enter(contextlib.redirect_stdout(out))
        code = doctor.main(argparse.Namespace(platform="um"))
    return code, out.getvalue()


def lines(text: str) -> dict[str, str]:
    """What is said of each thing that a user may want."""
    return {line[:32].strip(): line[33:] for line in text.splitlines() if line[33:].startswith(("lacks", "ready"))}


class DoctorTest(unittest.TestCase):
    def test_machine_with_everything(self) -> None:
        code, text = told()
        self.assertEqual(code, errors.PASSED)
        self.assertEqual(set(lines(text).values()), {"ready"})
        self.assertLess({"run --platform um", "presubmit, hook", "peer", "litmus"}, set(lines(text)))

    def test_each_command_lacks_what_it_needs(self) -> None:
        for program, package, lacking in (
            ("git", "git", {"presubmit, hook", "series"}), ("herd7", "herdtools7", {"litmus"}),
            ("clang", "python3-clang-19", {"mutants", "peer"}), ("sphinx-build", "python3-sphinx", {"docs"}),
            ("parallel", "parallel", {"launch --engine parallel"}),
        ):
            with self.subTest(program):
                found = {what: said for what, said in lines(told([program])[1]).items() if said != "ready"}
                self.assertEqual(found, {what: f"lacks {package}" for what in lacking})

    def test_gcov_that_is_too_old(self) -> None:
        self.assertEqual(lines(told(counts=False)[1])["coverage (gcov 11 or newer)"], "lacks gcc")

    def test_where_this_is_not_debian(self) -> None:
        code, text = told(["apt-get", "squeue", "sphinx-build"], missing=["flex", "libelf-dev"])
        self.assertEqual(code, errors.CONFIG)
        self.assertIn("a run lacks flex, the header libelf.h; install what holds that here", text)
        self.assertEqual(lines(text)["docs"], "lacks sphinx-build")
        self.assertEqual(lines(text)["launch --engine slurm"], "lacks sbatch, squeue")
        self.assertNotIn("apt", text)
        self.assertNotIn("libelf-dev", text)

    def test_where_this_is_not_debian_no_disk_is_needed_for_sources(self) -> None:
        self.assertEqual(told(["apt-get"], free=1e9)[0], errors.PASSED)
        self.assertEqual(told(free=1e9)[0], errors.CONFIG)

    def test_lack_that_a_run_mends_itself(self) -> None:
        code, text = told(missing=["flex"], can_install=True)
        self.assertEqual(code, errors.PASSED)
        self.assertRegex(text, r"run --platform um +lacks flex\n")

    def test_lack_that_takes_root(self) -> None:
        code, text = told(missing=["flex", "bison"])
        self.assertEqual(code, errors.CONFIG)
        self.assertIn("sudo apt-get install -y --no-install-recommends flex bison", text)

    def test_full_disk(self) -> None:
        code, text = told(free=1e6)
        self.assertEqual(code, errors.CONFIG)
        self.assertIn("in the way: 0.0 GB are free", text)


class SizeTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        for name in ("docs", "trees/linux-7.3.4_x", "build/7.3-um-a"):
            (self.top / name).mkdir(parents=True)
            (self.top / name / "file").write_bytes(b"x" * 3_000_000)

    def test_everything_is_counted_once(self) -> None:
        with mock.patch.object(clean, "megabytes", side_effect=[1000, 500, 2400]):
            self.assertEqual(clean.gigabytes(self.top, 60.0), "3.9 GB")
        self.assertIn(clean.megabytes(self.top / "docs"), (3, 4))

    def test_what_takes_too_long_is_said(self) -> None:
        real = subprocess.run

        def run(command: Sequence[str], **options: Any) -> Any:
            if "trees" in command[-1]:
                raise subprocess.TimeoutExpired(list(command), options["timeout"])
            return real(command, **options)

        with mock.patch("subprocess.run", run):
            self.assertRegex(clean.gigabytes(self.top, 60.0), r"^more than 0\.0 GB \(1 of 3 folders take too long")

    def test_nothing_is_begun_when_time_is_up(self) -> None:
        with mock.patch("subprocess.run", side_effect=AssertionError):
            self.assertEqual(clean.gigabytes(self.top, 0.0), "more than 0.0 GB (3 of 3 folders take too long to count)")

    def test_a_folder_that_nobody_is_told_of_is_refused(self) -> None:
        with mock.patch.object(cache, "root", return_value=self.top), self.assertRaises(AssertionError):
            cache.subdir("secret")


class GcovTest(unittest.TestCase):
    def test_versions(self) -> None:
        for text, good in (("gcov (Debian 12.2.0-14+deb12u1) 12.2.0", True), ("gcov (Debian 10.2.1-6) 10.2.1", False),
                           ("gcov (GCC) 13.2.1 20230801 (Red Hat 13.2.1-1)", True), ("LLVM", False)):
            with self.subTest(text), mock.patch("subprocess.run", return_value=mock.Mock(stdout=text + "\nmore\n")):
                self.assertEqual(coverage.counts_here(), good)
        with mock.patch("subprocess.run", side_effect=FileNotFoundError):
            self.assertFalse(coverage.counts_here())


class EnsureTest(unittest.TestCase):
    def test_without_apt_what_is_missing_is_named_plainly(self) -> None:
        with mock.patch.object(shutil, "which", return_value=None), self.assertRaises(Mend) as caught:
            packages.ensure(["libssl-dev", "sparse"])
        self.assertEqual(str(caught.exception), "missing: the header openssl/ssl.h, sparse (as Debian calls it); "
                                                "install what holds that here")


if __name__ == "__main__":
    unittest.main()
