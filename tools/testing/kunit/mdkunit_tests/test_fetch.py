# SPDX-License-Identifier: GPL-2.0
"""Kernel sources from a made-up archive: real dpkg, an apt of our own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import apt, fetch
from mdkunit_tests.fakes import MDKUNIT, RunnerTest, kernel_tree, write

MADISON = """linux-source-7.3 | 7.3~rc7-1~exp1 | http://mirror/debian experimental/main amd64 Packages
linux-source-7.3 | 7.3.2-1 | http://mirror/debian backports/main amd64 Packages
linux-source-7.3 | 7.3.4-1~bpo13+1 | http://mirror/debian backports/main amd64 Packages
linux-source-7.4 | 7.4~rc1-1~exp1 | http://mirror/debian experimental/main amd64 Packages
linux-source-6.12 | 6.12.9-1 | http://mirror/debian stable/main amd64 Packages
linux-source-6.12 | 6.12.117-1 | http://mirror/debian stable/main amd64 Packages
"""

# The archive is a directory: offers (for apt-cache), package.deb, and a
# file "offline" while there is no network.
APT_GET = """#!/bin/sh
archive=ARCHIVE
for word; do last=$word; done
case " $* " in
*" indextargets "*)
    case " $* " in
    *Dir::State::Lists=*) lists=1;;
    *) lists=; [ -e $archive/no-lists ] || lists=1;;
    esac
    [ -z "$lists" ] || [ -e $archive/no-mirror ] || echo "http://127.0.0.1:9/debian stable main Debian"
    exit 0;;
esac
[ -e $archive/offline ] && exit 100
case " $* " in
*" update "*)
    for word; do case $word in Dir::State::Lists=*) : > ${word#*=}/mirror_Packages;; esac; done;;
*" download "*)
    name=${last%%=*}_$(echo ${last#*=} | sed s/:/%3a/)_all.deb
    if [ -e $archive/cut ]; then head -c 500 $archive/package.deb > $name; echo 'E: gone' >&2; exit 100; fi
    cp $archive/package.deb $name; echo . >> $archive/downloads;;
*) exit 99;;
esac
"""
APT_CACHE = """#!/bin/sh
case " $* " in
*" pkgnames "*) cut -d' ' -f1 ARCHIVE/offers | sort -u; echo linux-source;;
*" madison "*) cat ARCHIVE/offers;;
esac
"""


class Places(unittest.TestCase):
    def test_scratch_of_a_killed_run_goes(self):
        with tempfile.TemporaryDirectory() as top:
            path = Path(top) / "linux-7.3.4_x"
            (Path(top) / ".unpack-linux-7.3.4_x-abc/content").mkdir(parents=True)
            (Path(top) / ".unpack-linux-6.1.9_x-abc").mkdir()
            with fetch.scratch_beside(path) as scratch:
                self.assertEqual(sorted(os.listdir(top)), [".unpack-linux-6.1.9_x-abc", scratch.name])


class Choice(unittest.TestCase):
    def test_newest_patch_level_and_no_candidates(self):
        found = apt.newest(MADISON, candidates=False)
        self.assertEqual({name: offer.version for name, offer in found.items()},
                         {"7.3": "7.3.4-1~bpo13+1", "6.12": "6.12.117-1"})
        self.assertEqual(sorted(apt.newest(MADISON, candidates=True)), ["6.12", "7.3", "7.4"])

    def test_nearest(self):
        offered = ["6.1", "6.12", "7.2", "7.3"]
        for asked, nearest in (("6.13", "6.12"), ("6.2", "6.1"), ("5.10", "6.1"), ("7.9", "7.3"), ("8.0", "7.3")):
            with self.subTest(asked):
                self.assertEqual(fetch.nearest_series(asked, offered), nearest)

    def test_label_is_a_plain_file_name(self):
        self.assertRegex(apt.Offer("linux-source-7.3", "1:7.3.4-1~bpo13+1").label, r"^[\w.-]+$")


class Fetch(RunnerTest):
    def setUp(self):
        super().setUp()
        self.archive = self.top / "archive"
        tools = self.top / "bin"
        write(self.archive, {"offers": MADISON})
        # Kernel sources that this machine has installed are none of the tests'.
        for name, text in (("apt-get", APT_GET), ("apt-cache", APT_CACHE), ("dpkg-query", "#!/bin/sh\nexit 1\n")):
            write(tools, {name: text.replace("ARCHIVE", str(self.archive))})
            (tools / name).chmod(0o755)
        self.env["PATH"] = f"{tools}:{self.env['PATH']}"
        self.package(kernel_tree(self.top / "made/linux-source-7.3"))

    def package(self, tree):
        content = self.top / "package"
        (content / "DEBIAN").mkdir(parents=True, exist_ok=True)
        (content / "usr/src").mkdir(parents=True, exist_ok=True)
        write(content, {"DEBIAN/control": "Package: linux-source-7.3\nVersion: 7.3.4-1~bpo13+1\nArchitecture: all\n"
                                          "Maintainer: nobody <nobody@example.org>\nDescription: a fake\n"})
        tarball = content / "usr/src/linux-source-7.3.tar.xz"
        subprocess.run(["tar", "-cJf", str(tarball), "-C", str(tree.parent), tree.name], check=True)
        subprocess.run(["dpkg-deb", "-Znone", "--root-owner-group", "--build", str(content),
                        str(self.archive / "package.deb")], check=True, capture_output=True)

    def path_of(self, *words):
        return self.mdkunit("fetch", "--print-path", *words)

    def test_default_is_the_newest_and_is_named(self):
        done = self.mdkunit("run", "--no-install")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("kernel: linux 7.3.4 (Debian 7.3.4-1~bpo13+1)", done.stderr)

    def test_quiet_is_the_result_alone(self):
        done = self.mdkunit("fetch", "--quiet")
        self.assertEqual((done.stdout, done.stderr), ("linux 7.3.4 (Debian 7.3.4-1~bpo13+1)\n", ""))

    def test_tree_is_fetched_once(self):
        first, second = self.path_of(), self.path_of()
        self.assertEqual(first.stdout, second.stdout)
        self.assertTrue((Path(first.stdout.strip()) / "Makefile").is_file())
        self.assertEqual((self.archive / "downloads").read_text(), ".\n")

    def test_series_that_is_gone(self):
        done = self.mdkunit("run", "--no-install", "--kernel", "6.18")
        self.assert_one_line(done, 2, "no linux-source-6.18", "nearest is --kernel 6.12")

    def test_fallback_is_said(self):
        write(self.archive, {"offers": "".join(MADISON.splitlines(True)[-1:])})
        self.assertIn("falling back to 6.12", self.path_of().stderr)

    def test_no_network_and_nothing_cached(self):
        write(self.archive, {"offline": ""})
        self.assert_one_line(self.mdkunit("run", "--no-install"), 3, "cannot be reached", "--kdir")
        self.assert_one_line(self.mdkunit("run", "--no-install", "--kernel", "7.3"), 3, "no linux 7.3", "--kdir")

    def test_machine_that_never_ran_apt_get_update(self):
        write(self.archive, {"no-lists": ""})
        self.assertEqual(self.path_of().returncode, 0)

    def test_machine_without_a_mirror(self):
        write(self.archive, {"no-mirror": ""})
        self.assert_one_line(self.mdkunit("run", "--no-install"), 3, "knows no mirror", "--kdir")

    def test_no_network_but_a_cached_tree(self):
        path = self.path_of().stdout
        write(self.archive, {"offline": ""})
        (self.cache / "mdkunit/apt/offers.json").unlink()
        done = self.path_of("--kernel", "7.3")
        self.assertEqual(done.stdout, path)
        self.assertIn("from this machine", done.stderr)

    def test_series_that_is_gone_but_cached(self):
        path = self.path_of().stdout
        write(self.archive, {"offers": "".join(MADISON.splitlines(True)[-1:])})
        (self.cache / "mdkunit/apt/offers.json").unlink()
        done = self.path_of("--kernel", "7.3")
        self.assertEqual(done.stdout, path)
        self.assertIn("no linux-source-7.3", done.stderr)

    def test_download_that_is_cut_off(self):
        write(self.archive, {"cut": ""})
        self.assert_one_line(self.path_of(), 3, "cannot be downloaded (gone)")
        (self.archive / "cut").unlink()
        self.assertEqual(self.path_of().returncode, 0)

    def test_damaged_package_is_not_kept(self):
        good = (self.archive / "package.deb").read_bytes()
        (self.archive / "package.deb").write_bytes(good[:len(good) // 2])
        self.assert_one_line(self.path_of(), 3, "cannot be unpacked")
        (self.archive / "package.deb").write_bytes(good)
        self.assertEqual(self.path_of().returncode, 0)

    def test_unpacking_that_is_cut_off_leaves_no_tree(self):
        slow = self.top / "bin/tar"
        write(self.top / "bin", {"tar": f"#!/bin/sh\n{shutil.which('tar')} \"$@\"; sleep 30\n"})
        slow.chmod(0o755)
        with self.popen("fetch") as child:
            for line in child.stderr:
                if "download" in line:
                    break
            child.terminate()
            child.communicate(timeout=20)
        slow.unlink()
        trees = self.cache / "mdkunit/trees"
        self.assertEqual([path for path in trees.glob("linux-*") if path.is_dir()], [])
        self.assertEqual(self.path_of().returncode, 0)
        self.assertEqual(list(trees.glob(".unpack-*")), [])

    def test_clean(self):
        self.path_of()
        (self.cache / "mdkunit/docs").mkdir()
        said = self.mdkunit("clean").stdout
        self.assertRegex(said, r"(?m)^ +\d+ MB  \S+/trees/linux-7\.3\.4_\S+$")
        self.assertRegex(said, r"(?m)^ +\d+ MB  \S+/docs \(the pages of mdkunit docs\)$")
        sizes = [int(line.split()[0]) for line in said.splitlines()]
        self.assertEqual(sum(sizes[:-1]), sizes[-1])
        self.assertEqual(self.mdkunit("clean", "--all").returncode, 0)
        self.assertFalse((self.cache / "mdkunit/trees").exists())

    def test_clean_waits_for_who_uses_a_tree(self):
        self.path_of()
        lock = next((self.cache / "mdkunit/trees").glob("*.lock"))
        with open(lock, "a+", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with self.popen("clean", "--all") as child:
                self.assertIn("in use by", child.stderr.readline())
                self.assertTrue(lock.with_suffix("").is_dir())
                fcntl.flock(handle, fcntl.LOCK_UN)
                child.communicate(timeout=20)
        self.assertEqual(child.returncode, 0)
        self.assertFalse(lock.exists())

    def test_a_lock_that_was_removed_meanwhile_is_none(self):
        path = self.top / "a.lock"
        with open(path, "a+", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            code = ("import sys\nfrom pathlib import Path\nfrom mdkunit_pkg import cache\npath = Path(sys.argv[1])\n"
                    "with cache.locked(path, 'x'): print(path.exists())")
            with subprocess.Popen([sys.executable, "-B", "-c", code, str(path)], cwd=MDKUNIT.parent, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
                self.assertIn("in use by", child.stderr.readline())
                path.unlink()
                fcntl.flock(handle, fcntl.LOCK_UN)
                self.assertEqual(child.communicate(timeout=20)[0], "True\n")


if __name__ == "__main__":
    unittest.main()
