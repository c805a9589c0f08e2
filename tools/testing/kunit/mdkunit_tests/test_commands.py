# SPDX-License-Identifier: GPL-2.0
"""What is made of the commands' options: completion and a manual page."""

import shutil
import subprocess
import unittest
from unittest import mock

from mdkunit_pkg import cache, cli, completion, errors, fetch, man, progress
from mdkunit_pkg.commands import Command, Option, commands
from mdkunit_pkg.platforms import PLATFORMS


class CommandsTest(unittest.TestCase):
    def test_every_option_says_what_it_does(self) -> None:
        silent = [f"{command.name} {' '.join(option.names) or option.value}"
                  for command in commands() for option in command.options if not option.help]
        self.assertEqual(silent, [])

    def test_what_shows_progress_can_be_quiet(self) -> None:
        loud = {command.name for command in commands()
                if not any("--quiet" in option.names for option in command.options)}
        self.assertEqual(loud, {"clean", "merge", "table", "hook", "kcidb", "patch", "doctor", "completion", "man"})

    def test_quiet_lasts_for_one_command(self) -> None:
        seen = []
        with mock.patch.object(fetch, "main", lambda args: seen.append(progress.quiet) or 0):
            for words in (["fetch", "--quiet"], ["fetch"], ["fetch", "-q"]):
                cli.main(words)
        self.assertEqual(seen, [True, False, True])
        progress.quiet = False

    def test_all_commands_are_there(self) -> None:
        self.assertEqual([command.name for command in commands()], list(cli.COMMANDS))

    def test_values_that_an_option_takes(self) -> None:
        run = next(command for command in commands() if command.name == "run")
        platform = next(option for option in run.options if option.names == ["--platform"])
        json = next(option for option in run.options if option.names == ["--json"])
        self.assertIn("x86_64", platform.choices)
        self.assertTrue(json.is_path)


@unittest.skipUnless(shutil.which("bash"), "bash is not here")
class CompletionTest(unittest.TestCase):
    def completed(self, *words: str) -> list[str]:
        """What bash offers for the last of words."""
        script = completion.script(commands()) + '\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mdkunit\n' \
            'printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(["bash", "-c", script, "bash", "mdkunit", *words], capture_output=True, text=True,
                              check=True, cwd="/")
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_command(self) -> None:
        self.assertEqual(self.completed("cov"), ["coverage"])

    def test_option(self) -> None:
        self.assertEqual(self.completed("run", "--plat"), ["--platform"])
        self.assertNotIn("--sample", self.completed("run", "--"))

    def test_value(self) -> None:
        self.assertEqual(self.completed("run", "--platform", "x86"), ["x86_64"])
        self.assertEqual(self.completed("run", "--kernel", ""), [])

    def test_value_after_an_equals_sign(self) -> None:
        # As bash splits it, and as zsh does not.
        self.assertEqual(self.completed("run", "--platform", "=", "x86"), ["x86_64"])
        self.assertEqual(self.completed("doctor", "--platform", "="), list(PLATFORMS))
        self.assertEqual(self.completed("run", "--platform=x86"), ["--platform=x86_64"])
        self.assertEqual(self.completed("run", "--kernel=7"), [])
        self.assertIn("--json=usr", self.completed("run", "--json=us"))

    def test_argument_without_a_name(self) -> None:
        self.assertEqual(self.completed("completion", ""), ["bash"])
        self.assertEqual(self.completed("hook", "inst"), ["install"])
        self.assertEqual(self.completed("hook", "--kd"), ["--kdir"])
        self.assertIn("usr", self.completed("table", "us"))
        self.assertEqual(self.completed("doctor", "us"), [])

    def test_file(self) -> None:
        self.assertIn("usr", self.completed("run", "--json", "us"))


class ManTest(unittest.TestCase):
    def test_what_roff_would_take_for_its_own(self) -> None:
        lines = man.page([Command("run", "it runs", [Option(["--a"], "", [], ".dot \\ 'quote'")])])
        self.assertIn("\\&.dot \\e 'quote'", lines)
        self.assertIn(".B \\-\\-a", lines)

    def test_folders_of_the_cache_are_told(self) -> None:
        text = "\n".join(man.page([]))
        self.assertIn(".SH FILES", text)
        self.assertIn(".B ~/.cache/mdkunit/trees\nKernel sources that Debian offers.", text)
        self.assertEqual(text.count("\n.B ~/.cache/mdkunit/"), len(cache.FOLDERS))

    def test_every_exit_code_is_told(self) -> None:
        told = {code for code, _text in man._STATUS}
        self.assertLessEqual({errors.PASSED, errors.FAILED, errors.USAGE, errors.CONFIG, errors.BUILD, errors.HARNESS,
                              141}, told)

    @unittest.skipUnless(shutil.which("groff"), "groff is not here")
    def test_groff_has_nothing_to_say(self) -> None:
        done = subprocess.run(["groff", "-man", "-ww", "-z"], input="\n".join(man.page(commands())) + "\n",
                              capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
