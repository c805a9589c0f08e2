# SPDX-License-Identifier: GPL-2.0
"""What mdkunit doctor says of machines that lack something."""

import argparse
import contextlib
import io
import unittest
from typing import Any
from unittest import mock

from mdkunit_pkg import doctor, errors


def told(**changed: Any) -> tuple[int, str]:
    """Exit code and output on a machine that has everything but what is changed."""
    machine = {"missing": [], "can_install": False, "free": 1e12, **changed}
    with contextlib.ExitStack() as stack:
        enter, out = stack.enter_context, io.StringIO()
        enter(mock.patch("mdkunit_pkg.packages.missing", return_value=machine["missing"]))
        enter(mock.patch("mdkunit_pkg.packages.can_install", return_value=machine["can_install"]))
        enter(mock.patch("shutil.disk_usage", return_value=mock.Mock(free=machine["free"])))
        enter(contextlib.redirect_stdout(out))
        code = doctor.main(argparse.Namespace(platform="um"))
    return code, out.getvalue()


class DoctorTest(unittest.TestCase):
    def test_machine_with_everything(self) -> None:
        code, text = told()
        self.assertEqual(code, errors.PASSED)
        self.assertRegex(text, r"run --platform um +ready\n")

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


if __name__ == "__main__":
    unittest.main()
