# SPDX-License-Identifier: GPL-2.0
"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import files


class WriteTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.home = Path(holder.name)

    def test_a_link_stays_one(self) -> None:
        target, link = self.home / "target", self.home / "link"
        target.write_text("old", "utf-8")
        link.symlink_to(target)
        files.write(link, "new")
        self.assertTrue(link.is_symlink())
        self.assertEqual(target.read_text("utf-8"), "new")
        self.assertEqual(sorted(path.name for path in self.home.iterdir()), ["link", "target"])

    def test_a_device_is_written_to_and_not_replaced(self) -> None:
        pipe = self.home / "pipe"
        os.mkfifo(pipe)
        # Open for both, or each end would wait for the other.
        reader = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        files.write(pipe, "text")
        self.assertEqual(os.read(reader, 100), b"text")
        self.assertTrue(pipe.is_fifo())
