# SPDX-License-Identifier: GPL-2.0
"""Each rule is seen to find its fault, and to leave good code alone."""

import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import csource, lint_names, lint_style, lint_tree
from mdkunit_pkg.findings import Source
from mdkunit_pkg.tree import Tree

from . import fakes

GOOD = '''// SPDX-License-Identifier: GPL-2.0
/* contract 2.3: a page keeps its bits. */
static const struct migrate_case taken_pages[] = {
	{ "clean_page", .given = { .exclusive = 1 } },
	{ .name = "dirty_page",
	  .given = { .pte = { .dirty = 1 } } }, /* } */
};

KUNIT_ARRAY_PARAM(taken_pages, taken_pages, migrate_case_name);

static void taken_page(struct kunit *test)
{
	char brace = '{';
}

static struct kunit_case collect_cases[] = {
	KUNIT_CASE_PARAM(taken_page, taken_pages_gen_params),
	{}
};

static struct kunit_suite collect_suite = {
	.name = "migrate_device_collect",
	.test_cases = collect_cases,
};
'''
CONTRACT = Source(lint_style.CONTRACT, ".. SPDX-License-Identifier: GPL-2.0\n\n2.3\n  A page keeps its bits.\n")
PATH = "mm/tests/migrate_collect_kunit.c"


def found(text: str, path: str = PATH) -> str:
    files = [Source(path, text), CONTRACT]
    return "\n".join(str(finding) for check in (lint_names.check, lint_style.check) for finding in check(files))


class LintTest(unittest.TestCase):
    def fault(self, old: str, new: str, words: str) -> None:
        self.assertIn(old, GOOD)
        self.assertRegex(found(GOOD.replace(old, new)), words)

    def test_good_code_is_clean(self) -> None:
        self.assertEqual(found(GOOD), "")

    def test_names(self) -> None:
        self.fault("clean_page", "Clean page", "a-z, 0-9 and _")
        self.fault("clean_page", "page_after_setup", "KCIDB drops")
        self.fault("taken_page,", "setup_page,", "KCIDB drops")
        self.fault("clean_page", "dirty_page", "exists 2 times")
        self.fault('"migrate_device_collect"', '"migrate_device_kunit"', "says test or kunit")
        self.fault('"migrate_device_collect"', '"migrate.device"', "a-z, 0-9 and _")

    def test_cases_in_a_macro_are_seen(self) -> None:
        text = GOOD.replace("	KUNIT_CASE_PARAM(taken_page,", "	CASES\n	KUNIT_CASE_PARAM(taken_page,")
        macro = "#define CASES \\\n\tKUNIT_CASE(taken_page), \\\n\tKUNIT_CASE(other),\n"
        self.assertRegex(found(f"{text}{macro}"), 'test: "taken_page" exists 2 times')

    def test_a_suite_name_is_taken_once(self) -> None:
        self.assertRegex(found(GOOD + GOOD[GOOD.index("static struct kunit_suite"):]), "exists already")

    def test_tables_cite_a_clause_that_exists(self) -> None:
        self.fault("contract 2.3: ", "", "cites no clause")
        self.fault("contract 2.3", "contract 9.1", "cites 9.1, which")
        self.fault("contract 2.3", "contract 2.3 to 2.8", "cites 2.8, which")

    def test_sizes(self) -> None:
        self.fault('	{ "clean_page", .given = { .exclusive = 1 } },\n',
                   "".join(f'	{{ "row_{number}" }},\n' for number in range(13)), "14 rows")
        self.fault("	char brace = '{';\n", "	f();\n" * 40, r"taken_page\(\) has 43 lines")
        self.fault("static void", "\n" * 400 + "static void", "lines, at most 400")

    def test_rows_are_not_compiled_away(self) -> None:
        self.fault('	{ "clean_page"', '#ifdef CONFIG_X\n#endif\n	{ "clean_page"', "rows under #if")

    def test_versions_live_in_one_header(self) -> None:
        text = "// SPDX-License-Identifier: GPL-2.0\n#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)\n#endif\n"
        self.assertRegex(found(text), "belongs into lib/mm_kunit/compat.h")
        self.assertEqual(found(text, lint_style.VERSION_FILE), "")

    def test_licence_line(self) -> None:
        self.assertRegex(found("int x;\n", "a.c"), "no SPDX")
        self.assertRegex(found("#!/bin/sh\n:\n", "a.sh"), "a.sh:2: no SPDX")
        self.assertEqual(found("#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0\n", "a.sh"), "")

    def test_places_of_one_machine(self) -> None:
        home = "/".join(("", "home", "you", "linux"))
        self.assertRegex(found(f"# SPDX-License-Identifier: GPL-2.0\n{home}\n", "a.sh"), "one machine")
        self.assertEqual(found("# SPDX-License-Identifier: GPL-2.0\n~/linux\n", "a.sh"), "")

    def test_python_is_annotated_and_short(self) -> None:
        head = "# SPDX-License-Identifier: GPL-2.0\n"
        self.assertRegex(found(f"{head}def f(a):\n    pass\n", "a.py"), "lacks type hints")
        self.assertRegex(found(f"{head}def f() -> None:\n" + "    f()\n" * 40, "a.py"), "has 41 lines")
        self.assertEqual(found(f"{head}def f(a: int, *b: int) -> None:\n    pass\n", "a.py"), "")


class ReaderTest(unittest.TestCase):
    def test_functions_are_told_from_initialisers(self) -> None:
        self.assertEqual([(one.name, one.lines) for one in csource.functions(GOOD)], [("taken_page", 4)])

    def test_macros_and_prototypes_are_no_functions(self) -> None:
        text = "#define X(a) \\\n\tdo { } while (0)\nint f(void);\nstatic int\ng(int a) __must_hold(a)\n{\n}\n"
        self.assertEqual([one.name for one in csource.functions(text)], ["g"])


# Like the real one, it keeps a cache where it finds a .git.
CHECKPATCH = """if (-e ".git") { open(my $cache, ">", "cache"); }
print "$ARGV[-1]:1: CHECK:SPACING: seen\n" if -e $ARGV[-1];
"""


class TreeCheckersTest(unittest.TestCase):
    def test_checkpatch_leaves_nothing_in_a_checkout(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            top = Path(name)
            fakes.write(top, {"tree/scripts/checkpatch.pl": CHECKPATCH, "root/.git": "", "root/lib/mm_kunit/a.h": "",
                              f"root/{PATH}": GOOD})
            tree = Tree(top / "tree", "7.3", "7.3", False)
            found_there = [str(one) for one in lint_tree.checkpatch(top / "root", [Source(PATH, GOOD)], tree)]
            self.assertEqual(found_there, [f"{PATH}:1: checkpatch SPACING: seen"])
            self.assertEqual({path.name for path in (top / "root").iterdir()}, {".git", "lib", "mm"})


if __name__ == "__main__":
    unittest.main()
