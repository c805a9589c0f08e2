# SPDX-License-Identifier: GPL-2.0
"""The KernelCI job, rendered and run; no result may be lost on the way.

KernelCI's own templates are stood in for by some of ours with the same
blocks and methods. MDKUNIT_KERNELCI=DIR:DIR takes the real ones: the
folders config/runtime of kernelci-pipeline and of kernelci-core.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import build, lint_names, modules
from mdkunit_tests import fakes

KUNIT = Path(__file__).resolve().parents[1]
ROOT = KUNIT.parents[2]
OURS = KUNIT / "kernelci/config"
HERE = Path(__file__).with_name("kernelci")
REAL = [name for name in os.environ.get("MDKUNIT_KERNELCI", "").split(":") if name]
# Those that config takes; kunit.py gets the same for all three steps.
LEGAL = ("--kunitconfig", "--kconfig_add", "--make_options", "--cross_compile", "--qemu_config", "--qemu_args",
         "--arch")

# Does what plan.json says, and keeps how it was called.
KUNIT_PY = '''#!/usr/bin/env python3
import json, pathlib, sys
top = pathlib.Path(__file__).resolve().parents[3]
with open(top / "calls", "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
if not (top / "mm/tests/Kconfig").exists() or "tests/" not in (top / "mm/Makefile").read_text():
    sys.exit("the suite is not there")
step = json.loads((top / "plan.json").read_text()).get(sys.argv[1], {})
for word in sys.argv[2:]:
    if word.startswith("--json=") and "json" in step:
        pathlib.Path(word[7:]).write_text(step["json"])
sys.exit(step.get("exit", 0))
'''


def group(name, *cases, groups=()):
    return {"name": name, "sub_groups": list(groups), "misc": {},
            "test_cases": [{"name": case, "status": status} for case, status in cases]}


def results(*groups, cases=()):
    return json.dumps(group("KUnit Test Group", *cases, groups=groups))


PASSING = results(group("toy", ("first", "PASS"), ("second", "SKIP"), groups=[group("table", ("row", "PASS"))]))
# As kunit.py of 6.1 to 7.3 leaves it when the second of five cases panics.
CRASHED = results(group("toy", ("first", "PASS"), ("", "ERROR"), ("", "ERROR"), ("", "ERROR"), ("", "ERROR")),
                  cases=[("", "ERROR"), ("", "ERROR")])
SILENT = results()


@unittest.skipIf(modules.missing("jinja2", "yaml"), modules.missing("jinja2", "yaml"))
class JobTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="mdkunit-test-")
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        self.tree = fakes.kernel_tree(self.top / "in/linux")
        fakes.write(self.tree, {"tools/testing/kunit/kunit.py": KUNIT_PY})
        (self.tree / "tools/testing/kunit/kunit.py").chmod(0o755)
        self.suite = fakes.project(self.top / "in/mdkunit")
        fakes.write(self.suite, {"kunitconfig/um": "CONFIG_X=y\n", "kunitconfig/x86_64": "CONFIG_X=y\n",
                                 "tools/testing/kunit/qemu_configs/mm_x86_64.py": "pass\n"})
        shutil.copy(fakes.MDKUNIT, self.suite / "tools/testing/kunit")
        shutil.copytree(KUNIT / "mdkunit_pkg", self.suite / "tools/testing/kunit/mdkunit_pkg",
                        ignore=shutil.ignore_patterns("__pycache__"))

    def tarball(self, path):
        made = self.top / f"{path.name}.tar.gz"
        with tarfile.open(made, "w:gz") as tarball:
            tarball.add(path, path.name)
        return made.as_uri()

    def render(self, template, **params):
        jinja2 = modules.load("jinja2")
        places = [OURS / "runtime", *(REAL or [HERE / "templates"])]
        environment = jinja2.Environment(loader=jinja2.FileSystemLoader([str(place) for place in places]),
                                         extensions=["jinja2.ext.do"])
        environment.globals["kci_yaml_dump"] = str
        node = {"id": "1", "name": "toy", "artifacts": {"tarball": self.tarball(self.tree)}}
        return environment.get_template(template).render(
            runtime="shell", name="toy", node=node, api_config={}, storage_config={}, **params)

    def execute(self, plan, template="mdkunit.jinja2", **params):
        """Exit code and what was submitted, None if nothing was."""
        fakes.write(self.tree, {"plan.json": json.dumps(plan)})
        params.setdefault("suite_url", self.tarball(self.suite))
        job, submitted = self.top / "job.py", self.top / "submitted.json"
        job.write_text(self.render(template, **params), "utf-8")
        modules.load("yaml")
        paths = [str(HERE / "stubs"), str(Path(modules.load("yaml").__file__).parents[1])]
        env = dict(os.environ, PYTHONPATH=":".join(paths), SUBMITTED=str(submitted), KCI_API_TOKEN="none",
                   PYTHONDONTWRITEBYTECODE="1")
        env.pop("MDKUNIT_ROOT", None)
        done = subprocess.run([sys.executable, HERE / "run_job.py", job, self.top / "work"], env=env,
                              capture_output=True, text=True, timeout=60, check=False)
        self.said = done.stdout + done.stderr
        return done.returncode, json.loads(submitted.read_text("utf-8")) if submitted.exists() else None

    def submitted(self, plan, **params):
        code, found = self.execute(plan, **params)
        self.assertEqual(code, 0, self.said)
        return found

    def calls(self):
        lines = (self.top / "work/linux/calls").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def leaves(self, found, path=""):
        """path -> result of the nodes that KCIDB would be given."""
        leaves = {}
        for child in found["child_nodes"]:
            name = f"{path}.{child['node']['name']}".lstrip(".")
            inner = self.leaves(child, name) if child["child_nodes"] else {name: child["node"]["result"]}
            self.assertFalse(set(inner) & set(leaves), "two nodes of one name")
            leaves.update(inner)
        return leaves

    def test_passing_run(self):
        found = self.submitted({"exec": {"json": PASSING}}, args="--kunitconfig=mm/tests")
        self.assertEqual(self.leaves(found), {"config": "pass", "build": "pass", "exec.toy.first": "pass",
                                              "exec.toy.second": "skip", "exec.toy.table.row": "pass"})
        self.assertEqual(found["node"]["result"], "pass")
        self.assertEqual(found["node"]["data"], {"arch": "um"})
        self.assertEqual([call[0] for call in self.calls()], ["config", "build", "exec"])
        for call in self.calls():
            self.assertIn("--kunitconfig=mm/tests", call)

    def test_a_crash_loses_no_result(self):
        found = self.submitted({"exec": {"json": CRASHED, "exit": 1}})
        leaves = self.leaves(found)
        self.assertEqual(leaves["exec.toy.first"], "pass")
        self.assertEqual(len(leaves), 2 + 5 + 2)
        self.assertEqual([name for name in leaves if not name or ".." in name or name.endswith(".")], [])
        self.assertEqual({result for name, result in leaves.items() if "not_run" in name}, {"fail"})
        self.assertFalse([name for name in leaves if lint_names.POISON in name])

    def test_without_the_override_it_loses_all(self):
        fakes.write(self.tree, {"mm/tests/Kconfig": "the suite", "mm/Makefile": "obj-y += tests/\n"})
        code, found = self.execute({"exec": {"json": CRASHED, "exit": 1}}, template="kunit.jinja2")
        self.assertIsNone(found)
        self.assertEqual(code, 1)
        self.assertIn("KeyError: 'ERROR'", self.said)

    def test_a_kernel_without_output_does_not_pass(self):
        found = self.submitted({"exec": {"json": SILENT, "exit": 1}})
        self.assertEqual(self.leaves(found)["exec"], "fail")
        self.assertEqual(found["node"]["result"], "incomplete")
        self.assertEqual(found["node"]["data"]["error_msg"], "the kernel printed no results")

    def test_results_cut_short(self):
        found = self.submitted({"exec": {"json": PASSING[:40], "exit": 1}})
        self.assertEqual(found["node"]["result"], "incomplete")
        self.assertEqual(self.leaves(found), {"config": "pass", "build": "pass", "exec": "fail"})

    def test_a_build_that_fails(self):
        found = self.submitted({"build": {"exit": 1}})
        self.assertEqual(found["node"]["result"], "fail")
        self.assertEqual(self.leaves(found), {"config": "pass", "build": "fail", "exec": None})

    def test_a_tree_that_has_the_suite_is_taken_as_it_is(self):
        fakes.write(self.tree, {"mm/tests/Kconfig": "its own", "mm/Makefile": "obj-y += tests/\n"})
        found = self.submitted({"exec": {"json": PASSING}}, suite_url="")
        self.assertEqual(found["node"]["result"], "pass")
        self.assertEqual((self.top / "work/linux/mm/tests/Kconfig").read_text("utf-8"), "its own")

    def test_a_tree_without_the_suite_and_nowhere_to_get_it(self):
        found = self.submitted({}, suite_url="")
        self.assertEqual(found["node"]["result"], "incomplete")
        self.assertEqual(found["node"]["data"]["error_code"], "Configuration")
        self.assertIn("no suite_url", found["node"]["data"]["error_msg"])

    def test_a_suite_that_cannot_be_fetched(self):
        found = self.submitted({}, suite_url=(self.top / "gone.tar.gz").as_uri())
        self.assertEqual(found["node"]["result"], "incomplete")
        self.assertIn("gone.tar.gz", found["node"]["data"]["error_msg"])

    def test_a_tree_that_is_too_old_says_so(self):
        fakes.write(self.tree, {"Makefile": fakes.MAKEFILE.format(5, 15)})
        found = self.submitted({})
        self.assertEqual(found["node"]["result"], "incomplete")
        self.assertIn("the suite needs 6.1 or newer", found["node"]["data"]["error_msg"])


@unittest.skipIf(modules.missing("yaml"), modules.missing("yaml"))
class ConfigurationTest(unittest.TestCase):
    def setUp(self):
        self.config = {}
        for path in sorted(OURS.rglob("*.yaml")):
            self.config.update(modules.load("yaml").safe_load(path.read_text("utf-8")))
        self.jobs = self.config["jobs"]

    def platform(self, job):
        return self.jobs[job]["params"].get("arch", "um")

    def test_a_job_for_each_platform(self):
        self.assertEqual({self.platform(job) for job in self.jobs}, {"um", "x86_64"})
        self.assertEqual({entry["job"] for entry in self.config["scheduler"]}, set(self.jobs))

    def test_jobs_have_what_kernelci_asks_for(self):
        for name, job in self.jobs.items():
            self.assertTrue(job["image"] and job["kcidb_test_suite"])
            self.assertEqual(job["kind"], "job")
            self.assertTrue((OURS / "runtime" / job["template"]).is_file())
            self.assertEqual(job["rules"]["min_version"], {"version": 6, "patchlevel": 1})
            self.assertNotIn(lint_names.POISON, f"{name} {job['kcidb_test_suite']}")

    def test_they_run_what_mdkunit_runs(self):
        for name, job in self.jobs.items():
            recipe = build.Recipe(ROOT, self.platform(name))
            words = shlex.split(job["params"]["args"])
            self.assertEqual([word for word in words if word.startswith("--kunitconfig=")],
                             [f"--kunitconfig={part}" for part in recipe.stack])
            self.assertEqual([word for word in words if word.startswith("--qemu_config=")],
                             [word for word in recipe.platform_arguments if word.startswith("--qemu_config=")])
            self.assertEqual([word for word in words if word.split("=")[0] not in LEGAL], [])
            self.assertNotIn("'", job["params"]["args"])

    def test_scheduler_entries_name_an_event_and_a_runtime(self):
        for entry in self.config["scheduler"]:
            self.assertEqual(entry["event"], {"channel": "node", "kind": "checkout", "state": "available"})
            self.assertTrue(entry["runtime"]["name"])

    def test_trees_have_a_branch_and_jobs_that_are_for_them(self):
        for one in self.config["build_configs"].values():
            self.assertIn(one["tree"], self.config["trees"])
            self.assertTrue(one["branch"])
            for job in self.jobs.values():
                self.assertIn(one["tree"], job["rules"]["tree"])
        for tree in self.config["trees"].values():
            self.assertTrue(re.match("https://", tree["url"]))


if __name__ == "__main__":
    unittest.main()
