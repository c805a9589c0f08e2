# SPDX-License-Identifier: GPL-2.0
"""Real engines run cells; the cells only are cheap."""

import contextlib
import itertools
import signal
import subprocess
import time
import unittest
from collections import Counter
from pathlib import Path
from unittest import mock

from mdkunit_pkg import apt, engines, modules, unpacked
from mdkunit_pkg.errors import CONFIG, FAILED, HARNESS, USAGE

from . import fake_cluster
from .fake_cells import IDS, RUNS, CellsTest

CALLS = Counter(name.replace("-mutants-", "-").replace("of", "/") for name in IDS)
PARALLEL, SLURM = ("--engine", "parallel"), ("--engine", "slurm")


class LaunchTest(CellsTest):
    def setUp(self) -> None:
        super().setUp()
        self.env = unpacked.environment(self.env)

    def words(self, *more) -> "list[object]":
        return ["launch", "--matrix", self.matrix, "--results", self.results, *more]

    def launch(self, *more):
        return self.mdkunit(*self.words(*more))

    def assert_all(self, done, code: int = 0, names: "list[str]" = IDS) -> None:
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(sorted(path.stem for path in self.results.glob("[!.]*.json")), sorted(names))
        self.assertIn(f"{len(names)} of {len(names)} cells have a result; to join them", done.stdout)

    def end_when_busy(self, signum: int, *more) -> None:
        """End the launcher while its second cell runs."""
        with self.popen(*self.words(*more)) as child:
            self.until(lambda: "x86_64-7.3" in self.calls)
            child.send_signal(signum)
            said = "".join(child.communicate(timeout=40))
        self.assertEqual(self.calls, ["um-7.3", "x86_64-7.3"], said)
        self.assertTrue(self.path("um-7.3").exists(), said)
        self.assertFalse(self.path("x86_64-7.3").exists(), said)

    def until(self, ready) -> None:
        deadline = time.monotonic() + 40
        while not ready():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.1)

    def stand_ins(self) -> "list[str]":
        done = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if str(self.top / "stand_in.py") in line]

    def program(self, name: str, script: str) -> None:
        path = self.top / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        self.env["PATH"] = f"{path.parent}:{self.env['PATH']}"


class UsageTest(LaunchTest):
    def test_usage(self) -> None:
        for more, part in (((), "--engine"), ((*SLURM, "--sshlogin", "a"), "--engine parallel"),
                           ((*SLURM, "--jobs", "0"), "--jobs"), ((*SLURM, "--only", "vax*"), "matches no cell"),
                           (("--engine", "gitlab", "--option=-q"), "parallel and slurm"),
                           (("--engine", "gitlab"), "begins there")):
            with self.subTest(more):
                self.assert_one_line(self.launch(*more), USAGE, part)

    def test_no_engine_is_one_line(self) -> None:
        (self.top / "bin").mkdir()
        self.env["PATH"] = str(self.top / "bin")
        self.assert_one_line(self.launch(*PARALLEL), CONFIG, "missing: parallel")
        self.assert_one_line(self.launch(*SLURM), CONFIG, "there is no sbatch", "slurm-client")

    def test_another_parallel(self) -> None:
        self.program("parallel", "echo parallel from moreutils")
        self.assert_one_line(self.launch(*PARALLEL), CONFIG, "is not GNU parallel")

    def test_print_starts_nothing(self) -> None:
        done = self.launch(*SLURM, "--print", "--jobs", "3", "--option=--exclusive")
        self.assertIn("--array=0-5%3", done.stdout)
        self.assertIn("--exclusive", done.stdout)
        self.assertEqual(self.calls, [])
        self.assertFalse(self.results.exists())


@unittest.skipIf(unpacked.missing("parallel"), unpacked.missing("parallel"))
class ParallelTest(LaunchTest):
    def test_two_launchers_run_each_cell_once(self) -> None:
        self.results = self.top / "re sults"
        words = (*PARALLEL, "--jobs", "2", "--only", "*[0-9].[0-9]")
        with self.popen(*self.words(*words)) as other:
            done = self.launch(*words)
            other.communicate(timeout=60)
        self.assert_all(done, names=RUNS)
        self.assertEqual((Counter(self.calls), other.returncode), (Counter(RUNS), 0))

    def test_what_goes_wrong_stops_no_other_cell(self) -> None:
        self.plans({"um-7.3": {"status": "FAIL"}, "x86_64-7.3": {"kill": True},
                    "um-6.1": {"exit": 4, "report": False, "say": "no compiler"}})
        only = ("--only", "*[0-9].[0-9]")
        first = self.launch(*PARALLEL, "--jobs", "2", *only)
        self.assert_one_line(first, FAILED, "1 of 4 cells have no result: x86_64-7.3", "the same command again")
        self.plan_of("none")
        second = self.launch(*PARALLEL, "--jobs", "2", *only)
        self.assert_all(second, FAILED, RUNS)
        self.assertIn("cell um-6.1: no verdict: exit code 4: no compiler", first.stdout)
        self.assertIn("um-6.1: cell um-6.1: done, 1 passed", second.stdout)
        # What failed is a verdict, and what could not be built is none.
        self.assertEqual(Counter(self.calls), Counter(RUNS + ["x86_64-7.3", "um-6.1"]))

    def test_interrupted_ends_everything_and_is_resumed(self) -> None:
        self.plan_of("x86_64-7.3", sleep=60)
        self.end_when_busy(signal.SIGTERM, *PARALLEL, "--only", "*[0-9].[0-9]")
        self.assertEqual(self.stand_ins(), [])
        self.plan_of("none")
        self.assert_all(self.launch(*PARALLEL, "--only", "*[0-9].[0-9]"), names=RUNS)
        self.assertEqual(Counter(self.calls), Counter(RUNS + ["x86_64-7.3"]))

    def test_killed_and_resumed_while_its_cell_goes_on(self) -> None:
        # A busy host takes seconds to start a launcher.
        self.plan_of("x86_64-7.3", sleep=6)
        self.end_when_busy(signal.SIGKILL, *PARALLEL, "--only", "*-7.3")
        done = self.launch(*PARALLEL, "--only", "*-7.3")
        self.assert_all(done, names=IDS[:2])
        self.assertEqual(self.calls, ["um-7.3", "x86_64-7.3"])
        self.assertIn("the cell x86_64-7.3 is in use", done.stdout)


class EngineFailsTest(LaunchTest):
    """An engine that says it is done has not run anything by that."""

    def setUp(self) -> None:
        super().setUp()
        self.engine("echo no licence")

    def engine(self, script: str) -> None:
        self.program("parallel", f'[ "$1" = --version ] && exec echo GNU parallel\n{script}')

    def test_nothing_ran(self) -> None:
        done = self.launch(*PARALLEL)
        self.assert_one_line(done, HARNESS, "6 of 6 cells have no result: um-7.3 (no licence)", "the same command again")

    def test_results_that_are_not_from_this_run(self) -> None:
        self.cell("um-7.3")
        only = (*PARALLEL, "--only", "um-7.3")
        self.engine('printf "um-7.3\\tcell um-7.3: kept, all\\n"')
        self.assert_all(self.launch(*only), names=["um-7.3"])
        self.engine('printf "um-7.3\\tcell um-7.3: done, all\\n"')
        self.assert_one_line(self.launch(*only), HARNESS, "did not come to")
        self.engine('printf "um-7.3\\tcell um-7.3: kept, all\\n"')
        (self.root / "mm/tests/Kconfig").write_text("another suite")
        self.assert_one_line(self.launch(*only), HARNESS, "another state of the project")
        self.path("um-7.3").write_text("half")
        self.assert_one_line(self.launch(*only), HARNESS, "is broken")


@unittest.skipIf(unpacked.missing("parallel", "rsync", "ssh"), unpacked.missing("parallel", "rsync", "ssh"))
class SshTest(LaunchTest):
    @unittest.skipIf(unpacked.missing("sshd"), unpacked.missing("sshd"))
    def test_other_hosts(self) -> None:
        passed = ("MDKUNIT_CELL_COMMAND", "MDKUNIT_ROOT", "XDG_CACHE_HOME", "PATH", "LD_LIBRARY_PATH")
        with fake_cluster.sshd(self.top, self.env, passed) as login:
            words = (*PARALLEL, "--sshlogin", f"1/{login}", "--jobs", "2", "--only", "*7.3")
            self.assert_all(self.launch(*words), names=IDS[:2])
            # One to run each cell, and one for rsync to bring its result.
            self.assertGreaterEqual(fake_cluster.logins(self.top), 2 * 2)

    def test_host_that_does_not_answer(self) -> None:
        port = fake_cluster.free_ports(1)[0]
        done = self.launch(*PARALLEL, "--sshlogin", f"1/ssh -F none -p {port} 127.0.0.1", "--only", "*6.1")
        self.assert_one_line(done, HARNESS, "2 of 2 cells have no result", "Connection refused")


@unittest.skipIf(unpacked.missing(*unpacked.SLURM), unpacked.missing(*unpacked.SLURM))
class SlurmTest(LaunchTest):
    def test_a_job_array_is_interrupted_and_resumed(self) -> None:
        """One cluster and two arrays, for each takes Slurm two seconds to begin."""
        with fake_cluster.slurm(self.top, self.env) as self.env:
            self.plan_of("x86_64-7.3", sleep=60)
            self.end_when_busy(signal.SIGTERM, *SLURM, "--jobs", "1")
            self.until(lambda: not self.queue() and not self.stand_ins())
            self.plans({"um-6.1": {"status": "FAIL"}, "x86_64-6.1": {"kill": True}})
            done = self.launch(*SLURM)
            logs = sorted(self.results.glob("slurm-*_*.log"))
        self.assert_one_line(done, FAILED, "1 of 6 cells have no result: x86_64-6.1")
        self.assertIn("um-7.3: cell um-7.3: kept, 1 passed", done.stdout)
        self.assertIn("5 of 6 cells have a result", done.stdout)
        self.assertEqual(Counter(self.calls), CALLS + Counter(["x86_64-7.3"]))
        self.assertEqual(len(logs), 2 + len(IDS))

    def queue(self) -> "list[str]":
        done = subprocess.run(["squeue", "-h"], env=self.env, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()


class SlurmAnswersTest(LaunchTest):
    """What a cluster does that nobody wants to have for a test."""

    def said(self, squeue: str, most: "int | None" = None) -> "list[engines.Said]":
        self.program("sbatch", "echo 'sbatch: a word' >&2; echo '7;cluster'")
        self.program("squeue", squeue)
        self.program("scancel", f'echo "$@" >> {self.top}/cancelled')
        self.results.mkdir(exist_ok=True)
        job = engines.Job(["a", "b"], ["true"], self.results, self.top, 1)
        with mock.patch.dict("os.environ", self.env), mock.patch.object(engines, "_PAUSE_S", (0.01, 0.02)), \
                mock.patch.object(engines, "_LATE_S", 0.1), mock.patch.object(engines.progress, "say"):
            with contextlib.closing(engines.slurm(job)) as lines:
                return list(itertools.islice(lines, most))

    def log(self, task: int, text: str) -> None:
        self.results.mkdir(exist_ok=True)
        (self.results / f"slurm-7_{task}.log").write_text(text)

    def test_no_answer_is_not_the_end(self) -> None:
        self.log(0, "first\nlast\n\n")
        said = self.said(f"[ -e {self.top}/asked ] && exit; touch {self.top}/asked; exit 1")
        self.assertEqual(said, [("a", "last"), ("b", "Slurm dropped it before it began")])
        self.assertFalse((self.top / "cancelled").exists())

    def test_jobs_of_others_do_not_count(self) -> None:
        for task in (0, 1):
            self.log(task, "")
        said = self.said(f"[ -e {self.top}/asked ] && exit; touch {self.top}/asked; printf '8 1\\n7 0\\n'")
        self.assertEqual(said, [("b", "it ended without a word"), ("a", "it ended without a word")])

    def test_whoever_stops_listening_cancels(self) -> None:
        self.assertEqual(len(self.said("true", 1)), 1)
        self.assertRegex((self.top / "cancelled").read_text(), r"^--me --name=mdkunit-\S+-\d+$")

    def test_refused(self) -> None:
        for name in ("squeue", "scancel"):
            self.program(name, "")
        self.program("sbatch", "echo 'sbatch: error: no partition' >&2; exit 1")
        self.assert_one_line(self.launch(*SLURM), CONFIG, "sbatch takes no job (sbatch: error: no partition)")


class GitLabTest(LaunchTest):
    def pipeline(self, *more):
        return self.mdkunit("launch", "--engine", "gitlab", "--matrix", self.matrix, *more)

    def test_too_many(self) -> None:
        self.matrix.write_text('[[cells]]\nrun = "mutants"\nkernels = ["7.3"]\nplatforms = ["um"]\nshards = 201\n')
        self.assert_one_line(self.pipeline(), CONFIG, "takes 200 jobs")

    @unittest.skipIf(modules.missing("yaml"), modules.missing("yaml"))
    def test_jobs_do_what_they_say(self) -> None:
        """The scripts run here as GitLab runs them: from the checkout's top, with CELL set."""
        pipeline = modules.load("yaml").safe_load(self.pipeline("--results", "re sults").stdout)
        self.assertEqual(sorted(pipeline), [".mdkunit", "mdkunit", "mdkunit-merge"])
        one, both = pipeline["mdkunit"], pipeline["mdkunit-merge"]
        self.assertEqual(one["parallel"], {"matrix": [{"CELL": IDS}]})
        self.assertEqual((one["timeout"], one["cache"]["key"]), ("70 minutes", "mdkunit-$CELL"))
        self.assertEqual((one["cache"]["when"], one["artifacts"]["when"], both["when"]), ("always",) * 3)
        self.assertEqual((both["needs"], one["extends"], both["extends"]), (["mdkunit"], ".mdkunit", ".mdkunit"))
        checkout = self.top / "checkout"
        (checkout / "tools/testing").mkdir(parents=True)
        (checkout / "tools/testing/kunit").symlink_to(Path(__file__).resolve().parents[1])
        self.plan_of("um-6.1", status="FAIL")
        codes = [self.shell(checkout, one["script"], CELL=name) for name in IDS]
        self.assertEqual(codes, [int(name == "um-6.1") for name in IDS])
        self.assertEqual(self.shell(checkout, both["script"]), FAILED)
        for kept in (one["artifacts"]["paths"][0], one["cache"]["paths"][0]):
            self.assertEqual(len(list((checkout / kept).glob("*.json"))), len(IDS))
        self.assertTrue((checkout / both["artifacts"]["reports"]["junit"]).exists())
        self.assertTrue((checkout / both["artifacts"]["paths"][0]).exists())

    def shell(self, cwd: Path, script: "list[str]", **more: str) -> int:
        done = subprocess.run(["sh", "-ec", "\n".join(script)], cwd=cwd, env={**self.env, **more},
                              capture_output=True, text=True, check=False)
        self.assertNotIn("mdkunit: error", done.stderr)
        return done.returncode


class UnpackedTest(unittest.TestCase):
    def test_what_apt_would_install(self) -> None:
        said = ("Reading package lists...\nInst libmunge2 (0.5.15-2 Debian:12/stable [amd64])\n"
                "Inst libc6 [2.36-9] (2.36-10 Debian:12/stable [amd64])\nConf libmunge2 (0.5.15-2 Debian [amd64])\n")
        self.assertEqual(apt.installs(said), [("libmunge2", "0.5.15-2"), ("libc6", "2.36-10")])

    def test_a_skip_has_its_reason(self) -> None:
        self.assertEqual(unpacked.missing("sh"), "")
        with mock.patch.dict("os.environ", {"PATH": "/none"}), mock.patch.object(unpacked, "_top", lambda: None), \
                mock.patch.dict(unpacked.PARALLEL, {"no-such-program": "its-package"}):
            self.assertIn("its-package missing; mdkunit check", unpacked.missing("no-such-program"))
            self.assertIn("there is no no-such-daemon, and", unpacked.missing("no-such-program", "no-such-daemon"))
