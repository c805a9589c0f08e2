# SPDX-License-Identifier: GPL-2.0
"""Measurements must come from the log, and from one run."""

import json
import unittest
import xml.dom.minidom

from mdkunit_pkg import bench, bench_plot, errors
from mdkunit_tests import fakes

LINES = ["    # cost: bench alone 1 as_written 1800", "    # cost: bench alone 1 batched 600",
         "    # cost: bench alone 512 as_written 102400", "    # cost: bench alone 512 batched 51200",
         "    # cost: bench alone 64 batched 51200", "    # cost: bench_clock alone 2000000 ticks 1000000 ns",
         "    # cost: bench beside_user 1 as_written 9", "    # cost: bench beside_user 1 batched 9"]
LOG = [*fakes.GOOD_LOG[:5], *LINES, *fakes.GOOD_LOG[5:]]


class ReadTest(unittest.TestCase):
    def test_pages_and_ratio(self) -> None:
        points = bench.read("\n".join(LINES))
        self.assertEqual([(one.beside, one.pages, one.as_written, one.batched, one.ratio) for one in points],
                         [("alone", 1, 900.0, 300.0, 3.0), ("alone", 512, 100.0, 50.0, 2.0)])

    def test_plot_is_well_formed(self) -> None:
        points = bench.read("\n".join(LINES))
        document = xml.dom.minidom.parseString(bench_plot.svg(points, "a < b & c"))
        lines = document.getElementsByTagName("polyline")
        self.assertEqual([len(line.getAttribute("points").split()) for line in lines], [2, 2])


class CommandTest(fakes.RunnerTest):
    def bench(self, *words: object, **plan: object) -> "object":
        return self.mdkunit("bench", "--kdir", self.tree(**plan), "--no-install", *words)

    def test_report_and_plot(self) -> None:
        target, plot = self.top / "bench.json", self.top / "bench.svg"
        done = self.bench("--json", target, "--svg", plot, exec={"print": LOG})
        self.assertEqual(done.returncode, errors.PASSED, done.stderr)
        self.assertIn("linux 7.3.4 on um", done.stdout)
        self.assertEqual([point["ratio"] for point in json.loads(target.read_text())["points"]], [3.0, 2.0])
        self.assertTrue(plot.read_text().startswith("<svg"))

    def test_no_measurement(self) -> None:
        self.assert_one_line(self.bench(), errors.HARNESS, "no measurement")

    def test_all_platforms(self) -> None:
        self.assert_one_line(self.bench("--platform", "all"), errors.USAGE, "one platform")


if __name__ == "__main__":
    unittest.main()
