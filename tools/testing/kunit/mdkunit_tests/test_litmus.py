# SPDX-License-Identifier: GPL-2.0
"""Litmus tests must not pass by default, nor outlive what they model."""

import contextlib
import io
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from mdkunit_pkg import cli, errors, herd, litmus, litmus_source, run
from mdkunit_pkg.litmus_source import Model, Tie
from mdkunit_tests.fakes import write

TIE = Tie("share_before", ("a.h",), ("share", "old_share"), (("smp_mb",), ("pinned", "old_pinned"), ("Clear",)))
GOOD = "static inline int share(int a)\n{\n\tsmp_mb();\n\tif (pinned(a))\n\t\treturn 1;\n\tClear(a);\n\treturn 0;\n}\n"


def model(name: str = "a", result: str = "Never", twin: str = "", labels: str = "share_before",
          unlabelled: tuple[str, ...] = ()) -> Model:
    return Model(name, Path(f"{name}.litmus"), result, twin, frozenset(labels.split()), unlabelled)


class FilesTest(unittest.TestCase):
    def test_own_files_hang_together(self) -> None:
        found, tied = litmus_source.models(run.project_root()), litmus_source.ties(run.project_root())
        self.assertEqual(list(litmus_source.faults(found, tied)), [])
        self.assertGreaterEqual(sum(one.result == "Never" for one in found), 24)

    def faults(self, *found: Model) -> str:
        return "\n".join(litmus_source.faults(list(found), [TIE]))

    def test_sound_and_broken_are_enough(self) -> None:
        self.assertEqual(self.faults(model(), model("b", "Sometimes", "a")), "")

    def test_no_twin(self) -> None:
        self.assertIn("no broken twin", self.faults(model()))

    def test_twin_with_the_same_result(self) -> None:
        self.assertIn("same result", self.faults(model(), model("b", twin="a")))

    def test_barrier_without_source(self) -> None:
        self.assertIn("no source for x", self.faults(model(labels="share_before x"), model("b", "Sometimes", "a")))
        self.assertIn("has no label", self.faults(model(unlabelled=("smp_mb();",)), model("b", "Sometimes", "a")))

    def test_source_without_barrier(self) -> None:
        self.assertIn("no model has share_before", self.faults(model(labels=""), model("b", "Sometimes", "a", "")))


class SourceTest(unittest.TestCase):
    def outdated(self, text: str) -> list[str]:
        with mock.patch.object(litmus_source.Path, "is_file", return_value=True), \
                mock.patch.object(litmus_source.Path, "read_text", return_value=text):
            return list(litmus_source.outdated([TIE], Path("/tree")))

    def test_as_modelled(self) -> None:
        self.assertEqual(self.outdated(GOOD), [])
        self.assertEqual(self.outdated(GOOD.replace("share(", "old_share(").replace("pinned", "old_pinned")), [])

    def test_moved_gone_or_commented_out(self) -> None:
        for text in (GOOD.replace("\tsmp_mb();\n", "").replace("\treturn 0", "\tsmp_mb();\n\treturn 0"),
                     GOOD.replace("\tsmp_mb();\n", ""), GOOD.replace("smp_mb();", "/* smp_mb(); */"),
                     GOOD.replace("share(", "other("), ""):
            found = self.outdated(text)
            self.assertEqual(len(found), 1, text)
            self.assertIn("litmus model out of date: share_before", found[0])


@unittest.skipUnless(shutil.which("dpkg-deb"), "this is not Debian")
class GetTest(unittest.TestCase):
    """A real package in place of sid's."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        write(self.top / "made", {"usr/bin/herd7": "a program", "DEBIAN/control": (
            "Package: herdtools7\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\n"
            "Description: a fake\n")})
        self.deb = self.top / "herdtools7_1_all.deb"
        subprocess.run(["dpkg-deb", "-Znone", "--root-owner-group", "--build", str(self.top / "made"), str(self.deb)],
                       check=True, capture_output=True)

    def get(self) -> Path:
        with mock.patch.object(herd.apt, "download_latest", return_value=[self.deb]), \
                mock.patch.object(herd.progress, "quiet", True):
            herd._get(self.top / "cache" / "herd")
        return self.top / "cache" / "herd"

    def test_it_is_unpacked_and_not_installed(self) -> None:
        (self.top / "cache").mkdir()
        self.assertEqual((self.get() / "usr/bin/herd7").read_text(), "a program")

    def test_a_damaged_package_is_named_and_leaves_nothing(self) -> None:
        (self.top / "cache").mkdir()
        self.deb.write_bytes(self.deb.read_bytes()[:300])
        with self.assertRaisesRegex(herd.Unavailable, "herdtools7_1_all.deb cannot be unpacked"):
            self.get()
        self.assertEqual(list((self.top / "cache").iterdir()), [])


class CommandTest(unittest.TestCase):
    def litmus(self, observed: dict[str, str], unavailable: bool = False) -> tuple[int, str]:
        tree = SimpleNamespace(path=Path("/tree"), name="linux 7.3")
        command = mock.patch.object(herd, "command", side_effect=herd.Unavailable("no sid") if unavailable else [["h"]])
        out = io.StringIO()
        with mock.patch.object(litmus.fetch, "tree_of", return_value=tree), command, \
                mock.patch.object(herd, "observe", return_value=observed), \
                mock.patch.object(litmus_source, "models", return_value=[model(), model("b", "Sometimes", "a")]), \
                mock.patch.object(litmus_source, "ties", return_value=[TIE]), \
                mock.patch.object(litmus_source, "outdated", return_value=[]), contextlib.redirect_stdout(out):
            return cli.main(["litmus"]), out.getvalue()

    def test_as_expected(self) -> None:
        code, text = self.litmus({"a": "Never", "b": "Sometimes"})
        self.assertEqual((code, text.splitlines()[-1]), (errors.PASSED, "3 passed, 0 failed, 0 skipped"))

    def test_other_result_or_none(self) -> None:
        for observed in ({"a": "Sometimes", "b": "Sometimes"}, {"a": "Never"}, {}):
            code, text = self.litmus(observed)
            self.assertEqual(code, errors.FAILED)
            self.assertIn("FAILED ", text)

    def test_without_herd(self) -> None:
        code, text = self.litmus({}, unavailable=True)
        self.assertEqual((code, text), (errors.SKIPPED, "SKIP litmus: no sid\n"))


if __name__ == "__main__":
    unittest.main()
