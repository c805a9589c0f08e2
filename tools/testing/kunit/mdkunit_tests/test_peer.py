# SPDX-License-Identifier: GPL-2.0
"""The kernel's hmm-tests as a judge: what a boot of theirs says, the file
system they run in, and how they stand beside the suite."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path
from unittest import mock

from mdkunit_pkg import peer
from mdkunit_pkg.boot import Log
from mdkunit_pkg.build import Build, Recipe
from mdkunit_pkg.errors import Mend
from mdkunit_pkg.mutation import campaign
from mdkunit_pkg.peers import boots, compare, initramfs, verdict
from mdkunit_pkg.peers.userspace import Userspace
from mdkunit_pkg.tree import Tree

from .fakes import RunnerTest

FIRST, SECOND, THIRD = "hmm.hmm_device_private.first", "hmm.hmm_device_private.second", "hmm.hmm_device_coherent.first"
WARNING = "[ 3.5] WARNING: mm/rmap.c:12 at f+0x1/0x2"
END = "[ 9.0] mdkunit peer: ended with status 0"
LOST = "[ 9.1] mm_kunit: 7 lines about mutants"
REACHED = ["[ 9.1] mm_kunit: case 0 is toy.first", "[ 9.2] mm_kunit: mutants reached by -: 128 + 1-2,5",
           "[ 9.3] mm_kunit: 2 lines about mutants"]


def run(name: str, result: str = "ok 1", *between: str, at: float = 1.0, skip: str = "") -> list[str]:
    more = f" # SKIP {skip}" if skip else ""
    return [f"[ {at}] #  RUN           {name} ...", *between, f"[ {at + 2.5}] {result} {name}{more}"]


def log(*lines: str, ending: str = "") -> Log:
    texts = ["[ 0.9] TAP version 13", "[ 0.9] 1..3", *lines]
    return Log([(float(at), text) for at, text in enumerate(texts)], True, ending)


class OutcomeTest(unittest.TestCase):
    def outcome(self, *lines: str, ending: str = "") -> tuple[str, str]:
        return verdict.outcome(log(*lines, ending=ending), [FIRST, SECOND])

    def test_all_pass(self) -> None:
        self.assertEqual(self.outcome(*run(FIRST), *run(SECOND), END), ("survived", ""))

    def test_failed_test_kills(self) -> None:
        self.assertEqual(self.outcome(*run(FIRST), *run(SECOND, "not ok 2"), END), ("assertion", SECOND))

    def test_skipping_is_not_failing(self) -> None:
        self.assertEqual(self.outcome(*run(FIRST, skip="no memory"), *run(SECOND), END)[0], "survived")

    def test_complaint_kills_and_names_the_test(self) -> None:
        self.assertEqual(self.outcome(*run(FIRST), *run(SECOND, "ok 2", WARNING), END), ("complaint", SECOND))

    def test_complaint_outside_of_tests_is_named_itself(self) -> None:
        result, by = self.outcome(*run(FIRST), *run(SECOND), WARNING, END)
        self.assertEqual(result, "complaint")
        self.assertIn("mm/rmap.c:12", by)

    def test_timeout_of_the_harness_is_tried_again(self) -> None:
        late = f"[ 3.0] # {SECOND}: Test terminated by timeout"
        self.assertEqual(self.outcome(*run(FIRST), *run(SECOND, "not ok 2", late), END), ("timeout", SECOND))

    def test_hang_and_silent_end(self) -> None:
        begun = run(SECOND)[:1]
        self.assertEqual(self.outcome(*run(FIRST), *begun, ending="hang: no output for 10 s"), ("timeout", SECOND))
        self.assertEqual(self.outcome(*run(FIRST), *begun), ("died", SECOND))

    def test_program_that_ends_early_kills(self) -> None:
        self.assertEqual(self.outcome(*run(FIRST), *run(SECOND), END.replace("0", "256"))[0], "assertion")
        self.assertEqual(self.outcome(*run(FIRST), END), ("assertion", SECOND))

    def test_what_does_not_compile_is_no_kill(self) -> None:
        self.assertEqual(self.outcome(*run(FIRST, "not ok 1", "[ 2.0] " + campaign.IMPOSSIBLE)), ("not compiled", ""))

    def test_boot_ends_with_the_first_failure(self) -> None:
        for bad in (["not ok 1 " + FIRST], [WARNING.partition("] ")[2]]):
            watch = verdict.Watch()
            self.assertIsNone(watch("ok 1 " + SECOND))
            self.assertTrue([said for line in bad if (said := watch(line))])


class BaselineTest(unittest.TestCase):
    def test_only_what_passes_is_chosen(self) -> None:
        known = boots.choose(log(*run(FIRST), *run(SECOND, "not ok 2"), *run(THIRD, skip="no such device"),
                                 END.replace("0", "256")))
        self.assertEqual(known.chosen, [FIRST])
        self.assertEqual(set(known.left_out), {SECOND, THIRD, boots.EVERYTHING[1]})
        self.assertIn("no such device", known.left_out[THIRD])
        self.assertEqual(boots.arguments(known), ["-r", FIRST])

    def test_test_that_makes_the_kernel_complain_is_left_out(self) -> None:
        known = boots.choose(log(*run(FIRST, "ok 1", WARNING), *run(SECOND), END))
        self.assertEqual(known.chosen, [SECOND])
        self.assertIn("mm/rmap.c:12", known.left_out[FIRST])

    def test_without_an_end_there_is_no_baseline(self) -> None:
        with self.assertRaisesRegex(Mend, "do not get to their end"):
            boots.choose(log(*run(FIRST)))

    def test_second_boot_measures(self) -> None:
        known = boots.confirm(boots.Baseline([FIRST], {}), log(*run(FIRST), END, *REACHED))
        self.assertEqual(set(known.reached), {129, 130, 133})
        self.assertEqual((known.times, known.pause), ({FIRST: 2.5}, 1.0))

    def test_second_boot_must_pass_and_lose_nothing(self) -> None:
        known = boots.Baseline([FIRST], {})
        with self.assertRaisesRegex(Mend, "must pass twice"):
            boots.confirm(known, log(*run(FIRST, "not ok 1"), END, *REACHED))
        with self.assertRaisesRegex(Mend, "lost lines"):
            boots.confirm(known, log(*run(FIRST), END, *REACHED[:-1], LOST))

    def test_command_boots_user_space_and_no_suite(self) -> None:
        words = boots.command(["qemu", "-append", "a=1 kunit.enable=1 console=ttyS0 kunit_shutdown=reboot"], Path("/x.cpio"))
        self.assertEqual(words, ["qemu", "-append", "a=1 console=ttyS0 kunit.enable=0", "-initrd", "/x.cpio"])


class BootTest(unittest.TestCase):
    """Boots a shell script in place of a kernel."""

    def boot(self, numbers: list[int], *script: str) -> dict[int, str]:
        found: dict[int, str] = {}
        known = boots.Baseline([FIRST], {}, 0.2, {}, {}, 0.1)
        words = ["sh", "-c", "\n".join(["echo 'TAP version 13'", *script]), campaign.NUMBER]
        boots.run(words, numbers, known, 2, lambda one: found.__setitem__(one.number, one.result))
        return found

    def test_number_decides(self) -> None:
        found = self.boot([1, 2, 3], f"test $0 = 2 && echo 'not ok 1 {FIRST}' && sleep 100",
                          f"echo 'ok 1 {FIRST}'", "test $0 = 3 && exit", "echo 'mdkunit peer: ended with status 0'")
        self.assertEqual(found, {1: "survived", 2: "assertion", 3: "died"})


class InitramfsTest(unittest.TestCase):
    ENTRIES = [initramfs.directory("dev"), initramfs.character_device("dev/console", 5, 1),
               initramfs.file("init", b"#!/bin/true\n", True), initramfs.file("odd", b"12345")]

    def test_members(self) -> None:
        data = initramfs.pack(self.ENTRIES)
        self.assertEqual(len(data) % 512, 0)
        self.assertEqual(data.count(b"070701"), len(self.ENTRIES) + 1)
        console = data.index(b"dev/console") - 110
        fields = [int(data[console + 6 + 8 * at:console + 14 + 8 * at], 16) for at in range(13)]
        self.assertEqual((fields[1], fields[9:11]), (0o20600, [5, 1]))

    @unittest.skipUnless(shutil.which("cpio"), "cpio is missing")
    def test_cpio_reads_it(self) -> None:
        done = subprocess.run(["cpio", "-tv"], input=initramfs.pack(self.ENTRIES), capture_output=True, check=True)
        lines = done.stdout.decode().splitlines()
        self.assertEqual([line.split()[-1] for line in lines], [one.name for one in self.ENTRIES])
        self.assertTrue(lines[1].startswith("crw-------") and lines[2].startswith("-rwxr-xr-x"), lines)


def record(name: str, result: str, seconds: float = 2.0, by: str = "", platform: str = "x86_64") -> dict:
    return {"schema": "s", "suite": "t", "platform": platform, "kernel": "7.3", "id": name, "path": "a.c",
            "function": "f", "line": 1, "operator": "negate", "result": result, "by": by, "seconds": seconds}


class CompareTest(unittest.TestCase):
    PEER = [record("a", "assertion", by=FIRST), record("b", "survived"), record("c", "complaint"),
            record("d", "unreached", 0.0), record("e", "not compiled"), record("g", "survived"), record("h", "died")]
    SUITE = [record("a", "assertion"), record("b", "assertion"), record("c", "survived"), record("d", "survived"),
             record("e", "assertion"), record("g", "survived")]

    def test_groups(self) -> None:
        found = compare.compare(self.PEER, self.SUITE, {"g": "cannot be told"})
        self.assertEqual((found.both, found.only_suite, found.only_peer, found.neither), (["a"], ["b"], ["c"], ["d"]))
        self.assertEqual(found.without, ["e", "h"])
        self.assertEqual([one.tally.compiled for one in found.sides], [4, 4])
        self.assertEqual([one.tally.equivalent for one in found.sides], [1, 1])
        self.assertEqual(compare.work_list(found), ["only hmm-tests: c (complaint )"])

    def test_seconds_are_those_of_boots(self) -> None:
        side = compare.compare(self.PEER, self.SUITE, {}).sides[0]
        self.assertEqual((side.boots, side.per_boot, side.per_mutant), (4, 2.0, 8.0 / 5))

    def test_equivalent_one_that_is_killed_is_told(self) -> None:
        self.assertEqual(compare.compare(self.PEER, [], {"c": "no"}).wrongly_equivalent, ["c"])

    def test_without_the_suite_there_is_one_column(self) -> None:
        found = compare.compare(self.PEER, [], {})
        self.assertEqual(compare.table(found)[0].split(), ["hmm-tests"])
        self.assertEqual(found.without, ["e"])

    def test_document_is_json(self) -> None:
        document = json.loads(json.dumps(compare.compare(self.PEER, self.SUITE, {}).document()))
        self.assertEqual(document["only_hmm_tests"], ["c"])
        self.assertEqual(document["sides"]["mdkunit"]["killed"], 2)


class CommandLineTest(RunnerTest):
    def test_errors_are_one_line(self) -> None:
        tree = self.tree()
        for words, says in ((["--sample", "-1"], "--sample must be"), (["--jobs", "0"], "--jobs must be"),
                            (["--suite", self.top / "none"], "cannot read"),
                            (["--json", self.top / "no/such.json"], "--json"),
                            (["--results", self.top], "--results")):
            with self.subTest(says=says):
                self.assert_one_line(self.mdkunit("peer", "--kdir", tree, "--no-install", *words), 2, says)
        other = self.top / "other.jsonl"
        other.write_text("{}\n")
        self.assert_one_line(self.mdkunit("peer", "--kdir", tree, "--suite", other), 2, "no result of a campaign")

    def test_results_of_another_kernel_are_refused(self) -> None:
        peer.check_suite([record("a", "survived")], "7.3")
        for one in (record("a", "survived", platform="um"), {**record("a", "survived"), "kernel": "6.12.1"}):
            with self.assertRaisesRegex(Mend, "--suite has results of"):
                peer.check_suite([record("b", "died"), one], "7.3")

    def test_kernel_without_the_tests_is_refused(self) -> None:
        with mock.patch.dict(os.environ, self.env):
            user = Userspace(Build(Tree(self.tree(), "7.3.4", "x", False), Recipe(self.root, "x86_64")))
        with self.assertRaisesRegex(Mend, "this kernel has no tools/testing/selftests/mm/hmm-tests.c"):
            user.make(1)

    def test_image_holds_programs_and_arguments(self) -> None:
        with mock.patch.dict(os.environ, self.env):
            user = Userspace(Build(Tree(self.tree(), "7.3.4", "x", False), Recipe(self.root, "x86_64")))
        user.home.mkdir(parents=True)
        for name in ("init", "hmm-tests"):
            (user.home / name).write_bytes(f"this is {name}".encode())
        data = user.image("some.cpio", ["-r", FIRST]).read_bytes()
        for part in (b"init\0", b"this is init", b"this is hmm-tests", f"-r\n{FIRST}\n".encode()):
            self.assertIn(part, data)

    def test_settings_go_to_kunit_py_and_make_another_build(self) -> None:
        tree = Tree(self.top, "7.3.4", "x", False)
        with mock.patch.dict(os.environ, self.env):
            plain, other = (Build(tree, Recipe(self.root, "x86_64", settings=some)) for some in ([], ["CONFIG_FUTEX=y"]))
        self.assertNotEqual(plain.home, other.home)
        self.assertIn("--kconfig_add=CONFIG_FUTEX=y", other.kunit("config"))
        self.assertFalse([word for word in plain.kunit("config") if "kconfig_add" in word])


if __name__ == "__main__":
    unittest.main()
